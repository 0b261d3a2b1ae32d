//! `/requests`: all the borrower ever asked for.

use lending::language::Language;
use leptos::prelude::*;
use server::{
    clock::Clock,
    requests::view::{self, RequestRow},
};

use super::words;
use crate::{
    loans::words as loan_words,
    routes,
    ui::{Frame, Load, Seal, Tab, moment, with_person},
};

#[component]
pub fn RequestsPage() -> impl IntoView {
    let (portal, visit, person) = with_person();
    let l = visit.language;
    let clock = portal.clock.clone();
    let data = async move {
        let person = person.ok_or(server::Error::NotFound)?;
        view::list(&portal, &person).await
    };
    let draw = move |rows: Vec<RequestRow>| {
        let body = if rows.is_empty() {
            view! { <Empty language=l/> }.into_any()
        } else {
            let items = rows.into_iter().map(|row| view! { <Line row clock=clock.clone() language=l/> }).collect_view();
            view! { <section class="al-sheet"><ul class="al-list al-list--top">{items}</ul></section> }.into_any()
        };
        view! {
            <Frame title=words::my_requests(l) tab=Tab::Requests>
                <header class="al-head"><h1 class="al-head__title">{words::my_requests(l)}</h1></header>
                {body}
            </Frame>
        }
    };
    view! { <Load data draw/> }
}

#[component]
fn Empty(language: Language) -> impl IntoView {
    let l = language;
    view! {
        <section class="al-empty">
            <h2>{words::no_request(l)}</h2>
            <p class="al-empty__text">{words::no_request_text(l)}</p>
            <div class="al-acts"><a class="al-button" href=routes::HOME>{words::to_my_loans(l)}</a></div>
        </section>
    }
}

#[component]
fn Line(row: RequestRow, clock: Clock, language: Language) -> impl IntoView {
    let l = language;
    let (mood, status) = words::status(l, row.status);
    let loan = loan_words::short_name(l, &row.product_name_zh, &row.product_name_en, &row.loan_number);
    let filed = words::filed_on(l, &moment(l, &clock, row.filed_at));
    view! {
        <li class="al-list__item">
            <a class="al-list__link" href=routes::request(row.request_id)>
                <span class="al-list__text">
                    <span class="al-list__name">{format!("{} · {loan}", words::change(l, &row.change))}</span>
                    <span class="al-list__about">{format!("{} · {filed}", row.number)}</span>
                </span>
                <span class="al-list__end"><Seal mood text=status/></span>
            </a>
        </li>
    }
}
