//! All SQL of the demo lender.

use chrono::NaiveDate;
use sqlx::PgConnection;

use crate::Result;

pub(super) async fn has_borrowers(conn: &mut PgConnection) -> Result<bool> {
    Ok(sqlx::query_scalar!(r#"select exists (select 1 from borrower) as "there!""#).fetch_one(conn).await?)
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

/// Companies send income statements each quarter and a balance sheet each year.
pub(super) async fn insert_covenants(conn: &mut PgConnection, as_of: NaiveDate) -> Result<()> {
    sqlx::query!(
        "insert into covenant (borrower_id, covenant_id, kind, every_months, grace_days, from_on)
         select b.borrower_id, gen_random_uuid(), c.kind, c.every_months, c.grace_days,
                date_trunc('year', $1::date - interval '1 year')::date
         from borrower b,
              (values ('income_statement', 3::smallint, 60::smallint), ('balance_sheet', 12::smallint, 120::smallint))
                  as c (kind, every_months, grace_days)
         where b.kind = 'company' on conflict do nothing",
        as_of,
    )
    .execute(conn)
    .await?;
    Ok(())
}
