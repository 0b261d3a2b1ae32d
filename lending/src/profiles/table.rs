//! Amortisation tables as printed in the examples of the European Commission and by spreadsheets: amounts are
//! carried unrounded from row to row, each is rounded only where it is shown, and no last row takes a remainder.

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

use crate::apr::bad;
use crate::{LendingError, MAX_INSTALLMENTS};

/// What a row repays.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind", deny_unknown_fields)]
pub enum Repay {
    /// The same amount each time; over more rows than there are when a balloon is left.
    EqualInstallment {
        /// Rows the amount is solved for; default: all rows.
        #[serde(default)]
        over: Option<u32>,
    },
    /// An amount that grows by a share each year.
    Graduated {
        /// The share.
        growth: Decimal,
    },
    /// The same part of the principal each time, from a row on.
    EqualPrincipal {
        /// The first row that repays.
        #[serde(default = "one")]
        from_row: u32,
    },
    /// Interest, and all principal with the last row.
    InterestOnly,
    /// So much principal each time, until none is left.
    FixedPrincipal {
        /// How much.
        amount: Decimal,
    },
    /// A share of the balance as principal, at least so much, until none is left.
    ShareOfBalance {
        /// The share.
        share: Decimal,
        /// The least.
        minimum: Decimal,
    },
    /// A share of balance and interest as the whole payment, at least so much, until none is left.
    ShareOfDebt {
        /// The share.
        share: Decimal,
        /// The least.
        minimum: Decimal,
    },
}

fn one() -> u32 {
    1
}

/// A table asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// Lent.
    pub principal: Decimal,
    /// The rate a year.
    pub annual_rate: Decimal,
    /// The rate is effective: a period's is its root, not its part.
    #[serde(default)]
    pub effective: bool,
    /// Periods a year.
    #[serde(default = "twelve")]
    pub per_year: u32,
    /// Rows; none: until nothing is left.
    #[serde(default)]
    pub rows: Option<u32>,
    /// Length of the first period, in periods.
    #[serde(default = "whole")]
    pub first_period: Decimal,
    /// What a row repays.
    pub repay: Repay,
    /// From a row on another rate.
    #[serde(default)]
    pub rates: Vec<(u32, Decimal)>,
    /// Added to each payment.
    #[serde(default)]
    pub cost: Decimal,
    /// Decimals shown.
    #[serde(default = "two")]
    pub decimals: u32,
}

fn twelve() -> u32 {
    12
}

fn whole() -> Decimal {
    Decimal::ONE
}

fn two() -> u32 {
    2
}

/// A row as it is shown.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TableRow {
    /// Number, from 1.
    pub n: u32,
    /// Principal.
    pub principal: Decimal,
    /// Interest.
    pub interest: Decimal,
    /// Both, with the cost that is added.
    pub total: Decimal,
    /// Balance after it.
    pub balance: Decimal,
}

fn overflow() -> LendingError {
    LendingError::overflow("principal")
}

/// The rows of a table.
///
/// # Errors
/// Too many rows, or figures that do not fit.
pub fn rows(table: &Table) -> Result<Vec<TableRow>, LendingError> {
    let most = table.rows.unwrap_or(MAX_INSTALLMENTS);
    if most == 0 || most > MAX_INSTALLMENTS || table.per_year == 0 || table.decimals > 10 {
        return Err(bad("rows", format!("from 1 to {MAX_INSTALLMENTS} rows, at most 10 decimals")));
    }
    let half_cent = Decimal::new(5, table.decimals + 1);
    let shown = |amount: Decimal| amount.round_dp_with_strategy(table.decimals, RoundingStrategy::MidpointAwayFromZero);
    let mut carry =
        Carry { table, balance: table.principal, rate: period_rate(table, table.annual_rate)?, level: None };
    let mut rows = Vec::new();
    for n in 1..=most {
        if let Some((_, rate)) = table.rates.iter().find(|(from, _)| *from == n) {
            carry.rate = period_rate(table, *rate)?;
            carry.level = None;
        }
        let first = if n == 1 { table.first_period } else { Decimal::ONE };
        let factor = times(carry.rate, first)?;
        let interest = times(carry.balance, factor)?;
        let principal = carry.principal(n, factor, interest)?;
        carry.balance = minus(carry.balance, principal)?;
        let total = shown(plus(plus(principal, interest)?, table.cost)?);
        rows.push(TableRow {
            n,
            principal: shown(principal),
            interest: shown(interest),
            total,
            balance: shown(carry.balance),
        });
        if table.rows.is_none() && carry.balance < half_cent {
            return Ok(rows);
        }
    }
    match table.rows {
        Some(_) => Ok(rows),
        None => Err(LendingError::Limit { field: "rows", limit: crate::Limit::Installments }),
    }
}

