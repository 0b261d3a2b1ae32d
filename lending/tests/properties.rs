//! What holds for every loan, tried on random ones. `PROPTEST_CASES` widens the search.

mod loan;

use chrono::{Days, NaiveDate};
use lending::event::{Event, EventKind, Hold};
use lending::explain::{Figure, explain};
use lending::modification::{Change, compare};
use lending::money::{AnnualRate, Currency, Money};
use lending::prepayment::payoff;
use lending::replay::{LoanStatus, PaymentKind, State, replay};
use lending::schedule;
use lending::statement_of_account::{Line, What, draw_up};
use lending::terms::{Component, Terms, Then};
use proptest::prelude::*;
use rust_decimal::Decimal;
use serde_json::{Value, json};

const METHODS: [&str; 5] = ["equal_installment", "equal_principal", "interest_only", "bullet", "flat"];
const ROUNDINGS: [&str; 5] = ["half_even", "half_up", "half_down", "up", "down"];
const DAY_COUNTS: [&str; 4] = ["30/360", "ACT/360", "ACT/365F", "ACT/ACT-ISDA"];

fn start() -> NaiveDate {
    loan::day("2026-01-15")
}

fn later(days: u64) -> NaiveDate {
    start().checked_add_days(Days::new(days)).expect("a date in a test")
}

prop_compose! {
    fn any_terms()(
        principal in 1_i64..500_000_000,
        rate in prop_oneof![Just(0_i64), 1_i64..400_000, Just(240_000_i64)],
        method in 0_usize..5,
        installments in 1_u32..40,
        every in 1_u32..4,
        unit in prop_oneof![Just("month"), Just("month"), Just("week"), Just("day"), Just("year")],
        first in 1_u64..70,
        by_day in any::<bool>(),
        day_count in 0_usize..4,
        rounding in 0_usize..5,
        grace in (0_u32..3, 0_u32..3, 0_u32..2),
        grace_days in 0_u32..5,
        compound in any::<bool>(),
        late_fee in any::<bool>(),
        fee in any::<bool>(),
        principal_first in any::<bool>(),
    ) -> Terms {
        let grace = if installments > 3 { grace } else { (0, 0, 0) };
        let mut terms = json!({
            "principal": Decimal::new(principal, 2).to_string(),
            "annual_rate": Decimal::new(rate, 6).to_string(),
            "method": METHODS[method], "installments": installments, "every": every, "unit": unit,
            "disbursed_on": start(), "first_due_on": later(first),
            "interest": if by_day { "by_day" } else { "by_period" },
            "day_count": DAY_COUNTS[day_count], "rounding": ROUNDINGS[rounding],
            "grace": {"principal": grace.0, "interest": grace.1, "interest_free": grace.2},
            "penalty": {"kind": "multiplier", "value": "1.5", "grace_days": grace_days, "compound": compound},
        });
        if late_fee {
            terms["late_fee"] = json!({"kind": "percent_of_overdue", "value": "0.02", "minimum": "5", "after_days": 4});
        }
        if fee {
            terms["fees"] = json!([{"name": "service", "kind": "percent_of_installment", "value": "0.01", "when": "each_installment"}]);
            terms["prepayment"] = json!({"fee": {"share": "0.01"}});
        }
        if principal_first {
            terms["allocation"] = json!({"across": "component_first", "principal_first_after_days": 60});
        }
        serde_json::from_value(terms).expect("terms in a test")
    }
}

/// A loan that is paid out in parts, as far as its dates allow.
fn lent_in_parts() -> impl Strategy<Value = Terms> {
    let parts = prop::collection::vec((1_u64..400, 1_i64..300_000_000), 1..4);
    (any_terms(), parts).prop_map(|(terms, parts)| {
        let mut json = serde_json::to_value(&terms).expect("json");
        let tranche = |(days, minor)| json!({"on": later(days), "principal": Decimal::new(minor, 2).to_string()});
        json["tranches"] = parts.into_iter().map(tranche).collect();
        serde_json::from_value(json).unwrap_or(terms)
    })
}

fn any_amount() -> impl Strategy<Value = Money> {
    prop_oneof![1_i64..100_000, 1_i64..20_000_000]
        .prop_map(|minor| Money::from_decimal(Decimal::new(minor, 2), Currency::CNY).expect("an amount in a test"))
}

