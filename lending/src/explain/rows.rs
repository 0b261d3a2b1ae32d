//! Interest, principal and total of an installment.

use super::{Evidence, Explanation, Operation, Source, Step, ValueUnit};
use crate::LendingError;
use crate::exact::Exact;
use crate::schedule::{InterestRule, Later, Line, Piece};
use crate::terms::{InterestBy, Method};

impl Evidence<'_> {
    /// Interest of a row: stretches of one balance and one rate, rounded once, and what was deferred to it.
    pub(super) fn interest_of(&self, index: usize) -> Result<Explanation, LendingError> {
        let line = &self.book.plan.lines[index];
        let tally = &self.book.tallies[index];
        let row = &self.state.rows[index];
        let asked = row.interest.minor();
        let step = self.accruing(index, line, line.span.due_on)?;
        let mut parts = vec![step];
        let deferred = self.book.plan.deferred(index)?;
        if deferred > 0 && line.span.rule.interest == InterestRule::Pay {
            parts.push(Explanation {
                rule: Step::DeferredInterest,
                ..self.row_figure(index, "deferred_interest", deferred)
            });
        }
        if tally.extra.interest > 0 {
            parts.push(Explanation {
                rule: Step::Moved,
                ..self.row_figure(index, "arrears_interest", tally.extra.interest)
            });
        }
        let whole = if parts.len() == 1 {
            parts.swap_remove(0)
        } else {
            self.step(Step::Interest, Operation::Sum, ValueUnit::Money, parts)?
        };
        self.settled_by(whole.about(row.n), index, "interest", asked)
    }

    /// Interest of a line up to a day, rounded once.
    pub(super) fn accruing(
        &self,
        index: usize,
        line: &Line,
        to: chrono::NaiveDate,
    ) -> Result<Explanation, LendingError> {
        let pieces = self.book.plan.pieces_to(line, to)?;
        let stretches = pieces.iter().map(|p| self.stretch(index, line, p)).collect::<Result<Vec<_>, _>>()?;
        let sum = self.step(Step::Interest, Operation::Sum, ValueUnit::Money, stretches)?.over(line.span.from, to);
        Ok(self
            .step(Step::Interest, self.rounding(), ValueUnit::Money, vec![sum])?
            .about(line.span.n)
            .over(line.span.from, to))
    }

    fn stretch(&self, index: usize, line: &Line, piece: &Piece) -> Result<Explanation, LendingError> {
        let balance = self.balance(index, piece.balance, piece.from)?;
        let years = match self.terms.interest_by() {
            InterestBy::ByPeriod => {
                let whole = self.number_term("every", line.span.years.exact(), ValueUnit::Years);
                let share = if piece.from == line.span.from && piece.to == line.span.due_on {
                    whole
                } else {
                    let part = self.step(
                        Step::Days,
                        Operation::Quotient,
                        ValueUnit::Number,
                        vec![self.days(piece.from, piece.to)?, self.days(line.span.from, line.span.due_on)?],
                    )?;
                    self.step(Step::YearShare, Operation::Product, ValueUnit::Years, vec![whole, part])?
                };
                // A line that was cut short keeps the share it had when it was laid out.
                if share.value.exact.minus(piece.years)?.is_zero() {
                    share
                } else {
                    self.number_term("every", piece.years, ValueUnit::Years)
                }
            }
            InterestBy::ByDay => {
                self.year_share("day_count", self.terms.day_count(), piece.from, piece.to, piece.years)?
            }
        };
        let operands = vec![balance, self.rate(piece.rate), years];
        Ok(self
            .step(Step::InterestStretch, Operation::Product, ValueUnit::Money, operands)?
            .about(line.span.n)
            .over(piece.from, piece.to))
    }

    pub(super) fn days(&self, from: chrono::NaiveDate, to: chrono::NaiveDate) -> Result<Explanation, LendingError> {
        let ends = vec![self.date_leaf(from, Source::Question), self.date_leaf(to, Source::Question)];
        Ok(self.step(Step::Days, Operation::DaysBetween, ValueUnit::Days, ends)?.over(from, to))
    }

    /// Days ÷ days of the year where the day count is that simple; otherwise the convention's figure.
    pub(super) fn year_share(
        &self,
        field: &str,
        day_count: crate::day_count::DayCount,
        from: chrono::NaiveDate,
        to: chrono::NaiveDate,
        years: Exact,
    ) -> Result<Explanation, LendingError> {
        let year = self.number_term(field, Exact::of(day_count.year_days()), ValueUnit::Days);
        let simple =
            self.step(Step::YearShare, Operation::Quotient, ValueUnit::Years, vec![self.days(from, to)?, year])?;
        if simple.value.exact.minus(years)?.is_zero() {
            return Ok(simple.over(from, to));
        }
        Ok(self.number_term(field, years, ValueUnit::Years).over(from, to))
    }

    /// Principal of a row.
    pub(super) fn principal_of(&self, index: usize) -> Result<Explanation, LendingError> {
        let line = &self.book.plan.lines[index];
        let row = &self.state.rows[index];
        let last = index + 1 == self.book.plan.lines.len();
        let level = self.book.plan.level.filter(|_| self.book.plan.method == Method::EqualInstallment);
        let asked = row.principal.minor();
        let step = if last && line.principal == line.opening() {
            let balance = self.balance(index, line.principal, line.span.due_on)?;
            Some(Explanation { rule: Step::LastPrincipal, ..balance })
        } else if level.is_some_and(|a| a - line.interest == line.principal) {
            let operands = vec![self.level()?, self.interest_of(index)?];
            Some(self.step(Step::Principal, Operation::Difference, ValueUnit::Money, operands)?)
        } else {
            None
        };
        let step = step.unwrap_or_else(|| self.row_figure(index, "principal", asked));
        self.settled_by(step.about(row.n), index, "principal", asked)
    }

    /// The step when it gives the row's figure; otherwise the row itself (a change of the plan moved part of it).
    fn settled_by(&self, step: Explanation, index: usize, part: &str, asked: i64) -> Result<Explanation, LendingError> {
        if step.value.exact.minus(Exact::of(asked))?.is_zero() {
            Ok(step)
        } else {
            Ok(self.row_figure(index, part, asked))
        }
    }

    /// Total of a row.
    pub(super) fn installment_of(&self, index: usize) -> Result<Explanation, LendingError> {
        let row = &self.state.rows[index];
        let fee = self.row_figure(index, "fee", row.fee.minor());
        let mut parts = vec![self.principal_of(index)?, self.interest_of(index)?];
        if !row.fee.is_zero() {
            parts.push(fee);
        }
        Ok(self.step(Step::InstallmentTotal, Operation::Sum, ValueUnit::Money, parts)?.about(row.n))
    }

    /// Balance after a row.
    pub(super) fn balance_after(&self, index: usize) -> Result<Explanation, LendingError> {
        let balance = self.state.rows[index].balance.minor();
        if index + 1 < self.state.rows.len() {
            return self.balance(index + 1, balance, self.book.plan.lines[index].span.due_on);
        }
        Ok(self.row_figure(index, "balance", balance))
    }

    /// The level installment in force, from the balance it was solved for.
    pub(super) fn level(&self) -> Result<Explanation, LendingError> {
        let plan = &self.book.plan;
        let current = plan.current(self.as_of);
        let level = plan.level_at(current).filter(|_| plan.method == Method::EqualInstallment);
        let Some(level) = level else {
            let next = self.state.next_due.as_ref().map_or(1, |d| d.n);
            return self.installment_of(self.index(next)?);
        };
        if plan.level != Some(level) {
            // A tranche still to come has been levelled since.
            return Ok(self.row_figure(current, "installment", level));
        }
        let Some(basis) = plan.level_basis.clone().filter(|_| self.terms.fixed_installment.is_none()) else {
            return Ok(self.money_term("fixed_installment", level));
        };
        let Ok(index) = self.index(basis.n) else {
            // The line it was solved for was cut off since.
            return Ok(self.row_figure(self.state.rows.len() - 1, "installment", level));
        };
        let opening = self.balance(index, basis.balance, self.book.plan.lines[index].span.from)?;
        let mut owed = vec![opening.clone()];
        let first = self.number_term("annual_rate", basis.factor, ValueUnit::Rate);
        owed.push(self.step(Step::InterestStretch, Operation::Product, ValueUnit::Money, vec![opening, first])?);
        if !basis.running.is_zero() {
            let value = self.quantity(basis.running, ValueUnit::Money);
            let row = self.row_figure(index, "accrued", 0);
            owed.push(Explanation { value, rule: Step::Accrued, ..row });
        }
        let mut operands = vec![self.step(Step::Balance, Operation::Sum, ValueUnit::Money, owed)?.about(basis.n)];
        let (factors, count) = match &basis.later {
            Later::Equal { factor, count } => (std::slice::from_ref(factor), *count),
            Later::Each(factors) => (factors.as_slice(), factors.len() as u32),
        };
        operands.extend(factors.iter().map(|f| self.number_term("annual_rate", *f, ValueUnit::Rate)));
        let operation =
            Operation::Level { count: count + 1, multiple: self.terms.multiple, rounding: self.terms.level_rounding() };
        let step = self.step(Step::LevelInstallment, operation, ValueUnit::Money, operands)?;
        if step.value.exact.minus(Exact::of(level))?.is_zero() {
            Ok(step)
        } else {
            Ok(self.row_figure(index, "installment", level))
        }
    }
}
