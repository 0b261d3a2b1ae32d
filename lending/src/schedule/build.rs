//! The schedule as agreed, before anything happened.

use chrono::{Datelike, NaiveDate};
use serde::Serialize;

use super::{Line, Plan, fees};
use crate::LendingError;
use crate::calendar::serialize_date;
use crate::day_count::actual;
use crate::exact::add;
use crate::money::Money;
use crate::terms::Terms;

/// One installment of a schedule.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// Number, from 1.
    pub n: u32,
    /// First day of the period.
    #[serde(serialize_with = "serialize_date")]
    pub from: NaiveDate,
    /// Due date, after the business-day rule.
    #[serde(serialize_with = "serialize_date")]
    pub due_on: NaiveDate,
    /// Calendar days of the period.
    pub days: u32,
    /// Principal it repays.
    pub principal: Money,
    /// Interest of the period.
    pub interest: Money,
    /// Fees due with it.
    pub fee: Money,
    /// All three together.
    pub total: Money,
    /// Principal left after it.
    pub balance: Money,
}

/// Sums over a schedule.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Totals {
    /// All principal.
    pub principal: Money,
    /// All interest.
    pub interest: Money,
    /// All fees in the rows.
    pub fee: Money,
    /// All three together.
    pub total: Money,
}

/// A schedule.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Schedule {
    /// Its rows, by number.
    pub rows: Vec<Row>,
    /// Their sums.
    pub totals: Totals,
    /// Fees kept back from the disbursement (in no row).
    pub fees_at_disbursement: Money,
    /// The last year the business-day table covers, when due dates run past it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub calendar_known_through: Option<i32>,
}

impl Row {
    pub(crate) fn of(line: &Line, terms: &Terms) -> Result<Row, LendingError> {
        Ok(Row::with(line, line.total()?, actual(line.span.from, line.span.due_on), terms))
    }

    fn with(line: &Line, total: i64, days: i64, terms: &Terms) -> Row {
        Row {
            n: line.span.n,
            from: line.span.from,
            due_on: line.span.due_on,
            days: u32::try_from(days).unwrap_or(0),
            principal: terms.money(line.principal),
            interest: terms.money(line.interest),
            fee: terms.money(line.fee),
            total: terms.money(total),
            balance: terms.money(line.balance),
        }
    }
}

/// Lays out the schedule of a loan as agreed.
///
/// Equal installment: A = P·r / (1 − (1+r)⁻ⁿ), rounded once; each row's interest is the balance × the period's
/// factor, rounded once; the last row takes what rounding left.
///
/// # Errors
/// A date or a figure beyond the engine's limits, or a fixed installment that does not cover its interest.
///
/// ```
/// let terms = lending::terms::Terms::parse(r#"{"principal":"120000.00","annual_rate":"0.0435",
///   "method":"equal_installment","installments":12,"disbursed_on":"2026-01-31","first_due_on":"2026-02-28","due_day":31}"#).unwrap();
/// let schedule = lending::schedule::build(&terms).unwrap();
/// assert_eq!(schedule.rows[0].total.to_string(), "10237.19");
/// assert_eq!(schedule.rows[1].due_on.to_string(), "2026-03-31");
/// assert_eq!(schedule.totals.principal.to_string(), "120000.00");
/// ```
pub fn build(terms: &Terms) -> Result<Schedule, LendingError> {
    let plan = Plan::start(terms)?;
    let mut rows = Vec::with_capacity(plan.lines.len());
    let (mut principal, mut interest, mut fee) = (0, 0, 0);
    // A period mostly begins where the one before ended: each day is counted once.
    let mut before = (terms.disbursed_on(), terms.disbursed_on().num_days_from_ce());
    for line in &plan.lines {
        let (from, due_on) = (line.span.from, line.span.due_on);
        let first = if from == before.0 { before.1 } else { from.num_days_from_ce() };
        before = (due_on, due_on.num_days_from_ce());
        rows.push(Row::with(line, line.total()?, i64::from(before.1 - first), terms));
        (principal, interest, fee) =
            (add(principal, line.principal)?, add(interest, line.interest)?, add(fee, line.fee)?);
    }
    let totals = Totals {
        principal: terms.money(principal),
        interest: terms.money(interest),
        fee: terms.money(fee),
        total: terms.money(add(add(principal, interest)?, fee)?),
    };
    let last = rows.last().map_or(terms.disbursed_on(), |r| r.due_on);
    Ok(Schedule {
        totals,
        fees_at_disbursement: terms.money(fees::at_disbursement(terms)?),
        calendar_known_through: terms.calendar.known_through.filter(|_| !terms.calendar.covers(last)),
        rows,
    })
}
