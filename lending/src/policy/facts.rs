//! What a policy looks at.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::LendingError;
use crate::event::{Event, EventKind};
use crate::modification::ChangeKind;
use crate::money::{AnnualRate, Money};
use crate::order::sort_by;
use crate::replay::{LoanStatus, RowStatus, standing};
use crate::schedule;
use crate::terms::{Terms, Unit};

/// What the loan's terms and events do not say.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct History {
    /// Kinds of requests that are open.
    pub open_requests: Vec<ChangeKind>,
    /// How many guarantors the loan has.
    pub guarantors: u32,
    /// How many of them consented to this change in writing.
    pub guarantors_consented: u32,
    /// Kinds of documents handed in with the request.
    pub documents: Vec<String>,
    /// The part of the portfolio that is restructured.
    pub restructured_share: Option<AnnualRate>,
}

/// A change that was applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct PastChange {
    /// Its kind.
    pub kind: ChangeKind,
    /// When.
    pub on: NaiveDate,
}

/// An installment whose due date has passed.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Overdue {
    /// Days since its due date.
    pub days: u32,
    /// What is owed on it.
    pub amount: Money,
}

/// The loan as a policy sees it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LoanFacts {
    /// How the loan stands.
    pub status: LoanStatus,
    /// When it began.
    pub disbursed_on: NaiveDate,
    /// When it was to end at first.
    pub original_final_due_on: NaiveDate,
    /// When it ends now.
    pub final_due_on: NaiveDate,
    /// Repayment every so many units.
    pub every: u32,
    /// Their unit.
    pub unit: Unit,
    /// Day of the month of due dates.
    pub due_day: u32,
    /// Installments paid in full.
    pub installments_paid: u32,
    /// Installments not paid in full.
    pub installments_left: u32,
    /// The next due date, today counted.
    pub next_due_on: Option<NaiveDate>,
    /// Days past due.
    pub days_past_due: u32,
    /// Overdue installments, oldest first.
    pub overdue: Vec<Overdue>,
    /// Changes that were applied.
    pub changes: Vec<PastChange>,
    /// What terms and events do not say.
    pub history: History,
}

/// Gathers the facts on a day.
///
/// # Errors
/// As [`crate::replay::replay`].
pub fn facts(terms: &Terms, events: &[Event], on: NaiveDate, history: &History) -> Result<LoanFacts, LendingError> {
    let state = standing(terms, events, on)?;
    let original = schedule::build(terms)?;
    let first_final = original.rows.last().map_or(terms.first_due_on(), |r| r.due_on);
    let paid = |status: RowStatus| matches!(status, RowStatus::Paid | RowStatus::PaidLate);
    let owed = state.rows.iter().filter(|r| !r.remaining.total.is_zero());
    let late = owed.clone().filter(|r| r.due_on < on).map(|r| Overdue {
        days: u32::try_from(crate::day_count::actual(r.due_on, on)).unwrap_or(0),
        amount: r.remaining.total,
    });
    let mut changes: Vec<PastChange> = events
        .iter()
        .filter(|e| e.on <= on)
        .filter_map(|e| match &e.kind {
            EventKind::Modification { change } => Some(PastChange { kind: change.kind, on: e.on }),
            _ => None,
        })
        .collect();
    sort_by(&mut changes, |a, b| a.on < b.on);
    let overdue = late.collect();
    let installments_left = u32::try_from(owed.count()).unwrap_or(u32::MAX);
    Ok(LoanFacts {
        status: state.status,
        disbursed_on: terms.disbursed_on(),
        original_final_due_on: first_final,
        final_due_on: state.final_due_on,
        every: terms.every(),
        unit: terms.unit(),
        due_day: terms.json().due_day.unwrap_or(terms.first_due_on().day()),
        installments_paid: u32::try_from(state.rows.iter().filter(|r| paid(r.status)).count()).unwrap_or(u32::MAX),
        installments_left,
        next_due_on: state.rows.iter().map(|r| r.due_on).find(|d| *d >= on),
        days_past_due: state.days_past_due,
        overdue,
        changes,
        history: history.clone(),
    })
}
