//! Levers of a change: what is owed, spared, forgiven, moved.

use lending::event::{Event, EventKind};
use lending::modification::{Change, DeferredInterest, compare};
use lending::replay::{BookingKind, RowStatus, State, replay};
use lending::terms::Terms;

use super::loan::{books_hold, change, day, event, pay, prepay, terms, yuan};
use super::{figures, on, pairs, parse, plain, principals, row, yuan_a_day};

fn changed(terms: &Terms, date: &str, json: &str) -> State {
    let state = on(terms, &[change(1, date, json)], date);
    books_hold(&state);
    state
}

fn restructured(terms: &Terms, date: &str, levers: &str) -> State {
    changed(terms, date, &format!(r#"{{"kind":"restructuring",{levers}}}"#))
}

fn refused(terms: &Terms, events: &[Event], date: &str, json: &str) -> Option<String> {
    let with: Vec<Event> = events.iter().cloned().chain([change(900, date, json)]).collect();
    replay(terms, &with, day(date)).err().and_then(|e| e.field().map(str::to_owned))
}

#[test]
fn a_closed_loan_takes_no_change() {
    let one = parse("1200.00", "0", 1, "");
    let extra = r#"{"kind":"extension","extra_installments":1}"#;
    assert_eq!(refused(&one, &[pay(1, "2026-02-10", "1200.00")], "2026-02-12", extra).as_deref(), Some("kind"));
    let given_up = [event(1, "w1", "2026-02-20", EventKind::WriteOff)];
    assert_eq!(refused(&plain(""), &given_up, "2026-02-21", extra).as_deref(), Some("kind"));
    assert_eq!(refused(&plain(""), &[], "2026-02-21", extra), None);
}

#[test]
fn levers_of_nothing_change_nothing() {
    let levers = r#""extra_installments":0,"defer_installments":0,"holiday":0,"interest_only":0,"arrears":"keep""#;
    let state = restructured(&yuan_a_day(""), "2026-01-20", levers);
    assert_eq!((state.versions.len(), state.rows.len()), (1, 31));
}

#[test]
fn each_lever_alone_makes_a_new_version_of_the_plan() {
    let terms = yuan_a_day("");
    for lever in [
        r#""extra_installments":1"#,
        r#""defer_installments":1"#,
        r#""annual_rate":"0.24""#,
        r#""holiday":1"#,
        r#""interest_only":1"#,
        r#""forgive_principal":"100.00""#,
        r#""due_day":20"#,
        r#""arrears":"capitalise""#,
        r#""arrears":"spread""#,
    ] {
        let state = restructured(&terms, "2026-03-01", lever);
        assert_eq!(state.versions.len(), 2, "{lever}");
        let before = on(&terms, &[], "2026-03-01");
        let same = principals(&before) == principals(&state) && figures(&before, 2..=2) == figures(&state, 2..=2);
        assert!(!same || lever.contains("due_day"), "{lever}");
    }
}

#[test]
fn a_change_that_begins_behind_the_last_due_date_is_refused() {
    let later = r#"{"kind":"restructuring","extra_installments":1,"from":"2030-01-01"}"#;
    assert_eq!(refused(&plain(""), &[], "2026-03-01", later).as_deref(), Some("from"));
}

#[test]
fn arrears_are_spread_evenly_with_the_remainder_on_the_last() {
    let terms = plain("");
    let totals = |levers: &str| -> Vec<String> {
        restructured(&terms, "2026-03-01", levers).rows.iter().map(|r| r.total.to_string()).collect()
    };
    let three = totals(r#""arrears":"spread","spread_over":3"#);
    assert_eq!(three[..5], ["0.00", "133.33", "133.33", "133.34", "100.00"]);
    let one = totals(r#""arrears":"spread","spread_over":1"#);
    assert_eq!(one[..3], ["0.00", "200.00", "100.00"]);
    for all in [totals(r#""arrears":"spread""#), totals(r#""arrears":"spread","spread_over":40"#)] {
        assert_eq!(
            (all.len(), all[1].as_str(), all[10].as_str(), all[11].as_str()),
            (12, "109.09", "109.09", "109.10")
        );
    }
}

#[test]
fn arrears_added_to_the_principal_are_paid_off_with_it() {
    let terms = yuan_a_day("");
    let state = restructured(&terms, "2026-02-20", r#""arrears":"capitalise""#);
    assert_eq!((row(&state, 1).status, state.overdue.total), (RowStatus::Moved, yuan("0.00")));
    assert_eq!(state.outstanding.principal, yuan("3131.00"));
    // Over 30 installments; 5 of 28 days on 3,000.00, 23 on 3,131.00.
    assert_eq!(figures(&state, 2..=3), pairs(&[("104.37", "31.08"), ("104.37", "30.27")]));
    let became = |of: &State| {
        let booked = of.bookings.iter().find(|b| b.kind == BookingKind::Capitalised).map(|b| b.amounts);
        booked.map(|a| (a.principal, a.interest))
    };
    assert_eq!(became(&state), Some((yuan("0.00"), yuan("31.00"))), "principal was principal before");
    // A line that owes nothing is not said to have been moved, and keeps the day on which it was paid.
    let last_first = parse("1200.00", "0", 3, r#""allocation":{"future":"last"}"#);
    let events =
        [pay(1, "2026-02-15", "800.00"), change(2, "2026-04-20", r#"{"kind":"extension","extra_installments":1}"#)];
    let state = on(&last_first, &events, "2026-04-20");
    let told: Vec<_> = (1..=3).map(|n| (row(&state, n).status, row(&state, n).paid_on)).collect();
    let paid = (RowStatus::Paid, Some(day("2026-02-15")));
    assert_eq!(told, [paid, (RowStatus::Moved, None), paid]);
    let paid =
        [pay(1, "2026-02-15", "131.00"), change(2, "2026-02-20", r#"{"kind":"restructuring","arrears":"capitalise"}"#)];
    let state = on(&terms, &paid, "2026-02-20");
    assert_eq!((row(&state, 1).status, row(&state, 1).paid_on), (RowStatus::Paid, Some(day("2026-02-15"))));
    books_hold(&state);
}

#[test]
fn days_before_a_change_keep_the_balance_they_had() {
    // 10 of 31 days on 3,100.00; 21 on 2,100.00.
    let state = restructured(&yuan_a_day(""), "2026-01-25", r#""forgive_principal":"1000.00""#);
    assert_eq!(row(&state, 1).interest, yuan("24.23"));
    // 10 days at 12 %, 21 at 24 %.
    let state = restructured(&yuan_a_day(""), "2026-01-25", r#""annual_rate":"0.24""#);
    assert_eq!(row(&state, 1).interest, yuan("52.00"));
    assert_eq!(row(&state, 2).interest, yuan("60.00"));
}

#[test]
fn spared_installments_stand_in_their_order() {
    let levers = r#""defer_installments":1,"holiday":2,"interest_only":1"#;
    let state = restructured(&yuan_a_day(""), "2026-01-20", levers);
    assert_eq!(state.rows.len(), 32);
    let spared = pairs(&[("0.00", "31.00"), ("0.00", "0.00"), ("0.00", "0.00"), ("0.00", "31.62")]);
    assert_eq!(figures(&state, 1..=4), spared);
    assert!(row(&state, 5).principal.is_positive());
    // An installment already paid in advance is not spared: the ones after it are.
    let paid =
        [pay(1, "2026-01-18", "131.00"), change(2, "2026-01-20", &format!(r#"{{"kind":"restructuring",{levers}}}"#))];
    let state = on(&yuan_a_day(""), &paid, "2026-01-20");
    let spared =
        pairs(&[("100.00", "31.00"), ("0.00", "30.00"), ("0.00", "0.00"), ("0.00", "0.00"), ("0.00", "30.60")]);
    assert_eq!(figures(&state, 1..=5), spared);
    assert!(row(&state, 6).principal.is_positive());
    books_hold(&state);
}

#[test]
fn at_least_one_installment_is_left_to_repay() {
    let three = parse("1200.00", "0", 3, "");
    let holiday = |count: u32| format!(r#"{{"kind":"restructuring","holiday":{count}}}"#);
    assert_eq!(refused(&three, &[], "2026-01-20", &holiday(2)), None);
    assert_eq!(refused(&three, &[], "2026-01-20", &holiday(3)).as_deref(), Some("kind"));
    let paid = [pay(1, "2026-01-18", "400.00")];
    assert_eq!(refused(&three, &paid, "2026-01-20", &holiday(1)), None);
    assert_eq!(refused(&three, &paid, "2026-01-20", &holiday(2)).as_deref(), Some("kind"));
    let mixed = |d: u32, h: u32, i: u32| {
        format!(r#"{{"kind":"restructuring","defer_installments":{d},"holiday":{h},"interest_only":{i}}}"#)
    };
    assert_eq!(refused(&three, &[], "2026-01-20", &mixed(1, 1, 1)), None);
    assert_eq!(refused(&three, &[], "2026-01-20", &mixed(1, 2, 1)).as_deref(), Some("kind"));
    assert_eq!(refused(&three, &[], "2026-01-20", &mixed(1, 1, 2)).as_deref(), Some("kind"));
    assert_eq!(refused(&three, &[], "2026-01-20", &mixed(0, 1, 1)), None);
    assert_eq!(refused(&three, &[], "2026-01-20", &mixed(0, 1, 2)).as_deref(), Some("kind"));
    let bullet = parse("1200.00", "0.12", 12, r#""method":"bullet""#);
    assert_eq!(refused(&bullet, &[], "2026-01-20", &holiday(1)), None);
}

#[test]
fn an_interest_free_installment_stays_free_in_a_holiday() {
    let terms = yuan_a_day(r#""grace":{"principal":0,"interest":0,"interest_free":1}"#);
    let state = restructured(&terms, "2026-01-20", r#""holiday":2"#);
    assert_eq!((row(&state, 1).capitalised, row(&state, 2).capitalised), (yuan("0.00"), yuan("31.00")));
}

#[test]
fn a_pure_deferral_keeps_the_installment_and_nothing_else_does() {
    let terms = terms("");
    let late = [pay(1, "2026-02-15", "10237.19")];
    let installment = |levers: &str| {
        let json = format!(r#"{{"kind":"restructuring","defer_installments":1{levers}}}"#);
        on(&terms, &[late[0].clone(), change(2, "2026-02-20", &json)], "2026-02-20").rows[2].total
    };
    let usual = yuan("10237.19");
    assert_eq!(installment(""), usual);
    for levers in [
        r#","extra_installments":1"#,
        r#","deferred_interest":"capitalise""#,
        r#","annual_rate":"0.05""#,
        r#","holiday":1"#,
        r#","interest_only":1"#,
        r#","forgive_principal":"5000.00""#,
    ] {
        assert_ne!(installment(levers), usual, "{levers}");
    }
    // After a prepayment that ends the loan earlier, anew it would be less.
    let shorter = [
        pay(1, "2026-02-15", "10237.19"),
        prepay(2, "2026-02-15", "50000.00", "reduce_term"),
        change(3, "2026-02-20", r#"{"kind":"extension","defer_installments":1}"#),
    ];
    assert_eq!(on(&terms, &shorter, "2026-02-20").rows[2].total, usual);
    let json = |arrears: &str| format!(r#"{{"kind":"restructuring","defer_installments":1{arrears}}}"#);
    let kept = on(&terms, &[change(1, "2026-02-20", &json(""))], "2026-02-20");
    assert_eq!(kept.rows[2].total, usual);
    let added = on(&terms, &[change(1, "2026-02-20", &json(r#","arrears":"capitalise""#))], "2026-02-20");
    assert!(added.rows[2].total > usual);
}

#[test]
fn equal_parts_stay_as_they_are_when_only_dates_move() {
    // 333.33 twice, 333.34; anew it would be 333.34 for the second.
    let terms = parse("1000.00", "0", 3, "");
    let after = |levers: &str| {
        let json = format!(r#"{{"kind":"restructuring",{levers}}}"#);
        principals(&on(&terms, &[pay(1, "2026-02-15", "333.33"), change(2, "2026-02-20", &json)], "2026-02-20"))
    };
    assert_eq!(after(r#""defer_installments":1"#), ["333.33", "0.00", "333.33", "333.34"]);
    assert_eq!(after(r#""due_day":20"#), ["333.33", "333.33", "333.34"]);
    assert_eq!(after(r#""interest_only":1,"extra_installments":1"#), ["333.33", "0.00", "333.34", "333.33"]);
    assert_eq!(after(r#""due_day":20,"defer_installments":1"#), ["333.33", "0.00", "333.34", "333.33"]);
}

#[test]
fn rows_of_its_own_keep_their_principal_when_only_dates_move() {
    let rows = r#""method":"custom","installments":3,"rows":[{"due_on":"2026-02-15","principal":"100.00"},
        {"due_on":"2026-03-15","principal":"200.00"},{"due_on":"2026-04-15","principal":"300.00"}]"#;
    let terms = parse("600.00", "0", 3, rows);
    let after = |levers: &str| principals(&restructured(&terms, "2026-01-20", levers));
    assert_eq!(after(r#""defer_installments":1"#), ["0.00", "100.00", "200.00", "300.00"]);
    assert_eq!(after(r#""due_day":20"#), ["100.00", "200.00", "300.00"]);
    assert_eq!(after(r#""extra_installments":1"#), ["150.00", "150.00", "150.00", "150.00"]);
}

#[test]
fn principal_is_forgiven_before_it_is_due_and_then_what_is_overdue() {
    let terms = plain("");
    // Two are overdue, ten to come.
    let state = restructured(&terms, "2026-03-20", r#""forgive_principal":"1150.00""#);
    let waived: Vec<_> = (1..=3).map(|n| row(&state, n).waived.principal).collect();
    assert_eq!(waived, [yuan("100.00"), yuan("50.00"), yuan("0.00")]);
    assert_eq!((state.outstanding.principal, state.written_off), (yuan("50.00"), yuan("1150.00")));
    assert_eq!(row(&state, 1).paid_on, Some(day("2026-03-20")));
    let too_much = r#"{"kind":"restructuring","forgive_principal":"1200.01"}"#;
    assert_eq!(refused(&terms, &[], "2026-03-20", too_much).as_deref(), Some("forgive_principal"));
    let all = r#"{"kind":"restructuring","forgive_principal":"1200.00"}"#;
    assert_eq!(refused(&terms, &[], "2026-03-20", all), None);
    let flat = parse("1200.00", "0.12", 12, r#""method":"flat""#);
    let events = [
        pay(1, "2026-02-15", "112.00"),
        change(2, "2026-02-15", r#"{"kind":"restructuring","forgive_principal":"300.00"}"#),
    ];
    assert_eq!(row(&on(&flat, &events, "2026-02-15"), 2).interest, yuan("9.00"));
}

#[test]
fn a_share_of_what_is_overdue_is_waived() {
    let terms = plain(r#""penalty":{"kind":"daily_rate","value":"0.001","grace_days":0}"#);
    // 10 days, 1.00.
    let state = restructured(&terms, "2026-02-25", r#""waive":{"penalty":"0.4"}"#);
    assert_eq!((row(&state, 1).waived.penalty, state.overdue.penalty), (yuan("0.40"), yuan("0.60")));
    let state = restructured(&terms, "2026-02-25", r#""waive":{"penalty":"1"}"#);
    assert!(state.overdue.penalty.is_zero());
}

#[test]
fn a_prepaid_equal_part_is_kept_when_an_installment_is_deferred() {
    let terms = plain("");
    let events = [
        pay(1, "2026-02-15", "100.00"),
        prepay(2, "2026-02-15", "250.00", "reduce_term"),
        change(3, "2026-02-20", r#"{"kind":"extension","defer_installments":1}"#),
    ];
    let parts = principals(&on(&terms, &events, "2026-02-20"));
    assert_eq!(parts[1..4], ["0.00", "100.00", "100.00"]);
    assert_eq!(parts.last().map(String::as_str), Some("50.00"));
}

#[test]
fn values_that_cannot_be_are_refused_by_name() {
    let terms = plain("");
    for (json, field) in [
        (r#"{"kind":"due_date","due_day":0}"#, Some("due_day")),
        (r#"{"kind":"due_date","due_day":32}"#, Some("due_day")),
        (r#"{"kind":"due_date","due_day":31}"#, None),
        (r#"{"kind":"due_date","due_day":1}"#, None),
        (r#"{"kind":"due_date"}"#, Some("due_day")),
        (r#"{"kind":"cure"}"#, Some("cure_days")),
        (r#"{"kind":"cure","cure_days":3660}"#, None),
        (r#"{"kind":"cure","cure_days":3661}"#, Some("cure_days")),
        (r#"{"kind":"extension","cure_days":3}"#, Some("cure_days")),
        (r#"{"kind":"restructuring","arrears":"spread","spread_over":0}"#, Some("spread_over")),
        (r#"{"kind":"restructuring","waive":{"penalty":"1"}}"#, None),
        (r#"{"kind":"restructuring","waive":{"penalty":"1.01"}}"#, Some("waive")),
        (r#"{"kind":"restructuring","waive":{"principal":"0.5"}}"#, Some("waive")),
        (r#"{"kind":"restructuring","forgive_principal":"0"}"#, Some("forgive_principal")),
    ] {
        let change: Change = serde_json::from_str(json).expect("a change");
        let answer = compare(&terms, &[], day("2026-02-01"), &change);
        assert_eq!(answer.err().and_then(|e| e.field().map(str::to_owned)).as_deref(), field, "{json}");
    }
}

#[test]
fn a_change_made_in_the_code_is_the_one_read_from_json() {
    let read = |json: &str| serde_json::from_str::<Change>(json).expect("a change");
    assert_eq!(Change::extend(6), read(r#"{"kind":"extension","extra_installments":6}"#));
    let json = r#"{"kind":"extension","defer_installments":2,"deferred_interest":"capitalise"}"#;
    assert_eq!(Change::defer(2, DeferredInterest::Capitalise), read(json));
    assert_eq!(Change::defer(2, DeferredInterest::Capitalise).added_installments(), 2);
}
