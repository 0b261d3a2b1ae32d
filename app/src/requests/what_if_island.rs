//! The what-if: choose a way and a number, and see at once what it means.
//!
//! The figures come from [`lending`], here as on the server. What the browser worked out is sent
//! along as hashes, and the server takes a request only when it comes to the same.

use std::sync::Arc;

use chrono::NaiveDate;
use lending::{
    event::Event,
    language::{self, Language},
    modification::{Comparison, compare},
    money::Money,
    policy::{self, LoanFacts, Policy, RuleOutcome, evaluate},
    terms::Terms,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::{
    plan_diff::PlanDiff,
    policy_words,
    what_if::{Way, periods},
    what_if_words as words,
};

/// What the island is given: the loan as the engine reads it. It says nothing that the page's owner
/// may not see, and the server believes none of it when it comes back.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Given {
    pub terms: serde_json::Value,
    pub events: Vec<serde_json::Value>,
    pub policy: Policy,
    pub known: policy::History,
    pub on: NaiveDate,
    pub language: Language,
}

/// What a choice leads to.
#[derive(Clone, Debug, PartialEq)]
enum Answer {
    Shown(Box<Comparison>, Vec<RuleOutcome>),
    NotANumber,
    NotPossible,
}

struct Loan {
    terms: Terms,
    events: Vec<Event>,
    policy: Policy,
    facts: LoanFacts,
    on: NaiveDate,
}

impl Loan {
    fn read(given: Given) -> Option<Self> {
        let terms: Terms = serde_json::from_value(given.terms).ok()?;
        let events = given.events.iter().map(|e| Event::parse(e, terms.currency()).ok()).collect::<Option<Vec<_>>>()?;
        let facts = policy::facts(&terms, &events, given.on, &given.known).ok()?;
        Some(Self { terms, events, policy: given.policy, facts, on: given.on })
    }

    fn answer(&self, way: Way, typed: &str) -> Answer {
        let Some(n) = periods(typed) else {
            return Answer::NotANumber;
        };
        let change = way.change(n);
        match compare(&self.terms, &self.events, self.on, &change) {
            Ok(comparison) => {
                Answer::Shown(Box::new(comparison), evaluate(&self.policy, &self.facts, &change, self.on))
            }
            Err(_) => Answer::NotPossible,
        }
    }
}

/// The choice and its figures. Inside a form: its fields are `way`, `periods` and the hashes of what
/// is shown.
#[island]
pub fn WhatIf(
    /// [`Given`] as JSON.
    given: String,
    way: Way,
    /// The number as it was typed or proposed.
    typed: String,
    /// The end of the slider: the most that policy allows.
    most: u32,
    /// What the server said of the number, if anything.
    problem: String,
) -> impl IntoView {
    let Ok(given) = serde_json::from_str::<Given>(&given) else {
        return ().into_any();
    };
    let l = given.language;
    let Some(loan) = Loan::read(given).map(Arc::new) else {
        return ().into_any();
    };
    let chosen = RwSignal::new(way);
    let number = RwSignal::new(typed.clone());
    let answer = Memo::new(move |_| loan.answer(chosen.get(), &number.get()));
    let hash = move |of: fn(&Comparison) -> &str| {
        answer.with(|a| match a {
            Answer::Shown(comparison, _) => of(comparison).to_owned(),
            _ => String::new(),
        })
    };
    view! {
        <div class="al-stack">
            <WayCards chosen language=l/>
            <NumberField chosen number typed most problem language=l/>
            <div class="al-stack" role="status">{move || answer.with(|a| draw(l, a))}</div>
            <input type="hidden" name="input_hash" value=move || hash(|c| &c.input_hash)/>
            <input type="hidden" name="result_hash" value=move || hash(|c| &c.result_hash)/>
        </div>
    }
    .into_any()
}

#[component]
fn WayCards(chosen: RwSignal<Way>, language: Language) -> impl IntoView {
    let l = language;
    let card = move |way: Way, title: &'static str, text: &'static str| {
        view! {
            <label class="al-card">
                <input
                    class="al-card__box"
                    type="radio"
                    name="way"
                    value=way.code()
                    checked=chosen.get_untracked() == way
                    on:change=move |_| chosen.set(way)
                />
                <span class="al-card__title">{title}</span>
                <span class="al-card__text">{text}</span>
            </label>
        }
    };
    view! {
        <fieldset class="al-field">
            <legend class="al-field__legend">{words::way(l)}</legend>
            <div class="al-cards al-cards--row">
                {card(Way::Extend, words::way_extend(l), words::way_extend_text(l))}
                {card(Way::Defer, words::way_defer(l), words::way_defer_text(l))}
            </div>
        </fieldset>
    }
}

