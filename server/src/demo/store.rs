//! All SQL of the demo lender.

use chrono::NaiveDate;
use lending::language::Language;
use sqlx::PgConnection;

use super::desk::Party;
use crate::{
    Result,
    identity::SignedInPerson,
    ids::{BorrowerId, DueId, LoanId, PersonId, SessionId, StaffId},
};

pub(super) async fn has_borrowers(conn: &mut PgConnection) -> Result<bool> {
    Ok(sqlx::query_scalar!(r#"select exists (select 1 from borrower) as "there!""#).fetch_one(conn).await?)
}

pub(super) async fn has_staff(conn: &mut PgConnection) -> Result<bool> {
    Ok(sqlx::query_scalar!(r#"select exists (select 1 from staff) as "there!""#).fetch_one(conn).await?)
}

/// Moves the kept clock and answers with its new offset.
pub(super) async fn move_clock(conn: &mut PgConnection, seconds: i64) -> Result<i64> {
    Ok(sqlx::query_scalar!(
        "update portal set demo_clock_offset_seconds = demo_clock_offset_seconds + $1 where is_demo
         returning demo_clock_offset_seconds",
        seconds
    )
    .fetch_one(conn)
    .await?)
}

/// Companies send income statements each quarter and a balance sheet each year. Of the first two one was
/// forgotten and one is due about now, whatever day it is; the balance sheet comes with the next year.
pub(super) async fn insert_covenants(conn: &mut PgConnection, as_of: NaiveDate) -> Result<()> {
    sqlx::query!(
        "insert into covenant (borrower_id, covenant_id, kind, every_months, grace_days, from_on)
         select b.borrower_id, gen_random_uuid(), c.kind, c.every_months, c.grace_days,
                c.from_on
         from borrower b,
              (values ('income_statement', 3::smallint, 60::smallint,
                       (date_trunc('quarter', $1::date - interval '14 days') - interval '6 months')::date),
                      ('balance_sheet', 12::smallint, 120::smallint, date_trunc('year', $1::date)::date))
                  as c (kind, every_months, grace_days, from_on)
         where b.kind = 'company' on conflict do nothing",
        as_of,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Whom a row names, as if just signed in.
fn signed_in(person_id: PersonId, borrower_id: BorrowerId, name: String, borrower_name: String) -> SignedInPerson {
    let language = if name.is_ascii() { Language::English } else { Language::Chinese };
    SignedInPerson {
        session_id: SessionId::fresh(),
        person_id,
        borrower_id,
        name,
        borrower_name,
        borrowers: 1,
        language,
    }
}

/// Loans that are not late, the largest first, each with one person who may act on it.
pub(super) async fn list_parties(conn: &mut PgConnection, today: NaiveDate) -> Result<Vec<Party>> {
    let rows = sqlx::query!(
        r#"select distinct on (l.outstanding_principal, l.number) l.number, l.loan_id as "loan_id: LoanId",
                  l.borrower_id as "borrower_id: BorrowerId", m.person_id as "person_id: PersonId",
                  p.name, b.name as borrower_name
           from loan l join borrower b using (borrower_id) join membership m using (borrower_id)
                join person p using (person_id)
           where l.status = 'active' and coalesce(l.oldest_unpaid_due_on, $1) >= $1
           order by l.outstanding_principal desc, l.number, m.person_id"#,
        today,
    )
    .fetch_all(conn)
    .await?;
    let party = |number, loan_id, person| Party { number, loan_id, person };
    Ok(rows
        .into_iter()
        .map(|r| party(r.number, r.loan_id, signed_in(r.person_id, r.borrower_id, r.name, r.borrower_name)))
        .collect())
}

/// A statement that is due and not of the borrower who has this loan.
pub(super) async fn find_statement(
    conn: &mut PgConnection,
    not_of_loan: &str,
) -> Result<Option<(DueId, SignedInPerson)>> {
    let row = sqlx::query!(
        r#"select d.due_id as "due_id: DueId", d.borrower_id as "borrower_id: BorrowerId",
                  m.person_id as "person_id: PersonId", p.name, b.name as borrower_name
           from statement_due d join borrower b using (borrower_id) join membership m using (borrower_id)
                join person p using (person_id)
           where d.status = 'due'
             and d.borrower_id not in (select l.borrower_id from loan l where l.number = $1)
           order by d.due_on, b.name, m.person_id limit 1"#,
        not_of_loan,
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|r| (r.due_id, signed_in(r.person_id, r.borrower_id, r.name, r.borrower_name))))
}

pub(super) async fn find_staff(conn: &mut PgConnection, email: &str) -> Result<StaffId> {
    Ok(sqlx::query_scalar!(r#"select staff_id as "staff_id: StaffId" from staff where email = $1"#, email)
        .fetch_one(conn)
        .await?)
}
