//! Forms: what was typed, what is wrong with it, and the answer.
//!
//! A handler parses, calls one service and gives its result to [`FormRequest::answer`]: success is a
//! 303, a refusal renders the page again with status 422, the typed values and the messages.

use std::{collections::BTreeMap, str::FromStr};

use axum::{
    body::Body,
    extract::{FromRequest, FromRequestParts, Multipart, RawPathParams, Request},
    http::{StatusCode, header, request::Parts},
    response::{IntoResponse, Redirect, Response},
};
use leptos::prelude::provide_context;
use server::{Error, error::Refusal, identity::parked::ParkedForm};

use crate::{router::AppState, shell::shell, visit::Visit};

/// Bytes a form without files may have.
const FORM_LIMIT_BYTES: usize = 64 * 1024;
/// Bytes by which a form's fields and boundaries may exceed its files.
const MULTIPART_OVERHEAD_BYTES: usize = 256 * 1024;

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
            Err(error) => crate::ui::problem::response(&self.app, self.parts, &error).await,
        }
    }

    /// Renders the page of this address again with what was typed and what is wrong.
    pub async fn again(self, status: StatusCode, problems: Vec<Refusal>) -> Response {
        let lost_files = self.files.iter().filter(|f| !f.name.is_empty()).map(|f| f.name.clone()).collect();
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
        let multipart =
            parts.headers.get(header::CONTENT_TYPE).is_some_and(|t| t.as_bytes().starts_with(b"multipart/form-data"));
        let (fields, files) = if multipart {
            read_multipart(&parts, body, app).await?
        } else {
            (read_fields(&parts, body).await?, Vec::new())
        };
        let mut form = Self { app: app.clone(), visit, typed: Typed::default(), files, params, parts };
        form.typed.values = fields;
        let broken = form.typed.values.iter().find(|(_, v)| v.contains('\0')).map(|(k, _)| k.clone());
        if let Some(field) = broken {
            // A null byte is no text. It is taken out of what is shown again; the rest stays.
            for value in form.typed.values.values_mut() {
                value.retain(|c| c != '\0');
            }
            let refusal = Refusal { field: leak_free_name(&field), code: "null_byte", figures: Vec::new() };
            return Err(form.again(StatusCode::UNPROCESSABLE_ENTITY, vec![refusal]).await);
        }
        Ok(form)
    }
}

/// Refusals name fields of ours; a name that is none of ours is shown at the top of the form.
fn leak_free_name(field: &str) -> &'static str {
    const NAMES: &[&str] = &["amount", "reason", "note", "contact", "code", "email", "password", "months", "extra_installments", "answer", "way", "periods", "question"];
    NAMES.iter().find(|known| **known == field).copied().unwrap_or("")
}

/// The fields of a form whose sender is not signed in any more; files are lost, their names are kept.
///
/// # Errors
/// The answer to a body that is no form or is too large.
pub(crate) async fn read_any(parts: &Parts, body: Body) -> Result<ParkedForm, Response> {
    let mut fields = read_fields(parts, body).await?;
    for value in fields.values_mut() {
        value.retain(|c| c != '\0');
    }
    Ok(ParkedForm { fields, lost_files: Vec::new() })
}

async fn read_fields(parts: &Parts, body: Body) -> Result<BTreeMap<String, String>, Response> {
    let urlencoded = parts
        .headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|t| t.as_bytes().starts_with(b"application/x-www-form-urlencoded"));
    if !urlencoded {
        return Err(StatusCode::UNSUPPORTED_MEDIA_TYPE.into_response());
    }
    let bytes = axum::body::to_bytes(body, FORM_LIMIT_BYTES)
        .await
        .map_err(|_| StatusCode::PAYLOAD_TOO_LARGE.into_response())?;
    Ok(server::http::form_fields(&bytes))
}

async fn read_multipart(
    parts: &Parts,
    body: Body,
    app: &AppState,
) -> Result<(BTreeMap<String, String>, Vec<SentFile>), Response> {
    let limit = usize::try_from(app.portal.upload_limit_bytes).unwrap_or(usize::MAX);
    let body = Body::new(http_body_util::Limited::new(body, limit.saturating_add(MULTIPART_OVERHEAD_BYTES)));
    let mut request = Request::new(body);
    request.headers_mut().clone_from(&parts.headers);
    let mut multipart = Multipart::from_request(request, app).await.map_err(IntoResponse::into_response)?;
    let (mut fields, mut files) = (BTreeMap::new(), Vec::new());
    while let Some(part) = multipart.next_field().await.map_err(IntoResponse::into_response)? {
        let field = part.name().unwrap_or_default().to_owned();
        let name = part.file_name().map(str::to_owned);
        let content = part.bytes().await.map_err(IntoResponse::into_response)?;
        match name {
            Some(name) if !(name.is_empty() && content.is_empty()) => files.push(SentFile { field, name, content }),
            Some(_) => {}
            None => {
                fields.insert(field, String::from_utf8_lossy(&content).into_owned());
            }
        }
    }
    Ok((fields, files))
}
