//! Annual percentage rates: the one rate at which what the borrower gets and what the borrower pays are worth
//! the same.
//!
//! `Eu` (directive 2008/48/EC, annex I): Σ amount · (1 + X)^−t = 0 with t in years; X is an effective rate.
//! `UsActuarial` (12 CFR 1026, appendix J): Σ amount ÷ ((1 + f·i)(1 + i)^t) = 0 with t whole unit-periods and f
//! the odd fraction of one, both counted back from each flow; the rate is i × unit-periods a year.
//! `Irr`: Σ amount · (1 + r)^−t = 0 with t in periods; the rate is r, a period.
//!
//! Fixed-point arithmetic with 80 binary decimals: no floating point, the same digits everywhere.

mod fixed;
mod solve;
mod unit_periods;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::LendingError;
use crate::calendar::within_years;
use crate::exact::Exact;
use fixed::Fixed;
pub use unit_periods::{UnitPeriod, UnitPeriodKind};

/// Most flows of one question.
const MAX_FLOWS: usize = 5_000;
/// Most decimals of an answer.
const MAX_DECIMALS: u32 = 12;

/// Which equation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Convention {
    /// Effective annual rate of the European directives.
    Eu,
    /// Nominal annual rate of Regulation Z.
    UsActuarial,
    /// Rate a period at which the flows are worth nothing.
    Irr,
}

/// How days become years for flows that have a date (`eu`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum TimeBasis {
    /// Days ÷ 365.
    #[default]
    #[serde(rename = "ACT/365")]
    Actual365,
    /// Days ÷ 365.25.
    #[serde(rename = "ACT/365.25")]
    Actual36525,
    /// Months of 30 days.
    #[serde(rename = "30/360")]
    Thirty360,
}

/// Money that changes hands: above zero to the borrower, below zero from the borrower.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Flow {
    /// When, as a date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<NaiveDate>,
    /// When, in years (`eu`) or periods (`irr`) since the first flow: `"1/12"`, `"0.5"`, `"3"`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// How much: `"-500.00"`, `"50/3"`.
    pub amount: String,
}

/// What is asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Which equation.
    pub convention: Convention,
    /// The flows.
    pub flows: Vec<Flow>,
    /// How days become years.
    #[serde(default)]
    pub time: TimeBasis,
    /// The unit-period of `us_actuarial`.
    #[serde(default)]
    pub unit_period: Option<UnitPeriod>,
    /// Look between these two rates; default: the rate nearest to nothing.
    #[serde(default)]
    pub bracket: Option<(String, String)>,
    /// Decimals of the answer, a fraction (8 decimals are 6 of a percentage).
    #[serde(default = "eight")]
    pub decimals: u32,
}

fn eight() -> u32 {
    8
}

/// The rate, as a decimal fraction rounded half up.
///
/// # Errors
/// Flows that no rate makes worth the same; a flow without a time; figures beyond the limits.
///
/// ```
/// let question = serde_json::from_str(r#"{"convention":"eu","decimals":4,"flows":[
///   {"on":"1994-01-01","amount":"1000"},{"on":"1995-07-01","amount":"-1200"}]}"#).unwrap();
/// assert_eq!(lending::apr::rate(&question).unwrap(), "0.1296");
/// ```
pub fn rate(question: &Question) -> Result<String, LendingError> {
    if question.flows.is_empty() || question.flows.len() > MAX_FLOWS {
        return Err(bad("flows", format!("from 1 to {MAX_FLOWS} flows")));
    }
    if question.decimals > MAX_DECIMALS {
        return Err(bad("decimals", format!("at most {MAX_DECIMALS}")));
    }
    let amounts = amounts(&question.flows)?;
    let found = match question.convention {
        Convention::UsActuarial => {
            let unit = question.unit_period.ok_or_else(|| bad("unit_period", "us_actuarial needs it"))?;
            let start = question.flows.iter().filter_map(|f| f.on).min();
            let start = start.ok_or_else(|| bad("flows", "us_actuarial needs dates (`on`)"))?;
            let mut flows = Vec::with_capacity(amounts.len());
            for (flow, amount) in question.flows.iter().zip(amounts) {
                let on = flow.on.ok_or_else(|| bad("flows", "us_actuarial needs dates (`on`)"))?;
                let (whole, odd) = unit.between(start, within_years(on, "flows")?)?;
                flows.push((whole, Fixed::of(odd), amount));
            }
            let per_year = Fixed::of(unit.per_year()?);
            solve::nominal(&flows).map(|i| i.times(per_year))
        }
        Convention::Eu | Convention::Irr => {
            let times = times(question)?;
            let bracket = question.bracket.as_ref().map(|(a, b)| Ok::<_, LendingError>((fraction(a)?, fraction(b)?)));
            let bracket = bracket.transpose()?.map(|(a, b)| (Fixed::of(a), Fixed::of(b)));
            solve::effective(&times.into_iter().zip(amounts).collect::<Vec<_>>(), bracket)
        }
    };
    let found = found.ok_or_else(|| bad("flows", "no rate makes these flows worth the same"))?;
    Ok(found.decimals(question.decimals))
}

