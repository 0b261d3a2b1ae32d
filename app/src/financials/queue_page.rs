//! `/desk/financials`: what waits for review, and what was not sent in time.

use chrono::{Datelike, NaiveDate};
use lending::language::{Language, date_in_year};
use leptos::prelude::*;
use server::{
    clock::Clock,
    financials::{self, Place, Queue, QueueRow},
};

use super::words;
use crate::{
    routes,
    ui::{Frame, ListOrder, Load, Paging, Tab, with_staff},
    visit,
};

/// The two queues of statements.
#[component]
pub fn DeskFinancialsPage() -> impl IntoView {
    let (portal, visit, who) = with_staff();
    let queue = if visit::query("scope").as_deref() == Some("overdue") { Queue::Overdue } else { Queue::ToReview };
    let after = visit::query("after").and_then(|text| parse_place(&text));
    let done = match visit::query("done").as_deref() {
        Some("accept") => Some(words::done_accepted(visit.language)),
        Some("return") => Some(words::done_returned(visit.language)),
        _ => None,
    };
    let l = visit.language;
    let clock = portal.clock.clone();
    let data = async move {
        let who = who.ok_or(server::Error::NotFound)?;
        financials::list_queue(&portal, &who, queue, after).await
    };
    let turned = after.is_some();
    let draw = move |(rows, next): (Vec<QueueRow>, Option<Place>)| {
        let shown = rows.len();
        view! {
            <Frame title=words::desk_title(l) tab=Tab::DeskFinancials>
                <div class="al-stack">
                    <header class="al-head"><h1 class="al-head__title">{words::desk_title(l)}</h1></header>
                    {done.map(|text| view! { <p class="al-banner al-banner--good" role="status">{text}</p> })}
                    {tabs(l, queue)}
                    {if rows.is_empty() { empty(l, queue).into_any() } else { table(l, &clock, queue, rows).into_any() }}
                    <Paging order=ListOrder::Other path=address(queue) shown turned next=next.map(mark) language=l/>
                </div>
            </Frame>
        }
    };
    view! { <Load data draw/> }
}

fn address(queue: Queue) -> String {
    let scope = match queue {
        Queue::ToReview => "review",
        Queue::Overdue => "overdue",
    };
    format!("{}?scope={scope}", routes::DESK_FINANCIALS)
}

fn tabs(l: Language, current: Queue) -> impl IntoView {
    let tab = |queue: Queue, text: &'static str| {
        view! { <li><a class="al-tabs__tab" href=address(queue) aria-current=(queue == current).then_some("page")>{text}</a></li> }
    };
    view! {
        <nav class="al-tabs" aria-label=words::scope(l)>
            <ul class="al-tabs__list">
                {tab(Queue::ToReview, words::tab_to_review(l))}
                {tab(Queue::Overdue, words::tab_overdue(l))}
            </ul>
        </nav>
    }
}

fn empty(l: Language, queue: Queue) -> impl IntoView {
    let (title, text) = match queue {
        Queue::ToReview => (words::queue_empty(l), words::queue_empty_text(l)),
        Queue::Overdue => (words::overdue_empty(l), words::overdue_empty_text(l)),
    };
    view! {
        <section class="al-empty"><h2>{title}</h2><p class="al-empty__text">{text}</p></section>
    }
}

fn table(l: Language, clock: &Clock, queue: Queue, rows: Vec<QueueRow>) -> impl IntoView + use<> {
    let caption = match queue {
        Queue::ToReview => words::tab_to_review(l),
        Queue::Overdue => words::tab_overdue(l),
    };
    let lines: Vec<_> = rows.into_iter().map(|row| line(l, clock, queue, row)).collect();
    view! {
        <section class="al-sheet al-sheet--table"><div class="al-table-box">
            <table class="al-table al-table--cards al-table--dense">
                <caption class="al-visually-hidden">{caption}</caption>
                <thead><tr>
                    <th scope="col">{words::column_borrower(l)}</th>
                    <th scope="col">{words::column_statement(l)}</th>
                    <th scope="col" class="al-end">{words::column_due(l)}</th>
                    <th scope="col" class="al-end">{words::column_sent(l)}</th>
                </tr></thead>
                <tbody>{lines}</tbody>
            </table>
        </div></section>
    }
}

fn line(l: Language, clock: &Clock, queue: Queue, row: QueueRow) -> impl IntoView + use<> {
    let name = words::statement_name(l, row.kind, row.period_from, row.period_to);
    let sent = row.upload.map(|(_, at)| words::moment(l, clock, at));
    let unsent = sent.is_none();
    let statement = match row.upload {
        Some((upload_id, _)) => {
            view! { <a class="al-table__link" href=routes::desk_financial(upload_id)>{name}</a> }.into_any()
        }
        None => view! { <span>{name}</span> }.into_any(),
    };
    let late = (queue == Queue::Overdue).then_some("al-table__row--late");
    view! {
        <tr class=late>
            <th scope="row" class="al-table__lead al-typed" dir="auto">
                {row.borrower_name}<span class="al-table__about">{row.borrower_reference}</span>
            </th>
            <td class="al-table__main">{statement}</td>
            <td class="al-num al-end" data-k=words::column_due(l)>{date_in_year(l, row.due_on)}</td>
            <td class="al-num al-end" class:al-table__nil=unsent data-k=words::column_sent(l)>{sent.unwrap_or_else(|| "–".to_owned())}</td>
        </tr>
    }
}

/// `2026-10-31_due_…`: where a page ends and the next begins.
fn mark(place: Place) -> String {
    format!("{}_{}", place.due_on, place.due_id)
}

/// Reads [`mark`].
fn parse_place(text: &str) -> Option<Place> {
    let (day, id) = text.split_once('_')?;
    let due_on: NaiveDate = day.parse().ok()?;
    // The database knows fewer years than the calendar.
    let known = (1..=9999).contains(&due_on.year());
    Some(Place { due_on, due_id: id.parse().ok()? }).filter(|_| known)
}
