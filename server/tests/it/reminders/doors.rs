//! The doors outwards, against a real SMTP server (aiosmtpd) and Debian's Kannel with its fake operator.

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};

use chrono::DateTime;
use secrecy::SecretString;
use serde_json::Value;
use server::{
    config::MessageSettings,
    reminders::{
        code, deliver,
        gateway::{Channel, Door, Handed, Letter, Smtp},
        plan,
    },
};

use super::{THREE_DAYS_BEFORE, due_15_december, ledger, plan_and_send, reachable, system};
use crate::harness::TestPortal;

/// A program of `scripts/parts`: ends with the test.
struct Part {
    program: Child,
    said: Value,
}

impl Part {
    fn start(name: &str) -> Self {
        let house = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let mut program = Command::new(house.join("scripts/parts").join(name))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("scripts/parts");
        let mut line = String::new();
        BufReader::new(program.stdout.take().expect("its words")).read_line(&mut line).expect("a line");
        let said = serde_json::from_str(&line).unwrap_or_else(|_| panic!("{name} did not start: {line}"));
        Self { program, said }
    }

    fn word(&self, name: &str) -> String {
        self.said[name].as_str().expect(name).to_owned()
    }

    /// What arrived, one JSON value each.
    fn arrived(&self, file: &str) -> Vec<Value> {
        let text = std::fs::read_to_string(self.word(file)).expect("what arrived");
        text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        drop(self.program.stdin.take());
        let _ = self.program.wait();
    }
}

fn by_email(relay: &Part, settings: &mut MessageSettings) {
    settings.smtp_url = Some(SecretString::from(format!("smtp://{}", relay.word("smtp"))));
    settings.mail_from = "no-reply@lender.example".to_owned();
}

