//! What holds for every loan holds for one of another core: nothing is lost, split twice or told in two ways.

#[path = "../loan/mod.rs"]
mod loan;

use chrono::{Days, NaiveDate};
use lending::event::Event;
use lending::explain::{Figure, explain};
use lending::modification::{Change, compare};
use lending::prepayment::payoff;
use lending::replay::{LoanStatus, State, replay};
use lending::statement_of_account::draw_up;
use lending::terms::Terms;
use proptest::prelude::*;
use rust_decimal::Decimal;
use serde_json::{Value, json};

fn start() -> NaiveDate {
    loan::day("2026-01-15")
}

fn later(days: u64) -> NaiveDate {
    start().checked_add_days(Days::new(days)).expect("a date in a test")
}

/// Orders with timings.
fn any_allocation() -> impl Strategy<Value = Value> {
    let orders = Just(vec!["penalty", "fee", "principal", "interest"]).prop_shuffle();
    prop::collection::vec(orders, 3).prop_map(|orders| {
        let order: Vec<Value> = ["past_due", "due", "in_advance"]
            .into_iter()
            .zip(orders)
            .flat_map(|(timing, order)| order.into_iter().map(move |c| json!({"timing": timing, "component": c})))
            .collect();
        json!({"order": order, "across": "oldest_first", "future": "next"})
    })
}

prop_compose! {
    fn any_terms()(
        principal in 1_000_i64..500_000_000,
        rate in prop_oneof![Just(0_i64), 1_i64..400_000],
        kind in 0_usize..3,
        installments in 1_u32..20,
        unit in prop_oneof![Just("month"), Just("month"), Just("week")],
        odd_first in prop_oneof![Just(None), Just(None), (20_u64..60).prop_map(Some)],
        recalculates in any::<bool>(),
        (rest, until) in (prop_oneof![Just("daily"), Just("period")], prop_oneof![Just("payment"), Just("rest_date")]),
        day_count in prop::sample::select(vec!["30/360", "ACT/360", "ACT/365F", "ACT/actual-year"]),
        by_period in any::<bool>(),
        down_payment in any::<bool>(),
        fee in any::<bool>(),
        tranche in prop_oneof![Just(None), Just(None), (1_u64..200).prop_map(Some)],
        allocation in prop_oneof![Just(None), any_allocation().prop_map(Some)],
    ) -> Value {
        let progressive = kind > 0;
        let flat = kind == 2;
        let mut terms = json!({
            "profile": if progressive { "fineract" } else { "fineract_cumulative" },
            "principal": Decimal::new(principal, 2).to_string(), "annual_rate": Decimal::new(rate, 6).to_string(),
            "method": if flat { "flat" } else { "equal_installment" },
            "installments": installments, "unit": unit, "disbursed_on": start(), "day_count": day_count,
            "interest": if by_period || !progressive || flat { "by_period" } else { "by_day" },
            "first_due_on": if unit == "month" { later(31) } else { later(7) },
            "conventions": {"recalculates": recalculates && kind == 1, "rest": rest, "payoff_until": until},
        });
        if let (Some(days), true) = (odd_first, progressive && !flat) {
            terms["first_due_on"] = json!(later(days));
        }
        if let (Some(allocation), true) = (allocation, progressive) {
            terms["allocation"] = allocation;
        }
        if down_payment {
            terms["down_payment"] = json!("0.25");
        }
        if fee {
            terms["fees"] = json!([
                {"name": "service", "kind": "flat", "value": "5.00", "when": "each_installment"},
                {"name": "share", "kind": "percent_of_installment", "value": "0.01", "when": "each_installment"},
            ]);
        }
        if let (Some(days), true) = (tranche, installments > 2) {
            terms["tranches"] = json!([{"on": later(days % 14 + 1), "principal": "250.00"}]);
        }
        terms
    }
}

