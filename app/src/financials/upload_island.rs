//! The form that sends a file. Without a script it is a plain form; with one a file can be dropped on
//! it, what cannot be sent is said before sending, and progress shows.

#[cfg(not(feature = "hydrate"))]
use leptos::ev;
use leptos::{html, prelude::*};
use serde::{Deserialize, Serialize};

#[cfg(feature = "hydrate")]
mod send;

const KINDS: &str = ".pdf,.xlsx,.csv,.png,.jpg,.jpeg,.heic";

/// What the island says, in the visitor's language.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct UploadWords {
    pub label: String,
    pub title: String,
    pub hint: String,
    pub photo: String,
    pub photo_hint: String,
    pub submit: String,
    pub sending: String,
    pub working: String,
    pub progress: String,
    pub choose_file: String,
    pub one_file: String,
    pub empty_file: String,
    pub too_big: String,
    pub interrupted: String,
}

/// Where the sending stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "only a browser sends"))]
enum Stage {
    Still,
    /// Per cent that have left.
    Sending(u32),
    /// All has left; the server is looking at it.
    Working,
}

/// The form's own state, shared with the part that sends.
#[derive(Clone, Copy)]
struct Form {
    stage: RwSignal<Stage>,
    problem: RwSignal<Option<String>>,
    over: RwSignal<bool>,
    chosen: NodeRef<html::Input>,
    photo: NodeRef<html::Input>,
}

/// A form for one file, chosen, dropped or photographed.
#[island]
pub fn UploadForm(
    /// Where it is sent.
    action: String,
    /// Makes the form do its work once.
    form_key: String,
    /// Most bytes the file may have.
    limit_bytes: u64,
    /// What was wrong with the last try.
    problem: Option<String>,
    words: UploadWords,
) -> impl IntoView {
    let form = Form {
        stage: RwSignal::new(Stage::Still),
        problem: RwSignal::new(problem),
        over: RwSignal::new(false),
        chosen: NodeRef::new(),
        photo: NodeRef::new(),
    };
    let said = StoredValue::new(words.clone());
    view! {
        <form method="post" action=action enctype="multipart/form-data" class="al-stack al-stack--wide" novalidate
            on:submit=move |event| submit(&event, form, limit_bytes, said)>
            <input type="hidden" name="form_key" value=form_key/>
            <div class="al-field" class:al-field--bad=move || form.problem.with(Option::is_some)>
                <label class="al-field__label" for="file">{words.label}</label>
                <p class="al-field__error" id="file-error" role="alert" hidden=move || form.problem.with(Option::is_none)>
                    {move || form.problem.get()}
                </p>
                <div class="al-file" class:al-file--over=move || form.over.get()
                    on:dragover=move |event| drag(&event, form)
                    on:dragleave=move |_| form.over.set(false)
                    on:drop=move |event| dropped(&event, form)>
                    <p class="al-file__title">{words.title}</p>
                    <input class="al-file__input" id="file" name="file" type="file" accept=KINDS node_ref=form.chosen
                        aria-describedby="file-hint file-error" aria-invalid=move || form.problem.with(Option::is_some).then_some("true")
                        on:change=move |_| form.problem.set(None)/>
                    <p class="al-file__hint" id="file-hint">{words.hint}</p>
                </div>
            </div>
            <div class="al-field">
                <label class="al-field__label" for="photo">{words.photo}</label>
                <p class="al-field__hint" id="photo-hint">{words.photo_hint}</p>
                <div class="al-file">
                    <input class="al-file__input" id="photo" name="photo" type="file" accept="image/*" capture="environment"
                        node_ref=form.photo aria-describedby="photo-hint" on:change=move |_| form.problem.set(None)/>
                </div>
            </div>
            {move || progress(form.stage.get(), said)}
            <div class="al-acts">
                <button class="al-button" aria-busy=move || (form.stage.get() != Stage::Still).then_some("true")
                    aria-disabled=move || (form.stage.get() != Stage::Still).then_some("true")>
                    {move || said.with_value(|w| if form.stage.get() == Stage::Still { w.submit.clone() } else { w.sending.clone() })}
                </button>
            </div>
        </form>
    }
}

fn progress(stage: Stage, said: StoredValue<UploadWords>) -> Option<impl IntoView> {
    let (percent, text) = match stage {
        Stage::Still => return None,
        Stage::Sending(percent) => (percent, said.with_value(|w| w.sending.clone())),
        Stage::Working => (100, said.with_value(|w| w.working.clone())),
    };
    let label = said.with_value(|w| w.progress.clone());
    Some(view! {
        <div class="al-progress">
            <progress class="al-progress__bar" max="100" value=percent.to_string() aria-label=label>{format!("{percent}%")}</progress>
            <p class="al-progress__text"><span role="status">{text}</span><span>{format!("{percent}%")}</span></p>
        </div>
    })
}

#[cfg(feature = "hydrate")]
use send::{drag, dropped, submit};

/// On the server nothing is dropped and nothing is sent: the browser does it.
#[cfg(not(feature = "hydrate"))]
fn submit(_: &ev::SubmitEvent, _: Form, _: u64, _: StoredValue<UploadWords>) {}
#[cfg(not(feature = "hydrate"))]
fn drag(_: &ev::DragEvent, _: Form) {}
#[cfg(not(feature = "hydrate"))]
fn dropped(_: &ev::DragEvent, _: Form) {}
