//! Rules of a loan's life, one sentence a test, with figures worked out by hand.

mod loan;

use lending::event::EventKind;
use lending::money::Money;
use lending::prepayment::payoff;
use lending::replay::{LoanStatus, RowStatus, replay};
use lending::{allocation, schedule};
use loan::{books_hold, day, event, money, pay, prepay, terms, yuan};

#[test]
fn a_schedule_repays_the_principal_and_ends_at_nothing() {
    let schedule = schedule::build(&terms("")).expect("a schedule");
    assert_eq!(schedule.rows.len(), 12);
    assert_eq!(schedule.rows[0].total, yuan("10237.19"));
    assert_eq!(schedule.rows[0].interest, yuan("435.00"));
    assert_eq!(schedule.totals.principal, yuan("120000.00"));
    assert!(schedule.rows[11].balance.is_zero());
}

#[test]
fn a_payment_on_the_due_date_settles_the_installment() {
    let terms = terms("");
    let events = [pay(1, "2026-02-15", "10237.19")];
    let state = replay(&terms, &events, day("2026-02-15")).expect("a state");
    assert_eq!(state.rows[0].status, RowStatus::Paid);
    assert_eq!(state.outstanding.principal, yuan("110197.81"));
    assert_eq!(state.next_due.as_ref().map(|d| d.n), Some(2));
    books_hold(&state);
}

#[test]
fn an_installment_paid_early_does_not_advance_the_one_after_the_next() {
    let terms = terms("");
    let events = [pay(1, "2026-02-10", "25000.00")];
    let state = replay(&terms, &events, day("2026-02-10")).expect("a state");
    assert_eq!(state.credit_balance, yuan("14762.81"));
    assert_eq!(state.next_due.as_ref().map(|d| d.n), Some(2));
    assert_eq!(state.next_due.as_ref().map(|d| d.to_pay), Some(yuan("0")));
    books_hold(&state);
    // On the next due date the credit pays by itself.
    let state = replay(&terms, &events, day("2026-03-15")).expect("a state");
    assert_eq!(state.rows[1].status, RowStatus::Paid);
    assert_eq!(state.credit_balance, yuan("4525.62"));
    books_hold(&state);
}

#[test]
fn penalty_costs_nothing_in_the_grace_days_and_runs_from_the_due_date_after_them() {
    let terms = terms("");
    let within = replay(&terms, &[], day("2026-02-18")).expect("a state");
    assert!(within.overdue.penalty.is_zero());
    assert_eq!(within.days_past_due, 3);
    // 9802.19 × 4.35 % × 1.5 × 4 / 360 = 7.1065… .
    let after = replay(&terms, &[], day("2026-02-19")).expect("a state");
    assert_eq!(after.overdue.penalty, yuan("7.11"));
    assert_eq!(after.due_now, yuan("10244.30"));
    assert_eq!(after.bucket, "M1");
    // One more day: 8.8832 − 7.1065, each rounded once.
    assert_eq!(after.penalty_per_day, yuan("1.77"));
}

#[test]
fn penalty_stops_on_the_day_of_full_payment() {
    let terms = terms("");
    let events = [pay(1, "2026-02-25", "10254.96")];
    let state = replay(&terms, &events, day("2026-03-01")).expect("a state");
    assert_eq!(state.rows[0].penalty, yuan("17.77"));
    assert_eq!(state.rows[0].status, RowStatus::PaidLate);
    assert_eq!(state.days_past_due, 0);
    books_hold(&state);
}

#[test]
fn a_backdated_payment_within_grace_takes_the_penalty_away() {
    let terms = terms("");
    let late = replay(&terms, &[], day("2026-03-01")).expect("a state");
    assert!(late.overdue.penalty.is_positive());
    let state = replay(&terms, &[pay(1, "2026-02-17", "10237.19")], day("2026-03-01")).expect("a state");
    assert!(state.rows[0].penalty.is_zero());
    assert_eq!(state.rows[0].status, RowStatus::PaidLate);
}

#[test]
fn a_reversed_payment_never_was() {
    let terms = terms("");
    let events =
        [pay(1, "2026-02-15", "10237.19"), event(2, "r1", "2026-02-20", EventKind::Reversal { of: "p1".to_owned() })];
    let mut with = replay(&terms, &events, day("2026-03-01")).expect("a state");
    let without = replay(&terms, &[], day("2026-03-01")).expect("a state");
    assert!(with.payments.iter().all(|p| p.reversed && p.parts.is_empty()));
    books_hold(&with);
    with.payments.clear();
    assert_eq!(with, without);
    // Until the day of the reversal, the loan looked paid.
    let before = replay(&terms, &events, day("2026-02-19")).expect("a state");
    assert_eq!(before.rows[0].status, RowStatus::Paid);
}

