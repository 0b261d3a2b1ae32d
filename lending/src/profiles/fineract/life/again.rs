//! Older strategies: every change lets all payments be split anew, by date, against the schedule as it then stands, with
//! all tranches and charges whenever they were booked. (Newer ones take everything in the order of its date.)

use super::order::{Step, steps};
use super::replay::Booked;
use super::{LifeEvent, LifeProduct, PaymentType};
use crate::LendingError;
use crate::exact::{add, sub};
use crate::profiles::fineract::{Generator, minor};
use crate::terms::OrderItem;

/// Whether a loan's payments are split anew. Changes that move what was not paid need to know what was.
pub(super) fn applies(product: &LifeProduct, events: &[LifeEvent]) -> bool {
    let orders = product.rules.iter().flat_map(|rule| &rule.allocation.order);
    product.generator == Generator::Cumulative
        && !orders.into_iter().any(|item| matches!(item, OrderItem::When { .. }))
        && !events.iter().any(|e| matches!(e, LifeEvent::ReAmortise | LifeEvent::ReAge { .. }))
}

/// What payments, and down payments that are paid by themselves, came to when they were booked, by the place of their
/// event.
pub(super) fn amounts(product: &LifeProduct, events: &[LifeEvent]) -> Result<Vec<i64>, LendingError> {
    let mut amounts = vec![0; events.len()];
    for (index, event) in events.iter().enumerate() {
        let money = |text: &str| minor(text, product.currency, "amount");
        amounts[index] = match event {
            LifeEvent::Payment { amount: Some(text), .. } => money(text)?,
            LifeEvent::Payment { amount: None, .. } => owed(product, &events[..index], &amounts)?.max(0),
            LifeEvent::Disbursement { amount, .. } if product.down_payment_paid => {
                let down = Booked::of(product, events)?.plan.down_payment_of(money(amount)?)?;
                // Nothing while the loan is overpaid, and never more than is owed.
                down.min(owed(product, &events[..=index], &amounts)?).max(0)
            }
            _ => 0,
        };
    }
    Ok(amounts)
}

/// The loan with all its payments.
pub(super) fn book<'p>(
    product: &'p LifeProduct,
    events: &[LifeEvent],
    amounts: &[i64],
) -> Result<Booked<'p>, LendingError> {
    let steps = steps(product, events)?;
    let mut booked = planned(product, events, &steps)?;
    for (step, payment) in payments(product, &steps) {
        let amount = amounts.get(step.index).copied().unwrap_or(0);
        if amount > 0 {
            booked.paid.push(booked.plan.pay(payment, step.on, amount, step.index)?);
        }
    }
    Ok(booked)
}

/// Its plan, with nothing paid.
fn planned<'p>(product: &'p LifeProduct, events: &[LifeEvent], steps: &[Step<'_>]) -> Result<Booked<'p>, LendingError> {
    let mut booked = Booked::of(product, events)?;
    for step in steps {
        match step.event {
            LifeEvent::Payment { .. } => {}
            LifeEvent::Disbursement { amount, .. } => {
                booked.plan.disburse(step.on, minor(amount, product.currency, "amount")?)?;
            }
            _ => booked.take(step)?,
        }
    }
    Ok(booked)
}

fn payments<'s>(product: &LifeProduct, steps: &'s [Step<'s>]) -> impl Iterator<Item = (&'s Step<'s>, PaymentType)> {
    let paid_down = product.down_payment_paid;
    steps.iter().filter(|step| !step.undone).filter_map(move |step| match step.event {
        LifeEvent::Payment { payment, .. } => Some((step, *payment)),
        LifeEvent::Disbursement { .. } if paid_down => Some((step, PaymentType::DownPayment)),
        _ => None,
    })
}

/// What is owed after these events; less than nothing when it is overpaid.
fn owed(product: &LifeProduct, events: &[LifeEvent], amounts: &[i64]) -> Result<i64, LendingError> {
    let steps = steps(product, events)?;
    let booked = planned(product, events, &steps)?;
    let asked = booked.plan.installments.iter().try_fold(0, |sum, i| add(sum, i.asked()?.total()?))?;
    let paid = payments(product, &steps).try_fold(booked.overpaid, |sum, (step, _)| add(sum, amounts[step.index]))?;
    sub(asked, paid)
}
