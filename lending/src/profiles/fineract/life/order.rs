//! In which order the events of a loan are replayed: by value date, then as recorded.

use chrono::NaiveDate;

use super::{LifeEvent, PaymentType};
use crate::LendingError;
use crate::apr::bad;

/// An event with its place in the replay.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step<'e> {
    pub on: NaiveDate,
    pub event: &'e LifeEvent,
    /// Undone later.
    pub undone: bool,
    /// Recorded as the nth.
    pub index: usize,
}

/// Events with a value date, in its order.
pub(super) fn steps(events: &[LifeEvent]) -> Result<Vec<Step<'_>>, LendingError> {
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
                let undone = payment_to_undo(&steps, *on, *nth)?;
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

/// The nth payment by the borrower of a day, or its last one.
fn payment_to_undo(steps: &[Step<'_>], on: NaiveDate, nth: u32) -> Result<usize, LendingError> {
    let repayment =
        |s: &Step<'_>| s.on == on && matches!(s.event, LifeEvent::Payment { payment: PaymentType::Repayment, .. });
    let of_day: Vec<usize> = (0..steps.len()).filter(|k| repayment(&steps[*k])).collect();
    let which = of_day.get((nth as usize).saturating_sub(1)).or(of_day.last());
    which.copied().ok_or_else(|| bad("events", format!("there is no payment on {on} to undo")))
}
