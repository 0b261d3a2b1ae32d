//! `/security` and `/desk/security`: where I am signed in; a colleague's recovery codes.

use leptos::prelude::*;
use server::{
    Error, Portal,
    identity::{
        SignedIn,
        devices::{self, SignedInDevice},
        second_factor,
    },
};

use super::{
    device_name::device_name,
    second_factor_page::{CodeField, FreshRecoveryCodes, RecoveryCodes},
    words,
};
use crate::{
    form::Typed,
    ui::{ErrorSummary, Frame, Load, moment},
    visit::{self, Visit, portal},
};

/// All devices on which the visitor is signed in, with a way to sign each of them out.
#[component]
pub fn SecurityPage() -> impl IntoView {
    let visit = Visit::current();
    if let Some(fresh) = use_context::<FreshRecoveryCodes>() {
        return view! { <RecoveryCodes fresh visit/> }.into_any();
    }
    let (portal, typed, who) = (portal(), visit::typed(), visit.signed_in.clone());
    let data = async move { load(&portal, who).await };
    let draw = move |(devices, left)| view! { <Security visit typed devices left/> };
    view! { <Load data draw/> }.into_any()
}

async fn load(portal: &Portal, who: Option<SignedIn>) -> server::Result<(Vec<SignedInDevice>, Option<i32>)> {
    let who = who.ok_or(Error::NotFound)?;
    let left = match &who {
        SignedIn::Staff(staff) => Some(second_factor::recovery_codes_left(portal, staff).await?),
        SignedIn::Person(_) => None,
    };
    Ok((devices::list(portal, &who).await?, left))
}

#[component]
fn Security(visit: Visit, typed: Typed, devices: Vec<SignedInDevice>, left: Option<i32>) -> impl IntoView {
    let l = visit.language;
    let others = devices.iter().any(|device| !device.this).then(|| {
        view! {
            <form method="post" class="al-acts">
                <input type="hidden" name="act" value="others"/>
                <button class="al-button al-button--quiet">{words::end_others(l)}</button>
            </form>
        }
    });
    let done =
        visit.query("done").map(|_| view! { <p class="al-banner al-banner--good" role="status">{words::ended(l)}</p> });
    let lines = devices.into_iter().map(|device| view! { <DeviceLine visit=visit.clone() device/> }).collect_view();
    // What is wrong with the code of the recovery form stands in that form.
    let of_recovery = typed.value("act", "") == "recovery";
    let summary = (!of_recovery).then(|| view! { <ErrorSummary typed=typed.clone() language=l/> });
    let recovery = left.map(|left| view! { <Recovery visit=visit.clone() typed=typed.clone() left/> });
    view! {
        <Frame title=words::security(l) narrow=true>
            <header class="al-head">
                <h1 class="al-head__title">{words::security(l)}</h1>
                <p class="al-head__lead">{words::security_lead(l)}</p>
            </header>
            <div class="al-stack">
                {summary}
                {done}
                <section class="al-sheet al-stack" aria-labelledby="devices">
                    <h2 id="devices">{words::devices(l)}</h2>
                    <ul class="al-list al-list--top">{lines}</ul>
                    {others}
                </section>
                {recovery}
            </div>
        </Frame>
    }
}

#[component]
fn DeviceLine(visit: Visit, device: SignedInDevice) -> impl IntoView {
    let l = visit.language;
    let clock = portal().clock.clone();
    let name = device_name(l, &device.user_agent);
    let act = if device.this {
        view! { <span class="al-seal al-seal--good">{words::this_device(l)}</span> }.into_any()
    } else {
        view! {
            <form method="post">
                <input type="hidden" name="act" value="one"/>
                <input type="hidden" name="session" value=device.session_id.to_string()/>
                <button class="al-button al-button--quiet al-button--small">
                    {words::end_device(l)}
                    <span class="al-visually-hidden">{words::end_which(l, &name)}</span>
                </button>
            </form>
        }
        .into_any()
    };
    view! {
        <li class="al-list__item">
            <span class="al-list__text">
                {name}
                <span class="al-list__about">{words::device_seen(l, &moment(l, &clock, device.last_seen_at), &device.address)}</span>
                <span class="al-list__about">{words::device_since(l, &moment(l, &clock, device.since))}</span>
            </span>
            {act}
        </li>
    }
}

#[component]
fn Recovery(visit: Visit, typed: Typed, left: i32) -> impl IntoView {
    let l = visit.language;
    let open = typed.value("act", "") == "recovery";
    let summary = open.then(|| view! { <ErrorSummary typed=typed.clone() language=l/> });
    view! {
        <section class="al-sheet al-stack" aria-labelledby="recovery">
            <h2 id="recovery">{words::recovery_codes(l)}</h2>
            <p>{words::recovery_left(l, left)}</p>
            <details class="al-more" open=open>
                <summary class="al-more__open">{words::recovery_renew(l)}</summary>
                <form method="post" class="al-stack" novalidate>
                    {summary}
                    <input type="hidden" name="act" value="recovery"/>
                    <CodeField label=words::second_code(l) hint=words::recovery_renew_hint(l) typed visit=visit.clone()/>
                    <p class="al-acts"><button class="al-button">{words::recovery_renew(l)}</button></p>
                </form>
            </details>
        </section>
    }
}
