//! Reminders: planned once, true when sent, never at night, and "perhaps" said where it is so.

mod delivery;
mod doors;
mod planning;
mod readers;
mod reports;

use chrono::NaiveDate;
use serde_json::json;
use server::{
    Actor,
    identity::SignedInPerson,
    ids::LoanId,
    reminders::{deliver, plan},
};

use crate::harness::TestPortal;

/// Nine in the morning in Shanghai, three days before the first installment of [`due_15_december`].
const THREE_DAYS_BEFORE: &str = "2026-12-12T01:00:00Z";

/// A loan whose first installment is due on 15 December 2026; nothing of it is late before.
async fn due_15_december(it: &TestPortal, who: &SignedInPerson) -> LoanId {
    it.loan(who, json!({ "disbursed_on": "2026-11-15", "first_due_on": "2026-12-15" })).await
}

/// A person who can be reached at both.
async fn reachable(it: &TestPortal, phone: &str, email: &str) -> SignedInPerson {
    let who = it.person().await;
    contact(it, &who, "phone", phone).await;
    contact(it, &who, "email", email).await;
    who
}

pub(crate) async fn contact(it: &TestPortal, who: &SignedInPerson, kind: &str, value: &str) {
    let mut tx = it.portal.begin(Actor::System).await.expect("begin");
    sqlx::query("insert into contact (person_id, kind, value) values ($1, $2, $3)")
        .bind(who.person_id.0)
        .bind(kind)
        .bind(value)
        .execute(&mut *tx)
        .await
        .expect("a contact");
    tx.commit().await.expect("commit");
}

/// One statement of the system's.
async fn system(it: &TestPortal, statement: &'static str) {
    let mut tx = it.portal.begin(Actor::System).await.expect("begin");
    sqlx::raw_sql(statement).execute(&mut *tx).await.expect(statement);
    tx.commit().await.expect("commit");
}

async fn plan_and_send(it: &TestPortal) {
    plan::plan(&it.portal).await.expect("planned");
    deliver::deliver(&it.portal).await.expect("delivered");
}

/// What the ledger holds, as `rule channel status why`, sorted.
async fn ledger(it: &TestPortal) -> Vec<String> {
    let mut tx = it.portal.begin(Actor::System).await.expect("begin");
    sqlx::query_scalar("select trim(concat_ws(' ', rule, channel, status, why)) from message order by 1")
        .fetch_all(&mut *tx)
        .await
        .expect("the ledger")
}

/// What the demo's door was given: channel and text, oldest first.
async fn mailbox(it: &TestPortal) -> Vec<(String, String)> {
    sqlx::query_as("select channel, title || body from captured_message order by at, captured_id")
        .fetch_all(&it.portal.pool)
        .await
        .expect("the mailbox")
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}
