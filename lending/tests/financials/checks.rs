//! Each check: what makes it fail, and what makes it impossible.

use serde_json::{Value, json};

use crate::{checks, failed, judged, sample, with};

fn because(answer: &Value, kind: &str) -> Value {
    checks(answer, kind)[0]["because"].clone()
}

#[test]
fn assets_that_are_not_liabilities_and_equity() {
    let answer = judged(&with("/statement/balance_sheet/total_equity", json!("1,082")));
    assert_eq!(failed(&answer), ["balance total_assets", "total total_equity", "total liabilities_and_equity"]);
    let figures = &checks(&answer, "balance")[0]["figures"][0];
    assert_eq!(
        *figures,
        json!({"line": "total_assets", "found": "26300000.00", "expected": "26320000.00", "difference": "-20000.00"})
    );
    assert_eq!(checks(&answer, "balance")[0]["tolerance"], "10000.00");
}

#[test]
fn a_unit_of_rounding_is_tolerated_and_no_more() {
    for (equity, off, fails) in
        [("1,081", "1", false), ("1,081.000001", "1", true), ("1,080.5", "0.5", false), ("1,080", "0", false)]
    {
        let mut input = with("/statement/balance_sheet/total_equity", json!(equity));
        input["settings"]["tolerance"] = json!(off);
        let outcome = &checks(&judged(&input), "balance")[0]["outcome"];
        assert_eq!(outcome == "failed", fails, "{equity} {off}");
    }
}

#[test]
fn totals_tie_to_their_parts() {
    let cases = [
        ("balance_sheet/inventories", "463", vec!["total current_assets"]),
        ("income_statement/credit_impairment", "8", vec!["total operating_profit"]),
        ("income_statement/income_tax", "60", vec!["total net_profit"]),
        ("cash_flow/taxes_paid", "200", vec!["total operating_outflows"]),
        ("cash_flow/exchange_effect", "-1", vec!["total net_cash_change"]),
    ];
    for (line, figure, expected) in cases {
        assert_eq!(failed(&judged(&with(&format!("/statement/{line}"), json!(figure)))), expected, "{line}");
    }
}

#[test]
fn treasury_shares_are_taken_off_and_minority_interests_counted() {
    let mut input = sample::input();
    input["statement"]["balance_sheet"]["treasury_shares"] = json!("100");
    input["statement"]["balance_sheet"]["minority_interests"] = json!("100");
    assert!(failed(&judged(&input)).is_empty());
}

#[test]
fn a_small_enterprises_form_has_totals_of_its_own() {
    let input = json!({"statement": {"standard": "small_enterprise", "left_out": "zero", "from": "2025-01-01",
        "to": "2025-12-31", "cash_flow": {"cash_from_sales": "900", "cash_for_purchases": "500",
            "taxes_paid": "100", "operating_cash_flow": "300", "interest_paid": "20", "debt_repaid": "80",
            "financing_cash_flow": "-100", "investing_cash_flow": "0", "net_cash_change": "200",
            "opening_cash": "50", "closing_cash": "250"},
        "balance_sheet": {"fixed_assets_cost": "100", "accumulated_depreciation": "30", "fixed_assets": "69.50"}}});
    let answer = judged(&input);
    let outcome =
        |line: &str| checks(&answer, "total").into_iter().find(|c| c["line"] == line).map(|c| c["outcome"].clone());
    assert_eq!(outcome("operating_cash_flow"), Some(json!("passed")));
    assert_eq!(outcome("financing_cash_flow"), Some(json!("passed")));
    assert_eq!(outcome("fixed_assets"), Some(json!("passed")), "half a yuan is within one");
    assert_eq!(outcome("operating_inflows"), None);
}

#[test]
fn what_is_left_out_or_null_is_not_nothing() {
    let mut input = sample::input();
    input["statement"]["balance_sheet"]["goodwill"] = Value::Null;
    let total = |answer: &Value| {
        checks(answer, "total").into_iter().find(|c| c["line"] == "non_current_assets").expect("a check")
    };
    let check = total(&judged(&input));
    assert_eq!(check["outcome"], "not_testable");
    assert_eq!(
        check["because"],
        json!({"reason": "missing", "figures": [
            {"of": "statement", "sheet": "balance_sheet", "line": "goodwill", "caption": "商誉"}]})
    );
    input["statement"]["left_out"] = json!("unknown");
    let missing = total(&judged(&input))["because"]["figures"].as_array().expect("places").len();
    assert_eq!(missing, 15, "all lines of the form that are not given");
}

