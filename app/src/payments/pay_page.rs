//! `/loans/{id}/pay`: how much, and, once that is chosen, what it would do.

use axum::http::StatusCode;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use server::{
    Error, Result,
    error::Refusal,
    ids::{FormKey, LoanId},
    payments::{Offer, Quote, quote, view},
};

use super::{amount_form::AmountForm, forms, preview::Preview, words};
use crate::{
    form::Typed,
    loans::words as loan_words,
    routes,
    ui::{Frame, Load, Tab, with_person},
    visit::{param, query, typed},
};

/// What the page shows: the form for the amount, or the preview of one.
struct Shown {
    offer: Offer,
    quote: Option<Quote>,
    typed: Typed,
    /// The form's key, good for one payment.
    key: FormKey,
    /// This form has made a payment already.
    made: Option<String>,
}

#[component]
pub fn PayPage() -> impl IntoView {
    let (portal, visit, person) = with_person();
    let l = visit.language;
    let loan_id = param::<LoanId>("id");
    let mut typed = typed();
    let asked_by_address = typed.values.is_empty();
    // Back from the preview to another amount.
    let again = query("again").is_some();
    if asked_by_address {
        typed.values = ["choice", "amount", "then", "form_key"]
            .into_iter()
            .filter_map(|f| Some((f.to_owned(), query(f)?)))
            .collect();
    }
    let data = async move {
        let (who, loan_id) = (person.ok_or(Error::NotFound)?, loan_id?);
        let offer = quote::offer(&portal, &who, loan_id).await?;
        let mut shown = shown(offer, typed, again)?;
        if asked_by_address && shown.quote.is_some() {
            // Back from the provider: the form of this address may have done its work.
            shown.made = view::find_of_form(&portal, &who, shown.key).await?.map(|p| routes::payment(p.payment_id));
        }
        Ok(shown)
    };
    let draw = move |shown: Shown| {
        if let Some(made) = &shown.made {
            leptos_axum::redirect(made);
        }
        if asked_by_address
            && !shown.typed.problems.is_empty()
            && let Some(response) = use_context::<ResponseOptions>()
        {
            response.set_status(StatusCode::UNPROCESSABLE_ENTITY);
        }
        let loan = &shown.offer.loan;
        let (title, step) = if shown.quote.is_some() { (words::check_title(l), 1) } else { (words::pay(l), 0) };
        let head = view! {
            <header class="al-head">
                <a class="al-head__back" href=routes::loan(loan.loan_id)>{loan_words::name(l, loan)}</a>
                <h1 class="al-head__title">{title}</h1>
            </header>
        };
        let body = match shown.quote {
            Some(quote) => {
                view! { <Preview offer=shown.offer quote typed=shown.typed key=shown.key language=l/> }.into_any()
            }
            None => view! { <AmountForm offer=shown.offer typed=shown.typed key=shown.key language=l/> }.into_any(),
        };
        view! { <Frame title tab=Tab::Home narrow=true>{head} <Steps current=step language=l/> {body}</Frame> }
    };
    view! { <Load data draw/> }
}

/// Decides what to show. What is wrong with an amount goes to its field; the rest is typed again.
fn shown(offer: Offer, mut typed: Typed, again: bool) -> Result<Shown> {
    // The note about it says the same, and leads there.
    if offer.open.is_some() {
        typed.problems.retain(|p| p.code != "open_payment");
    }
    // A key that was used, or is none, is not given out again.
    let has = |code: &str| typed.problems.iter().any(|p| p.code == code);
    let key = typed.values.get("form_key").filter(|_| !has("form_used")).and_then(|k| k.parse().ok());
    // What a prepayment does to the plan is chosen again beside its figures.
    if typed.problem("then").is_some() {
        typed.values.remove("then");
    }
    let wishes =
        !again && typed.values.contains_key("choice") && typed.problems.iter().all(|p| matches!(p.field, "" | "then"));
    let quote = match wishes.then(|| forms::wish(&typed).and_then(|wish| offer.quote(&wish))) {
        None => None,
        Some(Ok(quote)) => Some(quote),
        Some(Err(Error::Refused(refusal))) => {
            if typed.problems.iter().all(|p| p.code != refusal.code) {
                typed.problems.push(refusal);
            }
            None
        }
        Some(Err(Error::Stale(what))) => {
            if typed.problems.is_empty() {
                typed.problems.push(Refusal { field: "", code: "stale", figures: vec![what.to_owned()] });
            }
            None
        }
        Some(Err(error)) => return Err(error),
    };
    Ok(Shown { offer, quote, typed, key: key.unwrap_or_else(FormKey::fresh), made: None })
}

/// Where one is on the way to a receipt.
#[component]
fn Steps(current: usize, language: lending::language::Language) -> impl IntoView {
    let l = language;
    let steps = [words::step_amount(l), words::step_check(l), words::step_pay(l)];
    let items = steps
        .into_iter()
        .enumerate()
        .map(|(n, text)| {
            let class = if n < current { "al-steps__step al-steps__step--done" } else { "al-steps__step" };
            view! { <li class=class aria-current=(n == current).then_some("step")>{text}</li> }
        })
        .collect_view();
    view! { <ol class="al-steps" aria-label=words::steps(l)>{items}</ol> }
}
