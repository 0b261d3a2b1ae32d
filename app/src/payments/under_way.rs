//! The note that a payment of this loan is under way, before another is made.

use lending::language::{self, Language};
use leptos::prelude::*;
use server::payments::PaymentLine;

use super::words;
use crate::routes;

#[component]
pub(super) fn UnderWay(open: PaymentLine, language: Language) -> impl IntoView {
    let l = language;
    view! {
        <section class="al-note al-note--wait">
            <h2 class="al-note__title">{words::open_title(l)}</h2>
            <p>{words::open_text(l, &language::money(l, open.amount))}</p>
            <div class="al-acts"><a class="al-button al-button--quiet" href=routes::payment(open.payment_id)>{words::open_link(l)}</a></div>
        </section>
    }
}
