//! What being late costs.

use serde::{Deserialize, Serialize};

use crate::day_count::DayCount;

/// How the penalty rate is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PenaltyKind {
    /// No penalty interest.
    None,
    /// The contract rate × `value` (罚息 is usually 1.3 to 1.5 times).
    Multiplier,
    /// An annual rate of its own.
    AnnualRate,
    /// A rate a day (0.0005 is 万分之五).
    DailyRate,
}

/// What penalty interest is charged on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PenaltyBase {
    /// Overdue principal.
    #[default]
    Principal,
    /// Overdue principal and interest.
    PrincipalAndInterest,
    /// Everything overdue of the installment except penalty itself.
    Installment,
}

/// Penalty interest (罚息): simple daily interest on what is overdue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PenaltyTerms {
    /// How the rate is given.
    pub kind: PenaltyKind,
    /// Multiplier or rate.
    #[serde(default = "one_and_a_half")]
    pub value: String,
    /// What it is charged on.
    #[serde(default)]
    pub base: PenaltyBase,
    /// Days after the due date within which payment costs nothing; after them penalty runs from the due date (宽限期).
    #[serde(default)]
    pub grace_days: u32,
    /// Day count of the penalty.
    #[serde(default = "act_360")]
    pub day_count: DayCount,
    /// Charge overdue interest at the same rate, as a component of its own (复利).
    #[serde(default)]
    pub compound: bool,
    /// Most penalty an installment can bear, as a fraction of its principal and interest.
    #[serde(default)]
    pub cap: Option<String>,
}

fn one_and_a_half() -> String {
    "1.5".to_owned()
}

fn act_360() -> DayCount {
    DayCount::Actual360
}

impl Default for PenaltyTerms {
    fn default() -> Self {
        PenaltyTerms {
            kind: PenaltyKind::Multiplier,
            value: one_and_a_half(),
            base: PenaltyBase::Principal,
            grace_days: 3,
            day_count: DayCount::Actual360,
            compound: false,
            cap: None,
        }
    }
}

/// Late fee (违约金): once per missed installment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LateFee {
    /// Fixed or a fraction of what is overdue of the installment.
    pub kind: FeeAmount,
    /// Amount or fraction.
    pub value: String,
    /// Least, for a fraction.
    #[serde(default)]
    pub minimum: Option<String>,
    /// Most, for a fraction.
    #[serde(default)]
    pub maximum: Option<String>,
    /// It is charged when the installment is still unpaid so many days after its due date.
    #[serde(default)]
    pub after_days: u32,
}

/// How a late fee is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeeAmount {
    /// A fixed amount.
    Flat,
    /// A fraction of the overdue principal and interest.
    PercentOfOverdue,
}
