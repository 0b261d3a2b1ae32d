//! A loan of the portal whose terms ask for Fineract's conventions: its life here, told as the engine's own book, so
//! that its pages, messages, ledger and explanations are those of any other loan, with the core's figures.

mod changes;
mod conventions;
mod events;
mod kept;
mod lines;
mod product;
mod splits;
mod versions;

use chrono::NaiveDate;

pub use conventions::{Conventions, System};

use self::events::Told;
use self::versions::Versions;
use super::order::steps;
use super::replay::{Booked, MAX_EVENTS};
use super::{LifeEvent, LifeProduct, again};
use crate::LendingError;
use crate::apr::bad;
use crate::event::Event;
use crate::replay::Book;
use crate::schedule::Plan;
use crate::terms::Terms;

/// The book on a day, from the events up to it in their order. `reversed` are the ids of those that were taken back.
///
/// Money that the terms foresee for later is not there yet: the core levels its schedule anew when it is paid out.
pub(crate) fn book<'t>(
    terms: &'t Terms,
    conventions: &Conventions,
    events: &[&Event],
    reversed: &[&str],
    as_of: NaiveDate,
) -> Result<Book<'t>, LendingError> {
    if events.len() > MAX_EVENTS {
        return Err(bad("events", format!("at most {MAX_EVENTS}: each may replay the loan")));
    }
    let product = product::of(terms, conventions)?;
    let told = Told::of(terms, &product, events, reversed, as_of)?;
    let mut versions = Versions::new(terms, &told);
    let mut booked = live(&product, &told, as_of, &mut versions)?;
    told.charge_what_was_refunded_too_much(&mut booked)?;
    // Time alone lets overdue principal bear interest: that is no version, but the one in force is told as it is now.
    versions.renew(&booked.plan)?;
    kept::book(terms, &told, &booked, versions, as_of)
}

/// The plan as agreed, with all that the terms foresee to be paid out.
pub(crate) fn agreed<'t>(terms: &'t Terms, conventions: &Conventions) -> Result<Plan<'t>, LendingError> {
    let product = product::of(terms, conventions)?;
    let mut plan = Booked::of(&product, &[])?.plan;
    for (on, amount) in events::paid_out(terms) {
        plan.disburse(on, amount.minor())?;
    }
    Plan::told(terms, lines::lines(terms, &plan)?.into_iter().map(|(line, _)| line).collect())
}

/// Lives the loan through its events and the time up to a day.
fn live<'p>(
    product: &'p LifeProduct,
    told: &Told<'_>,
    as_of: NaiveDate,
    versions: &mut Versions<'_>,
) -> Result<Booked<'p>, LendingError> {
    let life = &told.life;
    if again::applies(product, life) {
        let amounts = again::amounts(product, life)?;
        versions.note(&again::book(product, &life[..1], &amounts[..1])?.plan, None)?;
        let booked = again::book(product, life, &amounts)?;
        versions.note(&booked.plan, life.iter().rposition(changes_the_plan))?;
        told.repays_what_was_lent(&booked.plan, life.len())?;
        return Ok(booked);
    }
    let mut booked = Booked::of(product, life)?;
    for step in steps(product, life)? {
        let begins = booked.plan.installments.is_empty();
        booked.take(&step)?;
        told.repays_what_was_lent(&booked.plan, step.index)?;
        versions.note(&booked.plan, (!begins).then_some(step.index))?;
    }
    booked.plan.run_to(as_of, false)?;
    Ok(booked)
}

fn changes_the_plan(event: &LifeEvent) -> bool {
    !matches!(event, LifeEvent::Payment { .. } | LifeEvent::BusinessDate { .. } | LifeEvent::Refund { .. })
}
