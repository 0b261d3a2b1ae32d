//! Paying: money comes in once, whatever providers, browsers and people do twice, late or never.

use std::time::Duration;

use chrono::TimeDelta;
use lending::{
    event::EventKind,
    money::{Currency, Money},
    replay::LoanStatus,
    terms::Then,
};
use serde_json::json;
use server::{
    Error,
    error::Refusal,
    identity::SignedInPerson,
    ids::{FormKey, LoanId, PaymentId},
    payments::{
        self, Choice, Difference, Order, PaymentStatus, PaymentView, Quote, Started, Wish, job,
        provider::{Trade, TradeStatus},
        quote, sandbox,
        settle::Settled,
        start, view,
    },
};

use crate::harness::TestPortal;

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
        let test = TestPortal::start().await;
        let who = test.person().await;
        let loan_id = test.loan(&who, json!({})).await;
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

#[tokio::test]
async fn a_payment_arrives_once_and_its_receipt_equals_its_preview() {
    let payer = Payer::new().await;
    let before = payer.quote(&wish(Choice::Due)).await;
    let (payment_id, page) = payer.open(wish(Choice::Due)).await;
    assert_eq!(payer.status(payment_id).await, PaymentStatus::Processing);
    let back = payer.press(&page, "pay", "once").await;
    assert!(back.ends_with(&format!("/payments/{payment_id}")));
    let paid = payer.until(payment_id, PaymentStatus::Posted).await;
    assert_eq!(paid.receipt.as_ref(), Some(&before.split));
    assert_eq!(paid.difference, None);
    assert_eq!(payer.taken().await, 1);
    payer.test.assert_books_agree().await;
}

#[tokio::test]
async fn a_notice_that_comes_twice_posts_once() {
    let payer = Payer::new().await;
    let (payment_id, page) = payer.open(other("1000")).await;
    payer.press(&page, "pay", "twice").await;
    payer.until(payment_id, PaymentStatus::Posted).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!((payer.taken().await, payer.test.count("provider_trade").await), (1, 1));
    payer.test.assert_books_agree().await;
}

#[tokio::test]
async fn fifty_notices_at_once_post_once() {
    let payer = Payer::new().await;
    let (payment_id, _) = payer.open(other("1000")).await;
    let trade = payer.trade(payment_id, TradeStatus::Paid).await;
    let all = futures::future::join_all((0..50).map(|_| payer.settle(&trade))).await;
    assert_eq!(all.iter().filter(|s| **s == Settled::Posted).count(), 1);
    assert_eq!(all.iter().filter(|s| **s == Settled::Unchanged).count(), 49);
    assert_eq!(payer.taken().await, 1);
    payer.test.assert_books_agree().await;
}

#[tokio::test]
async fn a_notice_that_never_comes_is_asked_for() {
    let payer = Payer::new().await;
    let (payment_id, page) = payer.open(other("1000")).await;
    payer.press(&page, "pay", "never").await;
    job::reconcile(&payer.test.portal).await.expect("reconciled");
    assert_eq!(payer.status(payment_id).await, PaymentStatus::Processing, "a notice gets a minute by itself");
    for _ in 0..2 {
        payer.test.pass(TimeDelta::minutes(2));
        job::reconcile(&payer.test.portal).await.expect("reconciled");
        assert_eq!((payer.status(payment_id).await, payer.taken().await), (PaymentStatus::Posted, 1));
    }
    payer.test.assert_books_agree().await;
}

#[tokio::test]
async fn a_notice_before_the_browser_is_sent_on_is_taken_in() {
    let payer = Payer::new().await;
    let (payment_id, _) = payer.open(other("1000")).await;
    let trade = payer.trade(payment_id, TradeStatus::Paid).await;
    assert_eq!(payer.settle(&trade).await, Settled::Posted);
    // The provider's page is open in the browser; going there again leads to the receipt.
    let again = start::resume(&payer.test.portal, &payer.who, payment_id).await.expect("resumed");
    assert_eq!(again, Started::Done(payment_id));
}

#[tokio::test]
async fn coming_back_from_the_provider_proves_nothing() {
    let payer = Payer::new().await;
    let (payment_id, page) = payer.open(other("1000")).await;
    payer.press(&page, "pay", "late").await;
    let waiting = payer.view(payment_id).await;
    assert_eq!((waiting.line.status, waiting.receipt), (PaymentStatus::Processing, None));
    assert_eq!(payer.taken().await, 0);
}

