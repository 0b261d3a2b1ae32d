//! A session that runs out while a form is being filled: what was typed waits for the same person.

use axum::{
    extract::Request,
    http::{HeaderMap, header},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use server::{
    http::{cookie, ended_cookie, host_cookie, own_path},
    identity::parked::{self, ParkedForm, Sender},
};

use crate::{
    access,
    form::{self, Typed},
    router::AppState,
    routes,
    visit::Visit,
};

/// Keeps the form and leads to the door; after signing in it is shown filled as it was.
pub async fn park(app: &AppState, visit: &Visit, request: Request, door: &str) -> Response {
    let (parts, body) = request.into_parts();
    let page = page_of(visit, &parts.headers);
    let sender = match visit.expired {
        Some((person_id, staff_id)) => Sender::Known(person_id, staff_id),
        None if has_page(visit) && !visit.path.starts_with(routes::ACT_FOR) => {
            Sender::Nobody { address: &visit.device.address }
        }
        // A button without a page of its own, or the choice for whom to act, which ends the session that a second click
        // still names: nothing was typed.
        None => return Redirect::to(&routes::then(door, &page)).into_response(),
    };
    let form = match form::read_any(app, &parts, body, visit).await {
        Ok(form) => form,
        Err(refused) => return refused,
    };
    match parked::keep(&app.portal, sender, &page, &form).await {
        Ok(token) => {
            let mut response =
                Redirect::to(&format!("{door}?next={}&kept=1", server::http::encode(&page))).into_response();
            response.headers_mut().append(header::SET_COOKIE, host_cookie(parked::COOKIE, &token));
            response
        }
        Err(error) => {
            tracing::error!(%error, "a form could not be kept");
            Redirect::to(&format!("{door}?next={}&lost=1", server::http::encode(&page))).into_response()
        }
    }
}

/// Whether the form's address is a page as well.
fn has_page(visit: &Visit) -> bool {
    let path = visit.path.split('?').next().unwrap_or("/");
    access::matching(path).is_some_and(|rule| rule.get.is_some())
}

/// The page a form was on: its own address, or the page before when the address has no page.
fn page_of(visit: &Visit, headers: &HeaderMap) -> String {
    if has_page(visit) {
        return visit.path.clone();
    }
    let referer = headers.get(header::REFERER).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let after_host = referer.split_once("://").and_then(|(_, rest)| rest.find('/').and_then(|at| rest.get(at..)));
    own_path(after_host.unwrap_or("/")).to_owned()
}

/// Gives a page that is read the form that waits for its reader there, if one does.
pub async fn restore(app: &AppState, visit: &Visit, mut request: Request, next: Next) -> Response {
    let token = cookie(request.headers(), parked::COOKIE).map(str::to_owned);
    let waiting = match (&visit.signed_in, token) {
        (Some(who), Some(token)) => parked::take(&app.portal, who, &token, &visit.path).await,
        _ => return next.run(request).await,
    };
    match waiting {
        Ok(Some(ParkedForm { fields, lost_files })) => {
            request.extensions_mut().insert(Typed { values: fields, lost_files, restored: true, ..Typed::default() });
        }
        Ok(None) => {}
        Err(error) => tracing::error!(%error, "a kept form could not be read"),
    }
    let mut response = next.run(request).await;
    response.headers_mut().append(header::SET_COOKIE, ended_cookie(parked::COOKIE));
    response
}
