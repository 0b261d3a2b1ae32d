//! `/desk/sign-in/second`: the authenticator's code, or setting one up.

use leptos::prelude::*;
use server::identity::{
    codes::FLOW_COOKIE,
    second_factor::{self, Stage},
    totp::Enrolment,
};

use super::{code_page::RanOut, words};
use crate::{
    form::Typed,
    routes,
    ui::{ErrorSummary, Frame, Load, TextField},
    visit::{self, Visit, portal},
};

/// Recovery codes that were made just now: shown by the answer that made them, and never again.
#[derive(Clone)]
pub struct FreshRecoveryCodes {
    pub codes: Vec<String>,
    /// Where to go on.
    pub next: String,
}

/// The second step of a colleague's sign-in.
#[component]
pub fn SecondFactorPage() -> impl IntoView {
    let visit = Visit::current();
    if let Some(fresh) = use_context::<FreshRecoveryCodes>() {
        return view! { <RecoveryCodes fresh visit/> }.into_any();
    }
    let (portal, typed) = (portal(), visit::typed());
    let flow = visit::cookie(FLOW_COOKIE).unwrap_or_default();
    let back = routes::then(routes::DESK_SIGN_IN, &visit.next());
    let data = async move { second_factor::stage(&portal, &flow).await };
    let draw = move |stage| match stage {
        Stage::Code => view! { <CodeForm visit typed/> }.into_any(),
        Stage::Enrol(enrolment) => view! { <EnrolForm visit typed enrolment/> }.into_any(),
        Stage::None if !typed.problems.is_empty() => {
            view! { <RanOut title=words::second_title(visit.language) back typed language=visit.language/> }.into_any()
        }
        Stage::None => {
            leptos_axum::redirect(&back);
            view! { <Frame title=words::desk_sign_in(visit.language)>""</Frame> }.into_any()
        }
    };
    view! { <Load data draw/> }.into_any()
}

#[component]
fn CodeForm(visit: Visit, typed: Typed) -> impl IntoView {
    let l = visit.language;
    view! {
        <Frame title=words::second_title(l)>
            <div class="al-door al-stack">
                <h1>{words::second_title(l)}</h1>
                <div class="al-sheet al-stack">
                    <form method="post" class="al-stack" novalidate>
                        <ErrorSummary typed=typed.clone() language=l/>
                        <CodeField label=words::second_code(l) hint=words::second_hint(l) typed visit=visit.clone()/>
                        <button class="al-button al-button--wide">{words::sign_in(l)}</button>
                    </form>
                </div>
                <p class="al-small"><a href=routes::DESK_SIGN_IN>{words::start_again(l)}</a></p>
            </div>
        </Frame>
    }
}

/// Digits of an authenticator, or a recovery code.
#[component]
pub fn CodeField(#[prop(into)] label: String, #[prop(into)] hint: String, typed: Typed, visit: Visit) -> impl IntoView {
    view! {
        <TextField
            name="code"
            label
            hint
            class="al-code"
            inputmode="text"
            autocomplete="one-time-code"
            maxlength=12
            autofocus=true
            typed
            language=visit.language
        />
    }
}

#[component]
fn EnrolForm(visit: Visit, typed: Typed, enrolment: Enrolment) -> impl IntoView {
    let l = visit.language;
    view! {
        <Frame title=words::enrol_title(l)>
            <div class="al-door al-door--wide al-stack">
                <h1>{words::enrol_title(l)}</h1>
                <p>{words::enrol_lead(l)}</p>
                <div class="al-sheet al-stack">
                    <p>{words::enrol_scan(l)}</p>
                    <img class="al-qr" alt=words::enrol_picture(l) src=format!("data:image/png;base64,{}", enrolment.qr_png_base64)/>
                    <details class="al-more">
                        <summary class="al-more__open">{words::enrol_typed(l)}</summary>
                        <p><code class="al-reference">{enrolment.typed}</code></p>
                    </details>
                    <form method="post" class="al-stack" novalidate>
                        <ErrorSummary typed=typed.clone() language=l/>
                        <CodeField label=words::enrol_code(l) hint="" typed visit=visit.clone()/>
                        <button class="al-button al-button--wide">{words::enrol_done(l)}</button>
                    </form>
                </div>
            </div>
        </Frame>
    }
}

/// The codes, once.
#[component]
pub fn RecoveryCodes(fresh: FreshRecoveryCodes, visit: Visit) -> impl IntoView {
    let l = visit.language;
    let codes = fresh.codes.into_iter().map(|code| view! { <li>{code}</li> }).collect_view();
    view! {
        <Frame title=words::recovery_title(l)>
            <div class="al-door al-door--wide al-stack">
                <h1>{words::recovery_title(l)}</h1>
                <div class="al-sheet al-stack">
                    <p>{words::recovery_lead(l)}</p>
                    <ul class="al-codes">{codes}</ul>
                    <p><a class="al-button" href=fresh.next>{words::recovery_kept(l)}</a></p>
                </div>
            </div>
        </Frame>
    }
}
