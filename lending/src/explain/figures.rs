//! What is owed, in all and in part.

use super::{Evidence, Explanation, Figure, Operation, Step, ValueUnit};
use crate::LendingError;
use crate::allocation::Amounts;
use crate::exact::Exact;
use crate::terms::Component;

const PARTS: [(Component, &str); 5] = [
    (Component::Principal, "principal"),
    (Component::Interest, "interest"),
    (Component::Fee, "fee"),
    (Component::Compound, "compound"),
    (Component::Penalty, "penalty"),
];

impl Evidence<'_> {
    /// A component that is owed on the day.
    pub(super) fn owed(&self, figure: Figure) -> Result<Explanation, LendingError> {
        let component = match figure {
            Figure::Penalty => Component::Penalty,
            Figure::Compound => Component::Compound,
            Figure::Interest => Component::Interest,
            _ => Component::Principal,
        };
        self.outstanding_part(component)
    }

    pub(super) fn outstanding(&self) -> Result<Explanation, LendingError> {
        let parts = PARTS.iter().map(|(c, _)| self.outstanding_part(*c)).collect::<Result<Vec<_>, _>>()?;
        let parts = parts.into_iter().filter(|p| !p.value.exact.is_zero()).collect();
        Ok(self.step(Step::Outstanding, Operation::Sum, ValueUnit::Money, parts)?.over(self.as_of, self.as_of))
    }

    fn outstanding_part(&self, component: Component) -> Result<Explanation, LendingError> {
        if component == Component::Principal {
            return self.principal_owed();
        }
        #[cfg(feature = "profiles")]
        if let Some(told) = self.book.told {
            return self.told_part(component, told.settlement.owed.get(component));
        }
        let current = self.book.plan.current(self.as_of);
        let mut parts = Vec::new();
        for index in 0..self.state.rows.len() {
            let remaining = &self.state.rows[index].remaining;
            if index < current && self.book.tallies[index].paid_on.is_some() {
                continue;
            }
            // Of installments to come, interest is owed only as it accrues, fees only when charged.
            let part = match component {
                _ if index < current => Some(self.remaining_of(index, component)?),
                Component::Interest if index == current => Some(self.accrued_open(index)?),
                Component::Interest => self.spread_interest_open(index)?,
                Component::Fee => {
                    let charged = self.book.tallies[index].extra.fee.min(remaining.fee.minor());
                    Some(self.row_figure(index, "charges", charged))
                }
                _ => Some(self.remaining_of(index, component)?),
            };
            parts.extend(part.filter(|p| !p.value.exact.is_zero()));
        }
        self.step(Step::Remaining, Operation::Sum, ValueUnit::Money, parts)
    }

    /// What others' conventions ask for on the day: what is left of the rows due, and of the running one what makes it
    /// up to their figure.
    #[cfg(feature = "profiles")]
    fn told_part(&self, component: Component, asked: i64) -> Result<Explanation, LendingError> {
        let current = self.book.plan.current(self.as_of);
        let mut parts = (0..current).map(|index| self.remaining_of(index, component)).collect::<Result<Vec<_>, _>>()?;
        parts.retain(|p| !p.value.exact.is_zero());
        let due = parts.iter().try_fold(Exact::ZERO, |sum, p| sum.plus(p.value.exact))?;
        let running = Exact::of(asked).minus(due)?;
        if !running.is_zero() {
            let row = self.row_figure(current.min(self.state.rows.len() - 1), "accrued", 0);
            parts.push(Explanation { value: self.quantity(running, ValueUnit::Money), rule: Step::Accrued, ..row });
        }
        self.step(Step::Remaining, Operation::Sum, ValueUnit::Money, parts)
    }

    /// Interest of the running row accrued to the day, less what was paid on it.
    fn accrued_open(&self, index: usize) -> Result<Explanation, LendingError> {
        let line = &self.book.plan.lines[index];
        let tally = &self.book.tallies[index];
        let mut parts = vec![self.accruing(index, line, self.as_of)?];
        let deferred = self.book.plan.deferred(index)?;
        if deferred > 0 {
            parts.push(Explanation {
                rule: Step::DeferredInterest,
                ..self.row_figure(index, "deferred_interest", deferred)
            });
        }
        if tally.extra.interest > 0 {
            parts.push(Explanation {
                rule: Step::Moved,
                ..self.row_figure(index, "arrears_interest", tally.extra.interest)
            });
        }
        let accrued = self.step(Step::Accrued, Operation::Sum, ValueUnit::Money, parts)?;
        let mut operands = vec![accrued];
        operands.extend(self.settled_parts(index, Component::Interest)?);
        let open = self.step(Step::Accrued, Operation::Difference, ValueUnit::Money, operands)?;
        Ok(self.step(Step::Accrued, Operation::NotNegative, ValueUnit::Money, vec![open])?.about(line.span.n))
    }

    /// Interest of arrears that were spread over a row still to come, less what was paid on it.
    fn spread_interest_open(&self, index: usize) -> Result<Option<Explanation>, LendingError> {
        let spread = self.book.tallies[index].extra.interest;
        if spread == 0 {
            return Ok(None);
        }
        let mut operands =
            vec![Explanation { rule: Step::Moved, ..self.row_figure(index, "arrears_interest", spread) }];
        operands.extend(self.settled_parts(index, Component::Interest)?);
        let open = self.step(Step::Remaining, Operation::Difference, ValueUnit::Money, operands)?;
        self.step(Step::Remaining, Operation::NotNegative, ValueUnit::Money, vec![open]).map(Some)
    }

    /// What is left of a component of a row: asked, less paid, waived and moved.
    fn remaining_of(&self, index: usize, component: Component) -> Result<Explanation, LendingError> {
        let row = &self.state.rows[index];
        let asked = match component {
            Component::Penalty => self.penalty_of(index)?,
            Component::Compound => self.compound_of(index)?,
            Component::Principal => self.row_figure(index, "principal", row.principal.minor()),
            Component::Interest => self.row_figure(index, "interest", row.interest.minor()),
            Component::Fee => self.row_figure(index, "fee", row.fee.minor()),
        };
        let mut operands = vec![asked];
        operands.extend(self.settled_parts(index, component)?);
        if operands.len() == 1 {
            return Ok(operands.swap_remove(0));
        }
        let step = self.step(Step::Remaining, Operation::Difference, ValueUnit::Money, operands)?.about(row.n);
        Ok(self.step(Step::Remaining, Operation::NotNegative, ValueUnit::Money, vec![step])?.about(row.n))
    }

    /// What was paid and waived of a component of a row: by event where events say it all.
    fn settled_parts(&self, index: usize, component: Component) -> Result<Vec<Explanation>, LendingError> {
        let tally = &self.book.tallies[index];
        let n = self.state.rows[index].n;
        let mut parts = Vec::new();
        let mut known = Exact::ZERO;
        for split in &self.book.splits {
            for (_, paid) in split.parts.iter().filter(|(row, p)| *row == n && p.get(component) > 0) {
                known = known.plus(Exact::of(paid.get(component)))?;
                parts.push(self.of_event(Step::Paid, &split.event_id, paid.get(component), split.on));
            }
        }
        let paid = tally.paid.get(component);
        if !known.minus(Exact::of(paid))?.is_zero() {
            parts = vec![Explanation { rule: Step::Paid, ..self.row_figure(index, "paid", paid) }];
        }
        let waived = tally.waived.get(component);
        if waived > 0 {
            parts.push(Explanation { rule: Step::Waived, ..self.row_figure(index, "waived", waived) });
        }
        Ok(parts)
    }

    /// Everything owed of rows whose due date has passed.
    pub(super) fn overdue(&self) -> Result<Explanation, LendingError> {
        let mut rows = Vec::new();
        for index in 0..self.state.rows.len() {
            let row = &self.state.rows[index];
            if row.due_on < self.as_of && !row.remaining.total.is_zero() {
                rows.push(self.row_remaining(index)?);
            }
        }
        Ok(self.step(Step::Overdue, Operation::Sum, ValueUnit::Money, rows)?.over(self.as_of, self.as_of))
    }

    fn row_remaining(&self, index: usize) -> Result<Explanation, LendingError> {
        let parts = PARTS.iter().map(|(c, _)| self.remaining_of(index, *c)).collect::<Result<Vec<_>, _>>()?;
        let parts = parts.into_iter().filter(|p| !p.value.exact.is_zero()).collect();
        Ok(self.step(Step::Remaining, Operation::Sum, ValueUnit::Money, parts)?.about(self.state.rows[index].n))
    }

    /// Overdue and due today, less the credit balance.
    pub(super) fn due_now(&self) -> Result<Explanation, LendingError> {
        let mut rows = Vec::new();
        for index in 0..self.state.rows.len() {
            let row = &self.state.rows[index];
            if row.due_on <= self.as_of && !row.remaining.total.is_zero() {
                rows.push(self.row_remaining(index)?);
            }
        }
        let mut operands = vec![self.step(Step::DueNow, Operation::Sum, ValueUnit::Money, rows)?];
        for (id, amount) in &self.book.credit {
            operands.push(self.of_event(Step::Credit, id, *amount, self.as_of));
        }
        let open = self.step(Step::DueNow, Operation::Difference, ValueUnit::Money, operands)?;
        self.step(Step::DueNow, Operation::NotNegative, ValueUnit::Money, vec![open])
    }

    /// What settles the loan today.
    pub(super) fn payoff(&self) -> Result<Explanation, LendingError> {
        let settlement = self.book.settlement(self.as_of)?;
        #[cfg(feature = "profiles")]
        if self.book.told.is_some() {
            let parts = PARTS.iter().map(|(c, _)| self.outstanding_part(*c)).collect::<Result<Vec<_>, _>>()?;
            let parts = parts.into_iter().filter(|p| !p.value.exact.is_zero()).collect();
            return self.less_credit(parts, Vec::new());
        }
        let current = self.book.plan.current(self.as_of).min(self.state.rows.len().saturating_sub(1));
        let mut parts = Vec::new();
        for index in 0..self.state.rows.len() {
            let row = &self.state.rows[index];
            if row.due_on <= self.as_of && !row.remaining.total.is_zero() {
                parts.push(self.row_remaining(index)?);
            }
        }
        let due: Exact = parts.iter().try_fold(Exact::ZERO, |sum, p| sum.plus(p.value.exact))?;
        parts.push(Explanation {
            rule: Step::EarlyPrincipal,
            ..self.row_figure(current, "early_principal", settlement.early)
        });
        if self.book.plan.current(self.as_of) == current {
            parts.push(self.accrued_open(current)?);
        }
        // Charges on installments to come, and interest of arrears spread over them.
        let so_far = parts.iter().try_fold(Exact::ZERO, |sum, p| sum.plus(p.value.exact))?;
        let owed: &Amounts = &settlement.owed;
        let charges = Exact::of(owed.total()?).plus(Exact::of(settlement.early))?.minus(so_far)?;
        if !charges.is_zero() && !due.minus(Exact::of(owed.total()?))?.is_zero() {
            let value = self.quantity(charges, ValueUnit::Money);
            parts.push(Explanation { value, ..self.row_figure(current, "charges", 0) });
        }
        if settlement.fee > 0 {
            parts.push(Explanation { rule: Step::PrepaymentFee, ..self.money_term("prepayment.fee", settlement.fee) });
        }
        let unearned = (settlement.unearned > 0)
            .then(|| Explanation { rule: Step::Unearned, ..self.row_figure(current, "unearned", settlement.unearned) });
        self.less_credit(parts, unearned.into_iter().collect())
    }

    /// What settles the loan: what is owed, less what is not to be paid and the credit balance.
    fn less_credit(&self, parts: Vec<Explanation>, less: Vec<Explanation>) -> Result<Explanation, LendingError> {
        let mut operands = vec![self.step(Step::Payoff, Operation::Sum, ValueUnit::Money, parts)?];
        operands.extend(less);
        for (id, amount) in &self.book.credit {
            operands.push(self.of_event(Step::Credit, id, *amount, self.as_of));
        }
        let open = self.step(Step::Payoff, Operation::Difference, ValueUnit::Money, operands)?;
        Ok(self.step(Step::Payoff, Operation::NotNegative, ValueUnit::Money, vec![open])?.over(self.as_of, self.as_of))
    }
}
