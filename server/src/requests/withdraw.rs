//! A borrower changes their mind.

use lending::request::Action;

use super::{
    case::{Case, Move},
    store,
};
use crate::{Actor, Portal, Result, identity::SignedInPerson, ids::RequestId};

/// Takes a request back while nothing is decided.
///
/// # Errors
/// [`crate::Error::NotFound`] for somebody else's, [`crate::Error::Stale`] when it is decided already.
pub async fn withdraw(portal: &Portal, who: &SignedInPerson, request_id: RequestId) -> Result<()> {
    let now = portal.clock.now();
    let mut tx = portal.begin(who.actor()).await?;
    let mut case = Case::lock(&mut tx, request_id).await?;
    let by = Actor::from(who.actor());
    case.go(&mut tx, Move { action: Action::Withdraw, by: &by, note: "", at: now }).await?;
    store::mark_claim(&mut tx, &case, None).await?;
    case.tell(&mut tx, "request_withdrawn").await?;
    tx.commit().await?;
    Ok(())
}
