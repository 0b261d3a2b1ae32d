//! Penalty interest and late fees.

use lending::event::{Event, EventKind, Hold};
use lending::explain::{Figure, Step, explain};
use lending::terms::Terms;

use super::loan::{change, day, event, pay};
use super::{charge, on, plain, rate_change, row, stretches, yuan_a_day};

/// 0.10 a day on an installment of 100.00.
const A_THOUSANDTH: &str = r#""penalty":{"kind":"daily_rate","value":"0.001","grace_days":0}"#;

fn hold(from: &str, to: &str, what: Hold) -> Event {
    event(1, "h1", "2026-02-10", EventKind::Hold { from: day(from), to: day(to), what })
}

fn penalty(terms: &Terms, events: &[Event], date: &str) -> (String, String) {
    let state = on(terms, events, date);
    (row(&state, 1).penalty.to_string(), row(&state, 1).compound.to_string())
}

#[test]
fn a_hold_takes_its_days_out_of_the_penalty_and_no_others() {
    let terms = plain(A_THOUSANDTH);
    let held = [hold("2026-02-20", "2026-02-25", Hold::Penalty)];
    for (date, expected) in [
        ("2026-02-19", "0.40"),
        ("2026-02-20", "0.40"),
        ("2026-02-25", "0.40"),
        ("2026-02-26", "0.50"),
        ("2026-03-01", "0.80"),
    ] {
        assert_eq!(penalty(&terms, &held, date).0, expected, "{date}");
    }
    let dunning = [hold("2026-02-20", "2026-02-25", Hold::Dunning)];
    assert_eq!(penalty(&terms, &dunning, "2026-03-01").0, "1.40");
    let from_before = [hold("2026-02-12", "2026-02-18", Hold::Penalty)];
    assert_eq!(penalty(&terms, &from_before, "2026-02-25").0, "0.70");
    for (from, to) in [("2026-02-10", "2026-02-12"), ("2026-03-01", "2026-03-05")] {
        let elsewhere = [hold(from, to, Hold::Penalty)];
        assert_eq!(penalty(&terms, &elsewhere, "2026-02-25").0, "1.00", "{from} to {to}");
    }
}

