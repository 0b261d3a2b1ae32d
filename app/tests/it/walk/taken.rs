//! Forms that are taken: as they should be, as odd as they may be, twice, too late, and with more than
//! was asked.

use axum::http::StatusCode;

use super::{
    Ready, Walked, bad,
    bad::Expect,
    browser::{Answer, Filled, Filling},
    files,
    form::Kind,
    refused::{attempts, tolerated},
    states::State,
    stored::stored,
    verdict::Sent,
};

pub async fn walk(walked: &Walked<'_>) -> Vec<String> {
    let mut faults = once_however_often(walked).await;
    faults.extend(more_than_was_asked(walked).await);
    faults.extend(odd_values(walked).await);
    faults.extend(odd_files(walked).await);
    faults.extend(what_is_tolerated(walked).await);
    faults.extend(too_late(walked).await);
    faults.extend(after_the_session(walked).await);
    faults
}

impl Walked<'_> {
    /// Whether a form has done its work: 303 to a page of ours or the provider's, or what is shown once.
    fn is_done(&self, answer: &Answer) -> bool {
        let shows = self.act == "work_out" || self.act == "recovery" || self.state == State::Enrolment;
        let own = answer.location.starts_with('/') && !answer.location.starts_with("//");
        let provider = answer.location.starts_with(&self.world.test.portal.sandbox_url);
        match answer.status {
            StatusCode::SEE_OTHER => own || provider,
            StatusCode::OK => shows,
            _ => false,
        }
    }

    fn unless_done(&self, what: &str, answer: &Answer) -> Vec<String> {
        if self.is_done(answer) {
            return Vec::new();
        }
        let said = answer.page().announced().join(" | ");
        vec![self.fault(what, &format!("answered {} {} {said}", answer.status, answer.location))]
    }
}

impl Ready {
    async fn post(&self, filling: &Filling) -> Answer {
        self.scene.browser.post(&self.address, filling).await
    }
}

/// The proof that all other fields were right when one was bad; and the second click.
async fn once_however_often(walked: &Walked<'_>) -> Vec<String> {
    let ready = walked.ready().await;
    let mut faults = walked.unless_done("as it should be", &ready.post(&ready.filling).await);
    let settled = walked.world.rows().await;
    let again = ready.post(&ready.filling).await;
    if again.status.is_server_error() {
        faults.push(walked.fault("sent twice", &format!("answered {}", again.status)));
    }
    let mut now = walked.world.rows().await;
    // Codes asked for and recovery codes made are counted, and the demo's clock goes on: that is their work.
    let works_again = matches!(walked.state, State::Door | State::DeskDoor | State::DemoClock | State::Preferences);
    let touched = |table: &str| {
        walked.state.may_touch().contains(&table) || matches!(table, "captured_message" | "audit" | "session")
    };
    now.retain(|table, rows| !touched(table) && settled.get(table) != Some(rows));
    if !works_again && !now.is_empty() {
        faults.push(walked.fault("sent twice", &format!("changed {:?}", now.keys())));
    }
    faults
}

/// Fields that the page does not have, and all of its own once more, change nothing of what is done.
async fn more_than_was_asked(walked: &Walked<'_>) -> Vec<String> {
    let bystander = walked.world.bystander();
    let theirs = walked.world.bystanders_rows().await;
    let ready = walked.ready().await;
    let mut more = ready.filling.clone();
    for (name, value) in [
        ("borrower_id", bystander.to_string()),
        ("loan_id", "loan_00000000000000000000000000000000".to_owned()),
        ("status", "applied".to_owned()),
        ("approvals_needed", "0".to_owned()),
        ("amount_paid", "1000000".to_owned()),
        ("roles", "administrator".to_owned()),
        ("a[b][]", "\"'<>\\".to_owned()),
    ] {
        more = more.and(name, &value);
    }
    if !more.multipart {
        more = more.and("\0", "\u{fffd}");
    }
    let mut faults = walked.unless_done("with fields of others", &ready.post(&more).await);
    let ready = walked.ready().await;
    let mut twice = ready.filling.clone();
    for field in ready.form.fields.iter().filter(|field| field.kind != Kind::File) {
        twice = twice.and(&field.name, "everything");
    }
    faults.extend(walked.unless_done("with each field twice", &ready.post(&twice).await));
    if walked.world.bystanders_rows().await != theirs {
        faults.push(walked.fault("with fields of others", "somebody else's rows changed"));
    }
    faults
}

/// What only looks odd is understood, and stored in the form we keep.
async fn odd_values(walked: &Walked<'_>) -> Vec<String> {
    let mut faults = Vec::new();
    let fields = walked.ready().await.form.fields;
    for field in &fields {
        for n in 0.. {
            // Made anew for each: some values depend on what this state's person has.
            let ready = walked.ready().await;
            let valid = ready.filling.fields.iter().find(|(name, _)| *name == field.name).map_or("", |(_, v)| v.text());
            let mut cases = bad::cases(field, valid).into_iter().filter(|case| case.expect != Expect::Refused);
            let Some(case) = cases.nth(n) else { break };
            let Expect::Kept(kept) = case.expect else { break };
            let what = format!("{} with {}", field.name, case.what);
            let answer = ready.post(&ready.filling.with(&field.name, &Filled::Text(case.value))).await;
            faults.extend(walked.unless_done(&what, &answer));
            if walked.state == State::Pay && walked.is_done(&answer) {
                confirm(&ready, &answer).await;
            }
            if let Some(statement) = stored(walked.state, &walked.act, &field.name).filter(|_| walked.is_done(&answer))
            {
                let now = walked.world.read(statement).await;
                if now != kept {
                    faults.push(walked.fault(&what, &format!("stored {now:?}, not {kept:?}")));
                }
            }
        }
    }
    faults
}

