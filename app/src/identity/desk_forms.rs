//! What colleagues send: password, second factor, devices and recovery codes.

use axum::response::Response;
use server::identity::{codes::FLOW_COOKIE, password, second_factor};

use super::{cookies, forms::end_devices, second_factor_page::FreshRecoveryCodes};
use crate::{form::FormRequest, routes};

/// Takes e-mail address and password.
pub async fn sign_in(form: FormRequest) -> Response {
    let portal = form.app.portal.clone();
    // A password is taken as it was typed, spaces and all.
    let typed = form.typed.values.get("password").map_or("", String::as_str);
    let entered = password::enter(&portal, form.text("email"), typed, &form.visit.device).await;
    let to = routes::then(routes::DESK_SIGN_IN_SECOND, &form.visit.next());
    match entered {
        Ok(flow) => {
            let mut response = form.answer(Ok(to)).await;
            cookies::begin(&mut response, &flow);
            response
        }
        Err(error) => form.answer(Err(error)).await,
    }
}

/// Takes the authenticator's code or a recovery code; after enrolling, shows the recovery codes once.
pub async fn second_factor(form: FormRequest) -> Response {
    let portal = form.app.portal.clone();
    let flow = form.cookie(FLOW_COOKIE).unwrap_or_default();
    let entered = second_factor::enter(&portal, flow, form.text("code"), cookies::browser(&form)).await;
    let next = match form.visit.next() {
        home if home == routes::HOME => routes::DESK.to_owned(),
        next => next,
    };
    match entered {
        Ok(entered) => {
            let mut response = if entered.recovery_codes.is_empty() {
                form.answer(Ok(next)).await
            } else {
                form.show_once(FreshRecoveryCodes { codes: entered.recovery_codes, next }).await
            };
            cookies::open(&mut response, &entered.token);
            response
        }
        Err(error) => form.answer(Err(error)).await,
    }
}

/// Signs out other browsers, or makes new recovery codes and shows them once.
pub async fn security(form: FormRequest) -> Response {
    if form.text("act") != "recovery" {
        let done = end_devices(&form, routes::DESK_SECURITY).await;
        return form.answer(done).await;
    }
    let renewed =
        async { second_factor::renew_recovery_codes(&form.app.portal, form.staff()?, form.text("code")).await };
    match renewed.await {
        Ok(codes) => form.show_once(FreshRecoveryCodes { codes, next: routes::DESK_SECURITY.to_owned() }).await,
        Err(error) => form.answer(Err(error)).await,
    }
}
