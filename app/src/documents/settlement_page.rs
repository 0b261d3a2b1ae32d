//! `/loans/{id}/settlement`: the lender's word that a loan is paid off, to print and to hand on.

use lending::language::{self, Language};
use leptos::prelude::*;
use server::{
    Error,
    documents::{Settlement, settlement},
    ids::LoanId,
};

use super::{paper::Paper, words};
use crate::{
    loans::words as loan_words,
    payments::words as payments,
    routes,
    ui::{Frame, Load, Tab, with_person},
    visit::param,
};

#[component]
pub fn SettlementPage() -> impl IntoView {
    let (portal, visit, person) = with_person();
    let l = visit.language;
    let loan_id = param::<LoanId>("id");
    let data = async move { settlement::find(&portal, &person.ok_or(Error::NotFound)?, loan_id?).await };
    let draw = move |paper: Settlement| {
        let (id, name) = (paper.loan.loan_id, loan_words::name(l, &paper.loan));
        view! {
            <Frame title=format!("{} · {name}", words::settlement(l)) tab=Tab::Documents>
                <header class="al-head al-no-print">
                    <a class="al-head__back" href=routes::loan(id)>{name}</a>
                    <h1 class="al-head__title">{words::settlement(l)}</h1>
                </header>
                <div class="al-stack">
                    <Certificate paper language=l/>
                    <p class="al-quiet al-no-print">{words::print_hint(l)}</p>
                    <div class="al-acts">
                        <a class="al-button al-button--quiet" href=routes::statement(id, None)>{words::statement(l)}</a>
                        <a class="al-button al-button--quiet" href=routes::DOCUMENTS>{words::all_documents(l)}</a>
                    </div>
                </div>
            </Frame>
        }
    };
    view! { <Load data draw/> }
}

/// The paper itself: a sentence that stands alone, then the figures it rests on.
#[component]
fn Certificate(paper: Settlement, language: Language) -> impl IntoView {
    let l = language;
    let terms = paper.loan.terms.clone();
    let settled_on = language::date(l, paper.settled_on);
    let said = words::settlement_text(l, &paper.loan.number, &settled_on);
    let paid = paper.paid;
    let sums = [
        (payments::principal(l), paid.principal),
        (payments::interest(l), paid.interest),
        (payments::fee(l), paid.fee),
        (payments::compound(l), paid.compound),
        (payments::penalty(l), paid.penalty),
    ];
    let sums = sums
        .into_iter()
        .filter(|(_, money)| money.is_positive())
        .map(|(name, money)| {
            view! { <div class="al-dl__row"><dt>{name}</dt><dd class="al-num">{language::money(l, money)}</dd></div> }
        })
        .collect_view();
    let facts = vec![
        (loan_words::paid_out_on(l), language::date(l, terms.disbursed_on())),
        (loan_words::loan_amount(l), language::money(l, terms.principal())),
        (words::settled_on(l), settled_on),
    ];
    view! {
        <Paper title=words::settlement(l) borrower_name=paper.borrower_name loan=paper.loan issued_on=paper.issued_on facts language=l>
            <p>{said}</p>
            <section class="al-stack al-stack--tight">
                <h3>{words::paid_in_all(l)}</h3>
                <dl class="al-dl">
                    {sums}
                    <div class="al-dl__row al-dl__row--sum"><dt>{payments::sum(l)}</dt><dd class="al-num">{language::money(l, paid.total)}</dd></div>
                </dl>
            </section>
        </Paper>
    }
}
