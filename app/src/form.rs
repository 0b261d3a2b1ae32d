//! Forms: what was typed, what is wrong with it, and the answer.
//!
//! A handler parses, calls one service and gives its result to [`FormRequest::answer`]: success is a
//! 303, a refusal renders the page again with status 422, the typed values and the messages.

mod multipart;

use std::{collections::BTreeMap, str::FromStr};

use axum::{
    body::Body,
    extract::{FromRequest, FromRequestParts, RawPathParams, Request},
    http::{StatusCode, header, request::Parts},
    response::{IntoResponse, Redirect, Response},
};
use leptos::prelude::provide_context;
use server::{
    Error,
    error::Refusal,
    identity::{SignedIn, parked::ParkedForm},
};

use self::multipart::Received;
use crate::{router::AppState, shell::shell, visit::Visit};

/// Bytes a form without files may have.
const FORM_LIMIT_BYTES: usize = 64 * 1024;

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
        let received = if has_files(&parts) {
            let limit = upload_limit(app).await.map_err(IntoResponse::into_response)?;
            multipart::read(&parts, body, limit, &visitor(&visit)).await
        } else {
            Received { fields: read_fields(&parts, body).await?, ..Received::default() }
        };
        let Received { fields, files, problem } = received;
        let mut form = Self { app: app.clone(), visit, typed: Typed::default(), files, params, parts };
        form.typed.values = fields;
        if let Some((status, refusal)) = problem {
            return Err(form.again(status, vec![refusal]).await);
        }
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
    const NAMES: &[&str] = &[
        "amount",
        "file",
        "reason",
        "note",
        "contact",
        "code",
        "email",
        "password",
        "months",
        "extra_installments",
        "answer",
        "way",
        "periods",
        "question",
    ];
    NAMES.iter().find(|known| **known == field).copied().unwrap_or("")
}

/// The fields of a form whose sender is not signed in any more; files are lost, their names are kept.
///
/// # Errors
/// The answer to a body that is no form or is too large.
pub(crate) async fn read_any(parts: &Parts, body: Body) -> Result<ParkedForm, Response> {
    let received = if has_files(parts) {
        let sender = parts.extensions.get::<Visit>().map(visitor).unwrap_or_default();
        multipart::read(parts, body, 0, &sender).await
    } else {
        Received { fields: read_fields(parts, body).await?, ..Received::default() }
    };
    let Received { mut fields, files, problem } = received;
    if let Some((status, _)) = problem {
        return Err(status.into_response());
    }
    for value in fields.values_mut() {
        value.retain(|c| c != '\0');
    }
    let lost_files = files.into_iter().map(|file| file.name).collect();
    Ok(ParkedForm { fields, lost_files })
}

fn has_files(parts: &Parts) -> bool {
    let kind = parts.headers.get(header::CONTENT_TYPE);
    kind.is_some_and(|t| t.as_bytes().starts_with(b"multipart/form-data"))
}

/// Whose uploads are counted together.
fn visitor(visit: &Visit) -> String {
    match &visit.signed_in {
        Some(SignedIn::Person(person)) => person.person_id.to_string(),
        Some(SignedIn::Staff(staff)) => staff.staff_id.to_string(),
        None => visit.device.address.clone(),
    }
}

async fn upload_limit(app: &AppState) -> Result<usize, StatusCode> {
    let limit = server::files::upload_limit(&app.portal).await.map_err(|error| {
        tracing::error!(%error, "the upload limit could not be read");
        StatusCode::SERVICE_UNAVAILABLE
    })?;
    Ok(usize::try_from(limit).unwrap_or(usize::MAX))
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
