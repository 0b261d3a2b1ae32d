//! The rail: one tick an installment, the loan's whole life at a glance.

use leptos::prelude::*;
use lending::replay::{RowStatus, State};

/// Ticks, with a sentence for those who do not see them.
#[component]
pub fn Rail(state: State, #[prop(into)] label: String) -> impl IntoView {
    let next = state.next_due.as_ref().map(|n| n.n);
    let dense = state.rows.len() > 60;
    let ticks = state
        .rows
        .iter()
        .map(|row| {
            let class = match row.status {
                RowStatus::Paid | RowStatus::PaidLate => "paid",
                RowStatus::Late => "late",
                _ if Some(row.n) == next => "next",
                _ => "",
            };
            view! { <i class=class></i> }
        })
        .collect_view();
    view! { <div class="al-rail" class:al-rail--dense=dense role="img" aria-label=label>{ticks}</div> }
}
