//! What becomes of money that came in: suspense, credit, taking back, the day it counts for.

use chrono::TimeDelta;
use lending::{event::EventKind, money::Currency, money::Money, replay::LoanStatus};
use server::{
    jobs, loans::home, payments, payments::Choice, payments::Difference, payments::PaymentStatus,
    payments::provider::Trade, payments::provider::TradeStatus, payments::quote, payments::settle::Settled,
};

use super::{Payer, other, wish};

#[tokio::test]
async fn another_amount_or_currency_waits_in_suspense() {
    let payer = Payer::new().await;
    let (payment_id, _) = payer.open(other("1000")).await;
    let right = payer.trade(payment_id, TradeStatus::Paid).await;
    let wrong = Trade { amount: "999.99".to_owned(), ..right.clone() };
    assert_eq!(payer.settle(&wrong).await, Settled::Suspended);
    assert_eq!(payer.settle(&wrong).await, Settled::Unchanged);
    let foreign = Trade { currency: "USD".to_owned(), trade_id: "elsewhere".to_owned(), ..right.clone() };
    assert_eq!(payer.settle(&foreign).await, Settled::Suspended);
    let unknown = Trade { reference: "PAY-000000-NOBODY".to_owned(), trade_id: "nobody".to_owned(), ..right };
    assert_eq!(payer.settle(&unknown).await, Settled::Suspended);
    assert_eq!(payer.status(payment_id).await, PaymentStatus::InReview);
    assert_eq!((payer.taken().await, payer.test.count("suspense").await), (0, 3));
    payer.test.assert_books_agree().await;
}

#[tokio::test]
async fn a_second_trade_for_a_paid_payment_waits_in_suspense() {
    let payer = Payer::new().await;
    let (payment_id, _) = payer.open(other("1000")).await;
    let trade = payer.trade(payment_id, TradeStatus::Paid).await;
    payer.settle(&trade).await;
    assert_eq!(payer.settle(&Trade { trade_id: "another".to_owned(), ..trade }).await, Settled::Suspended);
    assert_eq!((payer.status(payment_id).await, payer.taken().await), (PaymentStatus::Posted, 1));
}

#[tokio::test]
async fn money_that_comes_after_the_loan_was_settled_is_the_borrowers_credit() {
    let payer = Payer::new().await;
    let (late, _) = payer.open(other("1000")).await;
    let trade = payer.trade(late, TradeStatus::Paid).await;
    payments::cancel(&payer.test.portal, &payer.who, late).await.expect("cancelled");
    let (all, _) = payer.open(wish(Choice::Payoff)).await;
    payer.settle(&payer.trade(all, TradeStatus::Paid).await).await;
    let settled = payer.view(all).await;
    assert_eq!(settled.state.status, LoanStatus::Settled);
    // The provider says after all that the cancelled one was paid.
    assert_eq!(payer.settle(&trade).await, Settled::Posted);
    let after = payer.view(late).await;
    assert_eq!(after.state.status, LoanStatus::Settled);
    assert_eq!(after.state.credit_balance, Money::parse("1000", Currency::CNY).expect("an amount"));
    assert!(after.difference.is_some());
    payer.test.assert_books_agree().await;
}

/// Home tells of money that is not in the loan yet: the provider's word or a colleague's is awaited.
#[tokio::test]
async fn home_tells_of_a_payment_until_it_is_in_the_loan() {
    let payer = Payer::new().await;
    let under_way = async || home::find(&payer.test.portal, &payer.who).await.expect("home").under_way;
    assert!(under_way().await.is_empty());
    let (payment_id, _) = payer.open(other("1000")).await;
    assert_eq!(under_way().await.iter().map(|p| p.payment_id).collect::<Vec<_>>(), [payment_id]);
    let right = payer.trade(payment_id, TradeStatus::Paid).await;
    payer.settle(&Trade { amount: "999.99".to_owned(), ..right.clone() }).await;
    assert_eq!(under_way().await.iter().map(|p| p.status).collect::<Vec<_>>(), [PaymentStatus::InReview]);
    payer.settle(&right).await;
    assert!(under_way().await.is_empty());
}

/// Which payment ended a loan is told with its receipt; others, and a loan that goes on, are not told so.
#[tokio::test]
async fn the_last_payment_is_told_with_the_end_of_the_loan() {
    let payer = Payer::new().await;
    crate::reminders::contact(&payer.test, &payer.who, "email", "wang@example.com").await;
    payer.settled(other("1000")).await;
    payer.settled(wish(Choice::Payoff)).await;
    jobs::run_due(&payer.test.portal).await.expect("jobs");
    let mut titles: Vec<String> = sqlx::query_scalar("select title from captured_message where channel = 'email'")
        .fetch_all(&payer.test.portal.pool)
        .await
        .expect("the mailbox");
    titles.sort_by_key(String::len);
    assert_eq!(titles.len(), 2);
    assert!(titles[0].contains("已结清") && titles[1].contains("1,000.00"), "{titles:?}");
}

