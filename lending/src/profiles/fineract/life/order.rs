//! In which order the events of a loan are replayed: by value date, then as recorded.

use chrono::NaiveDate;

use super::{LifeEvent, LifeProduct, PaymentType};
use crate::LendingError;
use crate::apr::bad;

/// An event with its place in the replay.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step<'e> {
    pub on: NaiveDate,
    pub event: &'e LifeEvent,
    /// Undone later: a payment, or the down payment that came by itself with a disbursement.
    pub undone: bool,
    /// Recorded as the nth.
    pub index: usize,
}

impl Step<'_> {
    /// Whether it counts in the replay. A disbursement does even when its down payment was undone.
    pub fn stands(&self) -> bool {
        !self.undone || matches!(self.event, LifeEvent::Disbursement { .. })
    }
}

/// Events with a value date, in its order.
pub(super) fn steps<'e>(product: &LifeProduct, events: &'e [LifeEvent]) -> Result<Vec<Step<'e>>, LendingError> {
    let mut today = None;
    let mut steps: Vec<Step<'_>> = Vec::new();
    for (index, event) in events.iter().enumerate() {
        let booked_on = today;
        let on = match event {
            LifeEvent::BusinessDate { on } => {
                today = Some(crate::calendar::within_years(*on, "on")?);
                continue;
            }
            LifeEvent::Undo { on, nth } => {
                let undone = to_undo(product, &steps, *on, *nth)?;
                steps[undone].undone = true;
                continue;
            }
            LifeEvent::Disbursement { on, .. } | LifeEvent::Payment { on, .. } | LifeEvent::Refund { on, .. } => *on,
            LifeEvent::Charge { due_on, .. } => booked_on.map_or(*due_on, |today: NaiveDate| today.min(*due_on)),
            LifeEvent::RateChange { from, .. } => *from,
            LifeEvent::InterestPause { start, .. } => *start,
            LifeEvent::ReAge { from, .. } => booked_on.map_or(*from, |today: NaiveDate| today.min(*from)),
            LifeEvent::MoveDueDate { .. }
            | LifeEvent::ExtraInstallments { .. }
            | LifeEvent::PrincipalGrace { .. }
            | LifeEvent::ReAmortise => {
                booked_on.ok_or_else(|| bad("events", "a change needs a business date before it"))?
            }
            _ => continue,
        };
        let on = crate::calendar::within_years(on, "on")?;
        steps.push(Step { on, event, undone: false, index });
    }
    // On one day the terms change before money moves, but for the first day: there is no loan before it is paid out.
    let paid_out = steps.iter().filter(|s| matches!(s.event, LifeEvent::Disbursement { .. }));
    let first = paid_out.map(|s| s.on).min();
    let terms = |s: &Step<'_>| {
        Some(s.on) != first && matches!(s.event, LifeEvent::RateChange { .. } | LifeEvent::InterestPause { .. })
    };
    steps.sort_by_key(|s| (s.on, !terms(s), s.index));
    Ok(steps)
}

/// What a reversal takes back: the nth payment by the borrower of a day, or its last one; where there is none, another
/// payment of the day, or the down payment that was paid by itself.
fn to_undo(product: &LifeProduct, steps: &[Step<'_>], on: NaiveDate, nth: u32) -> Result<usize, LendingError> {
    let of_day = |sort: fn(&LifeEvent) -> bool| -> Option<usize> {
        let found: Vec<usize> = (0..steps.len()).filter(|k| steps[*k].on == on && sort(steps[*k].event)).collect();
        let which = found.get((nth as usize).saturating_sub(1)).or(found.last());
        which.copied().filter(|k| !steps[*k].undone)
    };
    let by_borrower = of_day(|e| matches!(e, LifeEvent::Payment { payment: PaymentType::Repayment, .. }));
    by_borrower
        .or_else(|| of_day(|e| matches!(e, LifeEvent::Payment { .. })))
        .or_else(|| of_day(|e| matches!(e, LifeEvent::Disbursement { .. })).filter(|_| product.down_payment_paid))
        .ok_or_else(|| bad("events", format!("there is no payment on {on} to undo")))
}
