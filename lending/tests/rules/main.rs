//! Rules that a lender would notice were they broken, one sentence a test, on loans whose figures are worked out
//! in the head. Each stands for a change of the engine that no other test had noticed (docs/mutants.md).

mod allocation;
mod changes;
mod compared;
mod dates;
mod late;
mod levels;
#[path = "../loan/mod.rs"]
mod loan;
mod periods;
mod prepaying;
mod schedule;
mod tranches;

use lending::event::{Event, EventKind};
use lending::explain::{Explanation, Step};
use lending::money::AnnualRate;
use lending::replay::{PaymentSplit, State, StateRow, replay};
use lending::terms::Terms;
use loan::{day, event, money};

/// 1,200.00 without interest in 12 installments of 100.00, the first on 2026-02-15; no penalty.
fn plain(more: &str) -> Terms {
    parse("1200.00", "0", 12, more)
}

/// 3,100.00 at 1 % a month in 31 equal parts: 100.00 each, and interest of 31.00 (1.00 a day), 30.00, 29.00 …
fn yuan_a_day(more: &str) -> Terms {
    parse("3100.00", "0.12", 31, more)
}

/// What `more` says comes instead of the usual: method, penalty, installments.
fn parse(principal: &str, rate: &str, installments: u32, more: &str) -> Terms {
    let mut json = format!(
        r#"{{"principal":"{principal}","annual_rate":"{rate}","disbursed_on":"2026-01-15","first_due_on":"2026-02-15""#
    );
    for (field, usual) in [
        ("method", r#""equal_principal""#),
        ("penalty", r#"{"kind":"none"}"#),
        ("installments", &installments.to_string()),
    ] {
        if !more.contains(&format!("\"{field}\":")) {
            json.push_str(&format!(r#","{field}":{usual}"#));
        }
    }
    let more = if more.is_empty() { String::new() } else { format!(",{more}") };
    Terms::parse(&format!("{json}{more}}}")).expect("terms in a test")
}

fn on(terms: &Terms, events: &[Event], date: &str) -> State {
    replay(terms, events, day(date)).expect("a state")
}

fn row(state: &State, n: u32) -> &StateRow {
    state.rows.iter().find(|r| r.n == n).expect("a row in a test")
}

/// Principal and interest of some rows.
fn figures(state: &State, rows: std::ops::RangeInclusive<u32>) -> Vec<(String, String)> {
    rows.map(|n| (row(state, n).principal.to_string(), row(state, n).interest.to_string())).collect()
}

fn principals(state: &State) -> Vec<String> {
    state.rows.iter().map(|r| r.principal.to_string()).collect()
}

fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
}

/// Number, principal and interest of what a payment paid.
fn parts(split: &PaymentSplit) -> Vec<(u32, String, String)> {
    split.parts.iter().map(|p| (p.n, p.principal.to_string(), p.interest.to_string())).collect()
}

/// From when to when the stretches of an explanation go, and what each comes to.
fn stretches(tree: &Explanation, of: Step) -> Vec<String> {
    let mut found: Vec<String> = tree.operands.iter().flat_map(|operand| stretches(operand, of)).collect();
    if tree.rule == of {
        let date = |day: Option<chrono::NaiveDate>| day.map_or_else(String::new, |d| d.to_string()[5..].to_owned());
        found.push(format!("{} {} {}", date(tree.from), date(tree.to), tree.value.text()));
    }
    found
}

fn charge(seq: u32, date: &str, amount: &str) -> Event {
    event(seq, &format!("c{seq}"), date, EventKind::Charge { name: "letter".to_owned(), amount: money(amount) })
}

fn refund(seq: u32, date: &str, amount: &str) -> Event {
    event(seq, &format!("f{seq}"), date, EventKind::Refund { amount: money(amount) })
}

fn rate_change(seq: u32, date: &str, rate: &str, from: &str) -> Event {
    let annual_rate = AnnualRate::parse(rate).expect("a rate in a test");
    event(seq, &format!("r{seq}"), date, EventKind::RateChange { annual_rate, from: Some(day(from)) })
}
