//! Papers: the statement of account ties with the ledger, line by line and sum by sum; nobody reads another's.

use chrono::{Datelike, NaiveDate};
use lending::{
    event::EventKind,
    money::{Currency, Money},
    replay::PaymentKind,
    statement_of_account::{Parts, StatementOfAccount, What, draw_up},
};
use rust_decimal::Decimal;
use serde_json::json;
use server::{
    Actor, Error,
    documents::{Period, list, settlement, statement},
    identity::SignedInPerson,
    ids::{BorrowerId, LoanId, PaymentId, RequestId},
    loans::{record, view},
};
use uuid::Uuid;

use crate::harness::TestPortal;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

/// What the ledger holds of a loan on an account within value dates: debits and credits.
async fn posted(test: &TestPortal, loan: LoanId, account: &str, from: NaiveDate, to: NaiveDate) -> (Decimal, Decimal) {
    let mut tx = test.portal.begin(Actor::System).await.expect("begin");
    sqlx::query_as(
        "select coalesce(sum(l.debit), 0), coalesce(sum(l.credit), 0)
         from ledger_entry e join ledger_line l using (borrower_id, entry_id)
         where e.loan_id = $1 and l.account = $2 and e.value_date between $3 and $4",
    )
    .bind(loan.0)
    .bind(account)
    .bind(from)
    .bind(to)
    .fetch_one(&mut *tx)
    .await
    .expect("sums")
}

