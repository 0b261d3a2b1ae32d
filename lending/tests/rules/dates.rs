//! Changes of dates: more installments, another due day, installments after the last due date.

use lending::event::Event;
use lending::replay::{State, replay};
use lending::terms::Terms;

use super::loan::{books_hold, change, day, pay, yuan};
use super::{figures, on, pairs, parse, plain, row, yuan_a_day};

fn due(state: &State, rows: std::ops::Range<usize>) -> Vec<String> {
    state.rows[rows].iter().map(|r| format!("{} {}", r.n, r.due_on)).collect()
}

fn moved(terms: &Terms, events: &[Event], date: &str, due_day: u32) -> State {
    let json = format!(r#"{{"kind":"due_date","due_day":{due_day}}}"#);
    let with: Vec<Event> = events.iter().cloned().chain([change(900, date, &json)]).collect();
    on(terms, &with, date)
}

#[test]
fn the_first_period_after_a_new_due_day_is_at_least_fifteen_days() {
    let paid = [pay(1, "2026-02-15", "100.00")];
    for (date, due_day, first) in [
        ("2026-02-16", 25, "2026-03-25"),
        ("2026-02-16", 5, "2026-03-05"),
        ("2026-02-16", 2, "2026-03-02"),
        ("2026-02-16", 1, "2026-04-01"),
        ("2026-02-16", 15, "2026-03-15"),
        ("2026-03-04", 5, "2026-03-05"),
        ("2026-03-05", 5, "2026-04-05"),
        ("2026-03-10", 5, "2026-04-05"),
    ] {
        let state = moved(&plain(""), &paid, date, due_day);
        assert_eq!(state.rows[1].due_on, day(first), "{due_day} on {date}");
        assert_eq!((state.rows.len(), state.rows[0].due_on), (12, day("2026-02-15")));
    }
}

#[test]
fn a_short_first_period_is_no_reason_to_move_a_due_date_that_does_not_come_earlier() {
    let json = r#"{"principal":"1200.00","annual_rate":"0","method":"equal_principal","installments":12,
        "disbursed_on":"2026-01-15","first_due_on":"2026-01-18"}"#;
    let terms = Terms::parse(json).expect("terms in a test");
    assert_eq!(due(&moved(&terms, &[], "2026-01-16", 18), 0..2), ["1 2026-01-18", "2 2026-02-18"]);
    assert_eq!(due(&moved(&terms, &[], "2026-01-16", 20), 0..2), ["1 2026-01-20", "2 2026-02-20"]);
    assert_eq!(due(&moved(&terms, &[], "2026-01-16", 17), 0..2), ["1 2026-02-17", "2 2026-03-17"]);
}

#[test]
fn the_thirty_first_is_the_last_day_of_shorter_months() {
    let state = moved(&plain(""), &[], "2026-01-20", 31);
    assert_eq!(due(&state, 0..4), ["1 2026-02-28", "2 2026-03-31", "3 2026-04-30", "4 2026-05-31"]);
}

