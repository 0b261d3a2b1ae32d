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
    let interest =
        [comparison.before.interest_to_pay, comparison.after.interest_to_pay].map(|m| language::amount(l, m));
    let [was, becomes] = interest;
    view! {
        <div class="al-table-box">
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
                    <td>{signed(l, comparison.cost_difference)}</td>
                </tr>
            </tfoot>
        </table>
        </div>
    }
}

#[component]
fn DiffRow(run: Run, language: Language) -> impl IntoView {
    let l = language;
    let day = |on| language::date_in_year(l, on);
    let when = if run.count == 1 { day(run.from) } else { words::from_to(l, &day(run.from), &day(run.to)) };
    let times = (run.count > 1).then(|| view! { <span class="al-table__about">{words::times(l, run.count)}</span> });
    let amount = |money: Money| language::amount(l, money);
    let was = match run.was {
        Some(money) => view! { <del class="al-diff__was">{amount(money)}</del> }.into_any(),
        None => "–".into_any(),
    };
    let becomes = match run.becomes {
        Some(money) => view! { <ins class="al-diff__now">{amount(money)}</ins> }.into_any(),
        None => "–".into_any(),
    };
    view! {
        <tr class=run.was.is_none().then_some("al-diff__row--added")>
            <th scope="row">{when}{times}</th>
            <td>{was}</td>
            <td>{becomes}</td>
            <td>{signed(l, run.difference)}</td>
        </tr>
    }
}

/// A difference with its sign; the currency stands elsewhere.
fn signed(l: Language, difference: Money) -> String {
    let amount = language::amount(l, difference);
    if difference.is_positive() { format!("+{amount}") } else { amount }
}
