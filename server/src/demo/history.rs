//! What a loan has been through by a day: paid on time, late, extended, settled.

use chrono::{Days, NaiveDate};
use lending::{
    event::{Event, EventKind},
    modification::Change,
    money::Money,
    replay::replay,
    terms::Terms,
};

use crate::Result;

/// How a borrower has behaved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Conduct {
    /// Every installment on its day.
    Punctual,
    /// Paid, now and then a few days late, with penalty.
    Careless,
    /// Stopped paying this many days before the day in question.
    LateSince(u64),
    /// Was given more months after a third of the term, and pays.
    Extended(u32),
}

/// The events of a loan until `as_of`.
pub(super) fn events(number: &str, terms: &Terms, conduct: Conduct, as_of: NaiveDate) -> Result<Vec<Event>> {
    let mut events = vec![Event {
        seq: 1,
        id: format!("{number}-out"),
        on: terms.disbursed_on(),
        kind: EventKind::Disbursement { amount: Some(terms.principal()) },
    }];
    let rows = lending::schedule::build(terms)?.rows;
    let stops_on = match conduct {
        Conduct::LateSince(days) => as_of.checked_sub_days(Days::new(days)).unwrap_or(as_of),
        _ => as_of,
    };
    let change_at = rows.len() / 3;
    for (i, row) in rows.iter().enumerate() {
        if row.due_on > as_of || (matches!(conduct, Conduct::LateSince(_)) && row.due_on >= stops_on) {
            break;
        }
        if let (Conduct::Extended(months), true) = (conduct, i == change_at) {
            let on = row.from;
            push(
                &mut events,
                format!("{number}-ext"),
                on,
                EventKind::Modification { change: Box::new(Change::extend(months)) },
            );
            return pay_by_plan(number, terms, events, as_of);
        }
        let late_days = if conduct == Conduct::Careless && i % 7 == 3 { 5 } else { 0 };
        let on = row.due_on.checked_add_days(Days::new(late_days)).unwrap_or(row.due_on);
        if on > as_of {
            break;
        }
        let amount = if late_days == 0 { row.total } else { replay(terms, &events, on)?.due_now };
        pay(&mut events, number, i + 1, on, amount);
    }
    Ok(events)
}

/// After a change the plan is the replay's, not the first schedule's.
fn pay_by_plan(number: &str, terms: &Terms, mut events: Vec<Event>, as_of: NaiveDate) -> Result<Vec<Event>> {
    let plan = replay(terms, &events, as_of)?.rows;
    for row in plan.iter().filter(|r| r.remaining.total.is_positive() && r.due_on <= as_of) {
        pay(&mut events, number, row.n as usize, row.due_on, row.total);
    }
    Ok(events)
}

fn pay(events: &mut Vec<Event>, number: &str, n: usize, on: NaiveDate, amount: Money) {
    if amount.is_positive() {
        push(events, format!("{number}-p{n}"), on, EventKind::Payment { amount });
    }
}

fn push(events: &mut Vec<Event>, id: String, on: NaiveDate, kind: EventKind) {
    let seq = u32::try_from(events.len()).unwrap_or(u32::MAX).saturating_add(1);
    events.push(Event { seq, id, on, kind });
}