fn letter(to: &str) -> Letter {
    Letter {
        channel: Channel::Email,
        to: to.to_owned(),
        title: "您有一期还款".to_owned(),
        body: "第 1 期 ¥10,235.47".to_owned(),
        name: "msg_1".to_owned(),
        report: None,
        at: DateTime::UNIX_EPOCH,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_email_arrives_as_it_was_written() {
    let relay = Part::start("smtp");
    let it = TestPortal::start_with(|parts| {
        parts.demo = false;
        by_email(&relay, &mut parts.messages);
    })
    .await;
    let who = reachable(&it, "+8613800000001", "wang@example.com").await;
    due_15_december(&it, &who).await;
    it.set_clock(THREE_DAYS_BEFORE);
    plan_and_send(&it).await;
    // No SMS gateway is set up: the ledger says so.
    assert_eq!(ledger(&it).await, ["due_in_3 email sent", "due_in_3 sms suppressed no_gateway"]);
    let arrived = relay.arrived("inbox");
    assert_eq!(arrived.len(), 1);
    let text = arrived[0]["text"].as_str().expect("a text");
    assert!(text.contains("2026年12月15日") && text.contains("还有 3 天") && text.contains("王建国"), "{text}");
    assert!(arrived[0]["subject"].as_str().expect("a subject").contains("2026年12月15日"));
    assert!(arrived[0]["headers"]["message-id"].as_str().expect("a name").ends_with("@lender.example>"));
    assert_eq!(arrived[0]["headers"]["auto-submitted"], "auto-generated");
}

#[tokio::test(flavor = "multi_thread")]
async fn each_answer_of_a_relay_means_what_it_says() {
    let relay = Part::start("smtp");
    let door = Smtp::parse(&format!("smtp://{}", relay.word("smtp")), "a@lender.example", "江岸").expect("a door");
    assert_eq!(door.knock().await, Ok(()));
    assert_eq!(door.hand(&letter("wang@example.com")).await, Handed::Taken);
    assert!(matches!(
        door.hand(&letter("refused@example.com")).await,
        Handed::RefusedForGood { bad_address: true, .. }
    ));
    assert!(matches!(
        door.hand(&letter("unread@example.com")).await,
        Handed::RefusedForGood { bad_address: false, .. }
    ));
    assert!(matches!(door.hand(&letter("later@example.com")).await, Handed::RefusedForNow(_)));
    assert!(matches!(door.hand(&letter("no address")).await, Handed::RefusedForGood { bad_address: true, .. }));
    let nobody = Smtp::parse("smtp://127.0.0.1:1", "a@lender.example", "江岸").expect("a door");
    assert!(matches!(nobody.hand(&letter("wang@example.com")).await, Handed::RefusedForNow(_)));
    assert!(nobody.knock().await.is_err());
    assert_eq!(relay.arrived("inbox").len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_relay_that_took_it_and_fell_silent_leaves_us_not_knowing() {
    let relay = Part::start("smtp");
    let door = Smtp::parse(&format!("smtp://{}", relay.word("smtp")), "a@lender.example", "江岸").expect("a door");
    let door = door.with_patience(Duration::from_secs(1));
    assert!(matches!(door.hand(&letter("slow@example.com")).await, Handed::Lost(_)));
    assert_eq!(relay.arrived("inbox").len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_address_gets_nothing_more_and_a_busy_relay_is_asked_again() {
    let relay = Part::start("smtp");
    let it = TestPortal::start_with(|parts| {
        parts.demo = false;
        by_email(&relay, &mut parts.messages);
    })
    .await;
    for address in ["refused@example.com", "later-once@example.com"] {
        let who = reachable(&it, "+8613800000001", address).await;
        due_15_december(&it, &who).await;
    }
    system(&it, "update reminder_rule set channels = '{email}'").await;
    it.set_clock(THREE_DAYS_BEFORE);
    plan_and_send(&it).await;
    let ledger_now = ledger(&it).await;
    assert!(ledger_now[0].starts_with("due_in_3 email permanent_failure smtp 550"), "{ledger_now:?}");
    assert!(ledger_now[1].starts_with("due_in_3 email temporary_failure smtp 451"), "{ledger_now:?}");
    it.pass(chrono::TimeDelta::seconds(59));
    deliver::deliver(&it.portal).await.expect("delivered");
    assert!(relay.arrived("inbox").is_empty(), "not before a minute has passed");
    it.pass(chrono::TimeDelta::seconds(1));
    deliver::deliver(&it.portal).await.expect("delivered");
    assert_eq!(relay.arrived("inbox").len(), 1);
    it.set_clock("2026-12-15T01:00:00Z");
    plan_and_send(&it).await;
    assert!(
        ledger(&it).await.contains(&"due_today email suppressed contact_refused".to_owned()),
        "{:?}",
        ledger(&it).await
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_slept_through_its_lease_is_not_believed() {
    let relay = Part::start("smtp");
    let it = TestPortal::start_with(|parts| {
        parts.demo = false;
        by_email(&relay, &mut parts.messages);
    })
    .await;
    let who = reachable(&it, "+8613800000001", "slow@example.com").await;
    due_15_december(&it, &who).await;
    system(&it, "update reminder_rule set channels = '{email}'").await;
    it.set_clock(THREE_DAYS_BEFORE);
    plan::plan(&it.portal).await.expect("planned");
    let portal = it.portal.clone();
    let sleeper = tokio::spawn(async move { deliver::deliver(&portal).await });
    while relay.arrived("inbox").is_empty() {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    // Another worker took the message over and marked it.
    system(&it, "update message set attempts = attempts + 1, status = 'sent', why = 'by another'").await;
    sleeper.await.expect("no panic").expect("delivered");
    assert_eq!(ledger(&it).await, ["due_in_3 email sent by another"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_sms_in_chinese_reaches_the_operator_and_its_report_comes_back() {
    let gateway = Part::start("kannel");
    let it = TestPortal::start_with(|parts| {
        parts.demo = false;
        parts.messages.sms_url = Some(gateway.word("sendsms"));
        parts.messages.sms_user = gateway.word("user");
        parts.messages.sms_password = Some(SecretString::from(gateway.word("password")));
        parts.messages.sms_from = "10690000".to_owned();
    })
    .await;
    let who = reachable(&it, "+8613800000001", "wang@example.com").await;
    due_15_december(&it, &who).await;
    system(&it, "update reminder_rule set channels = '{sms}'").await;
    it.set_clock(THREE_DAYS_BEFORE);
    plan_and_send(&it).await;
    let mut status = Vec::new();
    for _ in 0..100 {
        status = ledger(&it).await;
        if status == ["due_in_3 sms delivered"] && !gateway.arrived("received").is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(status, ["due_in_3 sms delivered"]);
    let arrived = gateway.arrived("received");
    assert_eq!(arrived.len(), 1);
    let text = arrived[0]["text"].as_str().expect("a text");
    assert!(text.starts_with("【江岸小额贷款】") && text.contains("2026年12月15日"), "{text}");
    assert!(arrived[0]["to"].as_str().expect("a receiver").ends_with("8613800000001"));
    // The same door carries one-time codes.
    let sent = code::send(
        &it.portal,
        Channel::Sms,
        "+8613800000001",
        lending::language::Language::English,
        "123456",
        chrono::TimeDelta::minutes(5),
    )
    .await;
    assert!(sent.expect("a door"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_that_does_not_know_us_is_asked_again_later() {
    let gateway = Part::start("kannel");
    let it = TestPortal::start_with(|parts| {
        parts.demo = false;
        parts.messages.sms_url = Some(gateway.word("sendsms"));
        parts.messages.sms_user = "somebody".to_owned();
    })
    .await;
    let who = reachable(&it, "+8613800000001", "wang@example.com").await;
    due_15_december(&it, &who).await;
    system(&it, "update reminder_rule set channels = '{sms}'").await;
    it.set_clock(THREE_DAYS_BEFORE);
    plan_and_send(&it).await;
    let ledger = ledger(&it).await;
    assert!(ledger[0].starts_with("due_in_3 sms temporary_failure sms gateway 403"), "{ledger:?}");
    let door = server::reminders::gateway::door(&it.portal, Channel::Sms).expect("a door").expect("a door");
    assert!(door.knock().await.is_err_and(|why| why.contains("user and password")));
}
