//! `/desk/messages`: what was sent, what failed, what was not sent and why.

use lending::language::Language;
use leptos::prelude::*;
use server::{
    Error,
    reminders::{
        gateway::Channel,
        status::Status,
        view::{self, Cursor, Entry, Page, Part},
    },
};

use super::{
    letter::{StatusSeal, moment},
    words,
};
use crate::{
    routes,
    ui::{Frame, ListOrder, Load, Paging, Tab, with_staff},
    visit,
};

/// Which rows are shown.
#[derive(Clone, Copy)]
struct Filter {
    part: Part,
    channel: Option<Channel>,
    after: Option<Cursor>,
}

impl Filter {
    fn asked() -> Self {
        Self {
            part: visit::query("part").and_then(|code| Part::parse(&code)).unwrap_or_default(),
            channel: visit::query("channel").and_then(|code| Channel::parse(&code)),
            after: visit::query("after").and_then(|text| text.parse().ok()),
        }
    }

    fn path(self) -> String {
        let channel = self.channel.map(|c| format!("&channel={}", c.code())).unwrap_or_default();
        format!("{}?part={}{channel}", routes::DESK_MESSAGES, self.part.code())
    }
}

#[component]
pub fn LedgerPage() -> impl IntoView {
    let (portal, visit, staff) = with_staff();
    let l = visit.language;
    let filter = Filter::asked();
    let data = async move {
        view::ledger(&portal, &staff.ok_or(Error::NotFound)?, filter.part, filter.channel, filter.after).await
    };
    view! { <Load data draw=move |page| draw(l, filter, page)/> }
}

fn draw(l: Language, filter: Filter, page: Page<Entry>) -> impl IntoView {
    let (shown, next) = (page.rows.len(), page.next.map(|mark| mark.to_string()));
    let body = if page.rows.is_empty() {
        view! {
            <section class="al-empty">
                <h2>{words::ledger_none(l)}</h2>
                <p class="al-empty__text">{words::ledger_none_text(l)}</p>
            </section>
        }
        .into_any()
    } else {
        view! { <Ledger rows=page.rows language=l/> }.into_any()
    };
    view! {
        <Frame title=words::ledger_title(l) tab=Tab::DeskMessages>
            <header class="al-head">
                <h1 class="al-head__title">{words::ledger_title(l)}</h1>
                <p class="al-head__lead">{words::ledger_lead(l)}</p>
            </header>
            <div class="al-stack">
                <Filters filter language=l/>
                {body}
                <Paging order=ListOrder::NewestFirst path=filter.path() shown turned=filter.after.is_some() next language=l/>
            </div>
        </Frame>
    }
}

#[component]
fn Filters(filter: Filter, language: Language) -> impl IntoView {
    let l = language;
    let parts = Part::ALL
        .into_iter()
        .map(|part| view! { <option value=part.code() selected=part == filter.part>{words::part(l, part)}</option> })
        .collect_view();
    let channels = [Channel::Sms, Channel::Email]
        .into_iter()
        .map(|one| view! { <option value=one.code() selected=Some(one) == filter.channel>{words::channel(l, one)}</option> })
        .collect_view();
    view! {
        <form class="al-filters" method="get" role="search">
            <div class="al-field">
                <label class="al-field__label" for="part">{words::ledger_part(l)}</label>
                <select class="al-select" id="part" name="part">{parts}</select>
            </div>
            <div class="al-field">
                <label class="al-field__label" for="channel">{words::ledger_channel(l)}</label>
                <select class="al-select" id="channel" name="channel"><option value="">{words::any_channel(l)}</option>{channels}</select>
            </div>
            <button class="al-button al-button--quiet al-button--small">{words::ledger_filter(l)}</button>
        </form>
    }
}

#[component]
fn Ledger(rows: Vec<Entry>, language: Language) -> impl IntoView {
    let l = language;
    let rows = rows.into_iter().map(|entry| view! { <Row entry language=l/> }).collect_view();
    view! {
        <section class="al-sheet al-sheet--table">
            <div class="al-table-box" role="region" aria-label=words::ledger_title(l) tabindex="0">
                <table class="al-table al-table--cards al-table--dense">
                    <caption class="al-visually-hidden">{words::ledger_title(l)}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{words::ledger_who(l)}</th>
                            <th scope="col">{words::ledger_state(l)}</th>
                            <th scope="col">{words::ledger_what(l)}</th>
                            <th scope="col">{words::ledger_where(l)}</th>
                            <th scope="col">{words::ledger_when(l)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
}

#[component]
fn Row(entry: Entry, language: Language) -> impl IntoView {
    let l = language;
    let why = (!entry.why.is_empty()).then(|| match words::why(l, &entry.why) {
        Some(text) => view! { <span class="al-table__about">{text}</span> }.into_any(),
        // What a relay said, in its own words.
        None => view! { <span class="al-table__about al-typed" dir="auto">{entry.why.clone()}</span> }.into_any(),
    });
    let again = matches!(entry.status, Status::Queued | Status::TemporaryFailure)
        .then(|| view! { <span class="al-table__about">{words::ledger_next(l, &moment(l, entry.send_after))}</span> });
    let tries = (entry.attempts > 1)
        .then(|| view! { <span class="al-table__about">{words::ledger_attempts(l, entry.attempts)}</span> });
    let text = (!entry.body.is_empty()).then(|| {
        view! {
            <details class="al-more">
                <summary class="al-more__open">{words::ledger_text(l)}</summary>
                <p class="al-letter__body" lang=entry.language.code()>{entry.body}</p>
            </details>
        }
    });
    view! {
        <tr>
            <th scope="row" class="al-table__lead">
                <span class="al-typed">{entry.borrower_name.clone()}</span>
                {(entry.person_name != entry.borrower_name).then(|| view! { <span class="al-table__about al-typed">{entry.person_name}</span> })}
            </th>
            <td class="al-table__main"><StatusSeal status=entry.status language=l/>{why}{again}{tries}</td>
            <td data-k=words::ledger_what(l)>{words::rule(l, &entry.rule)}{text}</td>
            <td data-k=words::ledger_where(l)>{words::channel(l, entry.channel)} " " <span class="al-num">{entry.recipient}</span></td>
            <td class="al-table__end"><time class="al-nowrap" datetime=entry.changed_at.format("%Y-%m-%dT%H:%M").to_string()>{moment(l, entry.changed_at)}</time></td>
        </tr>
    }
}
