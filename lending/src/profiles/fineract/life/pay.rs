//! Payments, split by the product's rules.

use chrono::NaiveDate;

use super::plan::{Installment, Plan, Sort};
use super::replay::Paid;
use super::{PaymentType, PayoffUntil, Rule};
use crate::LendingError;
use crate::allocation::{Amounts, Due, allocate};
use crate::apr::bad;
use crate::exact::add;
use crate::terms::{Across, AllocationTerms, Component, Future, OrderItem, Timing};

/// What of an installment a pass of the allocation reaches.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pass {
    /// What has fallen due; charges by their own due date.
    Due,
    All,
}

impl Plan<'_> {
    /// Takes a payment; what nothing is owed for is left over.
    pub fn pay(
        &mut self,
        payment: PaymentType,
        on: NaiveDate,
        amount: i64,
        index: usize,
    ) -> Result<Paid, LendingError> {
        let (split, parts) = (Amounts::default(), Vec::new());
        let mut paid = Paid { payment, on, amount, split, parts, rest: amount, used: 0, index };
        self.use_rest(&mut paid)?;
        Ok(paid)
    }

    /// Uses what a payment left over on what is open now.
    pub fn use_rest(&mut self, paid: &mut Paid) -> Result<(), LendingError> {
        if paid.rest == 0 {
            return Ok(());
        }
        let rules = &self.product.rules;
        let named = rules.iter().find(|r| r.types.contains(&paid.payment));
        let rule: Rule =
            named.or(rules.iter().find(|r| r.types.is_empty())).cloned().ok_or_else(|| bad("rules", "none for all"))?;
        if let Some(ahead) = &rule.ahead {
            self.split(paid, &rule.allocation, Pass::Due)?;
            return self.split(paid, ahead, Pass::All);
        }
        let timed: Vec<(Timing, Component)> = rule
            .allocation
            .order
            .iter()
            .filter_map(|item| match item {
                OrderItem::When { timing, component } => Some((*timing, *component)),
                OrderItem::Any(_) => None,
            })
            .collect();
        if timed.is_empty() {
            return self.split(paid, &rule.allocation, Pass::All);
        }
        match rule.allocation.across {
            Across::OldestFirst => self.oldest_first(paid, &timed, rule.allocation.future),
            Across::ComponentFirst => self.component_first(paid, &timed, rule.allocation.future),
        }
    }

    /// An installment after the other, with all its components in order.
    fn oldest_first(
        &mut self,
        paid: &mut Paid,
        order: &[(Timing, Component)],
        future: Future,
    ) -> Result<(), LendingError> {
        let mut timings: Vec<Timing> = Vec::new();
        order.iter().for_each(|(timing, _)| {
            if !timings.contains(timing) {
                timings.push(*timing)
            }
        });
        for timing in timings {
            let components: Vec<Component> = order.iter().filter(|(t, _)| *t == timing).map(|(_, c)| *c).collect();
            for _ in 0..self.passes() {
                let before = paid.rest;
                let reached = self.reached(paid.on, timing, future, |i| Ok(i.open()? > 0))?;
                for component in &components {
                    self.share(paid, &reached, timing, *component)?;
                }
                if paid.rest == before {
                    break;
                }
            }
        }
        Ok(())
    }

    /// A component after the other, over all installments.
    fn component_first(
        &mut self,
        paid: &mut Paid,
        order: &[(Timing, Component)],
        future: Future,
    ) -> Result<(), LendingError> {
        for (timing, component) in order {
            for _ in 0..self.passes() {
                let before = paid.rest;
                let open = |i: &Installment| Ok(i.asked()?.get(*component) > i.paid.get(*component));
                let reached = self.reached(paid.on, *timing, future, open)?;
                self.share(paid, &reached, *timing, *component)?;
                if paid.rest == before {
                    break;
                }
            }
        }
        Ok(())
    }

    /// A pass closes an installment or spreads over all of them: so many are enough.
    fn passes(&self) -> usize {
        2 * self.installments.len() + 2
    }

    /// The installments a payment reaches next.
    fn reached(
        &self,
        on: NaiveDate,
        timing: Timing,
        future: Future,
        open: impl Fn(&Installment) -> Result<bool, LendingError>,
    ) -> Result<Vec<usize>, LendingError> {
        let mut found = Vec::new();
        for k in self.order() {
            if timing_of(&self.installments[k], on) == timing && open(&self.installments[k])? {
                found.push(k);
            }
        }
        let running = found.first().is_some_and(|k| self.installments[*k].from <= on);
        match (timing, future) {
            (Timing::InAdvance, Future::Reamortise) => {}
            (Timing::InAdvance, Future::Last) => drop(found.drain(..found.len().saturating_sub(1))),
            (Timing::InAdvance, Future::NextLast) if !running => {
                drop(found.drain(..found.len().saturating_sub(1)));
            }
            _ => found.truncate(1),
        }
        Ok(found)
    }

    /// Pays a component of installments, each its even share, the remainder on the last.
    fn share(
        &mut self,
        paid: &mut Paid,
        reached: &[usize],
        timing: Timing,
        component: Component,
    ) -> Result<(), LendingError> {
        let count = i64::try_from(reached.len()).unwrap_or(i64::MAX).max(1);
        let money = paid.rest;
        let even = crate::exact::round_div(money.into(), count.into(), super::super::ROUNDING)?;
        for (i, k) in reached.iter().enumerate() {
            let last = i + 1 == reached.len();
            let part = if last { money - even * (count - 1) } else { even };
            self.pay_component(paid, *k, timing, component, part.min(paid.rest))?;
        }
        Ok(())
    }

    fn pay_component(
        &mut self,
        paid: &mut Paid,
        k: usize,
        timing: Timing,
        component: Component,
        money: i64,
    ) -> Result<(), LendingError> {
        let period = self.period_of(k);
        let mut day = paid.on;
        if let (Some(period), Timing::InAdvance) = (period, timing) {
            let (from, due) = (self.installments[k].from, self.installments[k].due_on);
            if self.product.payoff_until == PayoffUntil::RestDate && from < day && day <= due {
                day = due;
            }
            self.ask_for_early_payment(k, period, day, component)?;
        }
        let installment = &mut self.installments[k];
        let part = (installment.asked()?.get(component) - installment.paid.get(component)).min(money).max(0);
        *installment.paid.slot(component) += part;
        let mut taken = Amounts::default();
        *taken.slot(component) = part;
        paid.took(installment.id, &taken)?;
        paid.rest -= part;
        match timing {
            Timing::InAdvance => installment.in_advance = add(installment.in_advance, part)?,
            Timing::PastDue => installment.late = add(installment.late, part)?,
            Timing::Due => {}
        }
        let (Some(period), Some(accrual)) = (period, &mut self.accrual) else { return Ok(()) };
        match component {
            Component::Principal => accrual.pay_principal(period, day, part)?,
            Component::Interest => accrual.pay_interest(period, day, part)?,
            _ => return Ok(()),
        }
        self.follow()
    }

    /// The period of an installment whose interest follows its payments.
    fn period_of(&self, k: usize) -> Option<usize> {
        let follows = self.product.recalculates && self.accrual.is_some();
        (follows && self.installments[k].sort == Sort::Regular).then(|| self.regular().iter().position(|r| *r == k))?
    }

    /// An installment paid early asks for interest up to the day of the payment.
    fn ask_for_early_payment(
        &mut self,
        k: usize,
        period: usize,
        day: NaiveDate,
        component: Component,
    ) -> Result<(), LendingError> {
        let rules = &self.product.rules;
        let component_first = rules.iter().any(|r| r.allocation.across == Across::ComponentFirst);
        let Some(accrual) = &self.accrual else { return Ok(()) };
        let asked = accrual.asked_on(period, day, component_first)?;
        match component {
            Component::Principal => self.installments[k].principal = asked.principal,
            Component::Interest => self.installments[k].interest = asked.interest,
            _ => {}
        }
        Ok(())
    }

    fn split(&mut self, paid: &mut Paid, rules: &AllocationTerms, pass: Pass) -> Result<(), LendingError> {
        let mut dues = Vec::new();
        for key in self.order() {
            let installment = &self.installments[key];
            let timing = timing_of(installment, paid.on);
            let asked = match pass {
                Pass::All => installment.asked()?,
                Pass::Due => installment.due_by(paid.on)?,
            };
            dues.push(Due { key, timing, owed: asked.less(&installment.paid), taken: Amounts::default() });
        }
        paid.rest = allocate(&mut dues, paid.rest, rules, 0);
        for due in dues.into_iter().filter(|d| !d.taken.is_zero()) {
            let installment = &mut self.installments[due.key];
            installment.paid = installment.paid.plus(&due.taken)?;
            paid.took(installment.id, &due.taken)?;
            let sum = due.taken.total()?;
            match due.timing {
                Timing::InAdvance => installment.in_advance = add(installment.in_advance, sum)?,
                Timing::PastDue => installment.late = add(installment.late, sum)?,
                Timing::Due => {}
            }
        }
        Ok(())
    }
}