#[tokio::test]
async fn a_double_click_makes_one_payment() {
    let payer = Payer::new().await;
    let order = payer.order(wish(Choice::Due)).await;
    let (one, two) = tokio::join!(payer.start(&order), payer.start(&order));
    assert_eq!(one.expect("started"), two.expect("started"));
    assert_eq!((payer.test.count("payment").await, payer.test.count("sandbox.trade").await), (1, 1));
}

#[tokio::test]
async fn the_back_button_leads_to_the_receipt() {
    let payer = Payer::new().await;
    let order = payer.order(wish(Choice::Due)).await;
    let Ok(Started::Provider { payment_id, .. }) = payer.start(&order).await else { panic!("not opened") };
    payer.settle(&payer.trade(payment_id, TradeStatus::Paid).await).await;
    assert_eq!(payer.start(&order).await.expect("known"), Started::Done(payment_id));
    assert_eq!(payer.test.count("payment").await, 1);
}

#[tokio::test]
async fn a_provider_that_does_not_answer_loses_nothing() {
    let payer = Payer::new().await;
    let order = payer.order(wish(Choice::Due)).await;
    payer.test.end_provider().await;
    for _ in 0..2 {
        assert_eq!(refused(payer.start(&order).await).code, "provider_unreachable");
    }
    let payments = view::list_of_loan(&payer.test.portal, &payer.who, payer.loan_id).await.expect("a list");
    assert_eq!(payments.iter().map(|p| p.status).collect::<Vec<_>>(), [PaymentStatus::Created]);
    payer.test.pass(TimeDelta::hours(1));
    job::reconcile(&payer.test.portal).await.expect("goes on without it");
    assert_eq!(
        refused(payments::cancel(&payer.test.portal, &payer.who, payments[0].payment_id).await).code,
        "provider_unreachable"
    );
    assert_eq!(payer.taken().await, 0);
}

#[tokio::test]
async fn a_second_tab_cannot_pay_while_a_payment_is_under_way() {
    let payer = Payer::new().await;
    let (first, second) = (payer.order(wish(Choice::Due)).await, payer.order(wish(Choice::Due)).await);
    let (one, two) = tokio::join!(payer.start(&first), payer.start(&second));
    let lost = if one.is_ok() { two } else { one };
    assert_eq!(refused(lost).code, "open_payment");
    assert_eq!(payer.test.count("payment").await, 1);
}

#[tokio::test]
async fn a_second_tab_after_the_first_was_paid_must_look_again() {
    let payer = Payer::new().await;
    let second = payer.order(wish(Choice::Overdue)).await;
    let (payment_id, _) = payer.open(wish(Choice::Overdue)).await;
    payer.settle(&payer.trade(payment_id, TradeStatus::Paid).await).await;
    assert!(matches!(payer.start(&second).await, Err(Error::Stale(_))));
    assert_eq!(payer.taken().await, 1);
}

#[tokio::test]
async fn one_form_cannot_be_used_for_another_amount() {
    let payer = Payer::new().await;
    let order = payer.order(other("1000")).await;
    payer.start(&order).await.expect("started");
    let changed = Order { key: order.key, ..payer.order(other("2000")).await };
    assert_eq!(refused(payer.start(&changed).await).code, "form_used");
    assert_eq!(payer.test.count("payment").await, 1);
}

#[tokio::test]
async fn a_confirmation_of_something_else_than_was_shown_is_refused() {
    let payer = Payer::new().await;
    let order = payer.order(other("1000")).await;
    let tampered = Order { wish: other("2000"), ..order.clone() };
    assert!(matches!(payer.start(&tampered).await, Err(Error::Stale(_))));
    // Overnight the penalty has grown: the same amount goes elsewhere.
    payer.test.pass(TimeDelta::days(1));
    assert!(matches!(payer.start(&order).await, Err(Error::Stale(_))));
    assert_eq!(payer.test.count("payment").await, 0);
}

