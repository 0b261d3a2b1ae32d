//! Where a payment's money goes: installment by installment, component by component.

use chrono::NaiveDate;
use lending::{
    explain::Figure,
    language::{self, Language},
    money::Money,
    replay::{Part, StateRow},
};
use leptos::prelude::*;
use server::{loans::LoanView, payments::Split};

use super::words;
use crate::loans::why::Why;

/// The split as facts: one line for each component of each installment, double rule, sum.
#[component]
pub(super) fn SplitFacts(
    split: Split,
    /// When the installments are due, by number.
    due_dates: Vec<(u32, NaiveDate)>,
    /// The loan before the payment: whole figures of it open to how they came about.
    #[prop(optional)]
    before: Option<LoanView>,
    language: Language,
) -> impl IntoView {
    let l = language;
    let installments = split.parts.iter().map(|part| installment(l, part, &due_dates, before.as_ref())).collect_view();
    let rest = [
        (words::prepaid(l), split.prepaid),
        (words::prepayment_fee(l), split.prepayment_fee),
        (words::credit(l), split.credit),
    ];
    let rest = rest
        .into_iter()
        .filter(|(_, money)| money.is_positive())
        .map(|(name, money)| line(name.to_owned(), language::money(l, money).into_any()))
        .collect_view();
    view! {
        <dl class="al-dl">
            {installments}
            {rest}
            <div class="al-dl__row al-dl__row--sum"><dt>{words::sum(l)}</dt><dd class="al-num">{language::money(l, split.amount)}</dd></div>
        </dl>
    }
}

fn installment(l: Language, part: &Part, due_dates: &[(u32, NaiveDate)], before: Option<&LoanView>) -> Vec<AnyView> {
    let due_on = due_dates.iter().find(|(n, _)| *n == part.n).map(|(_, on)| language::date(l, *on)).unwrap_or_default();
    let row = before.and_then(|view| view.state.rows.iter().find(|row| row.n == part.n));
    let name = words::installment(l, part.n);
    components(l, part)
        .into_iter()
        .filter(|(_, money, _)| money.is_positive())
        .map(|(component, money, figure)| {
            let text = language::money(l, money);
            let whole = figure.filter(|figure| row.is_some_and(|row| is_whole(row, *figure, money)));
            let value = match (before, whole) {
                (Some(view), Some(figure)) => {
                    view! { <Why view=view.clone() figure n=part.n text language=l/> }.into_any()
                }
                _ => text.into_any(),
            };
            line(format!("{name} · {due_on} · {component}"), value)
        })
        .collect()
}

/// Whether the payment takes all that the installment asks for of a component; only then is the figure
/// that the engine explains the one that stands here.
fn is_whole(row: &StateRow, figure: Figure, money: Money) -> bool {
    match figure {
        Figure::Penalty => row.penalty == money,
        Figure::Compound => row.compound == money,
        Figure::Interest => row.interest == money,
        _ => false,
    }
}

fn components(l: Language, part: &Part) -> [(&'static str, Money, Option<Figure>); 5] {
    [
        (words::penalty(l), part.penalty, Some(Figure::Penalty)),
        (words::fee(l), part.fee, None),
        (words::compound(l), part.compound, Some(Figure::Compound)),
        (words::interest(l), part.interest, Some(Figure::Interest)),
        (words::principal(l), part.principal, None),
    ]
}

fn line(name: String, value: AnyView) -> AnyView {
    view! { <div class="al-dl__row"><dt>{name}</dt><dd class="al-num">{value}</dd></div> }.into_any()
}
