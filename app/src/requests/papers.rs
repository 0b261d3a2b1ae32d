//! The papers that came with a request.

use lending::language::Language;
use leptos::prelude::*;
use server::{clock::Clock, requests::view::Document};

use super::words;
use crate::{files::words::size, ui::moment};

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
            let bytes = u64::try_from(document.size_bytes).unwrap_or(0);
            let about = format!("{} · {}", size(bytes), moment(l, &clock, document.uploaded_at));
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
