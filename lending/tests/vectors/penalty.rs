//! Penalty interest: base × rate × days ÷ year, as a loan of one installment that is late.

use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::{Outcome, decimal, engine, text};

/// The convention of a year of so many days.
pub fn day_count(year_days: &Value, unsaid: &'static str) -> Result<&'static str, String> {
    Ok(match text(year_days).as_str() {
        "" => unsaid,
        "360" => "ACT/360",
        "364" => "ACT/364",
        "365" => "ACT/365F",
        "366" => "ACT/366",
        other => return Err(format!("years of {other} days are not translated")),
    })
}

pub fn interest(case: &Value) -> Outcome {
    let input = &case["inputs"];
    let hundred = Decimal::ONE_HUNDRED;
    let (kind, value, rate) = match (input.get("daily_rate_pct"), input.get("multiplier")) {
        (Some(daily), times) => {
            let times = times.map_or(Ok(Decimal::ONE), decimal)?;
            ("daily_rate", (decimal(daily)? * times / hundred).normalize(), Decimal::ZERO)
        }
        (None, Some(times)) => ("multiplier", decimal(times)?, decimal(&input["annual_rate_pct"])? / hundred),
        (None, None) => ("annual_rate", (decimal(&input["annual_rate_pct"])? / hundred).normalize(), Decimal::ZERO),
    };
    let day_count = day_count(&input["year_days"], "ACT/360")?;
    let due = NaiveDate::from_ymd_opt(2026, 2, 1).ok_or("a date")?;
    let day = |field: &str| text(&input[field]).parse::<NaiveDate>().map_err(|_| "days_overdue".to_owned());
    let days = match &input["days_overdue"] {
        // The due day does not count, the day of the payment does.
        Value::Null => day("paid_on")?.signed_duration_since(day("due_date")?).num_days().max(0).unsigned_abs(),
        days => text(days).parse().map_err(|_| "days_overdue".to_owned())?,
    };
    let as_of = due.checked_add_days(Days::new(days)).ok_or("a date")?;
    // Sources round to whole units or to cents; the engine to the currency's minor unit: the yen has none.
    let overdue = decimal(&input["overdue_amount"])?;
    let (currency, scale) = match input["round_to"].as_u64() {
        Some(0) => ("JPY", 0),
        _ if overdue.scale() > 2 => ("KWD", 3),
        _ => ("CNY", 2),
    };
    let terms = json!({
        "currency": currency, "principal": overdue.round_dp(scale).to_string(), "annual_rate": rate.normalize().to_string(),
        "method": "bullet", "installments": 1, "disbursed_on": "2026-01-01", "first_due_on": due,
        "rounding": "half_up",
        "penalty": {"kind": kind, "value": value.to_string(), "base": "principal", "grace_days": 0, "day_count": day_count},
    });
    let state = engine("replay", &json!({"terms": terms, "events": [], "as_of": as_of}))?;
    let places = text(&case["expected"]["penalty"]).split('.').nth(1).map_or(2, str::len) as u32;
    let actual = decimal(&state["overdue"]["penalty"])?
        .round_dp_with_strategy(places, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
    let expected = decimal(&case["expected"]["penalty"])?;
    if actual == expected { Ok(()) } else { Err(format!("expected {expected}, got {actual}")) }
}
