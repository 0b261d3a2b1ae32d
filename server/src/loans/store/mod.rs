//! All SQL of the loans slice.

use chrono::{DateTime, NaiveDate, Utc};
use lending::{
    event::Event,
    ledger::{Account, Entry},
    money::{Currency, Money},
    replay::{LoanStatus, State},
};
use rust_decimal::Decimal;
use serde_json::Value;
use sqlx::PgConnection;

mod bulk;
mod check;

pub(super) use bulk::{Batch, insert_batch};
pub(super) use check::{list_ids, list_installments, list_ledger, list_moved_by_time};

use super::record::Loan;
use crate::{
    Error, Result,
    ids::{BorrowerId, EntryId, LoanId},
};

struct LoanRow {
    borrower_id: BorrowerId,
    loan_id: LoanId,
    number: String,
    product: String,
    name_zh: String,
    name_en: String,
    terms: Value,
    events: Value,
}

impl LoanRow {
    fn into_loan(self) -> Result<Loan> {
        let broken = |what: String| Error::Fault(format!("loan {}: {what}", self.loan_id));
        let terms: lending::terms::Terms = serde_json::from_value(self.terms).map_err(|e| broken(e.to_string()))?;
        let currency = terms.currency();
        let Value::Array(bodies) = self.events else {
            return Err(broken("events are no list".to_owned()));
        };
        let events = bodies.iter().map(|body| Event::parse(body, currency)).collect::<Result<Vec<_>, _>>()?;
        Ok(Loan {
            borrower_id: self.borrower_id,
            loan_id: self.loan_id,
            number: self.number,
            product: self.product,
            product_name_zh: self.name_zh,
            product_name_en: self.name_en,
            terms,
            events,
        })
    }
}

pub(super) async fn lock_loan(conn: &mut PgConnection, borrower_id: BorrowerId, loan_id: LoanId) -> Result<()> {
    // An advisory lock: a person may hold their loan still without the right to change its row.
    sqlx::query_scalar!(
        "select pg_advisory_xact_lock(hashtextextended($1::uuid::text || $2::uuid::text, 0)) is null",
        borrower_id.0,
        loan_id.0
    )
    .fetch_one(conn)
    .await?;
    Ok(())
}

pub(super) async fn find_loan(
    conn: &mut PgConnection,
    borrower_id: BorrowerId,
    loan_id: LoanId,
) -> Result<Option<Loan>> {
    sqlx::query_as!(
        LoanRow,
        r#"select l.borrower_id as "borrower_id: BorrowerId", l.loan_id as "loan_id: LoanId", l.number, l.product,
                  p.name_zh, p.name_en, l.terms,
                  coalesce((select jsonb_agg(e.body order by e.seq) from loan_event e
                            where e.borrower_id = l.borrower_id and e.loan_id = l.loan_id), '[]') as "events!"
           from loan l join product p on p.code = l.product
           where l.borrower_id = $1 and l.loan_id = $2"#,
        borrower_id.0,
        loan_id.0,
    )
    .fetch_optional(conn)
    .await?
    .map(LoanRow::into_loan)
    .transpose()
}

/// All loans of a borrower with their events, newest contract first: one statement for a whole page.
pub(super) async fn list_loans(conn: &mut PgConnection, borrower_id: BorrowerId) -> Result<Vec<Loan>> {
    sqlx::query_as!(
        LoanRow,
        r#"select l.borrower_id as "borrower_id: BorrowerId", l.loan_id as "loan_id: LoanId", l.number, l.product,
                  p.name_zh, p.name_en, l.terms,
                  coalesce((select jsonb_agg(e.body order by e.seq) from loan_event e
                            where e.borrower_id = l.borrower_id and e.loan_id = l.loan_id), '[]') as "events!"
           from loan l join product p on p.code = l.product
           where l.borrower_id = $1
           order by l.created_at desc, l.loan_id desc"#,
        borrower_id.0,
    )
    .fetch_all(conn)
    .await?
    .into_iter()
    .map(LoanRow::into_loan)
    .collect()
}