fn any_change() -> impl Strategy<Value = Change> {
    let lever = prop_oneof![
        (0_u32..4).prop_map(|k| json!({"kind": "extension", "extra_installments": k})),
        (0_u32..3, any::<bool>()).prop_map(|(k, c)| json!({"kind": "extension", "defer_installments": k,
            "deferred_interest": if c { "capitalise" } else { "pay" }})),
        (0_u32..2, 0_u32..2, 0_u32..4, 0_usize..3, 1_u32..4).prop_map(|(h, i, k, a, m)| json!({
            "kind": "restructuring", "holiday": h, "interest_only": i, "extra_installments": k,
            "arrears": (["keep", "capitalise", "spread"][a]), "spread_over": m, "waive": {"penalty": "0.5"}})),
        (1_u32..50, 1_i64..2_000_000, any::<bool>()).prop_map(|(r, forgiven, forgive)| {
            let mut change = json!({"kind": "restructuring", "annual_rate": Decimal::new(r.into(), 3).to_string()});
            if forgive {
                change["forgive_principal"] = json!(Decimal::new(forgiven, 2).to_string());
            }
            change
        }),
        (1_u32..32).prop_map(|d| json!({"kind": "due_date", "due_day": d})),
        (1_u32..40).prop_map(|d| json!({"kind": "cure", "cure_days": d})),
    ];
    (lever, prop_oneof![3 => Just(None), 1 => (0_u64..1200).prop_map(Some)]).prop_map(|(mut json, from)| {
        if let Some(days) = from {
            json["from"] = json!(later(days));
        }
        serde_json::from_value(json).expect("a change in a test")
    })
}

fn any_kind() -> impl Strategy<Value = EventKind> {
    prop_oneof![
        8 => any_amount().prop_map(|amount| EventKind::Payment { amount }),
        2 => (any_amount(), any::<bool>()).prop_map(|(amount, term)| EventKind::Prepayment {
            amount, then: Some(if term { Then::ReduceTerm } else { Then::ReduceInstallment }) }),
        1 => any_amount().prop_map(|amount| EventKind::Charge { name: "letter".to_owned(), amount }),
        1 => any_amount().prop_map(|amount| EventKind::Credit { amount }),
        1 => any_amount().prop_map(|amount| EventKind::Refund { amount }),
        1 => any_amount().prop_map(|a| EventKind::Waiver { component: Component::Penalty, amount: Some(a) }),
        1 => (0_i64..300, prop_oneof![Just(None), (0_u64..1200).prop_map(|d| Some(later(d)))])
            .prop_map(|(r, from)| EventKind::RateChange {
                annual_rate: AnnualRate::from_decimal(Decimal::new(r, 3)).expect("a rate"), from }),
        1 => Just(EventKind::ReAmortise),
        1 => (1_u32..6).prop_map(|n| EventKind::ReAge { installments: n, first_due_on: None }),
        2 => any_change().prop_map(|change| EventKind::Modification { change: Box::new(change) }),
    ]
}

fn any_events() -> impl Strategy<Value = Vec<Event>> {
    prop::collection::vec((0_u64..1200, any_kind(), 0_u64..40), 0..10).prop_map(|list| {
        let event = |(k, (days, kind, span)): (usize, (u64, EventKind, u64))| {
            let kind = match kind {
                EventKind::Refund { amount } if days % 3 == 0 => EventKind::Hold {
                    from: later(days),
                    to: later(days + span),
                    what: if amount.amount().scale() == 2 { Hold::Interest } else { Hold::Penalty },
                },
                kind => kind,
            };
            Event { seq: k as u32, id: format!("e{k}"), on: later(days), kind }
        };
        list.into_iter().enumerate().map(event).collect()
    })
}

/// Events that this loan takes: one that contradicts the loan as it stands is left out.
fn accepted(terms: &Terms, events: Vec<Event>) -> Vec<Event> {
    let mut kept: Vec<Event> = Vec::new();
    for event in events {
        kept.push(event);
        if replay(terms, &kept, later(3000)).is_err() {
            kept.pop();
        }
    }
    kept
}

