//! A schedule from first principles, in fractions of whole numbers of any size. It shares no line with the
//! engine: the installment is the solution of B·Π(1+iₖ) = A·Σₖ Πⱼ﹥ₖ(1+iⱼ), not of a discount sum.

use num_bigint::BigInt;
use num_rational::{BigRational, Ratio};

use crate::dates::Day;
use crate::loan::{Loan, Method, Rounding};
use crate::years::{self, Years};

#[derive(Debug, PartialEq)]
pub struct Row {
    pub due: Day,
    pub principal: i64,
    pub interest: i64,
    pub balance: i64,
}

/// The rows of a loan, in minor units.
pub fn schedule(loan: &Loan) -> Vec<Row> {
    let dues: Vec<Day> = (1..=loan.installments).map(|n| years::due(loan, n)).collect();
    let rate = Ratio::new(i128::from(loan.rate), 1_000_000);
    let factors: Vec<Years> = dues
        .iter()
        .enumerate()
        .map(|(i, due)| rate * years::length(loan, i + 1, if i == 0 { loan.disbursed } else { dues[i - 1] }, *due))
        .collect();
    let mut rows: Vec<Row> = Vec::new();
    let (mut balance, mut level) = (loan.principal, None);
    for (i, due) in dues.into_iter().enumerate() {
        let base = if loan.method == Method::Flat { loan.principal } else { balance };
        let interest = round(&(big(factors[i]) * BigInt::from(base)), 1, loan.rounding);
        let principal = if i + 1 == loan.installments {
            balance
        } else if i < loan.grace || loan.method == Method::InterestOnly {
            0
        } else if loan.method == Method::EqualInstallment {
            let amount = *level.get_or_insert_with(|| installment(loan, balance, &factors[i..]));
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
        rows.push(Row { due, principal, interest, balance });
        if balance == 0 {
            break;
        }
    }
    rows
}

fn installment(loan: &Loan, balance: i64, factors: &[Years]) -> i64 {
    // With iₖ = pₖ/qₖ both sides are multiplied by Πqₖ. From the last period to the first, `grown` is what 1
    // becomes over the periods from there on, and `paid` what payments of 1 in each of them become.
    let (mut grown, mut paid) = (BigInt::from(1), BigInt::from(0));
    for factor in factors.iter().rev() {
        paid = (paid + &grown) * *factor.denom();
        grown *= factor.denom() + factor.numer();
    }
    at_least_one(&Ratio::new_raw(grown * balance, paid), loan)
}

fn at_least_one(amount: &BigRational, loan: &Loan) -> i64 {
    round(amount, loan.multiple, loan.rounding).max(loan.multiple)
}

/// To a multiple, in the loan's rounding. No figure of a schedule is negative.
fn round(value: &BigRational, multiple: i64, rounding: Rounding) -> i64 {
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
