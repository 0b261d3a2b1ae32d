//! The plan as a CSV file that a spreadsheet opens as it is.

use axum::{
    Extension,
    extract::{Path, State},
    http::header,
    response::{IntoResponse, Response},
};
use lending::language::Language;
use server::{
    Error,
    ids::LoanId,
    loans::{LoanView, view},
};

use super::words;
use crate::{router::AppState, ui::problem, visit::Visit};

/// `GET /loans/{id}/schedule.csv`
pub async fn schedule_csv(
    State(app): State<AppState>,
    Extension(visit): Extension<Visit>,
    Path(id): Path<String>,
    request: axum::extract::Request,
) -> Response {
    let found = async {
        let person = visit.person().ok_or(Error::NotFound)?;
        let id: LoanId = id.parse().map_err(|_| Error::NotFound)?;
        view::find(&app.portal, person, id).await
    };
    match found.await.and_then(|view| csv(visit.language, &view)) {
        Ok((name, body)) => (
            [
                (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
                (header::CONTENT_DISPOSITION, format!("attachment; filename=\"schedule-{name}.csv\"")),
            ],
            body,
        )
            .into_response(),
        Err(error) => problem::response(&app, request.into_parts().0, &error).await,
    }
}

/// All cells are dates, numbers or words of ours: none can begin a formula. The byte-order mark makes
/// spreadsheets read Chinese.
fn csv(l: Language, view: &LoanView) -> server::Result<(String, Vec<u8>)> {
    let fault = |e: server::CsvError| Error::outside("writing CSV", e);
    let mut writer = server::csv_writer(b"\xef\xbb\xbf".to_vec());
    writer
        .write_record([
            "#",
            words::due_date(l),
            words::total(l),
            words::principal(l),
            words::interest(l),
            words::fee(l),
            words::penalty(l),
            words::paid(l),
            words::balance(l),
        ])
        .map_err(fault)?;
    for row in &view.state.rows {
        writer
            .write_record([
                row.n.to_string(),
                row.due_on.to_string(),
                row.total.to_string(),
                row.principal.to_string(),
                row.interest.to_string(),
                row.fee.to_string(),
                row.penalty.to_string(),
                row.paid.total.to_string(),
                row.balance.to_string(),
            ])
            .map_err(fault)?;
    }
    let name: String = view.loan.number.chars().filter(char::is_ascii_alphanumeric).collect();
    writer.into_inner().map(|body| (name, body)).map_err(|e| Error::outside("writing CSV", e.into_error()))
}
