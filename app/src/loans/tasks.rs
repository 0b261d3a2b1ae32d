//! What waits for the borrower beside paying: a payment under way, questions asked, statements due.

use chrono::NaiveDate;
use lending::language::{self, Language};
use leptos::prelude::*;
use server::{financials::Due, ids::RequestId, payments::PaymentLine};

use super::words;
use crate::{
    financials, payments, routes,
    ui::{Mood, Seal},
};

/// Statements named here; all of them stand on their own page.
const STATEMENTS: usize = 4;

/// A task's name, what is said of it, its seal and where it is done.
struct Task {
    name: String,
    about: String,
    seal: (Mood, &'static str),
    href: String,
}

/// The list of tasks; a borrower whose loans all ended and who has none is not told of it.
#[component]
pub fn Tasks(
    /// Payments that are in no loan yet, each with its loan's name.
    under_way: Vec<(String, PaymentLine)>,
    asked: Vec<(RequestId, String)>,
    statements: Vec<Due>,
    today: NaiveDate,
    /// Says nothing when there is nothing to do.
    quiet: bool,
    language: Language,
) -> impl IntoView {
    let l = language;
    let under_way = under_way.into_iter().map(|(loan, payment)| Task {
        name: words::payment_under_way(l, &language::money(l, payment.amount)),
        about: loan,
        seal: payments::status(l, payment.status),
        href: routes::payment(payment.payment_id),
    });
    let questions = asked.into_iter().map(|(id, number)| Task {
        name: words::question_asked(l).to_owned(),
        about: number,
        seal: (Mood::Wait, words::answer(l)),
        href: routes::request(id),
    });
    let more = (statements.len() > STATEMENTS).then(|| {
        view! { <p><a href=routes::FINANCIALS>{words::all_statements(l, statements.len())}</a></p> }
    });
    let statements = statements.iter().take(STATEMENTS).map(|due| Task {
        name: financials::words::name(l, due),
        about: financials::words::when(l, due.due_on, today),
        seal: financials::words::seal(l, due, today),
        href: routes::financial(due.due_id),
    });
    let tasks: Vec<Task> = under_way.chain(questions).chain(statements).collect();
    if tasks.is_empty() && quiet {
        return ().into_any();
    }
    let none = tasks.is_empty().then(|| view! { <p class="al-quiet">{words::nothing_to_do(l)}</p> });
    let list =
        (!tasks.is_empty()).then(|| view! { <ul class="al-list">{tasks.into_iter().map(line).collect_view()}</ul> });
    view! {
        <section class="al-sheet" aria-labelledby="tasks">
            <h2 id="tasks">{words::to_do(l)}</h2>
            {none}
            {list}
            {more}
        </section>
    }
    .into_any()
}

fn line(task: Task) -> impl IntoView {
    let (mood, word) = task.seal;
    view! {
        <li class="al-list__item">
            <a class="al-list__link" href=task.href>
                <span class="al-list__text">
                    <span class="al-list__name">{task.name}</span>
                    <span class="al-list__about">{task.about}</span>
                </span>
                <span class="al-list__end"><Seal mood text=word/></span>
            </a>
        </li>
    }
}
