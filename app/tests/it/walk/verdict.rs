//! What the answer to a bad form must be: 4xx, a message that helps, everything that was typed.

use axum::http::StatusCode;
use server::ids::FormKey;

use super::{
    browser::{Answer, Filled, Filling},
    form::{Field, Form, Kind, Page},
};

/// Said when nobody found words for what was wrong.
const GENERAL: &[&str] = &["此项无法接受，请检查。", "This can’t be accepted. Please check it."];

/// A form that was sent, and what was wrong with it.
pub struct Sent<'a> {
    pub form: &'a Form,
    pub filling: &'a Filling,
    /// The field that was filled badly, when it was one.
    pub bad: Option<&'a Field>,
    pub language: &'static str,
}

impl Sent<'_> {
    /// All that is wrong with an answer that had to refuse.
    pub fn faults_of(&self, answer: &Answer) -> Vec<String> {
        if !answer.status.is_client_error() {
            return vec![format!("answered {} {}", answer.status, answer.location)];
        }
        let page = answer.page();
        let mut faults = self.faults_of_page(answer, &page);
        match self.shown_again(&page) {
            Some(shown) => {
                faults.extend(self.unsaid(&page, shown));
                faults.extend(self.lost(shown, answer.status == StatusCode::CONFLICT));
            }
            // A thing that is not there has no form; all else is typed again.
            None if self.bad.is_some_and(|field| field.kind == Kind::Id) && answer.status == StatusCode::NOT_FOUND => {}
            None => {
                if self.messages(&page).is_empty() {
                    faults.push("nothing says why".to_owned());
                }
                if self.bad.is_some_and(|field| !field.hidden) {
                    faults.push("the form is not shown again".to_owned());
                }
            }
        }
        faults.extend(self.lost_texts(&page));
        faults.extend(self.lost_files(&page));
        faults
    }

    fn faults_of_page(&self, answer: &Answer, page: &Page) -> Vec<String> {
        let mut faults = Vec::new();
        if page.language() != Some(self.language) {
            faults.push(format!("a page in {:?} for a reader of {}", page.language(), self.language));
        }
        if answer.body.contains("<script>alert(1)") {
            faults.push("what was typed has become markup".to_owned());
        }
        if answer.body.contains('\0') || answer.body.contains('\u{7}') {
            faults.push("what is no text stands in the page".to_owned());
        }
        if GENERAL.iter().any(|general| answer.body.contains(general)) {
            faults.push("nobody found words for it".to_owned());
        }
        faults
    }

    /// The form to correct it in: the same one, or one that asks for the same field.
    fn shown_again<'a>(&self, page: &'a Page) -> Option<&'a Form> {
        let bad = self.bad.map(|field| field.name.as_str());
        let has = |form: &&Form| bad.is_none_or(|bad| form.field(bad).is_some());
        let of_the_act = |form: &&Form| form.ways().iter().any(|way| way.act() == self.form.act());
        let ours = || page.forms.iter().filter(|form| form.method == "post");
        ours().find(|form| has(form) && of_the_act(form)).or_else(|| ours().find(has).filter(|_| bad.is_some()))
    }

    /// A message by the field, tied to it; for what nobody typed, one anywhere.
    fn unsaid(&self, page: &Page, shown: &Form) -> Vec<String> {
        let said = self.messages(page);
        if said.is_empty() {
            return vec!["no message".to_owned()];
        }
        let mut faults = Vec::new();
        if !said.iter().any(|text| is_in(self.language, text)) {
            faults.push(format!("a message in another language: {said:?}"));
        }
        let Some(field) = self.bad.filter(|field| !field.hidden) else { return faults };
        let by_the_field = format!("{}-error", if field.name == "photo" { "file" } else { &field.name });
        let at = if field.kind == Kind::Choice && page.text_of(&by_the_field).is_none() {
            // A choice among cards has its message with the figures that follow from it.
            page.text_of("periods-error")
        } else {
            page.text_of(&by_the_field)
        };
        if at.is_none() {
            faults.push(format!("no message by the field, but {said:?}"));
        }
        let tied = shown.field(&field.name).filter(|_| field.kind != Kind::Choice && field.name != "photo");
        if tied.is_some_and(|f| !f.described_by.contains(&by_the_field)) {
            faults.push("the field does not say that its message describes it".to_owned());
        }
        if tied.is_some_and(|f| !f.invalid) {
            faults.push("the field is not marked invalid".to_owned());
        }
        faults
    }

    fn messages(&self, page: &Page) -> Vec<String> {
        let by_fields = self.form.fields.iter().filter_map(|field| page.text_of(&format!("{}-error", field.name)));
        page.announced().into_iter().chain(by_fields).chain(page.problem()).collect()
    }

    /// Fields whose content is not what was typed.
    fn lost(&self, shown: &Form, conflict: bool) -> Vec<String> {
        let mut faults = Vec::new();
        for (name, filled) in &self.filling.fields {
            let Some(field) = shown.field(name) else { continue };
            let typed = as_shown(filled.text());
            let is_bad = self.bad.is_some_and(|bad| bad.name == *name);
            let kept = match field.kind {
                Kind::Password => field.value.is_empty(),
                kind if kind.is_typed() => field.value == typed,
                // A key that can do its work still can; another one takes the place of one that cannot.
                Kind::Key if is_bad || conflict => field.value.parse::<FormKey>().is_ok(),
                Kind::Key => field.value == typed,
                // What is not offered cannot be chosen again.
                Kind::Choice if !field.hidden && !is_bad => field.value == typed,
                _ => true,
            };
            if !kept {
                faults.push(format!("{name} holds {} after {}", short(&field.value), short(&typed)));
            }
        }
        faults
    }

    /// Sentences are somewhere on the page, also when their form is not.
    fn lost_texts(&self, page: &Page) -> Vec<String> {
        let text = page.text();
        let written = self.form.fields.iter().filter(|field| field.kind == Kind::Text);
        written
            .filter_map(|field| self.filling.fields.iter().find(|(name, _)| *name == field.name))
            .map(|(name, filled)| (name, as_shown(filled.text()).trim().to_owned()))
            .filter(|(_, typed)| !text.contains(typed.as_str()))
            .map(|(name, typed)| format!("{name} is lost: {}", short(&typed)))
            .collect()
    }

    /// A browser never sends a chosen file again: its name is said.
    fn lost_files(&self, page: &Page) -> Vec<String> {
        let text = page.text();
        let names = self.filling.fields.iter().filter_map(|(_, filled)| match filled {
            Filled::File { name, .. } if !name.is_empty() => Some(name),
            Filled::File { .. } | Filled::Text(_) => None,
        });
        let begin = |name: &str| name.chars().filter(|c| c.is_alphanumeric()).take(2).collect::<String>();
        names.filter(|name| !text.contains(&begin(name))).map(|name| format!("{} is not named", short(name))).collect()
    }
}

/// Whether most of a text is in the language; names and words of the other may stand in it.
fn is_in(language: &str, text: &str) -> bool {
    let han = text.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).count();
    let latin = text.chars().filter(char::is_ascii_alphabetic).count();
    if language == "zh-CN" { han > 0 } else { latin > han * 2 }
}

/// What is no text is taken out, and ends of lines are one character.
fn as_shown(typed: &str) -> String {
    typed.replace("\r\n", "\n").chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect()
}

pub fn short(text: &str) -> String {
    let begin: String = text.chars().take(40).collect();
    if begin.len() == text.len() { format!("{begin:?}") } else { format!("{begin:?}… ({} bytes)", text.len()) }
}
