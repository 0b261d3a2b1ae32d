//! States of paying.

use chrono::NaiveDate;
use lending::event::EventKind;
use server::{
    ids::FormKey,
    payments::{self, Choice, Order, Started, Wish, quote},
};

use super::{
    states::{Of, Scene, State},
    world::World,
};

/// More than the next installment, so that there is also a choice of what becomes of the plan.
const ABOVE_DUE: &str = "20000.00";

pub async fn scene(state: State, world: &World) -> Scene {
    let (who, loan) = world.borrower("60000.00").await;
    let browser = world.browser_of(&who).await;
    let pay = format!("/loans/{loan}/pay");
    let mut of = Of { person: Some(who.clone()), loan: Some(loan), ..Of::default() };
    match state {
        State::Pay => Scene::new(browser, pay, of).typing("choice", "other").typing("amount", "100.00"),
        State::PayPreview => {
            Scene::new(browser, format!("{pay}?choice=other&amount={ABOVE_DUE}&form_key={}", FormKey::fresh()), of)
        }
        _ => {
            let wish =
                Wish { choice: Choice::Other, amount: "100.00".to_owned(), then: lending::terms::Then::default() };
            let (_, quote) = quote::preview(&world.test.portal, &who, loan, &wish).await.expect("a preview");
            let order = Order { loan_id: loan, wish, key: FormKey::fresh(), seen: quote.seen };
            let started = payments::start(&world.test.portal, &who, &order).await.expect("started");
            let Started::Provider { payment_id, .. } = started else { panic!("not under way: {started:?}") };
            of.payment = Some(payment_id);
            let cancel = if state == State::PaymentCancel { "?cancel=1" } else { "" };
            Scene::new(browser, format!("/payments/{payment_id}{cancel}"), of)
        }
    }
}

pub async fn moves_on(state: State, world: &World, of: &Of) {
    let portal = &world.test.portal;
    let (who, loan) = (of.person.as_ref().expect("a person"), of.loan.expect("a loan"));
    let today: NaiveDate = portal.clock.today();
    match state {
        // Paid off elsewhere.
        State::Pay | State::PayPreview => {
            let offer = quote::offer(portal, who, loan).await.expect("an offer");
            let amount = offer.payoff.expect("something to pay").total;
            world.test.event(who, loan, today, EventKind::Prepayment { amount, then: None }).await;
        }
        _ => {
            payments::cancel(portal, who, of.payment.expect("a payment")).await.expect("cancelled");
        }
    }
}
