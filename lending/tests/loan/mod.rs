//! A loan of 120,000.00 at 4.35 % over 12 months, and words to say what happens to it.
#![allow(dead_code, reason = "each test file uses some of these words")]

use chrono::NaiveDate;
use lending::event::{Event, EventKind};
use lending::ledger::{self, Account};
use lending::modification::Change;
use lending::money::{Currency, Money};
use lending::replay::{LoanStatus, State};
use lending::terms::Terms;

pub fn terms(more: &str) -> Terms {
    let json = format!(
        r#"{{"principal":"120000.00","annual_rate":"0.0435","method":"equal_installment","installments":12,
        "disbursed_on":"2026-01-15","first_due_on":"2026-02-15"{more}}}"#
    );
    Terms::parse(&json).expect("terms in a test")
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date in a test")
}

pub fn money(text: &str) -> Money {
    Money::parse(text, Currency::CNY).expect("an amount in a test")
}

pub fn yuan(text: &str) -> Money {
    money(text)
}

pub fn event(seq: u32, id: &str, on: &str, kind: EventKind) -> Event {
    Event { seq, id: id.to_owned(), on: day(on), kind }
}

pub fn pay(seq: u32, on: &str, amount: &str) -> Event {
    event(seq, &format!("p{seq}"), on, EventKind::Payment { amount: money(amount) })
}

pub fn prepay(seq: u32, on: &str, amount: &str, then: &str) -> Event {
    let then = serde_json::from_value(then.into()).expect("a choice in a test");
    event(seq, &format!("p{seq}"), on, EventKind::Prepayment { amount: money(amount), then: Some(then) })
}

pub fn change(seq: u32, on: &str, json: &str) -> Event {
    let change: Change = serde_json::from_str(json).expect("a change in a test");
    event(seq, &format!("m{seq}"), on, EventKind::Modification { change: Box::new(change) })
}

/// Debits equal credits in every entry, and the principal account is the outstanding principal.
pub fn books_hold(state: &State) {
    let entries = ledger::entries(state).expect("entries");
    let mut principal = rust_decimal::Decimal::ZERO;
    let mut credit = rust_decimal::Decimal::ZERO;
    for entry in &entries {
        let debit: rust_decimal::Decimal = entry.lines.iter().map(|l| l.debit.amount()).sum();
        let other: rust_decimal::Decimal = entry.lines.iter().map(|l| l.credit.amount()).sum();
        assert_eq!(debit, other, "{entry:?}");
        for line in &entry.lines {
            let net = line.debit.amount() - line.credit.amount();
            match line.account {
                Account::LoanPrincipal => principal += net,
                Account::BorrowerCredit => credit -= net,
                _ => {}
            }
        }
    }
    let outstanding = state.outstanding.principal.amount();
    assert_eq!(principal, if state.status == LoanStatus::WrittenOff { 0.into() } else { outstanding });
    assert_eq!(credit, state.credit_balance.amount());
}
