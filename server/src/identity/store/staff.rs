//! Colleagues, their roles, and what lies between their password and their second factor.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::{
    Result,
    ids::{PersonId, StaffId},
};

pub(in crate::identity) struct StaffRow {
    pub staff_id: StaffId,
    pub password_hash: String,
    pub enrolled: bool,
    pub disabled: bool,
}

/// What the second step needs to know.
pub(in crate::identity) struct FlowRow {
    pub staff_id: StaffId,
    pub email: String,
    pub totp_secret: Option<Vec<u8>>,
    pub enrol_secret: Option<Vec<u8>>,
}

pub(in crate::identity) struct NewStaffRow<'a> {
    pub staff_id: StaffId,
    pub email: &'a str,
    pub name: &'a str,
    pub language: &'a str,
    pub password_hash: &'a str,
    pub totp_secret: Option<&'a [u8]>,
    pub person_id: Option<PersonId>,
}

pub(in crate::identity) async fn find_by_email(conn: &mut PgConnection, email: &str) -> Result<Option<StaffRow>> {
    Ok(sqlx::query_as!(
        StaffRow,
        r#"select staff_id as "staff_id: StaffId", password_hash, totp_secret is not null as "enrolled!",
                  disabled_at is not null as "disabled!"
           from staff where email = $1"#,
        email,
    )
    .fetch_optional(conn)
    .await?)
}

pub(in crate::identity) async fn insert_staff(conn: &mut PgConnection, new: NewStaffRow<'_>) -> Result<()> {
    sqlx::query!(
        "insert into staff (staff_id, email, name, language, password_hash, totp_secret, person_id)
         values ($1, $2, $3, $4, $5, $6, $7)",
        new.staff_id.0,
        new.email,
        new.name,
        new.language,
        new.password_hash,
        new.totp_secret,
        new.person_id.map(|id| id.0),
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(in crate::identity) async fn insert_role(conn: &mut PgConnection, staff_id: StaffId, role: &str) -> Result<()> {
    sqlx::query!("insert into staff_role (staff_id, role) values ($1, $2) on conflict do nothing", staff_id.0, role)
        .execute(conn)
        .await?;
    Ok(())
}

pub(in crate::identity) async fn insert_flow(
    conn: &mut PgConnection,
    flow_hash: &[u8],
    staff_id: StaffId,
    enrol_secret: Option<&[u8]>,
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "insert into staff_sign_in (flow_hash, staff_id, enrol_secret, created_at, expires_at) values ($1, $2, $3, $4, $5)",
        flow_hash,
        staff_id.0,
        enrol_secret,
        now,
        expires_at,
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(in crate::identity) async fn find_flow(
    conn: &mut PgConnection,
    flow_hash: &[u8],
    now: DateTime<Utc>,
) -> Result<Option<FlowRow>> {
    Ok(sqlx::query_as!(
        FlowRow,
        r#"select f.staff_id as "staff_id: StaffId", s.email, s.totp_secret, f.enrol_secret
           from staff_sign_in f join staff s using (staff_id)
           where f.flow_hash = $1 and f.used_at is null and f.expires_at > $2 and f.tries_left > 0 and s.disabled_at is null"#,
        flow_hash,
        now,
    )
    .fetch_optional(conn)
    .await?)
}

/// Takes one try, if there is one left, and says how many remain. The row stays locked until the transaction ends.
pub(in crate::identity) async fn take_flow_try(
    conn: &mut PgConnection,
    flow_hash: &[u8],
    now: DateTime<Utc>,
) -> Result<Option<i16>> {
    Ok(sqlx::query_scalar!(
        "update staff_sign_in set tries_left = tries_left - 1
         where flow_hash = $1 and used_at is null and expires_at > $2 and tries_left > 0
         returning tries_left",
        flow_hash,
        now,
    )
    .fetch_optional(conn)
    .await?)
}

pub(in crate::identity) async fn mark_flow_used(
    conn: &mut PgConnection,
    flow_hash: &[u8],
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!("update staff_sign_in set used_at = $2 where flow_hash = $1", flow_hash, now).execute(conn).await?;
    Ok(())
}

pub(in crate::identity) async fn delete_expired_flows(conn: &mut PgConnection, before: DateTime<Utc>) -> Result<u64> {
    Ok(sqlx::query!("delete from staff_sign_in where expires_at < $1", before).execute(conn).await?.rows_affected())
}

pub(in crate::identity) async fn find_totp_secret(
    conn: &mut PgConnection,
    staff_id: StaffId,
) -> Result<Option<Vec<u8>>> {
    Ok(sqlx::query_scalar!("select totp_secret from staff where staff_id = $1 and disabled_at is null", staff_id.0)
        .fetch_optional(conn)
        .await?
        .flatten())
}

/// Takes an authenticator's step: false when it, or a later one, was taken before.
pub(in crate::identity) async fn take_totp_step(conn: &mut PgConnection, staff_id: StaffId, step: i64) -> Result<bool> {
    let done = sqlx::query!(
        "update staff set totp_last_step = $2 where staff_id = $1 and coalesce(totp_last_step, -1) < $2",
        staff_id.0,
        step,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Takes a recovery code: false when there is no such one, or no more.
pub(in crate::identity) async fn take_recovery_code(
    conn: &mut PgConnection,
    staff_id: StaffId,
    code_hash: &[u8],
) -> Result<bool> {
    let done = sqlx::query!(
        "update staff set recovery_code_hashes = array_remove(recovery_code_hashes, $2)
         where staff_id = $1 and $2 = any (recovery_code_hashes)",
        staff_id.0,
        code_hash,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Enrols the first second factor: false when there is one already.
pub(in crate::identity) async fn mark_enrolled(
    conn: &mut PgConnection,
    staff_id: StaffId,
    secret: &[u8],
    step: i64,
) -> Result<bool> {
    let done = sqlx::query!(
        "update staff set totp_secret = $2, totp_last_step = $3 where staff_id = $1 and totp_secret is null",
        staff_id.0,
        secret,
        step,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(in crate::identity) async fn mark_recovery_codes(
    conn: &mut PgConnection,
    staff_id: StaffId,
    hashes: &[Vec<u8>],
) -> Result<()> {
    sqlx::query!("update staff set recovery_code_hashes = $2 where staff_id = $1", staff_id.0, hashes)
        .execute(conn)
        .await?;
    Ok(())
}

pub(in crate::identity) async fn count_recovery_codes(conn: &mut PgConnection, staff_id: StaffId) -> Result<i32> {
    Ok(sqlx::query_scalar!(
        r#"select cardinality(recovery_code_hashes) as "n!" from staff where staff_id = $1"#,
        staff_id.0
    )
    .fetch_one(conn)
    .await?)
}

pub(in crate::identity) async fn mark_staff_language(
    conn: &mut PgConnection,
    staff_id: StaffId,
    language: &str,
) -> Result<()> {
    sqlx::query!("update staff set language = $2 where staff_id = $1", staff_id.0, language).execute(conn).await?;
    Ok(())
}
