//! From a balance and spans to lines. The only place where an installment is split into principal and interest.

use chrono::NaiveDate;

use super::factors::Factors;
use super::level::{Basis, Level, LevelChoice};
use super::rates::Rates;
use super::{InterestRule, Line, Span};
use crate::LendingError;
use crate::exact::{Exact, add, round_div, share_of, sub};
use crate::terms::{LevelBy, Method, Rounding, Terms};

/// What a lay-out answers with.
pub(crate) struct Laid {
    pub lines: Vec<Line>,
    pub level: Option<i64>,
    pub basis: Option<Basis>,
}

impl Laid {
    /// By how much the last installment is larger than the one before.
    fn gap(&self) -> Option<i64> {
        let [.., before, last] = self.lines.as_slice() else {
            return None;
        };
        Some(last.principal + last.interest - before.principal - before.interest)
    }
}

/// What is laid out.
pub(crate) struct LayOut<'a> {
    pub terms: &'a Terms,
    pub rates: &'a Rates,
    pub method: Method,
    pub spans: Vec<Span>,
    /// Principal to repay over these spans.
    pub balance: i64,
    /// Flat interest is charged on this.
    pub flat_base: i64,
    /// Interest of the first span that accrued before, and until when.
    pub running: Exact,
    pub running_to: NaiveDate,
    /// Deferred interest that the first paying line takes along.
    pub deferred: i64,
    pub level: LevelChoice,
    /// Total of the first line when something was paid on it in advance: it stays.
    pub locked_total: Option<i64>,
    /// A tranche is still to be paid out: no line is left out because nothing is owed by then.
    pub more_to_come: bool,
}

impl LayOut<'_> {
    /// The lines, and the level that was used.
    pub fn lines(&self) -> Result<Laid, LendingError> {
        let amount = match self.level {
            LevelChoice::Keep(amount) | LevelChoice::Fixed(amount) => Some(amount),
            _ => None,
        };
        let laid = self.lines_at(amount)?;
        let solved = self.level == LevelChoice::Solve && self.method == Method::EqualInstallment;
        if solved && self.terms.json().level_by == LevelBy::Equalised {
            return self.equalised(laid);
        }
        Ok(laid)
    }

    /// Shares what the last installment differs over all of them, while that brings it closer.
    fn equalised(&self, mut laid: Laid) -> Result<Laid, LendingError> {
        for _ in 0..3 {
            let (Some(level), Some(gap)) = (laid.level, laid.gap()) else {
                break;
            };
            let count = i64::try_from(laid.lines.len()).unwrap_or(i64::MAX);
            if gap.abs() <= count / 2 {
                break;
            }
            let multiple = self.terms.multiple;
            let step =
                round_div(i128::from(gap), i128::from(count) * i128::from(multiple), self.terms.json().rounding)?;
            let moved = self.lines_at(Some(level + step * multiple))?;
            if moved.gap().is_none_or(|g| g.abs() >= gap.abs()) || moved.lines.len() != laid.lines.len() {
                break;
            }
            laid = Laid { basis: laid.basis, ..moved };
        }
        Ok(laid)
    }

    fn lines_at(&self, amount: Option<i64>) -> Result<Laid, LendingError> {
        let factors = Factors::of(self.terms, self.rates, &self.spans, self.running_to)?;
        let rounding = self.terms.json().rounding;
        let mut level = Level { amount, basis: None };
        let mut lines = Vec::with_capacity(self.spans.len());
        let (mut left, mut deferred) = (self.balance, self.deferred);
        let end = self.spans.len().saturating_sub(1);
        let steady = self.steady_from();
        let mut i = 0;
        while let Some(span) = self.spans.get(i) {
            if let (Some(amount), true) = (level.amount, i >= steady && deferred == 0) {
                let before = lines.len();
                let same = &self.spans[i..i + factors.run(i, end)];
                left = self.steady_lines(same, left, amount, factors.at(i), &mut lines)?;
                if left == 0 && !self.more_to_come {
                    break;
                }
                if lines.len() > before {
                    i += lines.len() - before;
                    continue;
                }
            }
            let interest = self.interest(i, left, factors.at(i), rounding)?;
            let (mut pays, mut capitalised, mut put_off) = (0, 0, 0);
            match span.rule.interest {
                InterestRule::Free => {}
                InterestRule::Defer if i < end => {
                    put_off = interest;
                    deferred = add(deferred, interest)?;
                }
                InterestRule::Capitalise if i < end => capitalised = interest,
                _ => {
                    pays = add(interest, deferred)?;
                    deferred = 0;
                }
            }
            let principal = if i == end {
                left
            } else if !span.rule.principal {
                0
            } else if let (0, Some(total)) = (i, self.locked_total) {
                sub(total, pays)?.clamp(0, left)
            } else {
                let principal = self.principal(i, left, pays, &factors, &mut level)?;
                principal.min(left)
            };
            left = add(sub(left, principal)?, capitalised)?;
            lines.push(Line { capitalised, deferred: put_off, ..Line::plain(*span, principal, pays, left) });
            if left == 0 && deferred == 0 && !self.more_to_come {
                break;
            }
            i += 1;
        }
        Ok(Laid { lines, level: level.amount, basis: level.basis })
    }

    fn interest(&self, i: usize, left: i64, factor: Exact, rounding: Rounding) -> Result<i64, LendingError> {
        let base = if self.method == Method::Flat { self.flat_base } else { left };
        if i == 0 && !self.running.is_zero() {
            return self.running.plus(Exact::of(base).times(factor)?)?.round(rounding);
        }
        share_of(base, factor, rounding)
    }
}
