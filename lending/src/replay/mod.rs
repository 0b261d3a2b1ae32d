//! From terms and events to the loan as it stands on a day.
//!
//! The book holds the plan and what was paid on each line; events are applied in order of value date, so an
//! event heard of late is an insert and a replay. Penalty is computed to the day asked for: there is no
//! nightly run.

mod apply;
mod book;
mod late;
mod pay;
mod prepay;
mod report;
mod standing;
mod state;
mod walk;

use chrono::NaiveDate;

pub use state::{
    Booking, BookingKind, Components, LoanStatus, NextDue, Part, PaymentKind, PaymentSplit, RowStatus, ScheduleVersion,
    State, StateRow,
};

#[cfg(feature = "profiles")]
pub(crate) use apply::confirm_disbursement;
#[cfg(feature = "profiles")]
pub(crate) use book::Tally;
pub(crate) use book::{Book, Split};
pub(crate) use late::Stretch;
#[cfg(feature = "profiles")]
pub(crate) use prepay::{Settlement, Told};
pub(crate) use standing::{Standing, standing};
pub(crate) use walk::Walk;

use crate::event::Event;
use crate::terms::Terms;
use crate::{LendingError, Limit, MAX_EVENTS};

/// The loan on `as_of`: events with a later value date are not looked at.
///
/// # Errors
/// Too many events, a date before the disbursement, an event that contradicts the terms, or a figure beyond
/// the engine's limits.
pub fn replay(terms: &Terms, events: &[Event], as_of: NaiveDate) -> Result<State, LendingError> {
    book(terms, events, as_of)?.report(as_of)
}

/// The book on `as_of`, before it is reported.
pub(crate) fn book<'t>(terms: &'t Terms, events: &'t [Event], as_of: NaiveDate) -> Result<Book<'t>, LendingError> {
    if events.len() > MAX_EVENTS {
        return Err(LendingError::Limit { field: "events", limit: Limit::Events });
    }
    crate::calendar::within_years(as_of, "as_of")?;
    if as_of < terms.disbursed_on() {
        return Err(LendingError::BeforeDisbursement { on: as_of, disbursed_on: terms.disbursed_on() });
    }
    of_ordered(terms, &crate::event::in_order(events.iter().filter(|e| e.on <= as_of)), as_of)
}

/// The same from events up to that day in their order.
fn of_ordered<'t>(terms: &'t Terms, ordered: &[&'t Event], as_of: NaiveDate) -> Result<Book<'t>, LendingError> {
    let reversed = apply::reversed(ordered)?;
    #[cfg(feature = "profiles")]
    if let Some(conventions) = &terms.json().conventions {
        return crate::profiles::fineract::life::loan::book(terms, conventions, ordered, &reversed, as_of);
    }
    let mut book = Book::open(terms)?;
    for event in ordered {
        book.apply(event, &reversed)?;
    }
    book.advance(as_of)?;
    Ok(book)
}
