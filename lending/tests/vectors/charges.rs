//! Charges for overdue installments, and a payment that settles them first.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::{Outcome, decimal, engine, same, text};

fn share(percent: &Value) -> Result<String, String> {
    Ok((decimal(percent)? / Decimal::ONE_HUNDRED).normalize().to_string())
}

/// One charge an installment, dated on its due date.
pub fn once(case: &Value) -> Outcome {
    let input = &case["inputs"];
    let of = match input["percentage_of"].as_str() {
        Some("PRINCIPAL") => "principal",
        Some("PRINCIPAL_AND_INTEREST") => "principal_and_interest",
        Some("INTEREST") => "interest",
        None if !input["amount"].is_null() => "flat",
        other => return Err(format!("a percentage of {other:?} is not translated")),
    };
    let overdue = input["overdue_installments"].as_array().ok_or("overdue_installments")?;
    let last = overdue.iter().filter_map(|i| i["due"].as_str()).max().ok_or("due")?;
    let last: NaiveDate = last.parse().map_err(|_| "due".to_owned())?;
    let wait_days = text(&input["penalty_wait_days"]).parse().unwrap_or(0);
    // The run comes after the day it closes. Some cases do not name that: then it is the first that books them all.
    let closed = match input["cob_date"].as_str() {
        Some(day) => day.parse().map_err(|_| "cob_date".to_owned())?,
        None => last.checked_add_days(chrono::Days::new(wait_days)).ok_or("a date")?,
    };
    let run_on = closed.succ_opt().ok_or("a date")?;
    let installments: Vec<Value> = overdue
        .iter()
        .map(|i| json!({"due_on": i["due"], "principal": text(&i["principal"]), "interest": text(&i["interest"])}))
        .collect();
    let share = if of == "flat" { Value::Null } else { json!(share(&input["percentage"])?) };
    let asked = json!({"share": share, "amount": input["amount"], "of": of, "run_on": run_on, "installments": installments,
        "wait_days": wait_days});
    let charges = engine("fineract_charges", &asked)?;
    let charges = charges["charges"].as_array().ok_or("charges")?;
    for expected in case["expected"]["penalties"].as_array().ok_or("penalties")? {
        let booked = charges.iter().find(|c| c["due_on"] == expected["due"]);
        let amount = booked.map_or(json!("0"), |c| c["amount"].clone());
        same(&format!("charge of {}", text(&expected["due"])), &expected["amount"], &amount)?;
    }
    if case["expected"]["charge_record_created"] == false && !charges.is_empty() {
        return Err("a charge of nothing was booked".to_owned());
    }
    Ok(())
}

/// A charge every so many days, summed by period.
pub fn daily(case: &Value) -> Outcome {
    let input = &case["inputs"];
    if input["fee_frequency"] != "DAYS" {
        return Err(format!("charges by {} are not translated", input["fee_frequency"]));
    }
    let asked = json!({"share": share(&input["percentage"])?, "of": "principal", "run_on": input["run_date"],
        "every_days": input["fee_interval"], "wait_days": input["penalty_wait_days"],
        "installments": [{"due_on": input["instalment_due"], "principal": text(&input["instalment_principal"])}]});
    let charges = engine("fineract_charges", &asked)?;
    let charges = charges["charges"].as_array().ok_or("charges")?;
    for period in case["expected"]["penalties_by_period"].as_array().ok_or("penalties_by_period")? {
        let inside = |c: &&Value| text(&period["after"]) < text(&c["on"]) && text(&c["on"]) <= text(&period["upto"]);
        let sum = charges
            .iter()
            .filter(inside)
            .try_fold(Decimal::ZERO, |sum, c| Ok::<_, String>(sum + decimal(&c["amount"])?))?;
        same(&format!("charges up to {}", text(&period["upto"])), &period["amount"], &json!(sum.to_string()))?;
    }
    Ok(())
}

/// A payment on what is owed: penalties, fees, interest, principal.
pub fn allocation(case: &Value) -> Outcome {
    let (input, expected) = (&case["inputs"], &case["expected"]);
    let on = &input["payment"]["date"];
    let mut due = json!({"n": 1, "due_on": on});
    for component in ["penalty", "fee", "interest", "principal"] {
        let owed = &input["state"][format!("{component}_outstanding")];
        if !owed.is_null() {
            due[component] = json!(text(owed));
        }
    }
    let asked = json!({"currency": "EUR", "due": [due], "amount": text(&input["payment"]["amount"]), "on": on,
        "allocation": {"order": ["penalty", "fee", "interest", "principal"]}});
    let split = engine("allocate", &asked)?["split"][0].clone();
    let mut compared = 0;
    for component in ["penalty", "fee", "interest", "principal"] {
        if !expected[component].is_null() {
            same(component, &expected[component], &split[component])?;
            compared += 1;
        }
    }
    if !expected["balance_after"].is_null() {
        let left = decimal(&input["state"]["principal_outstanding"])? - decimal(&split["principal"])?;
        same("balance after", &expected["balance_after"], &json!(left.to_string()))?;
    }
    if compared == 0 { Err("nothing to compare".to_owned()) } else { Ok(()) }
}
