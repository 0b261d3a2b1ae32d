//! The choice and its figures as the server writes them: the form works with them alone. A script, when
//! there is one, gives them life ([`super::what_if_island`]).

use lending::{language::Language, what_if::WhatIf as Loan};
use leptos::prelude::*;

use super::{
    what_if::{Answer, Way, periods},
    what_if_island::WhatIf,
    what_if_words as words,
};

/// The fields `way`, `periods` and the hashes of what is shown, inside a form.
#[component]
pub fn WhatIfFields(
    loan: Loan,
    way: Way,
    /// The number as it was typed or proposed.
    typed: String,
    /// The end of the slider: the most that policy allows.
    most: u32,
    /// What the server said of the number, if anything.
    problem: String,
    language: Language,
) -> impl IntoView {
    let l = language;
    let in_browser = loan.terms.is_standard();
    // Other systems' conventions know more installments, not a pause.
    let way = if in_browser { way } else { Way::Extend };
    let text = in_browser.then(|| loan.to_text());
    let answer = loan.facts().map_or(Answer::NotPossible, |facts| Answer::to(&loan, &facts, way, &typed));
    let (input_hash, result_hash) = answer.hashes();
    let (input_hash, result_hash) = (input_hash.to_owned(), result_hash.to_owned());
    let (figures, plans) = (answer.figures(l), answer.plans(l));
    let none = plans.is_none();
    let plans = plans.unwrap_or_default();
    view! {
        <div class="al-stack" id="what-if" data-loan=text>
            {if in_browser { view! { <WayCards chosen=way language=l/> }.into_any() } else { view! { <OneWay way/> }.into_any() }}
            <NumberField way typed most problem slides=in_browser language=l/>
            <div class="al-stack" id="what-if-figures" role="status" inner_html=figures></div>
            <details class="al-more" id="what-if-plans" hidden=none>
                <summary class="al-more__open">{words::plans(l)}</summary>
                <div class="al-table-box" inner_html=plans></div>
            </details>
            <input type="hidden" name="input_hash" value=input_hash/>
            <input type="hidden" name="result_hash" value=result_hash/>
            {in_browser.then(|| view! { <WhatIf/> })}
        </div>
    }
}

/// Nothing to choose.
#[component]
fn OneWay(way: Way) -> impl IntoView {
    view! { <input type="hidden" name="way" value=way.code()/> }
}

#[component]
fn WayCards(chosen: Way, language: Language) -> impl IntoView {
    let l = language;
    let card = move |way: Way, title: &'static str, text: &'static str| {
        view! {
            <label class="al-card">
                <input class="al-card__box" type="radio" name="way" value=way.code() checked=chosen == way/>
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
    way: Way,
    typed: String,
    most: u32,
    problem: String,
    /// Whether a script answers as the number changes.
    slides: bool,
    language: Language,
) -> impl IntoView {
    let l = language;
    let label = words::periods_of(l, way);
    let n = periods(&typed);
    let position = n.unwrap_or(1).to_string();
    let said_as = n.map(|n| words::periods_count(l, n));
    let bad = !problem.is_empty();
    let said = bad.then(|| view! { <p class="al-field__error" id="periods-error">{problem}</p> });
    let most = most.max(1);
    view! {
        <div class="al-field" class:al-field--bad=bad>
            <label class="al-field__label" for="periods">{label}</label>
            {said}
            <div class="al-slider">
                {slides.then(|| view! {
                    <input
                        class="al-slider__range al-scripted"
                        type="range"
                        min="1"
                        max=most.to_string()
                        value=position
                        aria-label=label
                        aria-valuetext=said_as
                    />
                })}
                <span class="al-slider__box">
                    <input
                        class="al-input"
                        id="periods"
                        name="periods"
                        inputmode="numeric"
                        maxlength="6"
                        value=typed
                        aria-describedby=bad.then_some("periods-error")
                        aria-invalid=bad.then_some("true")
                    />
                    " "
                    {words::periods_unit(l)}
                </span>
                {slides.then(|| view! {
                    <span class="al-slider__ends al-scripted" aria-hidden="true"><span>"1"</span><span>{most}</span></span>
                })}
            </div>
        </div>
    }
}
