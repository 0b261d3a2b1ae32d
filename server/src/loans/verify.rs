//! Proof that three tellings of every loan agree: the replayed events, the projection, the ledger.

use std::collections::BTreeMap;

use lending::replay::{LoanStatus, State};
use rust_decimal::Decimal;

use super::{
    record::{self, Loan},
    store::{self, Projection},
};
use crate::{
    Actor, Portal, Result,
    ids::{BorrowerId, LoanId},
};

/// Loans a transaction reads.
const PAGE: i64 = 500;

/// What was found.
#[derive(Debug, Default)]
pub struct Report {
    pub loans: usize,
    /// One line a disagreement: which loan, what, and both figures.
    pub differences: Vec<String>,
}

/// Replays every loan and compares.
///
/// # Errors
/// When the database cannot be reached or a loan cannot be replayed at all.
pub async fn verify(portal: &Portal) -> Result<Report> {
    let mut report = Report::default();
    let mut after = (BorrowerId(uuid::Uuid::nil()), LoanId(uuid::Uuid::nil()));
    loop {
        let mut tx = portal.begin(Actor::System).await?;
        let ids = store::list_ids(&mut tx, after, PAGE).await?;
        let Some(last) = ids.last().copied() else {
            return Ok(report);
        };
        for (borrower_id, loan_id) in ids {
            let loan = record::find(&mut tx, borrower_id, loan_id).await?;
            // Rows tell of the day they were written; time moves a loan without an event.
            let kept = store::find_projection(&mut tx, borrower_id, loan_id).await?;
            let state = loan.state(kept.projected_on)?;
            report.differences.extend(projection(&mut tx, &loan, &state, kept).await?);
            report.differences.extend(ledger(&mut tx, &loan, &state).await?);
            report.loans += 1;
        }
        tx.commit().await?;
        after = last;
    }
}

async fn projection(
    conn: &mut sqlx::PgConnection,
    loan: &Loan,
    state: &State,
    kept: Projection,
) -> Result<Vec<String>> {
    let wanted = Projection::of(state);
    let mut differences = Vec::new();
    if kept != wanted {
        differences.push(format!("{}: the loan's row says {kept:?}, its events say {wanted:?}", loan.number));
    }
    let rows = store::list_installments(conn, loan.borrower_id, loan.loan_id).await?;
    if rows.len() != state.rows.len() {
        differences.push(format!(
            "{}: {} installments are kept, the plan has {}",
            loan.number,
            rows.len(),
            state.rows.len()
        ));
    }
    for (kept, row) in rows.iter().zip(&state.rows) {
        let agree = u32::try_from(kept.n).is_ok_and(|n| n == row.n)
            && kept.due_on == row.due_on
            && kept.principal == row.principal.amount()
            && kept.interest == row.interest.amount()
            && kept.fee == row.fee.amount()
            && kept.paid == row.paid.total.amount()
            && kept.paid_on == row.paid_on;
        if !agree {
            differences.push(format!("{}: installment {} differs from its events", loan.number, row.n));
        }
    }
    Ok(differences)
}

async fn ledger(conn: &mut sqlx::PgConnection, loan: &Loan, state: &State) -> Result<Vec<String>> {
    let posted = store::list_ledger(conn, loan.borrower_id, loan.loan_id).await?;
    let mut wanted: BTreeMap<&str, Decimal> = BTreeMap::new();
    for entry in lending::ledger::entries(state)? {
        for line in &entry.lines {
            *wanted.entry(line.account.code()).or_default() += line.debit.amount() - line.credit.amount();
        }
    }
    // The principal account is compared with the replayed state itself, not with what was derived from it.
    // What was written off is still owed, and no longer an asset.
    let written_off = state.status == LoanStatus::WrittenOff;
    let principal = if written_off { Decimal::ZERO } else { state.outstanding.principal.amount() };
    wanted.insert("loan_principal", principal);
    wanted.insert("borrower_credit", -state.credit_balance.amount());
    let mut differences = Vec::new();
    for sum in &posted {
        let want = wanted.remove(sum.account.as_str()).unwrap_or_default();
        if want != sum.net_debit {
            differences.push(format!(
                "{}: the ledger has {} on {}, the events want {want}",
                loan.number, sum.net_debit, sum.account
            ));
        }
    }
    differences.extend(
        wanted
            .into_iter()
            .filter(|(_, want)| !want.is_zero())
            .map(|(account, want)| format!("{}: the ledger lacks {want} on {account}", loan.number)),
    );
    Ok(differences)
}
