//! `Money`: an exact number of minor units of one currency.

use std::fmt;

use rust_decimal::Decimal;
use serde::{Serialize, Serializer};

use super::parse::{Digits, decimal, scaled, scaled_decimal};
use super::{Currency, MoneyError, normalise};
use crate::LendingError;

/// Largest amount that may be typed or given: 10^13 units of the currency.
const LARGEST_UNITS: i128 = 10_000_000_000_000;

/// An amount of money: an exact count of minor units of a currency.
///
/// It prints and serialises as a plain decimal at the currency's scale (`"1234.50"`); the currency stands
/// once, in the terms. There is no `Deserialize`: an amount without its currency cannot be read.
///
/// ```
/// use lending::money::{Currency, Money, MoneyError};
/// let m = Money::parse("１，２３４．５", Currency::CNY).unwrap();
/// assert_eq!(m.to_string(), "1234.50");
/// assert!(matches!(Money::parse("1.005", Currency::CNY), Err(MoneyError::TooManyDecimals { .. })));
/// assert_eq!(Money::parse("12", Currency::JPY).unwrap().to_string(), "12");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    minor: i64,
    currency: Currency,
}

impl Money {
    /// The amount as a plain decimal.
    pub(crate) fn plain(self) -> String {
        decimal(self.minor, self.currency.exponent())
    }

    /// Nothing, in a currency.
    #[must_use]
    pub fn zero(currency: Currency) -> Money {
        Money { minor: 0, currency }
    }

    pub(crate) fn of_minor(minor: i64, currency: Currency) -> Money {
        Money { minor, currency }
    }

    pub(crate) fn minor(self) -> i64 {
        self.minor
    }

    /// Reads what a person typed: `1234.5`, `1,234.50`, full-width digits and punctuation, a currency sign in front.
    ///
    /// # Errors
    /// Each reason is its own [`MoneyError`]: empty, not a number, too many decimals, beyond 10^13.
    pub fn parse(text: &str, currency: Currency) -> Result<Money, MoneyError> {
        Money::bounded(scaled(&normalise(text)?, currency.exponent(), currency.code())?, currency)
    }

    /// Reads an amount that must be above zero.
    ///
    /// # Errors
    /// As [`Money::parse`], and [`MoneyError::Negative`] or [`MoneyError::Zero`].
    pub fn parse_positive(text: &str, currency: Currency) -> Result<Money, MoneyError> {
        let money = Money::parse(text, currency)?;
        match money.minor {
            0 => Err(MoneyError::Zero),
            minor if minor < 0 => Err(MoneyError::Negative),
            _ => Ok(money),
        }
    }

    /// From an exact decimal, as a database gives it.
    ///
    /// # Errors
    /// More decimals than the currency has (it is never rounded), or beyond 10^13.
    pub fn from_decimal(value: Decimal, currency: Currency) -> Result<Money, MoneyError> {
        Money::bounded(scaled_decimal(value, currency.exponent(), currency.code())?, currency)
    }

    fn bounded(minor: i128, currency: Currency) -> Result<Money, MoneyError> {
        if minor.abs() > LARGEST_UNITS * i128::from(currency.units()) {
            return Err(MoneyError::TooLarge);
        }
        Ok(Money { minor: i64::try_from(minor).map_err(|_| MoneyError::TooLarge)?, currency })
    }

    /// The amount as a decimal, always at the currency's scale.
    #[must_use]
    pub fn amount(self) -> Decimal {
        Decimal::new(self.minor, self.currency.exponent())
    }

    /// The currency.
    #[must_use]
    pub fn currency(self) -> Currency {
        self.currency
    }

    /// Exactly nothing.
    #[must_use]
    pub fn is_zero(self) -> bool {
        self.minor == 0
    }

    /// Above zero.
    #[must_use]
    pub fn is_positive(self) -> bool {
        self.minor > 0
    }

    /// Below zero.
    #[must_use]
    pub fn is_negative(self) -> bool {
        self.minor < 0
    }

    /// The same amount without its sign.
    #[must_use]
    pub fn magnitude(self) -> Money {
        Money { minor: self.minor.saturating_abs(), ..self }
    }

    /// Adds amounts of one currency.
    ///
    /// # Errors
    /// An amount in another currency, or a sum beyond 64-bit minor units.
    pub fn sum(amounts: impl IntoIterator<Item = Money>, currency: Currency) -> Result<Money, LendingError> {
        let mut minor = 0_i64;
        for amount in amounts {
            if amount.currency != currency {
                return Err(LendingError::CurrencyMismatch(currency.code(), amount.currency.code()));
            }
            minor = minor.checked_add(amount.minor).ok_or_else(|| LendingError::overflow("amount"))?;
        }
        Ok(Money { minor, currency })
    }

    /// What part of `whole` this is, in thousandths, rounded down and held in 0..=1000: for bars and rails
    /// that show a share, never for money.
    #[must_use]
    pub fn thousandths_of(self, whole: Money) -> u32 {
        if whole.minor <= 0 || self.minor <= 0 || self.currency != whole.currency {
            return 0;
        }
        let share = i128::from(self.minor) * 1000 / i128::from(whole.minor);
        u32::try_from(share.min(1000)).unwrap_or(1000)
    }
}

/// Amounts of different currencies have no order.
impl PartialOrd for Money {
    fn partial_cmp(&self, other: &Money) -> Option<std::cmp::Ordering> {
        (self.currency == other.currency).then(|| self.minor.cmp(&other.minor))
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(Digits::of(self.minor, self.currency.exponent()).as_str())
    }
}

impl fmt::Debug for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self} {}", self.currency.code())
    }
}

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(Digits::of(self.minor, self.currency.exponent()).as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_type_is_read_or_refused_by_name() {
        let read = |s: &str| Money::parse(s, Currency::CNY).map(|m| m.to_string());
        assert_eq!(read("1,234.50"), Ok("1234.50".into()));
        assert_eq!(read("¥ 1234.5"), Ok("1234.50".into()));
        assert_eq!(read("１２３４"), Ok("1234.00".into()));
        assert_eq!(read("-0.10"), Ok("-0.10".into()));
        assert_eq!(read("0"), Ok("0.00".into()));
        assert_eq!(read(" "), Err(MoneyError::Empty));
        assert_eq!(read("1e5"), Err(MoneyError::NotANumber));
        assert_eq!(read("12,34.5"), Err(MoneyError::NotANumber));
        assert_eq!(read("NaN"), Err(MoneyError::NotANumber));
        assert_eq!(read("😀"), Err(MoneyError::NotANumber));
        assert_eq!(read("10000000000000"), Ok("10000000000000.00".into()));
        assert_eq!(read("10000000000000.01"), Err(MoneyError::TooLarge));
        assert_eq!(read(&"9".repeat(40)), Err(MoneyError::TooLarge));
        assert!(matches!(read("0.001"), Err(MoneyError::TooManyDecimals { given: 3, allowed: 2, .. })));
        assert!(Money::parse("1.5", Currency::JPY).is_err());
        assert_eq!(Money::parse("1.5", Currency::KWD).map(|m| m.to_string()), Ok("1.500".into()));
    }

    #[test]
    fn amounts_of_two_currencies_do_not_meet() {
        let (a, b) = (Money::zero(Currency::CNY), Money::zero(Currency::USD));
        assert_eq!(a.partial_cmp(&b), None);
        assert!(Money::sum([a, b], Currency::CNY).is_err());
    }
}
