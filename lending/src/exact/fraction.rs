//! `Exact`: a fraction that is never rounded before its one rounding.

use std::cmp::Ordering;

use crate::LendingError;
use crate::terms::Rounding;

/// A fraction `num/den` with `den > 0`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Exact {
    pub num: i128,
    pub den: i128,
}

fn gcd(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        // From here on the processor divides in one instruction.
        if let (Ok(a), Ok(b)) = (u64::try_from(a), u64::try_from(b)) {
            return u128::from(gcd_of_words(a, b));
        }
        (a, b) = (b, a % b);
    }
    a
}

/// Stein's way: shifts and subtractions, no division. `b` is above zero.
fn gcd_of_words(a: u64, mut b: u64) -> u64 {
    // One division brings numbers of different sizes together.
    let mut a = a % b;
    if a == 0 {
        return b;
    }
    let twos = (a | b).trailing_zeros();
    b >>= b.trailing_zeros();
    while a != 0 {
        a >>= a.trailing_zeros();
        (a, b) = (a.abs_diff(b), a.min(b));
    }
    b << twos
}

impl Exact {
    pub const ZERO: Exact = Exact { num: 0, den: 1 };
    pub const ONE: Exact = Exact { num: 1, den: 1 };

    /// In lowest terms. `den` must be above zero; a zero or negative one yields zero.
    pub fn new(num: i128, den: i128) -> Exact {
        if den <= 0 || num == 0 {
            return Exact::ZERO;
        }
        let divisor = gcd(num.unsigned_abs(), den.unsigned_abs());
        match i128::try_from(divisor) {
            Ok(1) | Err(_) => Exact { num, den },
            Ok(d) => Exact { num: quotient(num, d), den: quotient(den, d) },
        }
    }

    pub fn of(whole: i64) -> Exact {
        Exact { num: i128::from(whole), den: 1 }
    }

    /// Numerator and denominator where both fit 64 bits.
    pub fn words(self) -> Option<(i64, i64)> {
        Some((i64::try_from(self.num).ok()?, i64::try_from(self.den).ok()?))
    }

    pub fn is_zero(self) -> bool {
        self.num == 0
    }

    pub fn plus(self, other: Exact) -> Result<Exact, LendingError> {
        if self.num == 0 {
            return Ok(other);
        }
        if other.num == 0 {
            return Ok(self);
        }
        if self.den == other.den {
            let num = self.num.checked_add(other.num).ok_or_else(|| LendingError::overflow("interest"))?;
            return Ok(Exact { num, den: self.den });
        }
        let shared = i128::try_from(gcd(self.den.unsigned_abs(), other.den.unsigned_abs())).unwrap_or(1);
        let sum = || {
            let left = self.num.checked_mul(other.den / shared)?;
            let right = other.num.checked_mul(self.den / shared)?;
            let den = (self.den / shared).checked_mul(other.den)?;
            Some(Exact::new(left.checked_add(right)?, den))
        };
        sum().ok_or_else(|| LendingError::overflow("interest"))
    }

    pub fn minus(self, other: Exact) -> Result<Exact, LendingError> {
        self.plus(Exact { num: -other.num, den: other.den })
    }

    pub fn times(self, other: Exact) -> Result<Exact, LendingError> {
        let a = Exact::new(self.num, other.den);
        let b = Exact::new(other.num, self.den);
        if self.num == 0 || other.num == 0 {
            return Ok(Exact::ZERO);
        }
        let product = || Some(Exact { num: a.num.checked_mul(b.num)?, den: a.den.checked_mul(b.den)? });
        product().ok_or_else(|| LendingError::overflow("interest"))
    }

