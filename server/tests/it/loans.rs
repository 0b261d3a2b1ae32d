//! The books of a loan through events that its core reports: what is owed, what is an asset, what proves both.

use lending::{
    event::EventKind,
    money::{Currency, Money},
    replay::LoanStatus,
};
use serde_json::json;
use server::loans::view;

use crate::harness::TestPortal;

#[tokio::test]
async fn a_loan_written_off_is_still_owed_and_no_longer_an_asset() {
    let test = TestPortal::start().await;
    let who = test.person().await;
    let loan = test.loan(&who, json!({})).await;
    let pay = |amount: &str| EventKind::Payment { amount: Money::parse(amount, Currency::CNY).expect("money") };
    let day = |text: &str| text.parse().expect("a day");
    test.event(&who, loan, day("2026-07-15"), pay("10237.00")).await;
    test.event(&who, loan, day("2026-10-20"), EventKind::WriteOff).await;
    test.assert_books_agree().await;
    let owed = view::find(&test.portal, &who, loan).await.expect("the loan").state;
    assert_eq!(owed.status, LoanStatus::WrittenOff);
    assert!(owed.outstanding.principal.is_positive());

    // The borrower pays after all: a recovery, which the loss is smaller by.
    test.event(&who, loan, day("2026-11-20"), pay("5000.00")).await;
    test.assert_books_agree().await;
    let after = view::find(&test.portal, &who, loan).await.expect("the loan").state;
    assert!(after.outstanding.total.amount() < owed.outstanding.total.amount());
}

/// Time alone moves a loan: what lies as credit settles what falls due, and the next due date is another.
#[tokio::test]
async fn a_loan_is_carried_forward_over_a_due_date_without_an_event() {
    let test = TestPortal::start().await;
    let who = test.person().await;
    let loan = test.loan(&who, json!({})).await;
    let pay = |amount: &str| EventKind::Payment { amount: Money::parse(amount, Currency::CNY).expect("money") };
    let found = view::find(&test.portal, &who, loan).await.expect("the loan");
    for row in found.state.rows.iter().filter(|row| row.due_on < found.today) {
        test.event(&who, loan, row.due_on, EventKind::Payment { amount: row.total }).await;
    }
    test.event(&who, loan, "2026-11-20".parse().expect("a day"), pay("15000.00")).await;
    let row = async || {
        let row: (String, Option<String>, String) = sqlx::query_as(
            "select credit_balance::numeric(20,2)::text, next_due_on::text, projected_on::text from loan",
        )
        .fetch_one(&mut test.owner().await)
        .await
        .expect("the loan");
        row
    };
    let before = row().await;
    assert_eq!(before.2, "2026-11-22");
    assert_ne!(before.0, "0.00", "something lies as credit: {before:?}");

    test.set_clock("2027-01-20T04:00:00Z");
    test.assert_books_agree().await;
    for _ in 0..2 {
        server::loans::job::carry_forward(&test.portal).await.expect("carried");
        let after = row().await;
        assert_eq!(
            (after.0.as_str(), after.1.as_deref(), after.2.as_str()),
            ("0.00", Some("2027-02-15"), "2027-01-20")
        );
        test.assert_books_agree().await;
    }
}

/// A loan whose interest follows what happens moves with each day it is late, and with each tranche.
#[tokio::test]
async fn a_loan_of_another_core_is_carried_forward_while_it_is_late_and_when_a_tranche_is_paid_out() {
    for (terms, days) in [
        (json!({"profile": "fineract", "conventions": {"recalculates": true}}), ["2026-11-23", "2026-11-30"]),
        (
            json!({"profile": "fineract", "disbursed_on": "2026-11-01", "first_due_on": "2026-12-01",
                "tranches": [{"on": "2026-11-25", "principal": "60000.00"}]}),
            ["2026-11-24", "2026-11-25"],
        ),
    ] {
        let test = TestPortal::start().await;
        let who = test.person().await;
        test.loan(&who, terms.clone()).await;
        let kept = async || {
            let row: (String, String) = sqlx::query_as(
                "select sum(principal + interest)::numeric(20,2)::text, min(projected_on)::text
                 from installment join loan using (borrower_id, loan_id)",
            )
            .fetch_one(&mut test.owner().await)
            .await
            .expect("the installments");
            row
        };
        let mut asked = kept().await.0;
        for (k, day) in days.into_iter().enumerate() {
            test.set_clock(&format!("{day}T04:00:00Z"));
            server::loans::job::carry_forward(&test.portal).await.expect("carried");
            test.assert_books_agree().await;
            let (now, on) = kept().await;
            // A loan that is not late moves with its tranche, not before.
            if terms["tranches"].is_null() || k == 1 {
                assert_eq!(on, day, "{terms}");
                assert_ne!(now, asked, "{terms}");
            }
            asked = now;
        }
    }
}
