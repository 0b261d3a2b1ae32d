//! Simple daily interest without a plan: a payment at any time pays the interest run up to its day, then principal.
//!
//! Interest of a stretch is balance × daily rate × days, the day of the advance not counted, the day of the payment
//! counted, rounded once at each payment. Source: settlement figures of daily simple interest loans
//! (FSharp.Finance.Personal), which round down.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::LendingError;
use crate::apr::bad;
use crate::day_count::actual;
use crate::exact::{Exact, add};
use crate::money::{AnnualRate, Currency, Money};
use crate::terms::Rounding;

/// A payment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SimplePayment {
    /// Its day.
    pub on: NaiveDate,
    /// How much.
    pub amount: String,
}

/// The loan and the day it is settled on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SimpleLoan {
    /// Its currency.
    pub currency: Currency,
    /// Lent.
    pub principal: String,
    /// Interest on 1 a day.
    pub daily_rate: AnnualRate,
    /// The day of the advance.
    pub disbursed_on: NaiveDate,
    /// How interest is rounded at each payment.
    #[serde(default)]
    pub rounding: Rounding,
    /// What was paid.
    #[serde(default)]
    pub payments: Vec<SimplePayment>,
    /// The day of settlement.
    pub on: NaiveDate,
}

/// What settles the loan.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SimpleSettlement {
    /// All principal.
    pub principal: Money,
    /// Interest to that day.
    pub interest: Money,
    /// Both.
    pub total: Money,
}

/// What settles a loan with simple daily interest.
///
/// # Errors
/// Amounts that are none, payments outside the loan's time, figures beyond the engine's limits. What is paid
/// beyond the debt is refused.
pub fn settlement(loan: &SimpleLoan) -> Result<SimpleSettlement, LendingError> {
    let amount = |text: &str, field: &str| {
        let money = Money::parse_positive(text, loan.currency).map(Money::minor);
        money.map_err(|reason| LendingError::Amount { field: field.to_owned(), reason })
    };
    if loan.payments.len() > crate::MAX_EVENTS {
        return Err(LendingError::Limit { field: "payments", limit: crate::Limit::Events });
    }
    let mut payments: Vec<&SimplePayment> = loan.payments.iter().filter(|p| p.on <= loan.on).collect();
    payments.sort_by_key(|p| p.on);
    let (mut principal, mut interest, mut since) = (amount(&loan.principal, "principal")?, 0, loan.disbursed_on);
    let mut run_to = |day: NaiveDate, principal: i64, interest: i64| {
        if day < since {
            return Err(bad("payments", format!("{day} is before the advance")));
        }
        let days = Exact::of(actual(since, day));
        since = day;
        add(interest, Exact::of(principal).times(loan.daily_rate.exact())?.times(days)?.round(loan.rounding)?)
    };
    for payment in payments {
        interest = run_to(payment.on, principal, interest)?;
        let paid = amount(&payment.amount, "payments")?;
        let to_interest = paid.min(interest);
        interest -= to_interest;
        principal -= paid - to_interest;
        if principal < 0 {
            return Err(bad("payments", format!("more was paid on {} than was owed", payment.on)));
        }
    }
    interest = run_to(loan.on, principal, interest)?;
    let money = |minor: i64| Money::of_minor(minor, loan.currency);
    let total = money(add(principal, interest)?);
    Ok(SimpleSettlement { principal: money(principal), interest: money(interest), total })
}
