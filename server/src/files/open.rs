//! Giving a file back to those who may see it.

use bytes::Bytes;
use sha2::{Digest, Sha256};

use super::{FileKind, store};
use crate::{
    Actor, Error, Portal, Result, Role,
    audit::{self, Line},
    identity::{SignedInPerson, SignedInStaff},
    ids::FileId,
};

/// Which colleagues may open what borrowers sent: all but administrators, who touch no loan.
pub const MAY_OPEN_FILES: &[Role] = &[
    Role::LoanOfficer,
    Role::Reviewer,
    Role::Approver,
    Role::SeniorApprover,
    Role::Collections,
    Role::Finance,
    Role::Compliance,
];

/// A file with its content.
pub struct Opened {
    pub name: String,
    pub kind: FileKind,
    pub content: Bytes,
}

/// A file of the borrower acted for.
///
/// # Errors
/// [`Error::NotFound`] when there is none, or it is somebody else's.
pub async fn open(portal: &Portal, who: &SignedInPerson, file_id: FileId) -> Result<Opened> {
    let mut tx = portal.begin(who.actor()).await?;
    let row = store::find_file(&mut tx, who.borrower_id, file_id).await?.ok_or(Error::NotFound)?;
    tx.commit().await?;
    fetch(portal, row).await
}

/// Any borrower's file, for a colleague; who looked is kept.
///
/// # Errors
/// [`Error::NotFound`] when there is none; [`Error::Forbidden`] without the role.
pub async fn open_at_desk(portal: &Portal, who: &SignedInStaff, file_id: FileId) -> Result<Opened> {
    let staff = who.actor();
    staff.must_be(MAY_OPEN_FILES)?;
    let actor = Actor::from(&staff);
    let mut tx = portal.begin(actor.clone()).await?;
    let row = store::find_file_at_desk(&mut tx, file_id).await?.ok_or(Error::NotFound)?;
    let line = Line {
        actor: &actor,
        at: portal.clock.now(),
        borrower_id: Some(row.borrower_id),
        action: "file_opened",
        subject: "file",
        subject_id: Some(file_id.0),
        detail: serde_json::json!({}),
    };
    audit::record(&mut tx, line).await?;
    tx.commit().await?;
    fetch(portal, row).await
}

/// The content from storage, proven to be what was sent.
async fn fetch(portal: &Portal, row: store::FileRow) -> Result<Opened> {
    let content = portal.files.get(&row.storage_key).await?;
    let kind = FileKind::parse(&row.media_type);
    match kind {
        Some(kind) if Sha256::digest(&content).as_slice() == row.sha256 => Ok(Opened { name: row.name, kind, content }),
        _ => Err(Error::Fault("a stored file is not what was sent".to_owned())),
    }
}
