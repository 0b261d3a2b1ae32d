//! Where a payment's money goes: installment by installment, component by component.

use lending::{
    language::{self, Language},
    money::Money,
    replay::{Part, State},
};
use leptos::prelude::*;
use server::payments::Split;

use super::words;

/// The split as facts: one line for each component of each installment, double rule, sum.
#[component]
pub(super) fn SplitFacts(
    split: Split,
    /// The loan, for the due dates of installments.
    state: State,
    language: Language,
) -> impl IntoView {
    let l = language;
    let installments = split.parts.iter().map(|part| installment(l, part, &state)).collect_view();
    let rest = [
        (words::prepaid(l), split.prepaid),
        (words::prepayment_fee(l), split.prepayment_fee),
        (words::credit(l), split.credit),
    ];
    let rest = rest
        .into_iter()
        .filter(|(_, money)| money.is_positive())
        .map(|(name, money)| line(l, name.to_owned(), money))
        .collect_view();
    view! {
        <dl class="al-dl">
            {installments}
            {rest}
            <div class="al-dl__row al-dl__row--sum"><dt>{words::sum(l)}</dt><dd class="al-num">{language::money(l, split.amount)}</dd></div>
        </dl>
    }
}

fn installment(l: Language, part: &Part, state: &State) -> impl IntoView + use<> {
    let due_on =
        state.rows.iter().find(|row| row.n == part.n).map(|row| language::date(l, row.due_on)).unwrap_or_default();
    let name = words::installment(l, part.n);
    components(l, part)
        .into_iter()
        .filter(|(_, money)| money.is_positive())
        .map(|(component, money)| line(l, format!("{name} · {due_on} · {component}"), money))
        .collect_view()
}

fn components(l: Language, part: &Part) -> [(&'static str, Money); 5] {
    [
        (words::penalty(l), part.penalty),
        (words::fee(l), part.fee),
        (words::compound(l), part.compound),
        (words::interest(l), part.interest),
        (words::principal(l), part.principal),
    ]
}

fn line(l: Language, name: String, money: Money) -> impl IntoView + use<> {
    view! { <div class="al-dl__row"><dt>{name}</dt><dd class="al-num">{language::money(l, money)}</dd></div> }
}
