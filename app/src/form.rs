//! Forms: what was typed, what is wrong with it, and the answer.
//!
//! A handler parses, calls one service and gives its result to [`FormRequest::answer`]: success is a
//! 303, a refusal renders the page again with status 422, the typed values and the messages.

mod multipart;
mod read;
pub mod text;

use std::{collections::BTreeMap, str::FromStr};

use axum::{
    body::Body,
    extract::{FromRequest, FromRequestParts, RawPathParams, Request},
    http::{StatusCode, request::Parts},
    response::{IntoResponse, Redirect, Response},
};
use leptos::prelude::provide_context;
use server::{Error, error::Refusal, ids::FormKey};

use self::read::Received;
pub(crate) use self::read::read_any;
use crate::{access, router::AppState, shell::shell, ui::problem, visit::Visit};

/// What was typed into a form that is shown again, and what is wrong with it.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    pub values: BTreeMap<String, String>,
    pub problems: Vec<Refusal>,
    /// Names of files that must be chosen again: a browser never sends them back.
    pub lost_files: Vec<String>,
    /// Not refused, but kept while its sender had to sign in again.
    pub restored: bool,
}

impl Typed {
    /// The typed value, or what the page proposes.
    #[must_use]
    pub fn value(&self, field: &str, proposed: &str) -> String {
        self.values.get(field).cloned().unwrap_or_else(|| proposed.to_owned())
    }

    /// The key of the form that is shown: a form shown again keeps its own, so that it does its work
    /// once. One that is none, or belongs to what is over, would be refused for ever.
    #[must_use]
    pub fn form_key(&self) -> FormKey {
        let over = self.problems.iter().any(|p| p.code == "stale");
        let kept = self.values.get("form_key").filter(|_| !over).and_then(|key| key.parse().ok());
        kept.unwrap_or_else(FormKey::fresh)
    }

    /// What is wrong with a field.
    #[must_use]
    pub fn problem(&self, field: &str) -> Option<&Refusal> {
        self.problems.iter().find(|p| p.field == field)
    }
}

/// A file as it came; its name and type are claims until [`server::files`] has looked.
pub struct SentFile {
    pub field: String,
    pub name: String,
    pub content: axum::body::Bytes,
}

/// A form that arrived.
pub struct FormRequest {
    pub app: AppState,
    pub visit: Visit,
    pub typed: Typed,
    pub files: Vec<SentFile>,
    params: BTreeMap<String, String>,
    parts: Parts,
}

impl FormRequest {
    /// A field's text, trimmed; empty when it is missing.
    #[must_use]
    pub fn text(&self, field: &str) -> &str {
        self.typed.values.get(field).map_or("", |v| v.trim())
    }

    /// A cookie's value.
    #[must_use]
    pub fn cookie(&self, name: &str) -> Option<&str> {
        server::http::cookie(&self.parts.headers, name)
    }

    /// A path parameter; what does not parse is not found.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn param<T: FromStr>(&self, name: &str) -> server::Result<T> {
        self.params.get(name).and_then(|text| text.parse().ok()).ok_or(Error::NotFound)
    }

    /// A field that the page itself wrote (a form key, a hash): missing or broken means a stale page.
    ///
    /// # Errors
    /// [`Error::Stale`].
    pub fn hidden<T: FromStr>(&self, field: &'static str) -> server::Result<T> {
        self.text(field).parse().map_err(|_| Error::Stale(field))
    }

    /// The person who sends it.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is not a person; the gate lets nobody else this far.
    pub fn person(&self) -> server::Result<&server::identity::SignedInPerson> {
        self.visit.person().ok_or(Error::NotFound)
    }

    /// The colleague who sends it.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is not a colleague.
    pub fn staff(&self) -> server::Result<&server::identity::SignedInStaff> {
        self.visit.staff().ok_or(Error::NotFound)
    }

    /// Answers: 303 to where `result` says, or the page again.
    pub async fn answer(self, result: server::Result<String>) -> Response {
        match result {
            Ok(location) => Redirect::to(&location).into_response(),
            Err(Error::Refused(refusal)) => self.again(StatusCode::UNPROCESSABLE_ENTITY, vec![refusal]).await,
            Err(Error::Stale(what)) => {
                let refusal = Refusal { field: "", code: "stale", figures: vec![what.to_owned()] };
                self.again(StatusCode::CONFLICT, vec![refusal]).await
            }
            Err(Error::TooMany { seconds }) => {
                let refusal = Refusal { field: "", code: "too_many", figures: vec![seconds.to_string()] };
                self.again(StatusCode::TOO_MANY_REQUESTS, vec![refusal]).await
            }
            Err(error) => problem::response(&self.app, self.parts, &error).await,
        }
    }

    /// Renders the page of this address again with what was typed and what is wrong. An address that
    /// has no page of its own answers with one that says so.
    pub async fn again(self, status: StatusCode, problems: Vec<Refusal>) -> Response {
        if access::matching(self.parts.uri.path()).is_none_or(|rule| rule.get.is_none()) {
            return problem::with_status(&self.app, self.parts, status).await;
        }
        let lost_files = self.files.iter().map(|f| text::shown_name(&f.name)).filter(|name| !name.is_empty()).collect();
        let typed = Typed { problems, lost_files, ..self.typed };
        render(&self.app, self.parts, status, move || provide_context(typed.clone())).await
    }

    /// Renders the page of this address with something to show that is kept nowhere, so that no
    /// redirect could lead to it.
    pub async fn show_once<T: Clone + Send + Sync + 'static>(self, shown: T) -> Response {
        render(&self.app, self.parts, StatusCode::OK, move || provide_context(shown.clone())).await
    }
}

/// Renders the page of a request's address, whatever the request's method was, with more in its context.
async fn render(
    app: &AppState,
    parts: Parts,
    status: StatusCode,
    more: impl Fn() + Clone + Send + Sync + 'static,
) -> Response {
    let (options, portal, assets) = (app.leptos.clone(), app.portal.clone(), app.assets.clone());
    let page = leptos_axum::render_app_async_with_context(
        move || {
            provide_context(portal.clone());
            provide_context(assets.clone());
            more();
        },
        move || shell(options.clone()),
    );
    let mut response = page(Request::from_parts(parts, Body::empty())).await.into_response();
    if response.status() == StatusCode::OK {
        *response.status_mut() = status;
    }
    response
}

impl FromRequest<AppState> for FormRequest {
    type Rejection = Response;

    async fn from_request(request: Request, app: &AppState) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let visit = parts.extensions.get::<Visit>().cloned().ok_or_else(|| StatusCode::NOT_FOUND.into_response())?;
        let params = RawPathParams::from_request_parts(&mut parts, app)
            .await
            .map(|p| p.iter().map(|(k, v)| (k.to_owned(), v.to_owned())).collect())
            .unwrap_or_default();
        let Received { fields, files, problem } = read::read(app, &parts, body, &visit).await?;
        let typed = Typed { values: fields, ..Typed::default() };
        let form = Self { app: app.clone(), visit, typed, files, params, parts };
        if let Some((status, refusal)) = problem {
            return Err(form.again(status, vec![refusal]).await);
        }
        Ok(form)
    }
}
