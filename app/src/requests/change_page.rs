//! `/loans/{id}/change`: what would help, side by side, and the form that asks for it.

use lending::{
    language::{self, Language},
    modification::Change,
};
use leptos::prelude::*;
use server::{
    ids::LoanId,
    requests::{
        Proposal,
        options::{self, Options},
    },
};

use super::{change_form::ChangeForm, policy_words, what_if::Way, words};
use crate::{
    loans::words as loan_words,
    routes,
    ui::{ErrorSummary, Frame, IslandScripts, KeptText, Load, Mood, Seal, Tab, with_person},
    visit::{param, query, typed},
};

#[component]
pub fn ChangePage() -> impl IntoView {
    let (portal, visit, person) = with_person();
    let l = visit.language;
    let id = param::<LoanId>("id");
    let (typed, way, periods) = (typed(), query("way"), query("periods"));
    let data = async move {
        let person = person.ok_or(server::Error::NotFound)?;
        options::find(&portal, &person, id?).await
    };
    let draw = move |options: Options| {
        let loan = &options.loan;
        let name = loan_words::name(l, loan);
        let id = loan.loan_id;
        let left = options.state.rows.iter().filter(|r| r.remaining.total.is_positive()).count();
        // The core's conventions know no change that could be worked out for this loan.
        let not_here = options.ways.is_empty() && !options.is_closed() && !loan.terms.is_standard();
        let body = if options.is_closed() {
            view! {
                <ErrorSummary typed=typed.clone() language=l/>
                <KeptText field="reason" typed language=l/>
                <NothingToAsk title=words::loan_closed(l) text=words::loan_closed_text(l) loan=id language=l/>
            }
            .into_any()
        } else if options.open.is_some() && typed.problems.is_empty() {
            view! {
                <KeptText field="reason" typed language=l/>
                <OpenAlready options language=l/>
            }
            .into_any()
        } else if not_here {
            view! {
                <KeptText field="reason" typed language=l/>
                <NothingToAsk title=words::no_change_here(l) text=words::no_change_here_text(l) loan=id language=l/>
            }
            .into_any()
        } else {
            let chosen = way.as_deref().and_then(Way::parse);
            view! {
                <Ways options=options.clone() language=l/>
                <ChangeForm options chosen periods typed language=l/>
                <IslandScripts/>
            }
            .into_any()
        };
        view! {
            <Frame title=words::what_would_help(l) tab=Tab::Home>
                <header class="al-head">
                    <a class="al-head__back" href=routes::loan(id)>{name.clone()}</a>
                    <h1 class="al-head__title">{words::what_would_help(l)}</h1>
                    {(left > 0 && !not_here).then(|| view! { <p class="al-head__lead">{words::what_would_help_lead(l, &name, left)}</p> })}
                </header>
                <div class="al-stack">{body}</div>
            </Frame>
        }
    };
    view! { <Load data draw/> }
}

/// There is nothing to ask for, and why.
#[component]
fn NothingToAsk(title: &'static str, text: &'static str, loan: LoanId, language: Language) -> impl IntoView {
    view! {
        <section class="al-empty">
            <h2>{title}</h2>
            <p class="al-empty__text">{text}</p>
            <div class="al-acts"><a class="al-button" href=routes::loan(loan)>{words::back_to_loan(language)}</a></div>
        </section>
    }
}

#[component]
fn OpenAlready(options: Options, language: Language) -> impl IntoView {
    let l = language;
    options.open.map(|(id, number)| {
        view! {
            <section class="al-note al-note--wait">
                <h2 class="al-note__title">{words::open_already(l)}</h2>
                <p>{words::open_already_text(l, &number)}</p>
                <div class="al-acts"><a class="al-button" href=routes::request(id)>{words::see_request(l)}</a></div>
            </section>
        }
    })
}

/// The plan as it is and some ways of changing it, each with the same facts.
#[component]
fn Ways(options: Options, language: Language) -> impl IntoView {
    let l = language;
    let keep = options.ways.first().map(|way| {
        let before = &way.comparison.before;
        let next = before.next_installment.map_or_else(|| "–".to_owned(), |m| language::money(l, m));
        view! {
            <article class="al-option">
                <h2 class="al-option__title">{words::keep_plan(l)}</h2>
                <dl class="al-option__facts">
                    <dt>{words::each_next(l)}</dt><dd>{next}</dd>
                    <dt>{words::last_payment(l)}</dt><dd>{language::date_in_year(l, before.final_due_on)}</dd>
                    <dt>{words::interest_left(l)}</dt><dd>{language::money(l, before.interest_to_pay)}</dd>
                </dl>
            </article>
        }
    });
    let loan = options.loan.loan_id;
    let ways = options.ways.into_iter().map(|way| view! { <WayOption way loan language=l/> }).collect_view();
    view! { <div class="al-options">{keep}{ways}</div> }
}

#[component]
fn WayOption(way: Proposal, loan: LoanId, language: Language) -> impl IntoView {
    let l = language;
    let after = way.comparison.after.clone();
    let cost = way.comparison.cost_difference;
    let next = after.next_installment.map_or_else(|| "–".to_owned(), |m| language::money(l, m));
    let refused = way.broken().next().map(|outcome| policy_words::sentence(l, outcome));
    let (mood, word) =
        if refused.is_some() { (Mood::Off, words::cannot_ask(l)) } else { (Mood::Good, words::can_ask(l)) };
    let off = refused.is_some();
    let (code, n) = chosen(&way.change);
    let end = match refused {
        Some(why) => view! { <p class="al-option__text">{why}</p> }.into_any(),
        None => {
            let href = format!("{}?way={}&periods={n}#ask", routes::change(loan), code.code());
            let what = words::change(l, &way.change);
            view! {
                <a class="al-button al-button--quiet" href=href>{words::pick(l)}<span class="al-visually-hidden">" " {what}</span></a>
            }
            .into_any()
        }
    };
    view! {
        <article class="al-option" class:al-option--off=off>
            <h2 class="al-option__title">{words::change(l, &way.change)} " " <Seal mood text=word/></h2>
            <dl class="al-option__facts">
                <dt>{words::each_next(l)}</dt><dd>{next}</dd>
                <dt>{words::last_payment(l)}</dt><dd>{language::date_in_year(l, after.final_due_on)}</dd>
                <dt>{words::interest_left(l)}</dt><dd>{language::money(l, after.interest_to_pay)}</dd>
                <dt class="al-option__cost">{super::what_if_words::cost_name(l, cost)}</dt>
                <dd class="al-option__cost">{language::money(l, cost.magnitude())}</dd>
            </dl>
            {end}
        </article>
    }
}

/// The way and number that a change stands for in the form.
fn chosen(change: &Change) -> (Way, u32) {
    match (change.extra_installments, change.defer_installments) {
        (_, Some(n)) => (Way::Defer, n),
        (n, None) => (Way::Extend, n.unwrap_or(1)),
    }
}
