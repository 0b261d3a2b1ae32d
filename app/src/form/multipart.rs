//! Forms with files: read piece by piece, so that a file beyond the limit costs no memory and still
//! gets a page that says so.

use std::{
    collections::HashMap,
    sync::{LazyLock, Mutex, PoisonError},
    time::Duration,
};

use axum::{
    body::{Body, Bytes},
    extract::{
        DefaultBodyLimit, FromRequest, Multipart, Request,
        multipart::{Field, MultipartError},
    },
    http::{StatusCode, request::Parts},
};
use server::error::Refusal;

use super::{
    SentFile,
    read::{READ_ON_BYTES, Received, TEXT_LIMIT_BYTES},
};

/// Files in one form.
const MOST_FILES: usize = 5;
/// Files that are too big are still read to their end, up to this many times the limit.
const READ_ON_FACTOR: usize = 4;
/// A sender that is silent for this long is gone.
const SILENCE: Duration = Duration::from_secs(30);
/// Forms with files that one visitor may be sending at the same time.
const AT_ONCE: usize = 3;

/// How many bytes of a file are taken, and how many are kept.
#[derive(Clone, Copy)]
pub(super) struct FileLimit {
    pub taken: usize,
    pub kept: usize,
}

/// Reads a form with files. A file is cut one byte after the limit, which [`server::files::check`]
/// refuses by its size. What had arrived when something went wrong is kept.
pub(super) async fn read(parts: &Parts, body: Body, limit: FileLimit, visitor: &str) -> Received {
    let mut reader = Reader { received: Received::default(), room: TEXT_LIMIT_BYTES, too_long: false, field: "" };
    let stop = match Turn::take(visitor) {
        None => Some(Stop::AtOnce),
        Some(_turn) => reader.read(parts, body, limit).await.err(),
    };
    let problem = |status, field, code| Some((status, Refusal { field, code, figures: Vec::new() }));
    let at = reader.field;
    reader.received.problem = match stop {
        Some(Stop::AtOnce) => problem(StatusCode::TOO_MANY_REQUESTS, "", "uploads_at_once"),
        Some(Stop::Interrupted) => problem(StatusCode::BAD_REQUEST, at, "upload_interrupted"),
        Some(Stop::FarTooBig) => problem(StatusCode::PAYLOAD_TOO_LARGE, at, "far_too_big"),
        Some(Stop::TooMany) => problem(StatusCode::UNPROCESSABLE_ENTITY, at, "too_many_at_once"),
        None if reader.too_long => problem(StatusCode::PAYLOAD_TOO_LARGE, "", "form_too_long"),
        None => None,
    };
    reader.received
}

/// Why the rest was not read.
enum Stop {
    AtOnce,
    Interrupted,
    FarTooBig,
    TooMany,
}

impl From<MultipartError> for Stop {
    fn from(error: MultipartError) -> Self {
        if error.status() == StatusCode::PAYLOAD_TOO_LARGE { Self::FarTooBig } else { Self::Interrupted }
    }
}

struct Reader {
    received: Received,
    /// Bytes of text that are still taken.
    room: usize,
    too_long: bool,
    /// The field of the last file, by which its message stands.
    field: &'static str,
}

impl Reader {
    async fn read(&mut self, parts: &Parts, body: Body, limit: FileLimit) -> Result<(), Stop> {
        let most = limit.taken.saturating_mul(READ_ON_FACTOR).saturating_add(READ_ON_BYTES);
        let mut request = Request::new(Body::new(http_body_util::Limited::new(body, most)));
        request.headers_mut().clone_from(&parts.headers);
        // The limit is ours, above; axum's own would stop at two megabytes.
        DefaultBodyLimit::disable().apply(&mut request);
        let mut form = Multipart::from_request(request, &()).await.map_err(|_| Stop::Interrupted)?;
        while let Some(part) = quickly(form.next_field()).await? {
            let field = part.name().unwrap_or_default().to_owned();
            match part.file_name().map(str::to_owned) {
                Some(name) => self.file(part, field, name, limit).await?,
                None => self.text(part, field).await?,
            }
        }
        Ok(())
    }

    async fn file(&mut self, part: Field<'_>, field: String, name: String, limit: FileLimit) -> Result<(), Stop> {
        self.field = match field.as_str() {
            "documents" => "documents",
            _ => "file",
        };
        let files = &mut self.received.files;
        if files.len() == MOST_FILES {
            return Err(Stop::TooMany);
        }
        // Named before it is read: a file that does not arrive must be chosen again too.
        let named = !name.is_empty();
        files.push(SentFile { field, name, content: Bytes::new() });
        let content = read_part(part, limit.kept.min(limit.taken.saturating_add(1))).await?;
        match files.last_mut() {
            Some(file) if named || !content.is_empty() => file.content = content,
            _ => drop(files.pop()),
        }
        Ok(())
    }

    /// Text beyond the limit is cut off; what comes after it is still read.
    async fn text(&mut self, part: Field<'_>, field: String) -> Result<(), Stop> {
        let content = read_part(part, self.room + 1).await?;
        self.too_long |= content.len() > self.room;
        let taken = &content[..content.len().min(self.room)];
        self.room -= taken.len();
        self.received.fields.entry(field).or_insert_with(|| String::from_utf8_lossy(taken).into_owned());
        Ok(())
    }
}

/// The part's first `most` bytes; the rest is read and forgotten.
async fn read_part(mut part: Field<'_>, most: usize) -> Result<Bytes, Stop> {
    let mut content = Vec::new();
    while let Some(piece) = quickly(part.chunk()).await? {
        let room = most - content.len();
        content.extend_from_slice(&piece[..piece.len().min(room)]);
    }
    Ok(content.into())
}

async fn quickly<T>(step: impl Future<Output = Result<T, MultipartError>>) -> Result<T, Stop> {
    match tokio::time::timeout(SILENCE, step).await {
        Ok(done) => Ok(done?),
        Err(_) => Err(Stop::Interrupted),
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
