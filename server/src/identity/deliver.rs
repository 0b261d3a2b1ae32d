//! Sends a one-time code to the contact it was asked for.
//!
//! Not a job of the outbox: a code must lie nowhere in clear. It leaves once, after the answer, so
//! that the answer takes as long for a contact nobody has; when it is lost the person asks for another.

use lending::{language::Language, texts};

use super::{
    contact::Contact,
    limits::{self, CODES_SENT},
    store::people,
};
use crate::{Actor, Error, Portal, Result, ids::PersonId};

texts! {
    title = "登录验证码", "Your sign-in code";
    body(lender: &str, code: &str) =
        "【{lender}】验证码 {code}，5 分钟内有效。请勿告诉任何人，我们的员工也不会向您索要。",
        "{lender}: {code} is your sign-in code. It works for 5 minutes. Never share it; our staff will not ask for it.";
}

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
    let lender = match code.language {
        Language::Chinese => &portal.lender.lender_name_zh,
        Language::English => &portal.lender.lender_name_en,
    };
    let (title, body) = (title(code.language), body(code.language, lender, &code.code));
    if !portal.demo {
        return Err(Error::Fault("no gateway for one-time codes".to_owned()));
    }
    let channel = if contact.kind() == "phone" { "sms" } else { "email" };
    let mut tx = portal.begin(Actor::System).await?;
    people::insert_captured(&mut tx, portal.clock.now(), channel, contact.value(), title, &body).await?;
    tx.commit().await?;
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
