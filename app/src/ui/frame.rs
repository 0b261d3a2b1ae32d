//! The frame of every page: who the lender is, where one can go, in which language, signed in as whom.

use lending::language::Language;
use leptos::prelude::*;
use leptos_meta::Title;
use server::identity::SignedIn;

use super::words;
use crate::{
    access, routes,
    visit::{self, Visit, portal},
};

/// Which place of the top bar is the current one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Tab {
    #[default]
    None,
    Home,
    Requests,
    Financials,
    Messages,
    Documents,
    Queue,
    Borrowers,
    DeskFinancials,
    DeskMessages,
    DeskAudit,
}

/// Top bar, page, footer.
#[component]
pub fn Frame(
    /// The page's title, before the lender's name in the browser's tab.
    #[prop(into)]
    title: String,
    /// The current place.
    #[prop(optional)]
    tab: Tab,
    /// One readable column: forms and texts.
    #[prop(optional)]
    narrow: bool,
    children: Children,
) -> impl IntoView {
    let visit = Visit::current();
    let l = visit.language;
    let portal = portal();
    let lender = match l {
        Language::Chinese => portal.lender.lender_name_zh.clone(),
        Language::English => portal.lender.lender_name_en.clone(),
    };
    let page = match (narrow, visit.staff().is_some()) {
        (true, _) => "al-page al-page--narrow",
        (false, true) => "al-page al-page--desk",
        (false, false) => "al-page",
    };
    let typed = visit::typed();
    let restored = typed.restored.then(|| {
        let files = (!typed.lost_files.is_empty())
            .then(|| format!(" {}", words::choose_files_again(l, &typed.lost_files.join("、"))));
        view! { <p class="al-banner al-banner--good" role="status">{words::form_restored(l)}{files}</p> }
    });
    view! {
        <Title text=format!("{title} · {lender}")/>
        <a class="al-skip" href="#main">{words::skip_to_content(l)}</a>
        <TopBar visit=visit.clone() tab lender=lender.clone()/>
        <main class=page id="main" tabindex="-1">{restored}{children()}</main>
        <Footer visit lender/>
    }
    .into_any()
}

/// A place of the top bar: shown when the access table lets this visitor in.
type Place = (Tab, &'static str, &'static str);

fn places(visit: &Visit) -> Vec<Place> {
    let l = visit.language;
    let all: Vec<Place> = match &visit.signed_in {
        Some(SignedIn::Staff(_)) => vec![
            (Tab::Queue, routes::DESK, words::desk_queue(l)),
            (Tab::DeskFinancials, routes::DESK_FINANCIALS, words::desk_financials(l)),
            (Tab::Borrowers, routes::DESK_BORROWERS, words::desk_borrowers(l)),
            (Tab::DeskMessages, routes::DESK_MESSAGES, words::desk_messages(l)),
            (Tab::DeskAudit, routes::DESK_AUDIT, words::desk_audit(l)),
        ],
        Some(SignedIn::Person(_)) => vec![
            (Tab::Home, routes::HOME, words::home(l)),
            (Tab::Requests, routes::REQUESTS, words::requests(l)),
            (Tab::Financials, routes::FINANCIALS, words::financials(l)),
        ],
        None => Vec::new(),
    };
    all.into_iter().filter(|(_, path, _)| may_read(visit, path)).collect()
}

/// Whether this visitor may read the page at an address.
#[must_use]
pub fn may_read(visit: &Visit, path: &str) -> bool {
    let who = access::matching(path).and_then(|rule| rule.get);
    who.is_some_and(|who| who.admits(visit.signed_in.as_ref(), portal().demo))
}

