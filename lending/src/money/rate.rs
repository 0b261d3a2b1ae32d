//! Annual nominal rates.

use std::fmt;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::parse::{decimal, scaled, scaled_decimal};
use super::{MoneyError, normalise};
use crate::exact::Exact;

/// Decimals a rate may have.
const DECIMALS: u32 = 12;
const ONE: i64 = 1_000_000_000_000;

/// An annual nominal rate as a fraction: `0.0435` is 4.35 % a year. From 0 to 10 (1000 %), at most 12 decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AnnualRate {
    /// 10^-12 of 1.
    pico: i64,
}

impl AnnualRate {
    /// No interest.
    pub const ZERO: AnnualRate = AnnualRate { pico: 0 };

    /// All of it: 100 %.
    pub(crate) const WHOLE: AnnualRate = AnnualRate { pico: ONE };

    /// Reads a fraction such as `0.0435`.
    ///
    /// # Errors
    /// Not a number, negative, above 10, or more than 12 decimals.
    pub fn parse(text: &str) -> Result<AnnualRate, MoneyError> {
        AnnualRate::bounded(scaled(&normalise(text)?, DECIMALS, "rate")?)
    }

    /// Reads a percentage such as `4.35` or `4.35%`.
    ///
    /// # Errors
    /// As [`AnnualRate::parse`].
    pub fn parse_percent(text: &str) -> Result<AnnualRate, MoneyError> {
        let text = text.trim().trim_end_matches(['%', '％']);
        AnnualRate::bounded(scaled(&normalise(text)?, DECIMALS - 2, "rate")?)
    }

    /// From a decimal fraction, as a database gives it.
    ///
    /// # Errors
    /// As [`AnnualRate::parse`].
    pub fn from_decimal(value: Decimal) -> Result<AnnualRate, MoneyError> {
        AnnualRate::bounded(scaled_decimal(value, DECIMALS, "rate")?)
    }

    fn bounded(pico: i128) -> Result<AnnualRate, MoneyError> {
        match pico {
            p if p < 0 => Err(MoneyError::Negative),
            p if p > 10 * i128::from(ONE) => Err(MoneyError::RateTooHigh),
            p => i64::try_from(p).map(|pico| AnnualRate { pico }).map_err(|_| MoneyError::TooLarge),
        }
    }

    /// The rate as a decimal fraction, without trailing zeros.
    #[must_use]
    pub fn as_decimal(self) -> Decimal {
        Decimal::new(self.pico, DECIMALS).normalize()
    }

    /// The rate as a plain decimal fraction, without trailing zeros.
    pub(crate) fn plain(self) -> String {
        without_trailing_zeros(decimal(self.pico, DECIMALS))
    }

    /// The rate in per cent, without trailing zeros.
    pub(crate) fn percent(self) -> String {
        without_trailing_zeros(decimal(self.pico, DECIMALS - 2))
    }

    /// Exactly nothing.
    #[must_use]
    pub fn is_zero(self) -> bool {
        self.pico == 0
    }

    pub(crate) fn exact(self) -> Exact {
        Exact::new(i128::from(self.pico), i128::from(ONE))
    }
}

fn without_trailing_zeros(mut text: String) -> String {
    text.truncate(text.trim_end_matches('0').trim_end_matches('.').len());
    text
}

impl fmt::Display for AnnualRate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.plain())
    }
}

impl TryFrom<String> for AnnualRate {
    type Error = MoneyError;

    fn try_from(text: String) -> Result<AnnualRate, MoneyError> {
        AnnualRate::parse(&text)
    }
}

impl From<AnnualRate> for String {
    fn from(rate: AnnualRate) -> String {
        rate.to_string()
    }
}
