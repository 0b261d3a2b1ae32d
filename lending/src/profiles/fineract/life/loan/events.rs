//! What happened to the loan, in the words of its life.

use chrono::{Datelike, NaiveDate};

use crate::LendingError;
use crate::calendar::{month_length, within_years};
use crate::event::{Event, EventKind, Hold};
use crate::exact::add;
use crate::modification::{self, Arrears, Change};
use crate::money::{AnnualRate, Money};
use crate::profiles::fineract::life::plan::Plan;
use crate::profiles::fineract::life::{LifeEvent, LifeProduct, PaymentType, again, replay};
use crate::terms::{Terms, Then};

/// The life of a loan, and what stands beside it.
pub(super) struct Told<'e> {
    pub life: Vec<LifeEvent>,
    /// The event that each comes from; none for the disbursements of the terms and for the calendar.
    pub sources: Vec<Option<&'e Event>>,
    /// Money that turned out not to be: it has no place in the life.
    pub taken_back: Vec<&'e Event>,
    pub holds: Vec<(NaiveDate, NaiveDate, Hold)>,
    /// New rates, with the event and the first day that bears them.
    pub rates: Vec<(&'e str, NaiveDate, AnnualRate)>,
    pub written_off: Option<(String, NaiveDate)>,
}

fn refuse(event: &Event, reason: impl Into<String>) -> LendingError {
    LendingError::Event { id: event.id.clone(), reason: crate::error::worded(reason) }
}

/// What the terms pay out.
pub(super) fn paid_out(terms: &Terms) -> impl Iterator<Item = (NaiveDate, Money)> {
    let later = terms.tranches.iter().map(|(on, amount)| (*on, terms.money(*amount)));
    std::iter::once((terms.disbursed_on(), terms.principal())).chain(later)
}

