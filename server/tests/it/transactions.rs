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
