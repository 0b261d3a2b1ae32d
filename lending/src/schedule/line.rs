//! A line of the plan, and how its interest accrues.

use chrono::NaiveDate;

use super::Span;
use crate::LendingError;
use crate::exact::{Exact, add};
use crate::money::AnnualRate;

/// One line of the plan, in minor units.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Line {
    pub span: Span,
    pub principal: i64,
    pub interest: i64,
    pub fee: i64,
    /// Interest added to the balance instead of being paid.
    pub capitalised: i64,
    /// Interest left to the next line that pays.
    pub deferred: i64,
    /// Principal left after this line, if all goes by the plan.
    pub balance: i64,
    /// How its interest accrues up to `accrued_to`: what was so before it was last laid out, and before money was
    /// paid out within it. From there on it is on the balance that the line has in the end.
    pub pieces: Vec<Piece>,
    pub accrued_to: NaiveDate,
}

impl Line {
    /// A line as the plan has it, with no fee yet.
    pub fn plain(span: Span, principal: i64, interest: i64, balance: i64) -> Line {
        let (fee, capitalised, deferred, pieces, accrued_to) = (0, 0, 0, Vec::new(), span.from);
        Line { span, principal, interest, fee, capitalised, deferred, balance, pieces, accrued_to }
    }

    /// What is due with this line.
    pub fn total(&self) -> Result<i64, LendingError> {
        add(add(self.principal, self.interest)?, self.fee)
    }

    /// Principal at the start of the line, with what is paid out within it.
    pub fn opening(&self) -> i64 {
        self.balance - self.capitalised + self.principal
    }
}

/// A stretch over which balance and rate stayed the same.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Piece {
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub balance: i64,
    pub rate: AnnualRate,
    pub years: Exact,
}

/// What pieces come to.
pub(super) fn worth(pieces: &[Piece]) -> Result<Exact, LendingError> {
    pieces.iter().try_fold(Exact::ZERO, |sum, piece| {
        let factor = piece.rate.exact().times(piece.years)?;
        sum.plus(Exact::of(piece.balance).times(factor)?)
    })
}