#[test]
fn the_preview_equals_the_receipt() {
    let terms = terms("");
    let preview = allocation::preview(&terms, &[], yuan("5000"), day("2026-03-20")).expect("a preview");
    let state = replay(&terms, &[pay(1, "2026-03-20", "5000")], day("2026-03-20")).expect("a state");
    assert_eq!(preview.split.parts, state.payments[0].parts);
    assert_eq!(preview.after.outstanding, state.outstanding);
}

#[test]
fn a_prepayment_shortens_the_term_or_lowers_the_installment() {
    let terms = terms("");
    let first = pay(1, "2026-02-15", "10237.19");
    let shorter = replay(&terms, &[first.clone(), prepay(2, "2026-02-15", "50000", "reduce_term")], day("2026-02-15"))
        .expect("a state");
    assert_eq!(shorter.outstanding.principal, yuan("60197.81"));
    assert_eq!(shorter.rows.len(), 7);
    assert_eq!(shorter.rows[1].total, yuan("10237.19"));
    books_hold(&shorter);
    let lower = replay(&terms, &[first, prepay(2, "2026-02-15", "50000", "reduce_installment")], day("2026-02-15"))
        .expect("a state");
    assert_eq!(lower.rows.len(), 12);
    // 60197.81 over 11 months at 0.3625 % a month.
    assert_eq!(lower.rows[1].total, yuan("5592.27"));
    books_hold(&lower);
}

#[test]
fn the_payoff_settles_the_loan_to_the_cent() {
    for (events, on) in [
        (vec![], "2026-01-20"),
        (vec![pay(1, "2026-02-10", "10237.19")], "2026-02-12"),
        (vec![pay(1, "2026-02-15", "10237.19")], "2026-03-01"),
        (vec![], "2026-04-20"),
        (vec![pay(1, "2026-02-10", "25000.00")], "2026-02-20"),
    ] {
        let terms = terms(r#","interest":"by_day","day_count":"ACT/365F","prepayment":{"fee":{"share":"0.01"}}"#);
        let quote = payoff(&terms, &events, day(on)).expect("a quote");
        let mut with = events.clone();
        with.push(prepay(9, on, &quote.total.to_string(), "reduce_term"));
        let state = replay(&terms, &with, day(on)).expect("a state");
        assert_eq!(state.status, LoanStatus::Settled, "{on}");
        assert!(state.credit_balance.is_zero(), "{on}");
        assert!(state.outstanding.total.is_zero());
        books_hold(&state);
        let mut short = events;
        let less = quote.total.amount() - rust_decimal::Decimal::new(1, 2);
        short.push(prepay(9, on, &less.to_string(), "reduce_term"));
        assert_eq!(replay(&terms, &short, day(on)).expect("a state").status, LoanStatus::Active);
    }
}

#[test]
fn principal_paid_comes_back_as_credit_is_refunded() {
    let terms = terms("");
    let events =
        [pay(1, "2026-02-15", "10300.00"), event(2, "f1", "2026-02-16", EventKind::Refund { amount: money("62.81") })];
    let state = replay(&terms, &events, day("2026-02-16")).expect("a state");
    assert_eq!(state.payments[0].credit, yuan("62.81"));
    assert!(state.credit_balance.is_zero());
    books_hold(&state);
}

#[test]
fn total_paid_equals_what_the_parts_say() {
    let terms = terms("");
    let events = [pay(1, "2026-03-01", "7000"), pay(2, "2026-03-20", "9000.01"), pay(3, "2026-04-15", "30000")];
    let state = replay(&terms, &events, day("2026-06-01")).expect("a state");
    for payment in state.payments.iter().filter(|p| p.kind == lending::replay::PaymentKind::Payment) {
        let parts = payment.parts.iter().flat_map(|p| [p.penalty, p.fee, p.compound, p.interest, p.principal]);
        let sum = Money::sum(parts.chain([payment.credit]), terms.currency()).expect("a sum");
        assert_eq!(sum, payment.amount);
    }
    books_hold(&state);
}