fn sum(amounts: impl IntoIterator<Item = Money>) -> Decimal {
    amounts.into_iter().map(Money::amount).sum()
}

fn nothing_negative(state: &State) {
    for row in &state.rows {
        for money in [
            row.principal,
            row.interest,
            row.fee,
            row.total,
            row.balance,
            row.penalty,
            row.remaining.total,
            row.paid.total,
        ] {
            assert!(!money.is_negative(), "{row:?}");
        }
        let remaining = [
            row.remaining.principal,
            row.remaining.interest,
            row.remaining.fee,
            row.remaining.compound,
            row.remaining.penalty,
        ];
        assert_eq!(sum(remaining), row.remaining.total.amount());
    }
    assert!(!state.outstanding.total.is_negative() && !state.outstanding.principal.is_negative());
    assert!(!state.credit_balance.is_negative());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_schedule_sums_to_its_principal(terms in any_terms()) {
        let schedule = schedule::build(&terms).expect("a schedule");
        prop_assert_eq!(schedule.totals.principal, terms.principal());
        prop_assert!(schedule.rows.last().is_some_and(|r| r.balance.is_zero()));
        let mut previous = terms.disbursed_on();
        for row in &schedule.rows {
            prop_assert!(!row.principal.is_negative() && !row.interest.is_negative() && !row.balance.is_negative());
            prop_assert!(row.due_on > previous);
            previous = row.due_on;
        }
        let text = serde_json::to_string(&terms).expect("json");
        prop_assert_eq!(Terms::parse(&text).expect("terms"), terms);
    }

    #[test]
    fn a_history_adds_up(terms in any_terms(), events in any_events(), at in 0_u64..1500) {
        let events = accepted(&terms, events);
        for day in [later(at), later(2500)] {
            let state = replay(&terms, &events, day).expect("a state");
            nothing_negative(&state);
            loan::books_hold(&state);
            for payment in state.payments.iter().filter(|p| !p.reversed && p.kind != PaymentKind::Refund) {
                let parts = payment.parts.iter().flat_map(|p| [p.penalty, p.fee, p.compound, p.interest, p.principal]);
                let all = sum(parts.chain([payment.credit, payment.prepaid, payment.prepayment_fee]));
                prop_assert_eq!(all, payment.amount.amount(), "{:?}", payment);
            }
        }
    }

    #[test]
    fn what_is_paid_out_later_is_never_forgotten(terms in lent_in_parts(), events in any_events(), at in 0_u64..600) {
        let events = accepted(&terms, events);
        for day in [later(at), later(2500)] {
            let state = replay(&terms, &events, day).expect("a state");
            nothing_negative(&state);
            loan::books_hold(&state);
            let tree = explain(&terms, &events, day, Figure::Outstanding, None).expect("an explanation");
            prop_assert_eq!(tree.evaluate().expect("a figure"), state.outstanding.total.to_string());
            for row in &state.rows {
                let tree = explain(&terms, &events, day, Figure::Interest, Some(row.n)).expect("an explanation");
                prop_assert_eq!(tree.evaluate().expect("a figure"), row.interest.to_string());
            }
        }
        let told = draw_up(&terms, &events, later(at), later(at + 100)).expect("a statement");
        let state = replay(&terms, &events, later(at + 100)).expect("a state");
        prop_assert_eq!(told.closing.principal, state.outstanding.principal);
    }

    #[test]
    fn the_order_of_recording_does_not_matter(terms in any_terms(), events in any_events()) {
        let events = accepted(&terms, events);
        let mut turned = events.clone();
        turned.reverse();
        prop_assert_eq!(replay(&terms, &events, later(2000)), replay(&terms, &turned, later(2000)));
    }

    #[test]
    fn reversed_payments_never_were(terms in any_terms(), events in any_events()) {
        let events: Vec<Event> = accepted(&terms, events).into_iter()
            .filter(|e| !matches!(e.kind, EventKind::Modification { .. } | EventKind::ReAge { .. } | EventKind::ReAmortise)).collect();
        let money = |e: &&Event| matches!(e.kind, EventKind::Payment { .. } | EventKind::Prepayment { .. } | EventKind::Credit { .. } | EventKind::Refund { .. });
        let mut with = events.clone();
        for event in events.iter().filter(money) {
            let kind = EventKind::Reversal { of: event.id.clone() };
            with.push(Event { seq: 100, id: format!("r{}", event.id), on: event.on, kind });
        }
        let without: Vec<Event> = events.iter().filter(|e| !money(e)).cloned().collect();
        let without = replay(&terms, &without, later(2000));
        prop_assume!(without.is_ok());
        let mut with = replay(&terms, &with, later(2000)).expect("a state");
        with.payments.retain(|p| !p.reversed);
        prop_assert_eq!(with, without.expect("a state"));
    }

    #[test]
    fn a_payment_in_two_parts_on_one_day_comes_to_the_same(
        terms in any_terms(), events in any_events(), amount in 2_i64..30_000_000, share in 1_i64..99, at in 0_u64..1200,
    ) {
        let events = accepted(&terms, events);
        let pay = |seq, minor: i64| {
            let amount = Money::from_decimal(Decimal::new(minor, 2), Currency::CNY).expect("an amount");
            Event { seq, id: format!("x{seq}"), on: later(at), kind: EventKind::Payment { amount } }
        };
        let first = (amount * share / 100).max(1);
        let one: Vec<Event> = events.iter().cloned().chain([pay(200, amount)]).collect();
        let two: Vec<Event> = events.iter().cloned().chain([pay(200, first), pay(201, amount - first)]).collect();
        let (one, two) = (replay(&terms, &one, later(at + 60)), replay(&terms, &two, later(at + 60)));
        prop_assume!(one.is_ok() && two.is_ok() && amount > first);
        let (one, two) = (one.expect("a state"), two.expect("a state"));
        prop_assert_eq!(one.outstanding, two.outstanding);
        prop_assert_eq!(one.credit_balance, two.credit_balance);
        prop_assert_eq!(one.rows, two.rows);
    }

    #[test]
    fn an_extension_of_nothing_changes_nothing(terms in any_terms(), events in any_events(), at in 0_u64..300) {
        let events = accepted(&terms, events);
        let compared = compare(&terms, &events, later(at), &Change::extend(0));
        if let Ok(compared) = compared {
            prop_assert_eq!(compared.before, compared.after);
            prop_assert!(compared.cost_difference.is_zero());
        }
    }

    #[test]
    fn the_payoff_settles_and_a_cent_less_does_not(terms in any_terms(), events in any_events(), at in 0_u64..1200) {
        let day = later(at);
        let events: Vec<Event> = accepted(&terms, events).into_iter().filter(|e| e.on <= day).collect();
        let before = replay(&terms, &events, day).expect("a state");
        let running = before.status == LoanStatus::Active
            && before.rows.iter().any(|r| r.due_on > day && r.remaining.principal.is_positive());
        if !running {
            return Ok(());
        }
        let quote = payoff(&terms, &events, day).expect("a quote");
        if !quote.total.is_positive() {
            return Ok(());
        }
        let prepay = |amount: Money| Event { seq: 900, id: "payoff".to_owned(), on: day, kind: EventKind::Prepayment { amount, then: None } };
        let paid: Vec<Event> = events.iter().cloned().chain([prepay(quote.total)]).collect();
        let state = replay(&terms, &paid, day).expect("a state");
        prop_assert_eq!(state.status, LoanStatus::Settled);
        prop_assert!(state.outstanding.total.is_zero() && state.credit_balance.is_zero());
        loan::books_hold(&state);
        let less = quote.total.amount() - Decimal::new(1, 2);
        if less > Decimal::ZERO {
            let less = Money::from_decimal(less, Currency::CNY).expect("an amount");
            let short: Vec<Event> = events.iter().cloned().chain([prepay(less)]).collect();
            let state = replay(&terms, &short, day).expect("a state");
            prop_assert!(state.status == LoanStatus::Active);
        }
    }

    #[test]
    fn an_explanation_worked_out_again_gives_the_figure(terms in any_terms(), events in any_events(), at in 0_u64..1200) {
        let events = accepted(&terms, events);
        let day = later(at);
        let state = replay(&terms, &events, day).expect("a state");
        let text = |figure, n| {
            let tree = explain(&terms, &events, day, figure, n).expect("an explanation");
            assert_eq!(tree.evaluate().expect("a figure"), tree.value.text());
            tree.value.text()
        };
        prop_assert_eq!(text(Figure::Outstanding, None), state.outstanding.total.to_string());
        prop_assert_eq!(text(Figure::Overdue, None), state.overdue.total.to_string());
        prop_assert_eq!(text(Figure::DueNow, None), state.due_now.to_string());
        prop_assert_eq!(text(Figure::Payoff, None), payoff(&terms, &events, day).expect("a quote").total.to_string());
        for row in &state.rows {
            prop_assert_eq!(text(Figure::Interest, Some(row.n)), row.interest.to_string());
            prop_assert_eq!(text(Figure::Principal, Some(row.n)), row.principal.to_string());
            prop_assert_eq!(text(Figure::Penalty, Some(row.n)), row.penalty.to_string());
            prop_assert_eq!(text(Figure::Compound, Some(row.n)), row.compound.to_string());
        }
    }

    #[test]
    fn a_statement_of_account_ties(
        terms in any_terms(), events in any_events(), at in 0_u64..900, long in 0_u64..900, later_back in prop::option::of(1_u64..60),
    ) {
        let mut events = accepted(&terms, events);
        if let Some(days) = later_back {
            let paid = events.iter().find(|e| matches!(e.kind, EventKind::Payment { .. })).map(|e| (e.id.clone(), e.on));
            let back = paid.map(|(of, on)| Event {
                seq: 500, id: "back".to_owned(), on: on + Days::new(days), kind: EventKind::Reversal { of } });
            let known = events.len();
            events.extend(back);
            // A history that cannot be told on each of its days has no statement.
            if events.iter().any(|e| replay(&terms, &events, e.on).is_err()) { events.truncate(known); }
        }
        let (from, to) = (later(at), later(at + long));
        let told = draw_up(&terms, &events, from, to).expect("a statement");
        let signed = |line: &Line| line.debit.amount() - line.credit.amount();
        let mut balance = told.opening.balance.amount();
        for line in &told.lines {
            balance += signed(line);
            prop_assert_eq!(balance, line.balance.amount(), "{:?}", line);
            prop_assert!(!line.debit.is_negative() && !line.credit.is_negative());
            if let (What::Paid { .. }, Some(p)) = (&line.what, line.parts) {
                let all = sum([p.principal, p.interest, p.fee, p.compound, p.penalty, p.credit_balance]);
                prop_assert_eq!(all, line.credit.amount(), "{:?}", line);
            }
        }
        prop_assert_eq!(balance, told.closing.balance.amount());
        prop_assert_eq!(told.opening.balance.amount() + told.debits.amount() - told.credits.amount(), balance);
        let reversed = events.iter().any(|e| matches!(e.kind, EventKind::Reversal { .. }));
        prop_assert!(reversed || told.lines.iter().all(|l| l.what != What::WorkedOutAgain), "{:?}", told.lines);
        for (position, day) in [(told.opening, from.pred_opt()), (told.closing, Some(to))] {
            let Some(day) = day.filter(|d| *d >= start()) else { continue };
            let state = replay(&terms, &events, day).expect("a state");
            prop_assert_eq!(position.principal, state.outstanding.principal);
            prop_assert_eq!(position.credit_balance, state.credit_balance);
            prop_assert_eq!(position.penalty, state.outstanding.penalty);
            prop_assert_eq!(position.compound, state.outstanding.compound);
        }
    }

    #[test]
    fn events_read_back_from_json(events in any_events()) {
        for event in events {
            prop_assert_eq!(Event::parse(&event.to_json(), Currency::CNY).expect("an event"), event);
        }
    }

    #[test]
    fn any_json_gets_an_answer(command in 0..lending::wire::COMMANDS.len(), text in ".{0,60}", keys in prop::collection::vec(any::<i64>(), 0..4)) {
        let command = lending::wire::COMMANDS[command];
        let _ = lending::wire::run(command, &text);
        let value = json!({"terms": {"principal": keys, "installments": keys.first(), "annual_rate": text}, "events": keys, "on": text});
        prop_assert!(lending::wire::is_error(&lending::wire::run(command, &Value::to_string(&value))));
    }
}
