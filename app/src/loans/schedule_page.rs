//! `/loans/{id}/schedule`: the plan row by row, its versions and what changed between two.

use lending::{
    language::{self, Language},
    replay::ScheduleVersion,
};
use leptos::prelude::*;
use server::{
    ids::LoanId,
    loans::{LoanView, view},
};

use super::{schedule_table::ScheduleTable, words};
use crate::{
    routes,
    ui::{Frame, Load, RailBox, Tab, with_person},
    visit::param,
};

#[component]
pub fn SchedulePage() -> impl IntoView {
    let (portal, visit, person) = with_person();
    let l = visit.language;
    let id = param::<LoanId>("id");
    let data = async move {
        let person = person.ok_or(server::Error::NotFound)?;
        view::find(&portal, &person, id?).await
    };
    let draw = move |view: LoanView| {
        let name = words::name(l, &view.loan);
        let id = view.loan.loan_id;
        view! {
            <Frame title=words::plan(l) tab=Tab::Home>
                <header class="al-head">
                    <a class="al-head__back" href=routes::loan(id)>{name}</a>
                    <div class="al-head__row">
                        <h1 class="al-head__title">{words::plan(l)}</h1>
                        <div class="al-acts">
                            <a class="al-button al-button--quiet al-button--small" href=routes::schedule_csv(id) download="">{words::download_csv(l)}</a>
                        </div>
                    </div>
                </header>
                <div class="al-stack">
                    <RailBox state=view.state.clone() language=l/>
                    <section class="al-sheet al-sheet--table"><ScheduleTable state=view.state.clone() language=l/></section>
                    <Versions versions=view.state.versions.clone() language=l/>
                </div>
            </Frame>
        }
    };
    view! { <Load data draw/> }
}

/// Every version, and row by row what the latest one changed.
#[component]
fn Versions(versions: Vec<ScheduleVersion>, language: Language) -> impl IntoView {
    let l = language;
    let last = versions.len();
    let list = versions
        .iter()
        .enumerate()
        .rev()
        .map(|(i, version)| {
            let title = if i + 1 == last { words::version_now(l, i + 1) } else { words::version(l, i + 1) };
            view! {
                <li class="al-list__item">
                    <span class="al-list__text">
                        <span class="al-list__name">{title}</span>
                        <span class="al-list__about">{words::version_from(l, &language::date(l, version.from))}</span>
                    </span>
                </li>
            }
        })
        .collect_view();
    let compared = match versions.as_slice() {
        [.., before, now] => view! {
            <h3>{words::compare(l)}</h3>
            <Difference before=before.clone() now=now.clone() language=l/>
        }
        .into_any(),
        _ => view! { <p class="al-quiet">{words::one_version(l)}</p> }.into_any(),
    };
    view! {
        <section class="al-sheet al-stack">
            <h2>{words::versions(l)}</h2>
            <ul class="al-list">{list}</ul>
            {compared}
        </section>
    }
}

#[component]
fn Difference(before: ScheduleVersion, now: ScheduleVersion, language: Language) -> impl IntoView {
    let l = language;
    let changes = lending::modification::row_changes(&before.rows, &now.rows).unwrap_or_default();
    let rows = changes
        .into_iter()
        .filter(|c| !c.difference.is_zero())
        .map(|c| {
            let class = if c.was.is_none() { "al-diff__row--added" } else { "" };
            view! {
                <tr class=class>
                    <th scope="row">{language::date(l, c.due_on)}</th>
                    <td>{c.was.map(|m| view! { <del class="al-diff__was">{language::amount(l, m)}</del> })}</td>
                    <td>{c.becomes.map(|m| view! { <ins class="al-diff__now">{language::amount(l, m)}</ins> })}</td>
                    <td class="al-num">{language::signed(l, c.difference)}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <table class="al-diff">
            <thead>
                <tr>
                    <th scope="col">{words::due_date(l)}</th>
                    <th scope="col">{words::was(l)}</th>
                    <th scope="col">{words::becomes(l)}</th>
                    <th scope="col">{words::difference(l)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
}
