//! By what interest is counted.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::digits::Digits;
use crate::day_count::YearSplit;
use crate::terms::Unit;

/// When late payments take effect on interest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rest {
    /// On their day.
    #[default]
    Daily,
    /// At the end of the period.
    Period,
}

/// Until when an early payment owes interest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PayoffUntil {
    /// Its day.
    #[default]
    Payment,
    /// The end of the running period.
    RestDate,
}

/// What a product says about interest.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::profiles::fineract) struct Basis {
    pub annual_rate: Decimal,
    pub every: u32,
    pub unit: Unit,
    pub by_period: bool,
    pub days_in_month: Option<u32>,
    pub days_in_year: Option<u32>,
    pub year_split: YearSplit,
    /// A tranche is charged from the start of its period.
    pub whole_periods: bool,
    /// The rate is for the whole term of so many installments.
    pub over_term: Option<u32>,
    pub rest: Rest,
    pub payoff_until: PayoffUntil,
    pub digits: Digits,
    /// Installments are multiples of so many minor units.
    pub multiple: i64,
}