#[tokio::test]
async fn another_amount_or_currency_waits_in_suspense() {
    let payer = Payer::new().await;
    let (payment_id, _) = payer.open(other("1000")).await;
    let right = payer.trade(payment_id, TradeStatus::Paid).await;
    let wrong = Trade { amount: "999.99".to_owned(), ..right.clone() };
    assert_eq!(payer.settle(&wrong).await, Settled::Suspended);
    assert_eq!(payer.settle(&wrong).await, Settled::Unchanged);
    let foreign = Trade { currency: "USD".to_owned(), trade_id: "elsewhere".to_owned(), ..right.clone() };
    assert_eq!(payer.settle(&foreign).await, Settled::Suspended);
    let unknown = Trade { reference: "PAY-000000-NOBODY".to_owned(), trade_id: "nobody".to_owned(), ..right };
    assert_eq!(payer.settle(&unknown).await, Settled::Suspended);
    assert_eq!(payer.status(payment_id).await, PaymentStatus::InReview);
    assert_eq!((payer.taken().await, payer.test.count("suspense").await), (0, 3));
    payer.test.assert_books_agree().await;
}

#[tokio::test]
async fn a_second_trade_for_a_paid_payment_waits_in_suspense() {
    let payer = Payer::new().await;
    let (payment_id, _) = payer.open(other("1000")).await;
    let trade = payer.trade(payment_id, TradeStatus::Paid).await;
    payer.settle(&trade).await;
    assert_eq!(payer.settle(&Trade { trade_id: "another".to_owned(), ..trade }).await, Settled::Suspended);
    assert_eq!((payer.status(payment_id).await, payer.taken().await), (PaymentStatus::Posted, 1));
}

#[tokio::test]
async fn money_that_comes_after_the_loan_was_settled_is_the_borrowers_credit() {
    let payer = Payer::new().await;
    let (late, _) = payer.open(other("1000")).await;
    let trade = payer.trade(late, TradeStatus::Paid).await;
    payments::cancel(&payer.test.portal, &payer.who, late).await.expect("cancelled");
    let (all, _) = payer.open(wish(Choice::Payoff)).await;
    payer.settle(&payer.trade(all, TradeStatus::Paid).await).await;
    let settled = payer.view(all).await;
    assert_eq!(settled.state.status, LoanStatus::Settled);
    // The provider says after all that the cancelled one was paid.
    assert_eq!(payer.settle(&trade).await, Settled::Posted);
    let after = payer.view(late).await;
    assert_eq!(after.state.status, LoanStatus::Settled);
    assert_eq!(after.state.credit_balance, Money::parse("1000", Currency::CNY).expect("an amount"));
    assert!(after.difference.is_some());
    payer.test.assert_books_agree().await;
}

#[tokio::test]
async fn a_payment_that_is_taken_back_leaves_the_loan_as_if_it_had_not_been() {
    let payer = Payer::new().await;
    let owed = payer.quote(&wish(Choice::Due)).await.amount;
    let (payment_id, page) = payer.open(wish(Choice::Due)).await;
    payer.press(&page, "pay", "once").await;
    payer.until(payment_id, PaymentStatus::Posted).await;
    payer.press(&page, "reverse", "once").await;
    payer.until(payment_id, PaymentStatus::Reversed).await;
    assert_eq!((payer.taken().await, payer.quote(&wish(Choice::Due)).await.amount), (0, owed));
    payer.test.assert_books_agree().await;
}

#[tokio::test]
async fn notices_may_come_in_any_order() {
    let payer = Payer::new().await;
    let (payment_id, _) = payer.open(other("1000")).await;
    let paid = payer.trade(payment_id, TradeStatus::Paid).await;
    let reversed = Trade { status: TradeStatus::Reversed, ..paid.clone() };
    let closed = Trade { status: TradeStatus::Closed, ..paid.clone() };
    assert_eq!(payer.settle(&reversed).await, Settled::Reversed);
    for late in [&paid, &reversed, &closed, &paid] {
        assert_eq!(payer.settle(late).await, Settled::Unchanged);
    }
    assert_eq!((payer.status(payment_id).await, payer.taken().await), (PaymentStatus::Reversed, 0));
    payer.test.assert_books_agree().await;
}

#[tokio::test]
async fn a_payment_counts_for_the_day_it_was_paid_and_the_receipt_says_so() {
    let payer = Payer::new().await;
    let (payment_id, _) = payer.open(wish(Choice::Overdue)).await;
    payer.test.pass(TimeDelta::days(1));
    let paid_later = payer.trade(payment_id, TradeStatus::Paid).await;
    payer.test.pass(TimeDelta::days(3));
    payer.settle(&paid_later).await;
    let view = payer.view(payment_id).await;
    let (previewed, paid) = (view.preview.on, view.receipt.as_ref().expect("a receipt").on);
    assert_eq!(paid - previewed, TimeDelta::days(1));
    assert_eq!(view.difference, Some(Difference::OtherDay { previewed, paid }));
    payer.test.assert_books_agree().await;
}