    /// As a decimal text with so many decimals, rounded half up.
    pub fn decimals(self, places: u32) -> String {
        let sign = if self.num < 0 { "-" } else { "" };
        let (num, den) = (self.num.unsigned_abs(), self.den.unsigned_abs());
        let (mut whole, mut rest) = (num / den, num % den);
        let mut digits = Vec::with_capacity(places as usize);
        for _ in 0..places {
            rest *= 10;
            digits.push((rest / den) as u8);
            rest %= den;
        }
        if rest >= den - rest {
            let carried = digits.iter_mut().rev().all(|digit| {
                *digit = (*digit + 1) % 10;
                *digit == 0
            });
            whole += u128::from(carried);
        }
        let digits: String = digits.iter().map(|d| char::from(b'0' + d)).collect();
        if places == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{digits}") }
    }

    /// Rounded once, to so many decimals (at most 18). Only what stands behind the point is rounded, so that the
    /// number may be as large as any.
    pub fn round_to(self, decimals: u32, rounding: Rounding) -> Result<Exact, LendingError> {
        let beyond = || LendingError::overflow("figure");
        let scale = 10_i128.checked_pow(decimals).ok_or_else(beyond)?;
        if decimals == 0 {
            return self.round(rounding).map(Exact::of);
        }
        let (whole, rest) = (self.num / self.den, self.num % self.den);
        let rest = round_div(rest.checked_mul(scale).ok_or_else(beyond)?, self.den, rounding)?;
        let num = whole.checked_mul(scale).and_then(|w| w.checked_add(i128::from(rest))).ok_or_else(beyond)?;
        Ok(Exact { num, den: scale })
    }

    /// Rounded once, to whole minor units.
    pub fn round(self, rounding: Rounding) -> Result<i64, LendingError> {
        round_div(self.num, self.den, rounding)
    }
}

/// `a / b`, by one instruction where both fit 64 bits (most do).
fn quotient(a: i128, b: i128) -> i128 {
    match (i64::try_from(a), i64::try_from(b)) {
        (Ok(a), Ok(b)) if b > 0 => i128::from(a / b),
        _ => a / b,
    }
}

/// `num / den` to a whole number, in the given rounding; directed modes go away from zero (`up`) or
/// towards it (`down`).
pub(crate) fn round_div(num: i128, den: i128, rounding: Rounding) -> Result<i64, LendingError> {
    if den <= 0 {
        return Err(LendingError::overflow("interest"));
    }
    if let (Ok(num), Ok(den)) = (i64::try_from(num), i64::try_from(den)) {
        return Ok(round_div_of_words(num, den, rounding));
    }
    let (quotient, rest) = (num / den, num % den);
    let half = (rest.unsigned_abs() * 2).cmp(&den.unsigned_abs());
    let up = rest != 0 && goes_away(rounding, half, quotient % 2 != 0);
    let rounded = quotient + if up { num.signum() } else { 0 };
    i64::try_from(rounded).map_err(|_| LendingError::overflow("interest"))
}

/// The same where all fits 64 bits; `den` is above zero.
#[inline]
pub(crate) fn round_div_of_words(num: i64, den: i64, rounding: Rounding) -> i64 {
    let (quotient, rest) = (num / den, num % den);
    if rest == 0 {
        return quotient;
    }
    // Twice the rest is below twice 2^63.
    let half = (rest.unsigned_abs() * 2).cmp(&den.unsigned_abs());
    // Where there is a rest, den is 2 or more, and the quotient is far from the ends.
    quotient + if goes_away(rounding, half, quotient % 2 != 0) { num.signum() } else { 0 }
}

/// Whether what lies between two whole numbers goes to the one further from zero.
fn goes_away(rounding: Rounding, half: Ordering, odd: bool) -> bool {
    match rounding {
        Rounding::Up => true,
        Rounding::Down => false,
        _ if half.is_ne() => half.is_gt(),
        Rounding::HalfUp => true,
        Rounding::HalfDown => false,
        Rounding::HalfEven => odd,
    }
}

