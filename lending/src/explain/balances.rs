//! Leaves, and the balance that interest is charged on.

use chrono::NaiveDate;

use super::node::date_number;
use super::{Evidence, Explanation, Operation, Quantity, Source, Step, ValueUnit};
use crate::LendingError;
use crate::exact::{Exact, add};
use crate::money::AnnualRate;
use crate::replay::PaymentKind;

impl Evidence<'_> {
    pub(super) fn quantity(&self, exact: Exact, unit: ValueUnit) -> Quantity {
        Quantity::new(exact, unit, self.terms.currency())
    }

    pub(super) fn step(
        &self,
        rule: Step,
        operation: Operation,
        unit: ValueUnit,
        operands: Vec<Explanation>,
    ) -> Result<Explanation, LendingError> {
        Explanation::step(rule, operation, unit, self.terms.currency(), operands)
    }

    pub(super) fn rounding(&self) -> Operation {
        Operation::Round { rounding: self.terms.json().rounding, decimals: 0 }
    }

    pub(super) fn money_term(&self, field: &str, minor: i64) -> Explanation {
        Explanation::leaf(
            Step::Term,
            self.quantity(Exact::of(minor), ValueUnit::Money),
            Source::Terms { field: field.to_owned() },
        )
    }

    pub(super) fn number_term(&self, field: &str, value: Exact, unit: ValueUnit) -> Explanation {
        Explanation::leaf(Step::Term, self.quantity(value, unit), Source::Terms { field: field.to_owned() })
    }

    pub(super) fn of_event(&self, rule: Step, id: &str, minor: i64, on: NaiveDate) -> Explanation {
        Explanation::leaf(rule, self.quantity(Exact::of(minor), ValueUnit::Money), Source::Event { id: id.to_owned() })
            .over(on, on)
    }

    /// A figure of a row as it stands in the schedule in force.
    pub(super) fn row_figure(&self, index: usize, part: &str, minor: i64) -> Explanation {
        let row = &self.state.rows[index];
        let source = Source::Schedule { version: row.version, n: row.n, part: part.to_owned() };
        Explanation::leaf(Step::Row, self.quantity(Exact::of(minor), ValueUnit::Money), source).about(row.n)
    }

    pub(super) fn date_leaf(&self, date: NaiveDate, source: Source) -> Explanation {
        Explanation::leaf(Step::Date, self.quantity(date_number(date), ValueUnit::Date), source)
    }

    /// A rate: the contract's, or that of the event which set it.
    pub(super) fn rate(&self, rate: AnnualRate) -> Explanation {
        let value = self.quantity(rate.exact(), ValueUnit::Rate);
        let id = self.book.rate_events.iter().rev().find(|(_, r)| *r == rate).map(|(id, _)| id.clone());
        match id {
            Some(id) if rate != self.terms.annual_rate() => Explanation::leaf(Step::Event, value, Source::Event { id }),
            _ => Explanation::leaf(Step::Term, value, Source::Terms { field: "annual_rate".to_owned() }),
        }
    }

    /// Principal carried into a line: all principal, less the rows before it, less what was prepaid.
    pub(super) fn balance(&self, index: usize, balance: i64, on: NaiveDate) -> Result<Explanation, LendingError> {
        let n = self.state.rows[index].n;
        let mut operands = vec![self.money_term("principal", self.terms.principal().minor())];
        for i in 0..index {
            operands.push(self.row_figure(i, "principal", self.book.plan.lines[i].principal));
        }
        for split in
            self.book.splits.iter().filter(|s| s.kind == PaymentKind::Prepayment && s.prepaid > 0 && s.on <= on)
        {
            operands.push(self.of_event(Step::Event, &split.event_id, split.prepaid, split.on));
        }
        let step = self.step(Step::Balance, Operation::Difference, ValueUnit::Money, operands)?.about(n);
        if step.value.exact.minus(Exact::of(balance))?.is_zero() {
            return Ok(step);
        }
        // Changes of the plan moved principal: the schedule they made is the authority.
        Ok(self.row_figure(index, "opening", balance))
    }

    /// Principal owed, as a person would tell it: paid out and added to it, less what payments paid back, less what
    /// was forgiven.
    pub(super) fn principal_owed(&self) -> Result<Explanation, LendingError> {
        let mut given = vec![self.money_term("principal", self.terms.principal().minor())];
        for (on, amount) in self.terms.tranches.iter().filter(|(on, _)| *on <= self.as_of) {
            let tranche = Explanation { rule: Step::Disbursed, ..self.money_term("tranches", *amount) };
            given.push(tranche.over(*on, *on));
        }
        for (i, line) in self.book.plan.lines.iter().enumerate() {
            if line.capitalised > 0 && line.span.due_on <= self.as_of {
                let interest = self.row_figure(i, "capitalised", line.capitalised);
                given.push(Explanation { rule: Step::Capitalised, ..interest });
            }
        }
        for (id, on, arrears) in &self.book.capitalised {
            given.push(self.of_event(Step::Capitalised, id, arrears.total()?, *on));
        }
        let mut operands = match given.len() {
            1 => given,
            _ => vec![self.step(Step::Disbursed, Operation::Sum, ValueUnit::Money, given)?],
        };
        operands.extend(self.paid_back()?);
        for (id, on, waived) in self.book.waivers.iter().filter(|w| w.2.principal > 0) {
            operands.push(self.of_event(Step::Forgiven, id, waived.principal, *on));
        }
        if operands.len() == 1 {
            return Ok(operands.swap_remove(0));
        }
        self.step(Step::Remaining, Operation::Difference, ValueUnit::Money, operands)
    }

    /// Principal that payments paid, one operand a payment, and what a change of the plan counts anew.
    fn paid_back(&self) -> Result<Vec<Explanation>, LendingError> {
        let mut payments = Vec::new();
        for split in self.book.splits.iter().filter(|s| !s.reversed) {
            let parts = split.parts.iter().try_fold(split.prepaid, |sum, (_, part)| add(sum, part.principal))?;
            if parts > 0 {
                payments.push(self.of_event(Step::Paid, &split.event_id, parts, split.on));
            }
        }
        for (id, on, change) in self.book.reclassified.iter().filter(|r| r.2.principal != 0) {
            payments.push(self.of_event(Step::Reclassified, id, change.principal, *on));
        }
        if payments.len() < 2 {
            return Ok(payments);
        }
        Ok(vec![self.step(Step::PaidPrincipal, Operation::Sum, ValueUnit::Money, payments)?])
    }
}
