//! `/payments/{id}`: waiting for the provider's word, then the receipt or what else became of it.

use axum::http::{HeaderValue, header};
use lending::language::{self, Language};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use server::{
    Error,
    ids::PaymentId,
    payments::{PaymentStatus, PaymentView, view},
};

use super::{receipt::Receipt, words};
use crate::{
    loans::words as loan_words,
    routes,
    ui::{ErrorSummary, Frame, Load, Mood, Seal, Tab, with_person},
    visit::{param, query, typed},
};

/// A page that waits looks again by itself this often…
const AGAIN_SECONDS: &str = "5";
/// …for this long; after that a person is not kept waiting for a change that may never come.
const LOOKS_AGAIN_MINUTES: i64 = 10;

#[component]
pub fn PaymentPage() -> impl IntoView {
    let (portal, visit, person) = with_person();
    let l = visit.language;
    let (payment_id, typed) = (param::<PaymentId>("id"), typed());
    let cancels = query("cancel").is_some();
    let now = portal.clock.now();
    let zone = portal.clock.clone();
    let borrower = person.as_ref().map(|person| person.borrower_name.clone()).unwrap_or_default();
    let data = async move {
        let person = person.ok_or(Error::NotFound)?;
        view::find(&portal, &person, payment_id?).await
    };
    let draw = move |payment: PaymentView| {
        let line = &payment.line;
        // Who is about to cancel reads in peace.
        let waits = line.status == PaymentStatus::Processing && typed.problems.is_empty() && !cancels;
        if waits
            && (now - line.created_at).num_minutes() < LOOKS_AGAIN_MINUTES
            && let Some(response) = use_context::<ResponseOptions>()
        {
            response.insert_header(header::REFRESH, HeaderValue::from_static(AGAIN_SECONDS));
        }
        let started_on = language::date(l, zone.day_of(line.created_at));
        let title = words::payment_title(l, &line.reference);
        let back = routes::loan(payment.loan.loan_id);
        let name = loan_words::name(l, &payment.loan);
        let summary = view! { <ErrorSummary typed language=l/> };
        let body = if line.status == PaymentStatus::Posted {
            view! { <Receipt payment borrower language=l/> }.into_any()
        } else {
            view! { <Pending payment cancels started_on language=l/> }.into_any()
        };
        view! {
            <Frame title tab=Tab::Home narrow=true>
                <header class="al-head"><a class="al-head__back" href=back>{name}</a></header>
                <div class="al-stack">{summary} {body}</div>
            </Frame>
        }
    };
    view! { <Load data draw/> }
}

/// What a status is called, and how it looks.
pub(crate) fn status(l: Language, status: PaymentStatus) -> (Mood, &'static str) {
    match status {
        PaymentStatus::Created | PaymentStatus::Processing => (Mood::Wait, words::processing(l)),
        PaymentStatus::InReview => (Mood::Wait, words::in_review(l)),
        PaymentStatus::Posted => (Mood::Done, words::posted(l)),
        PaymentStatus::Reversed => (Mood::Late, words::reversed(l)),
        PaymentStatus::Failed => (Mood::Late, words::failed(l)),
        PaymentStatus::Cancelled => (Mood::Off, words::cancelled(l)),
        PaymentStatus::Expired => (Mood::Off, words::expired(l)),
    }
}

/// A payment that is not in the loan: why, and what can be done.
#[component]
fn Pending(
    payment: PaymentView,
    /// Asked whether it is to be cancelled.
    cancels: bool,
    started_on: String,
    language: Language,
) -> impl IntoView {
    let l = language;
    let line = payment.line.clone();
    let (mood, word) = status(l, line.status);
    let (unit, number) = language::split_symbol(l, line.amount);
    let what_now = if line.status.is_open() && cancels {
        view! { <Cancel page=routes::payment(line.payment_id) language=l/> }.into_any()
    } else if line.status.is_open() {
        view! { <Open payment=payment.clone() language=l/> }.into_any()
    } else {
        view! { <Ended status=line.status loan=routes::pay(payment.loan.loan_id) language=l/> }.into_any()
    };
    view! {
        <h1 class="al-visually-hidden">{words::payment_title(l, &line.reference)}</h1>
        <div class="al-stack">
        <section class="al-sheet al-figure">
            <p class="al-figure__label">{words::payment_title(l, &line.reference)}</p>
            <p class="al-figure__amount"><span class="al-figure__unit">{unit}</span>{number}</p>
            <p class="al-figure__when">{started_on} " " <Seal mood text=word/></p>
        </section>
        {what_now}
        </div>
    }
}

/// The provider's word is awaited.
#[component]
fn Open(payment: PaymentView, language: Language) -> impl IntoView {
    let l = language;
    let page = routes::payment(payment.line.payment_id);
    let opened = payment.line.status == PaymentStatus::Processing;
    let waiting = if opened {
        view! {
            <section class="al-sheet al-stack" aria-labelledby="waiting">
                <div class="al-waiting" role="status">
                    <span class="al-waiting__ring" aria-hidden="true"></span>
                    <h2 id="waiting">{words::waiting_title(l)}</h2>
                </div>
                <p>{words::waiting_text(l)}</p>
                <div class="al-acts"><a class="al-button al-button--quiet" href=page.clone()>{words::check_again(l)}</a></div>
            </section>
        }
        .into_any()
    } else {
        view! { <section class="al-note al-note--wait"><p>{words::not_opened_text(l)}</p></section> }.into_any()
    };
    view! {
        {waiting}
        <section class="al-sheet al-stack" aria-labelledby="not-paid">
            <h2 id="not-paid">{words::not_paid_yet(l)}</h2>
            <form method="post" action=page class="al-acts">
                <button class="al-button" name="act" value="continue">{words::go_on(l)}</button>
                <a class="al-button al-button--quiet" href=routes::payment_cancel(payment.line.payment_id)>{words::cancel(l)}</a>
            </form>
        </section>
    }
}

/// The question before a payment is given up, an address of its own: the waiting page would close
/// it each time it looks again.
#[component]
fn Cancel(page: String, language: Language) -> impl IntoView {
    let l = language;
    let back = page.clone();
    view! {
        <section class="al-note al-note--late" aria-labelledby="cancel">
            <h2 class="al-note__title" id="cancel">{words::cancel(l)}</h2>
            <p>{words::cancel_text(l)}</p>
            <form method="post" action=page.clone() class="al-acts">
                <button class="al-button al-button--final" name="act" value="cancel">{words::cancel_confirm(l)}</button>
                <a class="al-button al-button--quiet" href=back>{words::cancel_not(l)}</a>
            </form>
        </section>
    }
}

/// It ended without a posting, or its posting was taken back.
#[component]
fn Ended(status: PaymentStatus, loan: String, language: Language) -> impl IntoView {
    let l = language;
    let (class, text) = match status {
        PaymentStatus::InReview => ("al-note al-note--wait", words::in_review_text(l)),
        PaymentStatus::Reversed => ("al-note al-note--late", words::reversed_text(l)),
        PaymentStatus::Failed => ("al-note al-note--late", words::failed_text(l)),
        PaymentStatus::Cancelled => ("al-note", words::cancelled_text(l)),
        _ => ("al-note", words::expired_text(l)),
    };
    let again = (status != PaymentStatus::InReview)
        .then(|| view! { <div class="al-acts"><a class="al-button" href=loan>{words::pay_again(l)}</a></div> });
    view! { <section class=class><p>{text}</p>{again}</section> }
}
