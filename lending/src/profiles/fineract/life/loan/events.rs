//! What happened to the loan, in the words of its life.

use chrono::NaiveDate;

use super::changes::next;
use crate::LendingError;
use crate::calendar::within_years;
use crate::event::{Event, EventKind, Hold};
use crate::money::{AnnualRate, Money};
use crate::profiles::fineract::Generator;
use crate::profiles::fineract::life::{LifeEvent, LifeProduct, PaymentType};
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

pub(super) fn refuse(event: &Event, reason: impl Into<String>) -> LendingError {
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

    pub(super) fn put(&mut self, source: Option<&'e Event>, event: LifeEvent) {
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
                if product.annual_rate.is_zero() {
                    self.held_so_far(product)?;
                }
                self.rates.push((&event.id, from, *annual_rate));
                LifeEvent::RateChange { from, annual_rate: *annual_rate }
            }
            EventKind::Hold { from, to, what } => {
                self.holds.push((not_before(*from)?, *to, *what));
                if *what != Hold::Interest {
                    return Ok(());
                }
                if product.flat || product.generator == Generator::Cumulative {
                    return Err(unknown("a pause of interest that stands as planned"));
                }
                LifeEvent::InterestPause { start: *from, end: *to }
            }
            EventKind::ReAge { installments, first_due_on } => {
                let from = match first_due_on {
                    Some(first) => not_before(*first)?,
                    None => next(&self.so_far(product)?, on)
                        .map(|installment| installment.due_on)
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
}
