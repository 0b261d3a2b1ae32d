//! The papers that came with a request.

use lending::language::Language;
use leptos::prelude::*;
use server::{clock::Clock, requests::view::Document};

use super::words;
use crate::ui::moment;

/// A list of papers, each to be opened.
#[component]
pub fn Papers(
    documents: Vec<Document>,
    /// Builds the address of a paper for this reader.
    address: fn(server::ids::FileId) -> String,
    clock: Clock,
    language: Language,
) -> impl IntoView {
    let l = language;
    if documents.is_empty() {
        return view! { <p class="al-quiet">{words::no_papers(l)}</p> }.into_any();
    }
    let items = documents
        .into_iter()
        .map(|document| {
            let about = format!("{} · {}", size(document.size_bytes), moment(l, &clock, document.uploaded_at));
            let kind = kind(&document.media_type);
            let name = document.name.clone();
            view! {
                <li class="al-paper">
                    <span class="al-paper__kind" aria-hidden="true">{kind}</span>
                    <span class="al-paper__name al-typed" dir="auto">{document.name}<span class="al-paper__about">{about}</span></span>
                    <a class="al-list__act" href=address(document.file_id)>
                        {words::open_file(l)} <span class="al-visually-hidden al-typed">" " {name}</span>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="al-papers">{items}</ul> }.into_any()
}

fn kind(media_type: &str) -> &'static str {
    match media_type {
        "application/pdf" => "PDF",
        "text/csv" => "CSV",
        "image/png" => "PNG",
        "image/jpeg" => "JPEG",
        "image/heic" => "HEIC",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" => "XLSX",
        _ => "?",
    }
}

/// Bytes as people read them, one digit after the point.
fn size(bytes: i64) -> String {
    let tenths = |unit: i64| (bytes * 10 + unit / 2) / unit;
    let (tenths, unit) = match bytes {
        ..1_000 => return format!("{bytes} B"),
        1_000..1_000_000 => (tenths(1_000), "kB"),
        _ => (tenths(1_000_000), "MB"),
    };
    format!("{}.{} {unit}", tenths / 10, tenths % 10)
}
