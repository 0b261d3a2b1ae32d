//! Before and after, row by row.

use chrono::NaiveDate;
use lending::{
    language::{self, Language},
    modification::{Comparison, RowChange},
    money::Money,
};
use leptos::prelude::*;

use super::what_if_words as words;

/// Rows that follow each other and say the same.
struct Run {
    from: NaiveDate,
    to: NaiveDate,
    count: usize,
    was: Option<Money>,
    becomes: Option<Money>,
    difference: Money,
}

fn runs(rows: &[RowChange], each: bool) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for row in rows {
        match runs.last_mut() {
            Some(run) if !each && run.was == row.was && run.becomes == row.becomes => {
                run.to = row.due_on;
                run.count += 1;
            }
            _ => runs.push(Run {
                from: row.due_on,
                to: row.due_on,
                count: 1,
                was: row.was,
                becomes: row.becomes,
                difference: row.difference,
            }),
        }
    }
    runs
}

/// The two plans side by side, the difference always given.
#[component]
pub fn PlanDiff(
    comparison: Comparison,
    /// Every row on a line of its own; otherwise rows that say the same stand together.
    #[prop(optional)]
    each: bool,
    language: Language,
) -> impl IntoView {
    let l = language;
    let rows = runs(&comparison.rows, each).into_iter().map(|run| view! { <DiffRow run language=l/> }).collect_view();
    let signed = |m: Money| language::signed(l, m);
    let interest =
        [comparison.before.interest_to_pay, comparison.after.interest_to_pay].map(|m| language::amount(l, m));
    let [was, becomes] = interest;
    view! {
        <table class="al-diff">
            <thead>
                <tr>
                    <th scope="col">{words::due(l)}</th>
                    <th scope="col">{words::column_was(l)}</th>
                    <th scope="col">{words::column_becomes(l)}</th>
                    <th scope="col">{words::difference(l)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
            <tfoot>
                <tr>
                    <th scope="row">{words::interest_to_pay(l)}</th>
                    <td><del class="al-diff__was">{was}</del></td>
                    <td class="al-diff__now">{becomes}</td>
                    <td>{signed(comparison.cost_difference)}</td>
                </tr>
            </tfoot>
        </table>
    }
}

#[component]
fn DiffRow(run: Run, language: Language) -> impl IntoView {
    let l = language;
    let when = if run.count == 1 {
        language::date_in_year(l, run.from)
    } else {
        words::from_to(l, &language::date_in_year(l, run.from), &language::date_in_year(l, run.to))
    };
    let text = |money: Money| {
        let amount = language::amount(l, money);
        if run.count == 1 { amount } else { words::times(l, &amount, run.count) }
    };
    let was = match run.was {
        Some(money) => view! { <del class="al-diff__was">{text(money)}</del> }.into_any(),
        None => "–".into_any(),
    };
    let becomes = match run.becomes {
        Some(money) => view! { <ins class="al-diff__now">{text(money)}</ins> }.into_any(),
        None => "–".into_any(),
    };
    let difference = language::signed(l, run.difference);
    let difference = if run.count == 1 { difference } else { words::times(l, &difference, run.count) };
    view! {
        <tr class=run.was.is_none().then_some("al-diff__row--added")>
            <th scope="row">{when}</th>
            <td>{was}</td>
            <td>{becomes}</td>
            <td>{difference}</td>
        </tr>
    }
}
