//! A good input for each command, rich in fields: what is changed at random starts from one of these.

use serde_json::{Value, json};

pub fn terms() -> Value {
    json!({
        "currency": "CNY", "principal": "120000.00", "annual_rate": "0.0435", "method": "equal_installment",
        "installments": 12, "every": 1, "unit": "month", "disbursed_on": "2026-01-15", "first_due_on": "2026-02-15",
        "due_day": 15, "periods": null, "interest": "by_period", "day_count": "30/360", "rounding": "half_even",
        "installment_multiple": null, "level_by": "formula", "down_payment": null, "tranches": [],
        "grace": {"principal": 0, "interest": 0, "interest_free": 0}, "fixed_installment": null,
        "business_day": "following", "calendar": {"exceptions": {"2026-02-15": true}, "known_through": 2026},
        "fees": [{"name": "service", "kind": "flat", "value": "5", "when": "each_installment"}],
        "penalty": {"kind": "multiplier", "value": "1.5", "base": "principal", "grace_days": 3},
        "late_fee": {"kind": "percent_of_overdue", "value": "0.02", "minimum": "5", "after_days": 4},
        "prepayment": {"default": "reduce_term", "fee": {"share": "0.01"}},
    })
}

fn events() -> Value {
    json!([
        {"id": "p1", "on": "2026-02-15", "kind": "payment", "amount": "10237.19"},
        {"id": "x1", "on": "2026-03-20", "kind": "prepayment", "amount": "20000", "then": "reduce_installment"},
        {"id": "r1", "on": "2026-03-25", "kind": "rate_change", "annual_rate": "0.05"},
        {"id": "c1", "on": "2026-03-26", "kind": "charge", "name": "letter", "amount": "12"},
        {"id": "h1", "on": "2026-04-01", "kind": "hold", "from": "2026-04-01", "to": "2026-05-01", "what": "penalty"},
        {"id": "m1", "on": "2026-04-02", "kind": "modification",
            "change": {"kind": "extension", "extra_installments": 3}},
        {"id": "v1", "on": "2026-05-02", "kind": "reversal", "of": "p1"},
        {"id": "w1", "on": "2026-05-03", "kind": "waiver", "component": "penalty"},
    ])
}

fn change() -> Value {
    json!({"kind": "restructuring", "extra_installments": 2, "holiday": 1, "interest_only": 1,
        "annual_rate": "0.04", "arrears": "capitalise", "waive": {"penalty": "0.5"}})
}

/// A loan of another core.
fn of_a_core() -> Value {
    let goodwill: Vec<Value> = ["past_due", "due", "in_advance"]
        .into_iter()
        .flat_map(|timing| {
            ["interest", "principal", "fee", "penalty"].map(|c| json!({"timing": timing, "component": c}))
        })
        .collect();
    json!({
        "profile": "fineract", "currency": "EUR", "principal": "1200.00", "annual_rate": "0.0799",
        "method": "equal_installment", "installments": 12, "every": 1, "unit": "month", "down_payment": "0.25",
        "disbursed_on": "2026-01-15", "first_due_on": "2026-02-15", "day_count": "30/360", "interest": "by_day",
        "tranches": [{"on": "2026-03-20", "principal": "250.00"}], "installment_multiple": null,
        "fees": [{"name": "service", "kind": "percent_of_interest", "value": "0.05", "when": "each_installment"}],
        "conventions": {"recalculates": true, "rest": "period", "payoff_until": "rest_date", "rules": [
            {"types": ["goodwill_credit"], "allocation": {"future": "last", "order": goodwill}}]},
    })
}

fn its_events() -> Value {
    json!([
        {"id": "p1", "on": "2026-02-15", "kind": "payment", "amount": "404.14"},
        {"id": "x1", "on": "2026-03-20", "kind": "prepayment", "amount": "200"},
        {"id": "r1", "on": "2026-03-25", "kind": "rate_change", "annual_rate": "0.05"},
        {"id": "c1", "on": "2026-03-26", "kind": "charge", "name": "letter", "amount": "12"},
        {"id": "h1", "on": "2026-04-01", "kind": "hold", "from": "2026-04-01", "to": "2026-05-01", "what": "interest"},
        {"id": "g1", "on": "2026-04-02", "kind": "credit", "amount": "7.77"},
        {"id": "m1", "on": "2026-04-03", "kind": "modification",
            "change": {"kind": "extension", "extra_installments": 3}},
        {"id": "d1", "on": "2026-05-01", "kind": "modification", "change": {"kind": "due_date", "due_day": 20}},
        {"id": "v1", "on": "2026-05-02", "kind": "reversal", "of": "x1"},
        {"id": "b1", "on": "2026-05-03", "kind": "refund", "amount": "1.00"},
    ])
}

