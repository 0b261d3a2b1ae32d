//! `/documents`: all papers, loan by loan.

use chrono::{Datelike, NaiveDate};
use lending::language::{self, Language};
use leptos::prelude::*;
use server::{
    Error,
    clock::Clock,
    documents::{AppliedChange, LoanPapers, Papers, Period, Receipt, list},
};

use super::words;
use crate::{
    loans::words as loan_words,
    requests::words as request_words,
    routes,
    ui::{Frame, Load, Tab, with_person},
};

#[component]
pub fn DocumentsPage() -> impl IntoView {
    let (portal, visit, person) = with_person();
    let l = visit.language;
    let clock = portal.clock.clone();
    let data = async move { list::list(&portal, &person.ok_or(Error::NotFound)?).await };
    let draw = move |papers: Papers| {
        let today = papers.today;
        let none = papers.loans.is_empty().then(|| {
            view! {
                <section class="al-empty"><h2>{words::no_loan(l)}</h2><p class="al-empty__text">{words::no_loan_text(l)}</p></section>
            }
        });
        let loans = papers
            .loans
            .into_iter()
            .map(|papers| view! { <OfLoan papers today clock=clock.clone() language=l/> })
            .collect_view();
        view! {
            <Frame title=words::documents(l) tab=Tab::Documents>
                <header class="al-head">
                    <h1 class="al-head__title">{words::documents(l)}</h1>
                    <p class="al-head__lead">{words::documents_lead(l)}</p>
                </header>
                <div class="al-stack">{none}{loans}</div>
            </Frame>
        }
    };
    view! { <Load data draw/> }
}

#[component]
fn OfLoan(papers: LoanPapers, today: NaiveDate, clock: Clock, language: Language) -> impl IntoView {
    let l = language;
    let loan = papers.loan;
    let id = loan.loan_id;
    let heading = format!("loan-{id}");
    let begins = loan.terms.disbursed_on();
    let years = [
        (words::this_year(l, today.year()), Period::this_year(today)),
        (words::last_year(l, today.year() - 1), Period::last_year(today)),
        (words::whole_life(l).to_owned(), Period { from: begins.min(today), to: today }),
    ];
    let statements = years
        .into_iter()
        .filter(|(_, period)| period.to >= begins)
        .map(|(text, period)| {
            view! { <a href=routes::statement(id, Some((period.from, period.to)))>{text}</a> }.into_any()
        })
        .collect();
    let plan = vec![
        view! { <a href=routes::schedule(id)>{words::plan_read(l)}</a> }.into_any(),
        view! { <a href=routes::schedule_csv(id) download="">{words::plan_csv(l)}</a> }.into_any(),
    ];
    let certificate = papers.settled.then(|| {
        let ways = vec![view! { <a href=routes::settlement(id)>{words::settlement_open(l)}</a> }.into_any()];
        view! { <PaperKind title=words::settlement(l) ways/> }
    });
    let changes = (!papers.changes.is_empty()).then(|| view! { <Changes changes=papers.changes clock language=l/> });
    view! {
        <section class="al-sheet al-stack" aria-labelledby=heading>
            <div class="al-sheet__head">
                <h2 id=heading.clone()><a href=routes::loan(id)>{loan_words::name(l, &loan)}</a></h2>
                <span class="al-quiet">{words::loan_number(l)} " " {loan.number.clone()}</span>
            </div>
            <div class="al-documents">
                {certificate}
                <PaperKind title=words::statement(l) ways=statements/>
                <PaperKind title=words::plan(l) ways=plan/>
            </div>
            <section class="al-stack al-stack--tight">
                <h3>{words::receipts(l)}</h3>
                {if papers.receipts.is_empty() {
                    view! { <p class="al-quiet">{words::no_receipts(l)}</p> }.into_any()
                } else {
                    view! { <ReceiptList rows=papers.receipts language=l/> }.into_any()
                }}
                {papers.older_receipts.then(|| view! { <p><a href=routes::receipts(id)>{words::older_receipts(l)}</a></p> })}
            </section>
            {changes}
        </section>
    }
}

/// A kind of paper and the ways to it.
#[component]
fn PaperKind(title: &'static str, ways: Vec<AnyView>) -> impl IntoView {
    let ways = ways.into_iter().map(|way| view! { <li>{way}</li> }).collect_view();
    view! {
        <section class="al-documents__kind">
            <h3>{title}</h3>
            <ul class="al-ways">{ways}</ul>
        </section>
    }
}

/// Receipts, each with its day and amount.
#[component]
pub(super) fn ReceiptList(rows: Vec<Receipt>, language: Language) -> impl IntoView {
    let l = language;
    let items = rows
        .into_iter()
        .map(|row| {
            view! {
                <li class="al-list__item">
                    <a class="al-list__link" href=routes::payment(row.payment_id)>
                        <span class="al-list__text">
                            <span class="al-list__name">{language::date(l, row.on)}</span>
                            <span class="al-list__about">{words::receipt(l, &row.reference)}</span>
                        </span>
                        <span class="al-list__end"><span class="al-num">{language::money(l, row.amount)}</span></span>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="al-list">{items}</ul> }
}

#[component]
fn Changes(changes: Vec<AppliedChange>, clock: Clock, language: Language) -> impl IntoView {
    let l = language;
    let items = changes
        .into_iter()
        .map(|change| {
            let day = language::date(l, clock.day_of(change.applied_at));
            view! {
                <li class="al-list__item">
                    <a class="al-list__link" href=routes::request(change.request_id)>
                        <span class="al-list__text">
                            <span class="al-list__name">{request_words::change(l, &change.change)}</span>
                            <span class="al-list__about">{words::applied_on(l, &change.number, &day)}</span>
                        </span>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="al-stack al-stack--tight">
            <h3>{words::changes(l)}</h3>
            <ul class="al-list">{items}</ul>
        </section>
    }
}
