//! Installments: when they fall due, what they ask for, and how disbursements level them.

use chrono::{Datelike, NaiveDate};

use super::{LifeEvent, LifeProduct};
use crate::LendingError;
use crate::allocation::Amounts;
use crate::apr::bad;
use crate::calendar::Grid;
use crate::exact::{Exact, add, sub};
use crate::profiles::fineract::accrual::Accrual;
use crate::profiles::fineract::{Generator, minor, to_multiple};

/// What an installment is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    Regular,
    DownPayment,
    /// For charges after the last installment.
    After,
}

/// A charge.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Charge {
    pub due_on: NaiveDate,
    pub amount: i64,
    pub penalty: bool,
}

/// An installment with what was paid on it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Installment {
    /// What payments remember it by, whatever becomes of the plan around it.
    pub id: u32,
    pub sort: Sort,
    pub from: NaiveDate,
    pub due_on: NaiveDate,
    pub principal: i64,
    pub interest: i64,
    /// The fees every installment has.
    pub fee: i64,
    pub charges: Vec<Charge>,
    pub paid: Amounts,
    pub in_advance: i64,
    pub late: i64,
}

impl Installment {
    pub fn new(sort: Sort, from: NaiveDate, due_on: NaiveDate) -> Installment {
        let (paid, charges) = (Amounts::default(), Vec::new());
        let (principal, interest, fee, in_advance, late) = (0, 0, 0, 0, 0);
        Installment { id: 0, sort, from, due_on, principal, interest, fee, charges, paid, in_advance, late }
    }

    /// What it asks for.
    pub fn asked(&self) -> Result<Amounts, LendingError> {
        let (principal, interest, fee) = (self.principal, self.interest, self.fee);
        let mut asked = Amounts { principal, interest, fee, ..Amounts::default() };
        for charge in &self.charges {
            let slot = if charge.penalty { &mut asked.penalty } else { &mut asked.fee };
            *slot = add(*slot, charge.amount)?;
        }
        Ok(asked)
    }

    pub fn open(&self) -> Result<i64, LendingError> {
        self.asked()?.less(&self.paid).total()
    }
}

/// Money paid out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct PaidOut {
    pub on: NaiveDate,
    pub amount: i64,
    /// The part of it that is due on its day.
    pub down: i64,
}

/// The plan of a loan.
#[derive(Clone)]
pub(super) struct Plan<'p> {
    pub product: &'p LifeProduct,
    pub multiple: i64,
    pub installments: Vec<Installment>,
    /// Due dates that were moved before anything else changed the plan.
    pub moves: Vec<(NaiveDate, NaiveDate)>,
    /// The events up to this one have their moves in `moves`.
    pub moved_up_to: usize,
    /// Interest that follows what happens.
    pub accrual: Option<Accrual>,
    /// The loan has it, once money is paid out.
    accrues: bool,
    /// Paid out so far, with what was paid down of it.
    pub paid_out: Vec<PaidOut>,
    /// How many installments there were, with those that are gone.
    known: u32,
}

