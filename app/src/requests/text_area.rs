//! A field for some sentences, and one for papers: label, hint and message belong together.

use lending::language::Language;
use leptos::prelude::*;

use super::words as own;
use crate::{form::Typed, ui::words};

/// Some sentences.
#[component]
pub fn TextArea(
    name: &'static str,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: String,
    typed: Typed,
    language: Language,
) -> impl IntoView {
    let problem = typed.problem(name).map(|p| words::refusal(language, p));
    let described = described(name, !hint.is_empty(), problem.is_some());
    view! {
        <div class="al-field" class:al-field--bad=problem.is_some()>
            <label class="al-field__label" for=name>{label}</label>
            {(!hint.is_empty()).then(|| view! { <p class="al-field__hint" id=format!("{name}-hint")>{hint}</p> })}
            {problem.clone().map(|text| view! { <p class="al-field__error" id=format!("{name}-error")>{text}</p> })}
            <textarea
                class="al-input"
                id=name
                name=name
                maxlength=server::requests::TEXT_LIMIT.to_string()
                dir="auto"
                aria-describedby=described
                aria-invalid=problem.is_some().then_some("true")
            >
                {typed.value(name, "")}
            </textarea>
        </div>
    }
}

/// Papers, none to several. A browser never sends a chosen file back, so it is said which were lost.
#[component]
pub fn Documents(#[prop(into)] label: String, typed: Typed, language: Language) -> impl IntoView {
    let l = language;
    let problem = typed.problem("documents").map(|p| words::refusal(l, p));
    let lost = (!typed.lost_files.is_empty())
        .then(|| view! { <p class="al-field__hint al-wait" id="documents-lost">{words::choose_files_again(l, &typed.lost_files.join("、"))}</p> });
    let mut described = vec!["documents-hint"];
    described.extend(problem.is_some().then_some("documents-error"));
    described.extend(lost.is_some().then_some("documents-lost"));
    view! {
        <div class="al-field" class:al-field--bad=problem.is_some()>
            <label class="al-field__label" for="documents">{label} " " <span class="al-field__optional">{own::optional(l)}</span></label>
            {problem.clone().map(|text| view! { <p class="al-field__error" id="documents-error">{text}</p> })}
            {lost}
            <div class="al-file">
                <input
                    class="al-file__input"
                    id="documents"
                    name="documents"
                    type="file"
                    multiple=true
                    accept=".pdf,.xlsx,.csv,.png,.jpg,.jpeg,.heic"
                    aria-describedby=described.join(" ")
                    aria-invalid=problem.is_some().then_some("true")
                />
                <p class="al-file__hint" id="documents-hint">{own::documents_hint(l)}</p>
            </div>
        </div>
    }
}

fn described(name: &str, hint: bool, problem: bool) -> Option<String> {
    match (hint, problem) {
        (false, false) => None,
        (true, false) => Some(format!("{name}-hint")),
        (false, true) => Some(format!("{name}-error")),
        (true, true) => Some(format!("{name}-hint {name}-error")),
    }
}