#[test]
fn cash_ties_three_times() {
    let answer = judged(&with("/statement/balance_sheet/monetary_funds", json!("400")));
    assert_eq!(failed(&answer), ["total current_assets", "cash_on_balance_sheet closing_cash"]);
    let mut restricted = with("/statement/balance_sheet/monetary_funds", json!("400"));
    restricted["statement"]["notes"]["restricted_cash"] = json!("45");
    restricted["statement"]["notes"]["cash_equivalents"] = json!("5");
    assert_eq!(failed(&judged(&restricted)), ["total current_assets"]);
    let answer = judged(&with("/statement/cash_flow/opening_cash", json!("310")));
    assert_eq!(failed(&answer), ["total closing_cash", "cash_carried_forward opening_cash"]);
}

#[test]
fn cash_since_the_years_start_is_carried_from_the_same_day() {
    let mut input = sample::input();
    input["previous"]["from"] = json!("2025-01-01");
    input["previous"]["to"] = json!("2025-06-30");
    input["previous"]["cash_flow"]["opening_cash"] = json!("300");
    let answer = judged(&input);
    assert_eq!(checks(&answer, "cash_carried_forward")[0]["outcome"], "passed");
    assert_eq!(checks(&answer, "sequence")[0]["outcome"], "passed");
    assert_eq!(
        because(&answer, "comparative"),
        json!({"reason": "periods_do_not_meet", "ends_on": "2025-06-30", "expected_on": "2024-12-31"})
    );
}

#[test]
fn a_gap_between_periods_is_seen() {
    let answer = judged(&with("/previous/to", json!("2024-11-30")));
    assert_eq!(failed(&answer), ["sequence"]);
    assert_eq!(because(&answer, "cash_carried_forward")["reason"], "periods_do_not_meet");
}

#[test]
fn comparative_figures_are_last_years() {
    let answer = judged(&with("/statement/comparative/income_statement/revenue", json!("2,750")));
    assert_eq!(failed(&answer), ["comparative income_statement"]);
    let check = checks(&answer, "comparative").into_iter().find(|c| c["sheet"] == "income_statement").expect("a check");
    assert_eq!(check["figures"].as_array().expect("figures").len(), 1);
    assert_eq!(check["figures"][0]["difference"], "500000.00");
}

#[test]
fn without_a_statement_before_nothing_is_made_up() {
    let mut input = sample::input();
    input["previous"] = Value::Null;
    let answer = judged(&input);
    assert!(failed(&answer).is_empty());
    for kind in ["sequence", "cash_carried_forward", "comparative", "unit"] {
        assert_eq!(because(&answer, kind)["reason"], "no_previous", "{kind}");
    }
}

#[test]
fn a_period_that_is_not_the_one_asked_for() {
    let mut input = with("/statement/to", json!("2025-12-30"));
    assert_eq!(because(&judged(&input), "period")["expected"], json!({"from": "2025-01-01", "to": "2025-12-31"}));
    input["settings"]["period"] = Value::Null;
    assert_eq!(because(&judged(&input), "period")["fault"], "period");
    assert_eq!(checks(&judged(&sample::input()), "period")[0]["outcome"], "passed");
}

#[test]
fn a_sheet_that_is_asked_for_must_be_there() {
    let answer = judged(&with("/statement/cash_flow", Value::Null));
    assert_eq!(failed(&answer), ["sheet_complete cash_flow"]);
    let missing = checks(&answer, "sheet_complete")[2]["because"]["figures"].as_array().expect("places").len();
    assert_eq!(missing, 3);
    let mut input = with("/statement/cash_flow", Value::Null);
    input["settings"]["sheets"] = json!(["balance_sheet", "income_statement"]);
    assert!(failed(&judged(&input)).is_empty());
}

#[test]
fn figures_that_cannot_be_negative() {
    let answer = judged(&with("/statement/balance_sheet/inventories", json!("-460")));
    assert_eq!(failed(&answer), ["total current_assets", "sign"]);
    assert_eq!(checks(&answer, "sign")[0]["figures"][0]["line"], "inventories");
    assert!(
        !failed(&judged(&with("/statement/balance_sheet/taxes_payable", json!("-35")))).contains(&"sign".to_owned())
    );
}

#[test]
fn figures_in_another_unit_than_they_say() {
    for (unit, factor, larger) in [("yuan", 10_000, false), ("thousand", 10, false)] {
        let because = because(&judged(&with("/statement/unit", json!(unit))), "unit");
        assert_eq!((&because["factor"], &because["larger"]), (&json!(factor), &json!(larger)), "{unit}");
        assert_eq!(because["moved"], because["compared"]);
    }
    let because = because(&judged(&with("/previous/unit", json!("yuan"))), "unit");
    assert_eq!((&because["factor"], &because["larger"]), (&json!(10_000), &json!(true)));
}
