//! Reading what people type: thousands separators, full-width digits and punctuation, a currency sign.
//! Each way of being wrong has its own variant, so that a form can say what to change.

use rust_decimal::Decimal;
use thiserror::Error;

/// Why a text is not an amount (or a rate).
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum MoneyError {
    /// Nothing was typed.
    #[error("empty")]
    Empty,
    /// Something other than a number.
    #[error("not a number")]
    NotANumber,
    /// More decimals than the currency has.
    #[error("{given} decimals where {currency} has {allowed}")]
    TooManyDecimals {
        /// Decimals typed, trailing zeros aside.
        given: u32,
        /// Decimals of the currency (or of a rate).
        allowed: u32,
        /// The currency's code, or `rate`.
        currency: &'static str,
    },
    /// Beyond 10^13 units of the currency.
    #[error("larger than 10000000000000")]
    TooLarge,
    /// Below zero where that cannot be.
    #[error("negative")]
    Negative,
    /// Zero where something is needed.
    #[error("zero")]
    Zero,
    /// A rate above 1000 % a year.
    #[error("rate above 10 (1000 % a year)")]
    RateTooHigh,
}

impl MoneyError {
    /// A stable word for machines.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            MoneyError::Empty => "empty",
            MoneyError::NotANumber => "not_a_number",
            MoneyError::TooManyDecimals { .. } => "too_many_decimals",
            MoneyError::TooLarge => "too_large",
            MoneyError::Negative => "negative",
            MoneyError::Zero => "zero",
            MoneyError::RateTooHigh => "rate_too_high",
        }
    }
}

/// Turns what was typed into a plain `-1234.50`: full-width forms become ASCII, correct thousands
/// separators go, one currency sign in front goes.
pub(crate) fn normalise(text: &str) -> Result<String, MoneyError> {
    let mut plain = String::with_capacity(text.len());
    for c in text.trim().chars() {
        match c {
            '０'..='９' => plain.push(char::from(b'0' + u8::try_from(c as u32 - '０' as u32).unwrap_or(0))),
            '．' | '。' => plain.push('.'),
            '，' | '、' => plain.push(','),
            '－' | '−' | '–' => plain.push('-'),
            '＋' => plain.push('+'),
            '\u{a0}' | '\u{202f}' | '\u{3000}' | ' ' => {}
            '¥' | '￥' | '$' | '€' | '£' if plain.is_empty() || plain == "-" => {}
            '元' => {}
            c => plain.push(c),
        }
    }
    if plain.is_empty() {
        return Err(MoneyError::Empty);
    }
    let unsigned = plain.strip_prefix(['-', '+']).unwrap_or(&plain);
    let (whole, decimals) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if !digits(decimals) || (whole.is_empty() && decimals.is_empty()) {
        return Err(MoneyError::NotANumber);
    }
    let groups: Vec<&str> = whole.split(',').collect();
    let grouped_well = groups.len() == 1
        || (!groups[0].is_empty()
            && groups[0].len() <= 3
            && (groups[1..].iter().all(|g| g.len() == 3) || groups[1..].iter().all(|g| g.len() == 4)));
    if !grouped_well || !groups.iter().all(|g| digits(g)) {
        return Err(MoneyError::NotANumber);
    }
    let sign = if plain.starts_with('-') { "-" } else { "" };
    let whole: String = groups.concat();
    let whole = whole.trim_start_matches('0');
    let decimals = decimals.trim_end_matches('0');
    if whole.len() > 20 {
        return Err(MoneyError::TooLarge);
    }
    Ok(match (whole.is_empty(), decimals.is_empty()) {
        (true, true) => "0".to_owned(),
        (true, false) => format!("{sign}0.{decimals}"),
        (false, true) => format!("{sign}{whole}"),
        (false, false) => format!("{sign}{whole}.{decimals}"),
    })
}

/// A plain decimal with at most `allowed` decimals, as an integer of its last decimal.
pub(crate) fn scaled(plain: &str, allowed: u32, what: &'static str) -> Result<i128, MoneyError> {
    let unsigned = plain.strip_prefix('-').unwrap_or(plain);
    let (whole, decimals) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let given = u32::try_from(decimals.len()).map_err(|_| MoneyError::TooLarge)?;
    if given > allowed {
        return Err(MoneyError::TooManyDecimals { given, allowed, currency: what });
    }
    let digits = format!("{whole}{decimals}{}", "0".repeat((allowed - given) as usize));
    let value: i128 = digits.parse().map_err(|_| MoneyError::NotANumber)?;
    Ok(if plain.starts_with('-') { -value } else { value })
}

/// The same from a decimal value.
pub(crate) fn scaled_decimal(value: Decimal, allowed: u32, what: &'static str) -> Result<i128, MoneyError> {
    let value = value.normalize();
    let given = value.scale();
    if given > allowed {
        return Err(MoneyError::TooManyDecimals { given, allowed, currency: what });
    }
    value.mantissa().checked_mul(10_i128.pow(allowed - given)).ok_or(MoneyError::TooLarge)
}

/// The other way: an integer of the last of so many decimals as a plain decimal. Written digit by digit,
/// because the browser writes thousands of them while a slider moves.
pub(crate) fn decimal(value: i64, decimals: u32) -> String {
    Digits::of(value, decimals).as_str().to_owned()
}

/// A number written out, without asking for memory: schedules write a thousand of them at once.
pub(crate) struct Digits {
    text: [u8; 40],
    start: usize,
}

impl Digits {
    /// As [`decimal`].
    pub(crate) fn of(value: i64, decimals: u32) -> Digits {
        // 19 digits, a point, a sign, and the zeros of a small number.
        let mut text = [b'0'; 40];
        let (mut rest, mut start, mut place) = (value.unsigned_abs(), text.len(), 0);
        while rest > 0 || place <= decimals {
            if place == decimals && decimals > 0 {
                start -= 1;
                text[start] = b'.';
            }
            start -= 1;
            text[start] = b'0' + (rest % 10) as u8;
            rest /= 10;
            place += 1;
        }
        if value < 0 {
            start -= 1;
            text[start] = b'-';
        }
        Digits { text, start }
    }

    pub(crate) fn as_str(&self) -> &str {
        std::str::from_utf8(&self.text[self.start..]).unwrap_or_default()
    }
}
