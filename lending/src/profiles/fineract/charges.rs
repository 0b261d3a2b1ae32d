//! Fineract's charges for overdue installments: an amount or a percentage of what is overdue, once or again every so
//! many days.
//!
//! The first is dated on the due date itself and booked when `wait_days` are over; a run books what is dated before
//! its own day. One that rounds to nothing is not booked at all.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::LendingError;
use crate::apr::bad;
use crate::calendar::shift_days;
use crate::exact::{Exact, add};
use crate::money::{AnnualRate, Currency, Money};

/// What a charge is a percentage of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChargeBase {
    /// Overdue principal.
    Principal,
    /// Overdue principal and interest.
    PrincipalAndInterest,
    /// Overdue interest.
    Interest,
    /// Nothing: the charge is an `amount`.
    Flat,
}

/// An installment and what of it is overdue.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OverdueInstallment {
    /// Its due date.
    pub due_on: NaiveDate,
    /// Overdue principal.
    pub principal: String,
    /// Overdue interest.
    #[serde(default)]
    pub interest: Option<String>,
}

/// The charge and what it is for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OverdueCharges {
    /// Currency.
    #[serde(default = "super::euro")]
    pub currency: Currency,
    /// The part charged, as a fraction.
    #[serde(default)]
    pub share: Option<AnnualRate>,
    /// What is charged when it is `flat`.
    #[serde(default)]
    pub amount: Option<String>,
    /// What it is a part of.
    pub of: ChargeBase,
    /// Charged again every so many days; once when absent.
    #[serde(default)]
    pub every_days: Option<u32>,
    /// Days after the due date before anything is charged.
    #[serde(default)]
    pub wait_days: u32,
    /// The day of the run.
    pub run_on: NaiveDate,
    /// What is overdue.
    pub installments: Vec<OverdueInstallment>,
}

/// A charge that was booked.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OverdueCharge {
    /// Due date of the installment it is for.
    pub due_on: NaiveDate,
    /// Its own date.
    pub on: NaiveDate,
    /// How much.
    pub amount: Money,
}

/// The charges that a run books.
///
/// # Errors
/// Amounts that are none, more than the engine's limits, repetition every 0 days.
pub fn overdue_charges(asked: &OverdueCharges) -> Result<Vec<OverdueCharge>, LendingError> {
    if asked.every_days == Some(0) {
        return Err(bad("every_days", "at least 1"));
    }
    let mut charges = Vec::new();
    for installment in &asked.installments {
        let amount = asked.amount(installment)?;
        let from = shift_days(installment.due_on, i64::from(asked.wait_days))?;
        if amount == 0 || from >= asked.run_on {
            continue;
        }
        let mut on = installment.due_on;
        while on < asked.run_on {
            if charges.len() >= crate::MAX_EVENTS {
                return Err(LendingError::Limit { field: "run_on", limit: crate::Limit::Events });
            }
            let amount = Money::of_minor(amount, asked.currency);
            charges.push(OverdueCharge { due_on: installment.due_on, on, amount });
            match asked.every_days {
                Some(days) => on = shift_days(on, i64::from(days))?,
                None => break,
            }
        }
    }
    Ok(charges)
}

impl OverdueCharges {
    fn amount(&self, installment: &OverdueInstallment) -> Result<i64, LendingError> {
        let read = |text: &str| {
            let money = Money::parse(text, self.currency).map(Money::minor);
            money.map_err(|reason| LendingError::Amount { field: "installments".to_owned(), reason })
        };
        let principal = read(&installment.principal)?;
        let interest = installment.interest.as_deref().map_or(Ok(0), read)?;
        let base = match self.of {
            ChargeBase::Principal => principal,
            ChargeBase::PrincipalAndInterest => add(principal, interest)?,
            ChargeBase::Interest => interest,
            ChargeBase::Flat => {
                let amount = self.amount.as_deref().ok_or_else(|| bad("amount", "a flat charge needs one"))?;
                return super::minor(amount, self.currency, "amount");
            }
        };
        let share = self.share.ok_or_else(|| bad("share", "a percentage needs one"))?;
        Exact::of(base).times(share.exact())?.round(super::ROUNDING)
    }
}
