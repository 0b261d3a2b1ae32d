//! What is offered to be paid, and which of it home asks for.

use lending::{
    event::EventKind,
    money::{Currency, Money},
};
use serde_json::json;
use server::{
    Error,
    identity::SignedInPerson,
    ids::LoanId,
    loans::view,
    payments::{Choice, Offer, Wish, quote},
};

use crate::harness::TestPortal;

fn wish(choice: Choice, amount: &str) -> Wish {
    Wish { choice, amount: amount.to_owned(), then: lending::terms::Then::default() }
}

async fn offer(test: &TestPortal, who: &SignedInPerson, loan: LoanId) -> Offer {
    quote::offer(&test.portal, who, loan).await.expect("an offer")
}

#[tokio::test]
async fn home_asks_for_what_is_late_and_for_what_is_due_today_with_it() {
    let test = TestPortal::start().await;
    let who = test.person().await;
    let loan = test.loan(&who, json!({})).await;
    let late = offer(&test, &who, loan).await;
    assert_eq!(late.usual(), Choice::Overdue);
    assert_eq!(late.overdue_alone(), Some(late.state.due_now));

    test.set_clock("2026-12-15T04:00:00Z"); // an installment is due today
    let today = offer(&test, &who, loan).await;
    assert_eq!(today.usual(), Choice::Due);
    assert_eq!(today.due, Some(today.state.due_now));

    test.set_clock("2026-06-20T04:00:00Z"); // nothing was due yet
    let early = offer(&test, &who, loan).await;
    assert_eq!((early.usual(), early.overdue_alone()), (Choice::Due, None));
}

#[tokio::test]
async fn while_a_tranche_is_to_come_what_is_due_can_be_paid_and_there_is_no_payoff() {
    let test = TestPortal::start().await;
    let who = test.person().await;
    let tranches = json!([{ "on": "2027-01-15", "principal": "20000.00" }]);
    let loan = test.loan(&who, json!({ "tranches": tranches })).await;
    assert!(view::find(&test.portal, &who, loan).await.expect("the loan").payoff().expect("consistent").is_none());
    let offered = offer(&test, &who, loan).await;
    assert!(offered.payoff.is_none());
    assert_eq!(offered.largest(), offered.due);
    assert!(offered.quote(&wish(Choice::Due, "")).is_ok());
    assert!(matches!(offered.quote(&wish(Choice::Payoff, "")), Err(Error::Stale(_))));
    assert!(matches!(offered.quote(&wish(Choice::Other, "119000")), Err(Error::Refused(_))));
}

#[tokio::test]
async fn what_the_loan_page_calls_the_payoff_is_what_paying_asks_for() {
    let test = TestPortal::start().await;
    let who = test.person().await;
    let loan = test.loan(&who, json!({})).await;
    let amount = Money::parse("65000.00", Currency::CNY).expect("money");
    let day = "2026-11-20".parse().expect("a day");
    // Paid ahead: some of its interest has not accrued.
    test.event(&who, loan, day, EventKind::Payment { amount }).await;
    let seen = view::find(&test.portal, &who, loan).await.expect("the loan");
    let payoff = seen.payoff().expect("consistent").expect("a payoff");
    let quoted = offer(&test, &who, loan).await.quote(&wish(Choice::Payoff, "")).expect("a quote");
    assert_eq!(payoff.total, quoted.amount);
    assert!(quoted.settles);
}
