//! The stated limits, each just inside and just outside.

use serde_json::{Value, json};

use crate::{fuzz, inputs};

/// The code and field of an error, or nothing when the input is answered.
fn error(command: &str, input: &Value) -> Option<(String, String)> {
    let answer: Value = serde_json::from_str(&fuzz::run(command, &input.to_string())).expect("JSON");
    let text = |field: &str| answer["error"][field].as_str().unwrap_or("").to_owned();
    answer.get("error").map(|_| (text("code"), text("field")))
}

fn plain(changes: Value) -> Value {
    let mut terms = json!({"principal": "1200000.00", "annual_rate": "0.0435", "method": "equal_installment",
        "installments": 12, "disbursed_on": "2026-01-15", "first_due_on": "2026-02-15"});
    for (name, value) in changes.as_object().expect("fields") {
        terms[name] = value.clone();
    }
    terms
}

fn schedule(changes: Value) -> Option<(String, String)> {
    error("schedule", &json!({"terms": plain(changes)}))
}

fn refused(code: &str, field: &str) -> Option<(String, String)> {
    Some((code.to_owned(), field.to_owned()))
}

#[test]
fn principal_up_to_ten_to_the_thirteenth() {
    for method in ["equal_installment", "equal_principal", "flat", "interest_only", "bullet"] {
        assert_eq!(schedule(json!({"principal": "10000000000000", "method": method})), None, "{method}");
        let beyond = schedule(json!({"principal": "10000000000000.01", "method": method}));
        assert_eq!(beyond, refused("too_large", "principal"), "{method}");
    }
    assert_eq!(schedule(json!({"principal": "10000000000000", "currency": "KWD"})), None);
    assert_eq!(schedule(json!({"principal": "0"})), refused("zero", "principal"));
}

#[test]
fn up_to_twelve_hundred_installments() {
    for method in ["equal_installment", "equal_principal", "flat", "interest_only", "bullet"] {
        assert_eq!(schedule(json!({"installments": 1_200, "method": method})), None, "{method}");
        let beyond = schedule(json!({"installments": 1_201, "method": method}));
        assert_eq!(beyond, refused("limit", "installments"), "{method}");
    }
    assert_eq!(schedule(json!({"installments": 0})), refused("contradiction", "installments"));
}

#[test]
fn dates_from_1900_to_2200() {
    let one = |disbursed: &str, due: &str| {
        schedule(json!({"disbursed_on": disbursed, "first_due_on": due, "installments": 1}))
    };
    assert_eq!(one("1900-01-01", "1900-02-01"), None);
    assert_eq!(one("1899-12-31", "1900-02-01"), refused("limit", "disbursed_on"));
    assert_eq!(one("2200-11-30", "2200-12-31"), None);
    assert_eq!(one("2200-11-30", "2201-01-01"), refused("limit", "first_due_on"));
    let second = |due: &str| schedule(json!({"disbursed_on": "2200-10-01", "first_due_on": due, "installments": 2}));
    assert_eq!(second("2200-11-01"), None);
    assert_eq!(second("2200-12-01"), refused("limit", "installments"));
}

#[test]
fn up_to_twenty_thousand_events() {
    let replay = |count: usize| {
        let event = |k| json!({"id": format!("c{k}"), "on": "2026-02-01", "kind": "credit", "amount": "0.01"});
        let events: Vec<Value> = (0..count).map(event).collect();
        error("replay", &json!({"terms": plain(json!({})), "events": events, "as_of": "2026-02-10"}))
    };
    assert_eq!(replay(20_000), None);
    assert_eq!(replay(20_001), refused("limit", "events"));
}

#[test]
fn the_days_asked_for_lie_within_the_years() {
    let replay = |on: &str| error("replay", &json!({"terms": inputs::terms(), "as_of": on}));
    assert_eq!(replay("2200-12-31"), None);
    assert_eq!(replay("2201-01-01"), refused("limit", "as_of"));
    assert_eq!(replay("2026-01-14"), refused("before_disbursement", "on"));
}
