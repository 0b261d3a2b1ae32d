//! POST handlers of the financials slice.

use axum::response::Response;
use server::{
    Error, financials,
    ids::{DueId, FormKey, UploadId},
};

use crate::{
    form::{FormRequest, SentFile},
    routes,
};

/// A borrower sends a statement.
pub async fn upload(form: FormRequest) -> Response {
    let result = send(&form).await;
    form.answer(result).await
}

async fn send(form: &FormRequest) -> server::Result<String> {
    let who = form.person()?;
    let due_id: DueId = form.param("id")?;
    let key: FormKey = form.hidden("form_key")?;
    // Somebody else's statement is not found, whatever else is wrong.
    financials::find_due(&form.app.portal, who, due_id).await?;
    let file = only_file(&form.files)?;
    financials::upload(&form.app.portal, who, due_id, key, &file.name, &file.content).await?;
    Ok(format!("{}?sent=1", routes::financial(due_id)))
}

/// The one file, chosen or photographed.
fn only_file(files: &[SentFile]) -> server::Result<&SentFile> {
    let mut ours = files.iter().filter(|file| matches!(file.field.as_str(), "file" | "photo"));
    match (ours.next(), ours.next()) {
        (Some(file), None) => Ok(file),
        (None, _) => Err(Error::refused("file", "choose_file")),
        (Some(_), Some(_)) => Err(Error::refused("file", "one_file")),
    }
}

/// A colleague accepts or returns one.
pub async fn review(form: FormRequest) -> Response {
    let result = decide(&form).await;
    form.answer(result).await
}

async fn decide(form: &FormRequest) -> server::Result<String> {
    let who = form.staff()?;
    let upload_id: UploadId = form.param("id")?;
    let portal = &form.app.portal;
    match form.text("decision") {
        "accept" => financials::accept(portal, who, upload_id).await?,
        "return" => financials::return_(portal, who, upload_id, form.text("reason")).await?,
        _ => return Err(Error::refused("decision", "unknown_decision")),
    }
    Ok(format!("{}?done={}", routes::DESK_FINANCIALS, form.text("decision")))
}
