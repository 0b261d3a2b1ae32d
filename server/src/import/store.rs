//! All SQL of the import.

use std::collections::HashMap;

use sqlx::PgConnection;

use super::{NewPerson, Portfolio};
use crate::{
    Result,
    identity::contact::Contact,
    ids::{BorrowerId, LoanId, PersonId},
};

pub(super) async fn insert_borrowers(conn: &mut PgConnection, portfolio: &Portfolio) -> Result<usize> {
    let all: Vec<_> = portfolio.borrowers.values().collect();
    let done = sqlx::query!(
        "insert into borrower (borrower_id, reference, kind, name)
         select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) on conflict (reference) do nothing",
        &all.iter().map(|_| BorrowerId::fresh().0).collect::<Vec<_>>(),
        &all.iter().map(|b| b.reference.clone()).collect::<Vec<_>>(),
        &all.iter().map(|b| b.kind.clone()).collect::<Vec<_>>(),
        &all.iter().map(|b| b.name.clone()).collect::<Vec<_>>(),
    )
    .execute(conn)
    .await?;
    Ok(usize::try_from(done.rows_affected()).unwrap_or(usize::MAX))
}

pub(super) async fn list_borrowers(conn: &mut PgConnection) -> Result<HashMap<String, BorrowerId>> {
    let rows =
        sqlx::query!(r#"select reference, borrower_id as "id: BorrowerId" from borrower"#).fetch_all(conn).await?;
    Ok(rows.into_iter().map(|r| (r.reference, r.id)).collect())
}

pub(super) async fn list_products(conn: &mut PgConnection) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar!("select code from product order by code").fetch_all(conn).await?)
}

pub(super) async fn list_persons(conn: &mut PgConnection) -> Result<HashMap<String, PersonId>> {
    let rows = sqlx::query!(r#"select reference, person_id as "id: PersonId" from person"#).fetch_all(conn).await?;
    Ok(rows.into_iter().map(|r| (r.reference, r.id)).collect())
}

pub(super) async fn insert_person(conn: &mut PgConnection, id: PersonId, person: &NewPerson) -> Result<()> {
    sqlx::query!(
        "insert into person (person_id, reference, name, language) values ($1, $2, $3, $4)",
        id.0,
        person.reference,
        person.name,
        person.language,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Keeps a contact and answers whose it is: another's when it was known before.
pub(super) async fn insert_contact(
    conn: &mut PgConnection,
    id: PersonId,
    contact: &Contact,
    hash: &[u8],
) -> Result<PersonId> {
    sqlx::query!(
        "insert into sign_in_route (contact_hash, person_id) values ($1, $2) on conflict do nothing",
        hash,
        id.0
    )
    .execute(&mut *conn)
    .await?;
    let holder =
        sqlx::query_scalar!(r#"select person_id as "id: PersonId" from sign_in_route where contact_hash = $1"#, hash)
            .fetch_one(&mut *conn)
            .await?;
    sqlx::query!(
        "insert into contact (person_id, kind, value) values ($1, $2, $3)",
        id.0,
        contact.kind(),
        contact.value(),
    )
    .execute(conn)
    .await?;
    Ok(holder)
}

/// A person of their own loan is `self`; of a company, authorised.
pub(super) async fn insert_membership(conn: &mut PgConnection, borrower: BorrowerId, person: PersonId) -> Result<()> {
    sqlx::query!(
        "insert into membership (borrower_id, person_id, role)
         select $1, $2, case kind when 'person' then 'self' else 'authorised' end from borrower where borrower_id = $1
         on conflict do nothing",
        borrower.0,
        person.0,
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn list_loans(conn: &mut PgConnection) -> Result<HashMap<String, (BorrowerId, LoanId)>> {
    let rows = sqlx::query!(
        r#"select number, borrower_id as "borrower_id: BorrowerId", loan_id as "loan_id: LoanId" from loan_route"#
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|r| (r.number, (r.borrower_id, r.loan_id))).collect())
}
