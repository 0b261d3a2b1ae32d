//! Days past due and delinquent, live; buckets as they were stored at the close of business or with a payment,
//! and not touched on the days of a pause, the first and the last among them. A close catches up: it is one for each
//! day since the one before.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::replay::book;
use super::{LifeEvent, LifeProduct};
use crate::LendingError;
use crate::day_count::actual;
use crate::exact::add;
use crate::money::Money;

/// A bucket of days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Range {
    /// Its name.
    pub name: String,
    /// First day.
    pub from: u32,
    /// Last day; none: open.
    #[serde(default)]
    pub to: Option<u32>,
}

/// How late a loan is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Delinquency {
    /// Due date of the oldest installment not paid in full, when it has passed.
    pub past_due_since: Option<NaiveDate>,
    /// Days since then.
    pub past_due_days: i64,
    /// The day after which it counts as delinquent.
    pub delinquent_since: Option<NaiveDate>,
    /// Days since then, without those of pauses.
    pub delinquent_days: i64,
    /// What is past due.
    pub amount: Money,
    /// The stored bucket.
    pub range: Option<String>,
    /// Stored buckets of installments, with what is past due in them.
    pub installments: Vec<(String, Money)>,
}

/// The stored part.
#[derive(Default)]
struct Stored {
    range: Option<String>,
    installments: Vec<(String, i64)>,
}

/// Follows the events day by day.
pub(super) fn after(product: &LifeProduct, events: &[LifeEvent]) -> Result<Delinquency, LendingError> {
    let mut today = None;
    let mut pauses: Vec<(NaiveDate, NaiveDate)> = Vec::new();
    let mut stored = Stored::default();
    // The last day that was closed; before the first close, the day the loan was paid out.
    let mut closed: Option<NaiveDate> = None;
    for (k, event) in events.iter().enumerate() {
        match event {
            LifeEvent::BusinessDate { on } => today = Some(*on),
            LifeEvent::PauseDelinquency { start, end } => pauses.push((*start, *end)),
            LifeEvent::ResumeDelinquency { start } => {
                for (_, end) in pauses.iter_mut().filter(|(from, end)| from <= start && start <= end) {
                    *end = *start;
                }
            }
            LifeEvent::Disbursement { on, .. } if closed.is_none() => closed = Some(*on),
            LifeEvent::CloseOfBusiness | LifeEvent::Payment { .. } | LifeEvent::Undo { .. }
                if !product.ranges.is_empty() =>
            {
                let Some(day) = today else { continue };
                let closes = matches!(event, LifeEvent::CloseOfBusiness);
                let before = if closes { closed.unwrap_or(day) } else { day };
                let today = live(product, &events[..=k], day, &pauses)?;
                // A pause freezes buckets, but a loan that owes nothing has none.
                match last_unpaused(day, &pauses) {
                    _ if today.past.is_empty() => stored = today.stored(product),
                    Some(free) if free == day => stored = today.stored(product),
                    Some(free) if free > before => {
                        stored = live(product, &events[..=k], free, &pauses)?.stored(product);
                    }
                    _ => {}
                }
                if closes {
                    closed = Some(day);
                }
            }
            _ => {}
        }
    }
    let day = today.unwrap_or_default();
    let live = live(product, events, day, &pauses)?;
    let money = |minor| Money::of_minor(minor, product.currency);
    let sum = live.past.iter().try_fold(0, |sum, (_, open)| add(sum, *open))?;
    let grace = Days::new(u64::from(product.arrears_grace_days));
    Ok(Delinquency {
        past_due_since: live.oldest,
        past_due_days: live.past_due_days,
        delinquent_since: live.oldest.and_then(|d| d.checked_add_days(grace)),
        delinquent_days: live.delinquent_days,
        amount: money(sum),
        range: stored.range,
        installments: stored.installments.into_iter().map(|(name, open)| (name, money(open))).collect(),
    })
}

/// The last day up to this one that lies in no pause.
fn last_unpaused(day: NaiveDate, pauses: &[(NaiveDate, NaiveDate)]) -> Option<NaiveDate> {
    let mut free = day;
    while let Some((start, _)) = pauses.iter().find(|(start, end)| *start <= free && free <= *end) {
        free = start.pred_opt()?;
    }
    Some(free)
}

/// How late a loan is on a day.
struct Live {
    oldest: Option<NaiveDate>,
    past_due_days: i64,
    delinquent_days: i64,
    /// Past due: days without pauses, and what is open.
    past: Vec<(i64, i64)>,
}

fn live(
    product: &LifeProduct,
    events: &[LifeEvent],
    day: NaiveDate,
    pauses: &[(NaiveDate, NaiveDate)],
) -> Result<Live, LendingError> {
    let plan = book(product, events)?.plan;
    let paused = |since: NaiveDate| -> i64 {
        pauses.iter().map(|(start, end)| actual((*start).max(since), (*end).min(day)).max(0)).sum()
    };
    let mut live = Live { oldest: None, past_due_days: 0, delinquent_days: 0, past: Vec::new() };
    for installment in plan.in_order() {
        let open = installment.asked()?.minus(&installment.paid).total()?;
        if installment.due_on >= day || open == 0 {
            continue;
        }
        let days = actual(installment.due_on, day);
        if live.oldest.is_none() {
            live.oldest = Some(installment.due_on);
            live.past_due_days = days;
            let late = days - i64::from(product.arrears_grace_days) - paused(installment.due_on);
            live.delinquent_days = late.max(0);
        }
        live.past.push((days - paused(installment.due_on), open));
    }
    Ok(live)
}

impl Live {
    fn stored(&self, product: &LifeProduct) -> Stored {
        let range = |days: i64| {
            product.ranges.iter().find(|r| i64::from(r.from) <= days && r.to.is_none_or(|to| days <= i64::from(to)))
        };
        let mut stored =
            Stored { range: range(self.delinquent_days).map(|r| r.name.clone()), installments: Vec::new() };
        if self.delinquent_days == 0 {
            return stored;
        }
        // In the order of the buckets, whatever the order of the installments.
        for bucket in &product.ranges {
            let inside = self.past.iter().filter(|(days, _)| range(*days) == Some(bucket));
            let sum: i64 = inside.map(|(_, open)| open).sum();
            if sum > 0 {
                stored.installments.push((bucket.name.clone(), sum));
            }
        }
        stored
    }
}
