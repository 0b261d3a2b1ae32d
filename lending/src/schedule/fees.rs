//! Fees agreed at the start, put on the lines they fall due with.

use super::Line;
use crate::LendingError;
use crate::exact::{Exact, add};
use crate::terms::{FeeKind, FeeWhen, Terms};

/// Sets the fee of every line from `index` on. Each fee is rounded by itself.
pub(super) fn add_to_lines(terms: &Terms, lines: &mut [Line], index: usize) -> Result<(), LendingError> {
    if terms.fees.is_empty() {
        return Ok(());
    }
    let principal = terms.principal().minor();
    let rounding = terms.json().rounding;
    for i in index..lines.len() {
        let before = i.checked_sub(1).and_then(|k| lines.get(k)).map(|l| l.span.due_on);
        let line = &mut lines[i];
        line.fee = 0;
        for fee in &terms.fees {
            let falls_here = match (fee.when, fee.on) {
                (FeeWhen::EachInstallment, _) => line.span.due_on > line.span.from,
                (FeeWhen::On, Some(on)) => on <= line.span.due_on && before.is_none_or(|b| b < on),
                _ => false,
            };
            if falls_here {
                let base = match fee.kind {
                    FeeKind::Flat => 0,
                    FeeKind::PercentOfPrincipal => principal,
                    FeeKind::PercentOfPrincipalPart => line.principal,
                    FeeKind::PercentOfInterest => line.interest,
                    FeeKind::PercentOfInstallment => add(line.principal, line.interest)?,
                    FeeKind::PercentOfOutstanding => line.opening(),
                };
                let amount = add(fee.amount, Exact::of(base).times(fee.share)?.round(rounding)?)?;
                line.fee = add(line.fee, amount)?;
            }
        }
    }
    Ok(())
}

/// Fees kept back from the disbursement.
pub(super) fn at_disbursement(terms: &Terms) -> Result<i64, LendingError> {
    let principal = terms.principal().minor();
    let mut sum = 0;
    for fee in terms.fees.iter().filter(|f| f.when == FeeWhen::Disbursement) {
        let share = Exact::of(principal).times(fee.share)?.round(terms.json().rounding)?;
        sum = add(sum, add(fee.amount, share)?)?;
    }
    Ok(sum)
}
