//! `/demo`: who can sign in and how, and the clock.

use lending::language::{self, Language};
use leptos::prelude::*;
use server::demo;

use super::words;
use crate::{
    routes,
    ui::{ErrorSummary, Frame},
    visit::{Visit, portal, typed},
};

#[component]
pub fn ConsolePage() -> impl IntoView {
    let l = Visit::current().language;
    view! {
        <Frame title=words::title(l)>
            <header class="al-head">
                <h1 class="al-head__title">{words::title(l)}</h1>
                <p class="al-head__lead">{words::lead(l)}</p>
            </header>
            <ErrorSummary typed=typed() language=l/>
            <div class="al-columns">
                <div class="al-stack"><Borrowers l/><Staff l/></div>
                <aside class="al-stack"><Clock l/></aside>
            </div>
        </Frame>
    }
}

#[component]
fn Clock(l: Language) -> impl IntoView {
    let portal = portal();
    let now = portal.clock.now().with_timezone(&portal.clock.zone());
    let day = language::date(l, now.date_naive());
    view! {
        <section class="al-sheet al-stack">
            <h2>{words::clock(l)}</h2>
            <p>
                <time class="al-clock" datetime=now.to_rfc3339()>
                    <span class="al-clock__time">{now.format("%H:%M").to_string()}</span> " " <span>{day}</span>
                </time>
            </p>
            <p class="al-small al-quiet">{words::clock_text(l)}</p>
            <form method="post" action=routes::DEMO class="al-acts" id="days">
                <button class="al-button" name="days" value="1">{words::one_day(l)}</button>
                <button class="al-button al-button--quiet" name="days" value="7">{words::one_week(l)}</button>
            </form>
            <p><a href=routes::DEMO_MAILBOX>{words::mailbox(l)}</a></p>
        </section>
    }
}

#[component]
fn Borrowers(l: Language) -> impl IntoView {
    let rows = demo::cast()
        .iter()
        .map(|one| {
            let story = match l {
                Language::Chinese => one.story_zh,
                Language::English => one.story_en,
            };
            view! {
                <tr data-person=one.name data-contact=one.phone>
                    <th scope="row" class="al-table__lead" lang=one.language>{one.name}</th>
                    <td class="al-table__main al-num">{one.phone}</td>
                    <td data-k=words::story(l)>{story}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <section class="al-sheet al-stack">
            <h2>{words::borrowers(l)}</h2>
            <p>{words::borrowers_text(l)} " " <a href=routes::SIGN_IN>{words::sign_in(l)}</a></p>
            <div class="al-table-box"><table class="al-table al-table--cards">
                <thead><tr><th scope="col">{words::who(l)}</th><th scope="col" class="al-end">{words::phone(l)}</th><th scope="col">{words::story(l)}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table></div>
        </section>
    }
}

#[component]
fn Staff(l: Language) -> impl IntoView {
    let portal = portal();
    let rows = demo::STAFF
        .iter()
        .map(|one| {
            let title = match l {
                Language::Chinese => one.title_zh,
                Language::English => one.title_en,
            };
            let name_language = if one.name.is_ascii() { "en" } else { "zh-CN" };
            view! {
                <tr data-staff=one.name data-email=one.email data-password=demo::PASSWORD data-totp=one.secret_base32()>
                    <th scope="row" class="al-table__lead"><span lang=name_language>{one.name}</span><span class="al-table__about">{one.email}</span></th>
                    <td class="al-table__main al-num">{one.code(&portal)}</td>
                    <td data-k=words::role(l)>{title}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <section class="al-sheet al-stack">
            <h2>{words::staff(l)}</h2>
            <p>{words::staff_text(l, demo::PASSWORD)} " " <a href=routes::DESK_SIGN_IN>{words::desk_sign_in(l)}</a></p>
            <div class="al-table-box"><table class="al-table al-table--cards">
                <thead><tr><th scope="col">{words::who(l)}</th><th scope="col" class="al-end">{words::code(l)}</th><th scope="col">{words::role(l)}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table></div>
        </section>
    }
}
