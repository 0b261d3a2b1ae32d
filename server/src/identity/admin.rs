//! Colleagues get their accounts here: the first administrator from the command line, the demo's from its script.

use lending::language::Language;
use serde_json::json;
use sqlx::PgConnection;

use super::{store::staff as store, totp::Secret};
use crate::{
    Actor, Error, Portal, Result, Role, audit,
    ids::{PersonId, StaffId},
};

/// A colleague to be.
pub struct NewStaff<'a> {
    pub email: &'a str,
    pub name: &'a str,
    pub language: Language,
    /// Of [`super::password::hash`].
    pub password_hash: &'a str,
    pub roles: &'a [Role],
    /// The person this colleague is as a borrower: nobody decides on their own loan.
    pub person_id: Option<PersonId>,
}

/// Creates a colleague in a transaction of the system. They enrol their second factor when they first sign in.
///
/// # Errors
/// Refusals of fields `email` (`email_shape`, `email_taken`) and `name` (`required`, `too_long`).
pub async fn create_staff(
    conn: &mut PgConnection,
    new: &NewStaff<'_>,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<StaffId> {
    insert(conn, new, StaffId::fresh(), None, now).await
}

/// The same with a second factor that is known in advance: the demo lender shows its codes.
///
/// # Errors
/// As [`create_staff`].
pub async fn create_enrolled_staff(
    portal: &Portal,
    conn: &mut PgConnection,
    new: &NewStaff<'_>,
    secret: &Secret,
) -> Result<StaffId> {
    let staff_id = StaffId::fresh();
    let sealed = secret.seal(portal, staff_id)?;
    insert(conn, new, staff_id, Some(&sealed), portal.clock.now()).await
}

async fn insert(
    conn: &mut PgConnection,
    new: &NewStaff<'_>,
    staff_id: StaffId,
    totp_secret: Option<&[u8]>,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<StaffId> {
    let email = super::password::parse_email(new.email)?;
    let name = new.name.trim();
    match name.chars().count() {
        0 => return Err(Error::refused("name", "required")),
        1..=200 => {}
        _ => return Err(Error::refused_with("name", "too_long", vec!["200".to_owned()])),
    }
    let row = store::NewStaffRow {
        staff_id,
        email: &email,
        name,
        language: new.language.code(),
        password_hash: new.password_hash,
        totp_secret,
        person_id: new.person_id,
    };
    match store::insert_staff(conn, row).await {
        Err(error) if error.constraint() == Some("staff_email_unique") => {
            return Err(Error::refused("email", "email_taken"));
        }
        other => other?,
    }
    for role in new.roles {
        store::insert_role(conn, staff_id, role.code()).await?;
    }
    let line = audit::Line {
        actor: &Actor::System,
        at: now,
        borrower_id: None,
        action: "staff_created",
        subject: "staff",
        subject_id: Some(staff_id.0),
        detail: json!({ "roles": new.roles.iter().map(|r| r.code()).collect::<Vec<_>>() }),
    };
    audit::record(conn, line).await?;
    Ok(staff_id)
}
