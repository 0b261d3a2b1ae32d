//! POST handlers of the identity slice.

use axum::response::Response;
use axum_extra::extract::cookie::{Cookie, SameSite};
use lending::language::Language;

use crate::form::FormRequest;

/// Chooses a language for this browser; a signed-in visitor's messages follow it too.
pub async fn language(form: FormRequest) -> Response {
    let chosen = Language::parse(form.text("to"));
    let back = server::http::own_path(form.text("back")).to_owned();
    let result = match chosen {
        None => Err(server::Error::refused("to", "unknown_language")),
        Some(language) => server::identity::choose_language(&form.app.portal, form.visit.signed_in.as_ref(), language).await.map(|()| back),
    };
    let mut response = form.answer(result).await;
    if let Some(language) = chosen {
        let cookie = Cookie::build(("language", language.code())).path("/").same_site(SameSite::Lax).http_only(true).permanent();
        if let Ok(value) = cookie.build().to_string().parse() {
            response.headers_mut().append(axum::http::header::SET_COOKIE, value);
        }
    }
    response
}
