//! Reading the decimals of statements and covenants.

use rust_decimal::Decimal;

use crate::LendingError;
use crate::money::{Currency, Money, MoneyError, normalise};

/// Reads a decimal with at most so many decimals. `field` and `what` name it in an error.
pub(super) fn decimal(text: &str, allowed: u32, what: &'static str, field: &str) -> Result<Decimal, LendingError> {
    let read = || {
        let plain = normalise(text)?;
        let given = plain.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        let given = u32::try_from(given).map_err(|_| MoneyError::TooLarge)?;
        if given > allowed {
            return Err(MoneyError::TooManyDecimals { given, allowed, currency: what });
        }
        Decimal::from_str_exact(&plain).map_err(|_| MoneyError::TooLarge)
    };
    read().map_err(|reason| LendingError::Amount { field: field.to_owned(), reason })
}

/// Reads an amount that is given in 10^`power` units of the currency, exactly.
pub(super) fn amount(
    text: &str,
    power: u32,
    what: &'static str,
    currency: Currency,
    field: &str,
) -> Result<Money, LendingError> {
    let value = decimal(text, currency.exponent() + power, what, field)?;
    let amount = value.checked_mul(Decimal::from(10_u32.pow(power))).ok_or(MoneyError::TooLarge);
    amount
        .and_then(|value| Money::from_decimal(value, currency))
        .map_err(|reason| LendingError::Amount { field: field.to_owned(), reason })
}
