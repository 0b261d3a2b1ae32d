//! The book at the end of one day after another, for those who tell a loan's story and not only its end.

use std::mem::take;

use chrono::NaiveDate;

use super::{Book, apply};
use crate::LendingError;
use crate::event::{Event, EventKind};
use crate::terms::Terms;

/// Days are asked for in order. Each gives the same book as [`super::book`] for that day, which would begin
/// anew every time.
pub(crate) struct Walk<'t> {
    terms: &'t Terms,
    /// By value date.
    events: Vec<&'t Event>,
    /// How many of them are in the book.
    applied: usize,
    reversed: Vec<&'t str>,
    book: Book<'t>,
}

impl<'t> Walk<'t> {
    pub fn start(terms: &'t Terms, events: &'t [Event]) -> Result<Walk<'t>, LendingError> {
        let mut events: Vec<&Event> = events.iter().collect();
        events.sort_by(|a, b| (a.on, a.seq, &a.id).cmp(&(b.on, b.seq, &b.id)));
        let (applied, reversed) = (0, Vec::new());
        let book = super::book(terms, &[], terms.disbursed_on())?;
        Ok(Walk { terms, events, applied, reversed, book })
    }

    /// Events of a day, in order.
    pub fn events_of(&self, day: NaiveDate) -> &[&'t Event] {
        let before = self.events.partition_point(|e| e.on < day);
        let until = self.events.partition_point(|e| e.on <= day);
        &self.events[before..until]
    }

    /// The first day after `day` that has an event.
    pub fn next_event(&self, day: NaiveDate) -> Option<NaiveDate> {
        self.events.get(self.events.partition_point(|e| e.on <= day)).map(|e| e.on)
    }

    /// The book at the end of `day`, its schedule versions left out. A payment that a later day takes back still counts.
    pub fn at(&mut self, day: NaiveDate) -> Result<Book<'t>, LendingError> {
        #[cfg(feature = "profiles")]
        if self.terms.json().conventions.is_some() {
            return super::of_ordered(self.terms, &self.events[..self.events.partition_point(|e| e.on <= day)], day);
        }
        let until = self.events.partition_point(|e| e.on <= day);
        let coming = self.events.get(self.applied..until).unwrap_or_default();
        if coming.iter().any(|e| matches!(e.kind, EventKind::Reversal { .. })) {
            // What is taken back never was: the days before are told anew.
            self.book = Book::open(self.terms)?;
            self.applied = 0;
            self.reversed = apply::reversed(&self.events[..until])?;
        }
        for event in &self.events[self.applied..until] {
            self.book.apply(event, &self.reversed)?;
        }
        self.applied = until;
        // Versions hold whole schedules; nobody asks a day's book for them.
        let versions = take(&mut self.book.versions);
        let mut book = self.book.clone();
        self.book.versions = versions;
        book.advance(day)?;
        Ok(book)
    }
}
