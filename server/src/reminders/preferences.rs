//! Language, time zone and quiet hours of a person, and where messages reach them.

use chrono::{NaiveTime, Timelike};
use chrono_tz::Tz;
use lending::language::Language;
use serde_json::json;

use super::{
    store::{self, PersonRow},
    text::masked,
};
use crate::{Actor, Error, Portal, Result, audit, identity::SignedInPerson};

/// How a person wants to hear of us.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preferences {
    pub language: Language,
    pub time_zone: String,
    pub quiet_from: NaiveTime,
    pub quiet_to: NaiveTime,
    /// Kind (`phone`, `email`) and masked value.
    pub contacts: Vec<(String, String)>,
}

/// What was typed into the form; parsed by [`save`].
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    pub language: &'a str,
    pub time_zone: &'a str,
    pub quiet_from: &'a str,
    pub quiet_to: &'a str,
}

/// # Errors
/// When the database cannot be reached.
pub async fn read(portal: &Portal, who: &SignedInPerson) -> Result<Preferences> {
    let mut tx = portal.read(who.actor()).await?;
    let row = store::find_preferences(&mut tx, who.person_id).await?.ok_or(Error::NotFound)?;
    let contacts = store::list_contacts(&mut tx, who.person_id).await?;
    Ok(Preferences {
        language: Language::parse(&row.language).unwrap_or_default(),
        time_zone: row.time_zone,
        quiet_from: row.quiet_from,
        quiet_to: row.quiet_to,
        contacts: contacts.into_iter().map(|(kind, value)| (kind, masked(&value))).collect(),
    })
}

/// Keeps what a person wants; the next message follows it, also one that waits already.
///
/// # Errors
/// A refusal by the field that does not parse.
pub async fn save(portal: &Portal, who: &SignedInPerson, wanted: Wanted<'_>) -> Result<Language> {
    let language = Language::parse(wanted.language).ok_or_else(|| Error::refused("language", "unknown_language"))?;
    wanted.time_zone.parse::<Tz>().map_err(|_| Error::refused("time_zone", "unknown_time_zone"))?;
    let to = PersonRow {
        language: language.code().to_owned(),
        time_zone: wanted.time_zone.to_owned(),
        quiet_from: hour("quiet_from", wanted.quiet_from)?,
        quiet_to: hour("quiet_to", wanted.quiet_to)?,
    };
    let mut tx = portal.begin(who.actor()).await?;
    store::update_preferences(&mut tx, who.person_id, &to).await?;
    audit::record(
        &mut tx,
        audit::Line {
            actor: &Actor::from(who.actor()),
            at: portal.clock.now(),
            borrower_id: Some(who.borrower_id),
            action: "preferences_saved",
            subject: "person",
            subject_id: Some(who.person_id.0),
            detail: json!({
                "language": to.language, "time_zone": to.time_zone,
                "quiet_from": to.quiet_from.to_string(), "quiet_to": to.quiet_to.to_string(),
            }),
        },
    )
    .await?;
    tx.commit().await?;
    Ok(language)
}

/// `21:00`, `9:05`, full-width digits and colon as well.
fn hour(field: &'static str, typed: &str) -> Result<NaiveTime> {
    let plain: String = typed
        .chars()
        .map(|c| match c {
            '０'..='９' => char::from_digit(u32::from(c) - u32::from('０'), 10).unwrap_or(c),
            '：' => ':',
            c => c,
        })
        .collect();
    let time = NaiveTime::parse_from_str(plain.trim(), "%H:%M").map_err(|_| Error::refused(field, "not_a_time"))?;
    // "23:59:60" is a time to the library, and to nobody else.
    if time.nanosecond() == 0 { Ok(time) } else { Err(Error::refused(field, "not_a_time")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_hour_is_read_as_people_type_it() {
        for (typed, read) in [
            ("21:00", Some("21:00:00")),
            ("２１：３０", Some("21:30:00")),
            ("8:05", Some("08:05:00")),
            ("24:00", None),
            ("9", None),
            ("", None),
            ("🕘", None),
        ] {
            assert_eq!(hour("quiet_from", typed).ok().map(|t| t.to_string()), read.map(str::to_owned), "{typed}");
        }
    }
}
