//! A loan of the portal whose terms ask for Fineract's conventions: its life here, told as the engine's own book, so
//! that its pages, messages, ledger and explanations are those of any other loan, with the core's figures.

mod changes;
mod conventions;
mod events;
mod kept;
mod lines;
mod lived;
mod payoff;
mod product;
mod splits;
mod versions;

use chrono::NaiveDate;

pub use conventions::{Conventions, System};

use self::events::Told;
use super::replay::{Booked, MAX_EVENTS};
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
    let lived = lived::lived(terms, &product, &told, as_of)?;
    kept::book(terms, &told, lived, as_of)
}

/// The plan as agreed, with all that the terms foresee to be paid out.
pub(crate) fn agreed<'t>(terms: &'t Terms, conventions: &Conventions) -> Result<Plan<'t>, LendingError> {
    let product = product::of(terms, conventions)?;
    let mut plan = Booked::of(&product, &[])?.plan;
    for (on, amount) in events::paid_out(terms) {
        plan.disburse(on, amount.minor()).map_err(lived::of_a_tranche)?;
    }
    Plan::told(terms, lines::lines(terms, &plan)?.into_iter().map(|(line, _)| line).collect())
}
