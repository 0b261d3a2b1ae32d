//! How a figure came about, as a tree of steps.
//!
//! Leaves are only terms, events, dates and rows of the schedule in force; each inner node says what is done
//! with its operands. Working the tree out again ([`Explanation::evaluate`]) gives the figure. The tree has no
//! language: pages render it.

mod balances;
mod figures;
mod late;
mod node;
mod rows;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use node::{Explanation, Operation, Quantity, Source, Step, ValueUnit};

use crate::LendingError;
use crate::event::Event;
use crate::replay::{self, Book, State};
use crate::terms::Terms;

/// A figure that can be explained.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Figure {
    /// Penalty interest of an installment; without a number, all that is owed.
    Penalty,
    /// Compound interest of an installment; without a number, all that is owed.
    Compound,
    /// Interest of an installment; without a number, all that is owed today.
    Interest,
    /// Principal of an installment; without a number, all that is owed.
    Principal,
    /// Total of an installment; without a number, the level installment in force.
    Installment,
    /// Balance after an installment; without a number, the principal owed.
    Balance,
    /// Everything owed.
    Outstanding,
    /// Owed of installments whose due date has passed.
    Overdue,
    /// What settles the loan today.
    Payoff,
    /// Days since the due date of the oldest installment not paid in full.
    DaysPastDue,
    /// What is to be paid today.
    DueNow,
}

/// What an explanation is drawn from.
struct Evidence<'a> {
    terms: &'a Terms,
    book: Book<'a>,
    state: State,
    as_of: NaiveDate,
}

impl Evidence<'_> {
    fn index(&self, n: u32) -> Result<usize, LendingError> {
        self.state.rows.iter().position(|r| r.n == n).ok_or(LendingError::NoSuchInstallment(n))
    }
}

/// Explains a figure of the loan on `as_of`, of installment `n` where the figure has one.
///
/// # Errors
/// As [`replay::replay`]; an installment that does not exist.
pub fn explain(
    terms: &Terms,
    events: &[Event],
    as_of: NaiveDate,
    figure: Figure,
    n: Option<u32>,
) -> Result<Explanation, LendingError> {
    let book = replay::book(terms, events, as_of)?;
    let state = book.clone().report(as_of)?;
    let evidence = Evidence { terms, book, state, as_of };
    match (figure, n) {
        (Figure::Penalty, Some(n)) => evidence.penalty_of(evidence.index(n)?),
        (Figure::Compound, Some(n)) => evidence.compound_of(evidence.index(n)?),
        (Figure::Interest, Some(n)) => evidence.interest_of(evidence.index(n)?),
        (Figure::Principal, Some(n)) => evidence.principal_of(evidence.index(n)?),
        (Figure::Installment, Some(n)) => evidence.installment_of(evidence.index(n)?),
        (Figure::Balance, Some(n)) => evidence.balance_after(evidence.index(n)?),
        (Figure::Installment, None) => evidence.level(),
        (Figure::Penalty | Figure::Compound | Figure::Interest | Figure::Principal | Figure::Balance, None) => {
            evidence.owed(figure)
        }
        (Figure::Outstanding, _) => evidence.outstanding(),
        (Figure::Overdue, _) => evidence.overdue(),
        (Figure::Payoff, _) => evidence.payoff(),
        (Figure::DaysPastDue, _) => evidence.days_past_due(),
        (Figure::DueNow, _) => evidence.due_now(),
    }
}