impl<'p> Plan<'p> {
    pub fn of(product: &'p LifeProduct, events: &[LifeEvent]) -> Result<Plan<'p>, LendingError> {
        let multiple = match &product.installment_multiple {
            Some(text) => minor(text, product.currency, "installment_multiple")?,
            None => 1,
        };
        let new_rate = events.iter().any(|e| matches!(e, LifeEvent::RateChange { .. }));
        let progressive = product.generator == Generator::Progressive;
        let accrues = progressive && !product.flat && (new_rate || !product.annual_rate.is_zero());
        let re_aged = events.iter().position(|e| matches!(e, LifeEvent::ReAge { .. })).unwrap_or(events.len());
        let moved_up_to = if accrues { 0 } else { re_aged };
        let moves = events[..moved_up_to].iter().filter_map(|e| match e {
            LifeEvent::MoveDueDate { from, to } => Some((*from, *to)),
            _ => None,
        });
        let moves = moves.collect();
        let (installments, paid_out) = (Vec::new(), Vec::new());
        Ok(Plan { product, multiple, installments, moves, moved_up_to, accrual: None, accrues, paid_out, known: 0 })
    }

    pub fn progressive(&self) -> bool {
        self.product.generator == Generator::Progressive
    }

    /// By due date; on one day a progressive loan has the installment before the down payment.
    pub fn in_order(&self) -> Vec<&Installment> {
        self.order().into_iter().map(|k| &self.installments[k]).collect()
    }

    pub fn order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.installments.len()).collect();
        order.sort_by_key(|k| {
            let installment = &self.installments[*k];
            (installment.due_on, (installment.sort == Sort::DownPayment) == self.progressive())
        });
        order
    }

    pub fn regular(&self) -> Vec<usize> {
        let mut regular: Vec<usize> =
            (0..self.installments.len()).filter(|k| self.installments[*k].sort == Sort::Regular).collect();
        regular.sort_by_key(|k| self.installments[*k].due_on);
        regular
    }

    /// Puts in an installment.
    pub fn add(&mut self, installment: Installment) {
        self.known += 1;
        self.installments.push(Installment { id: self.known, ..installment });
    }

    /// The kth due date of a loan that begins on a day.
    pub fn due_date(&self, begins: NaiveDate, k: u32) -> Result<NaiveDate, LendingError> {
        let (every, unit) = (self.product.every, self.product.unit);
        match self.product.first_due {
            Some((anchor, day)) => Grid { anchor, anchor_slot: 1, every, unit, day }.date(k),
            None => self.after(begins, k),
        }
    }

    /// The kth due date after a day.
    pub fn after(&self, day: NaiveDate, k: u32) -> Result<NaiveDate, LendingError> {
        let (every, unit) = (self.product.every, self.product.unit);
        Grid { anchor: day, anchor_slot: 0, every, unit, day: day.day() }.date(k)
    }

    fn begin(&mut self, on: NaiveDate) -> Result<(), LendingError> {
        let mut from = on;
        for k in 1..=self.product.installments {
            let due_on = self.due_date(on, k)?;
            self.add(Installment::new(Sort::Regular, from, due_on));
            from = due_on;
        }
        for (old, new) in self.moves.clone() {
            self.move_due_date(old, new)?;
        }
        if self.accrues {
            let periods: Vec<_> = self.installments.iter().map(|i| (i.from, i.due_on)).collect();
            self.accrual = Some(Accrual::of(self.product.basis(self.multiple), &periods));
        }
        Ok(())
    }

    /// The part of a disbursement that is due on its day.
    pub fn down_payment_of(&self, amount: i64) -> Result<i64, LendingError> {
        match self.product.down_payment {
            Some(part) => to_multiple(Exact::of(amount).times(part.exact())?, self.multiple),
            None => Ok(0),
        }
    }

    /// Pays money out; returns the down payment that it asks for.
    pub fn disburse(&mut self, on: NaiveDate, amount: i64) -> Result<i64, LendingError> {
        if self.installments.is_empty() {
            self.begin(on)?;
        }
        let down = self.down_payment_of(amount)?;
        if self.product.down_payment.is_some() {
            let mut installment = Installment::new(Sort::DownPayment, on, on);
            installment.principal = down;
            self.add(installment);
        }
        let lent = sub(amount, down)?;
        self.paid_out.push(PaidOut { on, amount, down });
        if let Some(accrual) = &mut self.accrual {
            accrual.disburse(on, lent)?;
            self.follow()?;
        } else if self.product.annual_rate.is_zero() {
            let regular = self.regular();
            let due = |k: &usize| self.installments[*k].due_on;
            if self.progressive() {
                let first = regular.iter().position(|k| on < due(k));
                self.level(first.unwrap_or(regular.len().saturating_sub(1)), lent)?;
            } else if regular.iter().any(|k| on <= due(k)) {
                self.level_anew(lent)?;
            } else {
                self.add_period(lent)?;
            }
        } else {
            self.lay_out()?;
        }
        self.charge_installments()?;
        Ok(down)
    }

    /// Puts a charge on the installment whose period holds its due date, or on a row after the last.
    pub fn charge(&mut self, due_on: NaiveDate, amount: i64, penalty: bool) -> Result<(), LendingError> {
        let charge = Charge { due_on, amount, penalty };
        let mut places: Vec<usize> =
            (0..self.installments.len()).filter(|k| self.installments[*k].sort != Sort::DownPayment).collect();
        places.sort_by_key(|k| self.installments[*k].due_on);
        let place = places.iter().position(|k| due_on <= self.installments[*k].due_on);
        match (place, places.last()) {
            (Some(place), _) => self.installments[places[place]].charges.push(charge),
            // There is one such row: it falls due with the last charge.
            (None, Some(last)) if self.installments[*last].sort == Sort::After => {
                let after = &mut self.installments[*last];
                after.due_on = due_on;
                after.charges.push(charge);
            }
            (None, Some(last)) => {
                let mut after = Installment::new(Sort::After, self.installments[*last].due_on, due_on);
                after.charges.push(charge);
                self.add(after);
            }
            (None, None) => return Err(bad("events", "a charge before the disbursement")),
        }
        Ok(())
    }

    /// What settles the loan on a day.
    pub fn settles_on(&self, on: NaiveDate) -> Result<Amounts, LendingError> {
        let open = |i: &Installment| Ok::<_, LendingError>(i.asked()?.less(&i.paid));
        let recalculates = self.accrual.as_ref().filter(|_| self.product.recalculates);
        let Some(accrual) = recalculates else {
            return self.installments.iter().try_fold(Amounts::default(), |sum, i| sum.plus(&open(i)?));
        };
        let until = match (self.product.payoff_until, accrual.at(on)) {
            (super::PayoffUntil::RestDate, Some(k)) if on > accrual.periods[k].from => accrual.periods[k].due,
            _ => on,
        };
        let mut accrual = accrual.clone();
        if !self.product.no_interest_on_past_due {
            accrual.run_to(on, true)?;
        }
        let settles = accrual.settles_on(until)?;
        let (principal, interest) = (settles.principal, settles.interest);
        self.installments.iter().try_fold(Amounts { principal, interest, ..Amounts::default() }, |sum, i| {
            let open = open(i)?;
            let apart = if i.sort == Sort::Regular { Amounts { principal: 0, interest: 0, ..open } } else { open };
            sum.plus(&apart)
        })
    }
}
