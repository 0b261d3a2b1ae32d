//! Schedules that need Fineract's own conventions: the source's settings, as a product of its profile.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::{Outcome, decimal, engine, text};

/// Whether the standard conventions cannot say what the source asks for.
pub fn needed(case: &Value) -> Result<bool, String> {
    let input = &case["inputs"];
    // Plain fractions do not give the source's figures: it computed with so many digits.
    if case["rederived_exact"] == false {
        return Ok(true);
    }
    let has = |field: &str| !input[field].is_null();
    let tranches = input["events"].as_array().is_some_and(|e| e.windows(2).any(|w| w[0]["date"] != w[1]["date"]));
    // Less than an installment of the multiple (a cent where there is none) each.
    let small = match (&input["installment_multiple_of"], &input["principal"]) {
        (_, Value::Null) => false,
        (multiple, principal) => {
            let least = if multiple.is_null() { Decimal::new(1, 2) } else { decimal(multiple)? };
            least * decimal(&input["number_of_installments"])? > decimal(principal)?
        }
    };
    let begins = |day: &Value| !day.is_null() && text(day) > text(&input["periods"][0]["from"]);
    let late_start = begins(&input["disbursement_date"]) || begins(&input["events"][0]["date"]);
    let changes = input["events"].as_array().is_some_and(|e| e.iter().any(|e| e["type"] != "disburse"));
    Ok(input["family"] == "cumulative"
        || changes
        || input["interest_method"] == "FLAT"
        || has("rate_given_per")
        || has("as_of")
        || tranches
        || late_start
        || (input["repay_frequency"] == "DAYS" && input["interest_calculation_period"] == "SAME_AS_REPAYMENT_PERIOD")
        || small)
}

pub fn check(case: &Value) -> Outcome {
    let answer = engine("fineract", &product(&case["inputs"])?)?;
    let ours = answer["rows"].as_array().ok_or("no rows")?;
    let mut numbered = 0;
    for row in case["expected"]["rows"].as_array().ok_or("no rows")? {
        let Some(n) = row["n"].as_u64() else { continue };
        numbered += 1;
        let mine = ours.get(n as usize - 1).ok_or_else(|| format!("row {n} is missing"))?;
        super::schedule::figures(row, mine)?;
    }
    if numbered == 0 { Err("no rows".to_owned()) } else { Ok(()) }
}

/// The first disbursements, and what happens after them.
fn events(input: &Value) -> Result<(Vec<Value>, Vec<Value>), String> {
    let Some(events) = input["events"].as_array() else {
        return Ok((vec![json!({"on": input["disbursement_date"], "amount": text(&input["principal"])})], Vec::new()));
    };
    let begun = events.iter().take_while(|e| e["type"] == "disburse").count();
    let paid_out = |e: &Value| json!({"on": e["date"], "amount": text(&e["amount"])});
    let changes = events[begun..].iter().map(|e| {
        let pay =
            |kind: &str| json!({"kind": kind, "due": e["period_due"], "on": e["date"], "amount": text(&e["amount"])});
        Ok(match e["type"].as_str() {
            Some("disburse") => json!({"kind": "disburse", "on": e["date"], "amount": text(&e["amount"])}),
            Some("payPrincipal") => pay("pay_principal"),
            Some("payInterest") => pay("pay_interest"),
            Some("change_rate") => {
                let rate = (decimal(&e["new_annual_rate_pct"])? / Decimal::ONE_HUNDRED).normalize().to_string();
                json!({"kind": "rate", "from": e["effective_from"], "annual_rate": rate})
            }
            Some("interest_pause") => json!({"kind": "pause", "start": e["from"], "end": e["to"]}),
            Some("extend_term") => json!({"kind": "extend", "from": e["effective_from"], "count": e["extra_periods"]}),
            other => return Err(format!("events of type {other:?} are not translated")),
        })
    });
    Ok((events[..begun].iter().map(paid_out).collect(), changes.collect::<Result<_, _>>()?))
}

fn product(input: &Value) -> Result<Value, String> {
    let percent = |value: &Value| Ok::<_, String>((decimal(value)? / Decimal::ONE_HUNDRED).normalize().to_string());
    let days = |field: &str| text(&input[field]).parse::<u32>().ok();
    let (disbursements, changes) = events(input)?;
    let repayment = match (input["interest_method"].as_str(), input["amortization"].as_str()) {
        (Some("FLAT"), _) => "flat",
        (_, Some("EQUAL_PRINCIPAL")) => "equal_principal",
        _ => "equal_installment",
    };
    let leap = if input["leap_year_strategy"] == "FEB_29_PERIOD_ONLY" { "feb29_only" } else { "always" };
    let at = if input["year_split_at"] == "JAN1" { "jan1" } else { "dec31" };
    let number = |field: &str| input[field].as_u64().unwrap_or(0);
    let periods = input["periods"].as_array().into_iter().flatten();
    let overdue = input["overdue_principal_bears_interest_until_as_of"] == true;
    let mut product = json!({
        "currency": "EUR", "generator": input["family"], "repayment": repayment, "disbursements": disbursements,
        "annual_rate": percent(&input["annual_rate_pct"])?, "rate_over_term": input["rate_given_per"] == "WHOLE_TERM",
        "installments": input["number_of_installments"], "every": input["repay_every"],
        "unit": text(&input["repay_frequency"]).trim_end_matches('S').to_lowercase(),
        "periods": periods.map(|p| json!({"from": p["from"], "due": p["due"]})).collect::<Vec<_>>(),
        "by_period": input["interest_calculation_period"] == "SAME_AS_REPAYMENT_PERIOD",
        "days_in_month": days("days_in_month"), "days_in_year": days("days_in_year"),
        "year_split": {"at": at, "leap": leap}, "installment_multiple": input["installment_multiple_of"],
        "grace": {"principal": number("grace_on_principal_periods"), "interest": number("grace_on_interest_periods"),
            "interest_free": number("interest_free_periods")},
        "partial_period_interest": input["allow_partial_period_interest"] != false,
        "changes": changes, "digits": input["source_precision_digits"],
        "overdue_until": if overdue { input["as_of"].clone() } else { Value::Null },
        "installment_fees": super::timeline::installment_fees(&input["installment_fees"])?,
    });
    if !input["down_payment_pct"].is_null() {
        product["down_payment"] = json!(percent(&input["down_payment_pct"])?);
    }
    if !input["currency_in_multiples_of"].is_null() {
        product["currency_multiple"] = json!(text(&input["currency_in_multiples_of"]));
    }
    Ok(product)
}
