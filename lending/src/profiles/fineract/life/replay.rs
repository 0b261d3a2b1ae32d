//! The replay itself.

use chrono::NaiveDate;

use super::order::{Step, steps};
use super::plan::Plan;
use super::{Life, LifeEvent, LifePayment, LifeProduct, LifeRow, PaymentType, PayoffUntil, again, delinquency};
use crate::LendingError;
use crate::allocation::Amounts;
use crate::exact::{add, sub};
use crate::money::Money;
use crate::profiles::fineract::minor;

/// Delinquency is stored as of single events, each a replay of its own; interest that follows what happens is worked
/// out anew with each.
pub(super) const MAX_EVENTS: usize = 2_000;

/// A payment while the loan is replayed.
#[derive(Debug, Clone)]
pub(super) struct Paid {
    pub payment: PaymentType,
    pub on: NaiveDate,
    pub amount: i64,
    pub split: Amounts,
    /// The same by installment.
    pub parts: Vec<(u32, Amounts)>,
    pub rest: i64,
    /// What was left over and a tranche used.
    pub used: i64,
    pub index: usize,
}

/// Replays a loan.
///
/// # Errors
/// Events that contradict each other, and figures beyond the engine's limits.
pub fn replay(product: &LifeProduct, events: &[LifeEvent]) -> Result<Life, LendingError> {
    if product.installments == 0 || product.installments > crate::MAX_INSTALLMENTS || product.every == 0 {
        return Err(LendingError::Limit { field: "installments", limit: crate::Limit::Installments });
    }
    if events.len() > MAX_EVENTS {
        return Err(crate::apr::bad("events", format!("at most {MAX_EVENTS}: each may replay the loan")));
    }
    if product.days_in_month.is_some_and(|days| days != 30) || product.days_in_year == Some(0) {
        return Err(crate::apr::bad("days_in_month", "30, or none for the real days"));
    }
    let amounts = if again::applies(product, events) { Some(again::amounts(product, events)?) } else { None };
    let delinquency = delinquency::after(product, events, amounts.as_deref())?;
    let Booked { plan, mut paid, overpaid, .. } = book(product, events, amounts.as_deref())?;
    paid.sort_by_key(|p| (p.on, p.index));
    let money = |amount: i64| Money::of_minor(amount, product.currency);
    let rows = plan.in_order().into_iter().enumerate().map(|(k, i)| {
        let asked = i.asked()?;
        Ok(LifeRow {
            n: u32::try_from(k + 1).unwrap_or(u32::MAX),
            due_on: i.due_on,
            principal: money(asked.principal),
            interest: money(asked.interest),
            fee: money(asked.fee),
            penalty: money(asked.penalty),
            total: money(asked.total()?),
            paid: money(i.paid.total()?),
            in_advance: money(i.in_advance),
            late: money(i.late),
            outstanding: money(asked.minus(&i.paid).total()?),
        })
    });
    let payments = paid.iter().map(|p| LifePayment {
        payment: p.payment,
        on: p.on,
        amount: money(p.amount),
        principal: money(p.split.principal),
        interest: money(p.split.interest),
        fee: money(p.split.fee),
        penalty: money(p.split.penalty),
    });
    Ok(Life {
        rows: rows.collect::<Result<_, LendingError>>()?,
        payments: payments.collect(),
        overpaid: money(overpaid),
        delinquency,
    })
}

/// The plan with everything paid on it, the payments, and what is left over.
#[derive(Clone)]
pub(super) struct Booked<'p> {
    pub plan: Plan<'p>,
    pub paid: Vec<Paid>,
    /// What a tranche used of what was left over: no payments of their own.
    pub used: Vec<Paid>,
    pub overpaid: i64,
}

/// The loan after some of its events; with `amounts`, payments are split anew.
pub(super) fn book<'p>(
    product: &'p LifeProduct,
    events: &[LifeEvent],
    amounts: Option<&[i64]>,
) -> Result<Booked<'p>, LendingError> {
    let mut booked = match amounts {
        Some(amounts) => again::book(product, events, amounts)?,
        None => {
            let mut booked = Booked::of(product, events)?;
            for step in steps(product, events)?.into_iter().filter(Step::stands) {
                booked.take(&step)?;
            }
            booked
        }
    };
    if let Some(day) = last_run(events) {
        booked.plan.run_to(day, false)?;
    }
    booked.overpaid = booked.left_over()?;
    Ok(booked)
}

