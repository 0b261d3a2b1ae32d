//! Exact numbers: fractions, rounding, and the level installment.
//!
//! Amounts are integers of minor units. Interest is a fraction of two 128-bit integers; every denominator
//! divides 10^12 (decimals of a rate) × the lengths of a year, so sums stay exact and small.

mod fraction;
mod level;
mod wide;

pub(crate) use fraction::{Exact, add, round_div, round_div_of_words, share_of, sub};
pub(crate) use level::{Steps, level_installment};
pub(crate) use wide::{div_wide, mul_wide};
