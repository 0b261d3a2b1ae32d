//! Schedules: the sources' settings, translated into terms.

use chrono::NaiveDate;
use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::{Value, json};

use super::{Outcome, decimal, engine, same, text};

pub fn check(case: &Value) -> Outcome {
    match case["inputs"]["family"].as_str() {
        Some("progressive" | "cumulative") if super::fineract::needed(case)? => super::fineract::check(case),
        Some("progressive") => progressive(case),
        Some("annuity_formula" | "equal_principal_formula") => formula(case),
        Some("frappe_monthly" | "frappe_first_row") => rounded_up(case),
        Some("ec_table") => super::tables::check(case),
        Some("pmt_formula") => super::tables::payment(case),
        Some("broken_period_interest") => stub_over_the_tenure(case),
        family => Err(format!("family {} is not translated", family.unwrap_or("?"))),
    }
}

fn rate(input: &Value) -> Result<String, String> {
    Ok((decimal(&input["annual_rate_pct"])? / Decimal::ONE_HUNDRED).normalize().to_string())
}

/// Fineract's progressive loans: periods are imposed, interest goes by the day unless it says otherwise.
fn progressive(case: &Value) -> Outcome {
    let input = &case["inputs"];
    let terms = progressive_terms(input)?;
    let schedule = engine("schedule", &json!({"terms": terms}))?;
    rows(&case["expected"]["rows"], &schedule["rows"], &terms["tranches"])
}

fn progressive_terms(input: &Value) -> Result<Value, String> {
    let periods = input["periods"].as_array().ok_or("periods")?;
    let (principal, tranches, disbursed_on) = disbursements(input)?;
    let per_period = input["interest_calculation_period"] == "SAME_AS_REPAYMENT_PERIOD";
    let months = input["repay_frequency"] == "MONTHS";
    let (interest, day_count) =
        match (per_period, text(&input["days_in_month"]).as_str(), text(&input["days_in_year"]).as_str()) {
            (true, ..) => ("by_period", "30/360"),
            (_, "30", "360") if months => ("by_period", "30/360"),
            (_, "30", "360") => ("by_day", "ACT/360"),
            (_, "ACTUAL", "360") => ("by_day", "ACT/360"),
            (_, "ACTUAL", "364") => ("by_day", "ACT/364"),
            (_, "ACTUAL", "365") => ("by_day", "ACT/365F"),
            (_, "ACTUAL", "ACTUAL") => ("by_day", "ACT/actual-year"),
            (_, month, year) => {
                return Err(format!("months of {month} days in years of {year} are not translated"));
            }
        };
    let leap = if input["leap_year_strategy"] == "FEB_29_PERIOD_ONLY" { "feb29_only" } else { "always" };
    let at = if input["year_split_at"] == "JAN1" { "jan1" } else { "dec31" };
    let mut terms = json!({
        "currency": "EUR", "principal": principal, "annual_rate": rate(input)?, "method": "equal_installment",
        "installments": input["number_of_installments"],
        "every": input["repay_every"], "unit": text(&input["repay_frequency"]).trim_end_matches('S').to_lowercase(),
        "disbursed_on": disbursed_on, "first_due_on": periods[0]["due"],
        "periods": periods.iter().map(|p| json!({"from": p["from"], "due": p["due"]})).collect::<Vec<_>>(),
        "interest": interest, "day_count": day_count, "year_split": {"at": at, "leap": leap}, "tranches": tranches,
        // Its fields are enough here: grace and imposed periods are known to the engine's own plan.
        "profile": "fineract", "conventions": null,
    });
    if let Value::String(multiple) = &input["installment_multiple_of"] {
        terms["installment_multiple"] = json!(multiple);
    }
    if !input["down_payment_pct"].is_null() {
        terms["down_payment"] =
            json!((decimal(&input["down_payment_pct"])? / Decimal::ONE_HUNDRED).normalize().to_string());
    }
    let number = |field: &str| input[field].as_u64().unwrap_or(0);
    terms["grace"] = json!({"principal": number("grace_on_principal_periods"),
        "interest": number("grace_on_interest_periods"), "interest_free": number("interest_free_periods")});
    let fees = input["installment_fees"].as_array().into_iter().flatten().map(fee).collect::<Result<Vec<_>, _>>()?;
    terms["fees"] = json!(fees);
    Ok(terms)
}