pub(super) async fn insert_event(
    conn: &mut PgConnection,
    loan: &Loan,
    event: &Event,
    now: DateTime<Utc>,
) -> Result<()> {
    let seq = i32::try_from(event.seq).map_err(|_| Error::Fault("too many events".to_owned()))?;
    sqlx::query!(
        "insert into loan_event (borrower_id, loan_id, seq, event_id, kind, value_date, body, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        loan.borrower_id.0,
        loan.loan_id.0,
        seq,
        event.id,
        event.kind.code(),
        event.on,
        event.to_json(),
        now,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// What the loan's row says of its state on a day; lists, queues and planners read it.
#[derive(Debug, PartialEq)]
pub(super) struct Projection {
    /// The day it tells of.
    pub projected_on: NaiveDate,
    pub status: String,
    pub schedule_version: i32,
    pub outstanding_principal: Decimal,
    pub next_due_on: Option<NaiveDate>,
    pub oldest_unpaid_due_on: Option<NaiveDate>,
    pub final_due_on: NaiveDate,
    pub credit_balance: Decimal,
}

impl Projection {
    pub(super) fn of(state: &State) -> Self {
        let unpaid = || state.rows.iter().filter(|row| row.remaining.total.is_positive()).map(|row| row.due_on).min();
        Self {
            projected_on: state.as_of,
            status: match state.status {
                LoanStatus::Active => "active",
                LoanStatus::Settled => "settled",
                LoanStatus::WrittenOff => "written_off",
            }
            .to_owned(),
            schedule_version: i32::try_from(state.versions.len()).unwrap_or(i32::MAX),
            outstanding_principal: state.outstanding.principal.amount(),
            next_due_on: state.next_due.as_ref().map(|next| next.due_on),
            oldest_unpaid_due_on: unpaid(),
            final_due_on: state.final_due_on,
            credit_balance: state.credit_balance.amount(),
        }
    }
}

pub(super) async fn find_projection(
    conn: &mut PgConnection,
    borrower_id: BorrowerId,
    loan_id: LoanId,
) -> Result<Projection> {
    Ok(sqlx::query_as!(
        Projection,
        "select projected_on, status, schedule_version, outstanding_principal, next_due_on, oldest_unpaid_due_on, final_due_on, credit_balance
         from loan where borrower_id = $1 and loan_id = $2",
        borrower_id.0,
        loan_id.0,
    )
    .fetch_one(conn)
    .await?)
}

pub(super) async fn write_projection(conn: &mut PgConnection, loan: &Loan, state: &State) -> Result<()> {
    let to = Projection::of(state);
    let changed = sqlx::query!(
        "update loan set event_count = $3, status = $4, schedule_version = $5, outstanding_principal = $6,
                next_due_on = $7, oldest_unpaid_due_on = $8, final_due_on = $9, credit_balance = $10, projected_on = $11
         where borrower_id = $1 and loan_id = $2",
        loan.borrower_id.0,
        loan.loan_id.0,
        loan.version(),
        to.status,
        to.schedule_version,
        to.outstanding_principal,
        to.next_due_on,
        to.oldest_unpaid_due_on,
        to.final_due_on,
        to.credit_balance,
        to.projected_on,
    )
    .execute(&mut *conn)
    .await?;
    if changed.rows_affected() != 1 {
        return Err(Error::Fault(format!("the projection of {} was not written", loan.loan_id)));
    }
    write_installments(conn, loan, state).await
}

async fn write_installments(conn: &mut PgConnection, loan: &Loan, state: &State) -> Result<()> {
    let rows = &state.rows;
    let amounts = |of: fn(&lending::replay::StateRow) -> Money| rows.iter().map(|r| of(r).amount()).collect::<Vec<_>>();
    let ns: Vec<i32> = rows.iter().map(|r| i32::try_from(r.n).unwrap_or(i32::MAX)).collect();
    let versions: Vec<i32> = rows.iter().map(|r| i32::try_from(r.version).unwrap_or(i32::MAX)).collect();
    sqlx::query!(
        "insert into installment (borrower_id, loan_id, n, schedule_version, due_on, principal, interest, fee, paid, paid_on)
         select $1, $2, r.* from unnest($3::int[], $4::int[], $5::date[], $6::numeric[], $7::numeric[], $8::numeric[],
                                       $9::numeric[], $10::date[]) as r
         on conflict (borrower_id, loan_id, n) do update
         set schedule_version = excluded.schedule_version, due_on = excluded.due_on, principal = excluded.principal,
             interest = excluded.interest, fee = excluded.fee, paid = excluded.paid, paid_on = excluded.paid_on",
        loan.borrower_id.0,
        loan.loan_id.0,
        &ns,
        &versions,
        &rows.iter().map(|r| r.due_on).collect::<Vec<_>>(),
        &amounts(|r| r.principal),
        &amounts(|r| r.interest),
        &amounts(|r| r.fee),
        &amounts(|r| r.paid.total),
        &rows.iter().map(|r| r.paid_on).collect::<Vec<_>>() as &[Option<NaiveDate>],
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "delete from installment where borrower_id = $1 and loan_id = $2 and n > $3",
        loan.borrower_id.0,
        loan.loan_id.0,
        ns.iter().copied().max().unwrap_or(0),
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// What the ledger holds of one event on one account.
pub(super) struct Posted {
    pub event_id: String,
    pub account: Account,
    pub net_debit: Money,
}

pub(super) async fn list_posted(conn: &mut PgConnection, loan: &Loan) -> Result<Vec<Posted>> {
    let currency: Currency = loan.terms.currency();
    sqlx::query!(
        r#"select e.event_id, l.account, sum(l.debit) - sum(l.credit) as "net!"
           from ledger_entry e join ledger_line l using (borrower_id, entry_id)
           where e.borrower_id = $1 and e.loan_id = $2
           group by e.event_id, l.account"#,
        loan.borrower_id.0,
        loan.loan_id.0,
    )
    .fetch_all(conn)
    .await?
    .into_iter()
    .map(|row| {
        Ok(Posted {
            event_id: row.event_id,
            account: Account::parse(&row.account)
                .ok_or_else(|| Error::Fault(format!("the ledger names an unknown account {}", row.account)))?,
            net_debit: Money::from_decimal(row.net, currency)
                .map_err(|e| Error::Fault(format!("a ledger line: {e}")))?,
        })
    })
    .collect()
}

pub(super) async fn insert_entry(
    conn: &mut PgConnection,
    loan: &Loan,
    entry_id: EntryId,
    entry: &Entry,
    now: DateTime<Utc>,
) -> Result<()> {
    let numbers: Vec<i16> = (1..).take(entry.lines.len()).collect();
    sqlx::query!(
        "with entry as (
             insert into ledger_entry (borrower_id, entry_id, loan_id, event_id, value_date, recorded_at)
             values ($1, $2, $3, $4, $5, $6) returning borrower_id, entry_id)
         insert into ledger_line (borrower_id, entry_id, line_no, account, debit, credit)
         select entry.borrower_id, entry.entry_id, l.*
         from entry, unnest($7::smallint[], $8::text[], $9::numeric[], $10::numeric[]) as l",
        loan.borrower_id.0,
        entry_id.0,
        loan.loan_id.0,
        entry.event_id,
        entry.on,
        now,
        &numbers,
        &entry.lines.iter().map(|l| l.account.code().to_owned()).collect::<Vec<_>>(),
        &entry.lines.iter().map(|l| l.debit.amount()).collect::<Vec<_>>(),
        &entry.lines.iter().map(|l| l.credit.amount()).collect::<Vec<_>>(),
    )
    .execute(conn)
    .await?;
    Ok(())
}
