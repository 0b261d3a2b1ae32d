//! `/desk/audit`: who did what when to which thing.

use axum::http::StatusCode;
use lending::language::Language;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use server::{
    Error,
    audit::ACTIONS,
    error::Refusal,
    staff::trail::{self, Asked, Entry, Mark, Trail},
};

use super::{audit_thing::Thing, audit_words as words};
use crate::{
    form::Typed,
    routes,
    ui::{ErrorSummary, Frame, ListOrder, Load, Paging, Tab, TextField, moment, with_staff, words as shared},
    visit::{Visit, portal},
};

/// What the address asks for, field by field.
pub(super) fn asked(visit: &Visit) -> Asked {
    // A null byte is no text and cannot be shown again.
    let field = |name| visit.query(name).unwrap_or_default().replace('\0', "\u{fffd}");
    Asked { who: field("who"), action: field("action"), borrower: field("borrower"), day: field("day") }
}

/// An address of the trail with these conditions.
pub(super) fn address(base: &str, asked: &Asked) -> String {
    let fields = [("who", &asked.who), ("action", &asked.action), ("borrower", &asked.borrower), ("day", &asked.day)];
    let fields = fields.into_iter().filter(|(_, value)| !value.is_empty());
    let parts: Vec<String> = fields.map(|(name, value)| format!("{name}={}", server::http::encode(value))).collect();
    if parts.is_empty() { base.to_owned() } else { format!("{base}?{}", parts.join("&")) }
}

#[component]
pub fn AuditPage() -> impl IntoView {
    let (portal, visit, staff) = with_staff();
    let l = visit.language;
    let asked = asked(&visit);
    let after = visit.query("after").and_then(|mark| mark.parse::<Mark>().ok());
    let filter = asked.read();
    let data = async move {
        let staff = staff.ok_or(Error::NotFound)?;
        match filter {
            Ok(filter) => trail::find(&portal, &staff, &filter, after).await.map(Ok),
            Err(problems) => Ok(Err(problems)),
        }
    };
    let draw = move |found: std::result::Result<Trail, Vec<Refusal>>| {
        let (trail, problems) = match found {
            Ok(trail) => (Some(trail), Vec::new()),
            Err(problems) => (None, problems),
        };
        if let (false, Some(response)) = (problems.is_empty(), use_context::<ResponseOptions>()) {
            response.set_status(StatusCode::UNPROCESSABLE_ENTITY);
        }
        let names = trail.as_ref().is_none_or(|trail| trail.names);
        let rows = trail.map(|trail| view! { <Rows trail asked=asked.clone() turned=after.is_some() language=l/> });
        view! {
            <Frame title=words::audit(l) tab=Tab::DeskAudit>
                <header class="al-head">
                    <h1 class="al-head__title">{words::audit(l)}</h1>
                    <p class="al-head__lead">{words::lead(l)}</p>
                </header>
                <div class="al-stack">
                    <Filters asked=asked.clone() problems names language=l/>
                    {rows}
                </div>
            </Frame>
        }
    };
    view! { <Load data draw/> }
}

#[component]
fn Filters(asked: Asked, problems: Vec<Refusal>, names: bool, language: Language) -> impl IntoView {
    let l = language;
    let values = [("who", &asked.who), ("borrower", &asked.borrower), ("day", &asked.day), ("action", &asked.action)];
    let values = values.map(|(name, value)| (name.to_owned(), value.clone())).into();
    let typed = Typed { values, problems, ..Typed::default() };
    // A browser shows nothing in a date field that holds no date.
    let a_day = asked.day.is_empty() || asked.day.parse::<chrono::NaiveDate>().is_ok();
    let borrower_hint = if names { words::borrower_hint(l) } else { words::borrower_hint_id(l) };
    view! {
        <ErrorSummary typed=typed.clone() language=l/>
        <form class="al-filters" method="get" action=routes::DESK_AUDIT role="search" novalidate>
            <TextField name="who" label=words::who_field(l) hint=words::who_hint(l) maxlength=100 typed=typed.clone() language=l/>
            <TextField name="borrower" label=words::borrower_field(l) hint=borrower_hint maxlength=100 typed=typed.clone() language=l/>
            <ActionField typed=typed.clone() language=l/>
            <TextField name="day" label=words::day_field(l) kind=if a_day { "date" } else { "text" } typed language=l/>
            <button class="al-button al-button--quiet al-button--small">{words::filter(l)}</button>
        </form>
    }
}

