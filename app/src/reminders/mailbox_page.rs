//! `/demo/mailbox`: what would have been sent. End-to-end tests read codes and reminders here.

use lending::language::Language;
use leptos::prelude::*;
use server::reminders::{
    gateway::Channel,
    view::{self, Captured, Cursor, Page},
};

use super::{
    letter::{Body, moment},
    words,
};
use crate::{
    routes,
    ui::{Frame, ListOrder, Load, Paging},
    visit::{self, Visit, portal},
};

#[component]
pub fn MailboxPage() -> impl IntoView {
    let (portal, l) = (portal(), Visit::current().language);
    let after: Option<Cursor> = visit::query("after").and_then(|text| text.parse().ok());
    let data = async move { view::mailbox(&portal, after).await };
    view! { <Load data draw=move |page| draw(l, after.is_some(), page)/> }
}

fn draw(l: Language, turned: bool, page: Page<Captured>) -> impl IntoView {
    let (shown, next) = (page.rows.len(), page.next.map(|mark| mark.to_string()));
    let letters = page.rows.into_iter().map(|letter| view! { <Letter letter language=l/> }).collect_view();
    let body = if letters.is_empty() {
        view! {
            <section class="al-empty">
                <h2>{words::mailbox_none(l)}</h2>
                <p class="al-empty__text">{words::mailbox_none_text(l)}</p>
            </section>
        }
        .into_any()
    } else {
        letters.into_any()
    };
    view! {
        <Frame title=words::mailbox_title(l) narrow=true>
            <header class="al-head">
                <a class="al-head__back" href=routes::DEMO>{crate::ui::words::demo_link(l)}</a>
                <h1 class="al-head__title">{words::mailbox_title(l)}</h1>
                <p class="al-head__lead">{words::mailbox_lead(l)}</p>
            </header>
            <div class="al-stack">
                {body}
                <Paging order=ListOrder::NewestFirst path=routes::DEMO_MAILBOX shown turned next language=l/>
            </div>
        </Frame>
    }
}

/// One message as its receiver would see it.
#[component]
fn Letter(letter: Captured, language: Language) -> impl IntoView {
    let l = language;
    let title = (letter.channel == Channel::Email)
        .then(|| view! { <p class="al-strong" lang=letter.language.code()>{letter.title}</p> });
    view! {
        <article class="al-letter" data-channel=letter.channel.code() data-to=letter.recipient.clone()>
            <p class="al-letter__head">
                <span class="al-seal">{words::channel(l, letter.channel)}</span>
                <span>{words::mailbox_to(l, &letter.recipient)}</span>
                <time datetime=letter.at.format("%Y-%m-%dT%H:%M").to_string()>{moment(l, letter.at)}</time>
            </p>
            {title}
            <Body text=letter.body language=letter.language/>
        </article>
    }
}
