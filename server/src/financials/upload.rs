//! Sending a statement: looked at, put into storage, and only then written down.

use bytes::Bytes;
use sqlx::PgConnection;

use super::{Action, store};
use crate::{
    Actor, Error, Portal, Result,
    audit::{self, Line},
    files::{self, Stored},
    identity::SignedInPerson,
    ids::{DueId, FormKey, UploadId},
};

/// Takes a file for a statement that is due. Sent twice with the same key it is taken once. The newest
/// file counts; whoever reviews sees that one.
///
/// # Errors
/// [`Error::NotFound`] when nothing of the borrower's is due under this id; refusals of
/// [`files::check`]; `statement_accepted` when it is too late for another file.
pub async fn upload(
    portal: &Portal,
    who: &SignedInPerson,
    due_id: DueId,
    key: FormKey,
    name: &str,
    content: &Bytes,
) -> Result<UploadId> {
    let mut tx = portal.begin(who.actor()).await?;
    let due = store::find_due(&mut tx, who.borrower_id, due_id).await?.ok_or(Error::NotFound)?;
    let before = already(&mut tx, who, due_id, key).await?;
    tx.commit().await?;
    if let Some(upload_id) = before {
        return Ok(upload_id);
    }
    due.status.after(Action::Upload)?;
    let checked = files::check(files::upload_limit(portal).await?, name, content)?;
    let stored = files::put(portal, who, checked).await?;
    match write(portal, who, due_id, key, &stored).await {
        Ok(Written::Now(upload_id)) => Ok(upload_id),
        Ok(Written::Before(upload_id)) => {
            files::discard(portal, stored).await;
            Ok(upload_id)
        }
        Err(error) => {
            files::discard(portal, stored).await;
            Err(error)
        }
    }
}

enum Written {
    Now(UploadId),
    /// A second copy of the same form got here first.
    Before(UploadId),
}

async fn write(portal: &Portal, who: &SignedInPerson, due_id: DueId, key: FormKey, stored: &Stored) -> Result<Written> {
    let now = portal.clock.now();
    let actor = Actor::from(who.actor());
    let mut tx = portal.begin(actor.clone()).await?;
    let status = store::lock_due(&mut tx, who.borrower_id, due_id).await?.ok_or(Error::NotFound)?;
    if let Some(upload_id) = already(&mut tx, who, due_id, key).await? {
        return Ok(Written::Before(upload_id));
    }
    let next = status.after(Action::Upload)?;
    let file_id = files::record(&mut tx, who, stored, now).await?;
    let upload_id = UploadId::fresh();
    store::insert_upload(&mut tx, who.borrower_id, upload_id, due_id, file_id, key, now).await?;
    store::mark_due(&mut tx, who.borrower_id, due_id, next).await?;
    let line = Line {
        actor: &actor,
        at: now,
        borrower_id: Some(who.borrower_id),
        action: "statement_uploaded",
        subject: "statement",
        subject_id: Some(due_id.0),
        detail: serde_json::json!({ "upload": upload_id, "file": file_id }),
    };
    audit::record(&mut tx, line).await?;
    tx.commit().await?;
    Ok(Written::Now(upload_id))
}

/// The upload that this form made before, if it did.
async fn already(
    conn: &mut PgConnection,
    who: &SignedInPerson,
    due_id: DueId,
    key: FormKey,
) -> Result<Option<UploadId>> {
    match store::find_by_form(conn, who.borrower_id, key).await? {
        Some((upload_id, of)) if of == due_id => Ok(Some(upload_id)),
        Some(_) => Err(Error::Stale("form")),
        None => Ok(None),
    }
}
