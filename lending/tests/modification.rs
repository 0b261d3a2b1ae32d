//! What each lever of a change does, with figures worked out by hand.

mod loan;

use lending::event::EventKind;
use lending::modification::{Change, compare};
use lending::replay::{RowStatus, State, replay};
use loan::{change, day, event, pay, terms, yuan};

fn after(change_json: &str, on: &str) -> State {
    let events = [pay(1, "2026-02-15", "10237.19"), change(2, on, change_json)];
    replay(&terms(""), &events, day(on)).expect("a state")
}

fn change_of(json: &str) -> Change {
    serde_json::from_str(json).expect("a change")
}

#[test]
fn extra_installments_level_what_is_left() {
    let state = after(r#"{"kind":"extension","extra_installments":6}"#, "2026-02-20");
    assert_eq!(state.rows.len(), 18);
    assert_eq!(state.final_due_on, day("2027-07-15"));
    assert_eq!(state.rows[0].total, yuan("10237.19"));
    // 110,197.81 over 17 months at 0.3625 %.
    assert_eq!(state.rows[1].total, yuan("6695.75"));
    assert_eq!(state.versions.len(), 2);
    assert_eq!(state.rows[1].version, 2);
    assert_eq!(state.outstanding.principal, yuan("110197.81"));
}

#[test]
fn an_extension_of_nothing_changes_nothing() {
    let state = after(r#"{"kind":"extension","extra_installments":0}"#, "2026-02-20");
    assert_eq!(state.versions.len(), 1);
    assert_eq!(state.rows[1].total, yuan("10237.19"));
}

#[test]
fn deferred_installments_come_back_behind_the_last_with_the_same_amount() {
    let state = after(r#"{"kind":"extension","defer_installments":2}"#, "2026-02-20");
    assert_eq!(state.rows.len(), 14);
    assert!(state.rows[1].principal.is_zero() && state.rows[2].principal.is_zero());
    assert_eq!(state.rows[1].interest, yuan("399.47"));
    assert_eq!(state.rows[3].total, yuan("10237.19"));
    assert_eq!(state.final_due_on, day("2027-03-15"));
}

#[test]
fn capitalised_interest_bears_interest() {
    let json = r#"{"kind":"extension","defer_installments":1,"deferred_interest":"capitalise"}"#;
    let state = after(json, "2026-02-20");
    assert!(state.rows[1].total.is_zero());
    assert_eq!(state.rows[1].capitalised, yuan("399.47"));
    assert_eq!(state.rows[1].balance, yuan("110597.28"));
    assert_eq!(state.outstanding.principal, yuan("110197.81"));
    let terms = terms("");
    let events = [pay(1, "2026-02-15", "10237.19"), change(2, "2026-02-20", json)];
    let later = replay(&terms, &events, day("2026-03-15")).expect("a state");
    assert_eq!(later.outstanding.principal, yuan("110597.28"));
    assert_eq!(later.rows[1].status, RowStatus::Paid);
}

#[test]
fn a_comparison_tells_what_it_costs() {
    let terms = terms("");
    let events = [pay(1, "2026-02-15", "10237.19")];
    let compared = compare(&terms, &events, day("2026-02-20"), &Change::extend(6)).expect("a comparison");
    assert_eq!(compared.before.final_due_on, day("2027-01-15"));
    assert_eq!(compared.after.final_due_on, day("2027-07-15"));
    assert_eq!(compared.before.next_installment, Some(yuan("10237.19")));
    assert_eq!(compared.after.next_installment, Some(yuan("6695.75")));
    let difference = compared.after.interest_to_pay.amount() - compared.before.interest_to_pay.amount();
    assert_eq!(compared.cost_difference.amount(), difference);
    assert!(compared.cost_difference.is_positive());
    assert_eq!(compared.rows.len(), 17);
    assert_eq!(compared.rows[16].was, None);
    assert_eq!(compared.input_hash.len(), 64);
    let again = compare(&terms, &events, day("2026-02-20"), &Change::extend(6)).expect("a comparison");
    assert_eq!(again, compared);
    // What is applied is what was compared.
    let applied = [events[0].clone(), change(2, "2026-02-20", r#"{"kind":"extension","extra_installments":6}"#)];
    let state = replay(&terms, &applied, day("2026-02-20")).expect("a state");
    assert_eq!(compared.after.rows, state.rows.iter().map(|r| r.row()).collect::<Vec<_>>());
}

#[test]
fn a_holiday_and_interest_only_months_are_followed_by_level_installments() {
    let json = r#"{"kind":"restructuring","holiday":1,"interest_only":2,"extra_installments":3}"#;
    let state = after(json, "2026-02-20");
    assert_eq!(state.rows.len(), 15);
    assert!(state.rows[1].total.is_zero());
    assert!(state.rows[2].principal.is_zero() && state.rows[2].interest.is_positive());
    assert!(state.rows[4].principal.is_positive());
    assert!(state.rows[14].balance.is_zero());
}

#[test]
fn arrears_are_capitalised_or_spread() {
    let terms = terms("");
    let on = "2026-03-20";
    let late = replay(&terms, &[], day(on)).expect("a state");
    assert_eq!(late.rows[0].status, RowStatus::Late);
    let capitalise = change(1, on, r#"{"kind":"restructuring","arrears":"capitalise"}"#);
    let state = replay(&terms, &[capitalise], day(on)).expect("a state");
    assert!(state.overdue.total.is_zero());
    assert_eq!(state.rows[0].status, RowStatus::Moved);
    assert_eq!(state.days_past_due, 0);
    let moved = late.overdue.interest.amount() + late.overdue.penalty.amount();
    assert_eq!(state.outstanding.principal.amount(), yuan("120000").amount() + moved);
    let spread = change(1, on, r#"{"kind":"restructuring","arrears":"spread","spread_over":3}"#);
    let state = replay(&terms, &[spread], day(on)).expect("a state");
    assert_eq!(state.outstanding.principal, yuan("120000.00"));
    let before: rust_decimal::Decimal = late.rows.iter().map(|r| r.remaining.total.amount()).sum();
    let after: rust_decimal::Decimal = state.rows.iter().map(|r| r.remaining.total.amount()).sum();
    assert_eq!(before, after);
}

#[test]
fn principal_and_penalty_are_forgiven() {
    let terms = terms("");
    let on = "2026-03-01";
    let json = r#"{"kind":"restructuring","waive":{"penalty":"1"},"forgive_principal":"10000"}"#;
    let state = replay(&terms, &[change(1, on, json)], day(on)).expect("a state");
    assert!(state.overdue.penalty.is_zero());
    assert_eq!(state.outstanding.principal, yuan("110000"));
    assert_eq!(state.written_off, yuan("10000"));
}

#[test]
fn a_new_due_day_makes_one_odd_period() {
    let state = after(r#"{"kind":"due_date","due_day":25}"#, "2026-02-20");
    assert_eq!(state.rows[1].due_on, day("2026-03-25"));
    assert_eq!(state.rows[1].days, 38);
    assert_eq!(state.rows[2].due_on, day("2026-04-25"));
    assert_eq!(state.rows.len(), 12);
    // 110,197.81 × 0.3625 % × (1 + 10/31).
    assert_eq!(state.rows[1].interest, yuan("528.33"));
}

#[test]
fn a_cure_period_stops_penalty_for_its_days() {
    let terms = terms("");
    let cure = change(1, "2026-02-20", r#"{"kind":"cure","cure_days":10}"#);
    let during = replay(&terms, std::slice::from_ref(&cure), day("2026-03-02")).expect("a state");
    let at_start = replay(&terms, &[], day("2026-02-20")).expect("a state");
    assert_eq!(during.overdue.penalty, at_start.overdue.penalty);
    assert!(during.holds.contains(&lending::event::Hold::Dunning));
    let after = replay(&terms, &[cure], day("2026-03-03")).expect("a state");
    assert!(after.overdue.penalty > at_start.overdue.penalty);
}

#[test]
fn a_rate_change_levels_the_remaining_installments() {
    let terms = terms("");
    let rate = lending::money::AnnualRate::parse("0.04").expect("a rate");
    let events = [
        pay(1, "2026-02-15", "10237.19"),
        event(2, "rc", "2026-02-15", EventKind::RateChange { annual_rate: rate, from: None }),
    ];
    let state = replay(&terms, &events, day("2026-02-15")).expect("a state");
    // 110,197.81 × 4 % / 12.
    assert_eq!(state.rows[1].interest, yuan("367.33"));
    assert_eq!(state.rows[1].total, yuan("10219.45"));
    assert_eq!(state.annual_rate, rate);
}

#[test]
fn levers_that_do_not_belong_are_refused_by_name() {
    let terms = terms("");
    for (json, field) in [
        (r#"{"kind":"extension","annual_rate":"0.03"}"#, "annual_rate"),
        (r#"{"kind":"due_date"}"#, "due_day"),
        (r#"{"kind":"restructuring","holiday":12}"#, "kind"),
        (r#"{"kind":"extension","extra_installments":5000}"#, "extra_installments"),
        (r#"{"kind":"restructuring","forgive_principal":"120000.01"}"#, "forgive_principal"),
    ] {
        let error = compare(&terms, &[], day("2026-02-01"), &change_of(json)).expect_err(json);
        assert_eq!(error.field(), Some(field), "{json}: {error}");
    }
    assert!(serde_json::from_str::<Change>(r#"{"kind":"extension","extra":1}"#).is_err());
}

#[test]
fn after_the_last_due_date_overdue_amounts_become_new_installments() {
    let terms = terms("");
    let json = r#"{"kind":"extension","extra_installments":3}"#;
    let state = replay(&terms, &[change(1, "2027-02-20", json)], day("2027-02-20")).expect("a state");
    assert_eq!(state.rows.len(), 15);
    assert!(state.overdue.total.is_zero());
    assert_eq!(state.rows[12].due_on, day("2027-03-15"));
}
