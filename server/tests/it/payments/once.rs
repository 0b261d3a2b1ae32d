//! One payment is posted once, whatever browsers and providers do twice, late or never.

use chrono::TimeDelta;
use lending::language::Language;
use server::{
    Error, identity::SignedInPerson, payments, payments::Choice, payments::Order, payments::PaymentStatus,
    payments::Started, payments::job, payments::provider::TradeStatus, payments::settle::Settled, payments::start,
    payments::view,
};
use std::time::Duration;

use super::{Payer, other, refused, wish};

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
async fn the_providers_page_follows_who_changes_the_language_on_the_way() {
    let payer = Payer::new().await;
    let (payment_id, page) = payer.open(other("1000")).await;
    let shown = || async { reqwest::get(&page).await.expect("an answer").text().await.expect("a page") };
    for (language, lang) in [(Language::English, "lang=\"en\""), (Language::Chinese, "lang=\"zh-CN\"")] {
        let who = SignedInPerson { language, ..payer.who.clone() };
        let again = start::resume(&payer.test.portal, &who, payment_id).await.expect("resumed");
        assert_eq!(again, Started::Provider { payment_id, checkout_url: page.clone() });
        assert!(shown().await.contains(lang), "{lang}");
    }
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

/// Both would go to the principal alone; what is left afterwards is not what was shown.
#[tokio::test]
async fn an_early_repayment_after_another_one_must_look_again() {
    let payer = Payer::new().await;
    payer.settled(wish(Choice::Overdue)).await;
    let shown = payer.order(other("20000")).await;
    payer.settled(other("15000")).await;
    let now = payer.quote(&other("20000")).await;
    assert!(now.split.prepaid.is_positive());
    assert!(matches!(payer.start(&shown).await, Err(Error::Stale(_))));
    let again = payer.order(other("20000")).await;
    assert!(matches!(payer.start(&again).await, Ok(Started::Provider { .. })));
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
