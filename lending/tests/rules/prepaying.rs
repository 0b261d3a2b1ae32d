//! Prepayments and the payoff.

use lending::prepayment::{Payoff, payoff};
use lending::replay::{LoanStatus, State};
use lending::terms::Terms;

use super::loan::{books_hold, day, pay, prepay, terms, yuan};
use super::{charge, figures, on, pairs, parse, plain, row, yuan_a_day};

const A_HUNDREDTH: &str = r#""prepayment":{"fee":{"share":"0.01"}}"#;

fn quote(terms: &Terms, events: &[lending::event::Event], date: &str) -> Payoff {
    payoff(terms, events, day(date)).expect("a quote")
}

/// Principal, interest, fees, fee for prepaying, total.
fn told(quote: &Payoff) -> [String; 5] {
    [quote.principal, quote.interest, quote.fee, quote.prepayment_fee, quote.total].map(|m| m.to_string())
}

fn settled(state: &State) -> bool {
    books_hold(state);
    state.status == LoanStatus::Settled
}

#[test]
fn a_payoff_asks_for_what_has_accrued_and_no_more() {
    let plain_fee = yuan_a_day(A_HUNDREDTH);
    assert_eq!(told(&quote(&plain_fee, &[], "2026-01-25")), ["3100.00", "10.00", "0.00", "31.00", "3141.00"]);
    // On a due date its interest is owed; of the installment after it nothing has accrued.
    assert_eq!(told(&quote(&plain_fee, &[], "2026-02-15")), ["3100.00", "31.00", "0.00", "30.00", "3161.00"]);
    // 10 of 28 days of 30.00.
    assert_eq!(told(&quote(&plain_fee, &[], "2026-02-25")), ["3100.00", "41.71", "0.00", "30.00", "3171.71"]);
}

#[test]
fn what_was_paid_in_advance_and_is_not_owed_pays_principal() {
    let terms = yuan_a_day(A_HUNDREDTH);
    // 21.00 of the 31.00 of interest have not accrued.
    let paid = [pay(1, "2026-01-25", "131.00")];
    assert_eq!(told(&quote(&terms, &paid, "2026-01-25")), ["2979.00", "0.00", "0.00", "29.79", "3008.79"]);
    let fees = r#""fees":[{"name":"service","kind":"flat","value":"69.00","when":"each_installment"}]"#;
    let paid = [pay(1, "2026-01-25", "200.00")];
    assert_eq!(
        told(&quote(&yuan_a_day(fees), &paid, "2026-01-25")),
        ["2910.00", "0.00", "0.00", "0.00", "2910.00"],
        "neither the fee nor 21.00 of the interest are owed"
    );
    let letter = [charge(1, "2026-01-20", "5.00")];
    assert_eq!(
        told(&quote(&yuan_a_day(fees), &letter, "2026-01-25")),
        ["3100.00", "10.00", "5.00", "0.00", "3115.00"],
        "a charge is owed"
    );
}

