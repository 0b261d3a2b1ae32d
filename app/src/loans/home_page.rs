//! `/`: the next thing to do first, what waits, all loans.

use chrono::NaiveDate;
use lending::{
    language::{self, Language},
    replay::LoanStatus,
};
use leptos::prelude::*;
use server::loans::{Home, LoanView, home};

use super::{next_payment::NextPayment, tasks::Tasks, words};
use crate::{
    routes,
    ui::{Frame, Load, Mood, Seal, Tab, with_person, words as shared},
};

#[component]
pub fn HomePage() -> impl IntoView {
    let (portal, visit, person) = with_person();
    let l = visit.language;
    let data = async move {
        let person = person.ok_or(server::Error::NotFound)?;
        home::find(&portal, &person).await
    };
    let draw = move |home: Home| {
        view! {
            <Frame title=shared::home(l) tab=Tab::Home>
                <h1 class="al-visually-hidden">{shared::home(l)}</h1>
                <Columns home language=l/>
            </Frame>
        }
    };
    view! { <Load data draw/> }
}

/// Late loans first, then by the next due date.
fn most_urgent_first(loans: &mut [LoanView]) {
    loans.sort_by_key(|v| {
        let next = v.state.next_due.as_ref().map(|n| n.due_on);
        (std::cmp::Reverse(v.state.days_past_due), next.unwrap_or(NaiveDate::MAX))
    });
}

#[component]
fn Columns(home: Home, language: Language) -> impl IntoView {
    let l = language;
    let Home { loans, under_way, asked, statements, today } = home;
    let mut open: Vec<LoanView> = loans.iter().filter(|v| v.state.status == LoanStatus::Active).cloned().collect();
    most_urgent_first(&mut open);
    if loans.is_empty() {
        return view! { <Empty title=words::no_loan(l) text=words::no_loan_text(l)/> }.into_any();
    }
    let nothing_runs = open.is_empty();
    let recent = loans.clone();
    let of_loan = |id| loans.iter().find(|v| v.loan.loan_id == id).map(|v| words::name(l, &v.loan)).unwrap_or_default();
    let under_way = under_way.into_iter().map(|payment| (of_loan(payment.loan_id), payment)).collect();
    let late_and_next: Vec<LoanView> = {
        let late = open.iter().filter(|v| v.state.days_past_due > 0).cloned();
        let next = open.iter().find(|v| v.state.days_past_due == 0).cloned();
        late.chain(next).collect()
    };
    let first = if late_and_next.is_empty() {
        view! { <Empty title=words::all_settled(l) text=words::all_settled_text(l)/> }.into_any()
    } else {
        late_and_next.into_iter().map(|v| view! { <NextPayment view=v language=l/> }).collect_view().into_any()
    };
    view! {
        <div class="al-columns">
            <div class="al-stack">
                {first}
                <LoanList loans language=l/>
            </div>
            <aside class="al-stack">
                <Tasks under_way asked statements today quiet=nothing_runs language=l/>
                <Recent loans=recent language=l/>
            </aside>
        </div>
    }
    .into_any()
}

#[component]
fn Empty(title: &'static str, text: &'static str) -> impl IntoView {
    view! {
        <section class="al-empty">
            <h2>{title}</h2>
            <p class="al-empty__text">{text}</p>
        </section>
    }
}

#[component]
fn LoanList(loans: Vec<LoanView>, language: Language) -> impl IntoView {
    let l = language;
    let items = loans
        .into_iter()
        .map(|v| {
            let (about, mood, status) = about(l, &v);
            view! {
                <li class="al-list__item">
                    <a class="al-list__link" href=routes::loan(v.loan.loan_id)>
                        <span class="al-list__text">
                            <span class="al-list__name">{words::name(l, &v.loan)}</span>
                            <span class="al-list__about">{about}</span>
                        </span>
                        <span class="al-list__end">
                            <span class="al-num">{language::money(l, v.state.outstanding.principal)}</span>
                            <Seal mood text=status/>
                        </span>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="al-sheet">
            <h2>{words::my_loans(l)}</h2>
            <ul class="al-list">{items}</ul>
        </section>
    }
}

/// One line about a loan, its mood and its status.
pub(super) fn about(l: Language, v: &LoanView) -> (String, Mood, &'static str) {
    let all = v.state.rows.len();
    match v.state.status {
        LoanStatus::Settled => {
            let on = v.state.closed_on.unwrap_or(v.today);
            (words::settled_on(l, &language::date(l, on)), Mood::Done, words::settled(l))
        }
        LoanStatus::WrittenOff => (words::written_off(l).to_owned(), Mood::Off, words::written_off(l)),
        LoanStatus::Active => {
            let current = v.state.rows.iter().find(|r| r.remaining.total.is_positive()).map_or(0, |r| r.n);
            let place = words::installment_of(l, current, all);
            if v.state.days_past_due > 0 {
                let days = language::days(l, i64::from(v.state.days_past_due));
                (format!("{place} · {}", words::late_by(l, &days)), Mood::Late, words::late(l))
            } else {
                let next = v
                    .state
                    .next_due
                    .as_ref()
                    .map_or(String::new(), |n| words::next_on(l, &language::date_short(l, n.due_on)));
                (format!("{place} · {next}"), Mood::Good, words::normal(l))
            }
        }
    }
}

/// The latest payments of all loans.
#[component]
fn Recent(loans: Vec<LoanView>, language: Language) -> impl IntoView {
    let l = language;
    let of_loan = |v: &LoanView| {
        let counted = v.state.payments.iter().filter(|p| !p.reversed);
        counted.map(|p| (p.on, (p.amount, v.loan.loan_id, words::name(l, &v.loan)))).collect::<Vec<_>>()
    };
    let items = newest_first(loans.iter().map(of_loan))
        .into_iter()
        .take(4)
        .map(|(on, (amount, loan, name))| {
            view! {
                <li class="al-list__item">
                    <a class="al-list__link" href=routes::loan(loan)>
                        <span class="al-list__text">
                            <span class="al-list__name al-num">{language::money(l, amount)}</span>
                            <span class="al-list__about">{format!("{} · {name}", language::date(l, on))}</span>
                        </span>
                    </a>
                </li>
            }
        })
        .collect_view();
    let none = loans.iter().all(|v| v.state.payments.is_empty());
    view! {
        <section class="al-sheet">
            <h2>{words::recently(l)}</h2>
            {if none {
                view! { <p class="al-quiet">{words::no_payments(l)}</p> }.into_any()
            } else {
                view! { <ul class="al-list al-list--top">{items}</ul> }.into_any()
            }}
        </section>
    }
}

/// What the loans' lists hold, each in the order in which it came: the last first, also within a day.
fn newest_first<T>(lists: impl Iterator<Item = Vec<(NaiveDate, T)>>) -> Vec<(NaiveDate, T)> {
    let mut all: Vec<_> = lists.flat_map(|list| list.into_iter().rev()).collect();
    all.sort_by_key(|(on, _)| std::cmp::Reverse(*on));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn payments_of_one_day_stand_with_the_last_first() {
        let day = |n| NaiveDate::from_ymd_opt(2026, 11, n).expect("a day");
        let lists = [vec![(day(1), "a"), (day(28), "b"), (day(28), "c")], vec![(day(15), "d")]];
        let order: Vec<_> = newest_first(lists.into_iter()).into_iter().map(|(_, name)| name).collect();
        assert_eq!(order, ["c", "b", "d", "a"]);
    }
}
