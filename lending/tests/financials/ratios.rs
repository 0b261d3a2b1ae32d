//! Each ratio on the sample, as docs/engine.md works it out, and what keeps one from being worked out.

use lending::financials::{Ratio, RatioValue, Settings, Statement, judge};
use serde_json::{Value, json};

use crate::{judged, sample, with};

pub fn ratio(answer: &Value, name: &str) -> Value {
    let all = answer["ratios"].as_array().expect("ratios");
    all.iter().find(|r| r["ratio"] == name).expect("a ratio").clone()
}

#[test]
fn the_ratios_of_the_sample() {
    let answer = judged(&sample::input());
    for (name, value, previous, trend) in [
        ("current", "1.363636", "1.3", "improved"),
        ("quick", "0.945455", "0.91", "improved"),
        ("debt_to_asset", "0.589354", "0.625", "improved"),
        ("interest_cover", "5.827586", "4.225806", "improved"),
        ("dscr", "2.278481", "1.845679", "improved"),
        ("gross_margin", "0.3", "0.29", "improved"),
        ("net_margin", "0.07", "0.055556", "improved"),
    ] {
        let figure = ratio(&answer, name);
        assert_eq!((&figure["value"], &figure["previous"]), (&json!(value), &json!(previous)), "{name}");
        assert_eq!(figure["trend"], trend, "{name}");
    }
    for (name, value) in [("receivable_days", "63.266667"), ("inventory_days", "73.869048")] {
        let figure = ratio(&answer, name);
        assert_eq!((&figure["value"], &figure["unit"]), (&json!(value), &json!("days")), "{name}");
        assert_eq!(figure["previous"], Value::Null, "the year before has no opening balance");
    }
    assert_eq!(ratio(&answer, "current")["change"], "0.063636");
}

#[test]
fn working_a_ratio_out_again_gives_the_ratio() {
    let read =
        |json: Value| Statement::read(serde_json::from_value(json).expect("a statement"), "statement").expect("read");
    let (statement, previous) = (read(sample::statement()), read(sample::previous()));
    let judged = judge(&statement, Some(&previous), &[], &Settings::default()).expect("judged");
    for figure in &judged.ratios {
        let tree = figure.explanation.as_ref().expect("a tree");
        let RatioValue::Value(value) = figure.value else { panic!("{figure:?}") };
        assert_eq!(tree.evaluate().expect("a figure"), value.to_string(), "{:?}", figure.ratio);
        assert_eq!(tree.value.text(), value.to_string());
    }
    assert_eq!(judged.ratios.len(), Ratio::ALL.len());
}

#[test]
fn an_explanation_names_its_operands_by_caption() {
    let tree = &ratio(&judged(&sample::input()), "receivable_days")["explanation"];
    let in_days = &tree["operands"][0];
    assert_eq!(in_days["operands"][1]["value"], json!({"text": "365", "unit": "days"}));
    let average = &in_days["operands"][0]["operands"][0];
    assert_eq!(average["value"]["text"], "5200000.00");
    let (opening, closing) = (&average["operands"][0]["operands"][0], &average["operands"][0]["operands"][1]);
    assert_eq!(
        opening["source"],
        json!({"in": "line", "of": "comparative", "sheet": "balance_sheet", "line": "accounts_receivable", "caption": "应收账款"})
    );
    assert_eq!((&opening["value"]["text"], &closing["value"]["text"]), (&json!("5000000.00"), &json!("5400000.00")));
}

#[test]
fn a_quarter_is_counted_with_its_own_days() {
    let mut input = with("/statement/from", json!("2025-10-01"));
    input["statement"]["comparative"]["balance_sheet_on"] = json!("2025-09-30");
    assert_eq!(ratio(&judged(&input), "receivable_days")["value"], "15.946667", "520 ÷ 3000 × 92");
}

#[test]
fn opening_balances_come_from_the_column_or_the_statement_of_that_day() {
    let mut input = sample::input();
    input["statement"].as_object_mut().expect("fields").remove("comparative");
    let figure = ratio(&judged(&input), "receivable_days");
    assert_eq!(figure["value"], "63.266667");
    input["previous"] = Value::Null;
    let figure = ratio(&judged(&input), "receivable_days");
    let missing =
        json!({"of": "previous", "sheet": "balance_sheet", "line": "accounts_receivable", "caption": "应收账款"});
    assert_eq!(figure["not_computable"], json!({"reason": "missing", "figures": [missing]}));
    input["settings"]["turnover_on"] = json!("closing");
    assert_eq!(ratio(&judged(&input), "receivable_days")["value"], "65.7", "540 ÷ 3000 × 365");
}

#[test]
fn no_value_without_a_denominator_above_zero() {
    for (figure, reason) in [("0", "denominator_zero"), ("-3", "denominator_negative")] {
        let answer = judged(&with("/statement/income_statement/interest_expense", json!(figure)));
        assert_eq!(ratio(&answer, "interest_cover")["not_computable"], json!({"reason": reason}));
        assert_eq!(ratio(&answer, "interest_cover").get("value"), None);
    }
}

#[test]
fn every_missing_figure_is_named_once() {
    let answer = judged(&with("/statement/notes", Value::Null));
    let missing = ratio(&answer, "dscr")["not_computable"]["figures"].clone();
    let lines: Vec<&str> = missing.as_array().expect("places").iter().filter_map(|p| p["line"].as_str()).collect();
    assert_eq!(lines, ["depreciation", "amortisation", "principal_due", "interest_due"]);
    let answer = judged(&with("/statement/income_statement/revenue", Value::Null));
    let missing = ratio(&answer, "gross_margin")["not_computable"]["figures"].clone();
    assert_eq!(missing.as_array().expect("places").len(), 1);
}

#[test]
fn days_that_grow_are_a_worse_trend() {
    let mut input = sample::input();
    let opening = json!({"balance_sheet_on": "2023-12-31", "balance_sheet": {"accounts_receivable": "100"}});
    input["previous"]["comparative"] = opening;
    let figure = ratio(&judged(&input), "receivable_days");
    assert_eq!((&figure["previous"], &figure["trend"]), (&json!("40.666667"), &json!("worsened")));
}

#[test]
fn the_largest_figures_are_still_exact() {
    let input = json!({"statement": {"from": "1900-01-01", "to": "2200-12-31",
        "balance_sheet": {"current_assets": "10000000000000", "current_liabilities": "0.01",
            "accounts_receivable": "10000000000000"},
        "income_statement": {"revenue": "0.01"}}, "settings": {"turnover_on": "closing"},
        "covenants": [{"ratio": "current", "test": "at_most", "threshold": "0.000001"}]});
    let answer = judged(&input);
    assert_eq!(ratio(&answer, "current")["value"], "1000000000000000");
    assert_eq!(ratio(&answer, "receivable_days")["value"], "109938000000000000000");
    assert_eq!(answer["covenants"][0]["headroom"], "-999999999999999.999999");
}
