//! The demo lender: a believable portfolio from a seed, a clock that can be moved, colleagues to sign in as.

mod cast;
mod generate;
mod history;
mod names;
mod people;
mod store;

pub mod clock;

pub use cast::Role as DemoPerson;
pub use generate::generate;
pub use people::{DemoStaff, PASSWORD, STAFF, cast, greeting};

use chrono::NaiveDate;

use crate::{Portal, Result, import};

/// Fills an empty demo database; does nothing when it holds borrowers already.
///
/// # Errors
/// When the database cannot be reached or refuses.
pub async fn fill(portal: &Portal, loans: usize, seed: u64, as_of: NaiveDate) -> Result<()> {
    let mut tx = portal.begin(crate::Actor::System).await?;
    let filled = store::has_borrowers(&mut tx).await?;
    tx.commit().await?;
    if filled {
        return Ok(());
    }
    people::hire(portal).await?;
    let portfolio = generate(loans, seed, as_of, portal.lender.currency)?;
    match import::write(portal, &portfolio).await {
        Ok(_) => cast::covenants(portal, as_of).await,
        Err(import::Refused::Fault(fault)) => Err(fault),
        Err(import::Refused::Lines(lines)) => {
            Err(crate::Error::Fault(lines.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")))
        }
    }
}
