//! Figures copied from public sources, worked out again by the engine.
//!
//! Reads every known `*.json` in the folder named by `AFTERLOAN_VECTORS` (default: this one), prints one line a
//! topic and each failing id with what was expected and what came out. A failing required case must stand with
//! its reason in `DIFFERENCES.md`; otherwise the run fails.

mod apr;
mod days;
mod fineract;
mod penalty;
mod schedule;
mod tables;

use std::path::{Path, PathBuf};

use serde_json::Value;

/// What a case came to: `Ok` when all figures agree, otherwise what differs.
type Outcome = Result<(), String>;

type Check = fn(&Value) -> Outcome;

const TOPICS: [(&str, Check); 4] =
    [("daycount", days::check), ("schedule", schedule::check), ("apr", apr::check), ("penalty", penalty::check)];

fn main() {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors");
    let folder = std::env::var_os("AFTERLOAN_VECTORS").map_or_else(|| own.clone(), PathBuf::from);
    let known = std::fs::read_to_string(own.join("DIFFERENCES.md")).unwrap_or_default();
    let mut unexplained = 0;
    for (topic, check) in TOPICS {
        let Ok(text) = std::fs::read_to_string(folder.join(format!("{topic}.json"))) else {
            continue;
        };
        let cases: Vec<Value> = serde_json::from_str(&text).expect("a vectors file is a list of cases");
        let required: Vec<&Value> = cases.iter().filter(|c| c["rederived"] == true).collect();
        let mut failures = Vec::new();
        for case in &required {
            if let Err(difference) = check(case) {
                failures.push((case["id"].as_str().unwrap_or_default(), difference));
            }
        }
        println!("{topic}: {}/{}", required.len() - failures.len(), required.len());
        for (id, difference) in failures {
            let stands = known.lines().any(|line| line.split('|').any(|cell| cell.trim() == id));
            unexplained += usize::from(!stands);
            println!("  {id}{}: {difference}", if stands { " (in DIFFERENCES.md)" } else { "" });
        }
    }
    if unexplained > 0 {
        println!("{unexplained} failing cases do not stand in DIFFERENCES.md");
        std::process::exit(1);
    }
}

/// Runs a command of the engine.
fn engine(command: &str, input: &Value) -> Result<Value, String> {
    let answer = lending::wire::run(command, &input.to_string());
    let answer: Value = serde_json::from_str(&answer).map_err(|e| e.to_string())?;
    match answer.get("error") {
        Some(error) => Err(error["message"].as_str().unwrap_or("an error").to_owned()),
        None => Ok(answer),
    }
}

/// A field's text, whether it is written as a string or as a number.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

fn decimal(value: &Value) -> Result<rust_decimal::Decimal, String> {
    text(value).parse().map_err(|_| format!("{value} is not a number"))
}

/// Compares two amounts as numbers.
fn same(what: &str, expected: &Value, actual: &Value) -> Outcome {
    if expected.is_null() || decimal(expected)? == decimal(actual)? {
        return Ok(());
    }
    Err(format!("{what}: expected {}, got {}", text(expected), text(actual)))
}
