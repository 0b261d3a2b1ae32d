//! All SQL about files.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::PgConnection;

use super::Stored;
use crate::{
    Result,
    identity::SignedInPerson,
    ids::{BorrowerId, FileId},
};

pub(super) struct FileRow {
    pub borrower_id: BorrowerId,
    pub name: String,
    pub media_type: String,
    pub sha256: Vec<u8>,
    pub storage_key: String,
}

pub(super) async fn find_file(
    conn: &mut PgConnection,
    borrower_id: BorrowerId,
    file_id: FileId,
) -> Result<Option<FileRow>> {
    Ok(sqlx::query_as!(
        FileRow,
        r#"select borrower_id as "borrower_id: BorrowerId", name, media_type, sha256, storage_key
           from file where borrower_id = $1 and file_id = $2"#,
        borrower_id.0,
        file_id.0,
    )
    .fetch_optional(conn)
    .await?)
}

pub(super) async fn find_file_at_desk(conn: &mut PgConnection, file_id: FileId) -> Result<Option<FileRow>> {
    Ok(sqlx::query_as!(
        FileRow,
        r#"select borrower_id as "borrower_id: BorrowerId", name, media_type, sha256, storage_key
           from file where file_id = $1"#,
        file_id.0,
    )
    .fetch_optional(conn)
    .await?)
}

pub(super) async fn insert_file(
    conn: &mut PgConnection,
    who: &SignedInPerson,
    file: &Stored,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "insert into file (borrower_id, file_id, name, media_type, size_bytes, sha256, storage_key, uploaded_by, uploaded_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        who.borrower_id.0,
        file.file_id.0,
        file.name,
        file.kind.media_type(),
        i64::try_from(file.content.len()).unwrap_or(i64::MAX),
        &file.sha256,
        file.key,
        who.person_id.0,
        now,
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn count_files_since(
    conn: &mut PgConnection,
    borrower_id: BorrowerId,
    since: DateTime<Utc>,
) -> Result<i64> {
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "count!" from file where borrower_id = $1 and uploaded_at > $2"#,
        borrower_id.0,
        since,
    )
    .fetch_one(conn)
    .await?)
}

/// Which of these keys a row names.
pub(super) async fn list_named(conn: &mut PgConnection, keys: &[String]) -> Result<HashSet<String>> {
    let named =
        sqlx::query_scalar!("select storage_key from file where storage_key = any($1)", keys).fetch_all(conn).await?;
    Ok(named.into_iter().collect())
}

pub(super) async fn find_setting(conn: &mut PgConnection, name: &'static str) -> Result<Option<Value>> {
    Ok(sqlx::query_scalar!("select value from setting where name = $1", name).fetch_optional(conn).await?)
}
