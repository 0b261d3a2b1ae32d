//! What is owed at the end of a day, read off the book.

use chrono::NaiveDate;

use super::Position;
use crate::LendingError;
use crate::allocation::Amounts;
use crate::exact::{add, sub};
use crate::money::Money;
use crate::replay::Book;
use crate::terms::{Component, Terms};

/// Minor units; components may be below zero where something was paid ahead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Standing {
    pub owed: Amounts,
    pub credit: i64,
    /// Penalty and compound interest that have run since the beginning, paid or not.
    pub run: Amounts,
    /// How many late fees were charged.
    pub late_fees: usize,
}

impl Standing {
    pub fn of(book: &Book<'_>, day: NaiveDate) -> Result<Standing, LendingError> {
        let mut owed = Amounts { principal: book.outstanding(day)?.principal, ..Amounts::default() };
        let (mut run, mut late_fees) = (Amounts::default(), 0);
        for (index, (line, tally)) in book.plan.lines.iter().zip(&book.tallies).enumerate() {
            let (penalty, compound) = book.penalty(index, day)?;
            run = run.plus(&Amounts { penalty, compound, ..Amounts::default() })?;
            late_fees += usize::from(tally.late_fee_done);
            let mut charged = tally.extra.plus(&Amounts { penalty, compound, ..Amounts::default() })?;
            if line.span.due_on <= day {
                charged = charged.plus(&Amounts { interest: line.interest, fee: line.fee, ..Amounts::default() })?;
            }
            let open = charged.minus(&tally.paid).minus(&tally.waived).minus(&tally.moved);
            owed = owed.plus(&Amounts { principal: 0, ..open })?;
        }
        Ok(Standing { owed, credit: book.credit_balance()?, run, late_fees })
    }

    pub fn balance(&self) -> Result<i64, LendingError> {
        sub(self.owed.total()?, self.credit)
    }

    pub fn position(&self, terms: &Terms) -> Result<Position, LendingError> {
        let money = |component| terms.money(self.owed.get(component));
        Ok(Position {
            principal: money(Component::Principal),
            interest: money(Component::Interest),
            fee: money(Component::Fee),
            compound: money(Component::Compound),
            penalty: money(Component::Penalty),
            credit_balance: terms.money(self.credit),
            balance: terms.money(self.balance()?),
        })
    }
}

/// Interest that the running installment has earned and its due date will charge.
pub(super) fn accrued(book: &Book<'_>, day: NaiveDate) -> Result<Money, LendingError> {
    #[cfg(feature = "profiles")]
    if let Some(accrued) = book.told.and_then(|told| told.accrued) {
        return Ok(book.terms.money(accrued));
    }
    let current = book.plan.current(day);
    let running = book.tallies.get(current).is_some_and(|tally| tally.paid_on.is_none());
    let earned = if running { add(book.earned(current, day)?, book.plan.deferred(current)?)? } else { 0 };
    Ok(book.terms.money(earned))
}
