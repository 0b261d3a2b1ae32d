//! A figure that opens to how it came about: the engine's tree of steps, put in words.

use std::collections::BTreeSet;

use lending::{
    explain::{Explanation, Figure, Operation, Source, Step, ValueUnit, explain},
    language::{self, Language},
};
use leptos::prelude::*;
use server::loans::LoanView;

use super::words;

/// Deeper steps are the engine's inner ones (an installment's level formula); the page stops there.
const DEPTH: usize = 4;
/// Of a long sum the first and last few are shown.
const SHOWN: usize = 5;

/// The figure, underlined with dots; under it, how it was worked out.
#[component]
pub fn Why(
    view: LoanView,
    /// Which figure.
    figure: Figure,
    /// Of which installment; of the whole loan when none is named.
    #[prop(optional)]
    n: Option<u32>,
    /// The figure as the page writes it.
    text: String,
    language: Language,
    /// Inside a sentence rather than on a line of its own.
    #[prop(optional)]
    inline: bool,
) -> impl IntoView {
    let tree = explain(&view.loan.terms, &view.loan.events, view.today, figure, n);
    let class = if inline { "al-why al-why--inline" } else { "al-why" };
    match tree {
        Ok(tree) => view! {
            <details class=class>
                <summary class="al-why__figure al-num">{text}</summary>
                <div class="al-why__body"><ul class="al-explain">{step(language, &tree, 0)}</ul></div>
            </details>
        }
        .into_any(),
        Err(error) => {
            tracing::error!(%error, "a figure could not be explained");
            view! { <span class="al-num">{text}</span> }.into_any()
        }
    }
}

/// A step, and below it what it was made of. What only one other step went into stands beside that one, not
/// around it; and where nothing was changed on the way, one line says it.
fn step(l: Language, node: &Explanation, depth: usize) -> AnyView {
    let only = if let [only] = node.operands.as_slice() { Some(only) } else { None };
    let same = |only: &&Explanation| value(l, only) == value(l, node) && (depth > 0 || only.rule == node.rule);
    if let Some(only) = only.filter(same) {
        return step(l, only, depth);
    }
    let about = about(l, node);
    let how = how(l, node);
    let inner = (only.is_none() && depth + 1 < DEPTH && !node.operands.is_empty())
        .then(|| view! { <ul class="al-explain">{operands(l, &node.operands, depth + 1)}</ul> });
    view! {
        <li class="al-explain__step">
            <div class="al-explain__line">
                <span>{words::step_name(l, node)}</span>
                <span class="al-explain__value">{value(l, node)}</span>
            </div>
            {(!about.is_empty()).then(|| view! { <p class="al-explain__how">{about}</p> })}
            {(!how.is_empty()).then(|| view! { <p class="al-explain__how">{how}</p> })}
            {inner}
        </li>
        {only.map(|only| step(l, only, depth))}
    }
    .into_any()
}

fn operands(l: Language, nodes: &[Explanation], depth: usize) -> AnyView {
    if nodes.len() <= 2 * SHOWN + 1 {
        return nodes.iter().map(|node| step(l, node, depth)).collect_view().into_any();
    }
    let left_out = nodes.len() - 2 * SHOWN;
    let first = nodes[..SHOWN].iter().map(|node| step(l, node, depth)).collect_view();
    let last = nodes[nodes.len() - SHOWN..].iter().map(|node| step(l, node, depth)).collect_view();
    view! {
        {first}
        <li class="al-explain__step"><p class="al-explain__how">{words::and_more(l, left_out)}</p></li>
        {last}
    }
    .into_any()
}

fn value(l: Language, node: &Explanation) -> String {
    let quantity = &node.value;
    match quantity.unit {
        ValueUnit::Money => quantity.money().map_or_else(|| quantity.text(), |m| language::money(l, m)),
        ValueUnit::Date => quantity.date().map_or_else(|| quantity.text(), |d| language::date(l, d)),
        ValueUnit::Rate => quantity.rate().map_or_else(|| quantity.text(), |r| language::percent(l, r)),
        ValueUnit::Days => quantity.text().parse().map_or_else(|_| quantity.text(), |n| language::days(l, n)),
        ValueUnit::Years | ValueUnit::Number => quantity.text(),
    }
}

/// Which installment and which days a step is about, and where a leaf stands.
fn about(l: Language, node: &Explanation) -> String {
    let mut parts = Vec::new();
    if let Some(n) = node.n {
        parts.push(words::installment_n(l, n));
    }
    if let (Some(from), Some(to)) = (node.from, node.to) {
        if from == to {
            parts.push(language::date(l, from));
        } else {
            parts.push(words::between(l, &language::date(l, from), &language::date(l, to)));
        }
    }
    match &node.source {
        Some(Source::Terms { .. }) => parts.push(words::from_terms(l).to_owned()),
        Some(Source::Event { .. }) => parts.push(words::from_event(l).to_owned()),
        Some(Source::Schedule { .. } | Source::Question) | None => {}
    }
    parts.join(if l == Language::Chinese { "，" } else { ", " })
}

/// What is done with the operands, as a formula of their names, or of their values where two have one name.
fn how(l: Language, node: &Explanation) -> String {
    let names = |sign: &str| {
        let names: BTreeSet<&str> = node.operands.iter().map(|o| words::step_name(l, o)).collect();
        let apart = names.len() == node.operands.len();
        let text = |o: &Explanation| if apart { words::step_name(l, o).to_owned() } else { value(l, o) };
        let shown: Vec<String> = node.operands.iter().take(4).map(text).collect();
        let more = if node.operands.len() > 4 { format!("{sign}…") } else { String::new() };
        format!("{}{more}", shown.join(sign))
    };
    match node.operation {
        // A sum of payments is named by how many there are.
        Operation::Sum if node.rule == Step::PaidPrincipal => {
            words::payments_count(l, node.operands.iter().filter(|o| o.rule == Step::Paid).count())
        }
        Operation::Given | Operation::Round { .. } | Operation::NotNegative => String::new(),
        Operation::Sum if node.operands.len() == 1 => String::new(),
        Operation::Sum => names(" + "),
        Operation::Difference => names(" − "),
        Operation::Product => names(" × "),
        Operation::Quotient => names(" ÷ "),
        Operation::Minimum => words::smallest(l).to_owned(),
        Operation::DaysBetween => words::days_between(l).to_owned(),
        Operation::Level { count, .. } => words::level_formula(l, count),
    }
}
