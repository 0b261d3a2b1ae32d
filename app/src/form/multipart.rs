//! Forms with files: read piece by piece, so that a file beyond the limit costs no memory and still
//! gets a page that says so.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{LazyLock, Mutex, PoisonError},
    time::Duration,
};

use axum::{
    body::{Body, Bytes},
    extract::{DefaultBodyLimit, FromRequest, Multipart, Request, multipart::Field},
    http::{StatusCode, request::Parts},
};
use server::error::Refusal;

use super::SentFile;

/// Bytes of all text fields together, and of the boundaries between parts.
const TEXT_LIMIT_BYTES: usize = 64 * 1024;
const BOUNDARIES_BYTES: usize = 64 * 1024;
/// Files in one form.
const MOST_FILES: usize = 5;
/// What is too big is still read to its end, up to this many times the limit: a browser that is cut off
/// in the middle shows no page.
const READ_ON_FACTOR: usize = 4;
/// A sender that is silent for this long is gone.
const SILENCE: Duration = Duration::from_secs(30);
/// Forms with files that one visitor may be sending at the same time.
const AT_ONCE: usize = 3;

/// What arrived, and why the rest did not.
#[derive(Default)]
pub(super) struct Received {
    pub fields: BTreeMap<String, String>,
    pub files: Vec<SentFile>,
    pub problem: Option<(StatusCode, Refusal)>,
}

/// Reads a form with files of at most `limit` bytes each. A file beyond it is cut one byte after the
/// limit, which [`server::files::check`] refuses by its size.
pub(super) async fn read(parts: &Parts, body: Body, limit: usize, visitor: &str) -> Received {
    let mut received = Received::default();
    let Some(_turn) = Turn::take(visitor) else {
        received.problem = Some(problem(StatusCode::TOO_MANY_REQUESTS, "uploads_at_once"));
        return received;
    };
    if let Err(found) = read_parts(parts, body, limit, &mut received).await {
        received.problem = Some(found);
    }
    received
}

type Problem = (StatusCode, Refusal);

fn problem(status: StatusCode, code: &'static str) -> Problem {
    (status, Refusal { field: "file", code, figures: Vec::new() })
}

fn interrupted<E>(_: E) -> Problem {
    problem(StatusCode::BAD_REQUEST, "upload_interrupted")
}

async fn read_parts(parts: &Parts, body: Body, limit: usize, received: &mut Received) -> Result<(), Problem> {
    let most = limit.saturating_mul(READ_ON_FACTOR).saturating_add(TEXT_LIMIT_BYTES + BOUNDARIES_BYTES);
    let mut request = Request::new(Body::new(http_body_util::Limited::new(body, most)));
    request.headers_mut().clone_from(&parts.headers);
    // The limit is ours, above; axum's own would stop at two megabytes.
    DefaultBodyLimit::disable().apply(&mut request);
    let mut form = Multipart::from_request(request, &()).await.map_err(interrupted)?;
    let mut text_bytes = 0;
    while let Some(part) = quickly(form.next_field()).await? {
        let field = part.name().unwrap_or_default().to_owned();
        match part.file_name().map(str::to_owned) {
            Some(name) => {
                let content = read_part(part, limit.saturating_add(1)).await?;
                if name.is_empty() && content.is_empty() {
                    continue;
                }
                if received.files.len() == MOST_FILES {
                    return Err(problem(StatusCode::UNPROCESSABLE_ENTITY, "too_many_at_once"));
                }
                received.files.push(SentFile { field, name, content });
            }
            None => {
                let content = read_part(part, TEXT_LIMIT_BYTES + 1).await?;
                text_bytes += content.len();
                if text_bytes > TEXT_LIMIT_BYTES {
                    let figures = vec![TEXT_LIMIT_BYTES.to_string()];
                    return Err((StatusCode::PAYLOAD_TOO_LARGE, Refusal { field: "", code: "too_long", figures }));
                }
                received.fields.entry(field).or_insert_with(|| String::from_utf8_lossy(&content).into_owned());
            }
        }
    }
    Ok(())
}

/// The part's first `most` bytes; the rest is read and forgotten.
async fn read_part(mut part: Field<'_>, most: usize) -> Result<Bytes, Problem> {
    let mut content = Vec::new();
    while let Some(piece) = quickly(part.chunk()).await? {
        let room = most - content.len();
        content.extend_from_slice(&piece[..piece.len().min(room)]);
    }
    Ok(content.into())
}

async fn quickly<T>(
    step: impl Future<Output = Result<T, axum::extract::multipart::MultipartError>>,
) -> Result<T, Problem> {
    match tokio::time::timeout(SILENCE, step).await {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(error)) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            Err(problem(StatusCode::PAYLOAD_TOO_LARGE, "far_too_big"))
        }
        Ok(Err(error)) => Err(interrupted(error)),
        Err(silence) => Err(interrupted(silence)),
    }
}

/// Who is sending, and how many forms at a time.
static SENDING: LazyLock<Mutex<HashMap<String, usize>>> = LazyLock::new(Mutex::default);

/// One of a visitor's places, given back when the form has been read.
struct Turn(String);

impl Turn {
    fn take(visitor: &str) -> Option<Self> {
        let mut sending = SENDING.lock().unwrap_or_else(PoisonError::into_inner);
        let count = sending.entry(visitor.to_owned()).or_default();
        if *count >= AT_ONCE {
            return None;
        }
        *count += 1;
        Some(Self(visitor.to_owned()))
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut sending = SENDING.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = sending.get_mut(&self.0) {
            *count -= 1;
            if *count == 0 {
                sending.remove(&self.0);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fourth_form_at_once_waits_for_the_others() {
        let mut turns: Vec<_> = (0..AT_ONCE).filter_map(|_| Turn::take("somebody")).collect();
        assert_eq!(turns.len(), AT_ONCE);
        assert!(Turn::take("somebody").is_none());
        assert!(Turn::take("somebody else").is_some());
        turns.pop();
        assert!(Turn::take("somebody").is_some());
    }
}
