//! What payments paid, and what of them is left.

use super::super::replay::{Booked, Paid};
use super::events::Told;
use crate::LendingError;
use crate::allocation::Amounts;
use crate::event::{Event, EventKind};
use crate::exact::{add, sub};
use crate::replay::{PaymentKind, Split};

/// Every payment and what it paid.
pub(super) fn splits(
    told: &Told<'_>,
    booked: &Booked<'_>,
    short: &[(usize, i64)],
    row_of: impl Fn(u32) -> u32,
) -> Result<Vec<Split>, LendingError> {
    let mut splits = Vec::new();
    let parts = |paid: &Paid| -> Vec<(u32, Amounts)> {
        let mut parts: Vec<(u32, Amounts)> = paid.parts.iter().map(|(id, part)| (row_of(*id), *part)).collect();
        parts.sort_by_key(|(n, _)| *n);
        parts
    };
    for paid in &booked.paid {
        let Some(event) = told.sources.get(paid.index).copied().flatten() else { continue };
        let credit = add(paid.rest, paid.used)?;
        splits.push(Split { parts: parts(paid), credit, ..empty(event, paid.amount) });
    }
    for used in &booked.used {
        // It was left over from one payment or several; it stands under the first.
        let source = booked.paid.iter().find(|paid| paid.used > 0).and_then(|paid| told.sources[paid.index]);
        let Some(event) = source else { continue };
        let amount = sub(used.amount, used.rest)?;
        splits.push(Split { kind: PaymentKind::CreditUsed, on: used.on, parts: parts(used), ..empty(event, amount) });
    }
    for (index, event) in told.sources.iter().enumerate() {
        if let Some(event) = event
            && let EventKind::Refund { amount } = event.kind
        {
            // What was no longer there to be paid back is owed: so much less credit was used.
            let owed = short.iter().filter(|(at, _)| *at == index).map(|(_, missing)| missing).sum::<i64>();
            let amount = amount.minor();
            splits.push(Split { credit: sub(owed, amount)?, ..empty(event, amount) });
        }
    }
    for event in &told.taken_back {
        let amount = match event.kind {
            EventKind::Payment { amount }
            | EventKind::Prepayment { amount, .. }
            | EventKind::Credit { amount }
            | EventKind::Refund { amount } => amount.minor(),
            _ => 0,
        };
        splits.push(Split { reversed: true, ..empty(event, amount) });
    }
    splits.sort_by_key(|split| split.on);
    Ok(splits)
}

/// The split of an event that has paid nothing yet.
fn empty(event: &Event, amount: i64) -> Split {
    let kind = match event.kind {
        EventKind::Prepayment { .. } => PaymentKind::Prepayment,
        EventKind::Credit { .. } => PaymentKind::Credit,
        EventKind::Refund { .. } => PaymentKind::Refund,
        _ => PaymentKind::Payment,
    };
    let (event_id, on, parts) = (event.id.clone(), event.on, Vec::new());
    Split { event_id, kind, on, amount, parts, prepaid: 0, prepayment_fee: 0, credit: 0, reversed: false }
}

/// What is left over, by the payment it came with; refunds took the oldest first.
pub(super) fn credit(told: &Told<'_>, booked: &Booked<'_>) -> Result<Vec<(String, i64)>, LendingError> {
    let left = booked.paid.iter().rev().filter_map(|paid| {
        let event = told.sources.get(paid.index).copied().flatten()?;
        (paid.rest > 0).then_some((event, paid.rest))
    });
    // What is owed back in all is what counts: it stands under the payments that it came with last.
    let mut credit: Vec<(String, i64)> = Vec::new();
    let mut open = booked.left_over()?.max(0);
    for (event, rest) in left {
        let part = rest.min(open);
        credit.insert(0, (event.id.clone(), part));
        open -= part;
    }
    if open > 0
        && let Some((_, first)) = credit.first_mut()
    {
        *first = add(*first, open)?;
    }
    Ok(credit.into_iter().filter(|(_, amount)| *amount > 0).collect())
}
