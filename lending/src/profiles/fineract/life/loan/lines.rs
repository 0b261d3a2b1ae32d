//! Installments as lines of the engine's plan.

use chrono::NaiveDate;

use super::super::plan::{Installment, Plan, Sort};
use crate::LendingError;
use crate::exact::{add, sub};
use crate::schedule::{Dates, Line};
use crate::terms::Terms;

/// The lines of a plan in the order of their due dates, each with its installment.
pub(super) fn lines<'i>(terms: &Terms, plan: &'i Plan<'_>) -> Result<Vec<(Line, &'i Installment)>, LendingError> {
    let dates = Dates::of(terms);
    let mut lines = Vec::with_capacity(plan.installments.len());
    let (mut repaid, mut slot) = (0, 0);
    for (k, installment) in plan.in_order().into_iter().enumerate() {
        // A tranche of the day an installment is due comes after it; what is paid down of one, with it. An older loan is
        // levelled with each from its first installment.
        let before = |on: NaiveDate| match installment.sort {
            _ if !plan.progressive() => true,
            Sort::DownPayment => on <= installment.due_on,
            _ => on < installment.due_on,
        };
        let mut lent = plan.paid_out.iter().filter(|paid_out| before(paid_out.on));
        let lent = lent.try_fold(0, |sum, paid_out| add(sum, paid_out.amount))?;
        repaid = add(repaid, installment.principal)?;
        slot += u32::from(installment.sort == Sort::Regular);
        let n = u32::try_from(k + 1).unwrap_or(u32::MAX);
        let span = dates.told(terms, n, slot, installment.from, installment.due_on)?;
        let balance = sub(lent, repaid)?;
        let line =
            Line { fee: installment.fee, ..Line::plain(span, installment.principal, installment.interest, balance) };
        lines.push((line, installment));
    }
    Ok(lines)
}
