//! Figures copied from public sources, worked out again by the engine.
//!
//! Reads every `*.json` in the folder named by `AFTERLOAN_VECTORS` (default: this one, and `more`: cases of the same
//! sources that we copied ourselves, to see how the engine does with figures it was not built by), prints one line a
//! topic and each failing id with what was expected and what came out. A failing required case must stand with
//! its reason in `DIFFERENCES.md`; otherwise the run fails.

mod annuities;
mod apr;
mod charges;
mod days;
mod fineract;
mod penalty;
#[path = "../recorded/mod.rs"]
mod recorded;
mod schedule;
mod simple;
mod tables;
mod timeline;

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

/// What a case came to: `Ok` when all figures agree, otherwise what differs.
type Outcome = Result<(), String>;

type Check = fn(&Value) -> Outcome;

/// The topics in the order they are printed.
const TOPICS: [&str; 8] =
    ["daycount", "schedule", "apr", "penalty", "delinquency", "allocation", "prepayment", "reschedule"];

/// The check for a family of inputs, whatever topic it stands in.
fn check_of(family: Option<&str>) -> Option<Check> {
    Some(match family? {
        "loan_timeline" | "delinquency_timeline" => timeline::check,
        "dpd" => timeline::days_past_due,
        "apr_us_actuarial" | "apr_eu_credit" | "apr_eu_flows" | "irr" | "rate_two_flows" => apr::check,
        "penalty_interest" => penalty::interest,
        "overdue_fee_pct" | "overdue_fee_flat" => charges::once,
        "penalty_recurring_daily" => charges::daily,
        "allocation_only" => charges::allocation,
        "reprice_annuity" => annuities::repriced,
        "prepay_annuity" => annuities::prepaid,
        "flat_reschedule" => simple::flat_repriced,
        "simple_interest" => simple::interest,
        "settlement_daily_simple" => simple::settlement,
        _ => schedule::check,
    })
}

fn main() {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors");
    let named = match std::env::var_os("AFTERLOAN_VECTORS") {
        Some(folder) => topics(&PathBuf::from(folder)),
        None => {
            let more = topics(&own.join("more")).into_iter().map(|(topic, cases)| (format!("more {topic}"), cases));
            topics(&own).into_iter().chain(more).collect()
        }
    };
    let known = std::fs::read_to_string(own.join("DIFFERENCES.md")).unwrap_or_default();
    let mut unexplained = 0;
    for (topic, cases) in named {
        let required: Vec<&Value> = cases.iter().filter(|c| c["rederived"] == true).collect();
        let mut failures = Vec::new();
        for case in &required {
            if let Err(difference) = judge(&topic, case) {
                failures.push((text(&case["id"]), difference));
            }
        }
        println!("{topic}: {}/{}", required.len() - failures.len(), required.len());
        for (id, difference) in failures {
            let stands = !id.is_empty() && known.lines().any(|line| line.split('|').any(|cell| cell.trim() == id));
            unexplained += usize::from(!stands);
            println!("  {id}{}: {difference}", if stands { " (in DIFFERENCES.md)" } else { "" });
        }
    }
    if unexplained > 0 {
        println!("{unexplained} failing cases do not stand in DIFFERENCES.md");
        std::process::exit(1);
    }
}

/// The files of a folder: the known topics in their order, then what else is there. A file that cannot be read as
/// cases is one case that fails.
fn topics(folder: &Path) -> Vec<(String, Vec<Value>)> {
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let files = files.filter(|path| path.extension().is_some_and(|e| e == "json"));
    let mut topics: Vec<(String, Vec<Value>)> = files
        .map(|path| {
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let text = std::fs::read_to_string(&path).unwrap_or_default();
            let unread =
                |error: serde_json::Error| vec![json!({"id": name, "rederived": true, "unread": error.to_string()})];
            let cases = serde_json::from_str(&text).unwrap_or_else(unread);
            (name, cases)
        })
        .collect();
    let place = |name: &str| TOPICS.iter().position(|topic| *topic == name).unwrap_or(TOPICS.len());
    topics.sort_by(|a, b| (place(&a.0), &a.0).cmp(&(place(&b.0), &b.0)));
    topics
}

/// A case nobody foresaw fails; it does not end the run.
fn judge(topic: &str, case: &Value) -> Outcome {
    if let Some(error) = case["unread"].as_str() {
        return Err(format!("the file is no list of cases: {error}"));
    }
    let check = match topic {
        "daycount" | "more daycount" => days::check,
        _ => check_of(case["inputs"]["family"].as_str()).ok_or("a case without a family")?,
    };
    std::panic::catch_unwind(|| check(case)).unwrap_or_else(|_| Err("the harness or the engine panicked".to_owned()))
}

/// The answer to a command, or its error's words.
fn engine(command: &str, input: &Value) -> Result<Value, String> {
    let answer = recorded::run(command, &input.to_string());
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
