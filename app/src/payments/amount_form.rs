//! The first step of paying: how much.

use lending::language::{self, Language};
use leptos::prelude::*;
use server::{
    ids::FormKey,
    payments::{Choice, Offer},
};

use super::{under_way::UnderWay, words};
use crate::{
    form::Typed,
    routes,
    ui::{ErrorSummary, words as shared},
    visit::portal,
};

#[component]
pub(super) fn AmountForm(offer: Offer, typed: Typed, key: FormKey, language: Language) -> impl IntoView {
    let l = language;
    let open = offer.open.clone().map(|open| view! { <UnderWay open language=l/> });
    let summary =
        (offer.largest().is_none() || !offer.online).then(|| view! { <ErrorSummary typed=typed.clone() language=l/> });
    let body = if offer.largest().is_none() {
        view! { <Empty title=words::nothing_to_pay(l) text=words::nothing_to_pay_text(l).to_owned() loan=routes::loan(offer.loan.loan_id) language=l/> }.into_any()
    } else if !offer.online {
        let text = words::no_provider_text(l, &portal().lender.lender_phone);
        view! { <Empty title=words::no_provider(l) text loan=routes::loan(offer.loan.loan_id) language=l/> }.into_any()
    } else {
        view! {
            <form method="post" action=routes::pay(offer.loan.loan_id) class="al-sheet al-stack al-stack--wide" novalidate>
                <ErrorSummary typed=typed.clone() language=l/>
                <Cards offer=offer.clone() typed language=l/>
                <input type="hidden" name="step" value="check"/>
                <input type="hidden" name="form_key" value=key.to_string()/>
                <div class="al-acts"><button class="al-button">{words::to_check(l)}</button></div>
            </form>
        }
        .into_any()
    };
    view! { <div class="al-stack">{summary} {open} {body}</div> }
}

#[component]
fn Empty(title: &'static str, text: String, loan: String, language: Language) -> impl IntoView {
    view! {
        <section class="al-empty">
            <h2>{title}</h2>
            <p class="al-empty__text">{text}</p>
            <div class="al-acts"><a class="al-button al-button--quiet" href=loan>{words::to_loan(language)}</a></div>
        </section>
    }
}

/// The ways there are today, each with its figure.
#[component]
fn Cards(offer: Offer, typed: Typed, language: Language) -> impl IntoView {
    let l = language;
    let usual = offer.usual();
    let chosen = typed.value("choice", usual.code());
    let next = offer.state.next_due.as_ref().map(|next| next.due_on);
    let due = offer.due.map(|due| {
        let text = match (next, offer.overdue) {
            (Some(on), None) => words::due_text(l, &language::date(l, on), &language::relative(l, offer.today, on)),
            (Some(on), Some(_)) => words::due_with_overdue(l, &language::date(l, on)),
            (None, _) => String::new(),
        };
        card(Choice::Due, &chosen, words::due(l), Some(language::money(l, due)), text)
    });
    let overdue = offer.overdue_alone().map(|overdue| {
        let penalty = offer.state.overdue.penalty;
        let text =
            if penalty.is_positive() { words::overdue_text(l, &language::money(l, penalty)) } else { String::new() };
        card(Choice::Overdue, &chosen, words::overdue(l), Some(language::money(l, overdue)), text)
    });
    let payoff = offer.payoff.as_ref().map(|payoff| {
        let until = language::date(l, payoff.valid_through);
        let text = if payoff.prepayment_fee.is_positive() {
            words::payoff_with_fee(l, &until, &language::money(l, payoff.prepayment_fee))
        } else {
            words::payoff_text(l, &until)
        };
        card(Choice::Payoff, &chosen, words::payoff(l), Some(language::money(l, payoff.total)), text)
    });
    let problem = typed
        .problem("choice")
        .map(|p| view! { <p class="al-field__error" id="choice-error">{shared::refusal(l, p)}</p> });
    view! {
        <fieldset class="al-field" id="choice">
            <legend class="al-field__legend">{words::how_much(l)}</legend>
            {problem}
            <div class="al-cards">
                {if usual == Choice::Overdue { [overdue, due] } else { [due, overdue] }}
                {card(Choice::Other, &chosen, words::other(l), None, words::other_text(l).to_owned())}
                <div class="al-card__more"><AmountField offer=offer.clone() typed language=l/></div>
                {payoff}
            </div>
        </fieldset>
    }
}

fn card(
    choice: Choice,
    chosen: &str,
    title: &'static str,
    figure: Option<String>,
    text: String,
) -> impl IntoView + use<> {
    let checked = choice.code() == chosen;
    view! {
        <label class="al-card">
            <input class="al-card__box" type="radio" name="choice" value=choice.code() checked=checked/>
            <span class="al-card__title">{title}</span>
            {figure.map(|figure| view! { <span class="al-card__figure">{figure}</span> })}
            {(!text.is_empty()).then(|| view! { <span class="al-card__text">{text}</span> })}
        </label>
    }
}

#[component]
fn AmountField(offer: Offer, typed: Typed, language: Language) -> impl IntoView {
    let l = language;
    let problem = typed.problem("amount").map(|p| shared::refusal(l, p));
    let hint = offer.largest().map(|largest| words::amount_hint(l, &language::money(l, largest)));
    let class = if problem.is_some() { "al-field al-field--bad" } else { "al-field" };
    let described = if problem.is_some() { "amount-hint amount-error" } else { "amount-hint" };
    view! {
        <div class=class>
            <label class="al-field__label" for="amount">{words::amount(l)}</label>
            <p class="al-field__hint" id="amount-hint">{hint}</p>
            {problem.clone().map(|text| view! { <p class="al-field__error" id="amount-error">{text}</p> })}
            <div class="al-money">
                <span class="al-money__unit" aria-hidden="true">{offer.loan.terms.currency().symbol()}</span>
                <input
                    class="al-input"
                    id="amount"
                    name="amount"
                    inputmode="decimal"
                    value=typed.value("amount", "")
                    aria-describedby=described
                    aria-invalid=problem.is_some().then_some("true")
                />
            </div>
        </div>
    }
}
