//! The installment (or the principal part) of the lines that are laid out.

use super::factors::{Factors, Later};
use super::lay_out::LayOut;
use crate::LendingError;
use crate::exact::{Exact, level_installment, round_div};
use crate::terms::Method;

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

/// The installment (or principal part) while lines are laid out.
pub(super) struct Level {
    pub amount: Option<i64>,
    pub basis: Option<Basis>,
}

impl LayOut<'_> {
    /// Principal of a line that is neither the last nor spared; `interest` is what the line pays of it.
    pub(super) fn principal(
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
                    let part = round_div(i128::from(left), count * i128::from(multiple), self.terms.level_rounding())?;
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
        let amount = level_installment(owed, &later.steps(), self.terms.multiple, self.terms.level_rounding())?;
        level.amount = Some(amount);
        level.basis = Some(Basis { n: self.spans[i].n, balance: left, factor: factors.at(i), running, later });
        Ok(amount)
    }
}
