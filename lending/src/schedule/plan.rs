//! The lines of a loan, as they stand, and how they are laid out again when something changes.

use chrono::NaiveDate;

use super::lay_out::{Basis, LayOut, LevelChoice};
use super::rates::Rates;
use super::span::{Dates, Years, first_spans};
use super::{InterestRule, LineRule, Span, fees};
use crate::exact::{Exact, add, sub};
use crate::money::AnnualRate;
use crate::terms::{Method, Terms};
use crate::{LendingError, Limit, MAX_INSTALLMENTS};

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

/// The plan of one loan.
#[derive(Debug, Clone)]
pub(crate) struct Plan<'t> {
    pub terms: &'t Terms,
    pub method: Method,
    pub lines: Vec<Line>,
    pub rates: Rates,
    pub dates: Dates,
    /// Installment, or principal part, in force.
    pub level: Option<i64>,
    /// What the installment was solved from.
    pub level_basis: Option<Basis>,
    /// The level before each tranche that the plan foresees, with the day of the tranche.
    levels_before: Vec<(NaiveDate, i64)>,
    /// Flat interest is charged on this when every tranche is paid out.
    pub flat_base: i64,
}

impl<'t> Plan<'t> {
    /// The plan as agreed, with every tranche the contract names.
    pub fn start(terms: &'t Terms) -> Result<Plan<'t>, LendingError> {
        let dates = Dates::of(terms);
        let principal = terms.principal.minor();
        let down = down_payment(terms)?;
        let mut plan = Plan {
            terms,
            method: terms.method(),
            lines: Vec::new(),
            rates: Rates::starting_at(terms.annual_rate()),
            level: None,
            level_basis: None,
            levels_before: Vec::new(),
            flat_base: terms.tranches.iter().try_fold(principal - down, |sum, (_, amount)| add(sum, *amount))?,
            dates,
        };
        let mut spans = first_spans(terms, &plan.dates)?;
        if down > 0 {
            let on = terms.disbursed_on();
            spans.iter_mut().for_each(|s| s.n += 1);
            let span = Span {
                n: 1,
                slot: 0,
                from: on,
                due_on: on,
                years: Years::ZERO,
                regular: false,
                rule: LineRule::REGULAR,
            };
            plan.lines.push(Line::plain(span, down, 0, principal - down));
        }
        let level = match (terms.fixed_installment, terms.rows.is_empty()) {
            (_, false) => LevelChoice::Given(terms.rows.iter().map(|(_, p)| *p).collect()),
            (Some(amount), _) => LevelChoice::Fixed(amount),
            _ => LevelChoice::Solve,
        };
        plan.lay(plan.lines.len(), spans, principal - down, level, None)?;
        Ok(plan)
    }

    /// First line still to come after `on` (its due date lies later).
    pub fn current(&self, on: NaiveDate) -> usize {
        self.lines.partition_point(|l| l.span.due_on <= on)
    }

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

    fn flat_base_on(&self, day: NaiveDate) -> i64 {
        self.flat_base - self.terms.tranches.iter().filter(|(on, _)| *on > day).map(|(_, amount)| amount).sum::<i64>()
    }

    /// How interest of a line accrues up to a day.
    pub fn pieces_to(&self, line: &Line, to: NaiveDate) -> Result<Vec<Piece>, LendingError> {
        let mut pieces: Vec<Piece> = line.pieces.iter().filter(|piece| piece.from < to).cloned().collect();
        if let Some(last) = pieces.last_mut().filter(|piece| piece.to > to) {
            last.to = to;
            last.years = super::rates::share(self.terms, &line.span, last.from, to)?;
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
                let years = super::rates::share(self.terms, span, pair[0], pair[1])?;
                pieces.push(Piece { from: pair[0], to: pair[1], balance, rate: self.rates.on(pair[0]), years });
            }
        }
        Ok(pieces)
    }

    /// Spans of the lines from `index` on.
    pub fn spans_from(&self, index: usize) -> Vec<Span> {
        self.lines[index.min(self.lines.len())..].iter().map(|l| l.span).collect()
    }

    /// Lays out the lines from `index` on. `balance` is what the first of them carries by now (`carried`); tranches
    /// still to come are added on their days, and what is to come after each is levelled again.
    pub fn lay(
        &mut self,
        index: usize,
        spans: Vec<Span>,
        balance: i64,
        level: LevelChoice,
        locked_total: Option<i64>,
    ) -> Result<(), LendingError> {
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
        self.levels_before.retain(|(on, _)| *on <= known);
        self.lay_once(index, spans, balance, level, locked_total, to_come.peek().is_some())?;
        while let Some((on, amount)) = to_come.next() {
            let running = self.current(*on);
            if running >= self.lines.len() {
                return Err(LendingError::contradiction("tranches", reason!("{on} is after the last due date")));
            }
            self.accrue_to(running, *on)?;
            if let Some(level) = self.level {
                self.levels_before.push((*on, level));
            }
            let balance = add(self.lines[running].opening(), *amount)?;
            let level = self.terms.fixed_installment.map_or(LevelChoice::Solve, LevelChoice::Fixed);
            let locked = locked_total.filter(|_| running == index);
            self.lay_once(running, self.spans_from(running), balance, level, locked, to_come.peek().is_some())?;
        }
        Ok(())
    }

    /// The line at `index` when it is the one that a span is for: what accrued on it stays.
    fn in_progress(&self, index: usize, span: &Span) -> Option<&Line> {
        self.lines.get(index).filter(|line| line.span.n == span.n)
    }

    /// The level in force at a line, whatever a tranche still to come will make of it.
    pub fn level_at(&self, index: usize) -> Option<i64> {
        let from = self.lines.get(index).map(|line| line.accrued_to.max(line.span.from));
        let before = |on: NaiveDate| from.is_some_and(|from| from < on);
        self.levels_before.iter().find(|(on, _)| before(*on)).map(|(_, level)| *level).or(self.level)
    }

    fn lay_once(
        &mut self,
        index: usize,
        spans: Vec<Span>,
        balance: i64,
        level: LevelChoice,
        locked_total: Option<i64>,
        more_to_come: bool,
    ) -> Result<(), LendingError> {
        let Some(first) = spans.first() else {
            return Ok(());
        };
        let mut pieces = self.in_progress(index, first).map_or_else(Vec::new, |line| line.pieces.clone());
        // When its dates move, what accrued is measured against its new length: parts always add up to the whole.
        for piece in &mut pieces {
            piece.years = super::rates::share(self.terms, first, piece.from, piece.to)?;
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

    /// Ends the plan on `on` with the running line.
    pub fn close(&mut self, index: usize, on: NaiveDate, principal: i64, interest: i64) -> Result<(), LendingError> {
        self.accrue_to(index, on)?;
        self.lines.truncate(index + 1);
        if let Some(line) = self.lines.get_mut(index) {
            line.span.due_on = on;
            (line.principal, line.interest, line.fee) = (principal, interest, 0);
            (line.capitalised, line.deferred, line.balance) = (0, 0, 0);
        }
        Ok(())
    }
}

/// What pieces come to.
fn worth(pieces: &[Piece]) -> Result<Exact, LendingError> {
    pieces.iter().try_fold(Exact::ZERO, |sum, piece| {
        let factor = piece.rate.exact().times(piece.years)?;
        sum.plus(Exact::of(piece.balance).times(factor)?)
    })
}

fn down_payment(terms: &Terms) -> Result<i64, LendingError> {
    match terms.down_payment {
        Some(share) => Exact::of(terms.principal.minor()).times(share.exact())?.round(terms.json().rounding),
        None => Ok(0),
    }
}
