//! The audit trail as a CSV file, sent part by part.

use axum::{
    Extension,
    body::Body,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use lending::language::Language;
use server::{
    Error,
    clock::Clock,
    staff::trail::{self, Entry},
};

use super::{audit_page::asked, audit_words as words};
use crate::{router::AppState, ui::problem, visit::Visit};

/// `GET /desk/audit.csv`
pub async fn audit_csv(
    State(app): State<AppState>,
    Extension(visit): Extension<Visit>,
    request: axum::extract::Request,
) -> Response {
    let clock = app.portal.clock.clone();
    let l = visit.language;
    let started = async {
        let staff = visit.staff().ok_or(Error::NotFound)?;
        let filter = asked(&visit).read();
        let filter = filter.map_err(|problems| problems.into_iter().next().map_or(Error::NotFound, Error::Refused))?;
        trail::export(&app.portal, staff, filter, move |rows| part(l, &clock, rows)).await
    };
    match started.await {
        Ok(parts) => (
            [
                (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
                (
                    header::CONTENT_DISPOSITION,
                    format!("attachment; filename=\"audit-{}.csv\"", app.portal.clock.today()),
                ),
            ],
            Body::from_stream(parts),
        )
            .into_response(),
        Err(error) => problem::response(&app, request.into_parts().0, &error).await,
    }
}

/// The head when there are no rows yet, else these rows. Names are other people's words: none becomes a formula.
fn part(l: Language, clock: &Clock, rows: Option<&[Entry]>) -> server::Result<Vec<u8>> {
    let fault = |e: server::CsvError| Error::outside("writing CSV", e);
    let start = if rows.is_some() { Vec::new() } else { b"\xef\xbb\xbf".to_vec() };
    let mut writer = server::csv_writer(start);
    let Some(rows) = rows else {
        let head = [
            words::column_when(l),
            words::csv_actor(l),
            words::column_who(l),
            words::csv_who_id(l),
            words::csv_action(l),
            words::column_what(l),
            words::csv_subject(l),
            words::column_thing(l),
            words::csv_subject_id(l),
            words::column_borrower(l),
            words::csv_borrower_id(l),
            words::csv_detail(l),
        ];
        writer.write_record(head).map_err(fault)?;
        return writer.into_inner().map_err(|e| Error::outside("writing CSV", e.into_error()));
    };
    for row in rows {
        let id = row.staff_id.map(|id| id.to_string()).or_else(|| row.person_id.map(|id| id.to_string()));
        let text = |value: Option<&str>| server::csv_text(value.unwrap_or_default()).into_owned();
        let cells = [
            row.at.with_timezone(&clock.zone()).format("%Y-%m-%dT%H:%M:%S%:z").to_string(),
            words::actor(l, &row.actor).to_owned(),
            text(row.by.as_deref()),
            id.unwrap_or_default(),
            row.action.clone(),
            words::action(l, &row.action).unwrap_or_default().to_owned(),
            words::thing(l, &row.subject).to_owned(),
            text(row.subject_name.as_deref()),
            row.subject_id.map(|id| id.to_string()).unwrap_or_default(),
            text(row.borrower_name.as_deref()),
            row.borrower_id.map(|id| id.to_string()).unwrap_or_default(),
            row.detail.to_string(),
        ];
        writer.write_record(cells).map_err(fault)?;
    }
    writer.into_inner().map_err(|e| Error::outside("writing CSV", e.into_error()))
}
