//! Many new loans at once: the same rows as [`super::record`] writes, a few hundred loans a statement.

use chrono::{DateTime, NaiveDate, Utc};
use lending::{ledger, replay::replay};
use sqlx::PgConnection;

use super::{record::Loan, store};
use crate::{Result, ids::EntryId};

/// Loans that one statement takes: large enough to be quick, small enough to stay in memory.
pub const CHUNK: usize = 250;

/// Writes loans that are not there yet, with their events, projections and ledger entries.
///
/// # Errors
/// When a loan contradicts itself (name it with [`Loan::number`]) or the database refuses.
pub async fn open(conn: &mut PgConnection, loans: &[Loan], today: NaiveDate, now: DateTime<Utc>) -> Result<()> {
    for chunk in loans.chunks(CHUNK) {
        let mut batch = store::Batch::default();
        for loan in chunk {
            let state = replay(&loan.terms, &loan.events, today)?;
            batch.add_loan(loan, &state);
            for entry in ledger::entries(&state)? {
                if !entry.lines.is_empty() {
                    batch.add_entry(loan, EntryId::fresh(), &entry);
                }
            }
        }
        store::insert_batch(conn, &batch, now).await?;
    }
    Ok(())
}
