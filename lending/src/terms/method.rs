//! The words of the repayment side of the terms.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Repayment method (还款方式).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// 等额本息: the same amount every time.
    EqualInstallment,
    /// 等额本金: the same principal every time, interest on what is left.
    EqualPrincipal,
    /// 先息后本: interest every time, principal at maturity.
    InterestOnly,
    /// 一次还本付息: everything at maturity, simple interest.
    Bullet,
    /// 等本等息: the same principal every time, interest always on the original principal.
    Flat,
    /// Dates and principal given row by row (balloons, schedules imported from a core system).
    Custom,
}

/// Unit of the repayment period; a quarter is 3 months.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Days.
    Day,
    /// Weeks.
    Week,
    /// Months.
    #[default]
    Month,
    /// Years.
    Year,
}

impl Unit {
    /// Periods a year for interest by period: 365, 52, 12 or 1.
    #[must_use]
    pub fn per_year(self) -> u32 {
        match self {
            Unit::Day => 365,
            Unit::Week => 52,
            Unit::Month => 12,
            Unit::Year => 1,
        }
    }
}

/// How the interest of a period is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InterestBy {
    /// Annual rate ÷ periods a year, whatever the month's length; an odd first period in proportion of its days.
    #[default]
    ByPeriod,
    /// On the days of the period, by the day count.
    ByDay,
}

/// How a figure is brought to the minor unit (once per figure).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rounding {
    /// Ties to the even neighbour.
    #[default]
    HalfEven,
    /// Ties away from zero (四舍五入).
    HalfUp,
    /// Ties towards zero.
    HalfDown,
    /// Away from zero.
    Up,
    /// Towards zero.
    Down,
}

/// How the level installment is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LevelBy {
    /// By the formula, rounded once.
    #[default]
    Formula,
    /// Then moved by what the last installment differs, shared over all of them, at most three times and only
    /// while the difference shrinks (Fineract's progressive loans).
    Equalised,
}

/// Installments at the start that are spared something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Grace {
    /// So many installments pay no principal.
    pub principal: u32,
    /// So many pay no interest; the sum falls on the first later one.
    pub interest: u32,
    /// So many bear no interest at all.
    pub interest_free: u32,
}

/// A due date imposed by the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Period {
    /// First day of the period.
    pub from: NaiveDate,
    /// Its due date.
    pub due: NaiveDate,
}

/// A further disbursement known at the start.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tranche {
    /// When it is paid out.
    pub on: NaiveDate,
    /// How much.
    pub principal: String,
}

/// A row of a custom schedule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// When it is due.
    pub due_on: NaiveDate,
    /// The principal it repays.
    pub principal: String,
}

/// A fee agreed at the start.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fee {
    /// What it is called.
    pub name: String,
    /// What it is measured by.
    pub kind: FeeKind,
    /// Amount, or fraction for the per-cent kinds.
    pub value: String,
    /// When it falls due.
    pub when: FeeWhen,
    /// The date, when `when` is `on`.
    #[serde(default)]
    pub on: Option<NaiveDate>,
}

/// What a fee is measured by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeeKind {
    /// A fixed amount.
    Flat,
    /// A fraction of the principal disbursed.
    PercentOfPrincipal,
    /// A fraction of the principal part of the installment.
    PercentOfPrincipalPart,
    /// A fraction of the interest of the installment.
    PercentOfInterest,
    /// A fraction of the installment (principal and interest).
    PercentOfInstallment,
    /// A fraction of the balance before the installment.
    PercentOfOutstanding,
}

/// When a fee falls due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeeWhen {
    /// Kept back from the disbursement.
    Disbursement,
    /// With each installment.
    EachInstallment,
    /// With the first installment due on or after `on`.
    On,
}