#[component]
fn NumberField(
    chosen: RwSignal<Way>,
    number: RwSignal<String>,
    typed: String,
    most: u32,
    problem: String,
    language: Language,
) -> impl IntoView {
    let l = language;
    let label = move || match chosen.get() {
        Way::Extend => words::periods_extend(l),
        Way::Defer => words::periods_defer(l),
    };
    let position = periods(&typed).unwrap_or(1).to_string();
    let said =
        (!problem.is_empty()).then(|| view! { <p class="al-field__error" id="periods-error">{problem.clone()}</p> });
    let bad = !problem.is_empty();
    let most = most.max(1);
    view! {
        <div class="al-field" class:al-field--bad=bad>
            <label class="al-field__label" for="periods">{label}</label>
            {said}
            <div class="al-slider">
                <input
                    class="al-slider__range al-scripted"
                    type="range"
                    min="1"
                    max=most.to_string()
                    value=position
                    prop:value=move || number.get()
                    aria-label=label
                    aria-valuetext=move || periods(&number.get()).map(|n| words::periods_count(l, n))
                    on:input=move |e| number.set(event_target_value(&e))
                />
                <span class="al-slider__box">
                    <input
                        class="al-input"
                        id="periods"
                        name="periods"
                        inputmode="numeric"
                        autocomplete="off"
                        maxlength="6"
                        value=typed
                        prop:value=move || number.get()
                        aria-describedby=bad.then_some("periods-error")
                        aria-invalid=bad.then_some("true")
                        on:input=move |e| number.set(event_target_value(&e))
                    />
                    " "
                    {words::periods_unit(l)}
                </span>
                <span class="al-slider__ends al-scripted" aria-hidden="true"><span>"1"</span><span>{most}</span></span>
            </div>
        </div>
    }
}

fn draw(l: Language, answer: &Answer) -> AnyView {
    match answer {
        Answer::NotANumber => view! { <p class="al-quiet">{words::whole_number(l)}</p> }.into_any(),
        Answer::NotPossible => view! { <p class="al-late">{words::not_possible(l)}</p> }.into_any(),
        Answer::Shown(comparison, outcomes) => {
            let comparison = (**comparison).clone();
            view! {
                <Figures comparison=comparison.clone() language=l/>
                <Verdict outcomes=outcomes.clone() language=l/>
                <details class="al-more">
                    <summary class="al-more__open">{words::plans(l)}</summary>
                    <PlanDiff comparison language=l/>
                </details>
            }
            .into_any()
        }
    }
}

#[component]
fn Figures(comparison: Comparison, language: Language) -> impl IntoView {
    let l = language;
    let money = move |m: Option<Money>| m.map_or_else(|| "–".to_owned(), |m| language::money(l, m));
    let (before, after) = (&comparison.before, &comparison.after);
    let row = move |name: &'static str, was: String, becomes: String| {
        let same = was == becomes;
        view! {
            <div class="al-dl__row">
                <dt>{name}</dt>
                <dd class="al-num">{becomes} {(!same).then(|| view! { " " <span class="al-quiet al-small">{words::was(l, &was)}</span> })}</dd>
            </div>
        }
    };
    let date = move |on| language::date(l, on);
    let cost = comparison.cost_difference;
    view! {
        <dl class="al-dl">
            {row(words::next_installment(l), money(before.next_installment), money(after.next_installment))}
            {row(words::largest_installment(l), money(Some(before.largest_installment)), money(Some(after.largest_installment)))}
            {row(words::final_date(l), date(before.final_due_on), date(after.final_due_on))}
            {row(words::interest_to_pay(l), money(Some(before.interest_to_pay)), money(Some(after.interest_to_pay)))}
            <div class="al-dl__row al-dl__row--sum">
                <dt>{words::cost_name(l, cost)}</dt>
                <dd class="al-num">{language::money(l, cost.magnitude())}</dd>
            </div>
        </dl>
    }
}

/// What policy says of the choice, before anything is filed.
#[component]
fn Verdict(outcomes: Vec<RuleOutcome>, language: Language) -> impl IntoView {
    let l = language;
    let broken: Vec<&RuleOutcome> = outcomes.iter().filter(|outcome| !outcome.holds).collect();
    if broken.is_empty() {
        return view! { <p><span class="al-seal al-seal--good">{words::allowed(l)}</span> " " {words::nothing_changes(l)}</p> }.into_any();
    }
    let rules = broken.into_iter().map(|outcome| policy_words::line(l, outcome)).collect_view();
    view! {
        <div class="al-note al-note--late">
            <p class="al-note__title">{words::not_allowed(l)}</p>
            <ul class="al-checks">{rules}</ul>
        </div>
    }
    .into_any()
}
