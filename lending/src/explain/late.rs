//! Penalty, compound interest, and what is late.

use super::{Evidence, Explanation, Operation, Source, Step, ValueUnit};
use crate::LendingError;
use crate::exact::Exact;
use crate::replay::Stretch;
use crate::terms::{PenaltyBase, PenaltyKind};

impl Evidence<'_> {
    /// Penalty of a row as it has accrued: Σ base × rate × part of a year, rounded once.
    pub(super) fn penalty_of(&self, index: usize) -> Result<Explanation, LendingError> {
        let row = &self.state.rows[index];
        let spread = self.book.tallies[index].extra.penalty;
        let mut parts = vec![self.late_interest(index, Step::Penalty, |s| s.base)?];
        if spread > 0 {
            parts.push(Explanation { rule: Step::Moved, ..self.row_figure(index, "arrears_penalty", spread) });
        }
        let whole = if parts.len() == 1 {
            parts.swap_remove(0)
        } else {
            self.step(Step::Penalty, Operation::Sum, ValueUnit::Money, parts)?
        };
        self.or_row(whole.about(row.n), index, "penalty", row.penalty.minor())
    }

    /// Compound interest of a row, the same on overdue interest.
    pub(super) fn compound_of(&self, index: usize) -> Result<Explanation, LendingError> {
        let row = &self.state.rows[index];
        let step = self.late_interest(index, Step::Penalty, |s| s.compound_base)?;
        self.or_row(step.about(row.n), index, "compound", row.compound.minor())
    }

    fn or_row(&self, step: Explanation, index: usize, part: &str, asked: i64) -> Result<Explanation, LendingError> {
        if step.value.exact.minus(Exact::of(asked))?.is_zero() {
            Ok(step)
        } else {
            Ok(self.row_figure(index, part, asked))
        }
    }

    fn late_interest(&self, index: usize, rule: Step, base: fn(&Stretch) -> i64) -> Result<Explanation, LendingError> {
        let clock = &self.book.tallies[index].clock;
        let due_on = self.book.plan.lines[index].span.due_on;
        if clock.to <= self.book.grace_end(index)? {
            let nothing = self.number_term("penalty.grace_days", Exact::ZERO, ValueUnit::Money);
            return Ok(Explanation { rule: Step::WithinGrace, ..nothing }.over(due_on, clock.to.max(due_on)));
        }
        let stretches = clock.stretches.iter().filter(|s| base(s) > 0).map(|s| self.late_stretch(index, s, base(s)));
        let stretches = stretches.collect::<Result<Vec<_>, _>>()?;
        let sum = self.step(rule, Operation::Sum, ValueUnit::Money, stretches)?;
        let rounded = self.step(rule, self.rounding(), ValueUnit::Money, vec![sum])?.over(due_on, clock.to);
        let Some(cap) = self.terms.penalty_cap.filter(|_| rule == Step::Penalty) else {
            return Ok(rounded);
        };
        let line = &self.book.plan.lines[index];
        let whole = self.row_figure(index, "principal_and_interest", line.principal + line.interest);
        let share = self.number_term("penalty.cap", cap.exact(), ValueUnit::Rate);
        let most = self.step(Step::PenaltyCap, Operation::Product, ValueUnit::Money, vec![whole, share])?;
        let most = self.step(Step::PenaltyCap, self.rounding(), ValueUnit::Money, vec![most])?;
        self.step(rule, Operation::Minimum, ValueUnit::Money, vec![rounded, most])
    }

    fn late_stretch(&self, index: usize, stretch: &Stretch, base: i64) -> Result<Explanation, LendingError> {
        let terms = self.terms.penalty();
        let value = self.number_term("penalty.value", self.terms.penalty_rate.exact(), ValueUnit::Rate);
        let years = self.year_share("penalty.day_count", terms.day_count, stretch.from, stretch.to, stretch.years)?;
        let mut operands = vec![self.overdue_base(index, stretch, base)?];
        match terms.kind {
            PenaltyKind::Multiplier => operands.extend([self.rate(stretch.rate), value, years]),
            PenaltyKind::DailyRate => {
                let year =
                    self.number_term("penalty.day_count", Exact::of(terms.day_count.year_days()), ValueUnit::Days);
                operands.extend([value, years, year]);
            }
            _ => operands.extend([value, years]),
        }
        let n = self.state.rows[index].n;
        Ok(self
            .step(Step::PenaltyStretch, Operation::Product, ValueUnit::Money, operands)?
            .about(n)
            .over(stretch.from, stretch.to))
    }

    /// What was overdue over a stretch: the row's figures less what had been paid by then.
    fn overdue_base(&self, index: usize, stretch: &Stretch, base: i64) -> Result<Explanation, LendingError> {
        let line = &self.book.plan.lines[index];
        let row = &self.state.rows[index];
        let on_interest_only = base != stretch.base;
        let with_principal = !on_interest_only;
        let with_interest = on_interest_only || self.terms.penalty().base != PenaltyBase::Principal;
        let with_fee = !on_interest_only && self.terms.penalty().base == PenaltyBase::Installment;
        let asked = [
            ("principal", line.principal, with_principal),
            ("interest", line.interest, with_interest),
            ("fee", line.fee, with_fee),
        ];
        let asked: Vec<Explanation> = asked
            .iter()
            .filter(|(.., counts)| *counts)
            .map(|(part, minor, _)| self.row_figure(index, part, *minor))
            .collect();
        let whole = if asked.len() == 1 {
            asked
        } else {
            vec![self.step(Step::OverdueBase, Operation::Sum, ValueUnit::Money, asked)?]
        };
        let mut operands = whole;
        for split in self.book.splits.iter().filter(|s| s.on <= stretch.from) {
            for (_, paid) in split.parts.iter().filter(|(n, _)| *n == row.n) {
                let parts = [(paid.principal, with_principal), (paid.interest, with_interest), (paid.fee, with_fee)];
                let sum: i64 = parts.iter().filter(|(_, counts)| *counts).map(|(minor, _)| *minor).sum();
                if sum > 0 {
                    operands.push(self.of_event(Step::Paid, &split.event_id, sum, split.on));
                }
            }
        }
        let step = self.step(Step::OverdueBase, Operation::Difference, ValueUnit::Money, operands)?.about(row.n);
        self.or_row(step, index, "unpaid", base)
    }

    /// Days since the due date of the oldest installment not paid in full.
    pub(super) fn days_past_due(&self) -> Result<Explanation, LendingError> {
        let oldest = self.state.rows.iter().position(|r| r.due_on < self.as_of && !r.remaining.total.is_zero());
        let (due_on, source, n) = match oldest {
            Some(i) => {
                let row = &self.state.rows[i];
                (
                    row.due_on,
                    Source::Schedule { version: row.version, n: row.n, part: "due_on".to_owned() },
                    Some(row.n),
                )
            }
            None => (self.as_of, Source::Question, None),
        };
        let ends = vec![self.date_leaf(due_on, source), self.date_leaf(self.as_of, Source::Question)];
        let step =
            self.step(Step::DaysPastDue, Operation::DaysBetween, ValueUnit::Days, ends)?.over(due_on, self.as_of);
        Ok(Explanation { n, ..step })
    }
}
