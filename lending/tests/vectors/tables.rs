//! Tables that carry unrounded amounts (European Commission, spreadsheets).

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::{Outcome, decimal, engine, same, text};

/// The source's credit, as the engine's table.
pub fn table(credit: &Value) -> Result<Value, String> {
    let percent = |value: &Value| Ok::<_, String>((decimal(value)? / Decimal::ONE_HUNDRED).to_string());
    let kind = credit["type"].as_str().unwrap_or("EQUAL_INSTALLMENT");
    let repay = match kind {
        "EQUAL_INSTALLMENT" | "ANNUITY" | "BALLOON" => {
            json!({"kind": "equal_installment", "over": credit["amortization_periods"]})
        }
        "GRADUATED" => json!({"kind": "graduated", "growth": percent(&credit["growth_pct_per_year"])?}),
        "EQUAL_PRINCIPAL" => {
            json!({"kind": "equal_principal", "from_row": credit["principal_from_payment"].as_u64().unwrap_or(1)})
        }
        "INTEREST_ONLY" => json!({"kind": "interest_only"}),
        "FIXED_PRINCIPAL" => json!({"kind": "fixed_principal", "amount": text(&credit["fixed_principal"])}),
        "PCT_OF_BALANCE_PRINCIPAL" => {
            json!({"kind": "share_of_balance", "share": percent(&credit["pct"])?, "minimum": text(&credit["minimum"])})
        }
        "PCT_OF_BALANCE_AND_INTEREST" => {
            json!({"kind": "share_of_debt", "share": percent(&credit["pct"])?, "minimum": text(&credit["minimum"])})
        }
        // A payment of principal and interest together: a share of nothing, but never less than this.
        other if other.starts_with("FIXED") => {
            let fields = credit.as_object().into_iter().flatten();
            let mut amounts = fields.filter(|(name, _)| name.starts_with("fixed"));
            let (_, amount) = amounts.next().ok_or_else(|| format!("type {other} without an amount"))?;
            json!({"kind": "share_of_debt", "share": "0", "minimum": text(amount)})
        }
        other => return Err(format!("type {other} is not translated")),
    };
    let rates = credit["rate_changes"].as_array().into_iter().flatten();
    let rates = rates.map(|c| Ok::<_, String>(json!([c["from_payment"], percent(&c["annual_rate_pct"])?])));
    let per_year = per_year(credit)?;
    let first = match credit["first_period"].as_str() {
        Some(years) => years_of(years)? * Decimal::from(per_year),
        None => Decimal::ONE,
    };
    Ok(json!({
        "principal": text(&credit["principal"]), "annual_rate": percent(&credit["annual_rate_pct"])?,
        "effective": credit["rate_is"] == "EFFECTIVE", "per_year": per_year, "rows": credit["number_of_installments"],
        "first_period": first.round_dp(20).to_string(), "repay": repay, "rates": rates.collect::<Result<Vec<_>, _>>()?,
    }))
}

/// Periods a year.
fn per_year(credit: &Value) -> Result<u32, String> {
    let every = credit["repay_every"].as_u64().unwrap_or(1) as u32;
    match credit["repay_frequency"].as_str() {
        Some("MONTHS") | None if every > 0 && 12 % every == 0 => Ok(12 / every),
        Some("QUARTERS") if every > 0 && 4 % every == 0 => Ok(4 / every),
        Some("YEARS") if every == 1 => Ok(1),
        other => Err(format!("{every} {other:?} is not translated")),
    }
}

/// `1/12 + 3/365`.
pub fn years_of(text: &str) -> Result<Decimal, String> {
    text.split('+').try_fold(Decimal::ZERO, |sum, part| {
        let (num, den) = part.trim().split_once('/').unwrap_or((part.trim(), "1"));
        let read = |n: &str| n.trim().parse::<Decimal>().map_err(|_| format!("{text} is not a fraction"));
        Ok(sum + read(num)? / read(den)?)
    })
}

pub fn check(case: &Value) -> Outcome {
    let ours = engine("table", &table(&case["inputs"])?)?;
    let rows = ours["rows"].as_array().ok_or("no rows")?;
    let expected = &case["expected"];
    for row in expected["rows"].as_array().into_iter().flatten() {
        let n = row["n"].as_u64().ok_or("n")? as usize;
        let mine = rows.get(n - 1).ok_or_else(|| format!("row {n} is missing"))?;
        for part in ["principal", "interest", "balance"] {
            same(&format!("row {n} {part}"), &row[part], &mine[part])?;
        }
    }
    for (field, value) in expected.as_object().into_iter().flatten() {
        let n = match (field.as_str(), field.strip_prefix("payment_")) {
            ("emi", _) => 1,
            ("last_payment", _) => rows.len(),
            ("number_of_installments", _) if value.as_u64() != Some(rows.len() as u64) => {
                return Err(format!("expected {value} rows, got {}", rows.len()));
            }
            (_, Some(n)) => n.parse().map_err(|_| format!("{field} is not translated"))?,
            _ => continue,
        };
        same(field, value, &rows.get(n - 1).ok_or_else(|| format!("row {n} is missing"))?["total"])?;
    }
    Ok(())
}

/// A spreadsheet's payment: the first row's, to the decimals shown.
pub fn payment(case: &Value) -> Outcome {
    let input = &case["inputs"];
    let (rate, per_year) = text(&input["rate"]).split_once('/').map_or_else(
        || Err("a rate without a divisor is not translated".to_owned()),
        |(rate, year)| Ok((rate.to_owned(), year.parse::<u32>().map_err(|e| e.to_string())?)),
    )?;
    let shown = text(&case["expected"]["pmt"]);
    let decimals = shown.split('.').nth(1).map_or(0, str::len);
    let table = json!({
        "principal": text(&input["pv"]), "annual_rate": rate, "per_year": per_year, "rows": input["n"],
        "repay": {"kind": "equal_installment"}, "decimals": decimals,
    });
    let ours = engine("table", &table)?;
    let payment = -decimal(&ours["rows"][0]["total"])?;
    same("payment", &case["expected"]["pmt"], &json!(payment.to_string()))
}
