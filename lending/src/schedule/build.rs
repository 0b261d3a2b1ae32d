//! The schedule as agreed, before anything happened.

use chrono::NaiveDate;
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
        let (from, due_on) = (line.span.from, line.span.due_on);
        Ok(Row {
            n: line.span.n,
            from,
            due_on,
            days: u32::try_from(actual(from, due_on)).unwrap_or(0),
            principal: terms.money(line.principal),
            interest: terms.money(line.interest),
            fee: terms.money(line.fee),
            total: terms.money(line.total()?),
            balance: terms.money(line.balance),
        })
    }
}

impl Schedule {
    /// Rows and the sums over them.
    pub(super) fn of(
        terms: &Terms,
        rows: Vec<Row>,
        principal: i64,
        interest: i64,
        fee: i64,
    ) -> Result<Schedule, LendingError> {
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
/// # use lending::{schedule::{Schedule, build}, terms::Terms};
/// # fn schedule(more: &str) -> Schedule {
/// #     let common = r#""principal":"1200.00","annual_rate":"0.12","method":"equal_installment""#;
/// #     build(&Terms::parse(&format!("{{{common},{more}}}")).unwrap()).unwrap()
/// # }
/// # fn dates(schedule: &Schedule) -> Vec<String> { schedule.rows.iter().map(|r| r.due_on.to_string()).collect() }
/// // Month ends: a short month cuts a due date short, and no later one.
/// let months = schedule(r#""installments":3,"disbursed_on":"2026-01-31","first_due_on":"2026-02-28","due_day":31"#);
/// assert_eq!(dates(&months), ["2026-02-28", "2026-03-31", "2026-04-30"]);
/// assert_eq!((months.rows[0].total.to_string(), months.rows[0].interest.to_string()), ("408.03".into(), "12.00".into()));
/// assert_eq!(months.totals.principal.to_string(), "1200.00");
///
/// // Leap days: 29 February comes back with the next leap year.
/// let years = schedule(r#""installments":5,"unit":"year","disbursed_on":"2027-02-28","first_due_on":"2028-02-29""#);
/// assert_eq!(dates(&years)[..2], ["2028-02-29", "2029-02-28"]);
/// assert_eq!(dates(&years)[4], "2032-02-29");
///
/// // One installment takes everything.
/// let one = schedule(r#""installments":1,"disbursed_on":"2026-01-15","first_due_on":"2026-02-15""#);
/// assert_eq!(one.rows[0].total.to_string(), "1212.00");
/// assert!(one.rows[0].balance.is_zero());
/// ```
///
/// Without interest the installment is P ÷ n; the last row takes what rounding left.
///
/// ```
/// let terms = lending::terms::Terms::parse(r#"{"principal":"100.00","annual_rate":"0","method":"equal_installment",
///   "installments":3,"disbursed_on":"2026-01-15","first_due_on":"2026-02-15"}"#).unwrap();
/// let totals: Vec<String> =
///     lending::schedule::build(&terms).unwrap().rows.iter().map(|r| r.total.to_string()).collect();
/// assert_eq!(totals, ["33.33", "33.33", "33.34"]);
/// ```
pub fn build(terms: &Terms) -> Result<Schedule, LendingError> {
    if let Some(schedule) = super::straight::schedule(terms) {
        return Ok(schedule);
    }
    by_plan(terms)
}

/// The schedule of any loan: the lines of its plan, and their sums.
pub(super) fn by_plan(terms: &Terms) -> Result<Schedule, LendingError> {
    let plan = Plan::agreed(terms)?;
    let mut rows = Vec::with_capacity(plan.lines.len());
    let (mut principal, mut interest, mut fee) = (0, 0, 0);
    for line in &plan.lines {
        rows.push(Row::of(line, terms)?);
        (principal, interest, fee) =
            (add(principal, line.principal)?, add(interest, line.interest)?, add(fee, line.fee)?);
    }
    Schedule::of(terms, rows, principal, interest, fee)
}