#[test]
fn a_multiple_of_the_contract_rate_follows_the_contract_rate() {
    // 100.00 × 12 % × 1.5 ÷ 360 is 0.05 a day, twice that at 24 %.
    let terms = yuan_a_day(r#""penalty":{"kind":"multiplier","value":"1.5","grace_days":0}"#);
    let events = [rate_change(1, "2026-02-10", "0.24", "2026-02-25")];
    assert_eq!(penalty(&terms, &events, "2026-02-25").0, "0.50");
    assert_eq!(penalty(&terms, &events, "2026-03-01").0, "0.90");
}

#[test]
fn a_late_fee_is_charged_once_after_the_agreed_days() {
    for (rule, fee) in [
        (r#"{"kind":"flat","value":"20.00","after_days":4}"#, "20.00"),
        (r#"{"kind":"percent_of_overdue","value":"0.1","after_days":4}"#, "10.00"),
        (r#"{"kind":"percent_of_overdue","value":"0.1","minimum":"15","after_days":4}"#, "15.00"),
        (r#"{"kind":"percent_of_overdue","value":"0.1","maximum":"8","after_days":4}"#, "8.00"),
    ] {
        let terms = plain(&format!(r#""late_fee":{rule}"#));
        // Something happens on each of these days, so that the fee could be charged on each.
        let events = [charge(1, "2026-02-20", "1.00"), charge(2, "2026-02-21", "1.00")];
        for (date, expected) in [("2026-02-19", "0.00"), ("2026-02-20", fee), ("2026-02-21", fee), ("2026-03-14", fee)]
        {
            assert_eq!(row(&on(&terms, &events, date), 1).fee.to_string(), expected, "{rule} {date}");
        }
        let paid = [pay(1, "2026-02-19", "100.00")];
        assert_eq!(row(&on(&terms, &paid, "2026-03-14"), 1).fee.to_string(), "0.00", "{rule}");
    }
}

#[test]
fn penalty_is_charged_on_what_the_contract_names() {
    let fee = r#""fees":[{"name":"service","kind":"flat","value":"69.00","when":"each_installment"}]"#;
    for (base, expected) in [("principal", "1.00"), ("principal_and_interest", "1.31"), ("installment", "2.00")] {
        let penalty_terms =
            format!(r#""penalty":{{"kind":"daily_rate","value":"0.001","grace_days":0,"base":"{base}"}}"#);
        let terms = yuan_a_day(&format!("{penalty_terms},{fee}"));
        assert_eq!(penalty(&terms, &[], "2026-02-25"), (expected.to_owned(), "0.00".to_owned()), "{base}");
    }
}

#[test]
fn compound_interest_runs_on_overdue_interest_alone() {
    let more = |first: &str, then: &str| {
        format!(
            r#""penalty":{{"kind":"daily_rate","value":"0.001","grace_days":0,"compound":true}},"allocation":{{"order":["{first}","{then}","penalty","compound","fee"]}}"#
        )
    };
    let pair = |penalty: &str, compound: &str| (penalty.to_owned(), compound.to_owned());
    let principal_first = yuan_a_day(&more("principal", "interest"));
    assert_eq!(penalty(&principal_first, &[], "2026-02-25"), pair("1.00", "0.31"));
    let paid = [pay(1, "2026-02-15", "100.00")];
    assert_eq!(penalty(&principal_first, &paid, "2026-02-25"), pair("0.00", "0.31"));
    let interest_first = yuan_a_day(&more("interest", "principal"));
    let paid = [pay(1, "2026-02-15", "31.00")];
    assert_eq!(penalty(&interest_first, &paid, "2026-02-25"), pair("1.00", "0.00"));
}

#[test]
fn penalty_stops_at_its_cap() {
    let terms = yuan_a_day(r#""penalty":{"kind":"daily_rate","value":"0.001","grace_days":0,"cap":"0.01"}"#);
    assert_eq!(penalty(&terms, &[], "2026-02-25").0, "1.00");
    // One hundredth of 131.00.
    assert_eq!(penalty(&terms, &[], "2026-03-10").0, "1.31");
}

#[test]
fn an_explanation_names_one_stretch_for_each_base_and_rate() {
    let told = |terms: &Terms, events: &[Event], figure| {
        let tree = explain(terms, events, day("2026-02-25"), figure, Some(1)).expect("an explanation");
        stretches(&tree, Step::PenaltyStretch)
    };
    let compound = r#""penalty":{"kind":"daily_rate","value":"0.001","grace_days":0,"compound":true}"#;
    let order = |first: &str, then: &str| {
        format!(r#""allocation":{{"order":["{first}","{then}","penalty","compound","fee"]}}"#)
    };
    // A letter on another installment is no reason to tell the days before and after it apart.
    let letter = [charge(1, "2026-02-20", "1.00")];
    assert_eq!(told(&yuan_a_day(A_THOUSANDTH), &letter, Figure::Penalty), ["02-15 02-25 1.00"]);
    let half = [pay(1, "2026-02-20", "50.00")];
    let principal_first = yuan_a_day(&format!("{A_THOUSANDTH},{}", order("principal", "interest")));
    assert_eq!(told(&principal_first, &half, Figure::Penalty), ["02-15 02-20 0.50", "02-20 02-25 0.25"]);
    let interest_first = yuan_a_day(&format!("{compound},{}", order("interest", "principal")));
    let some = [pay(1, "2026-02-20", "11.00")];
    assert_eq!(told(&interest_first, &some, Figure::Compound), ["02-15 02-20 0.155", "02-20 02-25 0.10"]);
    let held = [hold("2026-02-20", "2026-02-21", Hold::Penalty)];
    assert_eq!(told(&yuan_a_day(A_THOUSANDTH), &held, Figure::Penalty), ["02-15 02-19 0.40", "02-21 02-25 0.40"]);
    let times = yuan_a_day(r#""penalty":{"kind":"multiplier","value":"1.5","grace_days":0}"#);
    let dearer = [rate_change(1, "2026-02-10", "0.24", "2026-02-20")];
    assert_eq!(told(&times, &dearer, Figure::Penalty), ["02-15 02-20 0.25", "02-20 02-25 0.50"]);
}

#[test]
fn a_cure_of_a_loan_that_is_already_late_begins_with_the_next_day() {
    let terms = plain(A_THOUSANDTH);
    let cure = [change(1, "2026-02-20", r#"{"kind":"cure","cure_days":3}"#)];
    for (date, expected) in [("2026-02-20", "0.50"), ("2026-02-23", "0.50"), ("2026-02-24", "0.60")] {
        assert_eq!(penalty(&terms, &cure, date).0, expected, "{date}");
    }
}
