//! `/desk/financials/{id}`: the file to review, and the decision.

use lending::language::{Language, date};
use leptos::prelude::*;
use server::{
    clock::Clock,
    financials::{self, MAY_REVIEW, Review},
    ids::UploadId,
};

use super::{history::history, words};
use crate::{
    form::Typed,
    routes,
    ui::{ErrorSummary, Frame, KeptText, Load, Seal, Tab, with_staff, words as ui_words},
    visit,
};

/// One upload, decided on here.
#[component]
pub fn ReviewPage() -> impl IntoView {
    let (portal, visit, who) = with_staff();
    let upload_id = visit::param::<UploadId>("id");
    let typed = visit::typed();
    let l = visit.language;
    let may_review = who.as_ref().is_some_and(|who| who.actor().must_be(MAY_REVIEW).is_ok());
    let clock = portal.clock.clone();
    let data = async move {
        let who = who.ok_or(server::Error::NotFound)?;
        financials::find_review(&portal, &who, upload_id?).await
    };
    let draw = move |review: Review| {
        let (mood, word) = words::seal(l, &review.due, clock.today());
        let name = words::name(l, &review.due);
        view! {
            <Frame title=name.clone() tab=Tab::DeskFinancials>
                <div class="al-stack">
                    <header class="al-head">
                        <a class="al-head__back" href=routes::DESK_FINANCIALS>{words::desk_title(l)}</a>
                        <p class="al-head__over al-typed" dir="auto">{format!("{} · {}", review.borrower_name, review.borrower_reference)}</p>
                        <h1 class="al-head__title">{name} " " <Seal mood text=word/></h1>
                    </header>
                    <ErrorSummary typed=typed.clone() language=l/>
                    <div class="al-columns">
                        <div class="al-stack">{facts(l, &review)} {papers(l, &clock, &review)}</div>
                        {decision(l, &review, may_review, &typed)}
                    </div>
                </div>
            </Frame>
        }
    };
    view! { <Load data draw/> }
}

fn facts(l: Language, review: &Review) -> impl IntoView + use<> {
    let due = &review.due;
    let row =
        |name: &'static str, value: String| view! { <div class="al-dl__row"><dt>{name}</dt><dd>{value}</dd></div> };
    let who = review.borrower_name.clone();
    view! {
        <section class="al-sheet">
            <dl class="al-dl">
                <div class="al-dl__row"><dt>{words::borrower(l)}</dt><dd class="al-typed" dir="auto">{who}</dd></div>
                {row(words::period(l), format!("{} – {}", date(l, due.period_from), date(l, due.period_to)))}
                {row(words::due_on(l), date(l, due.due_on))}
            </dl>
        </section>
    }
}

fn papers(l: Language, clock: &Clock, review: &Review) -> impl IntoView + use<> {
    view! {
        <section class="al-sheet" aria-labelledby="sent">
            <h2 id="sent">{words::history(l)}</h2>
            {history(l, clock, &review.due, routes::desk_file)}
        </section>
    }
}

/// What can be decided, or why nothing can.
fn decision(l: Language, review: &Review, may_review: bool, typed: &Typed) -> impl IntoView + use<> {
    let newest = review.due.uploads.first().map(|upload| upload.upload_id).filter(|id| *id != review.upload_id);
    let body = if let Some(newest) = newest {
        view! {
            <KeptText field="reason" typed=typed.clone() language=l/>
            <p>{words::not_newest(l)}</p>
            <p><a href=routes::desk_financial(newest)>{words::to_newest(l)}</a></p>
        }
        .into_any()
    } else if !review.is_open() {
        view! {
            <p>{words::decided(l)}</p>
            <KeptText field="reason" typed=typed.clone() language=l/>
        }
        .into_any()
    } else if may_review {
        forms(l, review, typed).into_any()
    } else {
        view! { <p>{words::look_only(l)}</p> }.into_any()
    };
    view! {
        <aside class="al-stack al-columns__fixed">
            <section class="al-decide" aria-labelledby="decide">
                <h2 id="decide">{words::decision(l)}</h2>
                {body}
            </section>
        </aside>
    }
}

fn forms(l: Language, review: &Review, typed: &Typed) -> impl IntoView + use<> {
    let action = routes::desk_financial(review.upload_id);
    view! {
        <p>{words::accept_text(l)}</p>
        <form method="post" action=action.clone() class="al-stack al-stack--tight">
            <button class="al-button al-button--wide" name="decision" value="accept">{words::accept(l)}</button>
        </form>
        {return_form(l, action, typed)}
    }
}

fn return_form(l: Language, action: String, typed: &Typed) -> impl IntoView + use<> {
    let problem = typed.problem("reason").map(|p| ui_words::refusal(l, p));
    let reason = typed.value("reason", "");
    let bad = problem.is_some();
    let described = if bad { "reason-hint reason-error" } else { "reason-hint" };
    let open = !typed.problems.is_empty();
    view! {
        <details class="al-decide__way al-decide__way--danger" open=open>
            <summary class="al-decide__open">{words::return_(l)}</summary>
            <form method="post" action=action class="al-decide__form" novalidate>
                <div class="al-field" class:al-field--bad=bad>
                    <label class="al-field__label" for="reason">{words::return_reason(l)}</label>
                    <p class="al-field__hint" id="reason-hint">{words::return_hint(l)}</p>
                    {problem.map(|text| view! { <p class="al-field__error" id="reason-error">{text}</p> })}
                    <textarea class="al-input" id="reason" name="reason" maxlength="2000"
                        aria-describedby=described aria-invalid=bad.then_some("true")>{reason}</textarea>
                </div>
                <button class="al-button al-button--small" name="decision" value="return">{words::return_submit(l)}</button>
            </form>
        </details>
    }
}
