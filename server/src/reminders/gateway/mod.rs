//! The doors through which messages leave: an SMTP relay, an HTTP SMS gateway, or the demo's mailbox.
//!
//! A door says exactly what it knows. "Perhaps" is an answer of its own ([`Handed::Lost`]): after it an
//! e-mail may be tried again under the same name, an SMS may not.

mod kannel;
mod mailbox;
mod smtp;

use async_trait::async_trait;

use super::store;
use crate::{Portal, Result};

pub use kannel::Kannel;
pub use mailbox::Mailbox;
pub use smtp::Smtp;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channel {
    Sms,
    Email,
}

impl Channel {
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Sms => "sms",
            Self::Email => "email",
        }
    }

    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        [Self::Sms, Self::Email].into_iter().find(|c| c.code() == code)
    }

    /// The kind of contact it leads to.
    #[must_use]
    pub fn contact_kind(self) -> &'static str {
        match self {
            Self::Sms => "phone",
            Self::Email => "email",
        }
    }
}

/// One message, ready to be handed over.
#[derive(Clone, Debug)]
pub struct Letter {
    pub channel: Channel,
    pub to: String,
    pub title: String,
    pub body: String,
    /// Its name, the same at every try: an e-mail's Message-ID.
    pub name: String,
    /// The secret part of the address to which the gateway reports what became of it.
    pub report: Option<String>,
    pub at: chrono::DateTime<chrono::Utc>,
}

/// What a door knows after a message was handed to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Handed {
    Taken,
    /// Certainly not taken; may be tried again.
    RefusedForNow(String),
    /// Certainly not taken, and never will be.
    RefusedForGood {
        why: String,
        bad_address: bool,
    },
    /// Perhaps taken.
    Lost(String),
}

#[async_trait]
pub trait Door: Send + Sync {
    /// Hands one message over. Never longer than half a minute.
    async fn hand(&self, letter: &Letter) -> Handed;

    /// Tries the door without sending anything.
    async fn knock(&self) -> std::result::Result<(), String>;
}

/// The door for a channel; `None` when the lender has set none up.
///
/// # Errors
/// When the settings contradict themselves.
pub fn door(portal: &Portal, channel: Channel) -> Result<Option<Box<dyn Door>>> {
    if portal.demo {
        return Ok(Some(Box::new(Mailbox::new(portal.pool.clone()))));
    }
    let boxed = match channel {
        Channel::Sms => Kannel::from_settings(&portal.messages, &portal.lender, &portal.http)?
            .map(|door| Box::new(door) as Box<dyn Door>),
        Channel::Email => {
            Smtp::from_settings(&portal.messages, &portal.lender)?.map(|door| Box::new(door) as Box<dyn Door>)
        }
    };
    Ok(boxed)
}
