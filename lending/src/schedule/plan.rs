//! The lines of a loan, as they stand, and how they are laid out again when something changes.

use chrono::NaiveDate;

use super::lay_out::{Basis, LayOut, LevelChoice};
use super::rates::Rates;
use super::span::{Dates, Years, first_spans};
use super::{InterestRule, LineRule, Span, fees};
use crate::exact::{Exact, add};
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
    /// How interest of this line accrued before it was last laid out; kept for explanations.
    pub pieces: Vec<Piece>,
}

impl Line {
    /// A line as the plan has it, with no fee yet.
    pub fn plain(span: Span, principal: i64, interest: i64, balance: i64) -> Line {
        Line { span, principal, interest, fee: 0, capitalised: 0, deferred: 0, balance, pieces: Vec::new() }
    }

    /// What is due with this line.
    pub fn total(&self) -> Result<i64, LendingError> {
        add(add(self.principal, self.interest)?, self.fee)
    }

    /// Principal at the start of the line.
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

/// Interest of the line in progress, up to a day.
#[derive(Debug, Clone, PartialEq)]
struct Running {
    n: u32,
    amount: Exact,
    to: NaiveDate,
    pieces: Vec<Piece>,
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
    pub flat_base: i64,
    running: Option<Running>,
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
            flat_base: principal - down,
            running: None,
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
        for (on, amount) in &terms.tranches {
            plan.disburse(*on, *amount)?;
        }
        Ok(plan)
    }

    /// First line still to come after `on` (its due date lies later).
    pub fn current(&self, on: NaiveDate) -> usize {
        self.lines.partition_point(|l| l.span.due_on <= on)
    }

    /// Principal carried on `on` by the line in progress.
    pub fn carried(&self, index: usize) -> i64 {
        self.lines.get(index).map_or(0, Line::opening)
    }

    /// Interest of the line in progress, exact, up to `on`.
    pub fn accrued(&self, index: usize, on: NaiveDate) -> Result<Exact, LendingError> {
        let Some(line) = self.lines.get(index) else {
            return Ok(Exact::ZERO);
        };
        if line.span.rule.interest == InterestRule::Free {
            return Ok(Exact::ZERO);
        }
        let running = self.running.as_ref().filter(|r| r.n == line.span.n);
        let (amount, start) = running.map_or((Exact::ZERO, line.span.from), |r| (r.amount, r.to));
        let factor = self.rates.factor(self.terms, &line.span, start, on.min(line.span.due_on))?;
        amount.plus(Exact::of(self.base(line.opening())).times(factor)?)
    }

    fn base(&self, left: i64) -> i64 {
        if self.method == Method::Flat { self.flat_base } else { left }
    }

    /// Brings the interest of the line in progress up to `on`, before its balance or rate changes.
    pub fn accrue_to(&mut self, index: usize, on: NaiveDate) -> Result<(), LendingError> {
        let Some(line) = self.lines.get(index) else {
            return Ok(());
        };
        let span = line.span;
        let amount = self.accrued(index, on)?;
        let base = self.base(line.opening());
        let mut pieces = match self.running.take() {
            Some(running) if running.n == span.n => running.pieces,
            _ => Vec::new(),
        };
        let start = pieces.last().map_or(span.from, |p| p.to);
        if on > start && span.rule.interest != InterestRule::Free {
            pieces.extend(self.pieces(&span, start, on, base)?);
        }
        self.running = Some(Running { n: span.n, amount, to: on.max(span.from), pieces });
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

    /// Lays out the lines from `index` on.
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
        self.measure_again(first)?;
        let running = self.running.as_ref().filter(|r| r.n == first.n);
        let deferred = self.deferred(index)?;
        let out = LayOut {
            terms: self.terms,
            rates: &self.rates,
            method: self.method,
            balance,
            flat_base: self.flat_base,
            running: running.map_or(Exact::ZERO, |r| r.amount),
            running_to: running.map_or(first.from, |r| r.to),
            deferred,
            level,
            locked_total,
            spans,
        };
        let laid = out.lines()?;
        let mut lines = laid.lines;
        if let (Some(line), Some(running)) = (lines.first_mut(), running) {
            line.pieces.clone_from(&running.pieces);
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

    /// When the dates of the line in progress move, what accrued on it is measured against its new length:
    /// parts of a line always add up to the whole.
    fn measure_again(&mut self, span: &Span) -> Result<(), LendingError> {
        // A change from a later line on leaves the line in progress as it is.
        if self.running.as_ref().is_none_or(|r| r.n != span.n) {
            return Ok(());
        }
        let Some(mut running) = self.running.take() else {
            return Ok(());
        };
        let mut amount = Exact::ZERO;
        for piece in &mut running.pieces {
            piece.years = super::rates::share(self.terms, span, piece.from, piece.to)?;
            let factor = piece.rate.exact().times(piece.years)?;
            amount = amount.plus(Exact::of(piece.balance).times(factor)?)?;
        }
        self.running = Some(Running { amount, ..running });
        Ok(())
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
        let pieces = self.running.take().map(|r| r.pieces).unwrap_or_default();
        if let Some(line) = self.lines.get_mut(index) {
            line.span.due_on = on;
            (line.principal, line.interest, line.fee) = (principal, interest, 0);
            (line.capitalised, line.deferred, line.balance) = (0, 0, 0);
            line.pieces = pieces;
        }
        Ok(())
    }

    /// A further disbursement: what is still to come is levelled again.
    pub fn disburse(&mut self, on: NaiveDate, amount: i64) -> Result<(), LendingError> {
        let index = self.current(on);
        if index >= self.lines.len() {
            return Err(LendingError::contradiction("tranches", reason!("{on} is after the last due date")));
        }
        self.accrue_to(index, on)?;
        self.flat_base = add(self.flat_base, amount)?;
        let balance = add(self.carried(index), amount)?;
        let level = match (&self.terms.fixed_installment, self.method) {
            (Some(fixed), _) => LevelChoice::Fixed(*fixed),
            _ => LevelChoice::Solve,
        };
        self.lay(index, self.spans_from(index), balance, level, None)
    }
}

fn down_payment(terms: &Terms) -> Result<i64, LendingError> {
    match terms.down_payment {
        Some(share) => Exact::of(terms.principal.minor()).times(share.exact())?.round(terms.json().rounding),
        None => Ok(0),
    }
}