fn fee(fee: &Value) -> Result<Value, String> {
    let percent = || Ok::<_, String>((decimal(&fee["percentage"])? / Decimal::ONE_HUNDRED).normalize().to_string());
    let (kind, value) = match text(&fee["basis"]).as_str() {
        "FLAT" => ("flat", text(&fee["amount"])),
        "PRINCIPAL" => ("percent_of_principal_part", percent()?),
        "INTEREST" => ("percent_of_interest", percent()?),
        "PRINCIPAL_PLUS_INTEREST" => ("percent_of_installment", percent()?),
        other => return Err(format!("fees on {other} are not translated")),
    };
    Ok(json!({"name": "fee", "kind": kind, "value": value, "when": "each_installment"}))
}

/// What is paid out on the first day, and the tranches after it.
fn disbursements(input: &Value) -> Result<(String, Vec<Value>, Value), String> {
    let Some(events) = input["events"].as_array() else {
        return Ok((text(&input["principal"]), Vec::new(), input["disbursement_date"].clone()));
    };
    let first = events.first().map(|e| e["date"].clone()).ok_or("events")?;
    let (mut principal, mut tranches) = (Decimal::ZERO, Vec::new());
    for event in events {
        if event["type"] != "disburse" {
            return Err(format!("events of type {} are not translated", event["type"]));
        }
        if event["date"] == first {
            principal += decimal(&event["amount"])?;
        } else {
            tranches.push(json!({"on": event["date"], "principal": text(&event["amount"])}));
        }
    }
    Ok((principal.to_string(), tranches, first))
}

fn rows(expected: &Value, actual: &Value, tranches: &Value) -> Outcome {
    let expected: Vec<&Value> = expected.as_array().ok_or("no rows")?.iter().filter(|r| !r["n"].is_null()).collect();
    let actual = actual.as_array().ok_or("no rows")?;
    if expected.len() != actual.len() {
        return Err(format!("expected {} rows, got {}", expected.len(), actual.len()));
    }
    for (row, ours) in expected.iter().zip(actual) {
        let n = &row["n"];
        // The source shows a balance after the tranche of that day, the engine before it.
        let today = tranches.as_array().into_iter().flatten().filter(|t| t["on"] == ours["due_on"]);
        let paid_out: Decimal = today.filter_map(|t| decimal(&t["principal"]).ok()).sum();
        if !row["balance"].is_null() {
            let shown = decimal(&ours["balance"])? + paid_out;
            same(&format!("row {n} balance"), &row["balance"], &json!(shown.to_string()))?;
        }
        figures(row, ours)?;
    }
    Ok(())
}

/// What a row asks for.
pub fn figures(row: &Value, ours: &Value) -> Outcome {
    let names = [
        ("principal", "principal"),
        ("interest", "interest"),
        ("fee", "fee"),
        ("total_due", "total"),
        ("emi", "total"),
    ];
    for (theirs, name) in names {
        same(&format!("row {} {theirs}", row["n"]), &row[theirs], &ours[name])?;
    }
    Ok(())
}

/// Worked examples from web pages: the rate divided by 12, half up.
fn formula(case: &Value) -> Outcome {
    let input = &case["inputs"];
    let method = if input["family"] == "annuity_formula" { "equal_installment" } else { "equal_principal" };
    let terms = json!({
        "principal": input["principal"], "annual_rate": rate(input)?, "method": method,
        "installments": input["number_of_installments"], "disbursed_on": "2026-01-01", "first_due_on": "2026-02-01",
        "rounding": "half_up",
    });
    let schedule = engine("schedule", &json!({"terms": terms}))?;
    let expected = &case["expected"];
    same("installment", &expected["emi"], &schedule["rows"][0]["total"])?;
    for row in expected["rows"].as_array().into_iter().flatten() {
        let n = row["n"].as_u64().ok_or("n")? as usize;
        let ours = &schedule["rows"][n - 1];
        for (theirs, name) in
            [("principal", "principal"), ("interest", "interest"), ("total", "total"), ("balance", "balance")]
        {
            same(&format!("row {n} {theirs}"), &row[theirs], &ours[name])?;
        }
    }
    Ok(())
}

