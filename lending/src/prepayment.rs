//! What it takes to settle a loan on a day (提前结清).

use chrono::NaiveDate;
use serde::Serialize;

use crate::LendingError;
use crate::event::Event;
use crate::exact::{add, sub};
use crate::money::Money;
use crate::replay::book;
use crate::terms::Terms;

/// A payoff quote. A prepayment of `total` on `on` settles the loan to the cent.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Payoff {
    /// The day it is for.
    pub on: NaiveDate,
    /// All principal.
    pub principal: Money,
    /// Interest owed and accrued to that day.
    pub interest: Money,
    /// Fees and charges owed.
    pub fee: Money,
    /// Compound interest owed.
    pub compound: Money,
    /// Penalty interest to that day.
    pub penalty: Money,
    /// Fee for prepaying.
    pub prepayment_fee: Money,
    /// Credit balance that is used up first.
    pub credit: Money,
    /// What is to be paid.
    pub total: Money,
    /// The last day on which this amount settles the loan.
    pub valid_through: NaiveDate,
}

/// The payoff on a day: overdue and due amounts, interest accrued to that day, all principal, the fee.
/// Interest paid in advance that has not accrued reduces the principal.
///
/// # Errors
/// As [`crate::replay::replay`]; a tranche that is not paid out yet.
pub fn payoff(terms: &Terms, events: &[Event], on: NaiveDate) -> Result<Payoff, LendingError> {
    let book = book(terms, events, on)?;
    if book.undisbursed(on)? > 0 {
        let reason = format!("a tranche is paid out after {on}: there is no final balance yet");
        return Err(LendingError::contradiction("tranches", reason));
    }
    let settlement = book.settlement(on)?;
    let credit = book.credit_balance()?;
    let owed = settlement.owed;
    let principal = sub(add(owed.principal, settlement.early)?, settlement.unearned)?;
    let total = settlement.total()?;
    let used = credit.min(total);
    Ok(Payoff {
        on,
        principal: terms.money(principal),
        interest: terms.money(owed.interest),
        fee: terms.money(owed.fee),
        compound: terms.money(owed.compound),
        penalty: terms.money(owed.penalty),
        prepayment_fee: terms.money(settlement.fee),
        credit: terms.money(used),
        total: terms.money(total - used),
        valid_through: on,
    })
}