/// Payments, charges, refunds and reversals, in the order they are heard of.
fn any_events() -> impl Strategy<Value = Vec<Value>> {
    let one = (0_usize..8, 0_u64..500, 1_i64..90_000_000).prop_map(|(kind, days, minor)| {
        let amount = Decimal::new(minor, 2).to_string();
        match kind {
            0 => json!({"on": later(days), "kind": "charge", "name": "visit", "amount": "12.34"}),
            1 => json!({"on": later(days), "kind": "credit", "amount": amount}),
            2 => json!({"on": later(days), "kind": "prepayment", "amount": amount}),
            3 => json!({"on": later(days), "kind": "refund", "amount": "3.21"}),
            _ => json!({"on": later(days), "kind": "payment", "amount": amount}),
        }
    });
    (prop::collection::vec(one, 0..8), prop::collection::vec(any::<bool>(), 8)).prop_map(|(mut events, back)| {
        for (k, event) in events.iter_mut().enumerate() {
            event["id"] = json!(format!("e{k}"));
        }
        let reversals: Vec<Value> = events
            .iter()
            .zip(back)
            .filter(|(event, back)| *back && event["kind"] != "charge")
            .map(|(event, _)| json!({"id": format!("back-{}", event["id"]), "on": event["on"], "kind": "reversal", "of": event["id"]}))
            .take(2)
            .collect();
        events.extend(reversals);
        for (k, event) in events.iter_mut().enumerate() {
            event["seq"] = json!(k + 1);
        }
        events
    })
}

/// New rates, pauses, more installments, other due dates.
fn any_changes() -> impl Strategy<Value = Vec<Value>> {
    let one = (0_usize..5, 0_u64..400, 1_u32..28, 0_i64..300_000).prop_map(|(kind, days, n, rate)| {
        let on = later(days);
        let rate = Decimal::new(rate, 6).to_string();
        match kind {
            0 => json!({"on": on, "kind": "rate_change", "annual_rate": rate}),
            1 => json!({"on": on, "kind": "hold", "what": "interest", "from": on, "to": later(days + u64::from(n))}),
            2 => {
                json!({"on": on, "kind": "modification", "change": {"kind": "extension", "extra_installments": n % 5}})
            }
            3 => json!({"on": on, "kind": "modification", "change": {"kind": "restructuring", "annual_rate": rate,
                "extra_installments": n % 3}}),
            _ => json!({"on": on, "kind": "modification", "change": {"kind": "due_date", "due_day": n}}),
        }
    });
    prop::collection::vec(one, 1..4).prop_map(|mut changes| {
        for (k, change) in changes.iter_mut().enumerate() {
            (change["id"], change["seq"]) = (json!(format!("c{k}")), json!(k + 100));
        }
        changes
    })
}

fn read(terms: &Terms, events: &[Value]) -> Vec<Event> {
    events.iter().map(|e| Event::parse(e, terms.currency()).expect("an event in a test")).collect()
}

