//! The cookies of signing in and out, and the browser that brings them.

use axum::{
    http::{HeaderName, HeaderValue, header},
    response::Response,
};
use axum_extra::extract::cookie::{Cookie, SameSite};
use lending::language::Language;
use server::{
    http::{ended_cookie, host_cookie},
    identity::{
        codes::FLOW_COOKIE,
        parked,
        session::{self, Browser},
    },
};

use crate::form::FormRequest;

/// Who knocks: the device, and the session it brought, which ends when another begins.
pub fn browser(form: &FormRequest) -> Browser<'_> {
    Browser { device: &form.visit.device, token: form.cookie(session::COOKIE) }
}

/// A sign-in under way is bound to this browser.
pub fn begin(response: &mut Response, flow: &str) {
    set(response, host_cookie(FLOW_COOKIE, flow));
}

/// A session has begun, or goes on under a new token.
pub fn open(response: &mut Response, token: &str) {
    set(response, host_cookie(session::COOKIE, token));
    set(response, ended_cookie(FLOW_COOKIE));
}

/// Signed out: nothing of what was shown stays in the browser.
pub fn close(response: &mut Response) {
    for name in [session::COOKIE, FLOW_COOKIE, parked::COOKIE] {
        set(response, ended_cookie(name));
    }
    response
        .headers_mut()
        .insert(HeaderName::from_static("clear-site-data"), HeaderValue::from_static("\"cache\", \"storage\""));
}

/// This browser's pages are in that language from now on.
pub fn speak(response: &mut Response, language: Language) {
    let cookie = Cookie::build(("language", language.code()))
        .path("/")
        .same_site(SameSite::Lax)
        .secure(true)
        .http_only(true)
        .permanent();
    if let Ok(value) = cookie.build().to_string().parse() {
        set(response, value);
    }
}

fn set(response: &mut Response, cookie: HeaderValue) {
    response.headers_mut().append(header::SET_COOKIE, cookie);
}
