//! A change compared with the plan in force.

use lending::modification::{Change, Comparison, compare};

use super::loan::{day, pay, yuan};
use super::{plain, yuan_a_day};

fn compared(terms: &lending::terms::Terms, json: &str) -> Comparison {
    let change: Change = serde_json::from_str(json).expect("a change");
    compare(terms, &[], day("2026-02-25"), &change).expect("a comparison")
}

const EXTRA: &str = r#"{"kind":"extension","extra_installments":1}"#;

#[test]
fn what_is_left_to_pay_is_told_with_penalty_among_the_fees() {
    let terms = yuan_a_day(
        r#""penalty":{"kind":"daily_rate","value":"0.001","grace_days":0,"compound":true},
        "fees":[{"name":"service","kind":"flat","value":"2.00","when":"each_installment"}]"#,
    );
    let before = compared(&terms, EXTRA).before;
    let first = &before.remaining[0];
    // 10 days late: 1.00 of penalty, 0.31 of compound interest.
    assert_eq!(
        (first.principal, first.interest, first.fee, first.total),
        (yuan("100.00"), yuan("31.00"), yuan("3.31"), yuan("134.31"))
    );
    assert_eq!((before.overdue, before.remaining.len()), (yuan("134.31"), 31));
    // 31 + 30 + … + 1; 3,100.00 of principal, 62.00 of fees, 1.31 for being late.
    assert_eq!((before.interest_to_pay, before.total_to_pay), (yuan("496.00"), yuan("3659.31")));
    assert_eq!((before.largest_installment, before.next_installment), (yuan("132.00"), Some(yuan("132.00"))));
}

#[test]
fn what_is_paid_is_not_left_to_pay() {
    let change: Change = serde_json::from_str(EXTRA).expect("a change");
    let paid = [pay(1, "2026-02-15", "131.00"), pay(2, "2026-02-20", "60.00")];
    let compared = compare(&yuan_a_day(""), &paid, day("2026-02-25"), &change).expect("a comparison");
    let left = &compared.before.remaining;
    assert_eq!((left.len(), left[0].n), (30, 2));
    assert_eq!((left[0].principal, left[0].interest, left[0].total), (yuan("70.00"), yuan("0.00"), yuan("70.00")));
}

#[test]
fn rows_are_compared_by_due_date() {
    let rows = compared(&plain(""), r#"{"kind":"due_date","due_day":20}"#).rows;
    let told: Vec<_> = rows.iter().take(4).map(|r| (r.due_on.to_string(), r.was, r.becomes, r.difference)).collect();
    let hundred = yuan("100.00");
    assert_eq!(told[0], ("2026-02-15".to_owned(), Some(hundred), Some(hundred), yuan("0.00")));
    assert_eq!(told[1], ("2026-03-15".to_owned(), Some(hundred), None, yuan("-100.00")));
    assert_eq!(told[2], ("2026-03-20".to_owned(), None, Some(hundred), hundred));
    assert_eq!(told[3], ("2026-04-15".to_owned(), Some(hundred), None, yuan("-100.00")));
    assert_eq!(rows.len(), 23);
}

#[test]
fn hashes_bind_the_change_the_terms_and_the_figures() {
    let hash = |terms: &lending::terms::Terms, json: &str| {
        let compared = compared(terms, json);
        (compared.input_hash, compared.result_hash)
    };
    let one = hash(&plain(""), EXTRA);
    let two = hash(&plain(""), r#"{"kind":"extension","extra_installments":2}"#);
    let dearer = hash(&yuan_a_day(""), EXTRA);
    assert!(one.0 != two.0 && one.0 != dearer.0 && two.0 != dearer.0);
    assert!(one.1 != two.1 && one.1 != dearer.1);
}