impl<'e> Told<'e> {
    pub fn of(
        terms: &Terms,
        product: &LifeProduct,
        events: &[&'e Event],
        reversed: &[&str],
        as_of: NaiveDate,
    ) -> Result<Told<'e>, LendingError> {
        let (life, sources, taken_back, holds, rates) = (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut told = Told { life, sources, taken_back, holds, rates, written_off: None };
        for (on, amount) in paid_out(terms).filter(|(on, _)| *on <= as_of) {
            told.put(None, LifeEvent::Disbursement { on, amount: amount.to_string() });
        }
        for event in events {
            if event.on < terms.disbursed_on() {
                let reason = format!("{} is before the disbursement on {}", event.on, terms.disbursed_on());
                return Err(refuse(event, reason));
            }
            told.put(None, LifeEvent::BusinessDate { on: event.on });
            told.tell(terms, product, event, reversed.binary_search(&event.id.as_str()).is_ok())?;
        }
        Ok(told)
    }

    /// The day of a disbursement of the life.
    pub fn paid_out_on(&self, index: usize) -> Option<NaiveDate> {
        match self.life.get(index)? {
            LifeEvent::Disbursement { on, .. } => Some(*on),
            _ => None,
        }
    }

    fn put(&mut self, source: Option<&'e Event>, event: LifeEvent) {
        self.life.push(event);
        self.sources.push(source);
    }

    fn tell(
        &mut self,
        terms: &Terms,
        product: &LifeProduct,
        event: &'e Event,
        taken_back: bool,
    ) -> Result<(), LendingError> {
        let on = event.on;
        let amount = |money: Money| match money.currency() == terms.currency() {
            true => Ok(money.to_string()),
            false => Err(LendingError::CurrencyMismatch(terms.currency().code(), money.currency().code())),
        };
        let not_before = |from: NaiveDate| match from < on {
            true => Err(refuse(event, format!("it begins on {from}, before the event's value date {on}"))),
            false => within_years(from, "from"),
        };
        let unknown = |what: &str| refuse(event, format!("{what} is not known to the conventions of fineract"));
        let payment =
            |payment, money| Ok::<_, LendingError>(LifeEvent::Payment { payment, on, amount: Some(amount(money)?) });
        let told = match &event.kind {
            EventKind::Disbursement { amount } => {
                return crate::replay::confirm_disbursement(terms, event, *amount);
            }
            EventKind::Reversal { .. } => return Ok(()),
            EventKind::Payment { .. }
            | EventKind::Prepayment { .. }
            | EventKind::Credit { .. }
            | EventKind::Refund { .. }
                if taken_back =>
            {
                self.taken_back.push(event);
                return Ok(());
            }
            EventKind::Prepayment { then: Some(Then::ReduceInstallment), .. } => {
                return Err(unknown("a prepayment that lowers the installments"));
            }
            EventKind::Payment { amount } | EventKind::Prepayment { amount, .. } => {
                payment(PaymentType::Repayment, *amount)?
            }
            EventKind::Credit { amount } => payment(PaymentType::GoodwillCredit, *amount)?,
            EventKind::Refund { amount: money } => LifeEvent::Refund { on, amount: amount(*money)? },
            EventKind::Charge { amount: money, .. } => {
                LifeEvent::Charge { due_on: on, amount: amount(*money)?, penalty: false }
            }
            EventKind::Waiver { .. } => return Err(unknown("a waiver")),
            EventKind::RateChange { annual_rate, from } => {
                let from = not_before(from.unwrap_or(on))?;
                self.rates.push((&event.id, from, *annual_rate));
                LifeEvent::RateChange { from, annual_rate: *annual_rate }
            }
            EventKind::Hold { from, to, what } => {
                self.holds.push((not_before(*from)?, *to, *what));
                if *what != Hold::Interest {
                    return Ok(());
                }
                LifeEvent::InterestPause { start: *from, end: *to }
            }
            EventKind::ReAge { installments, first_due_on } => {
                let from = match first_due_on {
                    Some(first) => not_before(*first)?,
                    None => next_due(&self.so_far(product)?, on)
                        .ok_or_else(|| unknown("new installments without a first day"))?,
                };
                let (every, unit) = (product.every, product.unit);
                LifeEvent::ReAge { from, count: *installments, every, unit }
            }
            EventKind::ReAmortise => LifeEvent::ReAmortise,
            EventKind::WriteOff => {
                self.written_off.get_or_insert((event.id.clone(), on));
                return Ok(());
            }
            EventKind::Modification { change } => return self.change(terms, product, event, change),
        };
        self.put(Some(event), told);
        Ok(())
    }

    /// A change of the plan: more installments, another rate, another day; each where the core has it too.
    fn change(
        &mut self,
        terms: &Terms,
        product: &LifeProduct,
        event: &'e Event,
        change: &Change,
    ) -> Result<(), LendingError> {
        change.check(terms.currency())?;
        let levers = [
            ("defer_installments", change.defer_installments.is_some()),
            ("holiday", change.holiday.is_some()),
            ("interest_only", change.interest_only.is_some()),
            ("arrears", change.arrears.is_some_and(|a| a != Arrears::Keep)),
            ("waive", change.waive.is_some()),
            ("forgive_principal", change.forgive_principal.is_some()),
            ("cure_days", change.cure_days.is_some()),
        ];
        if let Some((field, _)) = levers.into_iter().find(|(_, pulled)| *pulled) {
            return Err(modification::refuse(field, "is not known to the conventions of fineract"));
        }
        let plan = self.so_far(product)?;
        let open = plan.installments.iter().try_fold(0, |sum, i| add(sum, i.open()?))?;
        if open == 0 || self.written_off.is_some() {
            return Err(modification::refuse("kind", "the loan is closed"));
        }
        let after = change.from.map_or(event.on, |from| from.max(event.on));
        let due = next_due(&plan, after);
        let due = due.ok_or_else(|| modification::refuse("from", "lies behind the last due date"))?;
        if let Some(annual_rate) = change.annual_rate {
            let from = after.succ_opt().unwrap_or(after);
            self.rates.push((&event.id, from, annual_rate));
            self.put(Some(event), LifeEvent::RateChange { from, annual_rate });
        }
        if let Some(count) = change.extra_installments.filter(|count| *count > 0) {
            self.put(Some(event), LifeEvent::ExtraInstallments { from: due, count });
        }
        if let Some(day) = change.due_day {
            let day = day.min(month_length(due.year(), due.month()));
            let to = due.with_day(day).filter(|to| *to > event.on);
            let to = to.ok_or_else(|| modification::refuse("due_day", "the next due date would have passed"))?;
            self.put(Some(event), LifeEvent::MoveDueDate { from: due, to });
        }
        Ok(())
    }

    /// What was paid back although it was no longer there (the payment it came with was taken back) is owed.
    pub fn charge_what_was_refunded_too_much(&self, booked: &mut replay::Booked<'_>) -> Result<(), LendingError> {
        let short = booked.left_over()?.saturating_neg();
        let refund = self.life.iter().rev().find_map(|event| match event {
            LifeEvent::Refund { on, .. } => Some(*on),
            _ => None,
        });
        match refund {
            Some(on) if short > 0 => booked.plan.charge(on, short, false),
            _ => Ok(()),
        }
    }

    /// Installments have to repay what was paid out, no more and no less. A change that levels them anew while some of
    /// them are paid ahead may ask for more: what the core makes of that is not known.
    pub fn repays_what_was_lent(&self, plan: &Plan<'_>) -> Result<(), LendingError> {
        let repaid = plan.installments.iter().try_fold(0, |sum, i| add(sum, i.principal))?;
        let lent = plan.paid_out.iter().try_fold(0, |sum, paid_out| add(sum, paid_out.amount))?;
        if repaid == lent {
            return Ok(());
        }
        let changes = |event: &&&Event| !matches!(event.kind, EventKind::Payment { .. } | EventKind::Charge { .. });
        let change = self.sources.iter().flatten().rev().find(changes);
        let reason = "some of the installments it changes are paid ahead: the conventions of fineract do not say how";
        Err(change.map_or_else(|| LendingError::contradiction("conventions", reason), |event| refuse(event, reason)))
    }

    /// The plan as things stand so far.
    fn so_far<'p>(&self, product: &'p LifeProduct) -> Result<Plan<'p>, LendingError> {
        let amounts =
            if again::applies(product, &self.life) { Some(again::amounts(product, &self.life)?) } else { None };
        Ok(replay::book(product, &self.life, amounts.as_deref())?.plan)
    }
}

/// The first due date after a day.
fn next_due(plan: &Plan<'_>, after: NaiveDate) -> Option<NaiveDate> {
    plan.regular().into_iter().map(|k| plan.installments[k].due_on).find(|due| *due > after)
}
