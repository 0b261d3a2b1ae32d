//! POST handlers of the payments slice.

use axum::response::Response;
use server::{
    Error, Result,
    ids::{FormKey, LoanId, PaymentId},
    payments::{self, Choice, Order, Started, Wish, quote, start},
};

use crate::{
    form::{FormRequest, Typed},
    routes,
};

/// The fields of a wish. A way that the page never offers is refused by name.
pub(super) fn wish(typed: &Typed) -> Result<Wish> {
    let text = |field: &str| typed.values.get(field).map_or("", |v| v.trim());
    let choice = Choice::parse(text("choice")).ok_or_else(|| Error::refused("choice", "unknown_choice"))?;
    let then = match text("then") {
        "" => lending::terms::Then::default(),
        code => quote::parse_then(code).ok_or_else(|| Error::refused("then", "unknown_choice"))?,
    };
    Ok(Wish { choice, amount: text("amount").to_owned(), then })
}

/// `POST /loans/{id}/pay`: first the amount, then the confirmation of its preview.
pub async fn pay(form: FormRequest) -> Response {
    let result = match form.text("step") {
        "check" => check(&form).await,
        "pay" => confirm(&form).await,
        _ => Err(Error::Stale("form")),
    };
    form.answer(result).await
}

/// Leads to the preview, an address of its own: reload and the back button do nothing there.
async fn check(form: &FormRequest) -> Result<String> {
    let loan_id: LoanId = form.param("id")?;
    let key: FormKey = form.hidden("form_key")?;
    let wish = wish(&form.typed)?;
    quote::preview(&form.app.portal, form.person()?, loan_id, &wish).await?;
    Ok(routes::pay_check(loan_id, wish.choice.code(), &wish.amount, quote::then_code(wish.then), &key.to_string()))
}

async fn confirm(form: &FormRequest) -> Result<String> {
    let order = Order {
        loan_id: form.param("id")?,
        wish: wish(&form.typed)?,
        key: form.hidden::<FormKey>("form_key")?,
        seen: form.text("seen").to_owned(),
    };
    Ok(location(start::start(&form.app.portal, form.person()?, &order).await?))
}

/// `POST /payments/{id}`: back to the provider's page, or giving the payment up.
pub async fn payment(form: FormRequest) -> Response {
    let result = act(&form).await;
    form.answer(result).await
}

async fn act(form: &FormRequest) -> Result<String> {
    let payment_id: PaymentId = form.param("id")?;
    match form.text("act") {
        "continue" => Ok(location(start::resume(&form.app.portal, form.person()?, payment_id).await?)),
        "cancel" => {
            payments::cancel(&form.app.portal, form.person()?, payment_id).await?;
            Ok(routes::payment(payment_id))
        }
        _ => Err(Error::refused("act", "unknown_choice")),
    }
}

fn location(started: Started) -> String {
    match started {
        Started::Provider { checkout_url, .. } => checkout_url,
        Started::Done(payment_id) => routes::payment(payment_id),
    }
}
