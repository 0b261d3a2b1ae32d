//! Numbers with 80 binary decimals.

use crate::exact::{Exact, div_wide, mul_wide};

const BITS: u32 = 80;
const ONE: i128 = 1 << BITS;
/// ln 2.
const LN_2: i128 = 837_963_523_372_001_241_319_907;
/// Beyond it numbers are cut off: only signs matter there.
const MOST: i128 = i128::MAX >> 1;

/// A number, held as so many 2⁻⁸⁰.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Fixed(i128);

impl Fixed {
    pub const ZERO: Fixed = Fixed(0);
    pub const ONE: Fixed = Fixed(ONE);

    pub fn whole(value: i64) -> Fixed {
        Fixed((i128::from(value)).saturating_mul(ONE).clamp(-MOST, MOST))
    }

    pub fn of(value: Exact) -> Fixed {
        let (num, den) = (value.num.unsigned_abs(), value.den.unsigned_abs());
        let whole = (num / den).min(MOST.unsigned_abs() >> BITS);
        let (high, low) = mul_wide(num % den, ONE.unsigned_abs());
        let part = div_wide(high, low, den);
        Fixed::signed((whole << BITS) | part, value.num < 0)
    }

    fn signed(size: u128, negative: bool) -> Fixed {
        let size = i128::try_from(size).unwrap_or(MOST).min(MOST);
        Fixed(if negative { -size } else { size })
    }

    pub fn plus(self, other: Fixed) -> Fixed {
        Fixed(self.0.saturating_add(other.0).clamp(-MOST, MOST))
    }

    pub fn minus(self, other: Fixed) -> Fixed {
        self.plus(Fixed(-other.0))
    }

    pub fn half(self) -> Fixed {
        Fixed(self.0 >> 1)
    }

    pub fn times(self, other: Fixed) -> Fixed {
        let (high, low) = mul_wide(self.0.unsigned_abs(), other.0.unsigned_abs());
        let size = if high >> (BITS - 1) == 0 { (high << (128 - BITS)) | (low >> BITS) } else { u128::MAX };
        Fixed::signed(size, (self.0 < 0) != (other.0 < 0))
    }

    /// 1 ÷ a number above 2⁻⁴⁰.
    pub fn inverse(self) -> Fixed {
        Fixed::signed(div_wide(1 << (2 * BITS - 128), 0, self.0.unsigned_abs().max(1 << 40)), self.0 < 0)
    }

    /// A number to a whole power.
    pub fn power(self, mut exponent: u32) -> Fixed {
        let (mut result, mut square) = (Fixed::ONE, self);
        while exponent > 0 {
            if exponent & 1 == 1 {
                result = result.times(square);
            }
            square = square.times(square);
            exponent >>= 1;
        }
        result
    }

    /// e to this number: 2^k · e^r with |r| ≤ ln 2 ÷ 2, e^r by its series.
    pub fn exp(self) -> Fixed {
        let k = (self.0 + LN_2 / 2).div_euclid(LN_2);
        let rest = Fixed(self.0 - k * LN_2);
        let (mut sum, mut term) = (Fixed::ONE, Fixed::ONE);
        for n in 1..40 {
            term = Fixed(term.times(rest).0 / n);
            if term.0 == 0 {
                break;
            }
            sum = sum.plus(term);
        }
        match k {
            k if k < -120 => Fixed::ZERO,
            k if k < 0 => Fixed(sum.0 >> -k),
            k if k < 45 => Fixed(sum.0.checked_mul(1 << k).map_or(MOST, |v| v.min(MOST))),
            _ => Fixed(MOST),
        }
    }

    /// As a decimal text, rounded half up (away from zero).
    pub fn decimals(self, places: u32) -> String {
        let size = self.0.unsigned_abs();
        let unit = 10_u128.pow(places);
        let (whole, part) = (size >> BITS, size & (ONE.unsigned_abs() - 1));
        // At most 12 places: the product fits.
        let scaled = (part * unit + (ONE.unsigned_abs() >> 1)) >> BITS;
        let (whole, scaled) = if scaled == unit { (whole + 1, 0) } else { (whole, scaled) };
        let sign = if self.0 < 0 && (whole > 0 || scaled > 0) { "-" } else { "" };
        let text = format!("{sign}{whole}.{scaled:0width$}", width = places as usize);
        if places == 0 { format!("{sign}{whole}") } else { text }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn e_to_the_one_and_to_the_minus_ten() {
        assert_eq!(Fixed::ONE.exp().decimals(12), "2.718281828459");
        assert_eq!(Fixed::whole(-10).exp().decimals(12), "0.000045399930");
        assert_eq!(Fixed::whole(100).exp(), Fixed(MOST));
    }

    #[test]
    fn fractions_and_their_inverses() {
        let third = Fixed::of(Exact::new(-1, 3));
        assert_eq!(third.decimals(12), "-0.333333333333");
        assert_eq!(third.inverse().decimals(12), "-3.000000000000");
        assert_eq!(Fixed::of(Exact::new(101, 100)).power(240).decimals(9), "10.892553654");
    }
}