/// The preview's own form: only then is an amount stored.
async fn confirm(ready: &Ready, answer: &Answer) {
    let page = ready.scene.browser.get(&answer.location).await.page();
    let form = page.forms.iter().find(|form| form.act() == "pay").expect("a preview");
    ready.scene.browser.post(&form.action, &Filling::of(form, &[])).await;
}

async fn odd_files(walked: &Walked<'_>) -> Vec<String> {
    let mut faults = Vec::new();
    let ready = walked.ready().await;
    let Some(statement) = stored(walked.state, &walked.act, "file") else { return faults };
    for field in ready.form.fields.iter().filter(|field| field.kind == Kind::File) {
        for case in files::all(1024) {
            let Some(kept) = case.kept_as else { continue };
            let ready = walked.ready().await;
            let mut filling = ready.filling.clone();
            for (name, value) in &mut filling.fields {
                if ready.form.field(name).is_some_and(|f| f.kind == Kind::File) {
                    *value = files::file("", "");
                }
            }
            let what = format!("{} with {}", field.name, case.what);
            let answer = ready.post(&filling.with(&field.name, &case.file)).await;
            faults.extend(walked.unless_done(&what, &answer));
            if walked.act != "work_out" && walked.is_done(&answer) {
                let now = walked.world.read(statement).await;
                if now != kept {
                    faults.push(walked.fault(&what, &format!("stored {now:?}, not {kept:?}")));
                }
            }
        }
    }
    faults
}

/// Where a field may be missing or wrong, the form does its work, or refuses; it never breaks.
async fn what_is_tolerated(walked: &Walked<'_>) -> Vec<String> {
    let mut faults = Vec::new();
    let form = walked.ready().await;
    for field in &form.form.fields {
        for (n, (what, _)) in attempts(&form, field).into_iter().enumerate() {
            if walked.act == "work_out" || tolerated(walked, field, what).is_none() {
                continue;
            }
            let ready = walked.ready().await;
            let Some((_, filling)) = attempts(&ready, field).into_iter().nth(n) else { continue };
            let answer = ready.post(&filling).await;
            if !answer.status.is_client_error() {
                faults.extend(walked.unless_done(&format!("{} with {what}", field.name), &answer));
            }
        }
    }
    faults
}

/// The page is old: something happened after it was read.
async fn too_late(walked: &Walked<'_>) -> Vec<String> {
    let ready = walked.ready().await;
    if !walked.state.moves_on(walked.world, &ready.scene.of).await {
        return Vec::new();
    }
    let before = walked.world.rows().await;
    let answer = ready.scene.browser.speaking("en").post(&ready.address, &ready.filling).await;
    let mut faults = Vec::new();
    // What was wanted is true already, or the page tells what is.
    let told = answer.status == StatusCode::SEE_OTHER && walked.is_done(&answer) || answer.status == StatusCode::OK;
    if !told {
        let sent = Sent { form: &ready.form, filling: &ready.filling, bad: None, language: "en" };
        faults.extend(sent.faults_of(&answer).iter().map(|fault| walked.fault("too late", fault)));
    }
    let mut now = walked.world.rows().await;
    now.retain(|table, rows| !walked.state.may_touch().contains(&table.as_str()) && before.get(table) != Some(rows));
    // Signing out all others, and the choice for whom to act, hold whatever happened.
    let holds = matches!(walked.act.as_str(), "others" | "recovery" | "resend");
    if !now.is_empty() && !holds {
        faults.push(walked.fault("too late", &format!("changed {:?}", now.keys())));
    }
    faults
}

/// A session that runs out while a form is being filled loses nothing.
async fn after_the_session(walked: &Walked<'_>) -> Vec<String> {
    let mut ready = walked.ready().await;
    let of = ready.scene.of.clone();
    // A form that stands on every page, and one that has nothing typed into it, has nothing to keep.
    if (of.person.is_none() && of.staff.is_none()) || !ready.form.fields.iter().any(|field| field.kind.is_typed()) {
        return Vec::new();
    }
    walked.world.change("update session set expires_at = created_at").await;
    let mut filling = ready.filling.clone();
    for (_, value) in &mut filling.fields {
        if let Filled::File { name, .. } = value
            && !name.is_empty()
        {
            name.push('\u{7}');
        }
    }
    let filling_and_null = if filling.multipart { filling.and("more", "\0") } else { filling.and("\0", "\0") };
    let answer = ready.post(&filling_and_null).await;
    if !answer.location.contains("kept=1") {
        return vec![walked.fault("after the session", &format!("answered {} {}", answer.status, answer.location))];
    }
    ready.scene.browser.keep(&answer);
    let fresh = match (&of.staff, &of.person) {
        (Some(staff), _) if walked.state.route().starts_with("/desk") => walked.world.browser_at_desk(staff).await,
        (_, Some(person)) => walked.world.browser_of(person).await,
        _ => return Vec::new(),
    };
    let mut browser = ready.scene.browser.speaking("zh-CN");
    browser.cookies.extend(fresh.cookies);
    let page = browser.get(&ready.scene.address).await.page();
    let text = page.text();
    let lost = |(name, value): &(String, Filled)| {
        let typed = ready.form.field(name).is_some_and(|field| field.kind.is_typed());
        let shown = page.forms.iter().filter_map(|form| form.field(name)).any(|field| field.value == value.text());
        typed && !shown && !text.contains(value.text())
    };
    filling
        .fields
        .iter()
        .filter(|f| lost(f))
        .map(|(name, _)| walked.fault("after the session", &format!("{name} is lost")))
        .collect()
}
