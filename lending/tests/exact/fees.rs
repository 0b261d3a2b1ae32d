//! Fees of an installment: each is a part of something, or an amount, and is rounded by itself.

use num_bigint::BigInt;
use num_rational::BigRational;

use crate::dates::Day;
use crate::loan::Loan;
use crate::model::{Row, round};
use crate::seeded::Seeded;
use crate::years;

/// What a fee is a part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Base {
    /// It is an amount of its own.
    Nothing,
    Disbursed,
    Principal,
    Interest,
    Installment,
    /// The balance before the installment.
    Outstanding,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    Disbursement,
    Each,
    /// With the first installment due on that day or later.
    On(Day),
}

#[derive(Debug, Clone)]
pub struct Fee {
    pub base: Base,
    /// In millionths.
    pub share: i64,
    /// In minor units.
    pub amount: i64,
    pub when: When,
}

impl Fee {
    pub fn random(seeded: &mut Seeded, loan: &Loan) -> Fee {
        let due = years::rolled(loan, seeded.below(loan.installments) + 1);
        let last = years::rolled(loan, loan.installments);
        Fee {
            base: *seeded.pick(&[
                Base::Nothing,
                Base::Disbursed,
                Base::Principal,
                Base::Interest,
                Base::Installment,
                Base::Outstanding,
            ]),
            share: seeded.between(0, 100_000),
            amount: seeded.between(0, 10_000),
            when: match seeded.below(4) {
                0 => When::Disbursement,
                1 => When::On(due.plus_days(seeded.between(-40, 0)).min(last)),
                _ => When::Each,
            },
        }
    }
}

/// Fees kept back when the loan is paid out: shares are of what is paid out then, whatever they are called.
pub fn at_disbursement(loan: &Loan) -> i64 {
    let kept = loan.fees.iter().filter(|fee| fee.when == When::Disbursement);
    kept.map(|fee| charged(loan, fee, loan.principal)).sum()
}

/// Fees of a row whose other figures are known; `after` is the due date before it.
pub fn of_row(loan: &Loan, row: &Row, after: Option<Day>) -> i64 {
    let falls_here = |fee: &&Fee| match fee.when {
        When::Disbursement => false,
        When::Each => true,
        When::On(day) => day <= row.due && after.is_none_or(|after| after < day),
    };
    let of = |fee: &Fee| match fee.base {
        Base::Nothing => 0,
        Base::Disbursed => loan.principal,
        Base::Principal => row.principal,
        Base::Interest => row.interest,
        Base::Installment => row.principal + row.interest,
        Base::Outstanding => row.balance + row.principal,
    };
    loan.fees.iter().filter(falls_here).map(|fee| charged(loan, fee, of(fee))).sum()
}

fn charged(loan: &Loan, fee: &Fee, of: i64) -> i64 {
    match fee.base {
        Base::Nothing => fee.amount,
        _ => {
            let part = BigInt::from(fee.share) * BigInt::from(of);
            round(&BigRational::new_raw(part, BigInt::from(1_000_000)), 1, loan.rounding)
        }
    }
}

/// Whether a fee's day lies after the last row.
pub fn left_out(loan: &Loan, last: Option<Day>) -> bool {
    loan.fees.iter().any(|fee| matches!(fee.when, When::On(day) if last.is_none_or(|last| day > last)))
}
