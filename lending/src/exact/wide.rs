//! The few 256-bit steps that the level installment needs, and a small exact comparison for the rare case
//! where its value lies next to a tie.

use std::cmp::Ordering;

const LOW: u128 = u64::MAX as u128;

/// The full product of two 128-bit numbers, as (high, low).
pub(crate) fn mul_wide(a: u128, b: u128) -> (u128, u128) {
    let (a1, a0, b1, b0) = (a >> 64, a & LOW, b >> 64, b & LOW);
    let low = a0 * b0;
    let mid = a1 * b0 + (low >> 64);
    let cross = a0 * b1 + (mid & LOW);
    (a1 * b1 + (mid >> 64) + (cross >> 64), (cross << 64) | (low & LOW))
}

/// `(high·2^128 + low) / divisor`, rounded down; needs `high < divisor`. Knuth's algorithm D.
pub(crate) fn div_wide(high: u128, low: u128, divisor: u128) -> u128 {
    let shift = divisor.leading_zeros();
    let d = divisor << shift;
    let (high, low) = match shift {
        0 => (high, low),
        s => ((high << s) | (low >> (128 - s)), low << s),
    };
    let (d1, d0) = (d >> 64, d & LOW);
    let digit = |rest: u128, next: u128| -> (u128, u128) {
        let mut q = (rest / d1).min(LOW);
        let mut r = rest - q * d1;
        while r <= LOW && q * d0 > ((r << 64) | next) {
            q -= 1;
            r += d1;
        }
        (q, ((rest << 64) | next).wrapping_sub(q.wrapping_mul(d)))
    };
    let (q1, rest) = digit(high, low >> 64);
    let (q0, _) = digit(rest, low & LOW);
    (q1 << 64) | q0
}

/// An unsigned integer of any size, least significant limb first.
#[derive(Clone)]
pub(super) struct Big(Vec<u64>);

impl Big {
    pub fn of(mut value: u128) -> Big {
        let mut limbs = Vec::new();
        while value > 0 {
            limbs.push((value & LOW) as u64);
            value >>= 64;
        }
        Big(limbs)
    }

    pub fn times(mut self, factor: u64) -> Big {
        let mut carry = 0_u128;
        for limb in &mut self.0 {
            let product = u128::from(*limb) * u128::from(factor) + carry;
            *limb = (product & LOW) as u64;
            carry = product >> 64;
        }
        if carry > 0 {
            self.0.push(carry as u64);
        }
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
        self
    }

    pub fn compare(&self, other: &Big) -> Ordering {
        self.0.len().cmp(&other.0.len()).then_with(|| self.0.iter().rev().cmp(other.0.iter().rev()))
    }

    /// `self − other`; `other` must not be larger.
    pub fn minus(mut self, other: &Big) -> Big {
        let mut borrow = false;
        for (i, limb) in self.0.iter_mut().enumerate() {
            let (less, a) = limb.overflowing_sub(other.0.get(i).copied().unwrap_or(0));
            let (less, b) = less.overflowing_sub(u64::from(borrow));
            *limb = less;
            borrow = a || b;
        }
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
        self
    }

    pub fn is_zero(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_division_undoes_wide_multiplication() {
        let samples = [1_u128, 7, LOW, LOW + 1, u128::MAX / 3, u128::MAX - 5, 1 << 116];
        for a in samples {
            for b in samples {
                let (high, low) = mul_wide(a, b);
                if high < b {
                    assert_eq!(div_wide(high, low, b), a, "{a} × {b}");
                }
            }
        }
    }

    #[test]
    fn big_numbers_multiply_and_subtract() {
        let a = Big::of(u128::MAX).times(u64::MAX);
        let b = a.clone().times(3).minus(&a).minus(&a).minus(&a);
        assert!(b.is_zero());
    }
}
