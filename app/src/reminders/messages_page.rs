//! `/messages`: everything that was sent to me and why.

use lending::language::Language;
use leptos::prelude::*;
use server::{
    Error,
    reminders::view::{self, Cursor, Mine, Page},
};

use super::{
    letter::{Body, StatusSeal, moment},
    words,
};
use crate::{
    routes,
    ui::{Frame, ListOrder, Load, Paging, Tab, with_person},
    visit,
};

#[component]
pub fn MessagesPage() -> impl IntoView {
    let (portal, visit, person) = with_person();
    let l = visit.language;
    let after: Option<Cursor> = visit::query("after").and_then(|text| text.parse().ok());
    let data = async move { view::mine(&portal, &person.ok_or(Error::NotFound)?, after).await };
    view! { <Load data draw=move |page| draw(l, after.is_some(), page)/> }
}

fn draw(l: Language, turned: bool, page: Page<Mine>) -> impl IntoView {
    let (shown, next) = (page.rows.len(), page.next.map(|mark| mark.to_string()));
    let letters = page.rows.into_iter().map(|message| letter(l, message)).collect_view();
    let body = if letters.is_empty() {
        view! {
            <section class="al-empty">
                <h2>{words::messages_none(l)}</h2>
                <p class="al-empty__text">{words::messages_none_text(l)}</p>
                <div class="al-acts"><a class="al-button al-button--quiet" href=routes::PREFERENCES>{words::messages_change(l)}</a></div>
            </section>
        }
        .into_any()
    } else {
        letters.into_any()
    };
    view! {
        <Frame title=words::messages_title(l) tab=Tab::Messages narrow=true>
            <header class="al-head">
                <h1 class="al-head__title">{words::messages_title(l)}</h1>
                <p class="al-head__lead">{words::messages_lead(l)} " " <a href=routes::PREFERENCES>{words::messages_change(l)}</a></p>
            </header>
            <div class="al-stack">
                {body}
                <Paging order=ListOrder::NewestFirst path=routes::MESSAGES shown turned next language=l/>
            </div>
        </Frame>
    }
}

fn letter(l: Language, message: Mine) -> impl IntoView {
    let at = moment(l, message.at);
    view! {
        <article class="al-letter">
            <p class="al-letter__head">
                <span class="al-seal">{words::channel(l, message.channel)}</span>
                <span>{words::sent_to(l, &message.recipient)}</span>
                <time datetime=message.at.format("%Y-%m-%dT%H:%M").to_string()>{at}</time>
                <StatusSeal status=message.status language=l/>
            </p>
            <h2 lang=message.language.code()>{message.title}</h2>
            <Body text=message.body language=message.language/>
            <p class="al-small al-quiet">{words::because(l, words::rule(l, &message.rule))}</p>
        </article>
    }
}
