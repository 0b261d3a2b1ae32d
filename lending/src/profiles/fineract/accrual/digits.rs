//! Arithmetic with so many significant digits, half to even: the precision Fineract computes with.

use rust_decimal::{Decimal, RoundingStrategy};

use crate::LendingError;

/// How many digits figures carry between roundings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::profiles::fineract) struct Digits(u32);

impl Digits {
    /// What Fineract runs with.
    pub const USUAL: Digits = Digits(19);

    /// From 5 to 25.
    pub fn of(digits: u32) -> Digits {
        Digits(digits.clamp(5, 25))
    }

    fn short(self, value: Option<Decimal>) -> Result<Decimal, LendingError> {
        let value = value.ok_or_else(|| LendingError::overflow("interest"))?;
        Ok(value.round_sf_with_strategy(self.0, RoundingStrategy::MidpointNearestEven).unwrap_or(value))
    }

    pub fn times(self, a: Decimal, b: Decimal) -> Result<Decimal, LendingError> {
        self.short(a.checked_mul(b))
    }

    pub fn over(self, a: Decimal, b: Decimal) -> Result<Decimal, LendingError> {
        self.short(a.checked_div(b))
    }

    pub fn plus(self, a: Decimal, b: Decimal) -> Result<Decimal, LendingError> {
        self.short(a.checked_add(b))
    }

    /// A rate factor has as many decimals at most.
    pub fn factor(self, value: Decimal) -> Decimal {
        value.round_dp_with_strategy(self.0, RoundingStrategy::MidpointNearestEven)
    }
}

/// To whole minor units, half to even.
pub(super) fn round(value: Decimal) -> Result<i64, LendingError> {
    let whole = value.round_dp_with_strategy(0, RoundingStrategy::MidpointNearestEven);
    i64::try_from(whole).map_err(|_| LendingError::overflow("interest"))
}
