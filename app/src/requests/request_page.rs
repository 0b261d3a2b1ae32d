//! `/requests/{id}`: where a request stands, what was asked and answered, both plans.

use lending::{
    language::Language,
    request::{Action, RequestStatus},
};
use leptos::prelude::*;
use server::{
    clock::Clock,
    ids::RequestId,
    requests::view::{self, RequestView, Step},
};

use super::{
    papers::Papers,
    plan_diff::PlanDiff,
    text_area::{Documents, TextArea},
    timeline::Timeline,
    words,
};
use crate::{
    form::Typed,
    loans::words as loan_words,
    routes,
    ui::{ErrorSummary, Frame, KeptText, Load, Seal, Tab, moment, with_person},
    visit::{param, typed},
};

#[component]
pub fn RequestPage() -> impl IntoView {
    let (portal, visit, person) = with_person();
    let l = visit.language;
    let clock = portal.clock.clone();
    let id = param::<RequestId>("id");
    let typed = typed();
    let data = async move {
        let person = person.ok_or(server::Error::NotFound)?;
        view::find(&portal, &person, id?).await
    };
    let draw = move |view: RequestView| {
        let request = view.request.clone();
        let loan = loan_words::short_name(l, &request.product_name_zh, &request.product_name_en, &request.loan_number);
        let title = format!("{} · {loan}", words::change(l, &request.change));
        let over = words::request_over(
            l,
            words::kind(l, &request.kind),
            &request.number,
            &moment(l, &clock, request.filed_at),
        );
        let (mood, status) = words::status(l, request.status);
        let asked = request.status == RequestStatus::MoreInformation;
        view! {
            <Frame title=request.number.clone() tab=Tab::Requests>
                <header class="al-head">
                    <a class="al-head__back" href=routes::REQUESTS>{words::my_requests(l)}</a>
                    <p class="al-head__over">{over}</p>
                    <h1 class="al-head__title">{title} " " <Seal mood text=status/></h1>
                </header>
                <ErrorSummary typed=typed.clone() language=l/>
                <div class="al-columns">
                    <div class="al-stack">
                        <Outcome view=view.clone() language=l/>
                        <Thread steps=view.steps.clone() clock=clock.clone() language=l/>
                        {if asked {
                            view! { <AnswerForm id=request.request_id typed=typed.clone() language=l/> }.into_any()
                        } else {
                            view! { <KeptText field="answer" typed=typed.clone() language=l/> }.into_any()
                        }}
                        <Plans view=view.clone() language=l/>
                    </div>
                    <aside class="al-stack"><About view clock=clock.clone() typed language=l/></aside>
                </div>
            </Frame>
        }
    };
    view! { <Load data draw/> }
}

/// What came of it, or when an answer may be expected.
#[component]
fn Outcome(view: RequestView, language: Language) -> impl IntoView {
    let l = language;
    let clock = crate::visit::portal().clock.clone();
    match view.request.status {
        RequestStatus::Applied => view! {
            <section class="al-note al-note--good">
                <p>{words::applied_text(l)}</p>
                <div class="al-acts"><a class="al-button" href=routes::schedule(view.request.loan_id)>{words::see_plan(l)}</a></div>
            </section>
        }
        .into_any(),
        RequestStatus::Rejected => {
            let why = view.steps.iter().rev().find(|s| s.to == RequestStatus::Rejected).map(|s| s.note.clone()).unwrap_or_default();
            view! {
                <section class="al-note al-note--late">
                    <h2 class="al-note__title">{words::rejected_because(l)}</h2>
                    <p class="al-typed" dir="auto">{why}</p>
                </section>
            }
            .into_any()
        }
        status if status.is_final() || status == RequestStatus::MoreInformation => ().into_any(),
        _ => view! {
            <section class="al-note al-note--wait"><p>{words::answer_due(l, &moment(l, &clock, view.request.answer_due_at))}</p></section>
        }
        .into_any(),
    }
}

/// Questions and answers, in the words of those who wrote them.
#[component]
fn Thread(steps: Vec<Step>, clock: Clock, language: Language) -> impl IntoView {
    let l = language;
    let said: Vec<Step> = steps.into_iter().filter(|s| matches!(s.action.as_str(), "ask" | "answer")).collect();
    (!said.is_empty()).then(|| {
        let items = said
            .into_iter()
            .map(|step| {
                let who = if step.by_borrower { words::say_you(l) } else { words::say_we(l) };
                view! {
                    <li class="al-thread__say" class:al-thread__say--mine=step.by_borrower>
                        <p class="al-thread__who">{format!("{who} · {}", moment(l, &clock, step.at))}</p>
                        <p class="al-typed" dir="auto">{step.note}</p>
                    </li>
                }
            })
            .collect_view();
        view! { <ul class="al-thread">{items}</ul> }
    })
}

#[component]
fn AnswerForm(id: RequestId, typed: Typed, language: Language) -> impl IntoView {
    let l = language;
    view! {
        <section class="al-sheet al-stack al-stack--tight" aria-labelledby="question">
            <h2 id="question">{words::question_title(l)}</h2>
            <form class="al-stack" method="post" action=routes::request(id) enctype="multipart/form-data" novalidate=true>
                <TextArea name="answer" label=words::your_answer(l) hint=words::your_answer_hint(l) typed=typed.clone() language=l/>
                <Documents label=words::more_documents(l) typed language=l/>
                <div class="al-acts"><button class="al-button" name="act" value="answer">{words::send_answer(l)}</button></div>
            </form>
        </section>
    }
}

#[component]
fn Plans(view: RequestView, language: Language) -> impl IntoView {
    let l = language;
    view! {
        <section class="al-sheet al-stack al-stack--tight" aria-labelledby="plans">
            <h2 id="plans">{words::plans(l)}</h2>
            <p class="al-quiet">{words::plans_lead(l)}</p>
            <PlanDiff comparison=view.comparison language=l/>
        </section>
    }
}

#[component]
fn About(view: RequestView, clock: Clock, typed: Typed, language: Language) -> impl IntoView {
    let l = language;
    let request = view.request;
    let id = request.request_id;
    let may_withdraw = request.status.after(Action::Withdraw).is_ok();
    let open = typed.values.get("act").is_some_and(|act| act == "withdraw");
    view! {
        <section class="al-sheet al-stack al-stack--tight" aria-labelledby="progress">
            <h2 id="progress">{words::progress(l)}</h2>
            <Timeline steps=view.steps status=request.status clock=clock.clone() language=l/>
        </section>
        <section class="al-sheet al-stack al-stack--tight" aria-labelledby="wrote">
            <h2 id="wrote">{words::you_wrote(l)}</h2>
            <p class="al-typed" dir="auto">{request.reason}</p>
        </section>
        <section class="al-sheet al-stack al-stack--tight" aria-labelledby="papers">
            <h2 id="papers">{words::papers(l)}</h2>
            <Papers documents=view.documents address=|id| routes::file(id) clock language=l/>
        </section>
        {may_withdraw.then(|| view! {
            <details class="al-more" open=open>
                <summary class="al-more__open">{words::withdraw_open(l)}</summary>
                <div class="al-note al-note--late">
                    <p>{words::withdraw_text(l)}</p>
                    <form method="post" class="al-acts" action=routes::request(id)>
                        <button class="al-button al-button--final" name="act" value="withdraw">{words::withdraw_sure(l)}</button>
                    </form>
                </div>
            </details>
        })}
    }
}
