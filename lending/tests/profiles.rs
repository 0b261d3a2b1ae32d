//! Other systems' conventions, as their rooms answer them.

use proptest::prelude::*;
use rust_decimal::Decimal;
use serde_json::{Value, json};

fn run(command: &str, input: &Value) -> Value {
    serde_json::from_str(&lending::wire::run(command, &input.to_string())).expect("an answer")
}

/// 100.00 at 7 % over six months, split into principal before interest.
fn loan(events: &Value) -> Value {
    let order = ["past_due", "due", "in_advance"]
        .map(|timing| ["penalty", "fee", "principal", "interest"].map(|c| json!({"timing": timing, "component": c})));
    let order: Vec<&Value> = order.iter().flatten().collect();
    let product = json!({
        "currency": "EUR", "generator": "progressive", "annual_rate": "0.07", "installments": 6, "every": 1,
        "unit": "month", "days_in_month": 30, "days_in_year": 360, "recalculates": true,
        "rules": [{"allocation": {"order": order, "across": "oldest_first", "future": "next"}}],
    });
    let paid_out = json!({"kind": "disbursement", "on": "2024-01-01", "amount": "100.00"});
    let first = [json!({"kind": "business_date", "on": "2024-01-01"}), paid_out];
    let all: Vec<&Value> = first.iter().chain(events.as_array().expect("events")).collect();
    run("fineract_life", &json!({"product": product, "events": all}))
}

fn column(life: &Value, name: &str) -> Vec<String> {
    let rows = life["rows"].as_array().unwrap_or_else(|| panic!("{life}"));
    rows.iter().map(|r| r[name].as_str().unwrap_or_default().to_owned()).collect()
}

#[test]
fn nineteen_digits_miss_a_tie_that_fractions_meet() {
    let periods = json!([{"from": "2024-06-01", "due": "2024-07-01"}, {"from": "2024-07-01", "due": "2024-08-01"},
        {"from": "2024-08-01", "due": "2024-09-01"}]);
    let product = json!({"generator": "progressive", "repayment": "equal_installment", "annual_rate": "0.07",
        "disbursements": [{"on": "2024-06-01", "amount": "750.00"}], "installments": 3, "every": 1, "unit": "month",
        "periods": periods, "days_in_month": 30, "days_in_year": 360});
    assert_eq!(run("fineract", &product)["rows"][0]["interest"], "4.37");
}

/// 1,000 flat at 12 % in three months with a quarter paid down: interest on the gross amount is 10 a month, principal
/// 250; the fees are 5 and 1 % of both.
#[test]
fn every_installment_has_its_fees_and_a_down_payment_has_none() {
    let product = json!({"generator": "cumulative", "repayment": "flat", "annual_rate": "0.12", "by_period": true,
        "disbursements": [{"on": "2024-01-01", "amount": "1000"}], "installments": 3, "every": 1, "unit": "month",
        "down_payment": "0.25",
        "installment_fees": [{"of": "flat", "amount": "5"}, {"of": "both", "share": "0.01"}]});
    let schedule = run("fineract", &product);
    assert_eq!(column(&schedule, "fee"), ["0.00", "7.60", "7.60", "7.60"]);
    assert_eq!(column(&schedule, "total"), ["250.00", "267.60", "267.60", "267.60"]);
}

#[test]
fn overdue_principal_bears_interest_until_the_last_run() {
    let events = json!([{"kind": "business_date", "on": "2024-02-15"}, {"kind": "close_of_business"}]);
    let life = loan(&events);
    assert_eq!(column(&life, "interest"), ["0.58", "0.53", "0.39", "0.29", "0.20", "0.10"]);
    assert_eq!(column(&life, "total")[5], "17.04", "the last one takes it up");
    let calendar_only = loan(&json!([{"kind": "business_date", "on": "2024-02-15"}]));
    assert_eq!(column(&calendar_only, "interest")[1], "0.49", "the calendar alone changes nothing");
}

#[test]
fn an_early_payoff_owes_interest_to_its_day() {
    let events = json!([{"kind": "business_date", "on": "2024-02-15"},
        {"kind": "payment", "type": "repayment", "on": "2024-02-15"}]);
    let life = loan(&events);
    assert_eq!(life["payments"][0]["amount"], "100.86");
    assert!(column(&life, "outstanding").iter().all(|open| open == "0.00"));
}

#[test]
fn a_pause_keeps_the_installment_and_shrinks_the_last() {
    let events = json!([{"kind": "interest_pause", "start": "2024-02-05", "end": "2024-02-10"}]);
    let life = loan(&events);
    assert_eq!(column(&life, "interest"), ["0.58", "0.39", "0.39", "0.29", "0.20", "0.10"]);
    assert_eq!(column(&life, "total"), ["17.01", "17.01", "17.01", "17.01", "17.01", "16.90"]);
}

#[test]
fn what_no_convention_is_known_for_is_refused() {
    let events = json!([{"kind": "business_date", "on": "2024-02-15"},
        {"kind": "re_age", "from": "2024-03-01", "count": 6, "every": 1, "unit": "month"}]);
    let message = loan(&events)["error"]["message"].to_string();
    assert!(message.contains("re_age of a loan with such interest"), "{message}");
    let empty = json!([{"kind": "payment", "type": "repayment", "on": "2023-01-01", "amount": "1.00"}]);
    assert!(loan(&empty)["rows"].is_array() || loan(&empty)["error"].is_object());
}

