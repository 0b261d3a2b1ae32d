//! What came out against what the source shows.

use serde_json::Value;

use crate::{Outcome, decimal, same, text};

pub fn schedule(expected: &Value, actual: &Value) -> Outcome {
    let expected: Vec<&Value> = expected.as_array().ok_or("no rows")?.iter().filter(|r| !r["n"].is_null()).collect();
    let actual = actual.as_array().ok_or("no rows")?;
    if expected.len() != actual.len() {
        return Err(format!("expected {} rows, got {}", expected.len(), actual.len()));
    }
    for (row, ours) in expected.iter().zip(actual) {
        let n = &row["n"];
        if row["due"] != ours["due_on"] {
            return Err(format!("row {n} due: expected {}, got {}", row["due"], ours["due_on"]));
        }
        for (theirs, name) in [
            ("principal", "principal"),
            ("interest", "interest"),
            ("fee", "fee"),
            ("penalty", "penalty"),
            ("total_due", "total"),
            ("paid", "paid"),
            ("in_advance", "in_advance"),
            ("late", "late"),
            ("outstanding", "outstanding"),
        ] {
            same(&format!("row {n} {theirs}"), &row[theirs], &ours[name])?;
        }
    }
    Ok(())
}

/// Payments that were not taken back, in any order within a day.
pub fn transactions(expected: &Value, actual: &Value) -> Outcome {
    let shown = |name: &str| match name {
        "Repayment" => Some("repayment"),
        "Goodwill Credit" => Some("goodwill_credit"),
        "Merchant Issued Refund" => Some("merchant_issued_refund"),
        "Payout Refund" => Some("payout_refund"),
        "Down Payment" => Some("down_payment"),
        _ => None,
    };
    let line = |on: &Value, name: &str, row: &Value| {
        let parts = ["amount", "principal", "interest", "fee", "penalty"]
            .map(|part| decimal(&row[part]).unwrap_or_default().normalize());
        format!("{} {name} {parts:?}", text(on))
    };
    let mut theirs: Vec<String> = Vec::new();
    for row in expected.as_array().ok_or("no rows")? {
        if let Some(name) = shown(row["type"].as_str().unwrap_or_default()).filter(|_| text(&row["reverted"]) != "true")
        {
            theirs.push(line(&row["date"], name, row));
        }
    }
    let ours = actual.as_array().ok_or("no payments")?.iter();
    let mut ours: Vec<String> = ours.map(|p| line(&p["on"], p["type"].as_str().unwrap_or_default(), p)).collect();
    theirs.sort();
    ours.sort();
    if theirs == ours { Ok(()) } else { Err(format!("payments: expected {theirs:?}, got {ours:?}")) }
}

pub fn loan_delinquency(expected: &Value, actual: &Value) -> Outcome {
    let none = |value: &Value| value.is_null() || value == "null";
    for (theirs, name) in
        [("delinquentAmount", "amount"), ("delinquentDays", "delinquent_days"), ("pastDueDays", "past_due_days")]
    {
        same(theirs, &expected[theirs], &actual[name])?;
    }
    for (theirs, name) in [("delinquentDate", "delinquent_since"), ("pastDueDate", "past_due_since")] {
        let same = if none(&expected[theirs]) {
            expected.get(theirs).is_none() || actual[name].is_null()
        } else {
            expected[theirs] == actual[name]
        };
        if !same {
            return Err(format!("{theirs}: expected {}, got {}", expected[theirs], actual[name]));
        }
    }
    let range = actual["range"].as_str().unwrap_or("NO_DELINQUENCY");
    if expected["classification"] == range {
        Ok(())
    } else {
        Err(format!("expected {}, got {range}", expected["classification"]))
    }
}

pub fn installment_delinquency(expected: &Value, actual: &Value) -> Outcome {
    // Some checkpoints of this kind repeat the loan's figures.
    let Some(expected) = expected.as_array() else { return Ok(()) };
    let actual = actual["installments"].as_array().ok_or("no buckets")?;
    if expected.len() != actual.len() {
        return Err(format!("buckets: expected {expected:?}, got {actual:?}"));
    }
    for (bucket, ours) in expected.iter().zip(actual) {
        if bucket["Range"] != ours[0] {
            return Err(format!("expected {bucket}, got {ours}"));
        }
        same("bucket", &bucket["Amount"], &ours[1])?;
    }
    Ok(())
}
