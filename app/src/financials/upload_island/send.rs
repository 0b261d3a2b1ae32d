//! Sending the form's file from the browser, with progress; the server answers the same form the same
//! way as without a script.

use leptos::{ev, prelude::*};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{
    Document, File, FormData, HtmlFormElement, HtmlInputElement, ProgressEvent, XmlHttpRequest,
    XmlHttpRequestResponseType,
};

use super::{Form, Stage, UploadWords};

/// A file held over the form.
pub(super) fn drag(event: &ev::DragEvent, form: Form) {
    event.prevent_default();
    form.over.set(true);
}

/// A file let go over the form: as if it had been chosen.
pub(super) fn dropped(event: &ev::DragEvent, form: Form) {
    event.prevent_default();
    form.over.set(false);
    let files = event.data_transfer().and_then(|moved| moved.files());
    if let (Some(files), Some(input)) = (files, form.chosen.get_untracked())
        && files.length() > 0
    {
        input.set_files(Some(&files));
        form.problem.set(None);
    }
}

/// Sends the form, once at a time, and only a file that the server could take.
pub(super) fn submit(event: &ev::SubmitEvent, form: Form, limit_bytes: u64, said: StoredValue<UploadWords>) {
    event.prevent_default();
    if form.stage.get_untracked() != Stage::Still {
        return;
    }
    if let Some(problem) = said.with_value(|words| wrong_file(form, limit_bytes, words)) {
        form.problem.set(Some(problem));
        return;
    }
    let sent = event.target().and_then(|t| t.dyn_into::<HtmlFormElement>().ok());
    if sent.and_then(|element| send(&element, form, said)).is_none() {
        form.problem.set(Some(said.with_value(|w| w.interrupted.clone())));
    }
}

fn wrong_file(form: Form, limit_bytes: u64, words: &UploadWords) -> Option<String> {
    match (first_file(form.chosen.get_untracked()), first_file(form.photo.get_untracked())) {
        (None, None) => Some(words.choose_file.clone()),
        (Some(_), Some(_)) => Some(words.one_file.clone()),
        (Some(file), None) | (None, Some(file)) => {
            // A file's size is a whole number of bytes far below 2^53.
            #[expect(clippy::cast_precision_loss, reason = "JavaScript numbers hold sizes exactly")]
            let too_big = file.size() > limit_bytes as f64;
            let empty = file.size() < 1.0;
            if empty { Some(words.empty_file.clone()) } else { too_big.then(|| words.too_big.clone()) }
        }
    }
}

fn first_file(input: Option<HtmlInputElement>) -> Option<File> {
    input.and_then(|input| input.files()).and_then(|files| files.get(0))
}

fn send(element: &HtmlFormElement, form: Form, said: StoredValue<UploadWords>) -> Option<()> {
    let body = FormData::new_with_form(element).ok()?;
    let request = XmlHttpRequest::new().ok()?;
    request.open("POST", &element.action()).ok()?;
    request.set_response_type(XmlHttpRequestResponseType::Document);
    let progress = Closure::<dyn FnMut(ProgressEvent)>::new(move |event: ProgressEvent| form.stage.set(stage(&event)));
    request.upload().ok()?.set_onprogress(Some(progress.into_js_value().unchecked_ref()));
    let answered = request.clone();
    let on_load = Closure::<dyn FnMut()>::new(move || answer(&answered, form, said));
    request.set_onload(Some(on_load.into_js_value().unchecked_ref()));
    let broken = Closure::<dyn FnMut()>::new(move || stop(form, said.with_value(|w| w.interrupted.clone())));
    let broken = broken.into_js_value();
    request.set_onerror(Some(broken.unchecked_ref()));
    request.set_onabort(Some(broken.unchecked_ref()));
    request.send_with_opt_form_data(Some(&body)).ok()?;
    form.stage.set(Stage::Sending(0));
    Some(())
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share between 0 and 100")]
fn stage(event: &ProgressEvent) -> Stage {
    let share = if event.total() > 0.0 { event.loaded() / event.total() * 100.0 } else { 0.0 };
    if share >= 100.0 { Stage::Working } else { Stage::Sending(share as u32) }
}

/// Success and signing in again are pages to go to; a refusal is said here, and the file stays chosen.
fn answer(request: &XmlHttpRequest, form: Form, said: StoredValue<UploadWords>) {
    if request.status().is_ok_and(|status| status < 400) {
        if let Some(window) = web_sys::window() {
            let _ = window.location().assign(&request.response_url());
        }
        return;
    }
    let page = request.response().ok().and_then(|page| page.dyn_into::<Document>().ok());
    let message = page.and_then(|page| page.get_element_by_id("file-error")).and_then(|p| p.text_content());
    let message = message.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    stop(form, message.unwrap_or_else(|| said.with_value(|w| w.interrupted.clone())));
}

fn stop(form: Form, problem: String) {
    form.stage.set(Stage::Still);
    form.problem.set(Some(problem));
    if let Some(input) = form.chosen.get_untracked() {
        let _ = input.focus();
    }
}
