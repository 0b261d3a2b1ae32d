//! What two of this slice's pages draw alike.

use chrono::NaiveDateTime;
use lending::language::{self, Language};
use leptos::prelude::*;
use server::reminders::{status::Status, view::Cursor};

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

/// Ways to older rows and back; nothing when everything fits on one page.
#[component]
pub(super) fn Paging(
    /// The page's address with its filters, without where it begins.
    #[prop(into)]
    path: String,
    /// Whether this is not the first page.
    turned: bool,
    next: Option<Cursor>,
    language: Language,
) -> impl IntoView {
    let joint = if path.contains('?') { '&' } else { '?' };
    let older = next.map(|cursor| format!("{path}{joint}after={cursor}"));
    (turned || older.is_some()).then(|| {
        view! {
            <nav class="al-paging" aria-label=words::paging(language)>
                <span></span>
                <span class="al-paging__ways">
                    {turned.then(|| view! {
                        <a class="al-button al-button--quiet al-button--small" rel="first" href=path.clone()>{words::newest(language)}</a>
                    })}
                    {older.map(|href| view! {
                        <a class="al-button al-button--quiet al-button--small" rel="next" href=href>{words::older(language)}</a>
                    })}
                </span>
            </nav>
        }
    })
}
