//! Level payments repriced or prepaid, as banks and web pages print them: amounts carried unrounded, rounded half up
//! where they are shown.

use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::{Value, json};

use super::{Outcome, decimal, engine, same, tables, text};

/// Decimals that stand for "unrounded".
const UNROUNDED: u32 = 10;

fn shown(value: Decimal) -> Value {
    json!(value.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero).to_string())
}

fn rows(table: &Value) -> Result<Vec<Value>, String> {
    engine("table", table)?["rows"].as_array().cloned().ok_or_else(|| "no rows".to_owned())
}

/// A new rate: what is left is levelled over the payments still to come.
pub fn repriced(case: &Value) -> Outcome {
    let (input, expected) = (&case["inputs"], &case["expected"]);
    let mut table = tables::table(input)?;
    table["decimals"] = json!(UNROUNDED);
    let rows = rows(&table)?;
    let row = |n: &Value| {
        let n = n.as_u64().ok_or("a row's number")? as usize;
        rows.get(n.saturating_sub(1)).ok_or_else(|| format!("row {n} is missing"))
    };
    let amounts = expected["instalments"].as_array().ok_or("instalments")?;
    for amount in amounts {
        let ours = decimal(&row(&amount["from_payment"])?["total"])?;
        same(&format!("payment {}", amount["from_payment"]), &amount["amount"], &shown(ours))?;
    }
    for balance in expected["balances"].as_array().into_iter().flatten() {
        let ours = decimal(&row(&balance["after_payment"])?["balance"])?;
        same(&format!("balance after {}", balance["after_payment"]), &balance["balance"], &shown(ours))?;
    }
    if let (false, [.., before, after]) = (expected["reduction"].is_null(), amounts.as_slice()) {
        let difference = decimal(&before["amount"])? - decimal(&after["amount"])?;
        same("reduction", &expected["reduction"], &shown(difference))?;
    }
    Ok(())
}

/// A part prepaid, or all of it, after some payments.
pub fn prepaid(case: &Value) -> Outcome {
    let (input, expected) = (&case["inputs"], &case["expected"]);
    let made = input["payments_made"].as_u64().ok_or("payments_made")? as usize;
    let rows = if input["payment_rounded"] == true {
        rounded(input)?
    } else {
        unrounded(input, "principal", "number_of_installments")?
    };
    let part = |n: usize, name: &str| {
        if n == 0 && name == "balance" {
            return decimal(&input["principal"]);
        }
        let row = n.checked_sub(1).and_then(|k| rows.get(k)).ok_or_else(|| format!("row {n} is missing"))?;
        decimal(&row[name])
    };
    let (payment, balance) = (part(1, "total")?, part(made, "balance")?);
    let count = Decimal::from(rows.len());
    let mut figures = vec![
        ("emi", payment),
        ("balance", balance),
        ("total_payment_original", payment * count),
        ("total_interest_original", payment * count - decimal(&input["principal"])?),
    ];
    if let Some(settled) = input["settle_at_payment"].as_u64() {
        let settled = settled as usize;
        let settlement = part(settled - 1, "balance")? + part(settled, "interest")?;
        let to_come = Decimal::from(rows.len() + 1 - settled) * payment;
        figures.push(("settlement", settlement));
        figures.push(("balance_after_that_payment", part(settled, "balance")?));
        figures.push(("interest_saved", to_come - settlement));
    }
    if !input["prepay_amount"].is_null() {
        if input["new_number_of_installments"].is_null() {
            return Err("a prepayment that keeps the payment is not translated".to_owned());
        }
        let mut rest = input.clone();
        let left = balance - decimal(&input["prepay_amount"])?;
        rest["left"] =
            if input["balance_used"].is_null() { json!(left.to_string()) } else { input["balance_used"].clone() };
        let new = unrounded(&rest, "left", "new_number_of_installments")?;
        let payment = decimal(&new[0]["total"])?;
        let all = payment * Decimal::from(new.len());
        figures.push(("new_balance", left));
        figures.push(("new_emi", payment));
        figures.push(("new_total_payment", all));
        figures.push(("new_total_interest", all - decimal(&rest["left"])?));
    }
    let known = |name: &str| figures.iter().find(|(figure, _)| *figure == name);
    for (name, value) in expected.as_object().ok_or("expected")? {
        let (_, ours) = known(name).ok_or_else(|| format!("{name} is not translated"))?;
        same(name, value, &shown(*ours))?;
    }
    Ok(())
}

fn unrounded(input: &Value, principal: &str, count: &str) -> Result<Vec<Value>, String> {
    let mut table = tables::table(input)?;
    table["decimals"] = json!(UNROUNDED);
    table["principal"] = json!(text(&input[principal]));
    table["rows"] = input[count].clone();
    rows(&table)
}

/// The standard engine's rows: every payment and its interest rounded.
fn rounded(input: &Value) -> Result<Vec<Value>, String> {
    let rate = (decimal(&input["annual_rate_pct"])? / Decimal::ONE_HUNDRED).normalize().to_string();
    let terms = json!({"principal": text(&input["principal"]), "annual_rate": rate, "method": "equal_installment",
        "installments": input["number_of_installments"], "disbursed_on": "2026-01-01", "first_due_on": "2026-02-01",
        "rounding": "half_up"});
    engine("schedule", &json!({"terms": terms}))?["rows"].as_array().cloned().ok_or_else(|| "no rows".to_owned())
}
