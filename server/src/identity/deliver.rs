//! Sends a one-time code to the contact it was asked for.
//!
//! Not a job of the outbox: a code must lie nowhere in clear. It leaves once, after the answer, so
//! that the answer takes as long for a contact nobody has; when it is lost the person asks for another.

use lending::language::Language;

use super::{
    codes::VALID,
    contact::Contact,
    limits::{self, CODES_SENT},
    store::people,
};
use crate::{
    Actor, Error, Portal, Result,
    ids::PersonId,
    reminders::{self, gateway::Channel},
};

pub(super) struct Code {
    pub person_id: PersonId,
    pub contact_hash: Vec<u8>,
    pub code: String,
    pub language: Language,
}

/// Sends without making the person wait.
pub(super) fn soon(portal: &Portal, code: Code) {
    let portal = portal.clone();
    tokio::spawn(async move {
        if let Err(error) = send(&portal, code).await {
            tracing::error!(%error, "a one-time code could not be sent");
        }
    });
}

async fn send(portal: &Portal, code: Code) -> Result<()> {
    limits::spend(portal, portal.clock.unmoved_now(), &[(CODES_SENT, b"all")]).await?;
    let contact = contact(portal, code.person_id, &code.contact_hash).await?;
    let channel = if contact.kind() == "phone" { Channel::Sms } else { Channel::Email };
    reminders::code::send(portal, channel, contact.value(), code.language, &code.code, VALID).await?;
    Ok(())
}

/// The contact as it is on file; what was typed is never written to.
async fn contact(portal: &Portal, person_id: PersonId, hash: &[u8]) -> Result<Contact> {
    let mut tx = portal.begin(Actor::System).await?;
    let rows = people::list_contacts(&mut tx, person_id).await?;
    tx.commit().await?;
    rows.into_iter()
        .filter_map(|row| match row.kind.as_str() {
            "phone" => Some(Contact::Phone(row.value)),
            "email" => Some(Contact::Email(row.value)),
            _ => None,
        })
        .find(|contact| contact.hash(&portal.keys) == hash)
        .ok_or_else(|| Error::Fault("a sign-in route leads to a contact that is not on file".to_owned()))
}