#[test]
fn periods_follow_each_other_without_a_gap_after_a_new_due_day() {
    let terms = yuan_a_day("");
    let state = moved(&terms, &[pay(1, "2026-02-15", "131.00")], "2026-02-20", 25);
    for pair in state.rows.windows(2) {
        assert_eq!(pair[1].from, pair[0].due_on);
    }
    // 10 of 31 days more in the first period, a month in the others.
    assert_eq!(figures(&state, 2..=3), pairs(&[("100.00", "39.68"), ("100.00", "29.00")]));
    let bullet = parse("1200.00", "0.12", 12, r#""method":"bullet""#);
    assert_eq!(row(&moved(&bullet, &[], "2026-01-20", 25), 1).interest, yuan("147.87"));
}

#[test]
fn only_loans_by_month_or_year_have_a_due_day() {
    let weekly = plain(r#""unit":"week""#);
    let event = change(1, "2026-01-20", r#"{"kind":"due_date","due_day":5}"#);
    let refused = replay(&weekly, &[event], day("2026-01-20"));
    assert_eq!(refused.err().and_then(|e| e.field().map(str::to_owned)).as_deref(), Some("due_day"));
}

#[test]
fn an_installment_already_paid_in_advance_keeps_its_due_date() {
    let state = moved(&plain(""), &[pay(1, "2026-01-18", "100.00")], "2026-01-20", 25);
    assert_eq!(due(&state, 0..3), ["1 2026-02-15", "2 2026-03-25", "3 2026-04-25"]);
    books_hold(&state);
}

#[test]
fn a_bullet_loan_ends_later_or_on_another_day() {
    let bullet = parse("1200.00", "0.12", 12, r#""method":"bullet""#);
    assert_eq!(due(&on(&bullet, &[], "2026-01-20"), 0..1)[0].split(' ').nth(1), Some("2027-01-15"));
    let later = on(&bullet, &[change(1, "2026-01-20", r#"{"kind":"extension","extra_installments":3}"#)], "2026-01-20");
    assert_eq!((later.rows.len(), later.rows[0].due_on), (1, day("2027-04-15")));
    let other = moved(&bullet, &[], "2026-01-20", 25);
    assert_eq!((other.rows.len(), other.rows[0].due_on), (1, day("2027-01-25")));
    let after = [change(1, "2027-02-20", r#"{"kind":"extension","extra_installments":3}"#)];
    let state = on(&bullet, &after, "2027-02-20");
    assert_eq!((state.rows.len(), state.rows[1].due_on), (2, day("2027-05-15")));
}

#[test]
fn there_are_at_most_1200_installments() {
    let json = |count: u32| format!(r#"{{"kind":"extension","extra_installments":{count}}}"#);
    // A loan by the day, so that it ends before the last year the engine knows.
    let daily = plain(r#""unit":"day""#);
    for (date, first) in [("2026-01-20", "running"), ("2026-03-20", "past its last due date")] {
        for (more, fits) in [(1188, true), (1189, false)] {
            let answer = replay(&daily, &[change(1, date, &json(more))], day(date));
            assert_eq!(answer.is_ok(), fits, "{more} on a loan that is {first}");
        }
    }
}

#[test]
fn after_the_last_due_date_new_installments_follow_the_old_dates_or_the_new_day() {
    let terms = plain("");
    let after = |date: &str, more: &str| {
        let json = format!(r#"{{"kind":"restructuring","extra_installments":3{more}}}"#);
        let state = on(&terms, &[change(1, date, &json)], date);
        assert_eq!(state.rows.len(), 15);
        due(&state, 12..15)
    };
    let usual = ["13 2027-03-15", "14 2027-04-15", "15 2027-05-15"];
    assert_eq!(after("2027-02-20", ""), usual);
    assert_eq!(after("2027-03-14", ""), usual);
    assert_eq!(after("2027-03-15", ""), ["13 2027-04-15", "14 2027-05-15", "15 2027-06-15"]);
    assert_eq!(after("2027-02-20", r#","due_day":25"#), ["13 2027-03-25", "14 2027-04-25", "15 2027-05-25"]);
    assert_eq!(after("2027-02-20", r#","due_day":31"#), ["13 2027-03-31", "14 2027-04-30", "15 2027-05-31"]);
    assert_eq!(after("2027-03-10", r#","due_day":5"#), ["13 2027-04-05", "14 2027-05-05", "15 2027-06-05"]);
    assert_eq!(after("2027-03-10", r#","due_day":10"#), ["13 2027-04-10", "14 2027-05-10", "15 2027-06-10"]);
    assert_eq!(after("2027-03-10", r#","due_day":11"#), ["13 2027-03-11", "14 2027-04-11", "15 2027-05-11"]);
    let no_more = change(1, "2027-02-20", r#"{"kind":"restructuring","annual_rate":"0.05"}"#);
    let refused = replay(&terms, &[no_more], day("2027-02-20"));
    assert_eq!(refused.err().and_then(|e| e.field().map(str::to_owned)).as_deref(), Some("extra_installments"));
}

#[test]
fn a_last_due_date_that_a_weekend_moved_is_not_used_again() {
    // 2026-02-15 is a Sunday: due on the Friday before. On the Saturday the loan is past its last due date.
    let terms = parse("1200.00", "0", 1, r#""business_day":"preceding""#);
    let extra = [change(1, "2026-02-14", r#"{"kind":"extension","extra_installments":1}"#)];
    assert_eq!(due(&on(&terms, &extra, "2026-02-14"), 0..2), ["1 2026-02-13", "2 2026-03-13"]);
}
