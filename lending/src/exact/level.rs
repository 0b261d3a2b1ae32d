//! The level installment: the one amount that repays a balance over periods whose interest factors are known.
//!
//! After interest of the first period the balance is X; with discount factors qₖ = 1/(1+iₖ) of the periods
//! after it, A = X / (1 + q₂ + q₂q₃ + …). For equal factors this is the textbook A = P·r / (1 − (1+r)⁻ⁿ).
//! The sum is computed with 116 binary places; where A then lies within 2⁻²⁴ of a tie, an exact comparison
//! with integers of any size decides.

use std::cmp::Ordering;

use super::Exact;
use super::wide::{Big, div_wide, mul_wide};
use crate::LendingError;
use crate::terms::Rounding;

/// Binary places of the discount sum.
const PLACES: u32 = 116;
/// Closer than 2^40/2^64 minor units to a tie, the exact comparison decides.
const NEAR: u128 = 1 << 40;

/// Interest factors of the periods after the first one.
pub(crate) enum Steps<'a> {
    /// `count` periods with the same factor.
    Equal { factor: Exact, count: u32 },
    /// One factor each.
    Each(&'a [Exact]),
}

impl Steps<'_> {
    fn len(&self) -> u32 {
        match self {
            Steps::Equal { count, .. } => *count,
            Steps::Each(factors) => u32::try_from(factors.len()).unwrap_or(u32::MAX),
        }
    }

    fn at(&self, k: u32) -> Exact {
        match self {
            Steps::Equal { factor, .. } => *factor,
            Steps::Each(factors) => factors[k as usize],
        }
    }

    fn all_zero(&self) -> bool {
        match self {
            Steps::Equal { factor, .. } => factor.is_zero(),
            Steps::Each(factors) => factors.iter().all(|f| f.is_zero()),
        }
    }
}

/// The level installment for `owed` (the balance with the first period's interest on it), rounded to a
/// multiple of `multiple` minor units, never to nothing.
///
/// # Errors
/// Figures out of range (a period that multiplies the debt by more than 10^6).
pub(crate) fn level_installment(
    owed: Exact,
    later: &Steps<'_>,
    multiple: i64,
    rounding: Rounding,
) -> Result<i64, LendingError> {
    let beyond = || LendingError::overflow("installment");
    let multiple = multiple.max(1);
    if owed.num <= 0 {
        return Ok(0);
    }
    if later.all_zero() {
        let parts = (i128::from(later.len()) + 1).checked_mul(i128::from(multiple)).ok_or_else(beyond)?;
        let den = owed.den.checked_mul(parts).ok_or_else(beyond)?;
        let count = super::round_div(owed.num, den, rounding)?.max(1);
        return count.checked_mul(multiple).ok_or_else(beyond);
    }
    let sum = discount_sum(later)?;
    let owed_fixed = fixed(owed).ok_or_else(beyond)?;
    let value = div_wide(owed_fixed >> (128 - PLACES), owed_fixed << PLACES, sum);
    let unit = u128::from(multiple.unsigned_abs()) << 64;
    let (count, rest) = (value / unit, value % unit);
    let compare = |doubled: u128| compare_exactly(owed, later, doubled);
    let whole = count * u128::from(multiple.unsigned_abs());
    let up = match rounding {
        Rounding::HalfEven | Rounding::HalfUp | Rounding::HalfDown => {
            let against_half = if rest.abs_diff(unit / 2) < NEAR {
                compare(whole * 2 + u128::from(multiple.unsigned_abs()))?
            } else {
                rest.cmp(&(unit / 2))
            };
            against_half.is_gt()
                || (against_half.is_eq()
                    && match rounding {
                        Rounding::HalfUp => true,
                        Rounding::HalfDown => false,
                        _ => count % 2 == 1,
                    })
        }
        Rounding::Up => {
            if rest < NEAR {
                compare(whole * 2)?.is_gt()
            } else if unit - rest < NEAR {
                // The quotient was rounded down: the true value may be the next multiple or just above it.
                return settle(
                    count + 1 + u128::from(compare(whole * 2 + 2 * u128::from(multiple.unsigned_abs()))?.is_gt()),
                    multiple,
                );
            } else {
                true
            }
        }
        Rounding::Down => unit - rest < NEAR && compare(whole * 2 + 2 * u128::from(multiple.unsigned_abs()))?.is_ge(),
    };
    settle(count + u128::from(up), multiple)
}

fn settle(count: u128, multiple: i64) -> Result<i64, LendingError> {
    let count = i64::try_from(count.max(1)).map_err(|_| LendingError::overflow("installment"))?;
    count.checked_mul(multiple).ok_or_else(|| LendingError::overflow("installment"))
}

/// A positive fraction with 64 binary places.
fn fixed(value: Exact) -> Option<u128> {
    let (num, den) = (value.num.unsigned_abs(), value.den.unsigned_abs());
    let (whole, rest) = (num / den, num % den);
    if whole >> 63 != 0 || den >> 64 != 0 {
        return None;
    }
    Some((whole << 64) | ((rest << 64) / den))
}

