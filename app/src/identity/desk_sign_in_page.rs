//! `/desk/sign-in`: a colleague's door.

use leptos::prelude::*;

use super::{sign_in_page::DoorNote, words};
use crate::{
    routes,
    ui::{ErrorSummary, Frame, TextField},
    visit::{self, Visit},
};

/// Asks for e-mail address and password; the second factor comes on the next page.
#[component]
pub fn DeskSignInPage() -> impl IntoView {
    let visit = Visit::current();
    let l = visit.language;
    let typed = visit::typed();
    if visit.staff().is_some() {
        leptos_axum::redirect(routes::DESK);
    }
    view! {
        <Frame title=words::desk_sign_in(l)>
            <div class="al-door al-stack">
                <h1>{words::desk_sign_in(l)}</h1>
                <DoorNote visit=visit.clone()/>
                <div class="al-sheet al-stack">
                    <form method="post" class="al-stack" novalidate>
                        <ErrorSummary typed=typed.clone() language=l/>
                        <TextField
                            name="email"
                            label=words::email(l)
                            kind="email"
                            inputmode="email"
                            autocomplete="username"
                            autofocus=true
                            typed=typed.clone()
                            language=l
                        />
                        <TextField name="password" label=words::password(l) kind="password" autocomplete="current-password" typed language=l/>
                        <button class="al-button al-button--wide">{words::go_on(l)}</button>
                    </form>
                </div>
                <p class="al-small"><a href=routes::SIGN_IN>{words::to_portal(l)}</a></p>
            </div>
        </Frame>
    }
}
