//! What an installment is levelled to, and what the first and last rows ask for.

use lending::explain::{Figure, Source, explain};
use lending::schedule::{Row, build};
use lending::terms::Terms;

use super::loan::{change, day, prepay, yuan};
use super::{figures, on, pairs, parse, rate_change, yuan_a_day};

fn rows(terms: &Terms) -> Vec<Row> {
    build(terms).expect("a schedule").rows
}

fn totals(principal: &str, installments: u32, more: &str) -> Vec<String> {
    let equalised = format!(r#""method":"equal_installment","level_by":"equalised","rounding":"up",{more}"#);
    rows(&parse(principal, "0", installments, &equalised)).iter().map(|row| row.total.to_string()).collect()
}

#[test]
fn what_the_last_installment_differs_is_shared_in_whole_multiples() {
    let whole = r#""installment_multiple":"1""#;
    // 334, 334, 332: 2 less over 3 rows is up to one multiple. Once more would be 334 again.
    assert_eq!(totals("1000.00", 3, whole), ["333.00", "333.00", "334.00"]);
    // 334, 334, 333: with 333 the last would differ by 2.
    assert_eq!(totals("1001.00", 3, whole), ["334.00", "334.00", "333.00"]);
}

#[test]
fn half_a_minor_unit_a_row_is_not_shared() {
    // 4 of 6 rows repay: 25.0025 up to 25.01, and the last is 0.03 less. One hundredth less would bring it closer.
    let spared = r#""grace":{"principal":2,"interest":0,"interest_free":0}"#;
    assert_eq!(totals("100.01", 6, spared), ["0.00", "0.00", "25.01", "25.01", "25.01", "24.98"]);
}

#[test]
fn equal_parts_are_not_equalised() {
    let terms = yuan_a_day(r#""level_by":"equalised""#);
    assert!(rows(&terms).iter().all(|row| row.principal == yuan("100.00")));
}

#[test]
fn an_equalised_installment_is_no_term_of_the_contract() {
    let terms = parse("5000.00", "0.0963", 6, r#""method":"equal_installment","level_by":"equalised""#);
    let tree = explain(&terms, &[], day("2026-01-15"), Figure::Installment, None).expect("an explanation");
    assert_eq!(tree.value.text(), "856.89");
    assert!(!matches!(tree.source, Some(Source::Terms { .. })), "{:?}", tree.source);
}

#[test]
fn flat_interest_is_charged_on_what_the_down_payment_left() {
    let rows = rows(&parse("1200.00", "0.12", 3, r#""method":"flat","down_payment":"0.25""#));
    let told = |row: &Row| [row.principal, row.interest, row.balance];
    assert_eq!(told(&rows[0]), ["300.00", "0.00", "900.00"].map(yuan));
    assert_eq!(told(&rows[1]), ["300.00", "9.00", "600.00"].map(yuan));
    assert_eq!(told(&rows[3]), ["300.00", "9.00", "0.00"].map(yuan));
}

#[test]
fn the_last_installment_pays_its_interest_whatever_was_agreed() {
    // Prepaid down to two installments of the three, and the second was to put its interest off.
    let terms = parse("1200.00", "0", 3, r#""grace":{"principal":0,"interest":2,"interest_free":0}"#);
    let events = [prepay(1, "2026-01-20", "600.00", "reduce_term"), rate_change(2, "2026-02-15", "0.12", "2026-02-15")];
    assert_eq!(figures(&on(&terms, &events, "2026-02-15"), 1..=2), pairs(&[("400.00", "0.00"), ("200.00", "2.00")]));
    let bullet = parse("1200.00", "0.12", 12, r#""method":"bullet""#);
    let holiday = [change(1, "2026-01-20", r#"{"kind":"restructuring","holiday":1}"#)];
    assert_eq!(figures(&on(&bullet, &holiday, "2026-01-20"), 1..=1), pairs(&[("1200.00", "144.00")]));
}
