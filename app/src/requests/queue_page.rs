//! `/desk`: what waits, longest first.

use lending::language::{self, Language};
use leptos::prelude::*;
use server::{
    Error, Role,
    ids::StaffId,
    requests::queue::{self, Mark, Query, Queue, QueueRow, READERS, Scope},
};

use super::{desk_words as desk, words};
use crate::{
    routes,
    ui::{Frame, ListOrder, Load, Paging, Seal, Tab, with_staff},
    visit::query,
};

#[component]
pub fn QueuePage() -> impl IntoView {
    let (portal, visit, staff) = with_staff();
    let l = visit.language;
    let asked = Query {
        scope: Scope::parse(query("scope").as_deref()),
        kind: query("kind"),
        search: query("q").map(|q| q.trim().to_owned()).filter(|q| !q.is_empty()),
        after: query("after").and_then(|mark| mark.parse::<Mark>().ok()),
    };
    let reads = staff.as_ref().is_some_and(|s| READERS.iter().any(|role| s.roles.contains(role)));
    let administers = staff.as_ref().is_some_and(|s| s.roles.contains(&Role::Administrator));
    let me = staff.as_ref().map(|s| s.staff_id);
    let for_data = asked.clone();
    let data = async move {
        let staff = staff.ok_or(Error::NotFound)?;
        if reads { queue::list(&portal, &staff, &for_data).await.map(Some) } else { Ok(None) }
    };
    let draw = move |queue: Option<Queue>| {
        let body = match queue {
            None => view! { <NoQueue administers language=l/> }.into_any(),
            Some(queue) => view! {
                <Tabs queue=queue.clone() scope=asked.scope language=l/>
                <Filters asked=asked.clone() language=l/>
                <Rows queue asked=asked.clone() me language=l/>
            }
            .into_any(),
        };
        view! {
            <Frame title=desk::queue(l) tab=Tab::Queue>
                <header class="al-head"><h1 class="al-head__title">{desk::queue(l)}</h1></header>
                <div class="al-stack">{body}</div>
            </Frame>
        }
    };
    view! { <Load data draw/> }
}

/// For those whose role has nothing to do with requests.
#[component]
fn NoQueue(
    /// Looks for where accounts are made.
    administers: bool,
    language: Language,
) -> impl IntoView {
    let l = language;
    let accounts = administers.then(|| {
        view! { <p class="al-empty__text">{desk::make_accounts(l)} <code>"afterloan admin create"</code></p> }
    });
    view! {
        <section class="al-empty">
            <h2>{desk::no_queue(l)}</h2>
            <p class="al-empty__text">{desk::no_queue_text(l)}</p>
            {accounts}
        </section>
    }
}

fn address(asked: &Query, scope: Scope) -> String {
    let mut parts = vec![format!("scope={}", scope.code())];
    parts.extend(asked.kind.as_ref().map(|kind| format!("kind={}", server::http::encode(kind))));
    parts.extend(asked.search.as_ref().map(|q| format!("q={}", server::http::encode(q))));
    format!("{}?{}", routes::DESK, parts.join("&"))
}

#[component]
fn Tabs(queue: Queue, scope: Scope, language: Language) -> impl IntoView {
    let l = language;
    let tab = move |of: Scope, text: &'static str, count: Option<i64>| {
        let count = count.map(|n| view! { " " <span class="al-count">{n}</span> });
        view! {
            <li>
                <a class="al-tabs__tab" href=address(&Query::default(), of) aria-current=(of == scope).then_some("page")>{text}{count}</a>
            </li>
        }
    };
    view! {
        <nav class="al-tabs" aria-label=desk::scopes(l)>
            <ul class="al-tabs__list">
                {tab(Scope::Mine, desk::scope_mine(l), Some(queue.mine))}
                {tab(Scope::Open, desk::scope_open(l), Some(queue.open))}
                {tab(Scope::All, desk::scope_all(l), None)}
            </ul>
        </nav>
    }
}

#[component]
fn Filters(asked: Query, language: Language) -> impl IntoView {
    let l = language;
    let chosen = asked.kind.clone().unwrap_or_default();
    view! {
        <form class="al-filters" method="get" action=routes::DESK role="search">
            <input type="hidden" name="scope" value=asked.scope.code()/>
            <div class="al-field al-field--search">
                <label class="al-field__label" for="q">{desk::search(l)}</label>
                <input class="al-input" id="q" name="q" type="search" maxlength="100" value=asked.search.unwrap_or_default()/>
            </div>
            <div class="al-field">
                <label class="al-field__label" for="kind">{desk::kind(l)}</label>
                <select class="al-select" id="kind" name="kind">
                    <option value="">{desk::kind_any(l)}</option>
                    <option value="extension" selected=chosen == "extension">{words::kind_extension(l)}</option>
                </select>
            </div>
            <button class="al-button al-button--quiet al-button--small">{desk::filter(l)}</button>
        </form>
    }
}

