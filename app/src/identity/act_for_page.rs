//! `/act-for`: a person with several borrowers chooses for whom to act.

use leptos::prelude::*;
use server::{
    Error,
    identity::acting::{self, Choice},
};

use super::words;
use crate::{
    form::Typed,
    ui::{ErrorSummary, Frame, Load, with_person},
    visit::{self, Visit},
};

/// All borrowers of the person, each with a button.
#[component]
pub fn ActForPage() -> impl IntoView {
    let (portal, visit, person) = with_person();
    let typed = visit::typed();
    let data = async move { acting::choices(&portal, &person.ok_or(Error::NotFound)?).await };
    let draw = move |choices| view! { <Choices visit typed choices/> };
    view! { <Load data draw/> }
}

#[component]
fn Choices(visit: Visit, typed: Typed, choices: Vec<Choice>) -> impl IntoView {
    let l = visit.language;
    let lines = choices
        .into_iter()
        .map(|choice| {
            let kind = if choice.is_company { words::company(l) } else { words::individual(l) };
            let act = if choice.current {
                view! { <span class="al-seal al-seal--good">{words::act_for_now(l)}</span> }.into_any()
            } else {
                view! {
                    <form method="post">
                        <input type="hidden" name="borrower" value=choice.borrower_id.to_string()/>
                        <button class="al-button al-button--quiet al-button--small">
                            {words::act_for_this(l)}
                            <span class="al-visually-hidden al-typed">" " {choice.name.clone()}</span>
                        </button>
                    </form>
                }
                .into_any()
            };
            view! {
                <li class="al-list__item">
                    <span class="al-list__text">
                        <span class="al-list__name al-typed" dir="auto">{choice.name}</span>
                        <span class="al-list__about">{kind}</span>
                    </span>
                    {act}
                </li>
            }
        })
        .collect_view();
    view! {
        <Frame title=words::act_for_title(l) narrow=true>
            <header class="al-head">
                <h1 class="al-head__title">{words::act_for_title(l)}</h1>
                <p class="al-head__lead">{words::act_for_lead(l)}</p>
            </header>
            <div class="al-stack">
                <ErrorSummary typed language=l/>
                <section class="al-sheet" id="borrower"><ul class="al-list al-list--top">{lines}</ul></section>
            </div>
        </Frame>
    }
}