pub(crate) fn bad(field: &str, reason: impl Into<String>) -> LendingError {
    LendingError::Input { field: field.to_owned(), reason: reason.into() }
}

/// Amounts as shares of the largest: only their proportions matter.
fn amounts(flows: &[Flow]) -> Result<Vec<Fixed>, LendingError> {
    let read = flows.iter().map(|f| fraction(&f.amount)).collect::<Result<Vec<_>, _>>()?;
    let largest = read
        .iter()
        .copied()
        .map(|a| Exact { num: a.num.abs(), den: a.den })
        .fold(Exact::ZERO, |most, a| if a.minus(most).is_ok_and(|d| d.num > 0) { a } else { most });
    if largest.is_zero() {
        return Err(bad("flows", "all amounts are nothing"));
    }
    read.into_iter().map(|a| Ok(Fixed::of(a.times(Exact { num: largest.den, den: largest.num })?))).collect()
}

/// Years or periods since the first flow.
fn times(question: &Question) -> Result<Vec<Fixed>, LendingError> {
    let start = question.flows.iter().filter_map(|f| f.on).min();
    let years = |on: NaiveDate| {
        let start = start.unwrap_or(on);
        match question.time {
            TimeBasis::Actual365 => Exact::new(i128::from(crate::day_count::actual(start, on)), 365),
            TimeBasis::Actual36525 => Exact::new(i128::from(crate::day_count::actual(start, on)) * 4, 1461),
            TimeBasis::Thirty360 => crate::day_count::DayCount::Thirty360.fraction(start, on),
        }
    };
    let time = |flow: &Flow| match (flow.on, &flow.at) {
        (Some(on), None) => Ok(Fixed::of(years(within_years(on, "flows")?))),
        (None, Some(at)) => {
            let at = fraction(at)?;
            if at.num < 0 || at.num / at.den > 400 {
                return Err(bad("flows", "times lie from 0 to 400"));
            }
            Ok(Fixed::of(at))
        }
        _ => Err(bad("flows", "each flow has either `on` or `at`")),
    };
    question.flows.iter().map(time).collect()
}

/// `"50/3"`, `"0.25"`, `"-7"`.
fn fraction(text: &str) -> Result<Exact, LendingError> {
    let read = |part: &str| {
        let decimal: rust_decimal::Decimal = part.trim().parse().ok()?;
        let decimal = decimal.normalize();
        (decimal.scale() <= 12 && decimal.mantissa().unsigned_abs() < 1 << 90)
            .then(|| Exact::new(decimal.mantissa(), 10_i128.pow(decimal.scale())))
    };
    let value = match text.split_once('/') {
        Some((num, den)) => {
            read(num).zip(read(den).filter(|d| d.num > 0)).map(|(n, d)| n.times(Exact { num: d.den, den: d.num }))
        }
        None => read(text).map(Ok),
    };
    value.ok_or_else(|| bad("flows", format!("`{text}` is not a number")))?
}
