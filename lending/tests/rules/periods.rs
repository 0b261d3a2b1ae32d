//! How long an installment's period is, and what it bears for its parts.

use lending::prepayment::payoff;
use lending::schedule::{Row, build};
use lending::terms::Terms;

use super::loan::{change, day, yuan};
use super::{figures, on, pairs, parse, rate_change, row, yuan_a_day};

fn rows(terms: &Terms) -> Vec<Row> {
    build(terms).expect("a schedule").rows
}

fn interest(terms: &Terms) -> Vec<String> {
    rows(terms).iter().map(|row| row.interest.to_string()).collect()
}

/// A loan of 1,200.00 at 1 % a month with dates of its own.
fn dated(disbursed_on: &str, first_due_on: &str, more: &str) -> Terms {
    let json = format!(
        r#"{{"principal":"1200.00","annual_rate":"0.12","installments":12,
        "disbursed_on":"{disbursed_on}","first_due_on":"{first_due_on}",{more}}}"#
    );
    Terms::parse(&json).expect("terms in a test")
}

#[test]
fn a_due_date_that_a_weekend_moves_makes_no_month_longer() {
    // 15 February and 15 March are Sundays.
    let terms = yuan_a_day(r#""business_day":"following""#);
    assert_eq!(rows(&terms)[1].due_on, day("2026-03-16"));
    assert_eq!(interest(&terms)[..4], ["31.00", "30.00", "29.00", "28.00"]);
}

#[test]
fn the_last_of_january_to_the_last_of_february_is_a_month() {
    let terms = dated("2026-01-31", "2026-02-28", r#""method":"equal_principal""#);
    assert_eq!(interest(&terms)[..2], ["12.00", "11.00"]);
}

#[test]
fn a_month_of_icma_is_a_twelfth_and_its_days_are_equal_parts_of_it() {
    let by_day = r#""interest":"by_day","day_count":"ACT/ACT-ICMA""#;
    let terms = yuan_a_day(by_day);
    assert_eq!(interest(&terms)[..3], ["31.00", "30.00", "29.00"]);
    assert_eq!(payoff(&terms, &[], day("2026-01-25")).expect("a quote").interest, yuan("10.00"));
    let bullet = parse("1200.00", "0.12", 12, &format!(r#""method":"bullet",{by_day}"#));
    assert_eq!(interest(&bullet), ["144.00"]);
}

#[test]
fn a_new_rate_counts_by_day_from_its_own_day() {
    // 1.00 a day for 10 days, 2.00 for 21.
    let terms = parse("10000.00", "0.0365", 10, r#""interest":"by_day","day_count":"ACT/365F""#);
    let state = on(&terms, &[rate_change(1, "2026-01-25", "0.073", "2026-01-25")], "2026-01-25");
    assert_eq!(row(&state, 1).interest, yuan("52.00"));
}

#[test]
fn of_two_rates_agreed_for_later_each_counts_from_its_day() {
    let april = rate_change(1, "2026-01-20", "0.24", "2026-04-15");
    let state = on(&yuan_a_day(""), &[april.clone(), rate_change(2, "2026-01-21", "0.06", "2026-03-15")], "2026-01-21");
    let parts = |interest: [&str; 5]| pairs(&interest.map(|i| ("100.00", i)));
    assert_eq!(figures(&state, 1..=5), parts(["31.00", "30.00", "14.50", "56.00", "54.00"]));
    // The later word on a day is the one that counts.
    let state = on(&yuan_a_day(""), &[april, rate_change(2, "2026-01-21", "0.06", "2026-04-15")], "2026-01-21");
    assert_eq!(figures(&state, 1..=5), parts(["31.00", "30.00", "29.00", "14.00", "13.50"]));
}

#[test]
fn more_installments_follow_the_last_imposed_date() {
    let dates = |periods: &[[&str; 2]]| {
        let json: Vec<String> =
            periods.iter().map(|[from, due]| format!(r#"{{"from":"2026-{from}","due":"2026-{due}"}}"#)).collect();
        let terms = format!(
            r#"{{"principal":"1200.00","annual_rate":"0","method":"equal_principal","installments":{},
            "disbursed_on":"2026-{}","first_due_on":"2026-04-15","periods":[{}]}}"#,
            periods.len(),
            periods[0][0],
            json.join(",")
        );
        let longer = [change(1, "2026-02-01", r#"{"kind":"extension","extra_installments":2}"#)];
        let state = on(&Terms::parse(&terms).expect("terms in a test"), &longer, "2026-02-01");
        state.rows[periods.len()..].iter().map(|r| r.due_on.to_string()[5..].to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(dates(&[["01-15", "02-02"], ["02-02", "03-20"], ["03-20", "04-10"]]), ["05-10", "06-10"]);
    // The last of February may stand for the 31st, which a date before it tells.
    assert_eq!(dates(&[["01-15", "01-31"], ["01-31", "02-28"]]), ["03-31", "04-30"]);
    assert_eq!(dates(&[["01-15", "02-28"]]), ["03-28", "04-28"]);
    assert_eq!(dates(&[["01-31", "02-28"]]), ["03-31", "04-30"]);
}

#[test]
fn no_date_before_the_first_year_is_asked_for_in_vain() {
    // Whole months count back to the day of disbursement and no further; days need no months.
    let months = dated("1900-01-10", "1900-02-10", r#""method":"bullet""#);
    assert_eq!(interest(&months), ["144.00"]);
    let days = dated("1900-01-10", "1900-01-20", r#""method":"bullet","interest":"by_day","day_count":"ACT/360""#);
    // 344 days to 20 December, 0.40 a day.
    assert_eq!(interest(&days), ["137.60"]);
}
