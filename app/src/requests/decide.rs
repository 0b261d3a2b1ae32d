//! The decision, always in view: who must still approve, and every way to decide.

use lending::{language::Language, request::RequestStatus};
use leptos::prelude::*;
use server::{
    clock::Clock,
    ids::{RequestId, StaffId},
    requests::{Claim, REVIEWERS, decision::DecisionView},
};

use super::{desk_words as desk, text_area::TextArea, words};
use crate::{
    form::Typed,
    routes,
    ui::{KeptText, moment},
    visit::Visit,
};

/// What can be done by this colleague now, and what cannot and why.
#[component]
pub fn Decide(
    view: DecisionView,
    me: Option<StaffId>,
    clock: Clock,
    typed: Typed,
    language: Language,
) -> impl IntoView {
    let l = language;
    let may = view.may;
    let id = view.request.request_id;
    // Words for a way that is not open any more.
    let ways = [("ask", "question", may.ask), ("send_back", "note", may.send_back), ("reject", "reason", may.reject)];
    let sent = typed.value("act", "");
    let lost = ways.iter().find(|(act, field, open)| typed.values.contains_key(*field) && !(*open && *act == sent));
    let lost = lost.map(|(_, field, _)| *field);
    let held = held_by_another(&view, me);
    view! {
        <section class="al-decide" aria-labelledby="decide">
            <h2 id="decide">{desk::decide(l)}</h2>
            <Needed view=view.clone() me clock=clock.clone() held=held.is_some() language=l/>
            {held.map(|claim| view! { <Held claim clock language=l/> })}
            {may.claim.then(|| view! { <Plain id act="claim" text=desk::claim(l) hint=desk::claim_text(l) primary=true/> })}
            {may.approve.then(|| view! { <Approve view=view.clone() language=l/> })}
            {may.ask.then(|| view! {
                <Way id act="ask" title=desk::ask(l) field="question" label=desk::question(l) hint=desk::question_hint(l)
                    button=desk::send_question(l) typed=typed.clone() language=l/>
            })}
            {may.send_back.then(|| view! {
                <Way id act="send_back" title=desk::send_back(l) field="note" label=desk::note(l) hint=desk::note_hint(l)
                    button=desk::send_back_now(l) typed=typed.clone() language=l/>
            })}
            {may.reject.then(|| view! {
                <Way id act="reject" title=desk::reject(l) field="reason" label=desk::reject_reason(l) hint=desk::reject_hint(l)
                    button=desk::reject_now(l) danger=true typed=typed.clone() language=l/>
            })}
            {lost.map(|field| view! { <KeptText field typed language=l/> })}
            {may.release.then(|| view! { <Plain id act="release" text=desk::release(l) hint="" primary=false/> })}
        </section>
    }
}

/// The claim that keeps this colleague, who could decide otherwise, from doing so.
fn held_by_another(view: &DecisionView, me: Option<StaffId>) -> Option<Claim> {
    let reviews = Visit::current().staff().is_some_and(|staff| REVIEWERS.iter().any(|role| staff.roles.contains(role)));
    let done = view.approvals.iter().any(|approval| Some(approval.staff_id) == me);
    let claim = view.request.claim.clone().filter(|claim| claim.until > view.now && Some(claim.by) != me)?;
    // Who waits for the borrower's answer keeps nobody from anything.
    let workable = view.request.is_open() && view.request.status != RequestStatus::MoreInformation;
    (reviews && !done && workable).then_some(claim)
}

/// Why no button stands here, and what can be done about it.
#[component]
fn Held(claim: Claim, clock: Clock, language: Language) -> impl IntoView {
    let l = language;
    view! {
        <div class="al-note al-note--wait">
            <p class="al-typed">{desk::held(l, &claim.name, &moment(l, &clock, claim.until))}</p>
            <p class="al-typed">{desk::held_then(l, &claim.name)}</p>
        </div>
    }
}

