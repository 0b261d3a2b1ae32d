//! Forms in which one field is bad, missing, or beyond all limits.

use axum::http::StatusCode;

use super::{
    Ready, Walked, bad,
    bad::Expect,
    browser::{Answer, Filled, Filling},
    files,
    form::{Field, Kind},
    states::State,
    verdict::Sent,
    world::Rows,
};

/// Why a field may be missing or wrong without a refusal, if it may.
pub fn tolerated(walked: &Walked<'_>, field: &Field, what: &str) -> Option<&'static str> {
    match (walked.state, walked.act.as_str(), field.name.as_str()) {
        (State::Language, _, "back") => Some("it leads home"),
        (State::PayPreview, _, "then") if matches!(what, MISSING | "nothing") => {
            Some("the contract has a usual choice")
        }
        (State::Change | State::Question, "file" | "answer", "documents") if what == MISSING => {
            Some("papers are optional")
        }
        (State::StatementDue, _, "photo") if what == MISSING => Some("a file was chosen"),
        (State::Devices | State::DeskDevices, "one", "session") if what == "a thing that is not there" => {
            Some("who is gone is signed out")
        }
        (State::Change, WORK_OUT, name) if !matches!(name, "act" | "way" | "periods") => {
            Some("the figures follow from the choice alone")
        }
        (State::Change, WORK_OUT, "periods") if what == bad::BEYOND_POLICY => Some("the figures say what policy says"),
        _ => None,
    }
}

pub const MISSING: &str = "it missing";
/// Shows figures and changes nothing, whatever else is in the form.
const WORK_OUT: &str = "work_out";

/// All that is tried on one field, but for files and what is understood.
pub fn attempts(ready: &Ready, field: &Field) -> Vec<(&'static str, Filling)> {
    let valid = ready.filling.fields.iter().find(|(name, _)| *name == field.name).map_or("", |(_, v)| v.text());
    let refused = bad::cases(field, valid).into_iter().filter(|case| case.expect == Expect::Refused);
    let mut attempts: Vec<_> =
        refused.map(|case| (case.what, ready.filling.with(&field.name, &Filled::Text(case.value)))).collect();
    attempts.push((MISSING, ready.filling.without(&field.name)));
    attempts
}

/// Walks one form; the state is made once, for nothing may change it.
pub async fn walk(walked: &Walked<'_>) -> Vec<String> {
    let ready = walked.ready().await;
    let mut walk = Walk::of(walked, &ready).await;
    for field in &ready.form.fields {
        for (what, filling) in attempts(&ready, field) {
            // What may do its work is tried where it may.
            if walked.act == WORK_OUT || tolerated(walked, field, what).is_none() {
                walk.field(field, what, filling).await;
            }
        }
        if field.kind == Kind::File {
            walk.files(field).await;
        }
    }
    walk.faults
}

/// Sends to one state that must stay as it is.
pub struct Walk<'a> {
    pub walked: &'a Walked<'a>,
    pub ready: &'a Ready,
    before: Rows,
    stored: usize,
    sent: usize,
    pub faults: Vec<String>,
}

impl<'a> Walk<'a> {
    pub async fn of(walked: &'a Walked<'a>, ready: &'a Ready) -> Self {
        let (before, stored) = (walked.world.rows().await, walked.world.stored_files());
        Self { walked, ready, before, stored, sent: 0, faults: Vec::new() }
    }

    async fn field(&mut self, field: &Field, what: &str, filling: Filling) {
        let (answer, language) = self.send(&filling).await;
        let what_of = format!("{} with {what}", field.name);
        if tolerated(self.walked, field, what).is_some() && answer.status == StatusCode::OK {
            self.nothing_changed(&what_of).await;
            return;
        }
        let sent = Sent { form: &self.ready.form, filling: &filling, bad: Some(field), language };
        let faults = sent.faults_of(&answer);
        self.faults.extend(faults.iter().map(|fault| self.walked.fault(&what_of, fault)));
        self.nothing_changed(&what_of).await;
    }

    async fn files(&mut self, field: &Field) {
        let limit = usize::try_from(self.walked.world.test.portal.upload_limit_bytes).unwrap_or(usize::MAX);
        // One file at a time: the other fields for it stay empty.
        let mut others = self.ready.filling.clone();
        for (name, value) in &mut others.fields {
            if self.ready.form.field(name).is_some_and(|f| f.kind == Kind::File) {
                *value = files::file("", "");
            }
        }
        for case in files::all(limit).iter().filter(|case| case.kept_as.is_none()) {
            self.field(field, case.what, others.with(&field.name, &case.file)).await;
        }
        let mut many = others.with(&field.name, &files::valid());
        let more = if field.several { 5 } else { 1 };
        many.fields.extend((0..more).map(|_| (field.name.clone(), files::valid())));
        self.field(field, "too many files", many).await;
    }

    /// Every second form in English.
    async fn send(&mut self, filling: &Filling) -> (Answer, &'static str) {
        self.sent += 1;
        let language = if self.sent.is_multiple_of(2) { "en" } else { "zh-CN" };
        (self.ready.scene.browser.speaking(language).post(&self.ready.address, filling).await, language)
    }

    pub async fn nothing_changed(&mut self, what: &str) {
        let mut now = self.walked.world.rows().await;
        for table in self.walked.state.may_touch() {
            now.remove(*table);
            self.before.remove(*table);
        }
        if now != self.before {
            let changed = now.iter().filter(|(table, rows)| self.before.get(*table) != Some(rows));
            let changed: Vec<&String> = changed.map(|(table, _)| table).collect();
            self.faults.push(self.walked.fault(what, &format!("changed {changed:?}")));
            self.before = now;
        }
        let stored = self.walked.world.stored_files();
        if stored != self.stored {
            self.faults.push(self.walked.fault(what, &format!("left {stored} files after {}", self.stored)));
            self.stored = stored;
        }
    }
}
