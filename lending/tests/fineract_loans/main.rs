//! A lender whose core is Fineract gives its loans the profile and sees the core's figures: the whole histories of the
//! vectors, told as terms and events like any other loan of the portal, and replayed by the same command.

#[path = "../vectors/timeline/product.rs"]
mod product;
mod properties;
#[path = "../recorded/mod.rs"]
mod recorded;
mod story;

use std::collections::BTreeMap;
use std::path::Path;

use rust_decimal::Decimal;
use serde_json::{Value, json};
use story::Story;

/// Histories that come out differently, with the reason.
const DIFFERENT: &[(&str, &str)] = &[
    ("NEW-L006", "as in DIFFERENCES.md: a second backdated rate"),
    ("NEW-L043", "as in DIFFERENCES.md: more installments for an older loan with interest are refused"),
    ("NEW-R046", "as in DIFFERENCES.md: a charge moves a payment in the order of its day"),
    ("NEW-P032", "a tranche counts before the payments of its day here, whichever was recorded first"),
    ("NEW-P036", "the core pays a tranche's down payment out of what was left over; here it is a payment of its own"),
];

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

fn decimal(value: &Value) -> Result<Decimal, String> {
    text(value).parse().map_err(|_| format!("{value} is not a number"))
}

fn engine(command: &str, input: &Value) -> Result<Value, String> {
    let answer: Value = serde_json::from_str(&recorded::run(command, &input.to_string())).map_err(|e| e.to_string())?;
    match answer.get("error") {
        Some(error) => Err(text(&error["message"])),
        None => Ok(answer),
    }
}

/// The histories of the vectors whose figures were reproduced independently.
fn histories() -> Vec<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors");
    let topics = ["allocation", "prepayment", "penalty", "reschedule", "schedule", "delinquency"];
    let mut cases = Vec::new();
    for file in topics.iter().flat_map(|topic| [format!("{topic}.json"), format!("more/{topic}.json")]) {
        let file = std::fs::read_to_string(folder.join(&file)).expect("a file of vectors");
        let all: Vec<Value> = serde_json::from_str(&file).expect("a list of cases");
        cases.extend(all.into_iter().filter(|case| {
            case["rederived"] == true && case["inputs"]["family"].as_str().is_some_and(|f| f.ends_with("_timeline"))
        }));
    }
    cases
}

fn check(case: &Value) -> Result<(), String> {
    for point in case["expected"]["checkpoints"].as_array().ok_or("checkpoints")? {
        let after = point["after_event"].as_u64().ok_or("after_event")? as usize;
        let story = Story::of(&case["inputs"], after)?;
        let input = json!({"terms": story.terms, "events": story.events, "as_of": story.as_of});
        let at = |what: String| format!("after event {after}: {what}");
        let state = engine("replay", &input).map_err(at)?;
        match point["kind"].as_str() {
            Some("schedule") => rows(&point["rows"], &state["rows"]).map_err(at)?,
            Some("transactions") => payments(&point["rows"], &state["payments"]).map_err(at)?,
            _ => {}
        }
    }
    Ok(())
}

fn rows(expected: &Value, actual: &Value) -> Result<(), String> {
    let expected: Vec<&Value> = expected.as_array().ok_or("rows")?.iter().filter(|r| !r["n"].is_null()).collect();
    let actual = actual.as_array().ok_or("rows")?;
    if expected.len() != actual.len() {
        return Err(format!("expected {} rows, got {}", expected.len(), actual.len()));
    }
    for (row, ours) in expected.iter().zip(actual) {
        if row["due"] != ours["due_on"] {
            return Err(format!("row {}: due {}, got {}", row["n"], row["due"], ours["due_on"]));
        }
        // A charge of the portal is a fee, whatever the core calls it.
        let fee = decimal(&row["fee"]).unwrap_or_default() + decimal(&row["penalty"]).unwrap_or_default();
        let figures = [
            ("principal", row["principal"].clone(), &ours["principal"]),
            ("interest", row["interest"].clone(), &ours["interest"]),
            ("fee", if row["fee"].is_null() { Value::Null } else { json!(fee.to_string()) }, &ours["fee"]),
            ("total", row["total_due"].clone(), &ours["total"]),
            ("paid", row["paid"].clone(), &ours["paid"]["total"]),
            ("outstanding", row["outstanding"].clone(), &ours["remaining"]["total"]),
        ];
        for (name, theirs, ours) in figures {
            if !theirs.is_null() && decimal(&theirs)? != decimal(ours)? {
                return Err(format!("row {} {name}: {theirs}, got {ours}", row["n"]));
            }
        }
    }
    Ok(())
}

/// Payments that were not taken back, in any order within a day.
fn payments(expected: &Value, actual: &Value) -> Result<(), String> {
    let line = |on: &Value, amount: &Value, parts: [Decimal; 3]| {
        format!("{} {} {parts:?}", text(on), decimal(amount).unwrap_or_default().normalize())
    };
    let part = |value: &Value| decimal(value).unwrap_or_default();
    let mut theirs = Vec::new();
    for row in expected.as_array().ok_or("rows")? {
        let kind = row["type"].as_str().unwrap_or_default();
        if matches!(kind, "Repayment" | "Goodwill Credit" | "Down Payment") && text(&row["reverted"]) != "true" {
            let parts = [part(&row["principal"]), part(&row["interest"]), part(&row["fee"]) + part(&row["penalty"])];
            theirs.push(line(&row["date"], &row["amount"], parts.map(|p| p.normalize())));
        }
    }
    let mut ours = Vec::new();
    for payment in actual.as_array().ok_or("payments")? {
        if payment["reversed"] == true || !matches!(payment["kind"].as_str(), Some("payment" | "credit" | "prepayment"))
        {
            continue;
        }
        let mut sums = [Decimal::ZERO; 3];
        for split in payment["split"].as_array().ok_or("split")? {
            for (sum, name) in sums.iter_mut().zip(["principal", "interest", "fee"]) {
                *sum += part(&split[name]);
            }
        }
        ours.push(line(&payment["on"], &payment["amount"], sums.map(|p| p.normalize())));
    }
    theirs.sort();
    ours.sort();
    if theirs == ours { Ok(()) } else { Err(format!("payments: {theirs:?}, got {ours:?}")) }
}

#[test]
fn whole_histories_come_out_as_the_core_has_them() {
    let (mut told, mut same, mut untold) = (0, 0, BTreeMap::<String, u32>::new());
    let mut wrong = Vec::new();
    for case in histories() {
        let id = text(&case["id"]);
        if let Err(why) = Story::of(&case["inputs"], usize::MAX) {
            *untold.entry(why).or_default() += 1;
            continue;
        }
        told += 1;
        let known = DIFFERENT.iter().find(|(known, _)| *known == id);
        match (check(&case), known) {
            (Ok(()), None) => same += 1,
            (Ok(()), Some(_)) => wrong.push(format!("{id} is the same by now")),
            (Err(_), Some(_)) => {}
            (Err(difference), None) => wrong.push(format!("{id}: {difference}")),
        }
    }
    println!("{same} of {told} histories; not told: {untold:#?}");
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong.join("\n"));
}
