//! How and when a person wants to hear of us.

use chrono::NaiveTime;
use sqlx::PgConnection;

use crate::{Result, ids::PersonId};

pub(in crate::reminders) struct PersonRow {
    pub language: String,
    pub time_zone: String,
    pub quiet_from: NaiveTime,
    pub quiet_to: NaiveTime,
}

pub(in crate::reminders) async fn find_preferences(
    conn: &mut PgConnection,
    person_id: PersonId,
) -> Result<Option<PersonRow>> {
    Ok(sqlx::query_as!(
        PersonRow,
        "select language, time_zone, quiet_from, quiet_to from person where person_id = $1",
        person_id.0
    )
    .fetch_optional(conn)
    .await?)
}

/// Kind and value of each contact.
pub(in crate::reminders) async fn list_contacts(
    conn: &mut PgConnection,
    person_id: PersonId,
) -> Result<Vec<(String, String)>> {
    Ok(sqlx::query!("select kind, value from contact where person_id = $1 order by kind desc", person_id.0)
        .fetch_all(conn)
        .await?
        .into_iter()
        .map(|row| (row.kind, row.value))
        .collect())
}

pub(in crate::reminders) async fn update_preferences(
    conn: &mut PgConnection,
    person_id: PersonId,
    to: &PersonRow,
) -> Result<()> {
    sqlx::query!(
        "update person set language = $2, time_zone = $3, quiet_from = $4, quiet_to = $5 where person_id = $1",
        person_id.0,
        to.language,
        to.time_zone,
        to.quiet_from,
        to.quiet_to,
    )
    .execute(conn)
    .await?;
    Ok(())
}
