//! What the lender has decided about checks and ratios, as data.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::number::amount;
use super::{ReportingPeriod, Sheet, Statement, Unit};
use crate::LendingError;
use crate::money::{Currency, Money, MoneyError};

/// Which balance the days of receivables and inventories are worked out on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TurnoverOn {
    /// Half of opening and closing balance together.
    #[default]
    Average,
    /// The closing balance: also for a first statement, which has no opening one.
    Closing,
}

/// [`Settings`] as they are sent; each field may be left out.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SettingsJson {
    /// By how much two figures that must be equal may differ, in the statement's unit: from 0, default `"1"`.
    pub tolerance: String,
    /// Balance for turnover days.
    pub turnover_on: TurnoverOn,
    /// Factors between units that are mistaken for each other, from 2 to 10^8, at most 10.
    pub unit_factors: Vec<u32>,
    /// Sheets that are asked for.
    pub sheets: BTreeSet<Sheet>,
    /// The period that is asked for; without it any of whole months, up to a year.
    pub period: Option<ReportingPeriod>,
}

impl Default for SettingsJson {
    fn default() -> Self {
        SettingsJson {
            tolerance: "1".to_owned(),
            turnover_on: TurnoverOn::default(),
            unit_factors: vec![10, 1_000, 10_000],
            sheets: BTreeSet::from([Sheet::BalanceSheet, Sheet::IncomeStatement, Sheet::CashFlow]),
            period: None,
        }
    }
}

/// The lender's settings.
///
/// ```
/// use lending::financials::{Settings, SettingsJson};
/// let json: SettingsJson = serde_json::from_str("{}").unwrap();
/// assert_eq!(Settings::try_from(json).unwrap(), Settings::default());
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    tolerance: String,
    pub(super) turnover_on: TurnoverOn,
    /// Largest first.
    pub(super) unit_factors: Vec<u32>,
    pub(super) sheets: BTreeSet<Sheet>,
    pub(super) period: Option<ReportingPeriod>,
}

impl TryFrom<SettingsJson> for Settings {
    type Error = LendingError;

    /// # Errors
    /// A tolerance that is no amount or below zero; unit factors out of range; a period that ends before it begins.
    fn try_from(json: SettingsJson) -> Result<Settings, LendingError> {
        tolerance(&json.tolerance, Unit::Yuan, Currency::CNY)?;
        let mut unit_factors = json.unit_factors;
        if unit_factors.len() > 10 || unit_factors.iter().any(|f| !(2..=100_000_000).contains(f)) {
            return Err(LendingError::contradiction("settings.unit_factors", "at most 10, each from 2 to 100000000"));
        }
        unit_factors.sort_unstable_by(|a, b| b.cmp(a));
        if let Some(period) = json.period {
            period.check()?;
        }
        Ok(Settings {
            tolerance: json.tolerance,
            turnover_on: json.turnover_on,
            unit_factors,
            sheets: json.sheets,
            period: json.period,
        })
    }
}

impl Default for Settings {
    fn default() -> Self {
        let json = SettingsJson::default();
        Settings {
            tolerance: json.tolerance,
            turnover_on: json.turnover_on,
            unit_factors: vec![10_000, 1_000, 10],
            sheets: json.sheets,
            period: None,
        }
    }
}

impl Settings {
    /// The tolerance between figures of these statements: in the coarser of their units.
    pub(super) fn tolerance(&self, a: &Statement, b: &Statement) -> Result<Money, LendingError> {
        tolerance(&self.tolerance, a.unit().max(b.unit()), a.currency())
    }
}

fn tolerance(text: &str, unit: Unit, currency: Currency) -> Result<Money, LendingError> {
    let money = amount(text, unit.power(), unit.code(), currency, "settings.tolerance")?;
    if money.is_negative() {
        let field = "settings.tolerance".to_owned();
        return Err(LendingError::Amount { field, reason: MoneyError::Negative });
    }
    Ok(money)
}