/// A monthly loan of Frappe's.
fn frappe(input: &Value) -> Result<Value, String> {
    Ok(json!({
        "profile": "frappe", "principal": input["principal"], "annual_rate": rate(input)?,
        "method": "equal_installment", "installments": input["number_of_installments"],
        "disbursed_on": "2026-01-01", "first_due_on": "2026-02-01",
    }))
}

/// Frappe: the installment is rounded up to a whole unit; rows are shown in whole units.
fn rounded_up(case: &Value) -> Outcome {
    let input = &case["inputs"];
    let ours = engine("schedule", &json!({"terms": frappe(input)?}))?;
    let level = &ours["rows"][0]["total"];
    let expected = &case["expected"];
    same("installment", &expected["emi"], level)?;
    let row = &ours["rows"][0];
    same("interest", &expected["interest"], &row["interest"])?;
    same("principal", &expected["principal"], &row["principal"])?;
    for row in expected["rows"].as_array().into_iter().flatten() {
        let n = row["n"].as_u64().ok_or("n")? as usize;
        for part in ["principal", "interest", "balance"] {
            let shown =
                decimal(&ours["rows"][n - 1][part])?.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
            same(&format!("row {n} {part}"), &row[part], &json!(shown.to_string()))?;
        }
    }
    Ok(())
}

/// Frappe: interest of the stub before the first regular period is spread over all installments.
fn stub_over_the_tenure(case: &Value) -> Outcome {
    let input = &case["inputs"];
    let level = match &input["fixed_installment"] {
        Value::Null => engine("schedule", &json!({"terms": frappe(input)?}))?["rows"][0]["total"].clone(),
        fixed => fixed.clone(),
    };
    let stub_start = NaiveDate::parse_from_str("2026-01-01", "%Y-%m-%d").map_err(|e| e.to_string())?;
    let days = input["broken_period_days"].as_u64().ok_or("broken_period_days")?;
    let stub = json!({
        "principal": input["principal"], "annual_rate": rate(input)?, "method": "bullet", "installments": 1,
        "disbursed_on": stub_start, "first_due_on": stub_start + chrono::Days::new(days),
        "interest": "by_day", "day_count": day_count(input), "rounding": "half_up",
    });
    let stub = engine("schedule", &json!({"terms": stub}))?["rows"][0]["interest"].clone();
    same("broken period interest", &case["expected"]["broken_period_interest"], &stub)?;
    let count = Decimal::from(input["number_of_installments"].as_u64().ok_or("number_of_installments")?);
    let share = (decimal(&stub)? / count).round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    same("per installment", &case["expected"]["per_installment"], &json!(share.to_string()))?;
    let terms = json!({
        "principal": input["principal"], "annual_rate": rate(input)?, "method": "equal_installment",
        "installments": input["number_of_installments"],
        "disbursed_on": input["disbursement_date"], "first_due_on": input["regular_first_due"],
        "interest": "by_day", "day_count": day_count(input), "rounding": "half_up", "fixed_installment": level,
        "fees": [{"name": "stub", "kind": "flat", "value": share.to_string(), "when": "each_installment"}],
    });
    let ours = engine("schedule", &json!({"terms": terms}))?;
    for (row, name) in [(0, "interest_row_1"), (1, "interest_row_2")] {
        let both = decimal(&ours["rows"][row]["interest"])? + decimal(&ours["rows"][row]["fee"])?;
        same(name, &case["expected"][name], &json!(both.to_string()))?;
    }
    Ok(())
}

fn day_count(input: &Value) -> &'static str {
    if input["year_days"] == 365 { "ACT/365F" } else { "ACT/360" }
}