#[component]
fn Rows(queue: Queue, asked: Query, me: Option<StaffId>, language: Language) -> impl IntoView {
    let l = language;
    if queue.rows.is_empty() {
        return view! { <Nothing asked language=l/> }.into_any();
    }
    let (path, turned, next) = (address(&asked, asked.scope), asked.after.is_some(), queue.next.map(|m| m.to_string()));
    let shown = queue.rows.len();
    let (now, today) = (queue.now, queue.today);
    let rows = queue.rows.into_iter().map(|row| view! { <Row row now today me language=l/> }).collect_view();
    view! {
        <section class="al-sheet al-sheet--table">
            <div class="al-table-box">
                <table class="al-table al-table--cards al-table--dense">
                    <caption class="al-visually-hidden">{desk::queue(l)}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{desk::column_request(l)}</th>
                            <th scope="col">{desk::column_borrower(l)}</th>
                            <th scope="col" class="al-end">{desk::column_amount(l)}</th>
                            <th scope="col">{desk::column_age(l)}</th>
                            <th scope="col">{desk::column_due(l)}</th>
                            <th scope="col">{desk::column_flags(l)}</th>
                            <th scope="col" class="al-end">{desk::column_status(l)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
        <Paging order=ListOrder::Other path shown turned next language=l/>
    }
    .into_any()
}

#[component]
fn Nothing(asked: Query, language: Language) -> impl IntoView {
    let l = language;
    let searched = asked.search.is_some() || asked.kind.is_some();
    let (title, text) = match asked.scope {
        _ if searched => (desk::nothing_found(l), desk::nothing_found_text(l)),
        Scope::Mine => (desk::nothing_mine(l), desk::nothing_mine_text(l)),
        Scope::Open | Scope::All => (desk::nothing_open(l), ""),
    };
    let way = (asked.scope == Scope::Mine || searched).then(|| {
        view! { <div class="al-acts"><a class="al-button" href=address(&Query::default(), Scope::Open)>{desk::see_open(l)}</a></div> }
    });
    view! {
        <section class="al-empty">
            <h2>{title}</h2>
            {(!text.is_empty()).then(|| view! { <p class="al-empty__text">{text}</p> })}
            {way}
        </section>
    }
}

#[component]
fn Row(
    row: QueueRow,
    now: chrono::DateTime<chrono::Utc>,
    today: chrono::NaiveDate,
    me: Option<StaffId>,
    language: Language,
) -> impl IntoView {
    let l = language;
    let (mood, status) = words::status(l, row.status);
    let late = row.days_late(today);
    let open = !row.status.is_final();
    let age = desk::ago(l, &span(l, now - row.filed_at));
    let due = if !open {
        view! { <td class="al-table__nil">"–"</td> }.into_any()
    } else if row.answer_due_at < now {
        let text = desk::overdue_by(l, &span(l, now - row.answer_due_at));
        view! { <td class="al-late al-nowrap" data-k=desk::column_due(l)>{text}</td> }.into_any()
    } else {
        let text = desk::left(l, &span(l, row.answer_due_at - now));
        view! { <td class="al-nowrap" data-k=desk::column_due(l)>{text}</td> }.into_any()
    };
    let holder =
        row.claim.as_ref().filter(|c| open && c.until > now).map(|claim| {
            if Some(claim.by) == me { desk::with_you(l).to_owned() } else { desk::held_by(l, &claim.name) }
        });
    let mut flags: Vec<AnyView> = Vec::new();
    if late > 0 {
        flags.push(view! { <span class="al-seal al-seal--late">{desk::flag_late(l, late)}</span> " " }.into_any());
    }
    if row.changed_before {
        flags.push(view! { <span class="al-seal">{desk::flag_changed(l)}</span> " " }.into_any());
    }
    let nil = flags.is_empty();
    let loan = words::loan(l, &row.product_name_zh, &row.product_name_en, &row.loan_number);
    view! {
        <tr class=(open && row.answer_due_at < now).then_some("al-table__row--late")>
            <th scope="row" class="al-table__lead">
                <a class="al-table__link" href=routes::desk_request(row.request_id)>{words::change(l, &row.change)}</a>
                <span class="al-table__about">{row.number}</span>
            </th>
            <td data-k=desk::column_borrower(l)>
                <span class="al-typed" dir="auto">{row.borrower_name}</span>
                <span class="al-table__about">{loan}</span>
            </td>
            <td class="al-table__main al-num">{language::money(l, row.outstanding)}</td>
            <td class="al-nowrap" data-k=desk::column_age(l)>{age}</td>
            {due}
            <td class:al-table__nil=nil data-k=desk::column_flags(l)>{if nil { "–".into_any() } else { flags.into_any() }}</td>
            <td class="al-table__end al-end">
                <Seal mood text=status/>
                {holder.map(|text| view! { <span class="al-table__about al-typed" dir="auto">{text}</span> })}
            </td>
        </tr>
    }
}

/// A span of time in its largest unit.
pub(super) fn span(l: Language, span: chrono::TimeDelta) -> String {
    match (span.num_days(), span.num_hours(), span.num_minutes()) {
        (d, _, _) if d >= 2 => desk::days(l, d),
        (_, h, _) if h >= 1 => desk::hours(l, h),
        (_, _, m) => desk::minutes(l, m.max(1)),
    }
}
