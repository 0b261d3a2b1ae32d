//! Whole histories of Fineract loans, translated into the profile's products and events. Schedules and the split of
//! payments are compared at every checkpoint, delinquency where the source states it.

mod compare;
mod events;
mod product;

use serde_json::{Value, json};

pub use product::installment_fees;

use super::{Outcome, engine, same, text};

pub fn check(case: &Value) -> Outcome {
    let input = &case["inputs"];
    let product = product::product(input)?;
    let mut events = Vec::new();
    for event in input["events"].as_array().ok_or("events")? {
        events.push(events::event(event)?);
    }
    for point in case["expected"]["checkpoints"].as_array().ok_or("checkpoints")? {
        let after = point["after_event"].as_u64().ok_or("after_event")? as usize;
        let so_far: Vec<&Value> = events.iter().take(after).flatten().collect();
        let life = engine("fineract_life", &json!({"product": product, "events": so_far}))
            .map_err(|error| format!("after event {after}: {error}"))?;
        let compared = match point["kind"].as_str() {
            Some("schedule") => compare::schedule(&point["rows"], &life["rows"]),
            Some("transactions") => compare::transactions(&point["rows"], &life["payments"]),
            Some("loan_delinquency") => compare::loan_delinquency(&point["data"], &life["delinquency"]),
            Some("installment_delinquency") => compare::installment_delinquency(&point["data"], &life["delinquency"]),
            _ => Ok(()),
        };
        compared.map_err(|difference| format!("after event {after}: {difference}"))?;
    }
    Ok(())
}

/// Days past due of a lone installment; Frappe counts the unpaid due date as the first of them.
pub fn days_past_due(case: &Value) -> Outcome {
    let input = &case["inputs"];
    let day =
        |field: &str| text(&input[field]).parse::<chrono::NaiveDate>().map_err(|_| format!("{field} is not a date"));
    let (due, mut as_of) = (day("oldest_unpaid_due")?, day("as_of")?);
    if input["count"] == "DUE_DATE_IS_DAY_1" {
        as_of = as_of.succ_opt().ok_or("a date")?;
    }
    let start = due.pred_opt().ok_or("a date")?;
    let terms = json!({"principal": "100", "annual_rate": "0", "method": "bullet", "installments": 1,
        "disbursed_on": start, "first_due_on": due});
    let paid = if input["unpaid"] == false {
        json!([{"id": "p", "on": as_of, "kind": "payment", "amount": "100"}])
    } else {
        json!([])
    };
    let state = engine("replay", &json!({"terms": terms, "events": paid, "as_of": as_of}))?;
    same("days past due", &case["expected"]["days_past_due"], &state["days_past_due"])
}
