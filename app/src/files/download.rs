//! `/files/{id}` for borrowers and `/desk/files/{id}` for colleagues: always to be saved, never shown
//! as a page of ours.

use axum::{
    Extension,
    extract::{Path, Request, State},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use server::{
    Error,
    files::{self, Opened},
    ids::FileId,
};

use crate::{router::AppState, ui::problem, visit::Visit};

/// A file of the borrower acted for.
pub async fn own(
    State(app): State<AppState>,
    Extension(visit): Extension<Visit>,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    let opened = async {
        let who = visit.person().ok_or(Error::NotFound)?;
        files::open(&app.portal, who, parse(&id)?).await
    };
    answer(&app, request, opened.await).await
}

/// Any borrower's file.
pub async fn at_desk(
    State(app): State<AppState>,
    Extension(visit): Extension<Visit>,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    let opened = async {
        let who = visit.staff().ok_or(Error::NotFound)?;
        files::open_at_desk(&app.portal, who, parse(&id)?).await
    };
    answer(&app, request, opened.await).await
}

fn parse(id: &str) -> server::Result<FileId> {
    id.parse().map_err(|_| Error::NotFound)
}

async fn answer(app: &AppState, request: Request, opened: server::Result<Opened>) -> Response {
    match opened {
        Ok(file) => attachment(file),
        Err(error) => problem::response(app, request.into_parts().0, &error).await,
    }
}

/// What people sent may contain anything: the browser is told to save it, to believe our type, and,
/// should it open it all the same, to let it do nothing.
fn attachment(file: Opened) -> Response {
    let name = server::http::encode(&file.name).replace('+', "%20");
    let ascii: String = file
        .name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ' ') { c } else { '_' })
        .collect();
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{ascii}\"; filename*=UTF-8''{name}"))
        .unwrap_or(HeaderValue::from_static("attachment"));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(file.kind.media_type())),
        (header::CONTENT_DISPOSITION, disposition),
        (
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static("sandbox; default-src 'none'; frame-ancestors 'none'"),
        ),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
    ];
    (headers, file.content).into_response()
}
