//! `/financials/{id}`: one statement, where it stands, and the form that sends it.

use lending::language::Language;
use leptos::prelude::*;
use server::{
    clock::Clock,
    financials::{self, Due, DueStatus},
    ids::DueId,
};

use super::{
    history::history,
    upload_form::{UploadForm, UploadWords},
    words,
};
use crate::{
    files::words as file_words,
    form::Typed,
    routes,
    ui::{ErrorSummary, Frame, IslandScripts, Load, Seal, Tab, with_person, words as ui_words},
    visit,
};

/// One statement that is or was due.
#[component]
pub fn UploadPage() -> impl IntoView {
    let (portal, visit, who) = with_person();
    let due_id = visit::param::<DueId>("id");
    let typed = visit::typed();
    let l = visit.language;
    let clock = portal.clock.clone();
    let data = async move {
        let who = who.ok_or(server::Error::NotFound)?;
        let due = financials::find_due(&portal, &who, due_id?).await?;
        let limit = server::files::upload_limit(&portal).await?;
        Ok((due, limit))
    };
    let draw = move |(due, limit): (Due, u64)| {
        let (mood, word) = words::seal(l, &due, clock.today());
        let name = words::name(l, &due);
        let takes_file = due.status != DueStatus::Accepted;
        let waited_for = matches!(due.status, DueStatus::Due | DueStatus::Returned);
        view! {
            {takes_file.then(|| view! { <IslandScripts/> })}
            <Frame title=words::upload_title(l, &name) tab=Tab::Financials narrow=true>
                <div class="al-stack">
                    <header class="al-head">
                        <a class="al-head__back" href=routes::FINANCIALS>{words::title(l)}</a>
                        <h1 class="al-head__title">{name} " " <Seal mood text=word/></h1>
                        {waited_for.then(|| view! { <p class="al-head__lead">{words::when(l, due.due_on, clock.today())}</p> })}
                    </header>
                    {(!takes_file).then(|| view! { <ErrorSummary typed=typed.clone() language=l/> })}
                    {standing(l, &due)}
                    {takes_file.then(|| form(l, &due, limit, &typed))}
                    {(!due.uploads.is_empty()).then(|| papers(l, &clock, &due))}
                </div>
            </Frame>
        }
    };
    view! { <Load data draw/> }
}

/// Where the statement stands, in words.
fn standing(l: Language, due: &Due) -> Option<impl IntoView + use<>> {
    let (class, title, text) = match due.status {
        DueStatus::Due => return None,
        DueStatus::InReview => ("al-note al-note--wait", words::sent_title(l), words::sent_text(l).to_owned()),
        DueStatus::Accepted => ("al-note al-note--good", words::accepted_title(l), words::accepted_text(l).to_owned()),
        DueStatus::Returned => {
            let reason = due.returned_because().unwrap_or_default();
            ("al-note al-note--late", words::returned_title(l), words::returned_note(l, reason))
        }
    };
    Some(view! {
        <section class=class role="status">
            <h2 class="al-note__title">{title}</h2>
            <p class="al-typed" dir="auto">{text}</p>
        </section>
    })
}

fn form(l: Language, due: &Due, limit: u64, typed: &Typed) -> impl IntoView + use<> {
    let texts = upload_words(l, limit);
    let again = (!typed.lost_files.is_empty()).then(|| ui_words::choose_files_again(l, &typed.lost_files.join("、")));
    let said: Vec<String> = typed.problems.first().map(|p| ui_words::refusal(l, p)).into_iter().chain(again).collect();
    let problem = (!said.is_empty()).then(|| said.join(" "));
    let nothing_wrong = problem.is_none();
    let form_key = typed.form_key().to_string();
    let action = routes::financial(due.due_id);
    let island = view! { <UploadForm action form_key limit_bytes=limit problem words=texts/> };
    // While a colleague is looking the form is out of the way: nothing more has to be done.
    if due.status == DueStatus::InReview && nothing_wrong {
        view! {
            <details class="al-more">
                <summary class="al-more__open">{words::replace(l)}</summary>
                <section class="al-sheet">{island}</section>
            </details>
        }
        .into_any()
    } else {
        view! { <section class="al-sheet">{island}</section> }.into_any()
    }
}

fn upload_words(l: Language, limit: u64) -> UploadWords {
    let size = file_words::size(limit);
    UploadWords {
        label: words::choose_label(l).to_owned(),
        title: words::choose_title(l).to_owned(),
        hint: format!(
            "{}{}{}",
            file_words::kinds(l),
            if l == Language::Chinese { "，" } else { ", " },
            file_words::up_to(l, &size)
        ),
        photo: words::photo_label(l).to_owned(),
        photo_hint: words::photo_hint(l).to_owned(),
        submit: words::submit(l).to_owned(),
        sending: words::sending(l).to_owned(),
        working: words::working(l).to_owned(),
        progress: words::progress(l).to_owned(),
        choose_file: file_words::choose_file(l).to_owned(),
        one_file: file_words::one_file(l).to_owned(),
        empty_file: file_words::empty_file(l).to_owned(),
        too_big: file_words::too_big(l, &size),
        interrupted: file_words::upload_interrupted(l).to_owned(),
    }
}

fn papers(l: Language, clock: &Clock, due: &Due) -> impl IntoView + use<> {
    view! {
        <section class="al-sheet" aria-labelledby="sent">
            <h2 id="sent">{words::history(l)}</h2>
            {history(l, clock, due, routes::file)}
        </section>
    }
}