#[tokio::test]
async fn a_loan_that_moved_before_the_posting_is_explained_on_the_receipt() {
    let payer = Payer::new().await;
    let (payment_id, _) = payer.open(wish(Choice::Overdue)).await;
    let amount = Money::parse("10000", Currency::CNY).expect("an amount");
    payer.test.event(&payer.who, payer.loan_id, payer.test.portal.clock.today(), EventKind::Payment { amount }).await;
    payer.settle(&payer.trade(payment_id, TradeStatus::Paid).await).await;
    let view = payer.view(payment_id).await;
    assert_eq!(view.difference, Some(Difference::LoanMoved));
    payer.test.assert_books_agree().await;
}

#[tokio::test]
async fn a_forged_or_old_notice_is_not_believed() {
    let payer = Payer::new().await;
    let (payment_id, _) = payer.open(other("1000")).await;
    let portal = &payer.test.portal;
    let notice = json!({ "merchant": "afterloan-demo", "trade": payer.trade(payment_id, TradeStatus::Paid).await });
    let body = notice.to_string();
    let url = format!("{}/webhooks/sandbox", portal.lender.public_url);
    let send = async |signature: Option<String>, body: String| {
        let mut request = portal.http.post(&url).body(body);
        if let Some(signature) = signature {
            request = request.header(sandbox::HEADER, signature);
        }
        request.send().await.expect("an answer").status().as_u16()
    };
    let secret = portal.keys.hash("sandbox webhook", &[]);
    let now = portal.clock.now();
    let good = sandbox::sign(&secret, body.as_bytes(), now);
    assert_eq!(send(None, body.clone()).await, 400);
    assert_eq!(send(Some("t=1,v1=00".to_owned()), body.clone()).await, 400);
    assert_eq!(send(Some(sandbox::sign(b"guessed", body.as_bytes(), now)), body.clone()).await, 400);
    assert_eq!(send(Some(good.clone()), body.replace("1000", "1001")).await, 400);
    assert_eq!(
        send(Some(sandbox::sign(&secret, body.as_bytes(), now - TimeDelta::seconds(301))), body.clone()).await,
        400
    );
    let foreign = body.replace("afterloan-demo", "somebody-else");
    assert_eq!(send(Some(sandbox::sign(&secret, foreign.as_bytes(), now)), foreign).await, 400);
    assert_eq!(send(Some(sandbox::sign(&secret, b"{}", now)), "{}".to_owned()).await, 400);
    let long = "x".repeat(20_000);
    assert_eq!(send(Some(sandbox::sign(&secret, long.as_bytes(), now)), long).await, 413);
    assert_eq!((payer.taken().await, payer.test.count("suspense").await), (0, 0));
    assert_eq!(send(Some(good.clone()), body.clone()).await, 200);
    assert_eq!(send(Some(good), body).await, 200);
    assert_eq!(payer.taken().await, 1);
}

#[tokio::test]
async fn a_cancelled_or_abandoned_payment_cannot_be_paid_any_more() {
    let payer = Payer::new().await;
    let (cancelled, page) = payer.open(other("1000")).await;
    payments::cancel(&payer.test.portal, &payer.who, cancelled).await.expect("cancelled");
    assert_eq!(payer.status(cancelled).await, PaymentStatus::Cancelled);
    assert!(payer.press(&page, "pay", "once").await.contains("/checkout/"), "shows that it is closed");
    let (abandoned, _) = payer.open(other("1000")).await;
    payer.test.pass(TimeDelta::minutes(31));
    job::reconcile(&payer.test.portal).await.expect("reconciled");
    assert_eq!(payer.status(abandoned).await, PaymentStatus::Expired);
    assert_eq!(payer.taken().await, 0);
}

#[tokio::test]
async fn a_cancellation_that_is_slower_than_the_money_finds_it_paid() {
    let payer = Payer::new().await;
    let (payment_id, page) = payer.open(other("1000")).await;
    payer.press(&page, "pay", "never").await;
    payments::cancel(&payer.test.portal, &payer.who, payment_id).await.expect("answered");
    assert_eq!(payer.status(payment_id).await, PaymentStatus::Posted);
}

#[tokio::test]
async fn a_refused_payment_ends_and_another_can_be_made() {
    let payer = Payer::new().await;
    let (payment_id, page) = payer.open(other("1000")).await;
    payer.press(&page, "refuse", "once").await;
    payer.until(payment_id, PaymentStatus::Failed).await;
    payer.open(other("1000")).await;
}

