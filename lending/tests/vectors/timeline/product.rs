//! A Fineract product and loan, as the profile's product.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::{decimal, text};

pub fn product(input: &Value) -> Result<Value, String> {
    let (loan, product) = (&input["loan"], &input["product"]);
    let named = |field: &str, default: &str| loan[field].as_str().unwrap_or(default).to_owned();
    let whole = |text: String| text.parse::<u32>().map_err(|_| format!("{text} is no number"));
    let mut translated = json!({
        "currency": product["currency"], "generator": text(&product["schedule_type"]).to_lowercase(),
        "installments": whole(named("number_of_installments", "1"))?,
        "every": whole(named("repay_every", "30"))?,
        "unit": named("repay_frequency", "DAYS").trim_end_matches('S').to_lowercase(),
        "annual_rate": percent(&loan["annual_rate_pct"])?,
        "flat": loan["interest_type"] == "FLAT",
        "by_period": loan["interest_calculation_period"] == "SAME_AS_REPAYMENT_PERIOD",
        "days_in_month": text(&product["days_in_month"]).parse::<u32>().ok(),
        "days_in_year": text(&product["days_in_year"]).parse::<u32>().ok(),
        "year_split": {"at": if product["interest_recognised_on_disbursement_date"] == true { "jan1" } else { "dec31" }},
        "partial_period_interest": product["allow_partial_period_interest"] == true,
        "recalculates": product["interest_recalculation"] == true,
        "rest": if product["recalculation_rest_frequency"] == "SAME_AS_REPAYMENT" { "period" } else { "daily" },
        "payoff_until": if product["preclosure_interest"] == "TILL_REST_FREQUENCY_DATE" { "rest_date" } else { "payment" },
        "no_interest_on_past_due": product["no_interest_on_past_due"] == true,
        "installment_fees": installment_fees(&loan["installment_fees"])?,
        "installment_multiple": product["installment_multiple_of"],
        "down_payment_paid": product["down_payment_auto_paid"] == true,
        "rules": rules(product)?,
        "arrears_grace_days": grace(&input["grace_on_arrears_days"]).or_else(|| grace(&loan["grace_on_arrears_days"])).unwrap_or(0),
    });
    if product["down_payment"] == true {
        translated["down_payment"] = json!(percent(&product["down_payment_pct"])?);
    }
    let ranges = input["ranges"].as_array().into_iter().flatten();
    let ranges = ranges.map(|r| json!({"name": r["name"], "from": r["min_days"], "to": r["max_days"]}));
    translated["ranges"] = json!(ranges.collect::<Vec<_>>());
    Ok(translated)
}

fn grace(days: &Value) -> Option<u32> {
    text(days).parse().ok()
}

fn rules(product: &Value) -> Result<Value, String> {
    let components = |names: &[&str]| json!({"order": names, "across": "oldest_first", "future": "next"});
    match product["allocation_strategy"].as_str() {
        Some("PENALTIES_FEES_INTEREST_PRINCIPAL_ORDER") => {
            Ok(json!([{"allocation": components(&["penalty", "fee", "interest", "principal"])}]))
        }
        Some("DUE_PENALTY_FEE_INTEREST_PRINCIPAL_IN_ADVANCE_PRINCIPAL_PENALTY_FEE_INTEREST") => Ok(json!([{
            "allocation": components(&["penalty", "fee", "interest", "principal"]),
            "ahead": components(&["principal", "penalty", "fee", "interest"]),
        }])),
        Some("DUE_PENALTY_INTEREST_PRINCIPAL_FEE_IN_ADVANCE_PENALTY_INTEREST_PRINCIPAL_FEE") => Ok(json!([{
            "allocation": components(&["penalty", "interest", "principal", "fee"]),
            "ahead": components(&["penalty", "interest", "principal", "fee"]),
        }])),
        Some("ADVANCED_PAYMENT_ALLOCATION") => {
            let across = if product["processing"] == "VERTICAL" { "component_first" } else { "oldest_first" };
            let rules = product["allocation_rules"].as_array().ok_or("allocation_rules")?;
            rules.iter().map(|rule| advanced(rule, across)).collect()
        }
        other => Err(format!("strategy {other:?} is not translated")),
    }
}

fn advanced(rule: &Value, across: &str) -> Result<Value, String> {
    let future = match rule["future_installment_rule"].as_str() {
        Some("NEXT_INSTALLMENT") => "next",
        Some("LAST_INSTALLMENT") => "last",
        Some("NEXT_LAST_INSTALLMENT") => "next_last",
        Some("REAMORTIZATION") => "reamortise",
        other => return Err(format!("future rule {other:?} is not translated")),
    };
    let types = match rule["transaction_type"].as_str() {
        Some("DEFAULT") => json!([]),
        Some(name) => json!([name.to_lowercase()]),
        None => return Err("transaction_type".to_owned()),
    };
    let order = rule["order"].as_array().ok_or("order")?.iter().map(|item| {
        let item = text(item).to_lowercase();
        let (timing, component) = item.rsplit_once('_').ok_or("order")?;
        Ok::<_, String>(json!({"timing": timing, "component": component}))
    });
    let order = order.collect::<Result<Vec<_>, _>>()?;
    Ok(json!({"types": types, "allocation": {"order": order, "across": across, "future": future}}))
}

fn percent(value: &Value) -> Result<String, String> {
    let percent = if value.is_null() { Decimal::ZERO } else { decimal(value)? };
    Ok((percent / Decimal::ONE_HUNDRED).normalize().to_string())
}

pub fn installment_fees(fees: &Value) -> Result<Vec<Value>, String> {
    let fees = fees.as_array().into_iter().flatten();
    let translated = fees.map(|fee| {
        let of = match fee["basis"].as_str() {
            Some("FLAT") => return Ok(json!({"of": "flat", "amount": text(&fee["amount"])})),
            Some("PRINCIPAL") => "principal",
            Some("INTEREST") => "interest",
            Some("PRINCIPAL_PLUS_INTEREST") => "both",
            other => return Err(format!("fees of {other:?} are not translated")),
        };
        Ok(json!({"of": of, "share": percent(&fee["percentage"])?}))
    });
    translated.collect()
}
