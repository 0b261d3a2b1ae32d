//! Annual percentage rates: the sources' flows, put to the engine.

use chrono::{Datelike, Days, Months, NaiveDate};
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::{Outcome, decimal, engine, tables, text};

pub fn check(case: &Value) -> Outcome {
    let input = &case["inputs"];
    let (mut question, percent) = match input["family"].as_str() {
        Some("apr_us_actuarial") => (us(input)?, true),
        Some("apr_eu_credit") => (credit(input)?, true),
        Some("apr_eu_flows") => (flows(input)?, true),
        Some("irr") => (irr(input), false),
        Some("rate_two_flows") => (two_flows(input), false),
        family => return Err(format!("family {} is not translated", family.unwrap_or("?"))),
    };
    question["decimals"] = json!(12);
    let rate = decimal(&engine("apr", &question)?["rate"])?;
    let (name, found) = if percent { ("apr_pct", rate * Decimal::ONE_HUNDRED) } else { ("rate", rate) };
    compare(&case["expected"], name, found)?;
    if !case["expected"]["apr_pct_rounded"].is_null() {
        compare(&case["expected"], "apr_pct_rounded", found)?;
    }
    Ok(())
}

/// Equal at the decimals shown, or within the tolerance that the source states.
fn compare(expected: &Value, name: &str, found: Decimal) -> Outcome {
    let wanted = decimal(&expected[name])?;
    let places = text(&expected[name]).split('.').nth(1).map_or(0, str::len).min(12) as u32;
    let shown = found.round_dp_with_strategy(places, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
    let near = match &expected["tolerance"] {
        Value::Null => shown == wanted,
        tolerance => shown == wanted || (found - wanted).abs() <= decimal(tolerance)?,
    };
    if near { Ok(()) } else { Err(format!("{name}: expected {wanted}, got {found}")) }
}

fn us(input: &Value) -> Result<Value, String> {
    let unit = &input["unit_period"];
    let length = unit["length"].as_u64().unwrap_or(1);
    let kind = unit["kind"].as_str().ok_or("unit_period.kind")?;
    let name = match kind {
        "DAYS" => "day",
        "WEEKS" => "week",
        "SEMIMONTHS" => "half_month",
        "MONTHS" => "month",
        "YEARS" => "year",
        other => return Err(format!("unit-periods of {other} are not translated")),
    };
    let mut flows = Vec::new();
    for advance in input["advances"].as_array().ok_or("advances")? {
        flows.push(json!({"on": advance["date"], "amount": text(&advance["amount"])}));
    }
    for payment in input["payments"].as_array().ok_or("payments")? {
        let first = date(&payment["first_date"])?;
        for k in 0..payment["count"].as_u64().ok_or("count")? {
            let on = nth(first, k, kind, length).ok_or("a date")?;
            flows.push(json!({"on": on, "amount": format!("-{}", text(&payment["amount"]))}));
        }
    }
    Ok(json!({"convention": "us_actuarial", "flows": flows, "unit_period": {"unit": name, "length": length}}))
}

fn nth(first: NaiveDate, k: u64, kind: &str, length: u64) -> Option<NaiveDate> {
    let months = |count: u64| first.checked_add_months(Months::new(u32::try_from(count).ok()?));
    match kind {
        "DAYS" => first.checked_add_days(Days::new(k * length)),
        "WEEKS" => first.checked_add_days(Days::new(7 * k * length)),
        "MONTHS" => months(k * length),
        "YEARS" => months(12 * k * length),
        // Twice a month: on the first date's day, and 15 days away from it in the other half of a month.
        _ if k.is_multiple_of(2) => months(k / 2),
        _ if first.day() > 15 => months(k / 2 + 1)?.checked_sub_days(Days::new(15)),
        _ => months(k / 2)?.checked_add_days(Days::new(15)).filter(|d| d.day() > 15),
    }
}

fn date(value: &Value) -> Result<NaiveDate, String> {
    text(value).parse().map_err(|_| format!("{value} is not a date"))
}

/// A credit with its costs: payments come from the table of the credit, rounded to cents.
fn credit(input: &Value) -> Result<Value, String> {
    if input["payments_rounded_to_cents"] != true {
        return Err("payments that are not rounded are not translated".to_owned());
    }
    let main = &input["credit"];
    let available = if input["amount_available"].is_null() { &main["principal"] } else { &input["amount_available"] };
    let upfront = if input["upfront_cost"].is_null() { Decimal::ZERO } else { decimal(&input["upfront_cost"])? };
    let mut flows = vec![json!({"at": "0", "amount": (decimal(available)? - upfront).to_string()})];
    let second = input["second_part"].as_array().into_iter().flatten();
    for (k, part) in std::iter::once(main).chain(second).enumerate() {
        let mut table = tables::table(part)?;
        if k == 0 && !input["extra_cost_per_payment"].is_null() {
            table["cost"] = json!(tables::years_of(&text(&input["extra_cost_per_payment"]))?.to_string());
        }
        let first = match part["first_period"].as_str() {
            Some(years) => tables::years_of(years)?,
            None => Decimal::ONE / decimal(&table["per_year"])?,
        };
        for row in engine("table", &table)?["rows"].as_array().ok_or("no rows")? {
            let after = (decimal(&row["n"])? - Decimal::ONE) / decimal(&table["per_year"])?;
            flows.push(
                json!({"at": (first + after).round_dp(12).to_string(), "amount": format!("-{}", text(&row["total"]))}),
            );
        }
    }
    for cost in input["other_costs"].as_array().into_iter().flatten() {
        flows.push(json!({"at": text(&cost["time_years"]), "amount": format!("-{}", text(&cost["amount"]))}));
    }
    Ok(json!({"convention": "eu", "flows": flows}))
}

fn flows(input: &Value) -> Result<Value, String> {
    let basis = match (input["time_basis"].as_str(), input["days_per_year"].as_str()) {
        (Some(basis), _) => basis.to_owned(),
        (None, Some(days)) => format!("ACT/{days}"),
        (None, None) => "ACT/365".to_owned(),
    };
    let mut flows = Vec::new();
    for (name, sign) in [("advances", ""), ("payments", "-")] {
        for flow in input[name].as_array().ok_or("flows")? {
            let amount = format!("{sign}{}", text(&flow["amount"]));
            flows.push(match (flow.get("date"), flow.get("days"), flow.get("time_years")) {
                (Some(on), ..) => json!({"on": on, "amount": amount}),
                (_, Some(days), _) => {
                    let days = text(days).parse().map_err(|_| "days".to_owned())?;
                    let start = NaiveDate::from_ymd_opt(2026, 1, 1).ok_or("a date")?;
                    json!({"on": start.checked_add_days(Days::new(days)), "amount": amount})
                }
                (_, _, Some(years)) => json!({"at": years, "amount": amount}),
                _ => return Err("a flow without a time".to_owned()),
            });
        }
    }
    Ok(json!({"convention": "eu", "flows": flows, "time": basis}))
}

fn irr(input: &Value) -> Value {
    let flows = input["cash_flows"].as_array().into_iter().flatten().enumerate();
    let flows: Vec<Value> = flows.map(|(k, a)| json!({"at": k.to_string(), "amount": text(a)})).collect();
    json!({"convention": "irr", "flows": flows, "bracket": input["bracket"]})
}

/// A flow at the start, one at the end, and payments at the end of each period.
fn two_flows(input: &Value) -> Value {
    let flow = |at: &str, amount: &Value| json!({"at": at, "amount": text(amount)});
    let mut flows = vec![flow("0", &input["pv"]), flow(&text(&input["n"]), &input["fv"])];
    if decimal(&input["pmt"]).is_ok_and(|payment| !payment.is_zero()) {
        let count = text(&input["n"]).parse::<u32>().unwrap_or(0);
        flows.extend((1..=count).map(|k| flow(&k.to_string(), &input["pmt"])));
    }
    json!({"convention": "irr", "flows": flows})
}
