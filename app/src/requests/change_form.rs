//! The form that asks for a change: the choice with its figures, the reason, the papers.

use lending::{language::Language, what_if::WhatIf};
use leptos::prelude::*;
use server::requests::options::Options;

use super::{
    text_area::{Documents, TextArea},
    what_if::Way,
    what_if_fields::WhatIfFields,
    words,
};
use crate::{
    form::Typed,
    routes,
    ui::{ErrorSummary, FormKeyField, words as shared},
};

/// The whole form. Without a script its first button works the figures out on the server.
#[component]
pub fn ChangeForm(
    options: Options,
    chosen: Option<Way>,
    periods: Option<String>,
    typed: Typed,
    language: Language,
) -> impl IntoView {
    let l = language;
    let way = Way::parse(&typed.value("way", "")).or(chosen).unwrap_or_default();
    let proposed = periods.unwrap_or_else(|| options.proposed().to_string());
    let number = typed.value("periods", &proposed);
    let problem =
        typed.problem("periods").or_else(|| typed.problem("way")).map(|p| shared::refusal(l, p)).unwrap_or_default();
    let loan = WhatIf {
        terms: options.loan.terms.clone(),
        events: options.loan.events.clone(),
        policy: options.policy.clone(),
        history: options.known.clone(),
        on: options.today,
    };
    // What another system's conventions compute, only the server does.
    let in_browser = options.loan.terms.is_standard();
    let work_out = view! {
        <p class="al-acts">
            <button class="al-button al-button--quiet" name="act" value="work_out">{words::work_it_out(l)}</button>
        </p>
    };
    let worked_out = typed.values.get("act").is_some_and(|act| act == "work_out") && typed.problems.is_empty();
    view! {
        <section class="al-sheet al-stack al-stack--tight" id="ask" aria-labelledby="ask-title">
            <h2 id="ask-title">{words::ask_title(l)}</h2>
            <form
                class="al-stack al-stack--wide"
                method="post"
                action=routes::change(options.loan.loan_id)
                enctype="multipart/form-data"
                novalidate=true
            >
                <ErrorSummary typed=typed.clone() language=l/>
                {worked_out.then(|| view! { <p class="al-banner al-banner--good" role="status">{words::worked_out(l)}</p> })}
                <FormKeyField typed=typed.clone()/>
                <WhatIfFields loan way typed=number most=options.most problem language=l/>
                // The form's first button is what the Enter key presses: without a script it never files.
                {if in_browser { view! { <noscript>{work_out}</noscript> }.into_any() } else { work_out.into_any() }}
                <TextArea name="reason" label=words::reason(l) hint=words::reason_hint(l) typed=typed.clone() language=l/>
                <Documents label=words::documents(l) typed language=l/>
                <p class="al-quiet">{words::submit_hint(l)}</p>
                <div class="al-acts"><button class="al-button" name="act" value="file">{words::submit(l)}</button></div>
            </form>
        </section>
    }
}
