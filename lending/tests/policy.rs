//! A refusal names what would make the change possible: that passes, one step less fails.

mod loan;

use lending::modification::{Change, ChangeKind};
use lending::policy::{History, Measure, Policy, Rule, RuleOutcome, allowed, evaluate, facts, largest_extension};
use loan::{day, pay, terms, yuan};

fn outcomes(on: &str, change: &Change, events: &[lending::event::Event], history: &History) -> Vec<RuleOutcome> {
    let facts = facts(&terms(""), events, day(on), history).expect("facts");
    evaluate(&Policy::default(), &facts, change, day(on))
}

fn broken(outcomes: &[RuleOutcome]) -> Vec<Rule> {
    outcomes.iter().filter(|o| !o.holds).map(|o| o.rule).collect()
}

#[test]
fn a_borrower_in_good_standing_may_ask() {
    let events = [pay(1, "2026-02-15", "10237.19")];
    assert!(allowed(&outcomes("2026-02-20", &Change::extend(3), &events, &History::default())));
}

#[test]
fn penalties_due_do_not_block_asking() {
    let events = [pay(1, "2026-02-15", "10237.19")];
    assert!(allowed(&outcomes("2026-03-25", &Change::extend(3), &events, &History::default())));
}

#[test]
fn the_largest_extension_passes_and_one_more_fails() {
    let events = [pay(1, "2026-02-15", "10237.19")];
    let facts = facts(&terms(""), &events, day("2026-02-20"), &History::default()).expect("facts");
    let largest = largest_extension(&Policy::default(), &facts);
    assert_eq!(largest, 12);
    assert!(allowed(&evaluate(&Policy::default(), &facts, &Change::extend(largest), day("2026-02-20"))));
    let refused = evaluate(&Policy::default(), &facts, &Change::extend(largest + 1), day("2026-02-20"));
    assert_eq!(broken(&refused), [Rule::ExtensionCap]);
    let rule = refused.iter().find(|o| !o.holds).expect("a broken rule");
    assert_eq!(rule.would_hold_with, Some(Measure::Installments(12)));
}

#[test]
fn too_close_to_the_due_date_it_can_be_asked_the_day_after() {
    let events = [pay(1, "2026-02-15", "10237.19")];
    let refused = outcomes("2026-03-14", &Change::extend(3), &events, &History::default());
    assert_eq!(broken(&refused), [Rule::DaysBeforeDue]);
    let rule = refused.iter().find(|o| !o.holds).expect("a broken rule");
    assert_eq!(rule.would_hold_with, Some(Measure::Date(day("2026-03-16"))));
    assert!(allowed(&outcomes("2026-03-16", &Change::extend(3), &events, &History::default())));
    assert!(!allowed(&outcomes("2026-03-15", &Change::extend(3), &events, &History::default())));
}

#[test]
fn what_is_too_old_must_be_paid_first() {
    let mut events = vec![pay(1, "2026-02-15", "10237.19")];
    let refused = outcomes("2026-06-20", &Change::extend(3), &events, &History::default());
    assert_eq!(broken(&refused), [Rule::Arrears]);
    let Some(Measure::Amount(first)) = refused.iter().find(|o| !o.holds).and_then(|o| o.would_hold_with.clone()) else {
        panic!("an amount");
    };
    assert!(first > yuan("10237.19"));
    let less = first.amount() - yuan("0.01").amount();
    events.push(pay(2, "2026-06-20", &less.to_string()));
    assert!(!allowed(&outcomes("2026-06-20", &Change::extend(3), &events, &History::default())));
    events.pop();
    events.push(pay(2, "2026-06-20", &first.to_string()));
    assert!(allowed(&outcomes("2026-06-20", &Change::extend(3), &events, &History::default())));
}

#[test]
fn open_requests_guarantors_and_documents_are_looked_at() {
    let events = [pay(1, "2026-02-15", "10237.19")];
    let history = History {
        open_requests: vec![ChangeKind::Extension],
        guarantors: 2,
        guarantors_consented: 1,
        ..History::default()
    };
    let refused = outcomes("2026-02-20", &Change::extend(3), &events, &history);
    assert_eq!(broken(&refused), [Rule::OneOpenRequest, Rule::GuarantorsConsent]);
    let policy = Policy { documents: vec!["income_proof".to_owned()], ..Policy::default() };
    let facts = facts(&terms(""), &events, day("2026-02-20"), &History::default()).expect("facts");
    let refused = evaluate(&policy, &facts, &Change::extend(3), day("2026-02-20"));
    assert_eq!(broken(&refused), [Rule::Documents]);
}
