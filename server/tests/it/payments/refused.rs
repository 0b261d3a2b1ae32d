//! What is not believed, not taken or not found.

use chrono::TimeDelta;
use lending::terms::Then;
use serde_json::json;
use server::{
    Error, payments, payments::PaymentStatus, payments::Wish, payments::job, payments::provider::TradeStatus,
    payments::quote, payments::sandbox, payments::start, payments::view,
};

use super::{Payer, other, refused};

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
