//! `Exact`: a fraction that is never rounded before its one rounding.

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
        (a, b) = (b, a % b);
    }
    a
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
            Ok(d) => Exact { num: num / d, den: den / d },
            Err(_) => Exact { num, den },
        }
    }

    pub fn of(whole: i64) -> Exact {
        Exact { num: i128::from(whole), den: 1 }
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
            let num = self.num.checked_add(other.num).ok_or(LendingError::overflow("interest"))?;
            return Ok(Exact { num, den: self.den });
        }
        let shared = i128::try_from(gcd(self.den.unsigned_abs(), other.den.unsigned_abs())).unwrap_or(1);
        let sum = || {
            let left = self.num.checked_mul(other.den / shared)?;
            let right = other.num.checked_mul(self.den / shared)?;
            let den = (self.den / shared).checked_mul(other.den)?;
            Some(Exact::new(left.checked_add(right)?, den))
        };
        sum().ok_or(LendingError::overflow("interest"))
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
        product().ok_or(LendingError::overflow("interest"))
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

    /// Rounded once, to whole minor units.
    pub fn round(self, rounding: Rounding) -> Result<i64, LendingError> {
        round_div(self.num, self.den, rounding)
    }
}

/// `num / den` to a whole number, in the given rounding; directed modes go away from zero (`up`) or
/// towards it (`down`).
pub(crate) fn round_div(num: i128, den: i128, rounding: Rounding) -> Result<i64, LendingError> {
    // Most divisions fit 64 bits, where the processor does them in one instruction.
    let (quotient, rest) = match (i64::try_from(num), i64::try_from(den)) {
        (Ok(n), Ok(d)) if d > 0 => (i128::from(n / d), i128::from(n % d)),
        _ if den > 0 => (num / den, num % den),
        _ => return Err(LendingError::overflow("interest")),
    };
    let away = if num < 0 { -1 } else { 1 };
    let doubled = rest.unsigned_abs() * 2;
    let half = doubled.cmp(&den.unsigned_abs());
    let step = match rounding {
        _ if rest == 0 => 0,
        Rounding::Up => away,
        Rounding::Down => 0,
        _ if half.is_gt() => away,
        _ if half.is_lt() => 0,
        Rounding::HalfUp => away,
        Rounding::HalfDown => 0,
        Rounding::HalfEven => {
            if quotient % 2 == 0 {
                0
            } else {
                away
            }
        }
    };
    i64::try_from(quotient + step).map_err(|_| LendingError::overflow("interest"))
}

/// Checked addition of minor units.
pub(crate) fn add(a: i64, b: i64) -> Result<i64, LendingError> {
    a.checked_add(b).ok_or(LendingError::overflow("amount"))
}

/// Checked subtraction of minor units.
pub(crate) fn sub(a: i64, b: i64) -> Result<i64, LendingError> {
    a.checked_sub(b).ok_or(LendingError::overflow("amount"))
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
    fn fractions_add_and_multiply_exactly() {
        let third = Exact::new(1, 3);
        let sum = third.plus(Exact::new(1, 6)).and_then(|s| s.plus(Exact::new(1, 2)));
        assert_eq!(sum.and_then(|s| s.minus(Exact::ONE)).map(Exact::is_zero), Ok(true));
        assert_eq!(third.times(Exact::new(3, 4)), Ok(Exact::new(1, 4)));
        assert!(Exact::new(i128::MAX, 1).times(Exact::of(3)).is_err());
    }
}
