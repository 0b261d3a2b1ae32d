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
