//! Installments with what was paid on them, as lines of the engine's book.

use chrono::NaiveDate;

use super::super::plan::{Installment, Plan, Sort};
use super::super::replay::{Booked, Paid};
use super::events::Told;
use super::versions::{Versions, charged};
use crate::LendingError;
use crate::allocation::Amounts;
use crate::event::{Event, EventKind};
use crate::exact::{add, sub};
use crate::replay::{Book, PaymentKind, Settlement, Split, Tally};
use crate::schedule;
use crate::schedule::Line;
use crate::terms::Terms;

/// The lines of a plan in the order of their due dates, each with its installment.
pub(super) fn lines<'i>(terms: &Terms, plan: &'i Plan<'_>) -> Result<Vec<(Line, &'i Installment)>, LendingError> {
    let dates = schedule::Dates::of(terms);
    let mut lines = Vec::with_capacity(plan.installments.len());
    let (mut repaid, mut slot) = (0, 0);
    for (k, installment) in plan.in_order().into_iter().enumerate() {
        // A tranche of the day an installment is due comes after it; what is paid down of one, with it.
        let before = |on: NaiveDate| match installment.sort {
            Sort::DownPayment => on <= installment.due_on,
            _ => on < installment.due_on,
        };
        let mut lent = plan.paid_out.iter().filter(|paid_out| before(paid_out.on));
        let lent = lent.try_fold(0, |sum, paid_out| add(sum, paid_out.amount))?;
        repaid = add(repaid, installment.principal)?;
        slot += u32::from(installment.sort == Sort::Regular);
        let n = u32::try_from(k + 1).unwrap_or(u32::MAX);
        let span = dates.told(terms, n, slot, installment.from, installment.due_on)?;
        let balance = sub(lent, repaid)?;
        let line =
            Line { fee: installment.fee, ..Line::plain(span, installment.principal, installment.interest, balance) };
        lines.push((line, installment));
    }
    Ok(lines)
}

/// The book of a loan that was lived up to a day.
pub(super) fn book<'t>(
    terms: &'t Terms,
    told: &Told<'_>,
    booked: Booked<'_>,
    versions: Versions<'_>,
    as_of: NaiveDate,
) -> Result<Book<'t>, LendingError> {
    told.repays_what_was_lent(&booked.plan)?;
    let settles = booked.plan.settles_on(as_of)?;
    let laid = lines(terms, &booked.plan)?;
    let rows: Vec<u32> = laid.iter().map(|(_, installment)| installment.id).collect();
    let row_of = |id: u32| rows.iter().position(|known| *known == id).map_or(1, |k| u32::try_from(k + 1).unwrap_or(1));
    let open = laid.iter().try_fold(0, |sum, (_, installment)| add(sum, installment.open()?))?;
    let last_paid = booked.paid.iter().map(|p| p.on).max();
    let done = last_paid.filter(|_| open == 0 && settles.is_zero());
    let mut tallies = Vec::with_capacity(laid.len());
    for ((line, installment), version) in laid.iter().zip(versions.of_rows()) {
        let due_on = line.span.due_on;
        let to_it = |p: &&Paid| p.parts.iter().any(|(id, _)| *id == installment.id);
        let paid_on = match (installment.open()? > 0, installment.asked()?.is_zero()) {
            (true, _) => None,
            (false, false) => booked.paid.iter().chain(&booked.used).filter(to_it).map(|p| p.on).max().or(Some(due_on)),
            // What asks for nothing is done with its due date, or with the loan.
            (false, true) => done.map(|on| on.min(due_on)).or_else(|| Some(due_on).filter(|due_on| *due_on <= as_of)),
        };
        let extra = charged(installment)?;
        tallies.push(Tally { paid: installment.paid, extra, paid_on, ..Tally::at(due_on, version) });
    }
    let due = laid.iter().filter(|(line, _)| line.span.due_on <= as_of);
    let due = due.map(|(_, i)| Ok(i.asked()?.less(&i.paid).principal));
    let due: i64 = due.sum::<Result<i64, LendingError>>()?.min(settles.principal);
    let settlement = Settlement {
        owed: Amounts { principal: due, ..settles },
        early: sub(settles.principal, due)?,
        fee: 0,
        unearned: 0,
    };
    let mut plan = schedule::Plan::told(terms, laid.into_iter().map(|(line, _)| line).collect())?;
    let mut rate_events = Vec::new();
    for (id, from, rate) in &told.rates {
        plan.rates.set(from.pred_opt().unwrap_or(*from), *rate);
        rate_events.push(((*id).to_owned(), *rate));
    }
    for (from, to, what) in &told.holds {
        if *what == crate::event::Hold::Interest {
            plan.rates.suspend(from.pred_opt().unwrap_or(*from), *to);
        }
    }
    let mut book = Book::told(terms, plan, tallies, settlement);
    (book.versions, book.holds, book.rate_events) = (versions.all, told.holds.clone(), rate_events);
    (book.written_off, book.today) = (told.written_off.clone(), as_of);
    book.splits = splits(told, &booked, row_of)?;
    book.credit = credit(told, &booked)?.into();
    book.skip_settled();
    Ok(book)
}

/// Every payment and what it paid.
fn splits(told: &Told<'_>, booked: &Booked<'_>, row_of: impl Fn(u32) -> u32) -> Result<Vec<Split>, LendingError> {
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
    // What was no longer there to be paid back is owed: the last refunds used less credit than they paid out.
    let mut short = booked.left_over()?.min(0).saturating_neg();
    let refunds = told.sources.iter().rev().flatten().filter_map(|event| match event.kind {
        EventKind::Refund { amount } => Some((*event, amount.minor())),
        _ => None,
    });
    for (event, amount) in refunds {
        let owed = short.min(amount);
        short -= owed;
        splits.push(Split { credit: sub(owed, amount)?, ..empty(event, amount) });
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
fn credit(told: &Told<'_>, booked: &Booked<'_>) -> Result<Vec<(String, i64)>, LendingError> {
    let mut left = booked.paid.iter().filter_map(|paid| {
        let event = told.sources.get(paid.index).copied().flatten()?;
        (paid.rest > 0).then_some((event, paid.rest))
    });
    // What is owed back in all is what counts: it stands under the payments that it came with last.
    let mut credit: Vec<(String, i64)> = Vec::new();
    let mut open = booked.left_over()?.max(0);
    for (event, rest) in left.by_ref().collect::<Vec<_>>().into_iter().rev() {
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
