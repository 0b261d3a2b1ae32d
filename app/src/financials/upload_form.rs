//! The form that sends a file. Without a script it is a plain form; what a script says in it stands in its
//! attributes, in the visitor's language.

use leptos::prelude::*;

use super::upload_island::Upload;

const KINDS: &str = ".pdf,.xlsx,.csv,.png,.jpg,.jpeg,.heic";

/// What the form says.
#[derive(Clone, Debug)]
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

/// A form for one file, chosen, dropped or photographed.
#[component]
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
    let bad = problem.is_some();
    let fine = !bad;
    view! {
        <form method="post" action=action enctype="multipart/form-data" class="al-stack al-stack--wide" novalidate
            id="upload" data-limit=limit_bytes.to_string() data-sending=words.sending data-working=words.working
            data-choose-file=words.choose_file data-one-file=words.one_file data-empty-file=words.empty_file
            data-too-big=words.too_big data-interrupted=words.interrupted>
            <input type="hidden" name="form_key" value=form_key/>
            <div class="al-field" class:al-field--bad=bad>
                <label class="al-field__label" for="file">{words.label}</label>
                <p class="al-field__error" id="file-error" role="alert" hidden=fine>{problem}</p>
                <div class="al-file">
                    <p class="al-file__title">{words.title}</p>
                    <input class="al-file__input" id="file" name="file" type="file" accept=KINDS
                        aria-describedby="file-hint file-error" aria-invalid=bad.then_some("true")/>
                    <p class="al-file__hint" id="file-hint">{words.hint}</p>
                </div>
            </div>
            <div class="al-field">
                <label class="al-field__label" for="photo">{words.photo}</label>
                <p class="al-field__hint" id="photo-hint">{words.photo_hint}</p>
                <div class="al-file">
                    <input class="al-file__input" id="photo" name="photo" type="file" accept="image/*" capture="environment"
                        aria-describedby="photo-hint"/>
                </div>
            </div>
            <div class="al-progress" id="upload-progress" hidden=true>
                <progress class="al-progress__bar" max="100" value="0" aria-label=words.progress></progress>
                <p class="al-progress__text"><span id="upload-said" role="status"></span><span id="upload-percent"></span></p>
            </div>
            <div class="al-acts"><button class="al-button">{words.submit}</button></div>
            <Upload/>
        </form>
    }
}
