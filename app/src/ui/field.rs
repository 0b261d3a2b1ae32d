//! Form fields: label, hint, message and input belong together; what was typed is kept.

use lending::language::Language;
use leptos::prelude::*;

use super::words;
use crate::form::Typed;

/// A line of text with its label, hint and message.
#[component]
pub fn TextField(
    name: &'static str,
    #[prop(into)] label: String,
    /// What the page proposes when nothing was typed.
    #[prop(optional, into)]
    value: String,
    #[prop(optional, into)] hint: String,
    /// May be left empty; the label says so.
    #[prop(optional)]
    optional: bool,
    #[prop(default = "text")] kind: &'static str,
    #[prop(default = "text")] inputmode: &'static str,
    #[prop(default = "off")] autocomplete: &'static str,
    #[prop(optional)] maxlength: Option<u32>,
    /// The input's class: `al-input`, `al-input al-input--short`, `al-code`.
    #[prop(default = "al-input")]
    class: &'static str,
    /// The first thing to do on this page is to type here.
    #[prop(optional)]
    autofocus: bool,
    typed: Typed,
    language: Language,
) -> impl IntoView {
    let problem = typed.problem(name).map(|p| words::refusal(language, p));
    let value = if kind == "password" { String::new() } else { typed.value(name, &value) };
    let described = match (hint.is_empty(), problem.is_some()) {
        (true, false) => None,
        (false, false) => Some(format!("{name}-hint")),
        (true, true) => Some(format!("{name}-error")),
        (false, true) => Some(format!("{name}-hint {name}-error")),
    };
    // The error summary takes the focus when there is one.
    let autofocus = autofocus && typed.problems.is_empty();
    let password = kind == "password";
    view! {
        <div class="al-field" class:al-field--bad=problem.is_some()>
            <label class="al-field__label" for=name>
                {label}
                {optional.then(|| view! { <span class="al-field__optional">{words::optional(language)}</span> })}
            </label>
            {(!hint.is_empty()).then(|| view! { <p class="al-field__hint" id=format!("{name}-hint")>{hint}</p> })}
            {problem.clone().map(|text| view! { <p class="al-field__error" id=format!("{name}-error")>{text}</p> })}
            <input
                class=class
                id=name
                name=name
                type=kind
                inputmode=inputmode
                autocomplete=autocomplete
                autofocus=autofocus
                maxlength=maxlength.map(|n| n.to_string())
                value=(!password).then_some(value)
                aria-describedby=described
                aria-invalid=problem.is_some().then_some("true")
            />
        </div>
    }
}

/// All messages at the top of a form, each leading to its field.
#[component]
pub fn ErrorSummary(typed: Typed, language: Language) -> impl IntoView {
    (!typed.problems.is_empty()).then(|| {
        let items = typed
            .problems
            .iter()
            .map(|p| {
                let text = words::refusal(language, p);
                if p.field.is_empty() {
                    view! { <li>{text}</li> }.into_any()
                } else {
                    view! { <li><a href=format!("#{}", p.field)>{text}</a></li> }.into_any()
                }
            })
            .collect_view();
        let files = (!typed.lost_files.is_empty()).then(|| {
            view! { <p>{words::choose_files_again(language, &typed.lost_files.join("、"))}</p> }
        });
        view! {
            <div class="al-errors" id="errors" role="alert" tabindex="-1" autofocus=true aria-labelledby="errors-title">
                <h2 id="errors-title">{words::errors_heading(language)}</h2>
                <p>{words::nothing_lost(language)}</p>
                <ul class="al-errors__list">{items}</ul>
                {files}
            </div>
        }
    })
}

/// What was written into a form that is not shown any more, because something happened meanwhile.
#[component]
pub fn KeptText(field: &'static str, typed: Typed, language: Language) -> impl IntoView {
    let text = typed.value(field, "").trim().to_owned();
    (!text.is_empty()).then(|| {
        view! {
            <section class="al-note">
                <h2 class="al-note__title">{words::kept_text(language)}</h2>
                <p class="al-quiet">{words::kept_text_hint(language)}</p>
                <p class="al-typed" dir="auto">{text}</p>
            </section>
        }
    })
}

/// The hidden key that makes a form do its work once, however often it is sent.
#[component]
pub fn FormKeyField(typed: Typed) -> impl IntoView {
    let key = typed.form_key().to_string();
    view! { <input type="hidden" name="form_key" value=key/> }
}