/// The last installment ends on the day of a payoff; the receipt names it as the preview did.
#[tokio::test]
async fn the_receipt_of_a_payoff_keeps_the_due_dates_that_were_shown() {
    let payer = Payer::new().await;
    payer.settled(wish(Choice::Overdue)).await;
    let (offer, quote) =
        quote::preview(&payer.test.portal, &payer.who, payer.loan_id, &wish(Choice::Payoff)).await.expect("a quote");
    let shown: Vec<_> = offer.state.rows.iter().map(|row| (row.n, row.due_on)).collect();
    let receipt = payer.view(payer.settled(wish(Choice::Payoff)).await).await;
    assert_eq!(receipt.state.status, LoanStatus::Settled);
    let due = |all: &[(u32, chrono::NaiveDate)], n| all.iter().find(|(of, _)| *of == n).map(|(_, on)| *on);
    for part in &quote.split.parts {
        assert!(due(&shown, part.n).is_some_and(|on| on > quote.split.on));
        assert_eq!(due(&receipt.due_dates, part.n), due(&shown, part.n), "installment {}", part.n);
    }
    assert!(!quote.split.parts.is_empty());
}

#[tokio::test]
async fn a_payment_that_is_taken_back_leaves_the_loan_as_if_it_had_not_been() {
    let payer = Payer::new().await;
    let owed = payer.quote(&wish(Choice::Due)).await.amount;
    let (payment_id, page) = payer.open(wish(Choice::Due)).await;
    payer.press(&page, "pay", "once").await;
    payer.until(payment_id, PaymentStatus::Posted).await;
    payer.press(&page, "reverse", "once").await;
    payer.until(payment_id, PaymentStatus::Reversed).await;
    assert_eq!((payer.taken().await, payer.quote(&wish(Choice::Due)).await.amount), (0, owed));
    payer.test.assert_books_agree().await;
}

#[tokio::test]
async fn notices_may_come_in_any_order() {
    let payer = Payer::new().await;
    let (payment_id, _) = payer.open(other("1000")).await;
    let paid = payer.trade(payment_id, TradeStatus::Paid).await;
    let reversed = Trade { status: TradeStatus::Reversed, ..paid.clone() };
    let closed = Trade { status: TradeStatus::Closed, ..paid.clone() };
    assert_eq!(payer.settle(&reversed).await, Settled::Reversed);
    for late in [&paid, &reversed, &closed, &paid] {
        assert_eq!(payer.settle(late).await, Settled::Unchanged);
    }
    assert_eq!((payer.status(payment_id).await, payer.taken().await), (PaymentStatus::Reversed, 0));
    payer.test.assert_books_agree().await;
}

#[tokio::test]
async fn a_payment_counts_for_the_day_it_was_paid_and_the_receipt_says_so() {
    let payer = Payer::new().await;
    let (payment_id, _) = payer.open(wish(Choice::Overdue)).await;
    payer.test.pass(TimeDelta::days(1));
    let paid_later = payer.trade(payment_id, TradeStatus::Paid).await;
    payer.test.pass(TimeDelta::days(3));
    payer.settle(&paid_later).await;
    let view = payer.view(payment_id).await;
    let (previewed, paid) = (view.preview.on, view.receipt.as_ref().expect("a receipt").on);
    assert_eq!(paid - previewed, TimeDelta::days(1));
    assert_eq!(view.difference, Some(Difference::OtherDay { previewed, paid }));
    payer.test.assert_books_agree().await;
}

#[tokio::test]
async fn a_loan_that_moved_before_the_posting_is_explained_on_the_receipt() {
    let payer = Payer::new().await;
    let (payment_id, _) = payer.open(wish(Choice::Overdue)).await;
    let amount = Money::parse("10000", Currency::CNY).expect("an amount");
    payer.test.event(&payer.who, payer.loan_id, payer.test.portal.clock.today(), EventKind::Payment { amount }).await;
    payer.settle(&payer.trade(payment_id, TradeStatus::Paid).await).await;
    let view = payer.view(payment_id).await;
    assert_eq!(view.difference, Some(Difference::LoanMoved));
    payer.test.assert_books_agree().await;
}
