//! `/loans/{id}/statement`: the statement of account of a loan for any period, to read and to print.

use axum::http::StatusCode;
use chrono::NaiveDate;
use lending::language::{self, Language};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use server::{
    Error, Result,
    documents::{Period, Statement, statement},
    error::Refusal,
    ids::LoanId,
    loans::{Loan, view},
};

use super::{
    paper::Paper,
    statement_table::{MadeUp, StatementTable},
    words,
};
use crate::{
    form::Typed,
    loans::words as loan_words,
    routes,
    ui::{ErrorSummary, Frame, Load, Tab, TextField, with_person},
    visit::{Visit, param},
};

/// The paper, or what is wrong with the period that was asked for.
enum Shown {
    Paper(Box<Statement>),
    Refused(Box<Loan>, Vec<Refusal>),
}

/// What the address asks for, field by field.
pub(super) fn asked(visit: &Visit) -> (String, String) {
    // A null byte is no text and cannot be shown again.
    let field = |name| visit.query(name).unwrap_or_default().replace('\0', "\u{fffd}");
    (field("from"), field("to"))
}

#[component]
pub fn StatementPage() -> impl IntoView {
    let (portal, visit, person) = with_person();
    let l = visit.language;
    let loan_id = param::<LoanId>("id");
    let (from, to) = asked(&visit);
    let today = portal.clock.today();
    let period = Period::parse(&from, &to, today);
    let data = async move {
        let (who, loan_id) = (person.ok_or(Error::NotFound)?, loan_id?);
        shown(&portal, &who, loan_id, period).await
    };
    let draw = move |shown: Shown| {
        let (loan, paper, problems) = match shown {
            Shown::Paper(paper) => (paper.loan.clone(), Some(*paper), Vec::new()),
            Shown::Refused(loan, problems) => (*loan, None, problems),
        };
        if let (false, Some(response)) = (problems.is_empty(), use_context::<ResponseOptions>()) {
            response.set_status(StatusCode::UNPROCESSABLE_ENTITY);
        }
        let begins = loan.terms.disbursed_on();
        let (from, to) = paper.as_ref().map_or((from, to), |p| (p.account.from.to_string(), p.account.to.to_string()));
        let typed = Typed {
            problems,
            values: [("from", from), ("to", to)].map(|(k, v)| (k.to_owned(), v)).into(),
            ..Typed::default()
        };
        let id = loan.loan_id;
        let name = loan_words::name(l, &loan);
        view! {
            <Frame title=format!("{} · {name}", words::statement(l)) tab=Tab::Documents>
                <header class="al-head al-no-print">
                    <a class="al-head__back" href=routes::loan(id)>{name}</a>
                    <h1 class="al-head__title">{words::statement(l)}</h1>
                </header>
                <div class="al-stack">
                    <PeriodForm id typed begins today language=l/>
                    {paper.map(|paper| view! { <Account paper language=l/> })}
                </div>
            </Frame>
        }
    };
    view! { <Load data draw/> }
}

async fn shown(
    portal: &server::Portal,
    who: &server::identity::SignedInPerson,
    loan_id: LoanId,
    period: std::result::Result<Period, Vec<Refusal>>,
) -> Result<Shown> {
    match period {
        Ok(period) => Ok(Shown::Paper(Box::new(statement::find(portal, who, loan_id, period).await?))),
        // Somebody else's loan is not found, whatever the dates.
        Err(problems) => Ok(Shown::Refused(Box::new(view::find(portal, who, loan_id).await?.loan), problems)),
    }
}

/// Which days; sent by GET, so that the address names the paper.
#[component]
fn PeriodForm(id: LoanId, typed: Typed, begins: NaiveDate, today: NaiveDate, language: Language) -> impl IntoView {
    let l = language;
    let usual = [
        (words::this_year(l, chrono::Datelike::year(&today)), Some(Period::this_year(today))),
        (
            words::last_year(l, chrono::Datelike::year(&today) - 1),
            Some(Period::last_year(today)).filter(|p| p.to >= begins),
        ),
        (words::whole_life(l).to_owned(), Some(Period { from: begins, to: today }).filter(|p| p.from <= p.to)),
    ];
    let usual = usual
        .into_iter()
        .filter_map(|(text, period)| period.map(|period| (text, period)))
        .map(|(text, period)| view! { <li><a href=routes::statement(id, Some((period.from, period.to)))>{text}</a></li> })
        .collect_view();
    view! {
        <section class="al-sheet al-stack al-stack--tight al-no-print" aria-labelledby="period">
            <h2 id="period">{words::period(l)}</h2>
            <ErrorSummary typed=typed.clone() language=l/>
            <form class="al-filters" method="get" action=routes::statement(id, None) novalidate>
                <DayField name="from" label=words::from(l) typed=typed.clone() language=l/>
                <DayField name="to" label=words::to(l) typed language=l/>
                <button class="al-button al-button--small">{words::show(l)}</button>
            </form>
            <nav aria-label=words::periods(l)><ul class="al-ways">{usual}</ul></nav>
        </section>
    }
}

/// A browser shows nothing in a date field that holds no date: what was mistyped stands in a line of text.
#[component]
fn DayField(name: &'static str, label: &'static str, typed: Typed, language: Language) -> impl IntoView {
    let a_day = typed.value(name, "").parse::<NaiveDate>().is_ok();
    let kind = if a_day { "date" } else { "text" };
    view! { <TextField name label kind typed language/> }
}

/// The paper itself.
#[component]
fn Account(paper: Statement, language: Language) -> impl IntoView {
    let l = language;
    let (id, account) = (paper.loan.loan_id, paper.account);
    let csv = routes::statement_csv(id, (account.from, account.to));
    let period = words::from_to(l, &language::date(l, account.from), &language::date(l, account.to));
    let currency = paper.loan.terms.currency().code().to_owned();
    let facts = vec![(words::period_of(l), period), (words::currency(l), currency)];
    view! {
        <Paper title=words::statement(l) borrower_name=paper.borrower_name loan=paper.loan issued_on=paper.issued_on facts language=l>
            <StatementTable account=account.clone() language=l/>
            <MadeUp account=account.clone() language=l/>
        </Paper>
        <p class="al-quiet al-no-print">{words::print_hint(l)}</p>
        <div class="al-acts">
            <a class="al-button al-button--quiet" download="" href=csv>{words::download_csv(l)}</a>
            <a class="al-button al-button--quiet" href=routes::DOCUMENTS>{words::all_documents(l)}</a>
        </div>
    }
}
