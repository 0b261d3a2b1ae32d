//! Papers that support a request: looked at first, put into storage before the transaction, named by
//! it, and taken away again when it fails.

use bytes::Bytes;
use sqlx::PgConnection;

use super::store;
use crate::{
    Error, Portal, Result,
    files::{self, Checked, Stored},
    identity::SignedInPerson,
    ids::RequestId,
};

/// Most papers that come with one form.
const MOST: usize = 5;

/// A file as it came; its name and type are claims until [`crate::files`] has looked.
pub struct SentDocument {
    pub name: String,
    pub content: Bytes,
}

/// Papers that lie in storage and have no row yet.
pub(super) struct Papers(Vec<Stored>);

impl Papers {
    /// Looks at every paper before any is stored, so that one bad paper changes nothing.
    pub(super) async fn put(portal: &Portal, who: &SignedInPerson, sent: Vec<SentDocument>) -> Result<Self> {
        let mut stored = Vec::new();
        for paper in check(portal, &sent).await? {
            match files::put(portal, who, paper).await {
                Ok(file) => stored.push(file),
                Err(error) => {
                    Self(stored).discard(portal).await;
                    return Err(error);
                }
            }
        }
        Ok(Self(stored))
    }

    pub(super) fn count(&self) -> usize {
        self.0.len()
    }

    /// Names the papers in the caller's transaction.
    pub(super) async fn record(
        &self,
        portal: &Portal,
        conn: &mut PgConnection,
        who: &SignedInPerson,
        request_id: RequestId,
    ) -> Result<()> {
        for file in &self.0 {
            let file_id = files::record(conn, who, file, portal.clock.now()).await.map_err(at_documents)?;
            store::insert_document(conn, who.borrower_id, request_id, file_id).await?;
        }
        Ok(())
    }

    pub(super) async fn discard(self, portal: &Portal) {
        for file in self.0 {
            files::discard(portal, file).await;
        }
    }
}

async fn check(portal: &Portal, sent: &[SentDocument]) -> Result<Vec<Checked>> {
    if sent.is_empty() {
        return Ok(Vec::new());
    }
    if sent.len() > MOST {
        return Err(Error::refused_with("documents", "too_many_documents", vec![MOST.to_string()]));
    }
    let limit = files::upload_limit(portal).await?;
    sent.iter().map(|document| files::check(limit, &document.name, &document.content).map_err(at_documents)).collect()
}

/// What is wrong with a file stands by this form's own field.
fn at_documents(error: Error) -> Error {
    match error {
        Error::Refused(refusal) => Error::refused_with("documents", refusal.code, refusal.figures),
        other => other,
    }
}