/// What goes from row to row.
struct Carry<'t> {
    table: &'t Table,
    balance: Decimal,
    rate: Decimal,
    level: Option<Decimal>,
}

impl Carry<'_> {
    fn principal(&mut self, n: u32, factor: Decimal, interest: Decimal) -> Result<Decimal, LendingError> {
        let last = self.table.rows == Some(n);
        let count = self.table.rows.unwrap_or(MAX_INSTALLMENTS);
        let balance = self.balance;
        Ok(match &self.table.repay {
            Repay::EqualInstallment { over: Some(spread) } if last && *spread > count => balance,
            Repay::EqualInstallment { over: spread } => {
                let level = match self.level {
                    Some(level) => level,
                    None => {
                        let left = spread.unwrap_or(count).max(n) - n + 1;
                        let due = over(times(balance, plus(Decimal::ONE, factor)?)?, plus(Decimal::ONE, self.rate)?)?;
                        over(due, worth(self.rate, Decimal::ONE, self.table.per_year, left)?)?
                    }
                };
                minus(*self.level.insert(level), interest)?
            }
            Repay::Graduated { growth } => {
                let first = match self.level {
                    Some(first) => first,
                    None => over(balance, worth(self.rate, plus(Decimal::ONE, *growth)?, self.table.per_year, count)?)?,
                };
                self.level = Some(first);
                let grown = power(plus(Decimal::ONE, *growth)?, (n - 1) / self.table.per_year)?;
                minus(times(first, grown)?, interest)?
            }
            Repay::EqualPrincipal { from_row } if n < *from_row => Decimal::ZERO,
            Repay::EqualPrincipal { from_row } => {
                over(self.table.principal, Decimal::from(count - from_row.min(&count) + 1))?
            }
            _ if last => balance,
            Repay::InterestOnly => Decimal::ZERO,
            Repay::FixedPrincipal { amount } => balance.min(*amount),
            Repay::ShareOfBalance { share, minimum } => balance.min(times(balance, *share)?.max(*minimum)),
            Repay::ShareOfDebt { share, minimum } => {
                let debt = plus(balance, interest)?;
                minus(debt.min(times(debt, *share)?.max(*minimum)), interest)?
            }
        })
    }
}

fn plus(a: Decimal, b: Decimal) -> Result<Decimal, LendingError> {
    a.checked_add(b).ok_or_else(overflow)
}

fn minus(a: Decimal, b: Decimal) -> Result<Decimal, LendingError> {
    a.checked_sub(b).ok_or_else(overflow)
}

fn times(a: Decimal, b: Decimal) -> Result<Decimal, LendingError> {
    a.checked_mul(b).ok_or_else(overflow)
}

fn over(a: Decimal, b: Decimal) -> Result<Decimal, LendingError> {
    a.checked_div(b).ok_or_else(overflow)
}

/// Worth at the start of payments of 1 that grow by a factor each year.
fn worth(rate: Decimal, growth: Decimal, per_year: u32, count: u32) -> Result<Decimal, LendingError> {
    let discount = over(Decimal::ONE, plus(Decimal::ONE, rate)?)?;
    let (mut sum, mut at, mut amount) = (Decimal::ZERO, Decimal::ONE, Decimal::ONE);
    for k in 0..count {
        if k > 0 && k % per_year == 0 {
            amount = times(amount, growth)?;
        }
        at = times(at, discount)?;
        sum = plus(sum, times(amount, at)?)?;
    }
    if sum.is_zero() { Err(overflow()) } else { Ok(sum) }
}

fn power(base: Decimal, exponent: u32) -> Result<Decimal, LendingError> {
    (0..exponent).try_fold(Decimal::ONE, |product, _| times(product, base))
}

/// The rate a period: the year's part, or its root (Newton's method).
fn period_rate(table: &Table, annual: Decimal) -> Result<Decimal, LendingError> {
    if annual < Decimal::ZERO || annual > Decimal::TEN {
        return Err(bad("annual_rate", "from 0 to 10"));
    }
    let periods = Decimal::from(table.per_year);
    if !table.effective {
        return Ok(annual / periods);
    }
    let target = Decimal::ONE + annual;
    let mut root = Decimal::ONE + annual / periods;
    for _ in 0..60 {
        let below = power(root, table.per_year - 1)?;
        let next = over(plus(times(periods - Decimal::ONE, root)?, over(target, below)?)?, periods)?;
        if (next - root).abs() <= Decimal::new(1, 26) {
            break;
        }
        root = next;
    }
    Ok(root - Decimal::ONE)
}
