//! The rail: one tick an installment, the loan's whole life at a glance.

use lending::{
    language::{self, Language},
    replay::{RowStatus, State},
};
use leptos::prelude::*;

use crate::loans::words;

/// The rail with its key: how many are paid, how many there are, when it ends.
#[component]
pub fn RailBox(state: State, language: Language) -> impl IntoView {
    let l = language;
    let all = state.rows.len();
    let count = |of: fn(&RowStatus) -> bool| state.rows.iter().filter(|r| of(&r.status)).count();
    let paid = count(|s| matches!(s, RowStatus::Paid | RowStatus::PaidLate));
    let late = count(|s| matches!(s, RowStatus::Late));
    let class = match all {
        0..=40 => "al-rail",
        41..=120 => "al-rail al-rail--medium",
        _ => "al-rail al-rail--long",
    };
    let key = if late > 0 { words::rail_paid_late(l, paid, late) } else { words::rail_paid(l, paid) };
    view! {
        <div class="al-rail-box">
            <div class=class role="img" aria-label=words::rail_label(l, all, paid, late) inner_html=ticks(&state)></div>
            <p class="al-rail__key">
                <span>{key}</span>
                <span>{words::rail_all(l, all, &language::date(l, state.final_due_on))}</span>
            </p>
        </div>
    }
}

/// One string: 360 ticks as elements of their own would cost more than the rest of the page.
fn ticks(state: &State) -> String {
    let next = state.next_due.as_ref().map(|n| n.n);
    let original = state.versions.first().map_or(usize::MAX, |v| v.rows.len());
    state
        .rows
        .iter()
        .enumerate()
        .map(|(i, row)| match row.status {
            RowStatus::Paid | RowStatus::PaidLate => "<i class=\"paid\"></i>",
            RowStatus::Late => "<i class=\"late\"></i>",
            _ if Some(row.n) == next => "<i class=\"next\"></i>",
            RowStatus::PartlyPaid => "<i class=\"part\"></i>",
            _ if i >= original => "<i class=\"added\"></i>",
            RowStatus::Due | RowStatus::Upcoming | RowStatus::Moved => "<i></i>",
        })
        .collect()
}