#[component]
fn ActionField(typed: Typed, language: Language) -> impl IntoView {
    let l = language;
    let chosen = typed.value("action", "");
    let problem = typed.problem("action").map(|p| shared::refusal(l, p));
    // An unknown word stays to be seen.
    let unknown = (!chosen.is_empty() && !ACTIONS.contains(&chosen.as_str()))
        .then(|| view! { <option value=chosen.clone() selected=true>{chosen.clone()}</option> });
    let options = ACTIONS
        .iter()
        .map(|code| {
            view! { <option value=*code selected=*code == chosen>{words::action(l, code).unwrap_or(code)}</option> }
        })
        .collect_view();
    view! {
        <div class="al-field" class:al-field--bad=problem.is_some()>
            <label class="al-field__label" for="action">{words::action_field(l)}</label>
            {problem.clone().map(|text| view! { <p class="al-field__error" id="action-error">{text}</p> })}
            <select class="al-select" id="action" name="action" aria-describedby=problem.is_some().then_some("action-error") aria-invalid=problem.is_some().then_some("true")>
                <option value="">{words::any_action(l)}</option>
                {unknown}
                {options}
            </select>
        </div>
    }
}

#[component]
fn Rows(trail: Trail, asked: Asked, turned: bool, language: Language) -> impl IntoView {
    let l = language;
    let small = "al-button al-button--quiet al-button--small";
    if trail.rows.is_empty() {
        return view! {
            <section class="al-empty">
                <h2>{words::none(l)}</h2>
                <p class="al-empty__text">{words::none_text(l)}</p>
                <div class="al-acts"><a class=small href=routes::DESK_AUDIT>{words::all(l)}</a></div>
            </section>
        }
        .into_any();
    }
    let (path, next) = (address(routes::DESK_AUDIT, &asked), trail.next.map(|mark| mark.to_string()));
    let shown = trail.rows.len();
    let rows = trail.rows.into_iter().map(|entry| view! { <Row entry language=l/> }.into_any()).collect_view();
    view! {
        <section class="al-sheet al-sheet--table">
            <div class="al-table-box">
                <table class="al-table al-table--cards al-table--dense">
                    <caption class="al-visually-hidden">{words::audit(l)}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{words::column_when(l)}</th>
                            <th scope="col">{words::column_what(l)}</th>
                            <th scope="col">{words::column_who(l)}</th>
                            <th scope="col">{words::column_thing(l)}</th>
                            <th scope="col">{words::column_borrower(l)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
        <Paging order=ListOrder::NewestFirst path shown turned next language=l>
            <a class=small href=address(routes::DESK_AUDIT_CSV, &asked) download="">{words::export(l)}</a>
        </Paging>
    }
    .into_any()
}

#[component]
fn Row(entry: Entry, language: Language) -> impl IntoView {
    let l = language;
    let clock = portal().clock.clone();
    let what = words::action(l, &entry.action).map_or_else(|| entry.action.clone(), str::to_owned);
    let detail = words::detail(l, &entry).map(|text| view! { <span class="al-table__about">{text}</span> });
    view! {
        <tr>
            <td class="al-nowrap"><time datetime=entry.at.format("%Y-%m-%dT%H:%M:%SZ").to_string()>{moment(l, &clock, entry.at)}</time></td>
            <th scope="row" class="al-table__lead">{what}{detail}</th>
            <td data-k=words::column_who(l)><Who entry=entry.clone() language=l/></td>
            <td data-k=words::column_thing(l)><Thing entry=entry.clone() language=l/></td>
            <Whose entry language=l/>
        </tr>
    }
}

/// The name leads to all that this one did.
#[component]
fn Who(entry: Entry, language: Language) -> impl IntoView {
    let l = language;
    let id = entry.staff_id.map(|id| id.to_string()).or_else(|| entry.person_id.map(|id| id.to_string()));
    let kind = words::actor(l, &entry.actor);
    match id {
        None => kind.into_any(),
        Some(who) => {
            let href = address(routes::DESK_AUDIT, &Asked { who, ..Asked::default() });
            let name = match entry.by {
                Some(name) => view! { <span class="al-typed" dir="auto">{name}</span> }.into_any(),
                None => kind.into_any(),
            };
            view! { <a class="al-table__link" href=href>{name}</a> }.into_any()
        }
    }
}

#[component]
fn Whose(entry: Entry, language: Language) -> impl IntoView {
    let l = language;
    let Some(id) = entry.borrower_id else {
        return view! { <td class="al-table__nil" data-k=words::column_borrower(l)>"–"</td> }.into_any();
    };
    let only = address(routes::DESK_AUDIT, &Asked { borrower: id.to_string(), ..Asked::default() });
    let name = match entry.borrower_name {
        Some(name) => {
            view! { <a class="al-table__link al-typed" dir="auto" href=routes::desk_borrower(id)>{name}</a> " " }
                .into_any()
        }
        None => ().into_any(),
    };
    view! { <td data-k=words::column_borrower(l)>{name}<a class="al-table__link" href=only>{words::only_this(l)}</a></td> }.into_any()
}
