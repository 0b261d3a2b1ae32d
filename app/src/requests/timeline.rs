//! How a request got where it is, and what comes next.

use lending::{language::Language, request::RequestStatus};
use leptos::prelude::*;
use server::{clock::Clock, requests::view::Step};

use super::words;
use crate::ui::moment;

/// The steps so far and the ones to come.
#[component]
pub fn Timeline(steps: Vec<Step>, status: RequestStatus, clock: Clock, language: Language) -> impl IntoView {
    let l = language;
    let last = steps.len().saturating_sub(1);
    // Who took it up is the desk's business; that somebody did is not.
    let reviewed = status == RequestStatus::InReview;
    let done = steps
        .into_iter()
        .enumerate()
        .map(|(i, step)| view! { <Done now=i == last && !status.is_final() && !reviewed step clock=clock.clone() language=l/> })
        .collect_view();
    let to_come = to_come(l, status)
        .into_iter()
        .enumerate()
        .map(|(i, text)| {
            let class = if reviewed && i == 0 {
                "al-timeline__step al-timeline__step--now"
            } else {
                "al-timeline__step al-timeline__step--next"
            };
            view! { <li class=class><p class="al-timeline__what">{text}</p></li> }
        })
        .collect_view();
    view! { <ol class="al-timeline">{done}{to_come}</ol> }
}

#[component]
fn Done(step: Step, now: bool, clock: Clock, language: Language) -> impl IntoView {
    let l = language;
    let class = match step.to {
        RequestStatus::Rejected | RequestStatus::Expired => "al-timeline__step al-timeline__step--bad",
        _ if now => "al-timeline__step al-timeline__step--now",
        _ => "al-timeline__step al-timeline__step--done",
    };
    view! {
        <li class=class>
            <p class="al-timeline__what">{words::step(l, &step.action)}</p>
            <time class="al-timeline__when" datetime=step.at.to_rfc3339()>{moment(l, &clock, step.at)}</time>
        </li>
    }
}

fn to_come(l: Language, status: RequestStatus) -> Vec<&'static str> {
    use RequestStatus as S;
    match status {
        S::Submitted | S::InReview => vec![words::next_review(l), words::next_decision(l)],
        S::MoreInformation => vec![words::next_answer(l), words::next_decision(l)],
        S::Proposed | S::Accepted | S::AwaitingApproval | S::Approved | S::Draft => {
            vec![words::next_decision(l)]
        }
        S::Declined | S::Applied | S::Rejected | S::Withdrawn | S::Expired => Vec::new(),
    }
}
