//! `/loans/{id}/receipts`: all receipts of a loan, newest first.

use leptos::prelude::*;
use server::{
    Error,
    documents::{ReceiptPage, list},
    ids::{LoanId, PaymentId},
};

use super::{documents_page::ReceiptList, words};
use crate::{
    loans::words as loan_words,
    routes,
    ui::{Frame, ListOrder, Load, Paging, Tab, with_person},
    visit::{param, query},
};

#[component]
pub fn ReceiptsPage() -> impl IntoView {
    let (portal, visit, person) = with_person();
    let l = visit.language;
    let id = param::<LoanId>("id");
    let after = query("after").and_then(|mark| mark.parse::<PaymentId>().ok());
    let data = async move { list::receipts(&portal, &person.ok_or(Error::NotFound)?, id?, after).await };
    let draw = move |page: ReceiptPage| {
        let id = page.loan.loan_id;
        let next = page.next.map(|mark| mark.to_string());
        let shown = page.rows.len();
        let body = if page.rows.is_empty() {
            view! { <p class="al-quiet">{words::no_receipts(l)}</p> }.into_any()
        } else {
            view! { <ReceiptList rows=page.rows language=l/> }.into_any()
        };
        view! {
            <Frame title=format!("{} · {}", words::receipts(l), loan_words::name(l, &page.loan)) tab=Tab::Documents>
                <header class="al-head">
                    <a class="al-head__back" href=routes::DOCUMENTS>{words::documents(l)}</a>
                    <p class="al-head__over">{loan_words::name(l, &page.loan)}</p>
                    <h1 class="al-head__title">{words::receipts(l)}</h1>
                </header>
                <div class="al-stack">
                    <section class="al-sheet">{body}</section>
                    <Paging order=ListOrder::NewestFirst path=routes::receipts(id) shown turned=after.is_some() next language=l/>
                </div>
            </Frame>
        }
    };
    view! { <Load data draw/> }
}