#[tokio::test]
async fn what_is_typed_wrong_is_refused_by_name() {
    let payer = Payer::new().await;
    let cases = [
        ("", "required"),
        ("-5", "not_positive"),
        ("0", "not_positive"),
        ("0.00", "not_positive"),
        ("1.005", "too_many_decimals"),
        ("1000000000000000000000000000000", "too_large"),
        ("abc", "not_an_amount"),
        ("😀", "not_an_amount"),
        ("1e5", "not_an_amount"),
        ("NaN", "not_an_amount"),
        ("12,34.5", "not_an_amount"),
        ("\u{202e}100", "not_an_amount"),
        ("200000", "above_payoff"),
    ];
    for (typed, code) in cases {
        let refusal = refused(quote::preview(&payer.test.portal, &payer.who, payer.loan_id, &other(typed)).await);
        assert_eq!((refusal.field, refusal.code), ("amount", code), "{typed:?}");
    }
    for typed in ["1,234.50", "１２３４．５", "¥1234.5", " 1 234.5 "] {
        assert_eq!(payer.quote(&other(typed)).await.amount.to_string(), "1234.50", "{typed:?}");
    }
    assert_eq!(payer.test.count("payment").await, 0);
}

#[tokio::test]
async fn a_prepayment_shortens_the_term_or_lowers_the_installment() {
    let payer = Payer::new().await;
    for then in [Then::ReduceTerm, Then::ReduceInstallment] {
        let wish = Wish { then, ..other("80000") };
        let quote = payer.quote(&wish).await;
        let find = |then| quote.outcomes.iter().find(|o| o.then == then).expect("an outcome");
        assert!(find(Then::ReduceTerm).final_due_on < find(Then::ReduceInstallment).final_due_on);
        assert!(find(Then::ReduceTerm).installment > find(Then::ReduceInstallment).installment);
    }
    let before = payer.quote(&Wish { then: Then::ReduceInstallment, ..other("80000") }).await;
    let (payment_id, _) = payer.open(Wish { then: Then::ReduceInstallment, ..other("80000") }).await;
    payer.settle(&payer.trade(payment_id, TradeStatus::Paid).await).await;
    let paid = payer.view(payment_id).await;
    assert_eq!((paid.receipt, paid.then), (Some(before.split), Some(Then::ReduceInstallment)));
    assert_eq!(paid.state.final_due_on, before.after.final_due_on);
    payer.test.assert_books_agree().await;
}

#[tokio::test]
async fn somebody_elses_loan_and_payment_are_not_found() {
    let payer = Payer::new().await;
    let (payment_id, _) = payer.open(other("1000")).await;
    let (portal, stranger) = (&payer.test.portal, payer.test.person().await);
    let order = payer.order(other("1000")).await;
    assert!(matches!(quote::offer(portal, &stranger, payer.loan_id).await, Err(Error::NotFound)));
    assert!(matches!(start::start(portal, &stranger, &order).await, Err(Error::NotFound)));
    assert!(matches!(view::find(portal, &stranger, payment_id).await, Err(Error::NotFound)));
    assert!(matches!(payments::cancel(portal, &stranger, payment_id).await, Err(Error::NotFound)));
    assert!(matches!(start::resume(portal, &stranger, payment_id).await, Err(Error::NotFound)));
    assert!(view::list_of_loan(portal, &stranger, payer.loan_id).await.expect("a list").is_empty());
    assert_eq!(payer.status(payment_id).await, PaymentStatus::Processing);
}

#[tokio::test]
async fn a_person_cannot_write_a_payment_that_arrived() {
    let payer = Payer::new().await;
    let (payment_id, _) = payer.open(other("1000")).await;
    let mut tx = payer.test.portal.begin(payer.who.actor()).await.expect("begin");
    let changed =
        sqlx::query("update payment set status = 'posted', event_id = 'x' where payment_id = $1").bind(payment_id.0);
    assert_eq!(changed.execute(&mut *tx).await.expect("no row is theirs to change").rows_affected(), 0);
    let trade = sqlx::query("insert into provider_trade values ('sandbox', 'mine', $1, $2, now())")
        .bind(payer.who.borrower_id.0)
        .bind(payment_id.0);
    assert!(trade.execute(&mut *tx).await.is_err());
}