/// 1 + q₂ + q₂q₃ + …, with [`PLACES`] binary places.
fn discount_sum(later: &Steps<'_>) -> Result<u128, LendingError> {
    const ONE: u128 = 1 << PLACES;
    match later {
        Steps::Equal { factor, count } => {
            let (den, total) = parts(*factor)?;
            let first = (u128::from(den) << 58) / u128::from(total);
            let rest = (u128::from(den) << 58) % u128::from(total);
            let q = (first << 58) | ((rest << 58) / u128::from(total));
            Ok(geometric(q, count + 1))
        }
        Steps::Each(factors) => {
            let mut sum = ONE;
            for factor in factors.iter().rev() {
                let (den, total) = parts(*factor)?;
                let (high, low) = (sum >> 64, sum & u128::from(u64::MAX));
                let upper = high * u128::from(den);
                let carried = ((upper % u128::from(total)) << 64) + low * u128::from(den);
                sum = ONE + ((upper / u128::from(total)) << 64) + carried / u128::from(total);
            }
            Ok(sum)
        }
    }
}

/// (den, den + num) of a factor, both below 2^63.
fn parts(factor: Exact) -> Result<(u64, u64), LendingError> {
    let read = || {
        let total = u64::try_from(factor.den.checked_add(factor.num)?).ok()?;
        (total < 1 << 63 && factor.num >= 0).then_some((u64::try_from(factor.den).ok()?, total))
    };
    read().ok_or_else(|| LendingError::overflow("annual_rate"))
}

/// 1 + q + … + q^(count−1) by doubling, so that nothing cancels.
fn geometric(q: u128, count: u32) -> u128 {
    let times = |a: u128, b: u128| {
        let (high, low) = mul_wide(a, b);
        (high << (128 - PLACES)) | (low >> PLACES)
    };
    // Invariant: `sum` covers the leading bits of `count`, `power` = q to that many.
    let mut sum = 0_u128;
    let mut power = 1_u128 << PLACES;
    for bit in (0..u32::BITS - count.leading_zeros()).rev() {
        sum += times(sum, power);
        power = times(power, power);
        if count >> bit & 1 == 1 {
            sum = (1 << PLACES) + times(sum, q);
            power = times(power, q);
        }
    }
    sum
}

/// How the exact installment compares with `doubled / 2`: pay that each period and see what is left.
fn compare_exactly(owed: Exact, later: &Steps<'_>, doubled: u128) -> Result<Ordering, LendingError> {
    let beyond = || LendingError::overflow("installment");
    let payment = u64::try_from(doubled).map_err(|_| beyond())?;
    let den = u64::try_from(owed.den).map_err(|_| beyond())?;
    let mut scale = Big::of(u128::from(den));
    let mut left = Big::of(owed.num.unsigned_abs()).times(2);
    for k in 0..=later.len() {
        if k > 0 {
            let (den, total) = parts(later.at(k - 1))?;
            left = left.times(total);
            scale = scale.times(den);
        }
        let paid = scale.clone().times(payment);
        if left.compare(&paid).is_lt() {
            return Ok(Ordering::Less);
        }
        left = left.minus(&paid);
    }
    Ok(if left.is_zero() { Ordering::Equal } else { Ordering::Greater })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(balance: i64, rate: Exact, n: u32, rounding: Rounding) -> i64 {
        let owed = Exact::of(balance).times(Exact::ONE.plus(rate).expect("small")).expect("small");
        level_installment(owed, &Steps::Equal { factor: rate, count: n - 1 }, 1, rounding).expect("in range")
    }

    #[test]
    fn textbook_installments() {
        // 120,000.00 at 4.35 % over 12 months; 200,000 at 4.9 % over 240 (the first 36 of RES-C001).
        assert_eq!(level(12_000_000, Exact::new(435, 120_000), 12, Rounding::HalfEven), 1_023_719);
        assert_eq!(level(20_000_000, Exact::new(49, 12_000), 240, Rounding::HalfEven), 130_889);
    }

    #[test]
    fn unequal_and_equal_steps_agree() {
        let rate = Exact::new(435, 120_000);
        for n in [1_u32, 2, 3, 36, 359] {
            let owed = Exact::of(12_345_678).times(Exact::ONE.plus(rate).expect("small")).expect("small");
            let equal = level_installment(owed, &Steps::Equal { factor: rate, count: n }, 1, Rounding::HalfEven);
            let each = vec![rate; n as usize];
            assert_eq!(equal, level_installment(owed, &Steps::Each(&each), 1, Rounding::HalfEven));
        }
    }

    #[test]
    fn an_exact_tie_is_seen() {
        // One period: A = 150 × 1.01 = 151.5 exactly.
        let rate = Exact::new(1, 100);
        let modes = [Rounding::HalfEven, Rounding::HalfUp, Rounding::HalfDown, Rounding::Up, Rounding::Down];
        assert_eq!(modes.map(|m| level(150, rate, 1, m)), [152, 152, 151, 152, 151]);
        // Two periods at 100 %: A = P·4/3; 3 → 4 exactly, in every mode.
        assert_eq!(modes.map(|m| level(3, Exact::ONE, 2, m)), [4; 5]);
    }

    #[test]
    fn never_rounded_to_nothing() {
        assert_eq!(level(1, Exact::ZERO, 12, Rounding::HalfEven), 1);
    }
}
