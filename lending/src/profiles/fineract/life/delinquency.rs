//! Days past due and delinquent, live; buckets as they were stored at the close of business or with a payment,
//! and not touched on the days of a pause, the first and the last among them. A close catches up: it is one for each
//! day since the one before.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::plan::Plan;
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
    /// By due date: the bucket, by its place among the product's, and what is past due.
    installments: Vec<(NaiveDate, usize, i64)>,
}

impl Stored {
    /// In a pause no installment changes its bucket or comes into one; what is past due of it is renewed.
    fn renew(&mut self, today: &Live) {
        for (due_on, _, open) in &mut self.installments {
            *open = today.past.iter().filter(|p| p.due_on == *due_on).map(|p| p.open).sum();
        }
        self.installments.retain(|(_, _, open)| *open > 0);
    }

    /// In the order of the buckets, whatever the order of the installments.
    fn buckets(&self, product: &LifeProduct) -> Vec<(String, Money)> {
        let sums = product.ranges.iter().enumerate().map(|(k, range)| {
            let inside = self.installments.iter().filter(|(_, bucket, _)| *bucket == k);
            (range.name.clone(), inside.map(|(_, _, open)| open).sum::<i64>())
        });
        let sums = sums.filter(|(_, sum)| *sum > 0);
        sums.map(|(name, sum)| (name, Money::of_minor(sum, product.currency))).collect()
    }
}

/// Follows the events day by day.
pub(super) fn after(
    product: &LifeProduct,
    events: &[LifeEvent],
    amounts: Option<&[i64]>,
) -> Result<Delinquency, LendingError> {
    let live = |events: &[LifeEvent], day: NaiveDate, pauses: &[(NaiveDate, NaiveDate)]| {
        Live::on(day, &book(product, events, amounts)?.plan, pauses)
    };
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
                let today = live(&events[..=k], day, &pauses)?;
                // A pause freezes buckets, but a loan that owes nothing has none.
                match last_unpaused(day, &pauses) {
                    _ if today.past.is_empty() => stored = today.stored(product),
                    Some(free) if free == day => stored = today.stored(product),
                    Some(free) if free > before => {
                        stored = live(&events[..=k], free, &pauses)?.stored(product);
                        stored.renew(&today);
                    }
                    _ => stored.renew(&today),
                }
                if closes {
                    closed = Some(day);
                }
            }
            _ => {}
        }
    }
    let day = today.unwrap_or_default();
    let live = live(events, day, &pauses)?;
    let money = |minor| Money::of_minor(minor, product.currency);
    let sum = live.past.iter().try_fold(0, |sum, p| add(sum, p.open))?;
    let grace = Days::new(u64::from(product.arrears_grace_days));
    Ok(Delinquency {
        past_due_since: live.oldest,
        past_due_days: live.past_due_days,
        delinquent_since: live.oldest.and_then(|d| d.checked_add_days(grace)),
        delinquent_days: live.delinquent_days,
        amount: money(sum),
        installments: stored.buckets(product),
        range: stored.range,
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
    past: Vec<PastDue>,
}

/// An installment that is past due.
struct PastDue {
    due_on: NaiveDate,
    /// Without those of pauses.
    days: i64,
    open: i64,
}

impl Live {
    fn on(day: NaiveDate, plan: &Plan<'_>, pauses: &[(NaiveDate, NaiveDate)]) -> Result<Live, LendingError> {
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
                let late = days - i64::from(plan.product.arrears_grace_days) - paused(installment.due_on);
                live.delinquent_days = late.max(0);
            }
            live.past.push(PastDue { due_on: installment.due_on, days: days - paused(installment.due_on), open });
        }
        Ok(live)
    }

    fn stored(&self, product: &LifeProduct) -> Stored {
        let bucket = |days: i64| {
            let holds = |r: &Range| i64::from(r.from) <= days && r.to.is_none_or(|to| days <= i64::from(to));
            product.ranges.iter().position(holds)
        };
        let range = bucket(self.delinquent_days).map(|k| product.ranges[k].name.clone());
        let installments = self.past.iter().filter(|_| self.delinquent_days > 0);
        let installments = installments.filter_map(|p| Some((p.due_on, bucket(p.days)?, p.open))).collect();
        Stored { range, installments }
    }
}
