//! The lines of a plan from one on, laid out again: tranches still to come change what follows them.

use chrono::NaiveDate;

use super::lay_out::LayOut;
use super::level::LevelChoice;
use super::line::worth;
use super::{InterestRule, Line, Plan, Span, fees, rates};
use crate::exact::add;
use crate::{LendingError, Limit, MAX_INSTALLMENTS};

/// What is laid out: the lines from one on to the last.
pub(crate) struct Rest {
    /// The first of them.
    pub index: usize,
    pub spans: Vec<Span>,
    /// What the first carries by now ([`Plan::carried`]).
    pub balance: i64,
    pub level: LevelChoice,
    /// Total of the first line when something was paid on it in advance: it stays.
    pub locked_total: Option<i64>,
}

impl Plan<'_> {
    /// Lays out the rest of the lines. Tranches still to come are added on their days, and what is to come after each
    /// is levelled again. An installment that is kept is kept with what was agreed to become of it later.
    pub fn lay(&mut self, rest: Rest) -> Result<(), LendingError> {
        let (index, spans, locked_total) = (rest.index, &rest.spans, rest.locked_total);
        if spans.last().is_some_and(|s| s.n > MAX_INSTALLMENTS + 1) {
            return Err(LendingError::Limit { field: "installments", limit: Limit::Installments });
        }
        let Some(first) = spans.first() else {
            self.lines.truncate(index);
            return Ok(());
        };
        let known = self.in_progress(index, first).map_or(first.from, |line| line.accrued_to);
        let terms = self.terms;
        let mut to_come = terms.tranches.iter().filter(|(on, _)| *on > known).peekable();
        let in_force = self.level_at(index);
        let mut agreed = self.take_agreed(known);
        if !matches!(rest.level, LevelChoice::Keep(_)) {
            agreed.clear();
        } else if let Some((tranche, _)) = to_come.peek() {
            agreed.retain(|(on, _)| on < tranche);
        }
        let all = if agreed.is_empty() { Vec::new() } else { spans.clone() };
        self.lay_once(rest, to_come.peek().is_some())?;
        self.note_level_before(known, in_force);
        for (on, level) in agreed {
            let later = all.iter().position(|span| span.from >= on).unwrap_or(all.len());
            // The loan may have ended before.
            let Some(line) = self.lines.get(index + later) else {
                break;
            };
            let (index, balance) = (index + later, line.opening());
            let (spans, level, in_force) = (all[later..].to_vec(), LevelChoice::Keep(level), self.level);
            self.lay_once(Rest { index, spans, balance, level, locked_total: None }, to_come.peek().is_some())?;
            self.note_level_before(on, in_force);
        }
        while let Some((on, amount)) = to_come.next() {
            let running = self.current(*on);
            if running >= self.lines.len() {
                return Err(LendingError::contradiction("tranches", reason!("{on} is after the last due date")));
            }
            self.accrue_to(running, *on)?;
            if let Some(level) = self.level {
                self.levels_before.push((*on, level));
            }
            let rest = Rest {
                index: running,
                spans: self.spans_from(running),
                balance: add(self.lines[running].opening(), *amount)?,
                level: self.terms.fixed_installment.map_or(LevelChoice::Solve, LevelChoice::Fixed),
                locked_total: locked_total.filter(|_| running == index),
            };
            self.lay_once(rest, to_come.peek().is_some())?;
        }
        Ok(())
    }

    /// Takes out the levels that begin after `known`, each with its day.
    fn take_agreed(&mut self, known: NaiveDate) -> Vec<(NaiveDate, i64)> {
        let begun = self.levels_before.partition_point(|(on, _)| *on <= known);
        let later = self.levels_before.split_off(begun);
        let levels = later.iter().skip(1).map(|(_, level)| *level).chain(self.level);
        later.iter().map(|(on, _)| *on).zip(levels).collect()
    }

    /// Keeps the level that lines before `on` have when it is another now.
    fn note_level_before(&mut self, on: NaiveDate, level: Option<i64>) {
        if let Some(level) = level.filter(|_| self.level != level) {
            self.levels_before.push((on, level));
        }
    }

    /// The line at `index` when it is the one that a span is for: what accrued on it stays.
    fn in_progress(&self, index: usize, span: &Span) -> Option<&Line> {
        self.lines.get(index).filter(|line| line.span.n == span.n)
    }

    /// The same up to the next tranche, if there is `more_to_come`.
    fn lay_once(&mut self, rest: Rest, more_to_come: bool) -> Result<(), LendingError> {
        let Rest { index, spans, balance, level, locked_total } = rest;
        let Some(first) = spans.first() else {
            return Ok(());
        };
        let mut pieces = self.in_progress(index, first).map_or_else(Vec::new, |line| line.pieces.clone());
        // When its dates move, what accrued is measured against its new length: parts always add up to the whole.
        for piece in &mut pieces {
            piece.years = rates::share(self.terms, first, piece.from, piece.to)?;
        }
        let running_to = self.in_progress(index, first).map_or(first.from, |line| line.accrued_to);
        let out = LayOut {
            terms: self.terms,
            rates: &self.rates,
            method: self.method,
            balance,
            flat_base: self.flat_base_on(running_to),
            running: worth(&pieces)?,
            running_to,
            deferred: self.deferred(index)?,
            level,
            locked_total,
            more_to_come,
            spans,
        };
        let laid = out.lines()?;
        let mut lines = laid.lines;
        if let Some(line) = lines.first_mut() {
            (line.pieces, line.accrued_to) = (pieces, running_to.max(line.span.from));
        }
        self.level = laid.level.or(self.level);
        self.level_basis = laid.basis.or_else(|| self.level_basis.take());
        self.lines.truncate(index);
        if self.lines.is_empty() {
            self.lines = lines;
        } else {
            self.lines.append(&mut lines);
        }
        fees::add_to_lines(self.terms, &mut self.lines, index)
    }

    /// Interest that earlier lines deferred and no line has taken yet.
    pub fn deferred(&self, index: usize) -> Result<i64, LendingError> {
        let waiting = self.lines[..index].iter().rev().take_while(|l| l.span.rule.interest == InterestRule::Defer);
        waiting.map(|l| l.deferred).try_fold(0, add)
    }
}
