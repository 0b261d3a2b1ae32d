//! A schedule from first principles, in fractions of whole numbers of any size. It shares no line with the
//! engine: the installment is the solution of B·Π(1+iₖ) = A·Σₖ Πⱼ﹥ₖ(1+iⱼ), not of a discount sum.

use num_bigint::BigInt;
use num_rational::{BigRational, Ratio};

use crate::dates::Day;
use crate::fees;
use crate::loan::{Loan, Method, Rounding};
use crate::years::{self, Years};

#[derive(Debug, PartialEq)]
pub struct Row {
    pub due: Day,
    pub principal: i64,
    pub interest: i64,
    pub fee: i64,
    pub balance: i64,
}

/// A period of the loan and its length in rate × years.
struct Period {
    n: usize,
    from: Day,
    to: Day,
    factor: Years,
}

/// The rows of a loan, in minor units; none when free days leave no time between two due dates.
pub fn schedule(loan: &Loan) -> Option<Vec<Row>> {
    let periods = periods(loan)?;
    let mut rows: Vec<Row> = Vec::new();
    let mut tranches = loan.tranches.iter().copied().peekable();
    let (mut balance, mut lent, mut level, mut put_off) = (loan.principal, loan.principal, None, 0);
    for (i, period) in periods.iter().enumerate() {
        // What was paid out within the period bears interest from its day on.
        let mut since = period.from;
        let mut grown = Ratio::from_integer(BigInt::from(0));
        while let Some((day, amount)) = tranches.next_if(|(day, _)| *day < period.to) {
            let base = if loan.method == Method::Flat { lent } else { balance };
            grown += big(part(loan, period, since, day)) * BigInt::from(base);
            (since, balance, lent, level) = (day, balance + amount, lent + amount, None);
        }
        let base = if loan.method == Method::Flat { lent } else { balance };
        grown += big(part(loan, period, since, period.to)) * BigInt::from(base);
        let own = round(&grown, 1, loan.rounding);
        let last = i + 1 == loan.installments;
        let interest = if i < loan.interest_grace && !last {
            put_off += own;
            0
        } else {
            own + std::mem::take(&mut put_off)
        };
        let principal = if last {
            balance
        } else if i < loan.grace || loan.method == Method::InterestOnly {
            0
        } else if loan.method == Method::EqualInstallment {
            let owed = &grown + BigInt::from(balance);
            let amount = *level.get_or_insert_with(|| installment(loan, &owed, &periods[i + 1..]));
            if amount <= interest {
                // A long first period costs more than an installment: the rest is levelled again after it.
                level = None;
                0
            } else {
                balance.min(amount - interest)
            }
        } else {
            let parts = BigInt::from(loan.installments - i);
            let part = || at_least_one(&BigRational::new(BigInt::from(balance), parts), loan);
            balance.min(*level.get_or_insert_with(part))
        };
        balance -= principal;
        let mut row = Row { due: period.to, principal, interest, fee: 0, balance };
        row.fee = fees::of_row(loan, &row, rows.last().map(|before| before.due));
        rows.push(row);
        if balance == 0 && put_off == 0 && tranches.peek().is_none() {
            break;
        }
    }
    Some(rows)
}

fn periods(loan: &Loan) -> Option<Vec<Period>> {
    let mut periods: Vec<Period> = Vec::new();
    let mut from = loan.disbursed;
    for n in 1..=loan.installments {
        let to = years::rolled(loan, n);
        if to <= from {
            return None;
        }
        let factor = rate(loan) * years::length(loan, n, (from, to), to);
        periods.push(Period { n, from, to, factor });
        from = to;
    }
    Some(periods)
}

fn rate(loan: &Loan) -> Years {
    Ratio::new(i128::from(loan.rate), 1_000_000)
}

/// Interest on 1 over the part (a, b] of a period.
fn part(loan: &Loan, period: &Period, a: Day, b: Day) -> Years {
    let whole = (period.from, period.to);
    let upto = |day| years::length(loan, period.n, whole, day);
    rate(loan) * (upto(b) - upto(a))
}

/// `owed` is due at the end of the first period; `later` are the ones after it.
fn installment(loan: &Loan, owed: &BigRational, later: &[Period]) -> i64 {
    // With iₖ = pₖ/qₖ both sides are multiplied by Πqₖ. From the last period to the first, `grown` is what 1
    // becomes over the periods from there on, and `paid` what payments of 1 at the start and end of each become.
    let (mut grown, mut paid) = (BigInt::from(1), BigInt::from(1));
    for period in later.iter().rev() {
        let (p, q) = (period.factor.numer(), period.factor.denom());
        grown *= p + q;
        paid = paid * *q + &grown;
    }
    at_least_one(&Ratio::new_raw(owed.numer() * grown, owed.denom() * paid), loan)
}

fn at_least_one(amount: &BigRational, loan: &Loan) -> i64 {
    round(amount, loan.multiple, loan.level_rounding).max(loan.multiple)
}

/// To a multiple, in the loan's rounding. No figure of a schedule is negative.
pub fn round(value: &BigRational, multiple: i64, rounding: Rounding) -> i64 {
    let unit = value.denom() * multiple;
    let below: BigInt = value.numer() / &unit;
    let twice_the_rest: BigInt = (value.numer() - &below * &unit) * 2;
    let zero = BigInt::from(0);
    let up = match rounding {
        Rounding::Up => twice_the_rest > zero,
        Rounding::Down => false,
        Rounding::HalfUp => twice_the_rest >= unit,
        Rounding::HalfDown => twice_the_rest > unit,
        Rounding::HalfEven => twice_the_rest > unit || (twice_the_rest == unit && (&below % 2) != zero),
    };
    (i64::try_from(below).expect("a figure of a loan") + i64::from(up)) * multiple
}

fn big(factor: Years) -> BigRational {
    Ratio::new_raw(BigInt::from(*factor.numer()), BigInt::from(*factor.denom()))
}
