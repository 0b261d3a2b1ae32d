//! One-time codes: straight through the door. A code is written into no ledger, no job and no log.

use chrono::TimeDelta;
use lending::language::Language;

use super::{
    gateway::{self, Channel, Handed, Letter},
    text::signed_line,
    words,
};
use crate::{Portal, Result, keys};

/// Sends a code and answers whether it may be on its way. Its text says how long it is good for.
///
/// # Errors
/// When the settings of the door contradict themselves.
pub async fn send(
    portal: &Portal,
    channel: Channel,
    to: &str,
    language: Language,
    code: &str,
    good_for: TimeDelta,
) -> Result<bool> {
    let Some(door) = gateway::door(portal, channel)? else {
        tracing::error!(channel = channel.code(), "a code cannot be sent: no gateway is set up");
        return Ok(false);
    };
    let lender = match language {
        Language::Chinese => &portal.lender.lender_name_zh,
        Language::English => &portal.lender.lender_name_en,
    };
    let said = words::code(language, code, good_for.num_minutes());
    let body = match channel {
        Channel::Sms => signed_line(language, lender, &said),
        Channel::Email => format!("{said}\n\n{lender}\n"),
    };
    let letter = Letter {
        channel,
        to: to.to_owned(),
        title: words::code_title(language).to_owned(),
        body,
        name: format!("code_{}", keys::fresh_token()),
        report: None,
        at: portal.clock.now(),
    };
    match door.hand(&letter).await {
        Handed::Taken => Ok(true),
        Handed::Lost(why) => {
            tracing::warn!(channel = channel.code(), %why, "a code is perhaps on its way");
            Ok(true)
        }
        Handed::RefusedForNow(why) | Handed::RefusedForGood { why, .. } => {
            tracing::warn!(channel = channel.code(), %why, "a code was not taken");
            Ok(false)
        }
    }
}
