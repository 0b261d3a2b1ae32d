//! Financial statements: what holds together, what does not, what cannot be said and why.

mod checks;
mod covenants;
mod properties;
mod ratios;
#[path = "../recorded/mod.rs"]
mod recorded;
mod sample;

use serde_json::{Value, json};

/// The answer to an input, which must not be an error.
fn judged(input: &Value) -> Value {
    let answer = recorded::run("statement", &input.to_string());
    assert!(!lending::wire::is_error(&answer), "{answer}");
    serde_json::from_str(&answer).expect("JSON")
}

/// Code and field of the error an input is refused with.
fn refused(input: &Value) -> (String, String) {
    let answer: Value = serde_json::from_str(&recorded::run("statement", &input.to_string())).expect("JSON");
    let text = |field: &str| answer["error"][field].as_str().unwrap_or("").to_owned();
    (text("code"), text("field"))
}

/// The sample, with one figure changed.
fn with(path: &str, value: Value) -> Value {
    let mut input = sample::input();
    *input.pointer_mut(path).unwrap_or_else(|| panic!("{path} is in the sample")) = value;
    input
}

/// The checks of a kind.
fn checks(answer: &Value, kind: &str) -> Vec<Value> {
    let all = answer["checks"].as_array().expect("checks");
    all.iter().filter(|check| check["check"] == kind).cloned().collect()
}

/// What failed, with the line where there is one.
fn failed(answer: &Value) -> Vec<String> {
    let all = answer["checks"].as_array().expect("checks").iter().filter(|check| check["outcome"] == "failed");
    let name = |check: &Value| match check["line"].as_str().or(check["sheet"].as_str()) {
        Some(line) => format!("{} {line}", check["check"].as_str().expect("a kind")),
        None => check["check"].as_str().expect("a kind").to_owned(),
    };
    all.map(name).collect()
}

#[test]
fn a_sound_statement_passes_every_check() {
    let answer = judged(&sample::input());
    for check in answer["checks"].as_array().expect("checks") {
        assert_eq!(check["outcome"], "passed", "{check}");
    }
    let totals = checks(&answer, "total").len();
    assert_eq!(totals, 22, "every total of the form");
}

#[test]
fn a_wrong_line_or_amount_is_refused_by_its_field() {
    let refuse = |path: &str, name: &str, figure: Value| {
        let mut input = sample::input();
        input.pointer_mut(path).expect("a sheet")[name] = figure;
        refused(&input)
    };
    let names = |code: &str, field: &str| (code.to_owned(), field.to_owned());
    let bs = "/statement/balance_sheet";
    assert_eq!(refuse(bs, "cash", json!("1")), names("bad_input", "statement.balance_sheet.cash"));
    assert_eq!(refuse(bs, "revenue", json!("1")), names("bad_input", "statement.balance_sheet.revenue"));
    assert_eq!(refuse(bs, "goodwill", json!("x")), names("not_a_number", "statement.balance_sheet.goodwill"));
    let fine = "1.1234567";
    assert_eq!(refuse(bs, "goodwill", json!(fine)), names("too_many_decimals", "statement.balance_sheet.goodwill"));
    let old = "/previous/income_statement";
    assert_eq!(refuse(old, "revenue", json!("1000000000.01")), names("too_large", "previous.income_statement.revenue"));
    let column = "/statement/comparative/cash_flow";
    assert_eq!(
        refuse(column, "closing_cash", json!("")),
        names("empty", "statement.comparative.cash_flow.closing_cash")
    );
    assert_eq!(
        refused(&with("/covenants/1/threshold", json!("a lot"))),
        names("not_a_number", "covenants[1].threshold")
    );
    assert_eq!(refused(&with("/settings/tolerance", json!("-1"))), names("negative", "settings.tolerance"));
    assert_eq!(refused(&with("/previous/to", json!("2025-12-31"))), names("contradiction", "previous"));
    assert_eq!(refused(&with("/statement/to", json!("2024-01-01"))), names("contradiction", "to"));
    assert_eq!(refused(&with("/statement/currency", json!("USD"))).0, "currency_mismatch");
}

#[test]
fn a_line_given_twice_is_refused() {
    let line =
        r#"{"statement":{"from":"2025-01-01","to":"2025-12-31","notes":{"depreciation":"1","depreciation":"2"}}}"#;
    assert!(recorded::run("statement", line).contains(r#""code":"bad_input","field":"depreciation""#));
}

#[test]
fn every_line_stands_in_the_interfaces_documentation() {
    use lending::financials::Line;
    use lending::language::Language;
    let page = include_str!("../../../docs/engine.md");
    for line in Line::ALL {
        let entry = format!("`{}` {}", line.code(), line.caption(Language::Chinese));
        assert!(page.contains(&entry), "{entry}");
        assert!(!line.caption(Language::English).is_empty());
        assert_eq!(Line::parse(line.code()), Some(*line));
    }
}
