//! What is planned, for whom, and how often: once.

use lending::{
    event::EventKind,
    money::{Currency, Money},
};
use server::{
    Actor, jobs,
    reminders::{self, Tell, deliver, plan},
};
use uuid::Uuid;

use super::{THREE_DAYS_BEFORE, contact, day, due_15_december, ledger, mailbox, plan_and_send, reachable, system};
use crate::harness::TestPortal;

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_is_spoken_of_three_days_before_on_the_day_and_a_day_after() {
    let it = TestPortal::start().await;
    let who = reachable(&it, "+8613800000001", "wang@example.com").await;
    due_15_december(&it, &who).await;
    for (now, rule) in [
        ("2026-12-11T04:00:00Z", ""),
        (THREE_DAYS_BEFORE, "due_in_3"),
        ("2026-12-13T04:00:00Z", ""),
        ("2026-12-15T01:00:00Z", "due_today"),
        ("2026-12-16T01:00:00Z", "late_1"),
        ("2026-12-17T01:00:00Z", ""),
    ] {
        let before = ledger(&it).await.len();
        it.set_clock(now);
        plan_and_send(&it).await;
        let after = ledger(&it).await;
        assert_eq!(after.len() - before, if rule.is_empty() { 0 } else { 2 }, "{now}");
        for channel in ["sms", "email"] {
            assert!(rule.is_empty() || after.contains(&format!("{rule} {channel} sent")), "{now}: {after:?}");
        }
    }
    assert_eq!(mailbox(&it).await.len(), 6);
}

