//! Keeping a file: into storage first, under a fresh key, then its row. What breaks in between leaves
//! a file that no row names, and [`super::sweep`] takes it away.

use bytes::Bytes;
use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};
use sqlx::PgConnection;

use super::{Checked, FileKind, limits, store};
use crate::{Portal, Result, identity::SignedInPerson, ids::FileId};

/// A file that lies in storage and has no row yet.
pub struct Stored {
    pub(super) file_id: FileId,
    pub(super) key: String,
    pub(super) name: String,
    pub(super) kind: FileKind,
    pub(super) content: Bytes,
    pub(super) sha256: [u8; 32],
}

/// Puts a file into storage. Done before the transaction that [`record`]s it, which then waits for nobody.
///
/// # Errors
/// When the storage refuses.
pub async fn put(portal: &Portal, who: &SignedInPerson, file: Checked) -> Result<Stored> {
    let file_id = FileId::fresh();
    let key = format!("{}/{}", who.borrower_id.0.simple(), file_id.0.simple());
    portal.files.put(&key, file.content.clone()).await?;
    let sha256 = Sha256::digest(&file.content).into();
    Ok(Stored { file_id, key, name: file.name, kind: file.kind, content: file.content, sha256 })
}

/// Writes the row of a stored file.
///
/// # Errors
/// Refusal `too_many_files` when the borrower has sent too many today.
pub async fn record(
    conn: &mut PgConnection,
    who: &SignedInPerson,
    file: &Stored,
    now: DateTime<Utc>,
) -> Result<FileId> {
    limits::within_quota(conn, who, now).await?;
    store::insert_file(conn, who, file, now).await?;
    Ok(file.file_id)
}

/// Takes a stored file away whose row was not written after all. A failure is only logged: the sweep
/// comes by later.
pub async fn discard(portal: &Portal, file: Stored) {
    if let Err(error) = portal.files.delete(&file.key).await {
        tracing::warn!(%error, file = %file.file_id, "a file without a row stays until the next sweep");
    }
}

/// [`put`] and [`record`] in one, within the caller's transaction.
///
/// # Errors
/// Theirs.
pub async fn keep(portal: &Portal, conn: &mut PgConnection, who: &SignedInPerson, file: Checked) -> Result<FileId> {
    let stored = put(portal, who, file).await?;
    match record(conn, who, &stored, portal.clock.now()).await {
        Ok(id) => Ok(id),
        Err(error) => {
            discard(portal, stored).await;
            Err(error)
        }
    }
}