#[test]
fn prepaying_is_free_after_the_agreed_installments() {
    let terms = plain(r#""prepayment":{"fee":{"share":"0.01","free_after_installments":2}}"#);
    let fee = |date| quote(&terms, &[], date).prepayment_fee;
    assert_eq!(fee("2026-03-14"), yuan("11.00"));
    assert_eq!(fee("2026-03-15"), yuan("0.00"));
}

#[test]
fn the_fee_comes_out_of_the_money_that_prepays() {
    let terms = yuan_a_day(A_HUNDREDTH);
    let events = [pay(1, "2026-02-15", "131.00"), prepay(2, "2026-02-15", "1010.00", "reduce_installment")];
    let state = on(&terms, &events, "2026-02-15");
    let split = &state.payments[1];
    assert_eq!((split.prepayment_fee, split.prepaid, split.credit), (yuan("10.10"), yuan("999.90"), yuan("0.00")));
    assert_eq!(state.outstanding.principal, yuan("2000.10"));
    assert_eq!(state.paid_so_far.fee, yuan("10.10"));
    // 2000.10 over 30 installments: 66.67 each, 1 % interest on what is left.
    assert_eq!(figures(&state, 2..=3), pairs(&[("66.67", "20.00"), ("66.67", "19.33")]));
    books_hold(&state);
}

#[test]
fn money_for_interest_that_is_not_due_yet_waits_as_credit() {
    let state = on(&yuan_a_day(""), &[prepay(1, "2026-01-25", "3105.00", "reduce_term")], "2026-01-25");
    assert_eq!((state.payments[0].prepaid, state.payments[0].credit), (yuan("3100.00"), yuan("5.00")));
    assert_eq!((state.outstanding.total, state.credit_balance), (yuan("10.00"), yuan("5.00")));
    books_hold(&state);
}

#[test]
fn credit_helps_to_settle_only_where_the_money_alone_does_not_reach() {
    let terms = plain("");
    for (money, left) in [("1070.00", "0.00"), ("1090.00", "20.00"), ("1100.00", "30.00"), ("1120.00", "50.00")] {
        let events = [pay(1, "2026-02-15", "130.00"), prepay(2, "2026-02-20", money, "reduce_term")];
        let state = on(&terms, &events, "2026-02-20");
        assert!(settled(&state), "{money}");
        assert_eq!(state.credit_balance, yuan(left), "{money}");
    }
    let with_credit = quote(&terms, &[pay(1, "2026-02-15", "130.00")], "2026-02-20");
    assert_eq!((with_credit.credit, with_credit.total), (yuan("30.00"), yuan("1070.00")));
}

#[test]
fn a_loan_with_a_tranche_to_come_has_no_payoff_and_keeps_a_prepayment_as_credit() {
    let terms = plain(r#""tranches":[{"on":"2026-04-01","principal":"600.00"}]"#);
    let money = [prepay(1, "2026-03-31", "500.00", "reduce_term")];
    let state = on(&terms, &money, "2026-03-31");
    assert_eq!((state.payments[0].prepaid, state.credit_balance), (yuan("0.00"), yuan("300.00")));
    assert!(payoff(&terms, &[], day("2026-03-31")).is_err_and(|e| e.to_string().contains("tranche")));
    assert_eq!(quote(&terms, &[], "2026-04-01").total, yuan("1800.00"));
    let later = on(&terms, &[prepay(1, "2026-04-01", "500.00", "reduce_term")], "2026-04-01");
    assert!(later.payments[0].prepaid.is_positive());
}

#[test]
fn a_prepayment_after_the_last_due_date_pays_what_is_owed_and_keeps_the_rest() {
    let state = on(&parse("1200.00", "0", 1, ""), &[prepay(1, "2026-03-01", "1300.00", "reduce_term")], "2026-03-01");
    assert!(settled(&state));
    assert_eq!(state.credit_balance, yuan("100.00"));
    let short = on(&parse("1200.00", "0", 1, ""), &[prepay(1, "2026-03-01", "1200.00", "reduce_term")], "2026-03-01");
    assert!(settled(&short) && short.credit_balance.is_zero());
}

#[test]
fn an_installment_whose_principal_was_paid_in_advance_keeps_its_total() {
    let terms = terms("");
    let total_after = |paid: Option<&str>| {
        let early = paid.map(|amount| pay(1, "2026-02-10", amount));
        let events: Vec<_> =
            early.into_iter().chain([prepay(2, "2026-02-12", "20000.00", "reduce_installment")]).collect();
        let state = on(&terms, &events, "2026-02-12");
        books_hold(&state);
        (row(&state, 1).total, row(&state, 2).total)
    };
    let usual = yuan("10237.19");
    assert_eq!(total_after(Some("10237.19")).0, usual);
    assert!(total_after(Some("10237.19")).1 < usual);
    assert!(total_after(None).0 < usual, "nothing was paid on it: it shrinks with the others");
    assert!(total_after(Some("300.00")).0 < usual, "only interest was paid on it");
}

const ROWS: &str = r#""method":"custom","installments":3,"rows":[{"due_on":"2026-02-15","principal":"100.00"},
    {"due_on":"2026-03-15","principal":"200.00"},{"due_on":"2026-04-15","principal":"300.00"}]"#;

#[test]
fn rows_of_its_own_shrink_in_proportion_or_end_earlier() {
    let terms = parse("600.00", "0", 3, ROWS);
    let after = |then| {
        let state = on(&terms, &[prepay(1, "2026-01-20", "300.00", then)], "2026-01-20");
        state.rows.iter().map(|r| r.principal.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(after("reduce_installment"), ["50.00", "100.00", "150.00"]);
    assert_eq!(after("reduce_term"), ["100.00", "200.00"]);
    let state = on(
        &terms,
        &[pay(1, "2026-02-15", "100.00"), prepay(2, "2026-02-15", "250.00", "reduce_installment")],
        "2026-02-15",
    );
    assert_eq!(figures(&state, 1..=3), pairs(&[("100.00", "0.00"), ("100.00", "0.00"), ("150.00", "0.00")]));
}

#[test]
fn flat_interest_is_charged_on_what_was_not_prepaid() {
    let terms = parse("1200.00", "0.12", 12, r#""method":"flat""#);
    let events = [pay(1, "2026-02-15", "112.00"), prepay(2, "2026-02-15", "300.00", "reduce_installment")];
    let state = on(&terms, &events, "2026-02-15");
    assert_eq!(figures(&state, 1..=2)[0], ("100.00".to_owned(), "12.00".to_owned()));
    assert_eq!(row(&state, 2).interest, yuan("9.00"));
}

#[test]
fn what_was_paid_in_advance_beyond_what_settles_is_owed_back() {
    // One installment of 3,100.00 with 31.00 of interest, 1.00 a day; after a day 3,101.00 settle it.
    let terms = parse("3100.00", "0.12", 1, "");
    let events = [pay(1, "2026-01-16", "3126.00"), prepay(2, "2026-01-16", "1.00", "reduce_term")];
    let state = on(&terms, &events, "2026-01-16");
    assert!(settled(&state));
    assert_eq!(state.credit_balance, yuan("26.00"));
    assert_eq!((state.paid_so_far.principal, state.paid_so_far.interest), (yuan("3100.00"), yuan("1.00")));
}

#[test]
fn what_was_paid_on_later_installments_counts_when_the_loan_is_settled() {
    let terms = plain(r#""allocation":{"future":"last"}"#);
    let events = [pay(1, "2026-02-15", "350.00")];
    let quoted = quote(&terms, &events, "2026-02-20");
    assert_eq!(quoted.total, yuan("850.00"));
    let state = on(&terms, &[events[0].clone(), prepay(2, "2026-02-20", "850.00", "reduce_term")], "2026-02-20");
    assert!(settled(&state) && state.credit_balance.is_zero());
    assert_eq!(state.rows.len(), 2);
    assert_eq!(state.paid_so_far.total, yuan("1200.00"));
    let short = on(&terms, &[events[0].clone(), prepay(2, "2026-02-20", "849.99", "reduce_term")], "2026-02-20");
    assert!(!settled(&short));
}