/// The same for a loan of another core; null for a command that knows no loan.
pub fn of_another_core(command: &str) -> Value {
    let mut input = good(command);
    let loan = if command == "policy" { &mut input["loan"] } else { &mut input };
    if loan.get("terms").is_none() {
        return Value::Null;
    }
    loan["terms"] = of_a_core();
    if loan.get("events").is_some() {
        loan["events"] = its_events();
    }
    if input.get("change").is_some() {
        input["change"] = json!({"kind": "restructuring", "extra_installments": 2, "annual_rate": "0.04"});
    }
    input
}

/// Null for a command that has no input here.
pub fn good(command: &str) -> Value {
    let (terms, events) = (terms(), events());
    match command {
        "schedule" => json!({"terms": terms}),
        "replay" => json!({"terms": terms, "events": events, "as_of": "2026-06-20"}),
        "modify" => json!({"terms": terms, "events": events, "on": "2026-06-20", "change": change()}),
        "payoff" => json!({"terms": terms, "events": events, "on": "2026-06-20"}),
        "explain" => json!({"terms": terms, "events": events, "as_of": "2026-06-20", "figure": "interest", "n": 7}),
        "policy" => json!({"policy": {}, "loan": {"terms": terms, "events": events}, "change": change(),
            "on": "2026-06-20"}),
        "days" => json!({"day_count": "ACT/ACT-ICMA", "from": "2026-01-15", "to": "2027-03-31",
            "maturity": "2030-01-01", "reference": {"from": "2026-01-15", "to": "2026-07-15", "per_year": 2}}),
        "apr" => json!({"convention": "irr", "flows": [{"on": "2026-01-01", "amount": "-1000"},
            {"on": "2026-07-01", "amount": "500"}, {"on": "2027-01-01", "amount": "560"}]}),
        "allocate" => json!({"due": [{"n": 1, "due_on": "2026-02-15", "penalty": "1", "interest": "435",
            "principal": "9802.19"}, {"n": 2, "due_on": "2026-03-15", "fee": "5", "interest": "399.47"}],
            "amount": "10500", "on": "2026-02-20"}),
        "statement" => crate::sample::input(),
        "table" => json!({"annual_rate": "0.08", "decimals": 6, "per_year": 12, "principal": "15000",
            "repay": {"kind": "equal_installment"}, "rows": 60}),
        "simple" => json!({"currency": "GBP", "daily_rate": "0.008", "disbursed_on": "2023-11-28",
            "on": "2024-03-19", "principal": "250.00", "rounding": "down",
            "payments": [{"amount": "100.53", "on": "2023-12-22"}, {"amount": "100.53", "on": "2024-01-22"}]}),
        "fineract" => json!({"annual_rate": "0.04", "by_period": false, "changes": [], "currency": "EUR",
            "days_in_month": 30, "days_in_year": 360, "digits": 19, "every": 1, "generator": "progressive",
            "disbursements": [{"amount": "100", "on": "2024-01-01"}], "installments": 2, "overdue_until": null,
            "grace": {"interest": 0, "interest_free": 0, "principal": 0}, "installment_multiple": null,
            "partial_period_interest": false, "rate_over_term": true, "repayment": "equal_installment",
            "periods": [{"from": "2024-01-01", "due": "2024-02-01"}, {"from": "2024-02-01", "due": "2024-03-01"}],
            "unit": "month", "year_split": {"at": "dec31", "leap": "always"}}),
        "fineract_charges" => json!({"of": "principal_and_interest", "run_on": "2020-09-02", "share": "0.01",
            "wait_days": 0, "installments": [{"due_on": "2020-04-02", "interest": "300.00", "principal": "3639.36"}]}),
        "fineract_life" => json!({
            "events": [{"kind": "business_date", "on": "2023-07-07"},
                {"kind": "disbursement", "amount": "370.55", "on": "2023-07-07"},
                {"kind": "business_date", "on": "2023-07-12"}, {"kind": "close_of_business"}],
            "product": {"annual_rate": "0", "arrears_grace_days": 0, "by_period": true, "currency": "EUR",
                "days_in_month": null, "days_in_year": null, "down_payment_paid": false, "every": 30, "flat": false,
                "generator": "cumulative", "installment_fees": [], "installment_multiple": "1", "installments": 1,
                "no_interest_on_past_due": false, "partial_period_interest": true, "payoff_until": "payment",
                "ranges": [], "recalculates": false, "rest": "daily", "unit": "day", "year_split": {"at": "dec31"},
                "rules": [{"allocation": {"across": "oldest_first", "future": "next",
                    "order": ["penalty", "fee", "interest", "principal"]}}]}}),
        _ => Value::Null,
    }
}