/// Who has approved and who must still.
#[component]
fn Needed(
    view: DecisionView,
    me: Option<StaffId>,
    clock: Clock,
    /// A colleague has it in hand: that is said instead of who may approve.
    held: bool,
    language: Language,
) -> impl IntoView {
    let l = language;
    let status = view.request.status;
    if status.is_final() {
        return view! { <p>{desk::decided(l)}</p> }.into_any();
    }
    if status == RequestStatus::MoreInformation {
        return view! { <p>{desk::waits_for_borrower(l)}</p> }.into_any();
    }
    let level = |n: i16| words::roles(l, view.authority.next(n));
    let rule = if view.authority.needed() > 1 {
        desk::needs_two(l, &level(0), &level(1))
    } else {
        desk::needs_one(l, &level(0))
    };
    let given = i16::try_from(view.approvals.len()).unwrap_or(0);
    let mine = view.approvals.iter().any(|a| Some(a.staff_id) == me);
    let approvals = view
        .approvals
        .iter()
        .map(|a| view! { <li class="al-list__item"><span class="al-list__text al-typed">{desk::approved_by(l, &a.name, &moment(l, &clock, a.at))}</span></li> })
        .collect_view();
    let why = if mine {
        Some(desk::you_approved(l).to_owned())
    } else if given > 0 {
        Some(desk::still_needed(l, &level(given)))
    } else if !held && !view.may.approve && !view.may.claim {
        Some(desk::not_yours(l, &level(given)))
    } else {
        None
    };
    view! {
        <p>{rule}</p>
        {(given > 0).then(|| view! { <ul class="al-list">{approvals}</ul> })}
        {why.map(|text| view! { <p class="al-wait">{text}</p> })}
    }
    .into_any()
}

#[component]
fn Approve(view: DecisionView, language: Language) -> impl IntoView {
    let l = language;
    let last = usize::try_from(view.authority.needed()).unwrap_or(1) <= view.approvals.len() + 1;
    let hint = if last { desk::approve_last_text(l) } else { desk::approve_first_text(l) };
    view! {
        <form class="al-stack al-stack--tight" method="post" action=routes::desk_request(view.request.request_id)>
            <input type="hidden" name="result_hash" value=view.request.result_hash.clone()/>
            <p class="al-small al-quiet">{hint}</p>
            <button class="al-button al-button--wide" name="act" value="approve">{desk::approve(l)}</button>
        </form>
    }
}

/// A way to decide that needs no words.
#[component]
fn Plain(id: RequestId, act: &'static str, text: &'static str, hint: &'static str, primary: bool) -> impl IntoView {
    let class = if primary { "al-button al-button--wide" } else { "al-button al-button--quiet al-button--small" };
    view! {
        <form class="al-stack al-stack--tight" method="post" action=routes::desk_request(id)>
            {(!hint.is_empty()).then(|| view! { <p class="al-small al-quiet">{hint}</p> })}
            <button class=class name="act" value=act>{text}</button>
        </form>
    }
}

/// A way to decide that needs some words: a line that opens to its form, open when its words were
/// not accepted.
#[component]
fn Way(
    id: RequestId,
    act: &'static str,
    title: &'static str,
    field: &'static str,
    label: &'static str,
    hint: &'static str,
    button: &'static str,
    #[prop(optional)] danger: bool,
    typed: Typed,
    language: Language,
) -> impl IntoView {
    let open = typed.values.get("act").is_some_and(|sent| sent == act);
    let typed = if open { typed } else { Typed::default() };
    let class = if danger { "al-button al-button--small al-button--danger" } else { "al-button al-button--small" };
    view! {
        <details class="al-decide__way" class:al-decide__way--danger=danger name="decide" open=open>
            <summary class="al-decide__open">{title}</summary>
            <form class="al-decide__form" method="post" action=routes::desk_request(id) novalidate=true>
                <TextArea name=field label=label hint=hint typed language/>
                <button class=class name="act" value=act>{button}</button>
            </form>
        </details>
    }
}
