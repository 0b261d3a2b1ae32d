//! What `afterloan verify` and carrying forward read: projections and ledger as they stand.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use sqlx::PgConnection;

use crate::{
    Result,
    ids::{BorrowerId, LoanId},
};

/// Loans after `after`, in the order of their keys.
pub(in crate::loans) async fn list_ids(
    conn: &mut PgConnection,
    after: (BorrowerId, LoanId),
    limit: i64,
) -> Result<Vec<(BorrowerId, LoanId)>> {
    Ok(sqlx::query!(
        r#"select borrower_id as "borrower_id: BorrowerId", loan_id as "loan_id: LoanId" from loan
           where (borrower_id, loan_id) > ($1, $2) order by borrower_id, loan_id limit $3"#,
        after.0.0,
        after.1.0,
        limit,
    )
    .fetch_all(conn)
    .await?
    .into_iter()
    .map(|row| (row.borrower_id, row.loan_id))
    .collect())
}

/// Loans on which something unpaid fell due since their rows were written, after `after`, in the order of their keys.
pub(in crate::loans) async fn list_moved_by_time(
    conn: &mut PgConnection,
    today: NaiveDate,
    after: (BorrowerId, LoanId),
    limit: i64,
) -> Result<Vec<(BorrowerId, LoanId)>> {
    Ok(sqlx::query!(
        r#"select distinct l.borrower_id as "borrower_id: BorrowerId", l.loan_id as "loan_id: LoanId"
           from installment i join loan l using (borrower_id, loan_id)
           where i.paid_on is null and l.projected_on < $1
             and (i.due_on <= $1 and (i.due_on >= l.projected_on or l.terms ? 'conventions')
                  or exists (select from jsonb_array_elements(l.terms->'tranches') tranche
                             where (tranche->>'on')::date > l.projected_on and (tranche->>'on')::date <= $1))
             and l.status = 'active' and (l.borrower_id, l.loan_id) > ($2, $3)
           order by l.borrower_id, l.loan_id limit $4"#,
        today,
        after.0.0,
        after.1.0,
        limit,
    )
    .fetch_all(conn)
    .await?
    .into_iter()
    .map(|row| (row.borrower_id, row.loan_id))
    .collect())
}

pub(in crate::loans) struct InstallmentRow {
    pub n: i32,
    pub due_on: NaiveDate,
    pub principal: Decimal,
    pub interest: Decimal,
    pub fee: Decimal,
    pub paid: Decimal,
    pub paid_on: Option<NaiveDate>,
}

pub(in crate::loans) async fn list_installments(
    conn: &mut PgConnection,
    borrower_id: BorrowerId,
    loan_id: LoanId,
) -> Result<Vec<InstallmentRow>> {
    Ok(sqlx::query_as!(
        InstallmentRow,
        "select n, due_on, principal, interest, fee, paid, paid_on from installment
         where borrower_id = $1 and loan_id = $2 order by n",
        borrower_id.0,
        loan_id.0,
    )
    .fetch_all(conn)
    .await?)
}

pub(in crate::loans) struct LedgerSum {
    pub account: String,
    pub net_debit: Decimal,
}

pub(in crate::loans) async fn list_ledger(
    conn: &mut PgConnection,
    borrower_id: BorrowerId,
    loan_id: LoanId,
) -> Result<Vec<LedgerSum>> {
    Ok(sqlx::query_as!(
        LedgerSum,
        r#"select l.account, sum(l.debit) - sum(l.credit) as "net_debit!"
           from ledger_entry e join ledger_line l using (borrower_id, entry_id)
           where e.borrower_id = $1 and e.loan_id = $2 group by l.account order by l.account"#,
        borrower_id.0,
        loan_id.0,
    )
    .fetch_all(conn)
    .await?)
}
