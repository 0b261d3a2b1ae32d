//! The demo lender: a believable portfolio from a seed, a clock that can be moved, colleagues to sign in as.

mod cast;
mod desk;
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
    let (filled, hired) = (store::has_borrowers(&mut tx).await?, store::has_staff(&mut tx).await?);
    tx.commit().await?;
    if filled {
        return Ok(());
    }
    // A demo that was killed while it was being filled goes on from there.
    if !hired {
        people::hire(portal).await?;
    }
    let portfolio = generate(loans, seed, as_of, portal.lender.currency)?;
    match import::write(portal, &portfolio).await {
        Ok(_) => {
            cast::covenants(portal, as_of).await?;
            desk::open(portal, &STAFF[0]).await
        }
        Err(import::Refused::Fault(fault)) => Err(fault),
        Err(import::Refused::Lines(lines)) => {
            Err(crate::Error::Fault(lines.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")))
        }
    }
}
