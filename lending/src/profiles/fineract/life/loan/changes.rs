//! Changes of the plan, each where the core has it too.

use chrono::{Datelike, NaiveDate};

use super::events::{Told, refuse};
use super::lived::of_a_tranche;
use crate::LendingError;
use crate::calendar::month_length;
use crate::event::{Event, EventKind};
use crate::exact::add;
use crate::modification::{self, Arrears, Change};
use crate::profiles::fineract::life::order::steps;
use crate::profiles::fineract::life::plan::{Installment, Plan};
use crate::profiles::fineract::life::{LifeEvent, LifeProduct, again, replay};
use crate::terms::Terms;

impl<'e> Told<'e> {
    /// A change of the plan: more installments, another rate, another day; each where the core has it too.
    pub(super) fn change(
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
        let next = next(&plan, after);
        let next = next.ok_or_else(|| modification::refuse("from", "lies behind the last due date"))?;
        let (begun, due) = (next.from, next.due_on);
        if let Some(annual_rate) = change.annual_rate {
            if product.annual_rate.is_zero() {
                self.held_so_far(product)?;
            }
            let from = after.succ_opt().unwrap_or(after);
            self.rates.push((&event.id, from, annual_rate));
            self.put(Some(event), LifeEvent::RateChange { from, annual_rate });
        }
        if let Some(count) = change.extra_installments.filter(|count| *count > 0) {
            self.put(Some(event), LifeEvent::ExtraInstallments { from: due, count });
        }
        if let Some(day) = change.due_day {
            let day = day.min(month_length(due.year(), due.month()));
            let to = due.with_day(day).filter(|to| *to > event.on.max(begun));
            let to = to.ok_or_else(|| modification::refuse("due_day", "the next due date would lie too early"))?;
            self.put(Some(event), LifeEvent::MoveDueDate { from: due, to });
        }
        Ok(())
    }

    /// An error of the life with the event that it comes from.
    pub fn blamed(&self, error: LendingError, index: usize) -> LendingError {
        match (error, self.sources.get(index).copied().flatten()) {
            (LendingError::Input { reason, .. }, Some(event)) => refuse(event, reason),
            (error, None) if index < self.life.len() => of_a_tranche(error),
            (error, _) => error,
        }
    }

    /// Installments have to repay what was paid out, no more and no less, and none can have been paid more than it asks
    /// for. A change that levels them anew while some of them are paid ahead may come to that: what the core makes of it
    /// is not known. `last` is the event of the life that was taken last.
    pub fn repays_what_was_lent(&self, plan: &Plan<'_>, last: usize) -> Result<(), LendingError> {
        let repaid = plan.installments.iter().try_fold(0, |sum, i| add(sum, i.principal))?;
        let lent = plan.paid_out.iter().try_fold(0, |sum, paid_out| add(sum, paid_out.amount))?;
        let mut paid_more = false;
        for installment in &plan.installments {
            paid_more |= !installment.paid.less(&installment.asked()?).is_zero();
        }
        if repaid == lent && !paid_more {
            return Ok(());
        }
        let money = |event: &Event| {
            use EventKind::{Charge, Credit, Payment, Prepayment, Refund};
            matches!(event.kind, Payment { .. } | Prepayment { .. } | Credit { .. } | Refund { .. } | Charge { .. })
        };
        let mut so_far = self.sources.iter().take(last + 1).flatten().rev();
        let unknown = "the conventions of fineract do not say what becomes of it";
        Err(match (so_far.clone().find(|event| !money(event)), so_far.next()) {
            (Some(change), _) => refuse(change, format!("some installments it changes are paid ahead: {unknown}")),
            (None, Some(event)) => refuse(event, format!("installments would not repay what was lent: {unknown}")),
            (None, None) => LendingError::contradiction("conventions", unknown),
        })
    }

    /// From its first rate on a loan without interest is lived by other rules, from its beginning: what it was refused
    /// for before, it stays refused for.
    pub(super) fn held_so_far(&self, product: &LifeProduct) -> Result<(), LendingError> {
        if again::applies(product, &self.life) {
            return Ok(());
        }
        let mut booked = replay::Booked::of(product, &self.life)?;
        for step in steps(product, &self.life)? {
            booked.take(&step)?;
            self.repays_what_was_lent(&booked.plan, step.index)?;
        }
        Ok(())
    }

    /// The plan as things stand so far.
    pub(super) fn so_far<'p>(&self, product: &'p LifeProduct) -> Result<Plan<'p>, LendingError> {
        let amounts =
            if again::applies(product, &self.life) { Some(again::amounts(product, &self.life)?) } else { None };
        Ok(replay::book(product, &self.life, amounts.as_deref())?.plan)
    }
}

/// The first installment due after a day.
pub(super) fn next<'i>(plan: &'i Plan<'_>, after: NaiveDate) -> Option<&'i Installment> {
    plan.regular().into_iter().map(|k| &plan.installments[k]).find(|installment| installment.due_on > after)
}
