//! What a visitor reads when something is wrong: what happened, what was not lost, what to do next.

use axum::{
    body::Body,
    extract::{Request, State},
    http::{StatusCode, request::Parts},
    response::{IntoResponse, Response},
};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use server::Error;

use super::{Frame, words};
use crate::{router::AppState, routes, visit::Visit};

fn status(error: &Error) -> StatusCode {
    match error {
        Error::NotFound => StatusCode::NOT_FOUND,
        Error::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Error::Stale(_) => StatusCode::CONFLICT,
        Error::Forbidden => StatusCode::FORBIDDEN,
        Error::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
        Error::Lending(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Error::Database(_) | Error::Storage(_) | Error::Sealed(_) | Error::Outside { .. } | Error::Fault(_) => {
            StatusCode::INTERNAL_SERVER_ERROR
        }
    }
}

/// What is shown instead of the page that failed.
#[derive(Clone, Copy)]
struct Shown(StatusCode);

/// The problem as a page, with its status and a reference that the log has too.
pub fn page(visit: &Visit, error: &Error) -> impl IntoView + use<> {
    let status = status(error);
    if status.is_server_error() {
        tracing::error!(%error, "a page could not be drawn");
    }
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(status);
    }
    draw(visit, status)
}

fn draw(visit: &Visit, status: StatusCode) -> impl IntoView + use<> {
    let l = visit.language;
    let (title, text) = match status {
        StatusCode::NOT_FOUND => (words::not_found(l), words::not_found_text(l)),
        StatusCode::FORBIDDEN => (words::forbidden(l), words::forbidden_text(l)),
        StatusCode::CONFLICT => (words::stale(l), words::stale_text(l)),
        status if status.is_client_error() => (words::refused(l), words::refused_text(l)),
        _ => (words::fault(l), words::fault_text(l)),
    };
    let home = if visit.staff().is_some() { routes::DESK } else { routes::HOME };
    let reference = use_context::<Parts>().and_then(|p| server::http::request_id(&p.headers)).unwrap_or_default();
    view! {
        <Frame title=title.to_owned()>
            <section class="al-sheet al-stack">
                <h1>{title}</h1>
                <p>{text}</p>
                <p class="al-quiet">{words::reference(l)} " " <code class="al-reference">{reference}</code></p>
                <p><a class="al-button" href=home>{words::to_home(l)}</a></p>
            </section>
        </Frame>
    }
}

/// The router's fallback page; also drawn for handlers' errors ([`response`]).
#[component]
pub fn NotFound() -> impl IntoView {
    let status = use_context::<Shown>().map_or(StatusCode::NOT_FOUND, |shown| shown.0);
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(status);
    }
    draw(&Visit::current(), status)
}

/// A handler's error as a whole page.
pub async fn response(app: &AppState, parts: Parts, error: &Error) -> Response {
    let status = status(error);
    if status.is_server_error() {
        tracing::error!(%error, "a form could not be handled");
    }
    with_status(app, parts, status).await
}

/// What a status means, as a whole page.
pub async fn with_status(app: &AppState, parts: Parts, status: StatusCode) -> Response {
    let (options, portal, assets) = (app.leptos.clone(), app.portal.clone(), app.assets.clone());
    let draw = leptos_axum::render_app_async_with_context(
        move || {
            provide_context(portal.clone());
            provide_context(assets.clone());
            provide_context(Shown(status));
        },
        move || crate::shell::shell(options.clone()),
    );
    // Drawn under an address that no page has, so that the router falls back to `NotFound`.
    let mut parts = parts;
    parts.uri = axum::http::Uri::from_static("/-/problem");
    parts.method = axum::http::Method::GET;
    let mut response = draw(Request::from_parts(parts, Body::empty())).await.into_response();
    *response.status_mut() = status;
    response
}

/// An address that leads nowhere, or nowhere for this visitor.
pub async fn unknown_address(State(app): State<AppState>, request: Request) -> Response {
    let (mut parts, _) = request.into_parts();
    // The gate stands before known addresses only.
    if parts.extensions.get::<Visit>().is_none() {
        match crate::router::visit_of(&app, &parts).await {
            Ok(visit) => parts.extensions.insert(visit),
            Err(error) => {
                tracing::error!(%error, "who asks could not be found out");
                return StatusCode::SERVICE_UNAVAILABLE.into_response();
            }
        };
    }
    response(&app, parts, &Error::NotFound).await
}
