//! All SQL of the staff slice.

use sqlx::PgConnection;

mod audit;

pub(super) use audit::{AuditQuery, list_audit, list_borrowers_named, list_people_named};

use super::borrowers::{BorrowerRow, LoanRow, Member, masked, money};
use crate::{
    Result,
    ids::{BorrowerId, LoanId},
};

pub(super) async fn list_borrowers(
    conn: &mut PgConnection,
    text: &str,
    phone: Option<&str>,
    after: Option<BorrowerId>,
    limit: i64,
) -> Result<Vec<BorrowerRow>> {
    Ok(sqlx::query_as!(
        BorrowerRow,
        r#"select b.borrower_id as "borrower_id: BorrowerId", b.name, b.kind = 'company' as "is_company!",
                  (select count(*) from loan l where l.borrower_id = b.borrower_id) as "loans!",
                  (select min(l.oldest_unpaid_due_on) from loan l
                   where l.borrower_id = b.borrower_id and l.status = 'active') as oldest_unpaid_due_on,
                  (select count(*) from request r where r.borrower_id = b.borrower_id
                     and r.status not in ('draft', 'applied', 'rejected', 'withdrawn', 'expired', 'declined')) as "open_requests!"
           from borrower b
           where ($1 = '' or strpos(lower(b.name), lower($1)) > 0
                  or exists (select 1 from loan l where l.borrower_id = b.borrower_id and strpos(lower(l.number), lower($1)) > 0)
                  or exists (select 1 from membership m join contact c using (person_id)
                             where m.borrower_id = b.borrower_id and c.kind = 'phone' and right(c.value, length($2)) = $2))
             and ($3::uuid is null or b.borrower_id > $3)
           order by b.borrower_id limit $4"#,
        text,
        phone,
        after.map(|id| id.0),
        limit,
    )
    .fetch_all(conn)
    .await?)
}

pub(super) async fn find_borrower(
    conn: &mut PgConnection,
    borrower_id: BorrowerId,
) -> Result<Option<(String, String)>> {
    let row = sqlx::query!("select name, kind from borrower where borrower_id = $1", borrower_id.0)
        .fetch_optional(conn)
        .await?;
    Ok(row.map(|row| (row.name, row.kind)))
}

pub(super) async fn list_members(conn: &mut PgConnection, borrower_id: BorrowerId) -> Result<Vec<Member>> {
    let rows = sqlx::query!(
        r#"select p.name, m.role,
                  coalesce((select array_agg(c.value order by c.kind desc) from contact c where c.person_id = p.person_id), '{}') as "contacts!"
           from membership m join person p using (person_id)
           where m.borrower_id = $1 order by p.name, p.person_id"#,
        borrower_id.0,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Member {
            name: row.name,
            role: row.role,
            contacts: row.contacts.iter().map(|c| masked(c)).collect(),
        })
        .collect())
}

pub(super) async fn list_loans(conn: &mut PgConnection, borrower_id: BorrowerId) -> Result<Vec<LoanRow>> {
    sqlx::query!(
        r#"select l.loan_id as "loan_id: LoanId", l.number, p.name_zh, p.name_en, l.status, l.outstanding_principal, l.currency,
                  l.next_due_on, l.oldest_unpaid_due_on, l.final_due_on, l.schedule_version
           from loan l join product p on p.code = l.product
           where l.borrower_id = $1 order by l.status, l.created_at desc, l.loan_id desc"#,
        borrower_id.0,
    )
    .fetch_all(conn)
    .await?
    .into_iter()
    .map(|row| {
        Ok(LoanRow {
            outstanding: money(row.outstanding_principal, &row.currency)?,
            loan_id: row.loan_id,
            number: row.number,
            product_name_zh: row.name_zh,
            product_name_en: row.name_en,
            status: row.status,
            next_due_on: row.next_due_on,
            oldest_unpaid_due_on: row.oldest_unpaid_due_on,
            final_due_on: row.final_due_on,
            schedule_version: row.schedule_version,
        })
    })
    .collect()
}