#[component]
fn TopBar(visit: Visit, tab: Tab, lender: String) -> impl IntoView {
    let l = visit.language;
    let portal = portal();
    let staff = visit.staff().is_some();
    let mark = match portal.lender.logo.clone() {
        Some(logo) => view! { <span class="al-mark"><img src=format!("/{logo}") alt=""/></span> }.into_any(),
        None => {
            view! { <span class="al-mark" aria-hidden="true">{portal.lender.lender_seal.clone()}</span> }.into_any()
        }
    };
    let places = places(&visit);
    let nav = (!places.is_empty()).then(|| {
        let items = places
            .into_iter()
            .map(|(of, href, text)| {
                let current = (of == tab).then_some("page");
                view! { <li><a class="al-top__place" href=href aria-current=current>{text}</a></li> }
            })
            .collect_view();
        view! { <nav class="al-top__nav" aria-label=words::places(l)><ul class="al-top__places">{items}</ul></nav> }
    });
    let messages = (visit.person().is_some() && may_read(&visit, routes::MESSAGES)).then(|| {
        let current = (tab == Tab::Messages).then_some("page");
        view! { <a class="al-top__link" href=routes::MESSAGES aria-current=current>{words::messages(l)}</a> }
    });
    view! {
        <header class=if staff { "al-top al-top--desk" } else { "al-top" }>
            {portal.demo.then(|| view! {
                <p class="al-banner">{words::demo_banner(l)} " " <a href=routes::DEMO>{words::demo_link(l)}</a></p>
            })}
            <div class="al-top__in">
                <a class="al-top__brand" href=if staff { routes::DESK } else { routes::HOME }>
                    {mark}{lender}
                    {staff.then(|| view! { <span class="al-top__room">{words::desk(l)}</span> })}
                </a>
                <div class="al-top__end">
                    {messages}
                    <LanguageSwitch visit=visit.clone()/>
                    <Menu visit=visit.clone()/>
                </div>
                {nav}
            </div>
        </header>
    }
    .into_any()
}

#[component]
fn LanguageSwitch(visit: Visit) -> impl IntoView {
    let other = visit.language.other();
    view! {
        <form method="post" action=routes::LANGUAGE>
            <input type="hidden" name="back" value=visit.path.clone()/>
            <button class="al-top__link" name="language" value=other.code() lang=other.code()>
                {words::other_language(visit.language)}
            </button>
        </form>
    }
}

/// What concerns the person rather than a loan; opens without a script.
#[component]
fn Menu(visit: Visit) -> impl IntoView {
    let l = visit.language;
    let (name, acting, mut items) = match &visit.signed_in {
        None => return None,
        Some(SignedIn::Person(person)) => {
            let acting = (person.borrowers > 1).then(|| words::acting_for(l, &person.borrower_name));
            let items = vec![
                (routes::DOCUMENTS, words::documents(l)),
                (routes::PREFERENCES, words::preferences(l)),
                (routes::SECURITY, words::security(l)),
            ];
            (person.name.clone(), acting, items)
        }
        Some(SignedIn::Staff(staff)) => (staff.name.clone(), None, vec![(routes::DESK_SECURITY, words::security(l))]),
    };
    items.retain(|(path, _)| may_read(&visit, path));
    let items = items
        .into_iter()
        .map(|(path, text)| view! { <li><a class="al-menu__item" href=path>{text}</a></li> })
        .collect_view();
    Some(view! {
        <details class="al-menu">
            <summary class="al-menu__open"><span class="al-menu__name al-typed" dir="auto">{name}</span></summary>
            <div class="al-menu__sheet">
                <ul class="al-menu__list">
                    {acting.map(|text| view! { <li><a class="al-menu__item al-typed" href=routes::ACT_FOR>{text}</a></li> })}
                    {items}
                    <li class="al-menu__last">
                        <form method="post" action=routes::SIGN_OUT>
                            <button class="al-menu__item">{words::sign_out(l)}</button>
                        </form>
                    </li>
                </ul>
            </div>
        </details>
    })
}

#[component]
fn Footer(visit: Visit, lender: String) -> impl IntoView {
    let l = visit.language;
    let portal = portal();
    let preferences = (visit.person().is_some() && may_read(&visit, routes::PREFERENCES)).then(|| {
        view! {
            <nav class="al-footer__links" aria-label=words::other_places(l)>
                <a href=routes::DOCUMENTS>{words::documents(l)}</a>
                <a href=routes::PREFERENCES>{words::preferences(l)}</a>
            </nav>
        }
    });
    view! {
        <footer class="al-footer">
            <div class="al-footer__in">
                <p>{lender} " · " {words::help_line(l, &portal.lender.lender_phone)}</p>
                {preferences}
            </div>
        </footer>
    }
    .into_any()
}

/// Loads the islands' WebAssembly. Only a page that has an island asks for it, and only a browser that
/// runs scripts fetches it ahead of them: the others would pay for what they cannot use.
#[component]
pub fn IslandScripts() -> impl IntoView {
    let options = expect_context::<LeptosOptions>();
    view! { <leptos::hydration::HydrationScripts options islands=true attr:media="(scripting: enabled)"/> }
}
