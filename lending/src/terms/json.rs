//! The JSON of the terms, field by field, with the defaults of `docs/engine.md`.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    AllocationTerms, Fee, Grace, InterestBy, LateFee, LevelBy, Method, PenaltyTerms, Period, PrepaymentTerms, Rounding,
    Row, Tranche, Unit,
};
use crate::calendar::{BusinessDay, Calendar};
use crate::day_count::{DayCount, YearSplit};
use crate::money::{AnnualRate, Currency};

/// Terms as written. Amounts and fractions are decimal strings; unknown fields are refused.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TermsJson {
    /// ISO 4217 code; default `CNY`.
    #[serde(default = "yuan")]
    pub currency: Currency,
    /// Principal of the first disbursement.
    pub principal: String,
    /// Nominal annual rate as a fraction.
    pub annual_rate: AnnualRate,
    /// Repayment method.
    pub method: Method,
    /// Number of installments, 1 to 1200.
    pub installments: u32,
    /// Repayment every so many units; default 1.
    #[serde(default = "one")]
    pub every: u32,
    /// Unit; default `month`.
    #[serde(default)]
    pub unit: Unit,
    /// Interest starts on this day.
    pub disbursed_on: NaiveDate,
    /// First due date.
    pub first_due_on: NaiveDate,
    /// Day of the month wished for when the first due date lies in a short month (31 → 28 February → 31 March).
    #[serde(default)]
    pub due_day: Option<u32>,
    /// Imposed periods instead of the grid.
    #[serde(default)]
    pub periods: Option<Vec<Period>>,
    /// Rows of method `custom`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rows: Option<Vec<Row>>,
    /// `by_period` or `by_day`.
    #[serde(default)]
    pub interest: InterestBy,
    /// Day count for interest by day.
    #[serde(default = "thirty_360")]
    pub day_count: DayCount,
    /// How `ACT/actual-year` splits spans.
    #[serde(default)]
    pub year_split: Option<YearSplit>,
    /// Rounding of every figure.
    #[serde(default)]
    pub rounding: Rounding,
    /// Rounding of the installment, where it is another than that of the figures.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub installment_rounding: Option<Rounding>,
    /// Installments are a multiple of this amount.
    #[serde(default)]
    pub installment_multiple: Option<String>,
    /// How the level installment is found.
    #[serde(default)]
    pub level_by: LevelBy,
    /// Grace at the start.
    #[serde(default)]
    pub grace: Grace,
    /// Part of the principal due on the day of disbursement, as a fraction.
    #[serde(default)]
    pub down_payment: Option<String>,
    /// Further disbursements.
    #[serde(default)]
    pub tranches: Vec<Tranche>,
    /// The installment, when the contract names it; the last row takes the rest.
    #[serde(default)]
    pub fixed_installment: Option<String>,
    /// What happens to due dates on free days.
    #[serde(default)]
    pub business_day: BusinessDay,
    /// The table of free and working days.
    #[serde(default)]
    pub calendar: Option<Calendar>,
    /// Fees.
    #[serde(default)]
    pub fees: Vec<Fee>,
    /// Penalty interest.
    #[serde(default)]
    pub penalty: PenaltyTerms,
    /// Late fee.
    #[serde(default)]
    pub late_fee: Option<LateFee>,
    /// Allocation order.
    #[serde(default)]
    pub allocation: AllocationTerms,
    /// Prepayment.
    #[serde(default)]
    pub prepayment: PrepaymentTerms,
    /// Another system's conventions, where they are more than fields can say.
    #[cfg(feature = "profiles")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conventions: Option<crate::profiles::Conventions>,
}

fn yuan() -> Currency {
    Currency::CNY
}

fn one() -> u32 {
    1
}

fn thirty_360() -> DayCount {
    DayCount::Thirty360
}
