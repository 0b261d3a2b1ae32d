//! The life of the loan: its events, one by one, and the time up to a day.

use chrono::NaiveDate;

use super::super::order::{Step, steps};
use super::super::replay::Booked;
use super::super::{LifeEvent, LifeProduct, again};
use super::events::{Told, paid_out, refuse};
use super::versions::Versions;
use crate::LendingError;
use crate::exact::add;
use crate::terms::Terms;

/// A loan that was lived up to a day.
pub(super) struct Lived<'l> {
    pub booked: Booked<'l>,
    /// The same before time passed from the last event to the day: what a payment on the day would find.
    pub last: Booked<'l>,
    pub versions: Versions<'l>,
    /// Refunds, by their place in the life, and how much of each was not there any more.
    pub short: Vec<(usize, i64)>,
}

/// Lives the loan through its events and the time up to a day.
pub(super) fn lived<'l>(
    terms: &'l Terms,
    product: &'l LifeProduct,
    told: &'l Told<'l>,
    as_of: NaiveDate,
) -> Result<Lived<'l>, LendingError> {
    let (life, mut versions, mut short) = (&told.life, Versions::new(terms, told), Vec::new());
    let mut booked = Booked::of(product, life)?;
    if again::applies(product, life) {
        let amounts = again::amounts(product, life)?;
        versions.note(&again::book(product, &life[..1], &amounts[..1])?.plan, None)?;
        booked = again::book(product, life, &amounts).map_err(|error| told.blamed(error, life.len()))?;
        versions.note(&booked.plan, life.iter().rposition(changes_the_plan))?;
        told.repays_what_was_lent(&booked.plan, life.len())?;
        for index in (0..life.len()).rev() {
            charge_what_was_refunded_too_much(&mut booked, &life[index], index, &mut short)?;
        }
    } else {
        for step in steps(product, life)? {
            let begins = booked.plan.installments.is_empty();
            booked.take(&step).map_err(|error| told.blamed(error, step.index))?;
            charge_what_was_refunded_too_much(&mut booked, step.event, step.index, &mut short)?;
            told.repays_what_was_lent(&booked.plan, step.index)?;
            stands_the_test_of_time(told, &booked, &step)?;
            versions.note(&booked.plan, (!begins).then_some(step.index))?;
        }
        bears_what_is_to_come(terms, told, &booked, as_of)?;
    }
    let last = booked.clone();
    booked.plan.run_to(as_of, false)?;
    // Time alone lets overdue principal bear interest: that is no version, but the one in force is told as it is now.
    versions.renew(&booked.plan)?;
    Ok(Lived { booked, last, versions, short })
}

fn changes_the_plan(event: &LifeEvent) -> bool {
    !matches!(event, LifeEvent::Payment { .. } | LifeEvent::BusinessDate { .. } | LifeEvent::Refund { .. })
}

/// What was paid back although it was no longer there (the payment it came with was taken back) is owed.
fn charge_what_was_refunded_too_much(
    booked: &mut Booked<'_>,
    event: &LifeEvent,
    index: usize,
    short: &mut Vec<(usize, i64)>,
) -> Result<(), LendingError> {
    let LifeEvent::Refund { on, amount } = event else { return Ok(()) };
    let refunded = crate::profiles::fineract::minor(amount, booked.plan.product.currency, "amount")?;
    let missing = booked.left_over()?.saturating_neg().min(refunded);
    if missing > 0 {
        booked.plan.charge(*on, missing, false)?;
        booked.overpaid = add(booked.overpaid, missing)?;
        short.push((index, missing));
    }
    Ok(())
}

/// Overdue principal goes on bearing interest: what a changed plan would not bear on its day, the next due date or the
/// last is refused with the change.
fn stands_the_test_of_time(told: &Told<'_>, booked: &Booked<'_>, step: &Step<'_>) -> Result<(), LendingError> {
    use LifeEvent::{ExtraInstallments, InterestPause, MoveDueDate, RateChange};
    let changes =
        matches!(step.event, ExtraInstallments { .. } | InterestPause { .. } | MoveDueDate { .. } | RateChange { .. });
    if !changes || !booked.plan.product.recalculates {
        return Ok(());
    }
    let on = step.on.pred_opt().unwrap_or(step.on);
    let later = booked.plan.installments.iter().map(|installment| installment.due_on).filter(|due_on| *due_on > on);
    let (next, last) = (later.clone().min(), later.max());
    for day in [on, step.on].into_iter().chain(next).chain(last) {
        let mut then = booked.plan.clone();
        then.run_to(day, false)?;
        told.repays_what_was_lent(&then, step.index)?;
    }
    Ok(())
}

/// A tranche comes by itself on its day: what would not bear it is refused with the event that led there, not when the
/// day has come and nobody can do anything about it.
fn bears_what_is_to_come(
    terms: &Terms,
    told: &Told<'_>,
    booked: &Booked<'_>,
    as_of: NaiveDate,
) -> Result<(), LendingError> {
    let mut then: Option<Booked<'_>> = None;
    for (on, amount) in paid_out(terms).filter(|(on, _)| *on > as_of) {
        let then = then.get_or_insert_with(|| booked.clone());
        let event = LifeEvent::Disbursement { on, amount: amount.to_string() };
        let step = Step { on, event: &event, undone: false, index: told.life.len() };
        let taken = then.take(&step).and_then(|()| told.repays_what_was_lent(&then.plan, step.index));
        taken.map_err(|error| match told.sources.iter().flatten().last() {
            Some(last) => refuse(last, format!("the tranche of {on} could not be levelled after it")),
            None => of_a_tranche(error),
        })?;
    }
    Ok(())
}

/// Money that is paid out stands in the terms.
pub(super) fn of_a_tranche(error: LendingError) -> LendingError {
    match error {
        LendingError::Input { reason, .. } => LendingError::contradiction("tranches", reason),
        other => other,
    }
}
