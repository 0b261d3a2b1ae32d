//! True when sent, never at night, never twice.

use lending::{
    event::{EventKind, Hold},
    money::{Currency, Money},
};
use server::{
    Actor,
    reminders::{deliver, plan, view},
};

use super::{THREE_DAYS_BEFORE, contact, day, due_15_december, ledger, mailbox, plan_and_send, reachable, system};
use crate::harness::TestPortal;

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_between_planning_and_sending_takes_the_reminder_back() {
    let it = TestPortal::start().await;
    let who = reachable(&it, "+8613800000001", "wang@example.com").await;
    let loan = due_15_december(&it, &who).await;
    it.set_clock(THREE_DAYS_BEFORE);
    plan::plan(&it.portal).await.expect("planned");
    let amount = Money::parse("20000", Currency::CNY).expect("an amount");
    it.event(&who, loan, day("2026-12-12"), EventKind::Payment { amount }).await;
    deliver::deliver(&it.portal).await.expect("delivered");
    assert_eq!(ledger(&it).await, ["due_in_3 email cancelled paid", "due_in_3 sms cancelled paid"]);
    assert!(mailbox(&it).await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_plan_takes_the_reminder_of_the_old_one_back() {
    let it = TestPortal::start().await;
    let who = reachable(&it, "+8613800000001", "wang@example.com").await;
    let loan = due_15_december(&it, &who).await;
    it.set_clock(THREE_DAYS_BEFORE);
    plan::plan(&it.portal).await.expect("planned");
    let change =
        serde_json::from_value(serde_json::json!({ "kind": "extension", "extra_installments": 6 })).expect("a change");
    it.event(&who, loan, day("2026-12-12"), EventKind::Modification { change: Box::new(change) }).await;
    deliver::deliver(&it.portal).await.expect("delivered");
    assert_eq!(ledger(&it).await, ["due_in_3 email cancelled plan_changed", "due_in_3 sms cancelled plan_changed"]);
    // The new plan is spoken of instead, with its own amount.
    plan_and_send(&it).await;
    assert_eq!(mailbox(&it).await.len(), 2, "{:?}", ledger(&it).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_paid_is_not_asked_for_again() {
    let it = TestPortal::start().await;
    let who = reachable(&it, "+8613800000001", "wang@example.com").await;
    let loan = due_15_december(&it, &who).await;
    it.set_clock("2026-12-16T01:00:00Z");
    plan_and_send(&it).await;
    let whole = mailbox(&it).await;
    let other = TestPortal::start().await;
    let who = reachable(&other, "+8613800000001", "wang@example.com").await;
    let second = due_15_december(&other, &who).await;
    other.set_clock("2026-12-16T01:00:00Z");
    let amount = Money::parse("5000", Currency::CNY).expect("an amount");
    other.event(&who, second, day("2026-12-15"), EventKind::Payment { amount }).await;
    plan_and_send(&other).await;
    let part = mailbox(&other).await;
    assert_eq!((whole.len(), part.len()), (2, 2));
    assert!(whole[0].1 != part[0].1, "{part:?} {loan}");
}

#[tokio::test(flavor = "multi_thread")]
async fn dunning_on_hold_keeps_quiet() {
    let it = TestPortal::start().await;
    let who = reachable(&it, "+8613800000001", "wang@example.com").await;
    let loan = due_15_december(&it, &who).await;
    it.set_clock("2026-12-16T01:00:00Z");
    let hold = EventKind::Hold { from: day("2026-12-10"), to: day("2027-01-10"), what: Hold::Dunning };
    it.event(&who, loan, day("2026-12-10"), hold).await;
    plan_and_send(&it).await;
    assert!(ledger(&it).await.contains(&"late_1 sms cancelled on_hold".to_owned()), "{:?}", ledger(&it).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn at_night_a_message_waits_for_the_morning_and_is_true_then() {
    let it = TestPortal::start().await;
    let who = reachable(&it, "+8613800000001", "wang@example.com").await;
    due_15_december(&it, &who).await;
    it.set_clock("2026-12-12T14:30:00Z"); // 22:30
    plan_and_send(&it).await;
    assert_eq!(ledger(&it).await, ["due_in_3 email queued", "due_in_3 sms queued"]);
    it.set_clock("2026-12-12T23:59:59Z"); // 07:59:59
    plan_and_send(&it).await;
    assert!(mailbox(&it).await.is_empty());
    it.set_clock("2026-12-13T00:00:00Z"); // 08:00
    plan_and_send(&it).await;
    let mailbox = mailbox(&it).await;
    assert_eq!(mailbox.len(), 2);
    assert!(mailbox.iter().all(|(_, text)| text.contains("还有 2 天") || text.contains("12月15日")), "{mailbox:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backlog_is_let_out_by_day_only_and_only_where_it_is_still_due() {
    let it = TestPortal::start().await;
    let paid = reachable(&it, "+8613800000001", "paid@example.com").await;
    let unpaid = reachable(&it, "+8613800000002", "unpaid@example.com").await;
    let loan = due_15_december(&it, &paid).await;
    due_15_december(&it, &unpaid).await;
    it.set_clock(THREE_DAYS_BEFORE);
    plan::plan(&it.portal).await.expect("planned"); // and then the gateway is down for half a day
    it.set_clock("2026-12-12T13:00:00Z");
    let amount = Money::parse("20000", Currency::CNY).expect("an amount");
    it.event(&paid, loan, day("2026-12-12"), EventKind::Payment { amount }).await;
    deliver::deliver(&it.portal).await.expect("delivered");
    assert!(mailbox(&it).await.is_empty());
    it.set_clock("2026-12-13T01:00:00Z");
    deliver::deliver(&it.portal).await.expect("delivered");
    assert_eq!(mailbox(&it).await.len(), 2, "{:?}", ledger(&it).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_jumps_back_sends_nothing_twice() {
    let it = TestPortal::start().await;
    let who = reachable(&it, "+8613800000001", "wang@example.com").await;
    due_15_december(&it, &who).await;
    for now in
        [THREE_DAYS_BEFORE, "2026-12-12T00:30:00Z", "2026-12-11T01:00:00Z", THREE_DAYS_BEFORE, "2026-12-13T01:00:00Z"]
    {
        it.set_clock(now);
        plan_and_send(&it).await;
    }
    assert_eq!(mailbox(&it).await.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn workers_that_run_at_once_hand_each_message_over_once() {
    let it = TestPortal::start().await;
    for n in 0..25 {
        let who = reachable(&it, &format!("+86138000002{n:02}"), &format!("p{n}@example.com")).await;
        due_15_december(&it, &who).await;
    }
    it.set_clock(THREE_DAYS_BEFORE);
    plan::plan(&it.portal).await.expect("planned");
    let looked_at: usize = futures::future::join_all((0..4).map(|_| deliver::deliver(&it.portal)))
        .await
        .into_iter()
        .map(|done| done.expect("delivered"))
        .sum();
    assert_eq!(looked_at, 50);
    let mut to: Vec<String> = sqlx::query_scalar("select recipient from captured_message")
        .fetch_all(&it.portal.pool)
        .await
        .expect("the mailbox");
    to.sort();
    to.dedup();
    assert_eq!((to.len(), it.count("captured_message").await), (50, 50));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_loan_asks_for_money_by_sms_once_a_day_and_thrice_a_week() {
    let it = TestPortal::start().await;
    let who = reachable(&it, "+8613800000001", "wang@example.com").await;
    due_15_december(&it, &who).await;
    system(&it, "insert into reminder_rule (code, subject, days_after_due, channels, collections)
                 select 'late_' || d, 'installment', d, '{sms}', true from generate_series(2, 5) d;
                 insert into reminder_rule (code, subject, days_after_due, channels, collections) values ('late_1b', 'installment', 1, '{sms}', true)").await;
    for date in 16..=20 {
        it.set_clock(&format!("2026-12-{date}T04:00:00Z"));
        plan_and_send(&it).await;
    }
    let ledger = ledger(&it).await;
    let sms: Vec<&str> = ledger.iter().filter(|line| line.contains(" sms ")).map(String::as_str).collect();
    assert_eq!(sms.iter().filter(|line| line.ends_with("sent")).count(), 3, "{ledger:?}");
    assert_eq!(sms.iter().filter(|line| line.ends_with("cap_a_day")).count(), 1, "{ledger:?}");
    assert_eq!(sms.iter().filter(|line| line.ends_with("cap_a_week")).count(), 2, "{ledger:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_cannot_be_prepared_is_put_aside_and_holds_nobody_up() {
    let it = TestPortal::start().await;
    let who = reachable(&it, "+8613800000001", "wang@example.com").await;
    due_15_december(&it, &who).await;
    system(&it, "insert into message (borrower_id, message_id, person_id, subject, subject_id, rule, channel, language, status, send_after, created_at, changed_at)
                 select m.borrower_id, gen_random_uuid(), m.person_id, 'poison', gen_random_uuid(), 'payment_received', 'sms', 'zh-CN', 'created',
                        '2026-12-01Z', '2026-12-01Z', '2026-12-01Z' from membership m").await;
    it.set_clock(THREE_DAYS_BEFORE);
    plan_and_send(&it).await;
    assert_eq!(mailbox(&it).await.len(), 2);
    assert!(ledger(&it).await.contains(&"payment_received sms temporary_failure fault".to_owned()));
    for _ in 0..6 {
        it.pass(chrono::TimeDelta::hours(1));
        deliver::deliver(&it.portal).await.expect("delivered");
    }
    assert!(ledger(&it).await.contains(&"payment_received sms permanent_failure fault".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_text_is_in_the_persons_language_and_kept() {
    let it = TestPortal::start().await;
    let who = reachable(&it, "+447700900123", "smith@example.com").await;
    due_15_december(&it, &who).await;
    system(&it, "update person set language = 'en'").await;
    it.set_clock(THREE_DAYS_BEFORE);
    plan_and_send(&it).await;
    let page = view::mine(&it.portal, &who, None).await.expect("my messages");
    assert_eq!(page.rows.len(), 2);
    for mine in &page.rows {
        assert!(mine.body.contains("15 December 2026") && mine.body.contains("in 3 days"), "{}", mine.body);
        assert!(mine.recipient.contains("****") || mine.recipient == "s***@example.com", "{}", mine.recipient);
    }
    assert!(
        mailbox(&it).await.iter().any(|(channel, text)| channel == "sms" && text.contains("[Riverside Microcredit]"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_reads_what_was_sent_to_somebody_else() {
    let it = TestPortal::start().await;
    let who = reachable(&it, "+8613800000001", "wang@example.com").await;
    due_15_december(&it, &who).await;
    it.set_clock(THREE_DAYS_BEFORE);
    plan_and_send(&it).await;
    let stranger = it.person().await;
    contact(&it, &stranger, "phone", "+8613800000009").await;
    // A colleague of the same company acts for the same borrower and still reads their own letters only.
    let colleague = server::identity::SignedInPerson { borrower_id: who.borrower_id, ..stranger.clone() };
    for other in [stranger, colleague] {
        assert!(view::mine(&it.portal, &other, None).await.expect("messages").rows.is_empty());
    }
}

/// The function that finds it reads past the policies.
#[tokio::test(flavor = "multi_thread")]
async fn the_next_message_is_found_by_the_system_alone() {
    let it = TestPortal::start().await;
    let who = reachable(&it, "+8613800000001", "wang@example.com").await;
    due_15_december(&it, &who).await;
    it.set_clock(THREE_DAYS_BEFORE);
    plan::plan(&it.portal).await.expect("planned");
    for (actor, found) in [(Actor::Public, 0), (Actor::Person(who.actor()), 0), (Actor::System, 1)] {
        let mut tx = it.portal.begin(actor).await.expect("begin");
        let next =
            sqlx::query("select * from lock_next_message('2200-01-01')").fetch_all(&mut *tx).await.expect("rows");
        assert_eq!(next.len(), found);
    }
}
