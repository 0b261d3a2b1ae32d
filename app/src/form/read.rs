//! The body of a form, whichever way it was sent, with what is wrong with it before any handler looks.

use std::collections::BTreeMap;

use axum::{
    body::Body,
    http::{StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use http_body_util::BodyExt;
use server::{
    error::Refusal,
    identity::{SignedIn, parked::ParkedForm},
};

use super::{
    SentFile,
    multipart::{self, FileLimit},
    text,
};
use crate::{router::AppState, visit::Visit};

/// Bytes of all text fields of a form together. What somebody typed or pasted fits into it many times;
/// a field's own limit is smaller, and refuses with the whole text shown again.
pub(super) const TEXT_LIMIT_BYTES: usize = 512 * 1024;
/// What is too long is still read to its end, up to here: a browser that is cut off in the middle shows
/// no page.
pub(super) const READ_ON_BYTES: usize = 4 * 1024 * 1024;

/// What arrived, and why the rest did not or cannot be taken.
#[derive(Default)]
pub(super) struct Received {
    pub fields: BTreeMap<String, String>,
    pub files: Vec<SentFile>,
    pub problem: Option<(StatusCode, Refusal)>,
}

/// Reads a form and takes out what is no text.
///
/// # Errors
/// The answer to a body that is no form.
pub(super) async fn read(app: &AppState, parts: &Parts, body: Body, visit: &Visit) -> Result<Received, Response> {
    let mut received = if has_files(parts) {
        let limit = upload_limit(app).await.map_err(IntoResponse::into_response)?;
        let limit = FileLimit { taken: limit, kept: usize::MAX };
        multipart::read(parts, body, limit, &visitor(visit)).await
    } else {
        read_fields(parts, body).await?
    };
    let broken = clean(&mut received.fields);
    if received.problem.is_none()
        && let Some(field) = broken
    {
        let refusal = Refusal { field, code: "null_byte", figures: Vec::new() };
        received.problem = Some((StatusCode::UNPROCESSABLE_ENTITY, refusal));
    }
    Ok(received)
}

/// The fields of a form whose sender is not signed in any more: all that arrived. Files are lost, their
/// names are kept.
///
/// # Errors
/// The answer to a body that is no form.
pub(crate) async fn read_any(app: &AppState, parts: &Parts, body: Body, visit: &Visit) -> Result<ParkedForm, Response> {
    let received = if has_files(parts) {
        let limit = upload_limit(app).await.map_err(IntoResponse::into_response)?;
        multipart::read(parts, body, FileLimit { taken: limit, kept: 0 }, &visitor(visit)).await
    } else {
        read_fields(parts, body).await?
    };
    let Received { mut fields, files, .. } = received;
    clean(&mut fields);
    let lost_files = files.iter().map(|file| text::shown_name(&file.name)).filter(|name| !name.is_empty()).collect();
    Ok(ParkedForm { fields, lost_files })
}

/// Takes out what is no text, and names a field that had some.
fn clean(fields: &mut BTreeMap<String, String>) -> Option<&'static str> {
    let mut broken = None;
    *fields = std::mem::take(fields)
        .into_iter()
        .map(|(name, value)| {
            if text::has_other(&value) && broken.is_none() {
                broken = Some(own_name(&name));
            }
            (text::plain(&name), text::plain(&value))
        })
        .collect();
    broken
}

/// Refusals name fields of ours; a field that nobody fills, or none of ours, is told of at the top.
fn own_name(field: &str) -> &'static str {
    const TYPED: &[&str] = &[
        "amount",
        "answer",
        "choice",
        "code",
        "contact",
        "email",
        "file",
        "language",
        "note",
        "password",
        "periods",
        "question",
        "quiet_from",
        "quiet_to",
        "reason",
        "then",
        "time_zone",
        "way",
    ];
    TYPED.iter().find(|known| **known == field).copied().unwrap_or("")
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

async fn read_fields(parts: &Parts, mut body: Body) -> Result<Received, Response> {
    let urlencoded = parts
        .headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|t| t.as_bytes().starts_with(b"application/x-www-form-urlencoded"));
    if !urlencoded {
        return Err(StatusCode::UNSUPPORTED_MEDIA_TYPE.into_response());
    }
    let (mut begin, mut length) = (Vec::new(), 0_usize);
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| StatusCode::BAD_REQUEST.into_response())?;
        let Ok(piece) = frame.into_data() else { continue };
        length = length.saturating_add(piece.len());
        begin.extend_from_slice(&piece[..piece.len().min(TEXT_LIMIT_BYTES - begin.len())]);
        if length > READ_ON_BYTES {
            break;
        }
    }
    let problem = (length > TEXT_LIMIT_BYTES).then(|| {
        let refusal = Refusal { field: "", code: "form_too_long", figures: Vec::new() };
        (StatusCode::PAYLOAD_TOO_LARGE, refusal)
    });
    Ok(Received { fields: server::http::form_fields(&begin), files: Vec::new(), problem })
}
