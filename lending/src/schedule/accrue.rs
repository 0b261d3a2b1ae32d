//! Interest of a line in progress: what accrued on it by a day, before its balance or rate changes.

use chrono::NaiveDate;

use super::line::{Piece, worth};
use super::{InterestRule, Line, Plan, Span, rates};
use crate::LendingError;
use crate::exact::{Exact, sub};
use crate::terms::Method;

impl Plan<'_> {
    /// Takes a line back to how it stood on a day: money to be paid out within it after that day is not lent yet.
    /// Returns the principal it carries then.
    pub fn carried(&mut self, index: usize, on: NaiveDate) -> Result<i64, LendingError> {
        let Some(line) = self.lines.get(index) else {
            return Ok(0);
        };
        if line.accrued_to > on.max(line.span.from) {
            let pieces = self.pieces_to(line, on)?;
            let line = &mut self.lines[index];
            line.accrued_to = on.max(line.span.from);
            line.pieces = pieces;
        }
        let line = &self.lines[index];
        let later = self.terms.tranches.iter().filter(|(day, _)| line.accrued_to < *day && *day < line.span.due_on);
        later.map(|(_, amount)| *amount).try_fold(line.opening(), sub)
    }

    /// Interest of the line in progress, exact, up to `on`.
    pub fn accrued(&self, index: usize, on: NaiveDate) -> Result<Exact, LendingError> {
        let Some(line) = self.lines.get(index) else {
            return Ok(Exact::ZERO);
        };
        if line.span.rule.interest == InterestRule::Free {
            return Ok(Exact::ZERO);
        }
        let amount = if on < line.accrued_to { worth(&self.pieces_to(line, on)?)? } else { worth(&line.pieces)? };
        let factor = self.rates.factor(self.terms, &line.span, line.accrued_to, on.min(line.span.due_on))?;
        amount.plus(Exact::of(self.base(line)).times(factor)?)
    }

    /// What a line's interest is charged on from `accrued_to` on.
    fn base(&self, line: &Line) -> i64 {
        if self.method == Method::Flat { self.flat_base_on(line.accrued_to) } else { line.opening() }
    }

    pub(super) fn flat_base_on(&self, day: NaiveDate) -> i64 {
        self.flat_base - self.terms.tranches.iter().filter(|(on, _)| *on > day).map(|(_, amount)| amount).sum::<i64>()
    }

    /// How interest of a line accrues up to a day.
    pub fn pieces_to(&self, line: &Line, to: NaiveDate) -> Result<Vec<Piece>, LendingError> {
        let mut pieces: Vec<Piece> = line.pieces.iter().filter(|piece| piece.from < to).cloned().collect();
        if let Some(last) = pieces.last_mut().filter(|piece| piece.to > to) {
            last.to = to;
            last.years = rates::share(self.terms, &line.span, last.from, to)?;
        }
        if to > line.accrued_to && line.span.rule.interest != InterestRule::Free {
            pieces.extend(self.pieces(&line.span, line.accrued_to, to, self.base(line))?);
        }
        Ok(pieces)
    }

    /// Brings the interest of the line in progress up to `on`, before its balance or rate changes.
    pub fn accrue_to(&mut self, index: usize, on: NaiveDate) -> Result<(), LendingError> {
        let Some(line) = self.lines.get(index) else {
            return Ok(());
        };
        let pieces = self.pieces_to(line, on)?;
        let line = &mut self.lines[index];
        line.pieces = pieces;
        line.accrued_to = on.max(line.span.from);
        Ok(())
    }

    /// Stretches of one rate between two days of a span.
    pub fn pieces(
        &self,
        span: &Span,
        from: NaiveDate,
        to: NaiveDate,
        balance: i64,
    ) -> Result<Vec<Piece>, LendingError> {
        let mut pieces = Vec::new();
        for pair in self.rates.cuts(from, to).windows(2) {
            if !self.rates.is_free(pair[0]) {
                let years = rates::share(self.terms, span, pair[0], pair[1])?;
                pieces.push(Piece { from: pair[0], to: pair[1], balance, rate: self.rates.on(pair[0]), years });
            }
        }
        Ok(pieces)
    }
}
