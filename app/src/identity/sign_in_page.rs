//! `/sign-in`: a person's door.

use leptos::prelude::*;

use super::words;
use crate::{
    routes,
    ui::{ErrorSummary, Frame, TextField},
    visit::{self, Visit},
};

/// Asks for the contact that the code goes to.
#[component]
pub fn SignInPage() -> impl IntoView {
    let visit = Visit::current();
    let l = visit.language;
    let typed = visit::typed();
    if visit.person().is_some() {
        leptos_axum::redirect(&visit.next());
    }
    view! {
        <Frame title=words::sign_in(l)>
            <div class="al-door al-stack">
                <h1>{words::sign_in(l)}</h1>
                <DoorNote visit=visit.clone()/>
                <div class="al-sheet al-stack">
                    <form method="post" class="al-stack" novalidate>
                        <ErrorSummary typed=typed.clone() language=l/>
                        <TextField
                            name="contact"
                            label=words::contact(l)
                            hint=words::contact_hint(l)
                            inputmode="email"
                            autocomplete="username"
                            autofocus=true
                            typed
                            language=l
                        />
                        <button class="al-button al-button--wide">{words::send_code(l)}</button>
                    </form>
                </div>
                <p class="al-small"><a href=routes::DESK_SIGN_IN>{words::to_desk(l)}</a></p>
            </div>
        </Frame>
    }
}

/// Why one stands before the door.
#[component]
pub fn DoorNote(visit: Visit) -> impl IntoView {
    let l = visit.language;
    let text = if visit.query("out").is_some() {
        words::signed_out(l)
    } else if visit.query("kept").is_some() {
        words::form_kept(l)
    } else if visit.query("lost").is_some() {
        words::form_lost(l)
    } else if visit.next() != routes::HOME {
        words::to_go_on(l)
    } else {
        return None;
    };
    Some(view! { <p class="al-banner" role="status">{text}</p> })
}
