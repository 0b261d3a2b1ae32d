//! What becomes of a transaction whose visitor goes away.

use server::Actor;

use crate::harness::TestPortal;

#[tokio::test]
async fn a_visitor_who_goes_away_leaves_no_transaction_open() {
    let test = TestPortal::start().await;
    drop(test.portal.begin(Actor::Public).await.expect("a transaction"));
    // Dropped at any moment: before BEGIN is sent, while it is on its way, and after.
    for turns in 0..300 {
        let going = async {
            for _ in 0..turns {
                tokio::task::yield_now().await;
            }
        };
        tokio::select! {
            biased;
            () = going => {}
            _ = test.portal.begin(Actor::Public) => {}
        }
        let mut next = test.portal.pool.acquire().await.expect("a connection");
        // PostgreSQL refuses a savepoint outside of a transaction.
        let inside = sqlx::raw_sql("savepoint probe").execute(&mut *next).await;
        assert!(inside.is_err(), "after {turns} turns: the connection came back inside a transaction");
    }
}

#[tokio::test]
async fn what_only_reads_sees_one_moment_and_writes_nothing() {
    let test = TestPortal::start().await;
    let count = "select count(*) from audit";
    let mut reading = test.portal.read(Actor::System).await.expect("a transaction");
    let before: i64 = sqlx::query_scalar(count).fetch_one(&mut *reading).await.expect("a count");

    let written = "insert into audit (audit_id, at, actor, action, subject) values (gen_random_uuid(), now(), 'system', 'import', 'file')";
    let mut writing = test.portal.begin(Actor::System).await.expect("a transaction");
    sqlx::query(written).execute(&mut *writing).await.expect("written");
    writing.commit().await.expect("committed");

    let meanwhile: i64 = sqlx::query_scalar(count).fetch_one(&mut *reading).await.expect("a count");
    assert_eq!(meanwhile, before, "a page's figures belong to one moment");
    let refused = sqlx::query(written).execute(&mut *reading).await.expect_err("it only reads");
    assert_eq!(refused.as_database_error().and_then(|e| e.code()).as_deref(), Some("25006"));
    drop(reading);

    let mut reading = test.portal.read(Actor::System).await.expect("a transaction");
    let after: i64 = sqlx::query_scalar(count).fetch_one(&mut *reading).await.expect("a count");
    assert_eq!(after, before + 1);
}

#[tokio::test]
async fn nobody_acts_once_a_transaction_is_over() {
    let test = TestPortal::start().await;
    let actor = "select coalesce(current_setting('afterloan.actor', true), '')";
    let mut reading = test.portal.read(Actor::System).await.expect("a transaction");
    let acting: String = sqlx::query_scalar(actor).fetch_one(&mut *reading).await.expect("an actor");
    assert_eq!(acting, "system");
    drop(reading);
    for _ in 0..test.portal.pool.size() {
        let mut next = test.portal.pool.acquire().await.expect("a connection");
        let acting: String = sqlx::query_scalar(actor).fetch_one(&mut *next).await.expect("an actor");
        assert_eq!(acting, "");
    }
}
