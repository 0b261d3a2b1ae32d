//! `/desk/borrowers`: finding a borrower.

use lending::language::{self, Language};
use leptos::prelude::*;
use server::{
    Error,
    staff::borrowers::{self, BorrowerRow, Found, Mark},
};

use super::words;
use crate::{
    routes,
    ui::{Frame, ListOrder, Load, Mood, Paging, Seal, Tab, with_staff},
    visit::query,
};

#[component]
pub fn BorrowersPage() -> impl IntoView {
    let (portal, visit, staff) = with_staff();
    let l = visit.language;
    let q = query("q").unwrap_or_default();
    let after = query("after").and_then(|mark| mark.parse::<Mark>().ok());
    let asked = q.clone();
    let data = async move {
        let staff = staff.ok_or(Error::NotFound)?;
        borrowers::search(&portal, &staff, &asked, after).await
    };
    let draw = move |found: Found| {
        view! {
            <Frame title=words::borrowers(l) tab=Tab::Borrowers>
                <header class="al-head"><h1 class="al-head__title">{words::borrowers(l)}</h1></header>
                <div class="al-stack">
                    <form class="al-filters" method="get" action=routes::DESK_BORROWERS role="search">
                        <div class="al-field al-field--search">
                            <label class="al-field__label" for="q">{words::search(l)}</label>
                            <input class="al-input" id="q" name="q" type="search" maxlength="100" dir="auto" value=q.clone()/>
                        </div>
                        <button class="al-button al-button--quiet al-button--small">{words::find(l)}</button>
                    </form>
                    <Rows found q=q.clone() turned=after.is_some() language=l/>
                </div>
            </Frame>
        }
    };
    view! { <Load data draw/> }
}

#[component]
fn Rows(found: Found, q: String, turned: bool, language: Language) -> impl IntoView {
    let l = language;
    if found.rows.is_empty() {
        return view! {
            <section class="al-empty"><h2>{words::nobody(l)}</h2><p class="al-empty__text">{words::nobody_text(l)}</p></section>
        }
        .into_any();
    }
    let path = format!("{}?q={}", routes::DESK_BORROWERS, server::http::encode(&q));
    let next = found.next.map(|mark| mark.to_string());
    let (shown, today) = (found.rows.len(), found.today);
    let rows = found.rows.into_iter().map(|row| view! { <Row row today language=l/> }).collect_view();
    view! {
        <section class="al-sheet al-sheet--table">
            <div class="al-table-box">
                <table class="al-table al-table--cards al-table--dense">
                    <caption class="al-visually-hidden">{words::borrowers(l)}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{words::column_name(l)}</th>
                            <th scope="col" class="al-end">{words::column_loans(l)}</th>
                            <th scope="col" class="al-end">{words::column_requests(l)}</th>
                            <th scope="col" class="al-end">{words::column_late(l)}</th>
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
fn Row(row: BorrowerRow, today: chrono::NaiveDate, language: Language) -> impl IntoView {
    let l = language;
    let late = borrowers::days_late(row.oldest_unpaid_due_on, today);
    let seal = if late > 0 {
        view! { <Seal mood=Mood::Late text=words::late_by(l, &language::days(l, late))/> }.into_any()
    } else {
        "–".into_any()
    };
    let kind = if row.is_company { words::company(l) } else { words::person(l) };
    view! {
        <tr>
            <th scope="row" class="al-table__lead">
                <a class="al-table__link al-typed" dir="auto" href=routes::desk_borrower(row.borrower_id)>{row.name}</a>
                <span class="al-table__about">{kind}</span>
            </th>
            <td class="al-num" data-k=words::column_loans(l)>{row.loans}</td>
            <td class="al-num" class:al-table__nil=row.open_requests == 0 data-k=words::column_requests(l)>{row.open_requests}</td>
            <td class="al-table__end al-end" class:al-table__nil=late == 0>{seal}</td>
        </tr>
    }
}
