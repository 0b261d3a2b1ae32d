//! Fees that every installment has.

use serde::{Deserialize, Serialize};

use super::{ROUNDING, minor};
use crate::LendingError;
use crate::exact::{Exact, add};
use crate::money::{AnnualRate, Currency};

/// A fee that every installment has.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "of", deny_unknown_fields)]
pub enum InstallmentFee {
    /// The same each time.
    Flat {
        /// How much.
        amount: String,
    },
    /// A part of the installment's principal.
    Principal {
        /// The part.
        share: AnnualRate,
    },
    /// A part of its interest.
    Interest {
        /// The part.
        share: AnnualRate,
    },
    /// A part of both.
    Both {
        /// The part.
        share: AnnualRate,
    },
}

/// The fees of an installment together, each rounded by itself.
pub(super) fn sum(
    fees: &[InstallmentFee],
    principal: i64,
    interest: i64,
    currency: Currency,
) -> Result<i64, LendingError> {
    let part = |of: i64, share: &AnnualRate| Exact::of(of).times(share.exact())?.round(ROUNDING);
    let mut sum = 0;
    for fee in fees {
        let amount = match fee {
            InstallmentFee::Flat { amount } => minor(amount, currency, "installment_fees")?,
            InstallmentFee::Principal { share } => part(principal, share)?,
            InstallmentFee::Interest { share } => part(interest, share)?,
            InstallmentFee::Both { share } => part(add(principal, interest)?, share)?,
        };
        sum = add(sum, amount)?;
    }
    Ok(sum)
}