/// All that is asked for, and all that was paid, says the same as the sums.
fn adds_up(state: &State) {
    loan::books_hold(state);
    for row in &state.rows {
        let asked = row.total.amount() + row.penalty.amount();
        assert_eq!(asked, row.paid.total.amount() + row.remaining.total.amount(), "row {}", row.n);
        assert!(!row.remaining.total.is_negative());
    }
    for payment in state.payments.iter().filter(|p| !p.reversed && p.amount.is_positive() && p.parts.len() > 1) {
        let parts: Decimal = payment
            .parts
            .iter()
            .map(|p| p.principal.amount() + p.interest.amount() + p.fee.amount() + p.penalty.amount())
            .sum();
        assert!(parts <= payment.amount.amount(), "{payment:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn nothing_is_lost_and_all_is_told_alike(terms in any_terms(), events in any_events(), days in 0_u64..600) {
        let exact = terms["conventions"]["payoff_until"] == "payment" && terms["allocation"].is_null();
        let terms = Terms::read(terms).expect("terms");
        let again: Terms = serde_json::from_str(&serde_json::to_string(&terms).expect("JSON")).expect("terms");
        prop_assert_eq!(&again, &terms);
        let events = read(&terms, &events);
        let on = later(days);
        let state = replay(&terms, &events, on).expect("a state");
        adds_up(&state);

        // Whatever order they come in; and what was taken back never was.
        let mut turned = events.clone();
        turned.reverse();
        prop_assert_eq!(&replay(&terms, &turned, on).expect("a state"), &state);
        let taken_back: Vec<&str> = state.payments.iter().filter(|p| p.reversed).map(|p| p.event_id.as_str()).collect();
        let without: Vec<Event> = events.iter().filter(|e| {
            !taken_back.contains(&e.id.as_str()) && !matches!(e.kind, lending::event::EventKind::Reversal { .. })
        }).cloned().collect();
        let bare = replay(&terms, &without, on).expect("a state");
        prop_assert_eq!(&bare.rows, &state.rows);
        prop_assert_eq!(bare.outstanding, state.outstanding);

        // Figures are explained as what they are.
        for (figure, value) in [
            (Figure::Outstanding, state.outstanding.total),
            (Figure::Principal, state.outstanding.principal),
            (Figure::Interest, state.outstanding.interest),
            (Figure::Overdue, state.overdue.total),
            (Figure::DueNow, state.due_now),
        ] {
            let told = explain(&terms, &events, on, figure, None).expect("an explanation");
            prop_assert_eq!(told.value.text(), value.to_string(), "{:?}", figure);
            prop_assert_eq!(told.evaluate().expect("a figure"), told.value.text());
        }
        for row in state.rows.iter().take(3) {
            let told = explain(&terms, &events, on, Figure::Installment, Some(row.n)).expect("an explanation");
            prop_assert_eq!(told.value.text(), row.total.to_string());
            prop_assert_eq!(told.evaluate().expect("a figure"), told.value.text());
        }

        // The statement of account ends where the loan stands.
        let statement = draw_up(&terms, &events, start(), on).expect("a statement");
        prop_assert_eq!(
            statement.opening.balance.amount() + statement.debits.amount() - statement.credits.amount(),
            statement.closing.balance.amount()
        );
        prop_assert_eq!(statement.closing.principal, state.outstanding.principal);

        // What settles it settles it.
        if let Ok(quote) = payoff(&terms, &events, on) {
            let told = explain(&terms, &events, on, Figure::Payoff, None).expect("an explanation");
            prop_assert_eq!(told.value.text(), quote.total.to_string());
            prop_assert_eq!(told.evaluate().expect("a figure"), told.value.text());
            if quote.total.is_positive() {
                let mut with = events.clone();
                let paid = json!({"id": "last", "on": on, "kind": "prepayment", "amount": quote.total.to_string(), "seq": 999});
                with.push(Event::parse(&paid, terms.currency()).expect("an event"));
                let settled = replay(&terms, &with, on).expect("a state");
                adds_up(&settled);
                prop_assert_eq!(settled.status, LoanStatus::Settled);
                prop_assert!(settled.outstanding.total.is_zero());
                // Nothing is left over but where the core asks for interest to a later day, or spreads money otherwise.
                if exact {
                    prop_assert!(settled.credit_balance.is_zero(), "{} is left", settled.credit_balance);
                }
            }
        }

        // A change is what its preview said it would be.
        let change = Change::extend(2);
        if let Ok(shown) = compare(&terms, &events, on, &change) {
            let mut with = events.clone();
            let agreed = json!({"id": "change", "on": on, "kind": "modification", "seq": 999,
                "change": {"kind": "extension", "extra_installments": 2}});
            with.push(Event::parse(&agreed, terms.currency()).expect("an event"));
            let after = replay(&terms, &with, on).expect("a state");
            let rows: Vec<_> = after.rows.iter().map(lending::replay::StateRow::row).collect();
            prop_assert_eq!(&shown.after.rows, &rows);
            let principal: Decimal = rows.iter().map(|r| r.principal.amount()).sum();
            prop_assert_eq!(principal, shown.before.rows.iter().map(|r| r.principal.amount()).sum::<Decimal>());
        }
    }

    /// A change is refused by name, or the loan adds up with it.
    #[test]
    fn changes_are_refused_or_add_up(
        terms in any_terms(), events in any_events(), changes in any_changes(), days in 0_u64..600
    ) {
        let terms = Terms::read(terms).expect("terms");
        let events = read(&terms, &[events, changes].concat());
        let on = later(days);
        match replay(&terms, &events, on) {
            Ok(state) => {
                adds_up(&state);
                let lent: Decimal = state.rows.iter().map(|r| r.principal.amount()).sum();
                let paid_out = state.outstanding.principal.amount() + state.paid_so_far.principal.amount();
                prop_assert_eq!(lent, paid_out);
                let statement = draw_up(&terms, &events, start(), on).expect("a statement");
                prop_assert_eq!(statement.closing.principal, state.outstanding.principal);
            }
            Err(error) => prop_assert!(error.field().is_some(), "{}", error),
        }
    }
}
