//! `/desk/borrowers/{id}`: everything about one borrower.

use lending::language::{self, Language};
use leptos::prelude::*;
use server::{
    Error,
    ids::BorrowerId,
    staff::borrowers::{self, LoanRow, Member, Overview},
};

use super::words;
use crate::{
    requests::{DeskRequests, words as requests},
    routes,
    ui::{Frame, Load, Mood, Seal, Tab, with_staff},
    visit::param,
};

#[component]
pub fn BorrowerPage() -> impl IntoView {
    let (portal, visit, staff) = with_staff();
    let l = visit.language;
    let id = param::<BorrowerId>("id");
    let data = async move {
        let staff = staff.ok_or(Error::NotFound)?;
        borrowers::find(&portal, &staff, id?).await
    };
    let draw = move |overview: Overview| {
        let kind = if overview.is_company { words::company(l) } else { words::person(l) };
        view! {
            <Frame title=overview.name.clone() tab=Tab::Borrowers>
                <header class="al-head">
                    <a class="al-head__back" href=routes::DESK_BORROWERS>{words::borrowers(l)}</a>
                    <h1 class="al-head__title"><span class="al-typed" dir="auto">{overview.name.clone()}</span> " " <span class="al-seal">{kind}</span></h1>
                </header>
                <div class="al-columns">
                    <div class="al-stack">
                        <Loans overview=overview.clone() language=l/>
                        <Requests overview=overview.clone() language=l/>
                    </div>
                    <aside class="al-stack"><People members=overview.members language=l/></aside>
                </div>
            </Frame>
        }
    };
    view! { <Load data draw/> }
}

#[component]
fn People(members: Vec<Member>, language: Language) -> impl IntoView {
    let l = language;
    let items = members
        .into_iter()
        .map(|member| {
            let role = if member.role == "self" { words::role_self(l) } else { words::role_authorised(l) };
            let contacts =
                if member.contacts.is_empty() { words::no_contact(l).to_owned() } else { member.contacts.join(" · ") };
            view! {
                <li class="al-list__item">
                    <span class="al-list__text">
                        <span class="al-typed" dir="auto">{member.name}</span>
                        <span class="al-list__about">{format!("{role} · {contacts}")}</span>
                    </span>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="al-sheet" aria-labelledby="people">
            <h2 id="people">{words::people(l)}</h2>
            <ul class="al-list">{items}</ul>
        </section>
    }
}

#[component]
fn Loans(overview: Overview, language: Language) -> impl IntoView {
    let l = language;
    let today = overview.today;
    if overview.loans.is_empty() {
        return view! { <section class="al-sheet"><h2>{words::loans(l)}</h2><p class="al-quiet">{words::no_loans(l)}</p></section> }.into_any();
    }
    let rows = overview.loans.into_iter().map(|row| view! { <Loan row today language=l/> }).collect_view();
    view! {
        <section class="al-sheet al-sheet--table" aria-labelledby="loans">
            <div class="al-sheet__head"><h2 id="loans">{words::loans(l)}</h2></div>
            <div class="al-table-box">
                <table class="al-table al-table--cards al-table--dense">
                    <thead>
                        <tr>
                            <th scope="col">{words::column_loan(l)}</th>
                            <th scope="col" class="al-end">{words::column_outstanding(l)}</th>
                            <th scope="col">{words::column_next(l)}</th>
                            <th scope="col">{words::column_end(l)}</th>
                            <th scope="col" class="al-end">{words::column_plan(l)}</th>
                            <th scope="col" class="al-end">{words::column_status(l)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn Loan(row: LoanRow, today: chrono::NaiveDate, language: Language) -> impl IntoView {
    let l = language;
    let late = borrowers::days_late(row.oldest_unpaid_due_on, today);
    let (mood, status) = match row.status.as_str() {
        "settled" => (Mood::Done, words::settled(l).to_owned()),
        "written_off" => (Mood::Off, words::written_off(l).to_owned()),
        _ if late > 0 => (Mood::Late, words::late_by(l, &language::days(l, late))),
        _ => (Mood::Good, words::on_time(l).to_owned()),
    };
    let next = row.next_due_on.map_or_else(|| "–".to_owned(), |on| language::date_in_year(l, on));
    view! {
        <tr class=(late > 0).then_some("al-table__row--late")>
            <th scope="row" class="al-table__lead">{requests::loan(l, &row.product_name_zh, &row.product_name_en, &row.number)}</th>
            <td class="al-table__main al-num">{language::money(l, row.outstanding)}</td>
            <td class="al-nowrap" class:al-table__nil=row.next_due_on.is_none() data-k=words::column_next(l)>{next}</td>
            <td class="al-nowrap" data-k=words::column_end(l)>{language::date_in_year(l, row.final_due_on)}</td>
            <td class="al-num" data-k=words::column_plan(l)>{row.schedule_version}</td>
            <td class="al-table__end al-end"><Seal mood text=status/></td>
        </tr>
    }
}

#[component]
fn Requests(overview: Overview, language: Language) -> impl IntoView {
    let l = language;
    let clock = crate::visit::portal().clock.clone();
    view! {
        <section class="al-sheet" aria-labelledby="requests">
            <h2 id="requests">{words::requests(l)}</h2>
            <DeskRequests rows=overview.requests none=words::no_requests(l) clock language=l/>
        </section>
    }
}
