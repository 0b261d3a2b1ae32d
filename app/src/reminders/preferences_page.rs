//! `/preferences`: language, time zone, quiet hours, and where messages reach me.

use lending::language::Language;
use leptos::prelude::*;
use server::{
    Error,
    reminders::preferences::{self, Preferences},
};

use super::words;
use crate::{
    form::Typed,
    ui::{ErrorSummary, Frame, Load, TextField, with_person},
    visit::{self, portal},
};

/// Zones that are offered by name; a person who lives in another keeps it.
const ZONES: &[(&str, &str, &str)] = &[
    ("Asia/Shanghai", "北京、上海（UTC+8）", "Beijing, Shanghai (UTC+8)"),
    ("Asia/Urumqi", "乌鲁木齐（UTC+6）", "Ürümqi (UTC+6)"),
    ("Asia/Hong_Kong", "香港", "Hong Kong"),
    ("Asia/Macau", "澳门", "Macau"),
    ("Asia/Taipei", "台北", "Taipei"),
    ("Asia/Singapore", "新加坡", "Singapore"),
    ("Asia/Tokyo", "东京", "Tokyo"),
    ("Asia/Seoul", "首尔", "Seoul"),
    ("Asia/Bangkok", "曼谷", "Bangkok"),
    ("Asia/Dubai", "迪拜", "Dubai"),
    ("Australia/Sydney", "悉尼", "Sydney"),
    ("Europe/London", "伦敦", "London"),
    ("Europe/Paris", "巴黎、柏林", "Paris, Berlin"),
    ("Europe/Moscow", "莫斯科", "Moscow"),
    ("America/New_York", "纽约", "New York"),
    ("America/Los_Angeles", "洛杉矶", "Los Angeles"),
    ("America/Vancouver", "温哥华", "Vancouver"),
];

#[component]
pub fn PreferencesPage() -> impl IntoView {
    let (portal, visit, person) = with_person();
    let l = visit.language;
    let typed = visit::typed();
    let saved = visit::query("saved").is_some() && typed.problems.is_empty();
    let data = async move { preferences::read(&portal, &person.ok_or(Error::NotFound)?).await };
    view! { <Load data draw=move |now| draw(l, typed, saved, now)/> }
}

fn draw(l: Language, typed: Typed, saved: bool, now: Preferences) -> impl IntoView {
    let hour = |time: chrono::NaiveTime| time.format("%H:%M").to_string();
    view! {
        <Frame title=words::preferences_title(l) narrow=true>
            <header class="al-head">
                <h1 class="al-head__title">{words::preferences_title(l)}</h1>
                <p class="al-head__lead">{words::preferences_lead(l)}</p>
            </header>
            <div class="al-stack">
                {saved.then(|| view! { <p class="al-banner al-banner--good" role="status">{words::preferences_saved(l)}</p> })}
                <form method="post" class="al-sheet al-stack al-stack--wide" novalidate>
                    <ErrorSummary typed=typed.clone() language=l/>
                    <LanguageField typed=typed.clone() now=now.language language=l/>
                    <ZoneField typed=typed.clone() now=now.time_zone.clone() language=l/>
                    <fieldset class="al-field">
                        <legend class="al-field__legend">{words::quiet_heading(l)}</legend>
                        <p class="al-field__hint">{words::quiet_hint(l)}</p>
                        <div class="al-row">
                            <TextField name="quiet_from" label=words::field_quiet_from(l) value=hour(now.quiet_from) kind="time" class="al-input al-input--short" typed=typed.clone() language=l/>
                            <TextField name="quiet_to" label=words::field_quiet_to(l) value=hour(now.quiet_to) kind="time" class="al-input al-input--short" typed language=l/>
                        </div>
                    </fieldset>
                    <div class="al-acts"><button class="al-button">{words::save(l)}</button></div>
                </form>
                <Contacts contacts=now.contacts language=l/>
            </div>
        </Frame>
    }
}

#[component]
fn LanguageField(typed: Typed, now: Language, language: Language) -> impl IntoView {
    let chosen = typed.value("language", now.code());
    let problem = typed.problem("language").map(|p| crate::ui::words::refusal(language, p));
    let choices = Language::ALL
        .into_iter()
        .map(|one| {
            let first = (one == Language::Chinese).then_some("language");
            view! {
                <label class="al-choice">
                    <input class="al-choice__box" id=first type="radio" name="language" value=one.code() checked=chosen == one.code()/>
                    <span lang=one.code()>{words::language_name(one)}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="al-field" class:al-field--bad=problem.is_some() aria-describedby=problem.is_some().then_some("language-error")>
            <legend class="al-field__legend">{words::field_language(language)}</legend>
            {problem.clone().map(|text| view! { <p class="al-field__error" id="language-error">{text}</p> })}
            <div class="al-choices">{choices}</div>
        </fieldset>
    }
}

#[component]
fn ZoneField(typed: Typed, now: String, language: Language) -> impl IntoView {
    let chosen = typed.value("time_zone", &now);
    let problem = typed.problem("time_zone").map(|p| crate::ui::words::refusal(language, p));
    let described = if problem.is_some() { "time_zone-hint time_zone-error" } else { "time_zone-hint" };
    let other = (!ZONES.iter().any(|(name, ..)| *name == chosen))
        .then(|| view! { <option value=chosen.clone() selected=true>{chosen.clone()}</option> });
    let offered = ZONES
        .iter()
        .map(|(name, zh, en)| {
            let shown = match language {
                Language::Chinese => zh,
                Language::English => en,
            };
            view! { <option value=*name selected=*name == chosen>{*shown}</option> }
        })
        .collect_view();
    view! {
        <div class="al-field" class:al-field--bad=problem.is_some()>
            <label class="al-field__label" for="time_zone">{words::field_time_zone(language)}</label>
            <p class="al-field__hint" id="time_zone-hint">{words::time_zone_hint(language)}</p>
            {problem.clone().map(|text| view! { <p class="al-field__error" id="time_zone-error">{text}</p> })}
            <select class="al-select" id="time_zone" name="time_zone" aria-describedby=described aria-invalid=problem.is_some().then_some("true")>
                {other}{offered}
            </select>
        </div>
    }
}

#[component]
fn Contacts(contacts: Vec<(String, String)>, language: Language) -> impl IntoView {
    let l = language;
    let none = contacts.is_empty().then(|| view! { <p>{words::contact_none(l)}</p> });
    let rows = contacts
        .into_iter()
        .map(|(kind, value)| {
            let name = if kind == "phone" { words::phone(l) } else { words::email(l) };
            view! { <div class="al-dl__row"><dt>{name}</dt><dd class="al-num">{value}</dd></div> }
        })
        .collect_view();
    view! {
        <section class="al-sheet" aria-labelledby="contacts">
            <h2 id="contacts">{words::contacts_heading(l)}</h2>
            {none}
            <dl class="al-dl">{rows}</dl>
            <p class="al-small al-quiet">{words::contacts_hint(l, &portal().lender.lender_phone)}</p>
        </section>
    }
}
