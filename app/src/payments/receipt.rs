//! The receipt: where the money went, and whether that is what was shown before paying.

use lending::{
    language::{self, Language},
    replay::LoanStatus,
    terms::Then,
};
use leptos::prelude::*;
use server::payments::{Difference, PaymentView};

use super::{split_table::SplitFacts, words};
use crate::{documents, loans::words as loan_words, routes};

#[component]
pub(super) fn Receipt(
    payment: PaymentView,
    /// Whose loan it was paid into: a paper without a name proves nothing to anybody.
    borrower: String,
    language: Language,
) -> impl IntoView {
    let l = language;
    let split = payment.receipt.clone().unwrap_or_else(|| payment.preview.clone());
    let settled = payment.state.status == LoanStatus::Settled;
    let (unit, number) = language::split_symbol(l, payment.line.amount);
    let then = payment.then.filter(|_| !settled).map(|then| {
        let text = match then {
            Then::ReduceTerm => words::reduce_term(l),
            Then::ReduceInstallment => words::reduce_installment(l),
        };
        view! { <div class="al-dl__row"><dt>{words::then_title(l)}</dt><dd>{text}</dd></div> }
    });
    let left = if settled {
        view! { <span class="al-seal al-seal--done">{words::after_settled(l)}</span> }.into_any()
    } else {
        language::money(l, payment.state.outstanding.principal).into_any()
    };
    let certificate = settled.then(|| {
        let href = routes::settlement(payment.loan.loan_id);
        view! { <a class="al-button al-button--quiet" href=href>{documents::words::settlement(l)}</a> }
    });
    view! {
        <div class="al-stack">
        <article class="al-receipt">
            <p class="al-stamp" aria-hidden="true">{words::stamp(l)}</p>
            <header>
                <p class="al-figure__label">{words::receipt(l)} " " {payment.line.reference.clone()}</p>
                <h1 class="al-figure__amount"><span class="al-figure__unit">{unit}</span>{number}</h1>
                <p>{words::received_on(l, &language::date(l, split.on))}</p>
            </header>
            <SplitFacts split due_dates=payment.due_dates.clone() language=l/>
            <dl class="al-dl">
                <div class="al-dl__row"><dt>{words::borrower(l)}</dt><dd class="al-typed" dir="auto">{borrower}</dd></div>
                <div class="al-dl__row"><dt>{words::loan(l)}</dt><dd>{loan_words::name(l, &payment.loan)}</dd></div>
                {then}
                <div class="al-dl__row"><dt>{words::after_principal(l)}</dt><dd class="al-num">{left}</dd></div>
            </dl>
        </article>
        <AsPreviewed payment=payment.clone() language=l/>
        <p class="al-quiet al-no-print">{words::print_hint(l)}</p>
        <div class="al-acts">
            <a class="al-button" href=routes::loan(payment.loan.loan_id)>{words::to_loan(l)}</a>
            <a class="al-button al-button--quiet" href=routes::statement(payment.loan.loan_id, None)>{loan_words::statement(l)}</a>
            {certificate}
        </div>
        </div>
    }
}

/// Either the receipt equals the preview, or it says why it does not.
#[component]
fn AsPreviewed(payment: PaymentView, language: Language) -> impl IntoView {
    let l = language;
    let Some(difference) = payment.difference else {
        return view! { <p class="al-good">{words::as_previewed(l)}</p> }.into_any();
    };
    let why = match difference {
        Difference::OtherDay { previewed, paid } => {
            words::differs_other_day(l, &language::date(l, previewed), &language::date(l, paid))
        }
        Difference::LoanMoved => words::differs_loan_moved(l).to_owned(),
    };
    view! {
        <section class="al-note al-note--wait">
            <h2 class="al-note__title">{words::differs(l)}</h2>
            <p>{why}</p>
            <details class="al-more">
                <summary class="al-more__open">{words::as_shown_before(l)}</summary>
                <SplitFacts split=payment.preview.clone() due_dates=payment.due_dates.clone() language=l/>
            </details>
        </section>
    }
    .into_any()
}
