//! A session that runs out while a form is being filled: what was typed waits for the same person.

use axum::{
    extract::Request,
    http::{StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use server::identity::parked;

use crate::{router::AppState, visit::Visit};

const LIMIT_BYTES: usize = 64 * 1024;

/// Keeps the form and leads to the door; after signing in it is shown filled as it was.
pub async fn park(app: &AppState, visit: &Visit, request: Request, door: &str) -> Response {
    let (parts, body) = request.into_parts();
    let to_door = Redirect::to(&format!(
        "{door}?next={}&kept=1",
        server::http::encode(&visit.path)
    ))
    .into_response();
    let is_fields = parts.headers.get(header::CONTENT_TYPE).is_some_and(|t| {
        t.as_bytes()
            .starts_with(b"application/x-www-form-urlencoded")
    });
    let Some(owner) = visit.expired.filter(|_| is_fields) else {
        return to_door;
    };
    let Ok(bytes) = axum::body::to_bytes(body, LIMIT_BYTES).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let form = parked::ParkedForm {
        fields: server::http::form_fields(&bytes),
        lost_files: Vec::new(),
    };
    match parked::keep(&app.portal, owner, &visit.path, &form).await {
        Ok(token) => {
            let mut response = to_door;
            let cookie = server::http::host_cookie(parked::COOKIE, &token);
            response.headers_mut().append(header::SET_COOKIE, cookie);
            response
        }
        Err(error) => {
            tracing::error!(%error, "a form could not be kept");
            to_door
        }
    }
}