#[tokio::test(flavor = "multi_thread")]
async fn planners_that_run_at_once_plan_once() {
    let it = TestPortal::start().await;
    for n in 0..20 {
        let who = reachable(&it, &format!("+86138000001{n:02}"), &format!("p{n}@example.com")).await;
        due_15_december(&it, &who).await;
    }
    it.set_clock(THREE_DAYS_BEFORE);
    let planned = futures::future::join_all((0..8).map(|_| plan::plan(&it.portal))).await;
    let planned: u64 = planned.into_iter().map(|p| p.expect("planned")).sum();
    assert_eq!(planned, 40);
    assert_eq!(it.count("message").await, 40);
    assert_eq!(plan::plan(&it.portal).await.expect("planned"), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_begins_in_the_persons_own_zone() {
    let it = TestPortal::start().await;
    let east = reachable(&it, "+8613800000001", "east@example.com").await;
    let west = reachable(&it, "+8613800000002", "west@example.com").await;
    for who in [&east, &west] {
        due_15_december(&it, who).await;
    }
    system(&it, "update person set time_zone = 'Pacific/Kiritimati' where person_id = (select person_id from contact where value = 'east@example.com');
                 update person set time_zone = 'America/Los_Angeles' where person_id = (select person_id from contact where value = 'west@example.com')").await;
    let planned_for = async |now: &str| {
        it.set_clock(now);
        plan::plan(&it.portal).await.expect("planned")
    };
    assert_eq!(planned_for("2026-12-11T09:00:00Z").await, 0); // 23:00 on the 11th in Kiritimati
    assert_eq!(planned_for("2026-12-11T10:00:00Z").await, 2); // midnight there
    assert_eq!(planned_for("2026-12-12T07:59:00Z").await, 0); // 23:59 on the 11th in Los Angeles
    assert_eq!(planned_for("2026-12-12T08:00:00Z").await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_late_before_the_lenders_day_has_ended() {
    let it = TestPortal::start().await;
    let who = reachable(&it, "+8613800000001", "east@example.com").await;
    due_15_december(&it, &who).await;
    system(&it, "update person set time_zone = 'Pacific/Kiritimati'").await;
    it.set_clock("2026-12-15T12:00:00Z"); // the 16th there, the 15th in Shanghai
    plan_and_send(&it).await;
    assert!(!ledger(&it).await.iter().any(|line| line.starts_with("late_1")));
    it.set_clock("2026-12-15T18:30:00Z"); // 02:30 on the 16th in Shanghai, 08:30 there
    plan_and_send(&it).await;
    assert!(ledger(&it).await.contains(&"late_1 sms sent".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_zone_nobody_knows_stops_nobody() {
    let it = TestPortal::start().await;
    let who = reachable(&it, "+8613800000001", "mars@example.com").await;
    due_15_december(&it, &who).await;
    system(&it, "update person set time_zone = 'Mars/Olympus'").await;
    it.set_clock(THREE_DAYS_BEFORE);
    plan_and_send(&it).await;
    assert_eq!(ledger(&it).await, ["due_in_3 email sent", "due_in_3 sms sent"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_no_address_is_in_the_ledger_with_the_reason() {
    let it = TestPortal::start().await;
    let who = it.person().await;
    contact(&it, &who, "phone", "+8613800000001").await;
    due_15_december(&it, &who).await;
    it.set_clock(THREE_DAYS_BEFORE);
    plan_and_send(&it).await;
    assert_eq!(ledger(&it).await, ["due_in_3 email suppressed no_contact", "due_in_3 sms sent"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_missed_while_nothing_ran_is_caught_up_or_said_to_be_too_late() {
    let it = TestPortal::start().await;
    let who = reachable(&it, "+8613800000001", "wang@example.com").await;
    due_15_december(&it, &who).await;
    it.set_clock("2026-12-14T04:00:00Z"); // two days after the reminder's day
    plan_and_send(&it).await;
    assert_eq!(ledger(&it).await, ["due_in_3 email sent", "due_in_3 sms sent"]);
    assert!(mailbox(&it).await[0].1.contains("明天"), "the text speaks of tomorrow, not of three days");
    it.set_clock("2026-12-17T04:00:00Z");
    plan_and_send(&it).await;
    let after = ledger(&it).await;
    assert!(after.contains(&"due_today sms cancelled too_late".to_owned()), "{after:?}");
    assert!(after.contains(&"late_1 sms sent".to_owned()), "{after:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paid_installment_is_not_spoken_of() {
    let it = TestPortal::start().await;
    let who = reachable(&it, "+8613800000001", "wang@example.com").await;
    let loan = due_15_december(&it, &who).await;
    let amount = Money::parse("20000", Currency::CNY).expect("an amount");
    it.event(&who, loan, day("2026-11-20"), EventKind::Payment { amount }).await;
    for now in [THREE_DAYS_BEFORE, "2026-12-15T01:00:00Z", "2026-12-16T01:00:00Z"] {
        it.set_clock(now);
        plan_and_send(&it).await;
    }
    assert!(mailbox(&it).await.is_empty(), "{:?}", ledger(&it).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_happened_is_told_to_every_member_once() {
    let it = TestPortal::start().await;
    let who = reachable(&it, "+8613800000001", "wang@example.com").await;
    let due = Uuid::now_v7();
    let mut tx = it.portal.begin(Actor::System).await.expect("begin");
    sqlx::query(
        "insert into statement_due (borrower_id, due_id, kind, period_from, period_to, due_on, status)
         values ($1, $2, 'balance_sheet', '2026-07-01', '2026-09-30', '2026-11-30', 'returned')",
    )
    .bind(who.borrower_id.0)
    .bind(due)
    .execute(&mut *tx)
    .await
    .expect("a statement");
    tx.commit().await.expect("commit");
    let what = Tell {
        borrower_id: who.borrower_id,
        person_id: None,
        subject: "statement",
        subject_id: due,
        n: 1,
        rule: "statement_returned",
    };
    for _ in 0..2 {
        let mut tx = it.portal.begin(who.actor()).await.expect("begin");
        reminders::tell(&mut tx, &what).await.expect("told");
        tx.commit().await.expect("commit");
        jobs::run_due(&it.portal).await.expect("jobs");
    }
    assert_eq!(ledger(&it).await, ["statement_returned email sent", "statement_returned sms sent"]);
    assert!(mailbox(&it).await.iter().all(|(_, text)| text.contains("资产负债表")));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_committed_is_not_told() {
    let it = TestPortal::start().await;
    let who = reachable(&it, "+8613800000001", "wang@example.com").await;
    let what = Tell {
        borrower_id: who.borrower_id,
        person_id: None,
        subject: "payment",
        subject_id: Uuid::now_v7(),
        n: 0,
        rule: "payment_received",
    };
    let mut tx = it.portal.begin(Actor::System).await.expect("begin");
    reminders::tell(&mut tx, &what).await.expect("told");
    tx.rollback().await.expect("rollback");
    jobs::run_due(&it.portal).await.expect("jobs");
    assert_eq!(it.count("message").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_of_the_serving_role_runs_what_is_queued_and_stops_when_told() {
    let it = TestPortal::start().await;
    let who = reachable(&it, "+8613800000001", "wang@example.com").await;
    due_15_december(&it, &who).await;
    it.set_clock(THREE_DAYS_BEFORE);
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let worker = tokio::spawn(jobs::run(it.portal.clone(), stopped));
    plan::plan(&it.portal).await.expect("planned"); // leaves word for the worker
    for _ in 0..100 {
        if mailbox(&it).await.len() == 2 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    assert_eq!(mailbox(&it).await.len(), 2);
    stop.send(true).expect("the worker listens");
    tokio::time::timeout(std::time::Duration::from_secs(10), worker)
        .await
        .expect("it stops")
        .expect("no panic")
        .expect("no problem");
    assert_eq!(deliver::deliver(&it.portal).await.expect("delivered"), 0);
}

/// The database goes away for longer than a connection is waited for, and comes back.
#[tokio::test(flavor = "multi_thread")]
async fn a_worker_waits_for_a_database_that_goes_away() {
    let it = TestPortal::start().await;
    let who = reachable(&it, "+8613800000001", "wang@example.com").await;
    due_15_december(&it, &who).await;
    it.set_clock(THREE_DAYS_BEFORE);
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let worker = tokio::spawn(jobs::run(it.portal.clone(), stopped));
    // One that cannot start says so and ends; this one has started.
    for _ in 0..300 {
        if it.count("graphile_worker._private_workers").await == 1 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    assert_eq!(it.count("graphile_worker._private_workers").await, 1);
    it.shut_database().await;
    tokio::time::sleep(std::time::Duration::from_secs(8)).await;
    assert!(!worker.is_finished(), "jobs ended with the database");
    it.open_database().await;
    plan::plan(&it.portal).await.expect("planned");
    for _ in 0..300 {
        if mailbox(&it).await.len() == 2 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    assert_eq!(mailbox(&it).await.len(), 2, "jobs run again");
    stop.send(true).expect("the worker listens");
    tokio::time::timeout(std::time::Duration::from_secs(10), worker)
        .await
        .expect("it stops")
        .expect("no panic")
        .expect("no problem");
}