impl Paid {
    /// Part of it went to an installment.
    fn took(&mut self, id: u32, part: &Amounts) -> Result<(), LendingError> {
        self.split = self.split.plus(part)?;
        match self.parts.iter_mut().find(|(known, _)| *known == id) {
            Some((_, sum)) => *sum = sum.plus(part)?,
            None if part.is_zero() => {}
            None => self.parts.push((id, *part)),
        }
        Ok(())
    }
}

fn timing_of(installment: &Installment, on: NaiveDate) -> Timing {
    match installment.due_on.cmp(&on) {
        std::cmp::Ordering::Less => Timing::PastDue,
        std::cmp::Ordering::Equal => Timing::Due,
        std::cmp::Ordering::Greater => Timing::InAdvance,
    }
}

impl Installment {
    /// What it asks for by a day: principal and interest when it has fallen due, charges when they have.
    fn due_by(&self, on: NaiveDate) -> Result<Amounts, LendingError> {
        let charges = self.charges.iter().filter(|c| c.due_on <= on).copied().collect();
        let due = |amount: i64| if self.due_on <= on { amount } else { 0 };
        let (principal, interest, fee) = (due(self.principal), due(self.interest), due(self.fee));
        Installment { principal, interest, fee, charges, ..self.clone() }.asked()
    }
}
