//! What a statement of account tells of a loan, line by line.

mod loan;

use lending::event::{Event, EventKind};
use lending::replay::{PaymentKind, replay};
use lending::statement_of_account::{Line, StatementOfAccount, What, draw_up};
use lending::terms::Terms;
use loan::{change, day, event, money, pay, prepay, terms};

fn statement(terms: &Terms, events: &[Event], from: &str, to: &str) -> StatementOfAccount {
    draw_up(terms, events, day(from), day(to)).expect("a statement")
}

/// Day, what, charged, credited, balance.
fn told(statement: &StatementOfAccount) -> Vec<String> {
    let name = |line: &Line| match &line.what {
        What::Due { n, asked } => format!("due {n} {asked}"),
        What::Paid { event_id, kind: PaymentKind::Payment } => format!("paid {event_id}"),
        What::Paid { event_id, .. } => format!("prepaid {event_id}"),
        What::TakenBack { event_id, of } => format!("taken back {event_id} of {of}"),
        What::Changed { event_id } => format!("changed {event_id}"),
        What::Charged { name } => format!("charged {name}"),
        other => format!("{other:?}").to_lowercase(),
    };
    let tell = |line: &Line| format!("{} {} {} {} {}", line.on, name(line), line.debit, line.credit, line.balance);
    statement.lines.iter().map(tell).collect()
}

#[test]
fn a_loan_is_told_from_its_first_day() {
    let events = [pay(1, "2026-02-15", "10237.19"), pay(2, "2026-03-15", "10237.19")];
    let told_lines = told(&statement(&terms(""), &events, "2026-01-01", "2026-03-20"));
    assert_eq!(
        told_lines,
        [
            "2026-01-15 disbursed 120000.00 0.00 120000.00",
            "2026-02-15 due 1 10237.19 435.00 0.00 120435.00",
            "2026-02-15 paid p1 0.00 10237.19 110197.81",
            "2026-03-15 due 2 10237.19 399.47 0.00 110597.28",
            "2026-03-15 paid p2 0.00 10237.19 100360.09",
        ]
    );
}

#[test]
fn a_period_begins_with_what_the_one_before_ended_with() {
    let events = [pay(1, "2026-02-15", "10237.19"), pay(2, "2026-04-02", "5000")];
    let first = statement(&terms(""), &events, "2026-01-01", "2026-03-31");
    let second = statement(&terms(""), &events, "2026-04-01", "2026-06-30");
    assert_eq!(first.closing, second.opening);
    assert_eq!(first.lines.last().map(|l| l.balance), Some(first.closing.balance));
}

#[test]
fn penalty_is_charged_up_to_each_day_that_is_told() {
    let events = [pay(1, "2026-02-20", "10000")];
    let statement = statement(&terms(""), &events, "2026-02-01", "2026-03-01");
    let penalty: Vec<&Line> = statement.lines.iter().filter(|l| l.what == What::Penalty).collect();
    assert_eq!(penalty.iter().map(|l| l.on).collect::<Vec<_>>(), [day("2026-02-20"), day("2026-03-01")]);
    let state = replay(&terms(""), &events, day("2026-03-01")).expect("a state");
    assert_eq!(statement.closing.penalty, state.outstanding.penalty);
    assert_eq!(statement.closing.principal, state.outstanding.principal);
}

#[test]
fn a_payment_taken_back_stands_on_its_day_and_is_charged_again() {
    let back = event(2, "r1", "2026-02-25", EventKind::Reversal { of: "p1".to_owned() });
    let events = [pay(1, "2026-02-15", "10237.19"), back];
    let statement = statement(&terms(""), &events, "2026-02-01", "2026-02-28");
    let lines = told(&statement);
    assert_eq!(lines[1], "2026-02-15 paid p1 0.00 10237.19 110197.81");
    let again = lines.iter().position(|l| l.starts_with("2026-02-25 taken back p1 of 2026-02-15 10237.19 0.00"));
    assert!(again.is_some(), "{lines:?}");
    // Ten days late after all: the penalty of those days is charged on the day it came out.
    assert!(lines.iter().any(|l| l.starts_with("2026-02-25 workedoutagain")), "{lines:?}");
    let state = replay(&terms(""), &events, day("2026-02-28")).expect("a state");
    assert_eq!(statement.closing.penalty, state.outstanding.penalty);
    assert_eq!(statement.closing.principal, money("120000"));
}

#[test]
fn an_extension_changes_no_balance_on_its_day() {
    let events =
        [pay(1, "2026-02-15", "10237.19"), change(2, "2026-03-01", r#"{"kind":"extension","extra_installments":3}"#)];
    let statement = statement(&terms(""), &events, "2026-02-16", "2026-03-14");
    assert_eq!(told(&statement), ["2026-03-01 changed m2 0.00 0.00 110197.81"]);
    assert_eq!(statement.opening, statement.closing);
    assert!(statement.accrued.is_positive());
}

#[test]
fn the_fee_for_prepaying_is_charged_before_the_money_that_pays_it() {
    let terms = terms(r#","prepayment":{"fee":{"share":"0.01"}}"#);
    let events = [prepay(1, "2026-02-15", "50237.19", "reduce_term")];
    let statement = statement(&terms, &events, "2026-02-15", "2026-02-15");
    let lines = told(&statement);
    assert_eq!(lines[1], "2026-02-15 prepaymentfee 400.00 0.00 120835.00");
    assert_eq!(lines[2], "2026-02-15 prepaid p1 0.00 50237.19 70597.81");
    let parts = statement.lines[2].parts.expect("where it went");
    assert_eq!((parts.interest, parts.fee), (money("435"), money("400")));
}

#[test]
fn nothing_happened_before_the_loan() {
    let statement = statement(&terms(""), &[], "2025-01-01", "2025-12-31");
    assert!(statement.lines.is_empty() && statement.opening == statement.closing);
    assert!(statement.closing.balance.is_zero());
}

#[test]
fn a_period_that_ends_before_it_begins_is_refused() {
    let refused = draw_up(&terms(""), &[], day("2026-03-01"), day("2026-02-01"));
    assert_eq!(refused.map_err(|e| e.code()), Err("contradiction"));
}
