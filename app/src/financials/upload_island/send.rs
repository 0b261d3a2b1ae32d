//! Sending the form's file from the browser, with progress; the server answers the same form the same
//! way as without a script.

use std::{cell::Cell, rc::Rc};

use wasm_bindgen::JsCast;
use web_sys::{
    Document, DragEvent, Element, Event, File, FormData, HtmlFormElement, HtmlInputElement, ProgressEvent,
    XmlHttpRequest, XmlHttpRequestResponseType,
};

use crate::page::{by_id, on, set, show, within};

/// Where the sending stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Still,
    /// Per cent that have left.
    Sending(u32),
    /// All has left; the server is looking at it.
    Working,
}

/// The form's elements and where its sending stands.
struct Form {
    form: HtmlFormElement,
    field: Element,
    problem: Element,
    place: Element,
    chosen: HtmlInputElement,
    photo: HtmlInputElement,
    progress: Element,
    bar: Element,
    said: Element,
    percent: Element,
    button: Element,
    submit: String,
    stage: Cell<Stage>,
}

/// Listens to the form; nothing happens when it is not what it should be.
pub(super) fn start() -> Option<()> {
    let form = Rc::new(Form::find()?);
    let listen = |target: &Element, event: &str, act: fn(&Rc<Form>, &Event)| {
        let form = Rc::clone(&form);
        on(target, event, Box::new(move |event| act(&form, &event)));
    };
    listen(&form.form, "submit", Form::submit);
    listen(&form.form, "change", |form, _| form.say(None));
    listen(&form.place, "dragover", |form, event| {
        event.prevent_default();
        form.held_over(true);
    });
    listen(&form.place, "dragleave", |form, _| form.held_over(false));
    listen(&form.place, "drop", |form, event| form.dropped(event));
    Some(())
}

impl Form {
    fn find() -> Option<Self> {
        let form: HtmlFormElement = by_id("upload")?;
        let button: Element = within(&form, "button")?;
        Some(Self {
            field: within(&form, ".al-field")?,
            problem: by_id("file-error")?,
            place: within(&form, ".al-file")?,
            chosen: by_id("file")?,
            photo: by_id("photo")?,
            progress: by_id("upload-progress")?,
            bar: within(&form, "progress")?,
            said: by_id("upload-said")?,
            percent: by_id("upload-percent")?,
            submit: button.text_content()?,
            button,
            form,
            stage: Cell::new(Stage::Still),
        })
    }

    /// What the form has to say, by the name of its attribute.
    fn word(&self, name: &str) -> String {
        self.form.get_attribute(name).unwrap_or_default()
    }

    fn held_over(&self, over: bool) {
        self.place.set_class_name(if over { "al-file al-file--over" } else { "al-file" });
    }

    /// Says what is wrong, or nothing any more.
    fn say(&self, problem: Option<&str>) {
        self.field.set_class_name(if problem.is_some() { "al-field al-field--bad" } else { "al-field" });
        self.problem.set_text_content(problem);
        show(&self.problem, problem.is_some());
        set(&self.chosen, "aria-invalid", problem.is_some().then_some("true"));
    }

    /// A file let go over the form: as if it had been chosen.
    fn dropped(&self, event: &Event) {
        event.prevent_default();
        self.held_over(false);
        let files = event.dyn_ref::<DragEvent>().and_then(DragEvent::data_transfer).and_then(|moved| moved.files());
        if let Some(files) = files.filter(|files| files.length() > 0) {
            self.chosen.set_files(Some(&files));
            self.say(None);
        }
    }

    /// Sends the form, once at a time, and only a file that the server could take.
    fn submit(self: &Rc<Self>, event: &Event) {
        event.prevent_default();
        if self.stage.get() != Stage::Still {
            return;
        }
        if let Some(name) = self.wrong_file() {
            self.say(Some(&self.word(name)));
        } else if self.send().is_none() {
            self.say(Some(&self.word("data-interrupted")));
        }
    }

    /// The name of what is wrong with what was chosen.
    fn wrong_file(&self) -> Option<&'static str> {
        match (first_file(&self.chosen), first_file(&self.photo)) {
            (None, None) => Some("data-choose-file"),
            (Some(_), Some(_)) => Some("data-one-file"),
            (Some(file), None) | (None, Some(file)) => {
                // A file's size is a whole number of bytes far below 2^53, and so is the limit.
                let limit: u32 = self.word("data-limit").parse().unwrap_or(u32::MAX);
                let too_big = file.size() > f64::from(limit);
                if file.size() < 1.0 { Some("data-empty-file") } else { too_big.then_some("data-too-big") }
            }
        }
    }

    fn send(self: &Rc<Self>) -> Option<()> {
        let body = FormData::new_with_form(&self.form).ok()?;
        let request = XmlHttpRequest::new().ok()?;
        request.open("POST", &self.form.action()).ok()?;
        request.set_response_type(XmlHttpRequestResponseType::Document);
        let form = Rc::clone(self);
        on(&*request.upload().ok()?, "progress", Box::new(move |event| form.show(stage(&event))));
        let (form, answered) = (Rc::clone(self), request.clone());
        on(&request, "load", Box::new(move |_| form.answer(&answered)));
        for broken in ["error", "abort"] {
            let form = Rc::clone(self);
            on(&request, broken, Box::new(move |_| form.stop(&form.word("data-interrupted"))));
        }
        request.send_with_opt_form_data(Some(&body)).ok()?;
        self.show(Stage::Sending(0));
        Some(())
    }

    /// Success and signing in again are pages to go to; a refusal is said here, and the file stays chosen.
    fn answer(&self, request: &XmlHttpRequest) {
        if request.status().is_ok_and(|status| status < 400) {
            if let Some(window) = web_sys::window() {
                let _ = window.location().assign(&request.response_url());
            }
            return;
        }
        let page = request.response().ok().and_then(|page| page.dyn_into::<Document>().ok());
        let message = page.and_then(|page| page.get_element_by_id("file-error")).and_then(|p| p.text_content());
        let message = message.filter(|text| !text.trim().is_empty());
        self.stop(message.unwrap_or_else(|| self.word("data-interrupted")).trim());
    }

    fn stop(&self, problem: &str) {
        self.show(Stage::Still);
        self.say(Some(problem));
        let _ = self.chosen.focus();
    }

    fn show(&self, stage: Stage) {
        self.stage.set(stage);
        let (percent, said) = match stage {
            Stage::Still => (0, None),
            Stage::Sending(percent) => (percent, Some("data-sending")),
            Stage::Working => (100, Some("data-working")),
        };
        let busy = said.map(|_| "true");
        show(&self.progress, busy.is_some());
        set(&self.bar, "value", Some(&percent.to_string()));
        self.percent.set_text_content(Some(&(percent.to_string() + "%")));
        self.said.set_text_content(said.map(|name| self.word(name)).as_deref());
        set(&self.button, "aria-busy", busy);
        set(&self.button, "aria-disabled", busy);
        let button = if busy.is_some() { self.word("data-sending") } else { self.submit.clone() };
        self.button.set_text_content(Some(&button));
    }
}

fn first_file(input: &HtmlInputElement) -> Option<File> {
    input.files()?.get(0)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share between 0 and 100")]
fn stage(event: &Event) -> Stage {
    let Some(event) = event.dyn_ref::<ProgressEvent>() else {
        return Stage::Sending(0);
    };
    let share = if event.total() > 0.0 { event.loaded() / event.total() * 100.0 } else { 0.0 };
    if share >= 100.0 { Stage::Working } else { Stage::Sending(share as u32) }
}