/// The business day of the last event that lets interest be worked out anew: moving the calendar alone does not.
fn last_run(events: &[LifeEvent]) -> Option<NaiveDate> {
    let (mut today, mut run) = (None, None);
    for event in events {
        match event {
            LifeEvent::BusinessDate { on } => today = Some(*on),
            _ => run = today,
        }
    }
    run
}

impl<'p> Booked<'p> {
    /// What was paid too much and is still there; less than nothing when more was paid back.
    pub fn left_over(&self) -> Result<i64, LendingError> {
        self.paid.iter().try_fold(self.overpaid, |sum, paid| add(sum, paid.rest))
    }

    /// Before anything happened.
    pub fn of(product: &'p LifeProduct, events: &[LifeEvent]) -> Result<Booked<'p>, LendingError> {
        Ok(Booked { plan: Plan::of(product, events)?, paid: Vec::new(), used: Vec::new(), overpaid: 0 })
    }

    /// What was paid too much before pays, by the rule for all payments, as much as is paid out anew. It is no payment
    /// of its own, and the split of the one it was left over from stands.
    fn use_overpaid(&mut self, on: NaiveDate, paid_out: i64, index: usize) -> Result<i64, LendingError> {
        let used = self.left_over()?.min(paid_out).max(0);
        if used > 0 {
            let mut left = used;
            for earlier in &mut self.paid {
                let part = earlier.rest.min(left);
                (earlier.rest, left) = (earlier.rest - part, left - part);
                earlier.used += part;
            }
            let spread = self.plan.pay(PaymentType::Repayment, on, used, index)?;
            self.overpaid = add(sub(self.overpaid, left)?, spread.rest)?;
            self.used.push(spread);
        }
        Ok(used)
    }

    pub fn take(&mut self, step: &Step<'_>) -> Result<(), LendingError> {
        let product = self.plan.product;
        let plan = &mut self.plan;
        let on = step.on;
        match step.event {
            LifeEvent::Disbursement { amount, .. } => {
                let amount = minor(amount, product.currency, "amount")?;
                plan.run_to(on, false)?;
                let down = plan.disburse(on, amount)?;
                let used = self.use_overpaid(on, amount, step.index)?;
                let down = sub(down, used)?;
                if product.down_payment_paid && down > 0 && !step.undone {
                    self.paid.push(self.plan.pay(PaymentType::DownPayment, on, down, step.index)?);
                }
            }
            LifeEvent::Payment { payment, amount, .. } => {
                let (amount, settles) = match amount {
                    Some(text) => {
                        let amount = minor(text, product.currency, "amount")?;
                        // Only where a payoff owes interest to the end of its period does it matter whether this is one.
                        let asks = product.payoff_until == PayoffUntil::RestDate;
                        (amount, asks && amount >= plan.settles_on(on)?.total()?)
                    }
                    None => (plan.settles_on(on)?.total()?, true),
                };
                plan.run_to(on, settles)?;
                self.paid.push(plan.pay(*payment, on, amount, step.index)?);
            }
            LifeEvent::Charge { due_on, amount, penalty } => {
                let amount = minor(amount, product.currency, "amount")?;
                plan.charge(*due_on, amount, *penalty)?;
                for earlier in &mut self.paid {
                    plan.use_rest(earlier)?;
                }
            }
            LifeEvent::Refund { amount, .. } => {
                self.overpaid = add(self.overpaid, -minor(amount, product.currency, "amount")?)?;
            }
            LifeEvent::ExtraInstallments { from, count } => plan.extend(*from, *count)?,
            LifeEvent::PrincipalGrace { from, count } => plan.grace(*from, *count)?,
            LifeEvent::ReAmortise => plan.re_amortise(on)?,
            LifeEvent::ReAge { from, count, every, unit } => plan.re_age(on, *from, *count, *every, *unit)?,
            LifeEvent::MoveDueDate { from, to } => plan.move_later(step.index, *from, *to)?,
            LifeEvent::RateChange { from, annual_rate } => plan.change_rate(*from, annual_rate.as_decimal())?,
            LifeEvent::InterestPause { start, end } => plan.pause(*start, *end)?,
            _ => {}
        }
        Ok(())
    }
}
