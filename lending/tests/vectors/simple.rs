//! Simple interest by the day, and flat interest at a new rate.

use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::{Outcome, decimal, engine, same, text};

fn fraction(percent: &Value) -> Result<Decimal, String> {
    Ok((decimal(percent)? / Decimal::ONE_HUNDRED).normalize())
}

/// Principal × rate × days ÷ year, at the closure of a loan.
pub fn interest(case: &Value) -> Outcome {
    let input = &case["inputs"];
    let start = NaiveDate::from_ymd_opt(2026, 1, 1).ok_or("a date")?;
    let days = input["days"].as_u64().ok_or("days")?;
    let on = start.checked_add_days(Days::new(days)).ok_or("a date")?;
    let day_count = super::penalty::day_count(&input["year_days"], "ACT/365F")?;
    let terms = json!({"principal": text(&input["principal"]), "annual_rate": fraction(&input["annual_rate_pct"])?.to_string(),
        "method": "bullet", "installments": 1, "every": 10, "unit": "year", "disbursed_on": start, "first_due_on": "2036-01-01",
        "interest": "by_day", "day_count": day_count});
    let quote = engine("payoff", &json!({"terms": terms, "events": [], "on": on}))?;
    same("interest", &case["expected"]["interest"], &quote["interest"])
}

/// What settles a loan with simple daily interest after payments at any time.
pub fn settlement(case: &Value) -> Outcome {
    let (input, expected) = (&case["inputs"], &case["expected"]);
    let rounding = if text(&input["interest_rounding"]).starts_with("DOWN") { "down" } else { "half_up" };
    let payments = input["payments_made"].as_array().ok_or("payments_made")?.iter();
    let payments: Vec<Value> = payments.map(|p| json!({"on": p["date"], "amount": text(&p["amount"])})).collect();
    let loan = json!({"currency": "GBP", "principal": text(&input["principal"]),
        "daily_rate": fraction(&input["daily_rate_pct"])?.to_string(), "disbursed_on": input["start"], "rounding": rounding,
        "payments": payments, "on": input["settlement_date"]});
    let quote = engine("simple", &loan)?;
    same("principal", &expected["principal"], &quote["principal"])?;
    same("interest", &expected["interest"], &quote["interest"])?;
    same("settlement", &expected["settlement"], &quote["total"])
}

/// Flat interest on the original principal, at a new rate from the installment due on a day.
pub fn flat_repriced(case: &Value) -> Outcome {
    let (input, change) = (&case["inputs"], &case["inputs"]["change"]);
    let start: NaiveDate = text(&input["disbursement_date"]).parse().map_err(|_| "a date".to_owned())?;
    let first = start.checked_add_months(chrono::Months::new(1)).ok_or("a date")?;
    if input["repay_frequency"] != "MONTHS" || input["repay_every"] != 1 {
        return Err("this frequency is not translated".to_owned());
    }
    let rate = fraction(&input["annual_rate_pct"])?.to_string();
    let terms = json!({"principal": text(&input["principal"]), "annual_rate": rate, "method": "flat",
        "installments": input["number_of_installments"], "disbursed_on": start, "first_due_on": first});
    let due: NaiveDate = text(&change["from_due"]).parse().map_err(|_| "from_due".to_owned())?;
    let from = due.checked_sub_months(chrono::Months::new(1)).ok_or("a date")?;
    let event = json!({"seq": 0, "id": "r", "kind": "rate_change", "on": change["submitted"], "from": from,
        "annual_rate": fraction(&change["new_annual_rate_pct"])?.to_string()});
    let state = engine("replay", &json!({"terms": terms, "events": [event], "as_of": change["submitted"]}))?;
    for row in case["expected"]["rows"].as_array().ok_or("rows")? {
        let n = row["n"].as_u64().ok_or("n")?;
        let rows = state["rows"].as_array().ok_or("no rows")?;
        let ours = rows.iter().find(|r| r["n"] == n).ok_or_else(|| format!("row {n} is missing"))?;
        for part in ["principal", "interest", "balance"] {
            same(&format!("row {n} {part}"), &row[part], &ours[part])?;
        }
    }
    Ok(())
}
