//! A borrower answers a question.

use lending::request::Action;

use super::{
    case::{self, Case, Move},
    documents::{Papers, SentDocument},
};
use crate::{Actor, Portal, Result, identity::SignedInPerson, ids::RequestId};

/// Answers the lender's question, with papers where they help; the request goes back into review.
///
/// # Errors
/// A refusal when the answer is missing or a file is not what it says;
/// [`crate::Error::NotFound`] for somebody else's, [`crate::Error::Stale`] when nothing is asked any more.
pub async fn answer(
    portal: &Portal,
    who: &SignedInPerson,
    request_id: RequestId,
    text: &str,
    sent: Vec<SentDocument>,
) -> Result<()> {
    let text = case::text("answer", text)?;
    let papers = Papers::put(portal, who, sent).await?;
    let done = record(portal, who, request_id, text, &papers).await;
    if done.is_err() {
        papers.discard(portal).await;
    }
    done
}

async fn record(
    portal: &Portal,
    who: &SignedInPerson,
    request_id: RequestId,
    text: &str,
    papers: &Papers,
) -> Result<()> {
    let now = portal.clock.now();
    let mut tx = portal.begin(who.actor()).await?;
    let mut case = Case::lock(&mut tx, request_id).await?;
    let by = Actor::from(who.actor());
    case.go(&mut tx, Move { action: Action::Answer, by: &by, note: text, at: now }).await?;
    papers.record(portal, &mut tx, who, request_id).await?;
    tx.commit().await?;
    Ok(())
}
