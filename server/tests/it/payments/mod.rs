//! Paying: money comes in once, whatever providers, browsers and people do twice, late or never.

use lending::terms::Then;
use serde_json::json;
use server::{
    Error, error::Refusal, identity::SignedInPerson, ids::FormKey, ids::LoanId, ids::PaymentId, payments,
    payments::Choice, payments::Order, payments::PaymentStatus, payments::PaymentView, payments::Quote,
    payments::Started, payments::Wish, payments::provider::Trade, payments::provider::TradeStatus, payments::quote,
    payments::sandbox, payments::settle::Settled, payments::start, payments::view,
};
use std::time::Duration;

use crate::harness::TestPortal;

mod core;
mod once;
mod posted;
mod refused;

struct Payer {
    test: TestPortal,
    who: SignedInPerson,
    loan_id: LoanId,
}

fn wish(choice: Choice) -> Wish {
    Wish { choice, amount: String::new(), then: Then::default() }
}

fn other(amount: &str) -> Wish {
    Wish { choice: Choice::Other, amount: amount.to_owned(), then: Then::default() }
}

fn refused<T: std::fmt::Debug>(result: server::Result<T>) -> Refusal {
    match result {
        Err(Error::Refused(refusal)) => refusal,
        otherwise => panic!("not refused: {otherwise:?}"),
    }
}

impl Payer {
    /// Five installments are due and none is paid: the loan is late.
    async fn new() -> Self {
        Self::of(json!({})).await
    }

    /// The same of a loan with other terms.
    async fn of(changed: serde_json::Value) -> Self {
        let test = TestPortal::start().await;
        let who = test.person().await;
        let loan_id = test.loan(&who, changed).await;
        Self { test, who, loan_id }
    }

    async fn quote(&self, wish: &Wish) -> Quote {
        quote::preview(&self.test.portal, &self.who, self.loan_id, wish).await.expect("a quote").1
    }

    async fn order(&self, wish: Wish) -> Order {
        let seen = self.quote(&wish).await.seen;
        Order { loan_id: self.loan_id, wish, key: FormKey::fresh(), seen }
    }

    async fn start(&self, order: &Order) -> server::Result<Started> {
        start::start(&self.test.portal, &self.who, order).await
    }

    /// Orders a payment and opens the provider's page.
    async fn open(&self, wish: Wish) -> (PaymentId, String) {
        match self.start(&self.order(wish).await).await {
            Ok(Started::Provider { payment_id, checkout_url }) => (payment_id, checkout_url),
            otherwise => panic!("not opened: {otherwise:?}"),
        }
    }

    /// Orders a payment, and it arrives.
    async fn settled(&self, wish: Wish) -> PaymentId {
        let (payment_id, _) = self.open(wish).await;
        self.settle(&self.trade(payment_id, TradeStatus::Paid).await).await;
        payment_id
    }

    async fn view(&self, payment_id: PaymentId) -> PaymentView {
        view::find(&self.test.portal, &self.who, payment_id).await.expect("a payment")
    }

    async fn status(&self, payment_id: PaymentId) -> PaymentStatus {
        self.view(payment_id).await.line.status
    }

    /// Waits for a notice that is on its way.
    async fn until(&self, payment_id: PaymentId, status: PaymentStatus) -> PaymentView {
        for _ in 0..200 {
            let view = self.view(payment_id).await;
            if view.line.status == status {
                return view;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("still {:?}, not {status:?}", self.status(payment_id).await);
    }

    /// What a person presses on the provider's page; gives the address one is led to.
    async fn press(&self, checkout_url: &str, answer: &str, notify: &str) -> String {
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().expect("a client");
        let sent =
            client.post(checkout_url).form(&[("answer", answer), ("notify", notify)]).send().await.expect("an answer");
        assert_eq!(sent.status(), 303);
        sent.headers()["location"].to_str().expect("an address").to_owned()
    }

    /// What the provider would say of a payment.
    async fn trade(&self, payment_id: PaymentId, status: TradeStatus) -> Trade {
        let line = self.view(payment_id).await.line;
        Trade {
            trade_id: format!("trade-of-{payment_id}"),
            reference: line.reference,
            amount: line.amount.to_string(),
            currency: line.amount.currency().code().to_owned(),
            status,
            paid_at: Some(self.test.portal.clock.now()),
        }
    }

    async fn settle(&self, trade: &Trade) -> Settled {
        payments::settle(&self.test.portal, sandbox::CODE, trade).await.expect("settled")
    }

    /// Payment events in the loan that were not reversed.
    async fn taken(&self) -> usize {
        let loan = server::loans::view::find(&self.test.portal, &self.who, self.loan_id).await.expect("a loan");
        loan.state.payments.iter().filter(|p| !p.reversed).count()
    }
}
