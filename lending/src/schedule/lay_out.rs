//! From a balance and spans to lines. The only place where an installment is split into principal and interest.

use chrono::NaiveDate;

use super::factors::{Factors, Later};
use super::plan::Line;
use super::rates::Rates;
use super::{InterestRule, LineRule, Span};
use crate::LendingError;
use crate::exact::{Exact, add, level_installment, round_div, round_div_of_words, share_of, sub};
use crate::terms::{LevelBy, Method, Rounding, Terms};

/// Where the installment (or the principal part, for methods with equal principal) comes from.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum LevelChoice {
    /// Solve it for the lines at hand.
    Solve,
    /// Keep the one given; the loan ends when the balance does.
    Keep(i64),
    /// The contract names it: it must cover the interest.
    Fixed(i64),
    /// Principal line by line.
    Given(Vec<i64>),
}

/// What a level installment was solved from; kept for explanations.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Basis {
    /// The first line it is for, and the principal at its start.
    pub n: u32,
    pub balance: i64,
    /// Interest factor of that line, and interest that accrued on it before.
    pub factor: Exact,
    pub running: Exact,
    pub later: Later,
}

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
            if let (Some(amount), true) = (level.amount, i >= steady && i < end && deferred == 0) {
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

    /// As many lines as pay the level at one and the same interest factor; gives the balance after them. It ends before
    /// the first line that needs more thought, which may be the first of all.
    fn steady_lines(
        &self,
        spans: &[Span],
        mut left: i64,
        amount: i64,
        factor: Exact,
        lines: &mut Vec<Line>,
    ) -> Result<i64, LendingError> {
        let (words, rounding) = (factor.words(), self.terms.json().rounding);
        for span in spans {
            let interest = match words.and_then(|(num, den)| Some((left.checked_mul(num)?, den))) {
                Some((product, den)) => round_div_of_words(product, den, rounding),
                None => share_of(left, factor, rounding)?,
            };
            if amount <= interest || left == 0 {
                break;
            }
            let principal = left.min(amount - interest);
            left -= principal;
            lines.push(Line::plain(*span, principal, interest, left));
        }
        Ok(left)
    }

    /// From this line on every line is a level installment's with nothing special about it: most lines of most loans,
    /// which need not ask at each what could be otherwise.
    fn steady_from(&self) -> usize {
        if self.method != Method::EqualInstallment || matches!(self.level, LevelChoice::Given(_)) {
            return usize::MAX;
        }
        let special = self.spans.iter().rposition(|s| s.rule != LineRule::REGULAR).map_or(0, |i| i + 1);
        // The first line may have interest from before, and a total that stays.
        special.max(1)
    }

    fn interest(&self, i: usize, left: i64, factor: Exact, rounding: Rounding) -> Result<i64, LendingError> {
        let base = if self.method == Method::Flat { self.flat_base } else { left };
        if i == 0 && !self.running.is_zero() {
            return self.running.plus(Exact::of(base).times(factor)?)?.round(rounding);
        }
        share_of(base, factor, rounding)
    }

    /// Principal of a line that is neither the last nor spared; `interest` is what the line pays of it.
    fn principal(
        &self,
        i: usize,
        left: i64,
        interest: i64,
        factors: &Factors,
        level: &mut Level,
    ) -> Result<i64, LendingError> {
        match self.method {
            Method::InterestOnly | Method::Bullet => Ok(0),
            _ if matches!(self.level, LevelChoice::Given(_)) => match &self.level {
                LevelChoice::Given(parts) => Ok(parts.get(i).copied().unwrap_or(0)),
                _ => Ok(0),
            },
            Method::EqualPrincipal | Method::Flat | Method::Custom => match level.amount {
                Some(part) => Ok(part),
                None => {
                    let count = self.spans[i..].iter().filter(|s| s.rule.principal).count() as i128;
                    let multiple = self.terms.multiple;
                    let part = round_div(i128::from(left), count * i128::from(multiple), self.terms.json().rounding)?;
                    let part =
                        part.max(1).checked_mul(multiple).ok_or_else(|| LendingError::overflow("installment"))?;
                    level.amount = Some(part);
                    Ok(part)
                }
            },
            Method::EqualInstallment => {
                let amount = match level.amount {
                    Some(amount) => amount,
                    None => self.solve(i, left, factors, level)?,
                };
                if amount > interest {
                    return Ok(amount - interest);
                }
                if interest == 0 || !matches!(self.level, LevelChoice::Fixed(_)) {
                    // A long first period can cost more than an installment: the rest is levelled again after it.
                    level.amount = None;
                    return Ok(0);
                }
                Err(LendingError::NegativeAmortisation {
                    n: self.spans[i].n,
                    interest: self.terms.money(interest).to_string(),
                    installment: self.terms.money(amount).to_string(),
                })
            }
        }
    }

    fn solve(&self, i: usize, left: i64, factors: &Factors, level: &mut Level) -> Result<i64, LendingError> {
        let running = if i == 0 { self.running } else { Exact::ZERO };
        let owed = Exact::of(left).times(Exact::ONE.plus(factors.at(i))?)?.plus(running)?;
        let later = factors.after(i);
        let amount = level_installment(owed, &later.steps(), self.terms.multiple, self.terms.json().rounding)?;
        level.amount = Some(amount);
        level.basis = Some(Basis { n: self.spans[i].n, balance: left, factor: factors.at(i), running, later });
        Ok(amount)
    }
}

/// The installment (or principal part) while lines are laid out.
struct Level {
    amount: Option<i64>,
    basis: Option<Basis>,
}
