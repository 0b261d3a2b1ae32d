//! What every paper we issue has: who issued it, of which borrower and loan, on which day.

use chrono::NaiveDate;
use lending::language::{self, Language};
use leptos::prelude::*;
use server::loans::Loan;

use super::words;
use crate::visit::portal;

#[component]
pub(super) fn Paper(
    title: &'static str,
    borrower_name: String,
    loan: Loan,
    issued_on: NaiveDate,
    /// What only this kind of paper says of itself.
    facts: Vec<(&'static str, String)>,
    language: Language,
    children: Children,
) -> impl IntoView {
    let l = language;
    let settings = portal().lender.clone();
    let (lender, product) = match l {
        Language::Chinese => (settings.lender_name_zh, loan.product_name_zh),
        Language::English => (settings.lender_name_en, loan.product_name_en),
    };
    let of_loan = [(words::loan(l), product), (words::loan_number(l), loan.number)];
    let facts = of_loan
        .into_iter()
        .chain(facts)
        .chain([(words::issued_on(l), language::date(l, issued_on))])
        .map(|(name, value)| view! { <div class="al-document__fact"><dt>{name}</dt><dd>{value}</dd></div> })
        .collect_view();
    view! {
        <article class="al-sheet al-document">
            <header class="al-document__head">
                <p class="al-document__lender">{lender.clone()}</p>
                <h2 class="al-document__title">{title}</h2>
                <dl class="al-document__facts">
                    <div class="al-document__fact"><dt>{words::borrower(l)}</dt><dd class="al-typed" dir="auto">{borrower_name}</dd></div>
                    {facts}
                </dl>
            </header>
            {children()}
            <p class="al-document__foot">{words::issued_by(l)} " " {lender}</p>
        </article>
    }
}
