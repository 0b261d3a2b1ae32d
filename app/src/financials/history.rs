//! What was sent for a statement and what was said to it, newest first.

use lending::language::Language;
use leptos::prelude::*;
use server::{
    clock::Clock,
    financials::{Due, Outcome, Upload},
    ids::FileId,
};

use super::words;
use crate::files::words::size;

/// The papers of a statement. `address` builds a file's address: borrowers and colleagues have their own.
pub(super) fn history(l: Language, clock: &Clock, due: &Due, address: fn(FileId) -> String) -> impl IntoView + use<> {
    let papers: Vec<_> = due
        .uploads
        .iter()
        .enumerate()
        .map(|(at, upload)| paper(l, clock, upload, at == 0, address(upload.file_id)))
        .collect();
    view! { <ul class="al-papers">{papers}</ul> }
}

fn paper(l: Language, clock: &Clock, upload: &Upload, newest: bool, href: String) -> impl IntoView + use<> {
    let bytes = u64::try_from(upload.size_bytes).unwrap_or(0);
    let sent = format!("{} · {}", size(bytes), words::sent_on(l, &words::moment(l, clock, upload.uploaded_at)));
    let decided = upload.reviewed_at.map(|at| words::moment(l, clock, at)).unwrap_or_default();
    let (said, reason) = match &upload.outcome {
        None if newest => (words::waiting(l).to_owned(), None),
        None => (words::replaced(l).to_owned(), None),
        Some(Outcome::Accepted) => (words::accepted_on(l, &decided), None),
        Some(Outcome::Returned { reason }) => (words::returned_on(l, &decided), Some(words::returned_note(l, reason))),
    };
    let extension = upload.file_name.rsplit('.').next().unwrap_or_default().to_uppercase();
    view! {
        <li class="al-paper">
            <span class="al-paper__kind" aria-hidden="true">{extension}</span>
            <span class="al-paper__name">
                <span class="al-typed" dir="auto">{upload.file_name.clone()}</span>
                <span class="al-paper__about">{sent}</span>
                <span class="al-paper__about">{said}</span>
                {reason.map(|text| view! { <span class="al-paper__about al-typed" dir="auto">{text}</span> })}
            </span>
            <a class="al-list__act" href=href download="">
                {words::open_file(l)}<span class="al-visually-hidden al-typed">" " {upload.file_name.clone()}</span>
            </a>
        </li>
    }
}
