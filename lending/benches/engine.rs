//! How fast the engine is, on one core: `cargo bench -p lending`. `make bench` puts the medians into
//! `docs/benchmarks.md`, beside other libraries.

mod loans;

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use lending::event::{Event, EventKind};
use lending::terms::Terms;
use lending::{replay, schedule, wire};

use loans::{LOANS, terms_json};

fn main() {
    divan::main();
}

fn batch(installments: u32) -> Vec<Terms> {
    (0..LOANS).map(|i| Terms::parse(&terms_json(i, installments)).expect("good terms")).collect()
}

#[divan::bench(args = [36, 360])]
fn equal_installment(bencher: Bencher<'_, '_>, installments: u32) {
    let batch = batch(installments);
    bencher.counter(ItemsCount::new(LOANS)).bench(|| {
        for terms in &batch {
            black_box(schedule::build(black_box(terms)).expect("a schedule"));
        }
    });
}

/// What no engine can be faster than: the same rows in bare integers. No dates, no fees, no limits checked, the
/// installment known beforehand.
#[divan::bench(args = [36, 360])]
fn bare_integers(bencher: Bencher<'_, '_>, installments: u32) {
    let loans: Vec<(i64, i64)> = batch(installments)
        .iter()
        .map(|terms| {
            let first = &schedule::build(terms).expect("a schedule").rows[0];
            (whole(terms.principal()), whole(first.total))
        })
        .collect();
    bencher.counter(ItemsCount::new(LOANS)).bench(|| {
        for (i, (principal, level)) in (0_i64..).zip(&loans) {
            let mut left = black_box(*principal);
            let mut rows = Vec::with_capacity(installments as usize);
            for n in 1..=installments {
                let (product, year) = (left * (3_000 + 70 * i), 1_200_000);
                let interest = (2 * product + year) / (2 * year);
                let part = if n == installments { left } else { level - interest };
                left -= part;
                rows.push((part, interest, left));
            }
            black_box(rows);
        }
    });
}

fn whole(money: lending::money::Money) -> i64 {
    let (minor, cents) = (money.amount(), lending::money::Money::zero(money.currency()).amount().scale());
    i64::try_from(minor.mantissa() * 10_i128.pow(cents - minor.scale())).expect("small")
}

/// Thirty-six monthly payments, and an extension by six installments after the eighteenth.
#[divan::bench]
fn replay_36_payments_and_a_modification(bencher: Bencher<'_, '_>) {
    let terms = Terms::parse(&terms_json(0, 36)).expect("good terms");
    let mut events: Vec<Event> = Vec::new();
    for (row, n) in schedule::build(&terms).expect("a schedule").rows.into_iter().zip(1_u32..) {
        let kind = EventKind::Payment { amount: row.total };
        events.push(Event { seq: 2 * n, id: format!("p{n}"), on: row.due_on, kind });
        if n == 18 {
            let change = serde_json::from_str(r#"{"kind":"extension","extra_installments":6}"#).expect("a change");
            let kind = EventKind::Modification { change: Box::new(change) };
            events.push(Event { seq: 2 * n + 1, id: "m1".to_owned(), on: row.due_on, kind });
        }
    }
    let as_of = events.last().expect("events").on;
    bencher
        .counter(ItemsCount::new(1_u32))
        .bench(|| replay::replay(black_box(&terms), black_box(&events), as_of).expect("a state"));
}

/// The same payments on a loan whose interest follows them by Fineract's conventions.
#[divan::bench]
fn replay_36_payments_by_fineract(bencher: Bencher<'_, '_>) {
    let mut terms: serde_json::Value = serde_json::from_str(&terms_json(0, 36)).expect("good terms");
    terms["profile"] = "fineract".into();
    terms["conventions"] = serde_json::json!({"recalculates": true});
    let terms = Terms::read(terms).expect("good terms");
    let mut events: Vec<Event> = Vec::new();
    for (row, n) in schedule::build(&terms).expect("a schedule").rows.into_iter().zip(1_u32..) {
        let kind = EventKind::Payment { amount: row.total };
        events.push(Event { seq: n, id: format!("p{n}"), on: row.due_on, kind });
    }
    let as_of = events.last().expect("events").on;
    bencher
        .counter(ItemsCount::new(1_u32))
        .bench(|| replay::replay(black_box(&terms), black_box(&events), as_of).expect("a state"));
}

/// A line of JSON in, a line out: what `afterloan engine schedule` does with each.
#[divan::bench(args = [36, 360])]
fn json_schedule(bencher: Bencher<'_, '_>, installments: u32) {
    let lines: Vec<String> = (0..LOANS).map(|i| format!(r#"{{"terms":{}}}"#, terms_json(i, installments))).collect();
    assert!(!wire::is_error(&wire::run("schedule", &lines[0])), "{}", wire::run("schedule", &lines[0]));
    bencher.counter(ItemsCount::new(LOANS)).bench(|| {
        for line in &lines {
            black_box(wire::run("schedule", black_box(line)));
        }
    });
}
