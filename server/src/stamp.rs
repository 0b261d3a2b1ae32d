//! A demo lender's database says so, and a real portal refuses it.

use sqlx::PgPool;

use crate::clock::Clock;

#[derive(Debug, thiserror::Error)]
pub enum StampProblem {
    #[error(
        "this database holds a demo lender; a real portal needs one of its own (run it with --demo, or set another DATABASE_URL)"
    )]
    IsDemo,
    #[error("this database holds real borrowers; --demo would show them to anybody. Use another database")]
    IsReal,
    #[error("database: {0}")]
    Sql(#[from] sqlx::Error),
}

/// Lets the demo into an empty or stamped database only, and a real portal into an unstamped one only.
///
/// # Errors
/// One clear line.
pub async fn check(pool: &PgPool, demo: bool) -> Result<(), StampProblem> {
    let stamped: bool = sqlx::query_scalar!("select is_demo from portal").fetch_one(pool).await?;
    match (demo, stamped) {
        (false, true) => Err(StampProblem::IsDemo),
        (true, false) => {
            let mut tx = crate::actor::begin(pool, &crate::Actor::System).await.map_err(|_| sqlx::Error::PoolClosed)?;
            let used: bool =
                sqlx::query_scalar!(r#"select exists (select 1 from borrower) as "used!""#).fetch_one(&mut *tx).await?;
            if used {
                return Err(StampProblem::IsReal);
            }
            sqlx::query!("update portal set is_demo = true, stamped_at = now()").execute(&mut *tx).await?;
            tx.commit().await?;
            Ok(())
        }
        _ => Ok(()),
    }
}

/// Takes the demo clock's offset from the database; a real portal's clock is the system's.
///
/// # Errors
/// When the database cannot be reached.
pub async fn follow_demo_clock(pool: &PgPool, clock: &Clock, demo: bool) -> Result<(), StampProblem> {
    if demo {
        clock.set_offset_seconds(
            sqlx::query_scalar!("select demo_clock_offset_seconds from portal").fetch_one(pool).await?,
        );
    }
    Ok(())
}
