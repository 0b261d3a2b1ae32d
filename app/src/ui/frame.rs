//! The frame of every page: who the lender is, where one can go, in which language.

use leptos::prelude::*;
use leptos_meta::Title;

use super::words;
use crate::{
    routes,
    visit::{Visit, portal},
};

/// Which tab of the top bar is the current one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Tab {
    #[default]
    None,
    Home,
    Requests,
    Financials,
    Messages,
    Queue,
    Borrowers,
}

/// Top bar, page, footer.
#[component]
pub fn Frame(
    /// The page's title, before the lender's name in the browser's tab.
    #[prop(into)]
    title: String,
    /// The current tab.
    #[prop(optional)]
    tab: Tab,
    children: Children,
) -> impl IntoView {
    let visit = Visit::current();
    let l = visit.language;
    let portal = portal();
    let lender = match l {
        lending::language::Language::Chinese => portal.lender.lender_name_zh.clone(),
        lending::language::Language::English => portal.lender.lender_name_en.clone(),
    };
    view! {
        <Title text=format!("{title} · {lender}")/>
        <a class="al-skip" href="#main">{words::skip_to_content(l)}</a>
        <TopBar visit=visit.clone() tab lender=lender.clone()/>
        <main id="main" tabindex="-1" class="al-page">{children()}</main>
        <Footer visit/>
    }
}

#[component]
fn TopBar(visit: Visit, tab: Tab, lender: String) -> impl IntoView {
    let l = visit.language;
    let portal = portal();
    let links: Vec<(Tab, &'static str, &'static str)> = if visit.staff().is_some() {
        vec![(Tab::Queue, routes::DESK, words::desk_queue(l))]
    } else if visit.person().is_some() {
        vec![
            (Tab::Home, routes::HOME, words::home(l)),
            (Tab::Requests, routes::REQUESTS, words::requests(l)),
            (Tab::Financials, routes::FINANCIALS, words::financials(l)),
            (Tab::Messages, routes::MESSAGES, words::messages(l)),
        ]
    } else {
        Vec::new()
    };
    let mark = match portal.lender.logo.clone() {
        Some(logo) => view! { <img class="al-mark" src=format!("/{logo}") alt=""/> }.into_any(),
        None => view! { <span class="al-mark" aria-hidden="true">{portal.lender.lender_seal.clone()}</span> }.into_any(),
    };
    let items = move || {
        links
            .clone()
            .into_iter()
            .map(|(of, href, text)| view! { <a href=href aria-current=(of == tab).then_some("page")>{text}</a> })
            .collect_view()
    };
    let signed_in = visit.signed_in.is_some();
    view! {
        <header class="al-top">
            <div class="al-top__in">
                <a class="al-top__brand" href=if visit.staff().is_some() { routes::DESK } else { routes::HOME }>
                    {mark}<strong>{lender}</strong>
                </a>
                {signed_in.then(|| view! { <nav class="al-top__nav" aria-label=words::menu(l)>{items()}</nav> })}
                <LanguageSwitch visit=visit.clone()/>
                {signed_in.then(|| view! { <SignOut visit=visit.clone()/> })}
            </div>
        </header>
    }
}

#[component]
fn LanguageSwitch(visit: Visit) -> impl IntoView {
    let other = visit.language.other();
    view! {
        <form class="al-top__language" method="post" action=routes::LANGUAGE>
            <input type="hidden" name="to" value=other.code()/>
            <input type="hidden" name="back" value=visit.path.clone()/>
            <button class="al-link" lang=other.code()>{words::other_language(visit.language)}</button>
        </form>
    }
}

#[component]
fn SignOut(visit: Visit) -> impl IntoView {
    view! {
        <form class="al-top__out" method="post" action=routes::SIGN_OUT>
            <button class="al-link">{words::sign_out(visit.language)}</button>
        </form>
    }
}

#[component]
fn Footer(visit: Visit) -> impl IntoView {
    let l = visit.language;
    let portal = portal();
    view! {
        <footer class="al-footer">
            <p>{words::help_line(l, &portal.lender.lender_phone)}</p>
            {portal.demo.then(|| view! {
                <p>{words::demo_banner(l)} " " <a href=routes::DEMO>{words::demo_link(l)}</a></p>
            })}
        </footer>
    }
}

/// Loads the islands' WebAssembly. Only a page that has an island asks for it.
#[component]
pub fn IslandScripts() -> impl IntoView {
    let options = expect_context::<LeptosOptions>();
    view! { <leptos::hydration::HydrationScripts options islands=true/> }
}
