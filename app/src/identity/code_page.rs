//! `/sign-in/code`: the code that was sent.

use lending::language::Language;
use leptos::prelude::*;
use server::{
    Error,
    identity::codes::{self, FLOW_COOKIE, Pending, RESEND_AFTER},
};

use super::words;
use crate::{
    form::Typed,
    routes,
    ui::{ErrorSummary, Frame, Load, TextField},
    visit::{self, Visit, portal},
};

/// Takes the code; another may be asked for after a minute.
#[component]
pub fn CodePage() -> impl IntoView {
    let visit = Visit::current();
    let (portal, typed) = (portal(), visit::typed());
    let flow = visit::cookie(FLOW_COOKIE).unwrap_or_default();
    let back = routes::then(routes::SIGN_IN, &visit.next());
    let signed_in = visit.person().is_some();
    let data = async move {
        match codes::pending(&portal, &flow).await? {
            Some(pending) if !signed_in => Ok(Some(pending)),
            _ => Ok::<_, Error>(None),
        }
    };
    let draw = move |pending: Option<Pending>| match pending {
        Some(pending) => draw(&visit, typed, &pending, back).into_any(),
        // Too late for what was sent: said here, for the door would not know of it.
        None if !signed_in && !typed.problems.is_empty() => {
            view! { <RanOut title=words::code_title(visit.language) back typed language=visit.language/> }.into_any()
        }
        None => {
            leptos_axum::redirect(&back);
            view! { <Frame title=words::sign_in(visit.language)>""</Frame> }.into_any()
        }
    };
    view! { <Load data draw/> }
}

/// A sign-in under way that is none any more: why, and the way to another one.
#[component]
pub fn RanOut(title: &'static str, back: String, typed: Typed, language: Language) -> impl IntoView {
    view! {
        <Frame title=title>
            <div class="al-door al-stack">
                <h1>{title}</h1>
                <div class="al-sheet al-stack">
                    <ErrorSummary typed language/>
                    <p><a class="al-button" href=back>{words::start_again(language)}</a></p>
                </div>
            </div>
        </Frame>
    }
}

fn draw(visit: &Visit, typed: Typed, pending: &Pending, back: String) -> impl IntoView + use<> {
    let l = visit.language;
    let portal = portal();
    let at = |instant: chrono::DateTime<chrono::Utc>| {
        instant.with_timezone(&portal.clock.zone()).format("%H:%M:%S").to_string()
    };
    let sent = if pending.expired {
        words::code_expired(l).to_owned()
    } else {
        words::code_sent(l, &pending.contact_masked, &at(pending.sent_at))
    };
    // The count begins at a multiple of five, rounded up: the button never comes too early.
    let class = match pending.resend_in_seconds.div_ceil(5) * 5 {
        60.. => "al-resend".to_owned(),
        seconds => format!("al-resend al-resend--{seconds}"),
    };
    let again_at = at(pending.sent_at + RESEND_AFTER);
    view! {
        <Frame title=words::code_title(l)>
            <div class="al-door al-stack">
                <h1>{words::code_title(l)}</h1>
                <p>{sent}</p>
                <div class="al-sheet al-stack">
                    <form method="post" class="al-stack" novalidate>
                        <ErrorSummary typed=typed.clone() language=l/>
                        <TextField
                            name="code"
                            label=words::code(l)
                            class="al-code"
                            inputmode="numeric"
                            autocomplete="one-time-code"
                            maxlength=12
                            autofocus=true
                            typed
                            language=l
                        />
                        <button class="al-button al-button--wide">{words::sign_in(l)}</button>
                    </form>
                    <form method="post" class=class>
                        <input type="hidden" name="act" value="resend"/>
                        <span class="al-resend__wait">
                            <span class="al-resend__count" aria-hidden="true"></span>
                            " "
                            {words::resend_wait(l)}
                            <span class="al-visually-hidden">{words::resend_after(l, &again_at)}</span>
                        </span>
                        <button class="al-button al-button--link al-resend__button">{words::resend(l)}</button>
                    </form>
                </div>
                <p class="al-small"><a href=back>{words::other_contact(l)}</a></p>
                <p class="al-small al-quiet">{words::no_code(l, &portal.lender.lender_phone)}</p>
            </div>
        </Frame>
    }
}
