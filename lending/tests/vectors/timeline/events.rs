//! A Fineract loan's events, as the profile's events.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::{decimal, text};

/// An event of the source; some say two things at once.
pub fn event(event: &Value) -> Result<Vec<Value>, String> {
    if event["type"] == "reschedule" {
        return reschedule(event);
    }
    Ok(vec![single(event)?])
}

fn single(event: &Value) -> Result<Value, String> {
    let payment = |name: &str| json!({"kind": "payment", "type": name, "on": event["date"], "amount": event["amount"]});
    let count = |field: &str| text(&event[field]).parse::<u32>().map_err(|_| field.to_owned());
    Ok(match event["type"].as_str() {
        Some("business_date") => json!({"kind": "business_date", "on": event["date"]}),
        Some("close_of_business") => json!({"kind": "close_of_business"}),
        Some("disburse") => json!({"kind": "disbursement", "on": event["date"], "amount": event["amount"]}),
        Some("repayment" | "payoff") => payment("repayment"),
        Some(name @ ("goodwill_credit" | "merchant_issued_refund" | "payout_refund")) => payment(name),
        Some("undo_repayment") => {
            let nth = if event["nth"].is_null() { 1 } else { count("nth")? };
            json!({"kind": "undo", "on": event["date"], "nth": nth})
        }
        Some("credit_balance_refund") => json!({"kind": "refund", "on": event["date"], "amount": event["amount"]}),
        Some("add_charge") => {
            // Fineract names penalties by their charge.
            let name = text(&event["charge"]);
            let penalty = name.contains("NSF") || name.contains("PENALTY");
            json!({"kind": "charge", "due_on": event["due"], "amount": event["amount"], "penalty": penalty})
        }
        Some("re_amortize") => json!({"kind": "re_amortise"}),
        Some("re_age") => json!({"kind": "re_age", "from": event["startDate"], "count": count("numberOfInstallments")?,
            "every": count("frequencyNumber")?, "unit": text(&event["frequencyType"]).trim_end_matches('S').to_lowercase()}),
        Some("interest_pause") => json!({"kind": "interest_pause", "start": event["start"], "end": event["end"]}),
        Some("delinquency_pause") => {
            json!({"kind": "pause_delinquency", "start": event["start"], "end": event["end"]})
        }
        Some("delinquency_resume") => json!({"kind": "resume_delinquency", "start": event["start"]}),
        other => return Err(format!("events of type {other:?} are not translated")),
    })
}

fn reschedule(event: &Value) -> Result<Vec<Value>, String> {
    let from = &event["rescheduleFromDate"];
    let count = |field: &str| text(&event[field]).parse::<u32>().map_err(|_| field.to_owned());
    let mut changes = Vec::new();
    for field in event.as_object().into_iter().flatten().map(|(field, _)| field.as_str()) {
        match field {
            "type" | "rescheduleFromDate" | "submittedOnDate" => {}
            "adjustedDueDate" => changes.push(json!({"kind": "move_due_date", "from": from, "to": event[field]})),
            "newInterestRate" => {
                let rate = (decimal(&event[field])? / Decimal::ONE_HUNDRED).normalize().to_string();
                changes.push(json!({"kind": "rate_change", "from": from, "annual_rate": rate}));
            }
            "extraTerms" => changes.push(json!({"kind": "extra_installments", "from": from, "count": count(field)?})),
            "graceOnPrincipal" => {
                changes.push(json!({"kind": "principal_grace", "from": from, "count": count(field)?}))
            }
            other => return Err(format!("a reschedule with {other} is not translated")),
        }
    }
    if changes.is_empty() { Err("an empty reschedule".to_owned()) } else { Ok(changes) }
}
