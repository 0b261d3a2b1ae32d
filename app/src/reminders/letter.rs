//! What two of this slice's pages draw alike.

use chrono::NaiveDateTime;
use lending::language::{self, Language};
use leptos::prelude::*;
use server::reminders::status::Status;

use super::words;
use crate::ui::{Mood, Seal};

/// What a clock showed, the receiver's or the lender's: `2026年11月22日 10:42`, `22 Nov 2026 10:42`.
pub(super) fn moment(l: Language, at: NaiveDateTime) -> String {
    format!("{} {}", language::date_in_year(l, at.date()), at.format("%H:%M"))
}

/// A status as a stamp.
#[component]
pub(super) fn StatusSeal(status: Status, language: Language) -> impl IntoView {
    let mood = match status {
        Status::Sent | Status::Delivered => Mood::Good,
        Status::PermanentFailure => Mood::Late,
        Status::Sending | Status::TemporaryFailure | Status::Unconfirmed => Mood::Wait,
        Status::Created | Status::Queued => Mood::Plain,
        Status::Cancelled | Status::Suppressed => Mood::Off,
    };
    view! { <Seal mood text=words::status(language, status)/> }
}