/// Everything that the ledger and the statement both tell.
async fn ties(test: &TestPortal, loan: LoanId, told: &StatementOfAccount) {
    let about = format!("{loan} from {} to {}", told.from, told.to);
    let sum = told.opening.balance.amount() + told.debits.amount() - told.credits.amount();
    assert_eq!(sum, told.closing.balance.amount(), "{about}");
    let long_ago = day("1900-01-01");
    for (position, until) in [(told.opening, told.from.pred_opt().expect("a day before")), (told.closing, told.to)] {
        let (debit, credit) = posted(test, loan, "loan_principal", long_ago, until).await;
        assert_eq!(position.principal.amount(), debit - credit, "principal of {about} on {until}");
        let (debit, credit) = posted(test, loan, "borrower_credit", long_ago, until).await;
        assert_eq!(position.credit_balance.amount(), credit - debit, "credit of {about} on {until}");
    }
    let money_in = |line: &&lending::statement_of_account::Line| {
        matches!(line.what, What::Paid { kind: PaymentKind::Payment | PaymentKind::Prepayment, .. } | What::CreditUsed)
    };
    let received = |of: fn(&Parts) -> Money| -> Decimal {
        told.lines.iter().filter(money_in).filter_map(|l| l.parts.as_ref()).map(|p| of(p).amount()).sum()
    };
    let paid: Decimal = told.lines.iter().filter(money_in).map(|l| l.credit.amount()).sum();
    let (cash, _) = posted(test, loan, "clearing", told.from, told.to).await;
    assert_eq!(paid, cash, "money in, {about}");
    for (account, of) in [
        ("interest_income", received(|p| p.interest)),
        ("fee_income", received(|p| p.fee)),
        ("penalty_income", received(|p| p.penalty) + received(|p| p.compound)),
    ] {
        let (debit, credit) = posted(test, loan, account, told.from, told.to).await;
        assert_eq!(of, credit - debit, "{account}, {about}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_statement_of_the_demo_lender_ties_with_its_ledger() {
    let test = TestPortal::start().await;
    let today = test.portal.clock.today();
    server::demo::fill(&test.portal, 60, 7, today).await.expect("a portfolio");
    let mut tx = test.portal.begin(Actor::System).await.expect("begin");
    let ids: Vec<(Uuid, Uuid)> =
        sqlx::query_as("select borrower_id, loan_id from loan").fetch_all(&mut *tx).await.expect("loans");
    assert_eq!(ids.len(), 60);
    let mut kinds = std::collections::BTreeSet::new();
    for (nth, (borrower, loan)) in ids.into_iter().enumerate() {
        let loan = record::find(&mut tx, BorrowerId(borrower), LoanId(loan)).await.expect("a loan");
        let begins = loan.terms.disbursed_on();
        let somewhere = begins + chrono::Days::new(37 * (nth as u64 % 11) + 3);
        let periods = [
            Period { from: begins, to: today },
            Period::this_year(today),
            Period::last_year(today),
            Period { from: somewhere.min(today), to: (somewhere + chrono::Days::new(95)).min(today) },
        ];
        for period in periods {
            let told = draw_up(&loan.terms, &loan.events, period.from, period.to).expect("a statement");
            assert!(told.lines.iter().all(|l| l.what != What::WorkedOutAgain), "{}: {:?}", loan.number, told.lines);
            kinds
                .extend(told.lines.iter().map(|l| format!("{:?}", l.what).split([' ', '{']).next().map(str::to_owned)));
            ties(&test, loan.loan_id, &told).await;
        }
    }
    // The portfolio has what a statement must be able to tell.
    for wanted in ["Disbursed", "Due", "Paid", "Penalty", "Changed"] {
        assert!(kinds.contains(&Some(wanted.to_owned())), "no loan tells {wanted}: {kinds:?}");
    }
}

#[tokio::test]
async fn a_payment_taken_back_leaves_a_statement_that_ties_today() {
    let test = TestPortal::start().await;
    let who = test.person().await;
    let loan = test.loan(&who, json!({})).await;
    let amount = Money::parse("10237.19", Currency::CNY).expect("an amount");
    test.event(&who, loan, day("2026-07-15"), EventKind::Payment { amount }).await;
    let paid = event_ids(&test, loan, "payment").await;
    test.event(&who, loan, day("2026-08-20"), EventKind::Reversal { of: paid[0].clone() }).await;
    let period = Period::this_year(test.portal.clock.today());
    let paper = statement::find(&test.portal, &who, loan, period).await.expect("a statement");
    let told = paper.account;
    assert!(told.lines.iter().any(|l| matches!(&l.what, What::Paid { event_id, .. } if *event_id == paid[0])));
    assert!(told.lines.iter().any(|l| matches!(&l.what, What::TakenBack { event_id, .. } if *event_id == paid[0])));
    let (debit, credit) = posted(&test, loan, "loan_principal", day("1900-01-01"), period.to).await;
    assert_eq!(told.closing.principal.amount(), debit - credit);
    assert_eq!(
        told.opening.balance.amount() + told.debits.amount() - told.credits.amount(),
        told.closing.balance.amount()
    );
    test.assert_books_agree().await;
}

/// The certificate is there from the last payment on, and goes when that payment does.
#[tokio::test]
async fn only_a_loan_that_is_paid_off_is_certified_and_only_to_its_borrower() {
    let test = TestPortal::start().await;
    let (who, stranger) = (test.person().await, test.person().await);
    let loan = test.loan(&who, json!({})).await;
    let missing = |found| matches!(found, Err(Error::NotFound));
    assert!(missing(settlement::find(&test.portal, &who, loan).await));
    let on = test.portal.clock.today();
    let owed = view::find(&test.portal, &who, loan).await.expect("a loan").payoff().expect("a payoff").expect("owed");
    test.event(&who, loan, on, EventKind::Prepayment { amount: owed.total, then: None }).await;

    let paper = settlement::find(&test.portal, &who, loan).await.expect("a certificate");
    assert_eq!((paper.settled_on, paper.paid.total), (on, owed.total));
    assert_eq!(paper.paid.principal, paper.loan.terms.principal());
    assert!(missing(settlement::find(&test.portal, &stranger, loan).await));
    assert!(list::list(&test.portal, &who).await.expect("papers").loans[0].settled);

    let paid = event_ids(&test, loan, "prepayment").await;
    test.event(&who, loan, on, EventKind::Reversal { of: paid[0].clone() }).await;
    assert!(missing(settlement::find(&test.portal, &who, loan).await));
    assert!(!list::list(&test.portal, &who).await.expect("papers").loans[0].settled);
}

#[tokio::test]
async fn somebody_elses_loan_has_no_papers() {
    let test = TestPortal::start().await;
    let (owner, stranger) = (test.person().await, test.person().await);
    let loan = test.loan(&owner, json!({})).await;
    let period = Period::this_year(test.portal.clock.today());
    let found = statement::find(&test.portal, &stranger, loan, period).await;
    assert!(matches!(found, Err(Error::NotFound)), "{found:?}");
    let receipts = list::receipts(&test.portal, &stranger, loan, None).await;
    assert!(matches!(receipts, Err(Error::NotFound)));
    assert!(list::list(&test.portal, &stranger).await.expect("a list").loans.is_empty());
    assert_eq!(list::list(&test.portal, &owner).await.expect("a list").loans.len(), 1);
}

#[tokio::test]
async fn receipts_are_the_posted_payments_page_by_page() {
    let test = TestPortal::start().await;
    let who = test.person().await;
    let loan = test.loan(&who, json!({})).await;
    let amount = Money::parse("10.00", Currency::CNY).expect("an amount");
    for n in 0..53_u64 {
        test.event(&who, loan, day("2026-07-01") + chrono::Days::new(n), EventKind::Payment { amount }).await;
    }
    let paid = event_ids(&test, loan, "payment").await;
    for (n, event) in paid.iter().enumerate() {
        payment(&test, &who, loan, n, Some(event)).await;
    }
    payment(&test, &who, loan, 98, None).await;

    let papers = list::list(&test.portal, &who).await.expect("papers").loans.remove(0);
    assert!(papers.older_receipts && papers.receipts.len() == 6);
    assert_eq!(papers.receipts[0].on, day("2026-08-22"));
    let first = list::receipts(&test.portal, &who, loan, None).await.expect("a page");
    let second = list::receipts(&test.portal, &who, loan, first.next).await.expect("a page");
    assert_eq!((first.rows.len(), second.rows.len(), second.next), (50, 3, None));
    let mut days: Vec<NaiveDate> = first.rows.iter().chain(&second.rows).map(|r| r.on).collect();
    assert_eq!(days.len(), 53);
    assert!(days.is_sorted_by(|a, b| a > b), "newest first, none twice");
    days.dedup_by_key(|d| d.ordinal());
    assert_eq!(days.len(), 53);
}

#[tokio::test]
async fn an_applied_change_is_a_paper_and_one_that_waits_is_not() {
    let test = TestPortal::start().await;
    let who = test.person().await;
    let loan = test.loan(&who, json!({})).await;
    let applied = request(&test, &who, loan, "applied").await;
    request(&test, &who, loan, "submitted").await;
    let papers = list::list(&test.portal, &who).await.expect("papers").loans.remove(0);
    assert_eq!(papers.changes.iter().map(|c| c.request_id).collect::<Vec<_>>(), [applied]);
    assert_eq!(papers.changes[0].change.extra_installments, Some(6));
}

async fn event_ids(test: &TestPortal, loan: LoanId, kind: &str) -> Vec<String> {
    let mut tx = test.portal.begin(Actor::System).await.expect("begin");
    sqlx::query_scalar("select event_id from loan_event where loan_id = $1 and kind = $2 order by seq")
        .bind(loan.0)
        .bind(kind)
        .fetch_all(&mut *tx)
        .await
        .expect("events")
}

/// A payment as it is kept: posted when it became an event, else given up.
async fn payment(test: &TestPortal, who: &SignedInPerson, loan: LoanId, n: usize, event: Option<&String>) {
    let mut tx = test.portal.begin(Actor::System).await.expect("begin");
    sqlx::query(
        "insert into payment (borrower_id, payment_id, loan_id, idempotency_key, amount, currency, status, preview,
                              loan_event_count, provider, reference, created_at, event_id)
         values ($1, $2, $3, $4, 10, 'CNY', $5, '{}', 1, 'sandbox', $6, $7, $8)",
    )
    .bind(who.borrower_id.0)
    .bind(PaymentId::fresh().0)
    .bind(loan.0)
    .bind(Uuid::now_v7())
    .bind(if event.is_some() { "posted" } else { "cancelled" })
    .bind(format!("R{n}"))
    .bind(test.portal.clock.now())
    .bind(event)
    .execute(&mut *tx)
    .await
    .expect("a payment");
    tx.commit().await.expect("commit");
}

/// The database lets nothing be applied that nobody approved.
async fn approve(tx: &mut sqlx::PgConnection, who: &SignedInPerson, id: RequestId) {
    let staff = Uuid::now_v7();
    sqlx::query(
        "insert into staff (staff_id, email, name, password_hash) values ($1, $1::text || '@lender.test', '周明', 'x')",
    )
    .bind(staff)
    .execute(&mut *tx)
    .await
    .expect("a colleague");
    sqlx::query(
        "insert into request_approval (borrower_id, request_id, review_round, level, staff_id, result_hash, at)
         values ($1, $2, 1, 1, $3, '', now())",
    )
    .bind(who.borrower_id.0)
    .bind(id.0)
    .bind(staff)
    .execute(&mut *tx)
    .await
    .expect("an approval");
    sqlx::query("update request set status = 'applied' where borrower_id = $1 and request_id = $2")
        .bind(who.borrower_id.0)
        .bind(id.0)
        .execute(&mut *tx)
        .await
        .expect("applied");
}

async fn request(test: &TestPortal, who: &SignedInPerson, loan: LoanId, status: &str) -> RequestId {
    let id = RequestId::fresh();
    let mut tx = test.portal.begin(Actor::System).await.expect("begin");
    sqlx::query(
        "insert into request (borrower_id, request_id, loan_id, number, idempotency_key, kind, status, change, reason, comparison,
                              input_hash, result_hash, loan_event_count, compared_on, outstanding, approvals_needed, next_roles,
                              filed_by, filed_at, answer_due_at)
         values ($1, $2, $3, $2::text, $2, 'extension', $4, $5, 'x', '{}', '', '', 1, $6, 1, 1, '{}', $7, $8, $8)",
    )
    .bind(who.borrower_id.0)
    .bind(id.0)
    .bind(loan.0)
    .bind("submitted")
    .bind(json!({"kind": "extension", "extra_installments": 6}))
    .bind(test.portal.clock.today())
    .bind(who.person_id.0)
    .bind(test.portal.clock.now())
    .execute(&mut *tx)
    .await
    .expect("a request");
    if status == "applied" {
        approve(&mut tx, who, id).await;
        sqlx::query(
            "insert into request_step (borrower_id, request_id, step_no, at, action, from_status, to_status)
             values ($1, $2, 1, $3, 'apply', 'approved', 'applied')",
        )
        .bind(who.borrower_id.0)
        .bind(id.0)
        .bind(test.portal.clock.now())
        .execute(&mut *tx)
        .await
        .expect("a step");
    }
    tx.commit().await.expect("commit");
    id
}