/// A share of whole minor units, rounded once.
pub(crate) fn share_of(whole: i64, share: Exact, rounding: Rounding) -> Result<i64, LendingError> {
    if let Some((num, den)) = share.words().and_then(|(num, den)| Some((whole.checked_mul(num)?, den))) {
        return Ok(round_div_of_words(num, den, rounding));
    }
    let num = i128::from(whole).checked_mul(share.num).ok_or_else(|| LendingError::overflow("interest"))?;
    round_div(num, share.den, rounding)
}

/// Checked addition of minor units.
pub(crate) fn add(a: i64, b: i64) -> Result<i64, LendingError> {
    a.checked_add(b).ok_or_else(|| LendingError::overflow("amount"))
}

/// Checked subtraction of minor units.
pub(crate) fn sub(a: i64, b: i64) -> Result<i64, LendingError> {
    a.checked_sub(b).ok_or_else(|| LendingError::overflow("amount"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rounding_mode_on_a_tie() {
        let modes = [Rounding::HalfEven, Rounding::HalfUp, Rounding::HalfDown, Rounding::Up, Rounding::Down];
        let all = |n| modes.map(|m| round_div(n, 10, m).ok());
        assert_eq!(all(25), [Some(2), Some(3), Some(2), Some(3), Some(2)]);
        assert_eq!(all(35), [Some(4), Some(4), Some(3), Some(4), Some(3)]);
        assert_eq!(all(-25), [Some(-2), Some(-3), Some(-2), Some(-3), Some(-2)]);
        assert_eq!(all(21), [Some(2), Some(2), Some(2), Some(3), Some(2)]);
    }

    #[test]
    fn the_greatest_common_divisor_is_one_whatever_the_size() {
        let euclid = |mut a: u128, mut b: u128| {
            while b != 0 {
                (a, b) = (b, a % b);
            }
            a
        };
        let edges =
            [1, 2, 12, 365, 366, 1 << 20, 435_000_000_000, 10_u128.pow(12), u128::from(u64::MAX), 1 << 64, 3 << 70];
        for a in edges.into_iter().chain([0]) {
            for b in edges {
                assert_eq!(gcd(a, b), euclid(a, b), "{a} and {b}");
            }
        }
    }

    #[test]
    fn both_widths_round_alike() {
        let modes = [Rounding::HalfEven, Rounding::HalfUp, Rounding::HalfDown, Rounding::Up, Rounding::Down];
        for num in -40..=40 {
            for den in 1..=12 {
                for mode in modes {
                    // The same quotient, once in words and once beyond them.
                    let beyond = 1_i128 << 70;
                    let wide = round_div(num * beyond, den * beyond, mode);
                    assert_eq!(round_div(num, den, mode), wide, "{num}/{den} {mode:?}");
                    assert_eq!(share_of(num as i64, Exact { num: 1, den }, mode), wide, "{num}/{den} {mode:?}");
                }
            }
        }
    }

    #[test]
    fn decimals_are_rounded_behind_the_point() {
        let six = |num, den| Exact::new(num, den).round_to(6, Rounding::HalfUp).map(|e| e.decimals(6));
        assert_eq!(six(2, 3), Ok("0.666667".to_owned()));
        assert_eq!(six(-1, 2_000_000), Ok("-0.000001".to_owned()));
        assert_eq!(six(i128::from(i64::MAX) * 4 + 1, 2), Ok("18446744073709551614.500000".to_owned()));
    }

    #[test]
    fn fractions_add_and_multiply_exactly() {
        let third = Exact::new(1, 3);
        let sum = third.plus(Exact::new(1, 6)).and_then(|s| s.plus(Exact::new(1, 2)));
        assert_eq!(sum.and_then(|s| s.minus(Exact::ONE)).map(Exact::is_zero), Ok(true));
        assert_eq!(third.times(Exact::new(3, 4)), Ok(Exact::new(1, 4)));
        assert!(Exact::new(i128::MAX, 1).times(Exact::of(3)).is_err());
    }
}
