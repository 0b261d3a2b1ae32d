//! What settles the loan on a day, to the cent.

use chrono::NaiveDate;

use super::super::order::Step;
use super::super::replay::Booked;
use super::super::{LifeEvent, PaymentType};
use crate::LendingError;
use crate::allocation::Amounts;
use crate::exact::{add, sub};
use crate::money::Money;
use crate::terms::Future;

/// What settles the loan. Where installments were paid ahead, what the core asks for may be more than it takes: what
/// would be left over is not asked for, if the rest settles the loan as well.
pub(super) fn settles_on(booked: &Booked<'_>, on: NaiveDate) -> Result<Amounts, LendingError> {
    let settles = booked.plan.settles_on(on)?;
    let total = settles.total()?;
    let product = booked.plan.product;
    let ahead = booked.plan.installments.iter().any(|installment| installment.in_advance > 0)
        || product.rules.iter().any(|rule| rule.allocation.future != Future::Next);
    if !product.recalculates || !ahead || total == 0 {
        return Ok(settles);
    }
    let (open, rest) = after(booked, on, total)?;
    let fits = open == 0 && 0 < rest && rest <= settles.interest && rest < total;
    if fits && after(booked, on, sub(total, rest)?)? == (0, 0) {
        return Ok(Amounts { interest: sub(settles.interest, rest)?, ..settles });
    }
    Ok(settles)
}

/// What would be open, and what left over, after a payment.
fn after(booked: &Booked<'_>, on: NaiveDate, amount: i64) -> Result<(i64, i64), LendingError> {
    let mut then = booked.clone();
    let amount = Money::of_minor(amount, booked.plan.product.currency).to_string();
    let event = LifeEvent::Payment { payment: PaymentType::Repayment, on, amount: Some(amount) };
    then.take(&Step { on, event: &event, undone: false, index: usize::MAX })?;
    let open = then.plan.installments.iter().try_fold(0, |sum, i| add(sum, i.open()?))?;
    Ok((open, then.paid.last().map_or(0, |paid| paid.rest)))
}
