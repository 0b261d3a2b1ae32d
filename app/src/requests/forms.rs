//! POST handlers of the requests slice: one a page, told apart by the button's name.

use axum::{http::StatusCode, response::Response};
use server::{
    Error, Result,
    ids::{LoanId, RequestId},
    requests::{self, Approval, Filing, Seen, SentDocument},
};

use super::what_if::{Way, periods};
use crate::{form::FormRequest, routes};

/// `/loans/{id}/change`: works the figures out again, or files the request.
pub async fn change(form: FormRequest) -> Response {
    let result = match form.text("act") {
        "work_out" => match choice(&form) {
            Ok(_) => return form.again(StatusCode::OK, Vec::new()).await,
            Err(error) => Err(error),
        },
        "file" => file(&form).await,
        _ => Err(Error::Stale("form")),
    };
    form.answer(result).await
}

fn choice(form: &FormRequest) -> Result<(Way, u32)> {
    let way = Way::parse(form.text("way")).ok_or_else(|| Error::refused("way", "unknown_way"))?;
    let n = periods(form.text("periods")).ok_or_else(|| Error::refused("periods", "whole_number"))?;
    Ok((way, n))
}

async fn file(form: &FormRequest) -> Result<String> {
    let documents = documents(form);
    let who = form.person()?;
    let (way, n) = choice(form)?;
    let filing = Filing {
        loan_id: form.param::<LoanId>("id")?,
        change: way.change(n),
        reason: form.text("reason").to_owned(),
        seen: Seen { input_hash: form.text("input_hash").to_owned(), result_hash: form.text("result_hash").to_owned() },
        documents,
        form_key: form.hidden("form_key")?,
    };
    requests::file(&form.app.portal, who, filing).await.map(routes::request)
}

/// `/requests/{id}`: answers a question, or takes the request back.
pub async fn request(form: FormRequest) -> Response {
    let result = own(&form).await;
    form.answer(result).await
}

async fn own(form: &FormRequest) -> Result<String> {
    let (portal, who) = (&form.app.portal, form.person()?);
    let id = form.param::<RequestId>("id")?;
    match form.text("act") {
        "answer" => requests::answer(portal, who, id, form.text("answer"), documents(form)).await?,
        "withdraw" => requests::withdraw(portal, who, id).await?,
        _ => return Err(Error::Stale("form")),
    }
    Ok(routes::request(id))
}

/// `/desk/requests/{id}`: everything a colleague does to a request.
pub async fn decision(form: FormRequest) -> Response {
    let result = decide(&form).await;
    form.answer(result).await
}

async fn decide(form: &FormRequest) -> Result<String> {
    let (portal, staff) = (&form.app.portal, form.staff()?);
    let id = form.param::<RequestId>("id")?;
    match form.text("act") {
        "claim" => requests::claim(portal, staff, id).await?,
        "release" => requests::release(portal, staff, id).await?,
        "ask" => requests::ask(portal, staff, id, form.text("question")).await?,
        "reject" => requests::reject(portal, staff, id, form.text("reason")).await?,
        "send_back" => requests::send_back(portal, staff, id, form.text("note")).await?,
        "approve" => match requests::approve(portal, staff, id, form.text("result_hash")).await? {
            Approval::ProposalMoved => return Err(Error::Stale("proposal")),
            Approval::AwaitsSecond | Approval::Applied => {}
        },
        _ => return Err(Error::Stale("form")),
    }
    Ok(routes::desk_request(id))
}

/// Papers sent with a form. Their content is shared, not copied.
fn documents(form: &FormRequest) -> Vec<SentDocument> {
    form.files
        .iter()
        .filter(|file| file.field == "documents")
        .map(|file| SentDocument { name: file.name.clone(), content: file.content.clone() })
        .collect()
}
