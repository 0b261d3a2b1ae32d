//! Before and after, row by row.

use chrono::NaiveDate;
use lending::{
    language::{self, Language},
    modification::{Comparison, RowChange},
    money::Money,
};
#[cfg(feature = "ssr")]
use leptos::prelude::*;

use super::what_if_words as words;
use crate::markup::Markup;

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
#[cfg(feature = "ssr")]
#[component]
pub fn PlanDiff(
    comparison: Comparison,
    /// Every row on a line of its own; otherwise rows that say the same stand together.
    #[prop(optional)]
    each: bool,
    language: Language,
) -> impl IntoView {
    view! { <div class="al-table-box" inner_html=table(language, &comparison, each)></div> }
}

/// The table of [`PlanDiff`], as markup.
#[must_use]
pub fn table(l: Language, comparison: &Comparison, each: bool) -> String {
    let mut to = Markup::default();
    to.open("table", "al-diff");
    to.open("thead", "");
    to.open("tr", "");
    for name in [words::due(l), words::column_was(l), words::column_becomes(l), words::difference(l)] {
        to.open_header("col");
        to.text(name);
        to.close("th");
    }
    to.close("tr");
    to.close("thead");
    to.open("tbody", "");
    for run in runs(&comparison.rows, each) {
        row(&mut to, l, &run);
    }
    to.close("tbody");
    to.open("tfoot", "");
    to.open("tr", "");
    to.open_header("row");
    to.text(words::interest_to_pay(l));
    to.close("th");
    amounts(
        &mut to,
        l,
        ("span", Some(comparison.before.interest_to_pay), Some(comparison.after.interest_to_pay)),
        comparison.cost_difference,
    );
    to.close("tr");
    to.close("tfoot");
    to.close("table");
    to.into_string()
}

fn row(to: &mut Markup, l: Language, run: &Run) {
    let day = |on| language::date_in_year(l, on);
    to.open("tr", if run.was.is_none() { "al-diff__row--added" } else { "" });
    to.open_header("row");
    if run.count == 1 {
        to.text(&day(run.from));
    } else {
        to.text(&words::from_to(l, &day(run.from), &day(run.to)));
        to.leaf("span", "al-table__about", &words::times(l, run.count));
    }
    to.close("th");
    amounts(to, l, ("ins", run.was, run.becomes), run.difference);
    to.close("tr");
}

/// What was, what becomes of it (in an element of this name), and the difference; the currency stands elsewhere.
fn amounts(to: &mut Markup, l: Language, (now, was, becomes): (&str, Option<Money>, Option<Money>), difference: Money) {
    for (tag, class, money) in [("del", "al-diff__was", was), (now, "al-diff__now", becomes)] {
        to.open("td", "");
        match money {
            Some(money) => to.leaf(tag, class, &language::amount(l, money)),
            None => to.text("–"),
        }
        to.close("td");
    }
    let amount = language::amount(l, difference);
    to.leaf("td", "", &if difference.is_positive() { "+".to_owned() + &amount } else { amount });
}

#[cfg(test)]
mod tests {
    use lending::{
        modification::{Change, compare},
        terms::Terms,
    };

    use super::*;

    #[test]
    fn rows_that_say_the_same_stand_together_unless_each_is_wanted() {
        let terms = Terms::parse(
            r#"{"principal":"120000","annual_rate":"0.0435","method":"equal_installment","installments":12,
                "disbursed_on":"2026-01-15","first_due_on":"2026-02-15"}"#,
        )
        .expect("terms");
        let on = NaiveDate::from_ymd_opt(2026, 1, 20).expect("a date");
        let comparison = compare(&terms, &[], on, &Change::extend(6)).expect("a comparison");
        let together = table(Language::English, &comparison, false);
        assert!(together.contains("15 Feb 2026 – "), "{together}");
        assert!(together.contains("<del class=\"al-diff__was\">10,237.19</del>"), "{together}");
        let each = table(Language::English, &comparison, true);
        // One line for each due date, and the line of the sums.
        assert_eq!(each.matches("<th scope=\"row\">").count(), 18 + 1);
        assert_eq!(each.matches("al-diff__row--added").count(), 6);
    }
}
