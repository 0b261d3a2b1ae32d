//! Paying a loan that another core's conventions compute.

use lending::{money::Currency, money::Money, replay::LoanStatus, terms::Then};
use serde_json::{Value, json};
use server::{error::Refusal, payments::Choice, payments::Wish, payments::quote};

use super::{Payer, other, refused, wish};

/// Fineract, with interest that follows what is paid; or an older loan, whose interest stands.
fn cores() -> [Value; 2] {
    [
        json!({"profile": "fineract", "day_count": "30/360", "conventions": {"recalculates": true}}),
        json!({"profile": "fineract_cumulative"}),
    ]
}

fn money(text: &str) -> Money {
    Money::parse(text, Currency::CNY).expect("an amount")
}

#[tokio::test]
async fn what_is_late_due_and_paid_early_is_posted_until_the_loan_is_settled() {
    for core in cores() {
        let payer = Payer::of(core.clone()).await;
        for wish in [wish(Choice::Overdue), wish(Choice::Due), other("30000"), wish(Choice::Payoff)] {
            let foreseen = payer.quote(&wish).await;
            let paid = payer.settled(wish.clone()).await;
            let view = payer.view(paid).await;
            assert_eq!(view.state.outstanding, foreseen.after.outstanding, "{core}: {wish:?}");
            assert!(view.difference.is_none(), "{core}: {wish:?}");
            payer.test.assert_books_agree().await;
        }
        let loan = server::loans::view::find(&payer.test.portal, &payer.who, payer.loan_id).await.expect("the loan");
        assert_eq!(loan.state.status, LoanStatus::Settled, "{core}");
        assert_eq!(loan.state.paid_so_far.principal, money("120000"), "{core}");
    }
}

/// The installment is what these conventions keep.
#[tokio::test]
async fn an_early_payment_has_one_outcome_and_another_is_refused() {
    for core in cores() {
        let payer = Payer::of(core).await;
        payer.settled(wish(Choice::Due)).await;
        let early = other("30000");
        assert_eq!(payer.quote(&early).await.outcomes.len(), 1);
        let lower = Wish { then: Then::ReduceInstallment, ..early };
        let refusal = refused(quote::preview(&payer.test.portal, &payer.who, payer.loan_id, &lower).await);
        assert_eq!(refusal, Refusal { field: "then", code: "unknown_choice", figures: Vec::new() });
    }
}
