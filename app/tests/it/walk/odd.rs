//! Forms that no browser would send like this, and connections that break.

use axum::http::StatusCode;

use super::{
    Walked,
    browser::{Answer, Filled},
    files,
    form::Kind,
    refused::{Walk, tolerated},
    verdict::Sent,
};

/// More than any form is read to.
const FAR_TOO_MUCH_BYTES: usize = 6 * 1024 * 1024;
/// Beyond what a form may have, within what is read to its end.
const TOO_MUCH_BYTES: usize = 1024 * 1024;

pub async fn walk(walked: &Walked<'_>) -> Vec<String> {
    let ready = walked.ready().await;
    let mut walk = Walk::of(walked, &ready).await;
    wrong_types(&mut walk).await;
    far_too_long(&mut walk).await;
    if ready.form.multipart {
        interrupted(&mut walk).await;
        names_with_null(&mut walk).await;
        far_too_big(&mut walk).await;
    }
    walk.faults
}

impl Walk<'_> {
    /// Refused somehow, and nothing changed.
    async fn must_refuse(&mut self, what: &str, answer: &Answer) {
        if !answer.status.is_client_error() {
            let fault = format!("answered {} {}", answer.status, answer.location);
            self.faults.push(self.walked.fault(what, &fault));
        }
        self.nothing_changed(what).await;
    }
}

/// What says nothing or something else of itself is no form.
async fn wrong_types(walk: &mut Walk<'_>) {
    let (browser, address) = (&walk.ready.scene.browser, &walk.ready.address);
    let body = walk.ready.filling.body();
    for content_type in [None, Some("text/plain"), Some("application/json"), Some("multipart/form-data")] {
        let answer = browser.send(address, content_type, body.clone()).await;
        walk.must_refuse(&format!("as {content_type:?}"), &answer).await;
    }
}

/// Beyond the limit the form still comes back, with all of it that was read.
async fn far_too_long(walk: &mut Walk<'_>) {
    let (browser, address) = (&walk.ready.scene.browser, &walk.ready.address);
    let filling = walk.ready.filling.and("more", &"x".repeat(TOO_MUCH_BYTES));
    let answer = browser.speaking("en").post(address, &filling).await;
    let sent = Sent { form: &walk.ready.form, filling: &walk.ready.filling, bad: None, language: "en" };
    let faults = sent.faults_of(&answer);
    walk.faults.extend(faults.iter().map(|fault| walk.walked.fault("1 MB of text", fault)));
    walk.nothing_changed("1 MB of text").await;
}

/// The body ends, or the connection breaks, in the middle of everything.
async fn interrupted(walk: &mut Walk<'_>) {
    let (browser, address) = (&walk.ready.scene.browser, &walk.ready.address);
    let (body, content_type) = (walk.ready.filling.body(), walk.ready.filling.content_type());
    let within_file = body.windows(9).position(|bytes| bytes == b"1 0 obj\n<").unwrap_or(body.len() / 2);
    let cuts = [1, body.len() / 4, within_file, body.len() - 60, body.len() - 4];
    for cut in cuts {
        let begin = body.get(..cut).unwrap_or_default().to_vec();
        let answer = browser.send(address, Some(&content_type), begin.clone()).await;
        walk.must_refuse(&format!("cut off after {cut} of {} bytes", body.len()), &answer).await;
        let answer = browser.send_broken(address, &content_type, begin).await;
        walk.must_refuse(&format!("broken off after {cut} of {} bytes", body.len()), &answer).await;
    }
    // What had arrived before the file is kept.
    let answer = browser.send(address, Some(&content_type), body.get(..within_file).unwrap_or_default().to_vec()).await;
    let file = walk.ready.form.fields.iter().find(|field| field.kind == Kind::File);
    let mut arrived = walk.ready.filling.clone();
    let at = arrived.fields.iter().position(|(name, _)| file.is_some_and(|file| file.name == *name));
    arrived.fields.truncate(at.unwrap_or(0));
    let sent = Sent { form: &walk.ready.form, filling: &arrived, bad: file, language: "zh-CN" };
    let faults = sent.faults_of(&answer);
    walk.faults.extend(faults.iter().map(|fault| walk.walked.fault("cut off within the file", fault)));
}

/// Names as only a program sends them.
async fn names_with_null(walk: &mut Walk<'_>) {
    let (browser, address) = (&walk.ready.scene.browser, &walk.ready.address);
    let Some(file) = walk.ready.form.fields.iter().find(|field| field.kind == Kind::File) else { return };
    for name in ["q3\0.pdf", "q3.pdf\0.exe", "\u{7}q3.pdf", "q3\u{85}.pdf"] {
        let filling = walk.ready.filling.with(&file.name, &files::file(name, files::pdf()));
        let answer = browser.post(address, &filling).await;
        let what = format!("a file named {name:?}");
        if answer.status == StatusCode::OK && tolerated(walk.walked, file, &what).is_some() {
            walk.nothing_changed(&what).await;
        } else {
            walk.must_refuse(&what, &answer).await;
        }
        if answer.body.contains('\0') || answer.body.contains('\u{7}') {
            walk.faults.push(walk.walked.fault(name, "what is no text stands in the page"));
        }
    }
}

/// Many times the limit is not even read to its end.
async fn far_too_big(walk: &mut Walk<'_>) {
    let (browser, address) = (&walk.ready.scene.browser, &walk.ready.address);
    let file = walk.ready.form.fields.iter().find(|field| field.kind == Kind::File);
    let content = vec![b'\n'; FAR_TOO_MUCH_BYTES];
    let big = Filled::File { name: "big.pdf".to_owned(), content: content.into() };
    let filling = file.map_or(walk.ready.filling.clone(), |field| walk.ready.filling.with(&field.name, &big));
    let answer = browser.speaking("zh-CN").post(address, &filling).await;
    let mut arrived = filling.clone();
    arrived.fields.retain(|(_, value)| matches!(value, Filled::Text(_)));
    let before = filling.fields.iter().position(|(_, value)| *value == big).unwrap_or(0);
    arrived.fields.truncate(before);
    let sent = Sent { form: &walk.ready.form, filling: &arrived, bad: file, language: "zh-CN" };
    let faults = sent.faults_of(&answer);
    walk.faults.extend(faults.iter().map(|fault| walk.walked.fault("6 MB of file", fault)));
    walk.nothing_changed("6 MB of file").await;
}
