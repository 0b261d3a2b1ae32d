//! The thing that an audit row tells of, with a link where it has a page that this colleague may read.

use lending::language::Language;
use leptos::prelude::*;
use server::{
    ids::{BorrowerId, FileId, RequestId, UploadId},
    staff::trail::Entry,
};
use uuid::Uuid;

use super::audit_words as words;
use crate::{routes, ui::may_read, visit::Visit};

/// Where it is read at the desk.
fn page(entry: &Entry) -> Option<String> {
    let id = entry.subject_id?;
    Some(match entry.subject.as_str() {
        "request" => routes::desk_request(RequestId(id)),
        "borrower" => routes::desk_borrower(BorrowerId(id)),
        "file" => routes::desk_file(FileId(id)),
        // The row names what is due; the page shows what was sent for it.
        "statement" => {
            let upload = entry.detail.get("upload")?.as_str()?.parse::<Uuid>().ok()?;
            routes::desk_financial(UploadId(upload))
        }
        // A payment and a person stand on their borrower's page.
        "payment" | "person" => routes::desk_borrower(entry.borrower_id?),
        _ => return None,
    })
}

#[component]
pub(super) fn Thing(entry: Entry, language: Language) -> impl IntoView {
    let kind = words::thing(language, &entry.subject);
    let visit = Visit::current();
    let name = entry.subject_name.clone().map(|name| view! { " " <span class="al-typed" dir="auto">{name}</span> });
    match page(&entry).filter(|path| may_read(&visit, path)) {
        Some(href) => view! { <a class="al-table__link" href=href><span>{kind}{name}</span></a> }.into_any(),
        None => view! { {kind}{name} }.into_any(),
    }
}