#[test]
fn a_charge_that_rounds_to_nothing_is_not_booked() {
    let asked = |share: &str| {
        json!({"share": share, "of": "principal", "run_on": "2023-01-09", "every_days": 1,
            "installments": [{"due_on": "2023-01-05", "principal": "1666.67"}]})
    };
    let booked = run("fineract_charges", &asked("0.01"));
    let booked: Vec<&Value> = booked["charges"].as_array().expect("charges").iter().map(|c| &c["amount"]).collect();
    assert_eq!(booked, ["16.67"; 4]);
    assert_eq!(run("fineract_charges", &asked("0.000000001"))["charges"], json!([]));
}

/// A day of 2024, or of the year after.
fn any_day() -> impl Strategy<Value = String> {
    (0_u32..600).prop_map(|days| {
        let start = chrono::NaiveDate::from_ymd_opt(2024, 1, 1).expect("a day");
        start.checked_add_days(chrono::Days::new(days.into())).expect("a day").to_string()
    })
}

fn any_event() -> impl Strategy<Value = Value> {
    let kinds = (0_u32..14, any_day(), any_day(), 1_i64..20_000, 0_u32..9);
    kinds.prop_map(|(kind, on, other, cents, count)| {
        let amount = rust_decimal::Decimal::new(cents, 2).to_string();
        let rate = rust_decimal::Decimal::new(count.into(), 1).to_string();
        let (start, end) = if on <= other { (&on, &other) } else { (&other, &on) };
        match kind {
            0 => json!({"kind": "disbursement", "on": on, "amount": amount}),
            1..=4 => json!({"kind": "payment", "type": "repayment", "on": on, "amount": amount}),
            5 => json!({"kind": "payment", "type": "goodwill_credit", "on": on}),
            6 => json!({"kind": "rate_change", "from": on, "annual_rate": rate}),
            7 => json!({"kind": "interest_pause", "start": start, "end": end}),
            8 => json!({"kind": "move_due_date", "from": on, "to": other}),
            9 => json!({"kind": "extra_installments", "from": on, "count": count}),
            10 => json!({"kind": "principal_grace", "from": on, "count": count}),
            11 => json!({"kind": "charge", "due_on": on, "amount": amount, "penalty": count > 4}),
            12 => json!({"kind": "re_age", "from": on, "count": count, "every": 1, "unit": "month"}),
            _ => json!({"kind": "business_date", "on": on}),
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Whatever happens to a loan, there is an answer: its rows, with nothing paid beyond what they ask for, or a reason.
    #[test]
    fn any_history_has_an_answer(events in prop::collection::vec(any_event(), 0..12)) {
        let life = loan(&json!(events));
        prop_assert!(life["error"].is_object() || life["rows"].is_array(), "{}", life);
        for open in life["rows"].as_array().into_iter().flatten().map(|r| r["outstanding"].as_str().unwrap_or("-")) {
            prop_assert!(!open.starts_with('-'), "{}", life);
        }
    }
}

/// An older loan of 100.00 in two installments of 50.00: a charge that is booked after a payment of its day is paid by it.
#[test]
fn older_strategies_split_a_payment_anew_when_a_charge_comes() {
    let order = ["penalty", "fee", "interest", "principal"];
    let product = json!({"currency": "EUR", "generator": "cumulative", "annual_rate": "0", "installments": 2, "every": 1,
        "unit": "month", "by_period": true, "rules": [{"allocation": {"order": order}}]});
    let life = |more: &[Value]| {
        let first = [
            json!({"kind": "business_date", "on": "2024-01-01"}),
            json!({"kind": "disbursement", "on": "2024-01-01", "amount": "100.00"}),
            json!({"kind": "business_date", "on": "2024-02-01"}),
            json!({"kind": "payment", "type": "repayment", "on": "2024-02-01", "amount": "50.00"}),
        ];
        let events = [first.as_slice(), more].concat();
        run("fineract_life", &json!({"product": product, "events": events}))
    };
    let fee = json!({"kind": "charge", "due_on": "2024-02-01", "amount": "4.00", "penalty": false});
    assert_eq!(life(&[])["payments"][0]["principal"], "50.00");
    let charged = life(&[fee]);
    assert_eq!(
        (&charged["payments"][0]["fee"], &charged["payments"][0]["principal"]),
        (&json!("4.00"), &json!("46.00"))
    );
    assert_eq!(column(&charged, "outstanding"), ["4.00", "50.00"]);
}

/// Paid 110.00 of 100.00: the 10.00 over pay what a new tranche asks for, and the payment keeps its split.
#[test]
fn a_tranche_uses_what_was_paid_too_much() {
    let life = loan(&json!([{"kind": "business_date", "on": "2024-01-01"},
        {"kind": "payment", "type": "repayment", "on": "2024-01-01", "amount": "110.00"},
        {"kind": "disbursement", "on": "2024-01-01", "amount": "60.00"}]));
    assert_eq!(life["payments"].as_array().map(Vec::len), Some(1));
    assert_eq!(life["payments"][0]["principal"], "100.00");
    assert_eq!(life["overpaid"], "0.00");
    let paid = column(&life, "paid").iter().map(|paid| paid.parse::<Decimal>().expect("an amount")).sum::<Decimal>();
    assert_eq!(paid, Decimal::from(110));
}
