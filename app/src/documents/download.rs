//! The statement of account as a CSV file that a spreadsheet opens as it is.

use axum::{
    Extension,
    extract::{Path, State},
    http::header,
    response::{IntoResponse, Response},
};
use lending::{language::Language, money::Money, statement_of_account::Line};
use server::{
    Error,
    documents::{Period, Statement, statement},
    ids::LoanId,
};

use super::{lines, statement_page::asked, words};
use crate::{router::AppState, ui::problem, visit::Visit};

/// `GET /loans/{id}/statement.csv`
pub async fn statement_csv(
    State(app): State<AppState>,
    Extension(visit): Extension<Visit>,
    Path(id): Path<String>,
    request: axum::extract::Request,
) -> Response {
    let (from, to) = asked(&visit);
    let found = async {
        let person = visit.person().ok_or(Error::NotFound)?;
        let id: LoanId = id.parse().map_err(|_| Error::NotFound)?;
        let period = Period::parse(&from, &to, app.portal.clock.today());
        let period = period.map_err(|problems| problems.into_iter().next().map_or(Error::NotFound, Error::Refused))?;
        statement::find(&app.portal, person, id, period).await
    };
    match found.await.and_then(|paper| csv(visit.language, &paper)) {
        Ok((name, body)) => (
            [
                (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
                (header::CONTENT_DISPOSITION, format!("attachment; filename=\"statement-{name}.csv\"")),
            ],
            body,
        )
            .into_response(),
        Err(error) => problem::response(&app, request.into_parts().0, &error).await,
    }
}

/// Dates, amounts and words of ours begin no formula; what the lender called a charge might.
fn csv(l: Language, paper: &Statement) -> server::Result<(String, Vec<u8>)> {
    let fault = |e: server::CsvError| Error::outside("writing CSV", e);
    let account = &paper.account;
    let mut writer = server::csv_writer(b"\xef\xbb\xbf".to_vec());
    let head = [
        words::column_day(l),
        words::column_what(l),
        words::csv_kind(l),
        words::column_charged(l),
        words::column_paid(l),
        words::column_balance(l),
        words::csv_principal(l),
        words::csv_interest(l),
        words::csv_fee(l),
        words::csv_compound(l),
        words::csv_penalty(l),
        words::csv_credit(l),
        words::csv_reference(l),
    ];
    writer.write_record(head).map_err(fault)?;
    let day = |on| lending::language::date(l, on);
    let edge = |on: chrono::NaiveDate, name: String, charged: String, paid: String, balance: Money| {
        let mut row = vec![on.to_string(), name, String::new(), charged, paid, balance.to_string()];
        row.resize(head.len(), String::new());
        row
    };
    let (none, opening) = (String::new, words::opening(l, &day(account.from)));
    writer.write_record(edge(account.from, opening, none(), none(), account.opening.balance)).map_err(fault)?;
    for line in &account.lines {
        writer.write_record(row(l, line)).map_err(fault)?;
    }
    let closing = words::closing(l, &day(account.to));
    let (charged, paid) = (account.debits.to_string(), account.credits.to_string());
    writer.write_record(edge(account.to, closing, charged, paid, account.closing.balance)).map_err(fault)?;
    let number: String = paper.loan.number.chars().filter(char::is_ascii_alphanumeric).collect();
    let name = format!("{number}-{}-{}", account.from, account.to);
    writer.into_inner().map(|body| (name, body)).map_err(|e| Error::outside("writing CSV", e.into_error()))
}

fn row(l: Language, line: &Line) -> [String; 13] {
    let parts = line.parts;
    let part = |of: fn(&lending::statement_of_account::Parts) -> Money| {
        parts.as_ref().map(of).filter(|money| !money.is_zero()).map_or_else(String::new, |money| money.to_string())
    };
    [
        line.on.to_string(),
        lines::name(l, &line.what),
        server::csv_text(lines::charge_name(&line.what).unwrap_or_default()).into_owned(),
        line.debit.to_string(),
        line.credit.to_string(),
        line.balance.to_string(),
        part(|p| p.principal),
        part(|p| p.interest),
        part(|p| p.fee),
        part(|p| p.compound),
        part(|p| p.penalty),
        part(|p| p.credit_balance),
        server::csv_text(lines::reference(&line.what)).into_owned(),
    ]
}
