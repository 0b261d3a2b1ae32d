//! A borrower's requests, as a colleague sees them beside other things.

use lending::language::Language;
use leptos::prelude::*;
use server::{clock::Clock, requests::view::RequestRow};

use super::words;
use crate::{
    routes,
    ui::{Seal, moment},
};

/// The requests, or `none` where there are none.
#[component]
pub fn DeskRequests(rows: Vec<RequestRow>, none: &'static str, clock: Clock, language: Language) -> impl IntoView {
    let l = language;
    if rows.is_empty() {
        return view! { <p class="al-quiet">{none}</p> }.into_any();
    }
    let line = |row: RequestRow| {
        let (mood, status) = words::status(l, row.status);
        view! {
            <li class="al-list__item">
                <a class="al-list__link" href=routes::desk_request(row.request_id)>
                    <span class="al-list__text">
                        <span class="al-list__name">{words::change(l, &row.change)}</span>
                        <span class="al-list__about">{format!("{} · {}", row.number, moment(l, &clock, row.filed_at))}</span>
                    </span>
                    <span class="al-list__end"><Seal mood text=status/></span>
                </a>
            </li>
        }
    };
    view! { <ul class="al-list">{rows.into_iter().map(line).collect_view()}</ul> }.into_any()
}
