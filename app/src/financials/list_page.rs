//! `/financials`: what is due when, the state of each, what came back and why.

use chrono::NaiveDate;
use lending::language::Language;
use leptos::prelude::*;
use server::financials::{self, Accepted, Due, DueStatus};

use super::words;
use crate::{
    routes,
    ui::{Frame, Load, Seal, Tab, with_person},
    visit,
};

/// All statements of the borrower acted for.
#[component]
pub fn FinancialsPage() -> impl IntoView {
    let (portal, visit, who) = with_person();
    let before = visit::query("before").and_then(|text| text.parse().ok());
    let l = visit.language;
    let today = portal.clock.today();
    let clock = portal.clock.clone();
    let data = async move {
        let who = who.ok_or(server::Error::NotFound)?;
        let open = financials::list_open(&portal, &who).await?;
        let accepted = financials::list_accepted(&portal, &who, before).await?;
        Ok((open, accepted))
    };
    let draw = move |(open, accepted): (Vec<Due>, Accepted)| {
        let nothing = open.is_empty() && accepted.dues.is_empty();
        let (mine, theirs): (Vec<Due>, Vec<Due>) = open.into_iter().partition(|due| due.status.waits_for_borrower());
        let accepted_on = move |due: &Due| {
            let at = due.uploads.first().and_then(|u| u.reviewed_at);
            at.map(|at| words::accepted_on(l, &words::moment(l, &clock, at))).unwrap_or_default()
        };
        view! {
            <Frame title=words::title(l) tab=Tab::Financials>
                <div class="al-stack">
                    <header class="al-head">
                        <h1 class="al-head__title">{words::title(l)}</h1>
                        <p class="al-head__lead">{words::lead(l)}</p>
                    </header>
                    {if nothing {
                        empty(l).into_any()
                    } else {
                        view! {
                            <section class="al-sheet" aria-labelledby="to-send">
                                <h2 id="to-send">{words::to_send(l)}</h2>
                                {if mine.is_empty() {
                                    view! { <p class="al-quiet">{words::nothing_to_send(l)}</p> }.into_any()
                                } else {
                                    list(mine.iter().map(|due| line(l, due, today, words::when(l, due.due_on, today))).collect()).into_any()
                                }}
                            </section>
                            {group(l, "in-review", words::in_review_heading(l), &theirs, today, &|due| words::when(l, due.due_on, today))}
                            {group(l, "accepted", words::accepted_heading(l), &accepted.dues, today, &accepted_on)}
                            {accepted.older.map(|last| view! {
                                <p><a href=format!("{}?before={last}", routes::FINANCIALS)>{words::older(l)}</a></p>
                            })}
                        }.into_any()
                    }}
                </div>
            </Frame>
        }
    };
    view! { <Load data draw/> }
}

fn empty(l: Language) -> impl IntoView {
    view! {
        <section class="al-empty">
            <h2>{words::empty_title(l)}</h2>
            <p class="al-empty__text">{words::empty_text(l)}</p>
        </section>
    }
}

fn group(
    l: Language,
    id: &'static str,
    heading: &'static str,
    dues: &[Due],
    today: NaiveDate,
    about: &dyn Fn(&Due) -> String,
) -> Option<impl IntoView + use<>> {
    let lines: Vec<_> = dues.iter().map(|due| line(l, due, today, about(due))).collect();
    (!lines.is_empty()).then(|| {
        view! {
            <section class="al-sheet" aria-labelledby=id>
                <h2 id=id>{heading}</h2>
                {list(lines)}
            </section>
        }
    })
}

fn list(lines: Vec<impl IntoView + 'static>) -> impl IntoView {
    view! { <ul class="al-list">{lines.into_iter().collect_view()}</ul> }
}

/// One statement; the whole line leads to it.
fn line(l: Language, due: &Due, today: NaiveDate, about: String) -> impl IntoView + use<> {
    let (mood, word) = words::seal(l, due, today);
    let act = match due.status {
        DueStatus::Due => words::send(l),
        DueStatus::Returned => words::send_again(l),
        DueStatus::InReview | DueStatus::Accepted => words::look(l),
    };
    let returned = due.returned_because().map(|reason| {
        view! { <span class="al-list__about al-typed" dir="auto">{words::returned_note(l, reason)}</span> }
    });
    view! {
        <li class="al-list__item">
            <a class="al-list__link" href=routes::financial(due.due_id)>
                <span class="al-list__text">
                    <span class="al-list__name">{words::name(l, due)}</span>
                    <span class="al-list__about">{about}</span>
                    {returned}
                </span>
                <span class="al-list__end">
                    <Seal mood text=word/>
                    <span class="al-visually-hidden">{act}</span>
                </span>
            </a>
        </li>
    }
}
