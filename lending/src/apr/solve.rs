//! The rate at which flows are worth nothing, by halving.

use super::fixed::Fixed;

/// Halvings: more than a fixed-point number has binary digits.
const STEPS: u32 = 128;

/// X with Σ amount · (1 + X)^−time = 0, sought as ln(1 + X); without a bracket the one nearest to nothing.
pub(super) fn effective(flows: &[(Fixed, Fixed)], bracket: Option<(Fixed, Fixed)>) -> Option<Fixed> {
    let worth = |log: Fixed| {
        flows
            .iter()
            .fold(Fixed::ZERO, |sum, (time, amount)| sum.plus(amount.times(Fixed::ZERO.minus(log.times(*time)).exp())))
    };
    let log = match bracket {
        Some((low, high)) => halve(&worth, ln(Fixed::ONE.plus(low))?, ln(Fixed::ONE.plus(high))?)?,
        None => nearest(&worth)?,
    };
    Some(log.exp().minus(Fixed::ONE))
}

/// i ≥ 0 with Σ amount ÷ ((1 + odd·i)(1 + i)^whole) = 0.
pub(super) fn nominal(flows: &[(u32, Fixed, Fixed)]) -> Option<Fixed> {
    let worth = |i: Fixed| {
        let discount = Fixed::ONE.plus(i).inverse();
        flows.iter().fold(Fixed::ZERO, |sum, (whole, odd, amount)| {
            let odd = Fixed::ONE.plus(odd.times(i)).inverse();
            sum.plus(amount.times(odd).times(discount.power(*whole)))
        })
    };
    let mut low = Fixed::ZERO;
    if worth(low) == Fixed::ZERO {
        return Some(low);
    }
    for doublings in -6_i32..8 {
        let high = if doublings < 0 {
            Fixed::of(crate::exact::Exact::new(1, 1 << -doublings))
        } else {
            Fixed::whole(1 << doublings)
        };
        if opposite(worth(low), worth(high)) {
            return halve(&worth, low, high);
        }
        low = high;
    }
    None
}

fn opposite(a: Fixed, b: Fixed) -> bool {
    (a <= Fixed::ZERO && b >= Fixed::ZERO) || (a >= Fixed::ZERO && b <= Fixed::ZERO)
}

/// Looks ever further from nothing on both sides.
fn nearest(worth: &impl Fn(Fixed) -> Fixed) -> Option<Fixed> {
    if worth(Fixed::ZERO) == Fixed::ZERO {
        return Some(Fixed::ZERO);
    }
    let mut near = Fixed::ZERO;
    let mut far = Fixed::of(crate::exact::Exact::new(1, 16));
    while far <= Fixed::whole(32) {
        for (a, b) in [(near, far), (Fixed::ZERO.minus(far), Fixed::ZERO.minus(near))] {
            if opposite(worth(a), worth(b)) {
                return halve(worth, a, b);
            }
        }
        near = far;
        far = far.plus(far);
    }
    None
}

fn halve(worth: &impl Fn(Fixed) -> Fixed, mut low: Fixed, mut high: Fixed) -> Option<Fixed> {
    let at_low = worth(low);
    if !opposite(at_low, worth(high)) {
        return None;
    }
    for _ in 0..STEPS {
        let middle = low.plus(high).half();
        if middle == low || middle == high {
            break;
        }
        if opposite(at_low, worth(middle)) { high = middle } else { low = middle }
    }
    // Where numbers were cut off, a change of sign is no root.
    let root = low.plus(high).half();
    let near = Fixed::ONE.plus(Fixed::ONE);
    (worth(root) < near && worth(root) > Fixed::ZERO.minus(near)).then_some(root)
}

/// ln of a number above zero, by halving e^x.
fn ln(value: Fixed) -> Option<Fixed> {
    if value <= Fixed::ZERO {
        return None;
    }
    halve(&|x: Fixed| x.exp().minus(value), Fixed::whole(-28), Fixed::whole(28))
}
