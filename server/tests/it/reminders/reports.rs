//! Delivery reports: what is known already stays.

use server::{
    Actor, Error,
    reminders::{deliver, plan, report},
};

use super::{THREE_DAYS_BEFORE, due_15_december, ledger, plan_and_send, reachable, system};
use crate::harness::TestPortal;

/// The secret of the one SMS that was sent.
async fn reference(it: &TestPortal) -> String {
    let mut tx = it.portal.begin(Actor::System).await.expect("begin");
    sqlx::query_scalar("select reference from message_route").fetch_one(&mut *tx).await.expect("a reference")
}

#[tokio::test(flavor = "multi_thread")]
async fn reports_that_come_twice_or_out_of_order_take_nothing_back() {
    let it = TestPortal::start().await;
    let who = reachable(&it, "+8613800000001", "wang@example.com").await;
    due_15_december(&it, &who).await;
    it.set_clock(THREE_DAYS_BEFORE);
    plan_and_send(&it).await;
    let reference = reference(&it).await;
    for (number, status) in
        [(8, "sent"), (1, "delivered"), (1, "delivered"), (8, "delivered"), (2, "delivered"), (16, "delivered")]
    {
        report::receive(&it.portal, &reference, number).await.expect("taken");
        assert!(ledger(&it).await.contains(&format!("due_in_3 sms {status}")), "{number}: {:?}", ledger(&it).await);
    }
    assert!(matches!(report::receive(&it.portal, &reference, 99).await, Err(Error::NotFound)));
    assert!(matches!(report::receive(&it.portal, "nobody", 1).await, Err(Error::NotFound)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_of_failure_is_a_failure() {
    let it = TestPortal::start().await;
    let who = reachable(&it, "+8613800000001", "wang@example.com").await;
    due_15_december(&it, &who).await;
    it.set_clock(THREE_DAYS_BEFORE);
    plan_and_send(&it).await;
    report::receive(&it.portal, &reference(&it).await, 2).await.expect("taken");
    assert!(ledger(&it).await.contains(&"due_in_3 sms permanent_failure undelivered".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dead_workers_email_is_sent_again_and_its_sms_is_not() {
    let it = TestPortal::start().await;
    let who = reachable(&it, "+8613800000001", "wang@example.com").await;
    due_15_december(&it, &who).await;
    it.set_clock(THREE_DAYS_BEFORE);
    plan::plan(&it.portal).await.expect("planned");
    system(
        &it,
        "update message set status = 'sending', attempts = 1, claimed_at = clock_timestamp() - interval '10 minutes';
                 insert into message_route select 'secret', borrower_id, message_id from message where channel = 'sms'",
    )
    .await;
    deliver::deliver(&it.portal).await.expect("delivered");
    assert_eq!(ledger(&it).await, ["due_in_3 email sent", "due_in_3 sms unconfirmed worker_lost"]);
    it.pass(chrono::TimeDelta::days(1));
    deliver::deliver(&it.portal).await.expect("delivered");
    assert_eq!(it.count("captured_message").await, 1);
    // A report settles it.
    report::receive(&it.portal, "secret", 1).await.expect("taken");
    assert_eq!(ledger(&it).await, ["due_in_3 email sent", "due_in_3 sms delivered"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_gateways_report_comes_over_http_with_nothing_but_its_address() {
    let it = TestPortal::start().await;
    let who = reachable(&it, "+8613800000001", "wang@example.com").await;
    due_15_december(&it, &who).await;
    it.set_clock(THREE_DAYS_BEFORE);
    plan_and_send(&it).await;
    let address = format!("{}/reports/sms/{}", it.portal.lender.public_url, reference(&it).await);
    let status = async |url: String| reqwest::get(url).await.expect("an answer").status().as_u16();
    assert_eq!(status(format!("{address}?status=1")).await, 204);
    assert_eq!(status(format!("{address}x?status=1")).await, 404);
    assert_eq!(status(format!("{address}?status=no")).await, 400);
    assert!(ledger(&it).await.contains(&"due_in_3 sms delivered".to_owned()));
}
