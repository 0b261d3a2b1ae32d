//! Statements: sent once, reviewed once, seen by nobody else; planned from covenants.

use bytes::Bytes;
use chrono::{NaiveDate, TimeDelta};
use lending::language::Language;
use serde_json::json;
use server::{
    Actor, Error, Role, files,
    financials::{self, DueStatus, Outcome, Queue, StatementKind},
    identity::{SignedInPerson, SignedInStaff},
    ids::{DueId, FileId, FormKey, SessionId, StaffId, UploadId},
    loans::home,
};
use uuid::Uuid;

use crate::harness::TestPortal;

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

fn pdf() -> Bytes {
    Bytes::from_static(PDF)
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

/// A balance sheet of the third quarter, due in eight days.
async fn due(test: &TestPortal, who: &SignedInPerson) -> DueId {
    let due_id = DueId::fresh();
    let mut tx = test.portal.begin(Actor::System).await.expect("begin");
    sqlx::query(
        "insert into statement_due (borrower_id, due_id, kind, period_from, period_to, due_on)
         values ($1, $2, 'balance_sheet', '2026-07-01', '2026-09-30', '2026-11-30')",
    )
    .bind(who.borrower_id.0)
    .bind(due_id.0)
    .execute(&mut *tx)
    .await
    .expect("a due");
    tx.commit().await.expect("commit");
    due_id
}

async fn staff(test: &TestPortal, roles: &[Role], also: Option<&SignedInPerson>) -> SignedInStaff {
    let staff_id = StaffId::fresh();
    let mut tx = test.portal.begin(Actor::System).await.expect("begin");
    sqlx::query(
        "insert into staff (staff_id, email, name, password_hash, person_id) values ($1, $1::text, '李娜', '', $2)",
    )
    .bind(staff_id.0)
    .bind(also.map(|person| person.person_id.0))
    .execute(&mut *tx)
    .await
    .expect("a colleague");
    tx.commit().await.expect("commit");
    let (name, language) = ("李娜".to_owned(), Language::Chinese);
    SignedInStaff { session_id: SessionId::fresh(), staff_id, name, language, roles: roles.to_vec() }
}

async fn send(test: &TestPortal, who: &SignedInPerson, due_id: DueId) -> UploadId {
    financials::upload(&test.portal, who, due_id, FormKey::fresh(), "三季度.pdf", &pdf()).await.expect("taken")
}

fn stored_files(test: &TestPortal, who: &SignedInPerson) -> usize {
    std::fs::read_dir(test.folder().join(who.borrower_id.0.simple().to_string())).map_or(0, Iterator::count)
}

#[tokio::test]
async fn a_statement_is_sent_returned_sent_again_and_accepted() {
    let test = TestPortal::start().await;
    let (who, reviewer) = (test.person().await, staff(&test, &[Role::Reviewer], None).await);
    let due_id = due(&test, &who).await;
    let first = send(&test, &who, due_id).await;
    financials::return_(&test.portal, &reviewer, first, "  缺少第二页 ").await.expect("returned");
    let due = financials::find_due(&test.portal, &who, due_id).await.expect("there");
    assert_eq!((due.status, due.returned_because()), (DueStatus::Returned, Some("缺少第二页")));
    assert_eq!(home::find(&test.portal, &who).await.expect("home").statements.len(), 1);
    test.pass(TimeDelta::minutes(5));
    let second = send(&test, &who, due_id).await;
    assert_eq!(home::find(&test.portal, &who).await.expect("home").statements.len(), 0);
    financials::accept(&test.portal, &reviewer, second).await.expect("accepted");
    let due = financials::find_due(&test.portal, &who, due_id).await.expect("there");
    assert_eq!(due.status, DueStatus::Accepted);
    assert_eq!(due.uploads.len(), 2);
    assert_eq!(due.uploads[0].outcome, Some(Outcome::Accepted));
    let accepted = financials::list_accepted(&test.portal, &who, None).await.expect("a list");
    assert_eq!((accepted.dues.len(), accepted.older), (1, None));
    let late = financials::upload(&test.portal, &who, due_id, FormKey::fresh(), "a.pdf", &pdf()).await;
    assert!(matches!(late, Err(Error::Refused(r)) if r.code == "statement_accepted"));
}

#[tokio::test]
async fn a_form_sent_ten_times_at_once_is_taken_once_and_leaves_one_file() {
    let test = TestPortal::start().await;
    let who = test.person().await;
    let (due_id, key) = (due(&test, &who).await, FormKey::fresh());
    let tries = (0..10).map(|_| {
        let (portal, who) = (test.portal.clone(), who.clone());
        tokio::spawn(async move { financials::upload(&portal, &who, due_id, key, "a.pdf", &pdf()).await })
    });
    let mut ids = Vec::new();
    for one in futures::future::join_all(tries).await {
        ids.push(one.expect("no panic").expect("taken"));
    }
    ids.dedup();
    assert_eq!(ids.len(), 1);
    assert_eq!(test.count("statement_upload").await, 1);
    assert_eq!(test.count("file").await, 1);
    assert_eq!(stored_files(&test, &who), 1);
}

#[tokio::test]
async fn a_refused_file_leaves_nothing() {
    let test = TestPortal::start().await;
    let who = test.person().await;
    let due_id = due(&test, &who).await;
    let big = Bytes::from([PDF, &vec![b' '; 21 * 1024 * 1024]].concat());
    for (content, code) in
        [(Bytes::new(), "empty_file"), (Bytes::from_static(b"MZ\x90\0"), "unknown_type"), (big, "too_big")]
    {
        let refused = financials::upload(&test.portal, &who, due_id, FormKey::fresh(), "a.pdf", &content).await;
        assert!(matches!(refused, Err(Error::Refused(r)) if r.code == code), "{code}");
    }
    assert_eq!(test.count("statement_upload").await + test.count("file").await, 0);
    assert_eq!(stored_files(&test, &who), 0);
}

#[tokio::test]
async fn an_administrators_limit_counts_instead_of_the_configured_one() {
    let test = TestPortal::start().await;
    let who = test.person().await;
    let due_id = due(&test, &who).await;
    sqlx::query("insert into setting (name, value) values ('upload_limit_bytes', '60')")
        .execute(&test.portal.pool)
        .await
        .expect("set");
    let refused = financials::upload(&test.portal, &who, due_id, FormKey::fresh(), "a.pdf", &pdf()).await;
    assert!(matches!(refused, Err(Error::Refused(r)) if r.code == "too_big" && r.figures == ["60"]));
}

#[tokio::test]
async fn the_daily_quota_stops_a_flood_and_keeps_no_file_of_it() {
    let test = TestPortal::start().await;
    let who = test.person().await;
    let due_id = due(&test, &who).await;
    sqlx::query("insert into setting (name, value) values ('upload_files_per_day', '1')")
        .execute(&test.portal.pool)
        .await
        .expect("set");
    send(&test, &who, due_id).await;
    let refused = financials::upload(&test.portal, &who, due_id, FormKey::fresh(), "a.pdf", &pdf()).await;
    assert!(matches!(refused, Err(Error::Refused(r)) if r.code == "too_many_files"));
    assert_eq!(stored_files(&test, &who), 1);
    test.pass(TimeDelta::hours(25));
    send(&test, &who, due_id).await;
}

#[tokio::test]
async fn somebody_elses_statement_and_file_are_not_found() {
    let test = TestPortal::start().await;
    let (owner, stranger) = (test.person().await, test.person().await);
    let due_id = due(&test, &owner).await;
    send(&test, &owner, due_id).await;
    let mine = financials::find_due(&test.portal, &owner, due_id).await.expect("there");
    let file_id = mine.uploads[0].file_id;
    let opened = files::open(&test.portal, &owner, file_id).await.expect("mine");
    assert_eq!((opened.name.as_str(), opened.content), ("三季度.pdf", pdf()));
    assert!(matches!(files::open(&test.portal, &stranger, file_id).await, Err(Error::NotFound)));
    assert!(matches!(files::open(&test.portal, &owner, FileId::fresh()).await, Err(Error::NotFound)));
    assert!(matches!(financials::find_due(&test.portal, &stranger, due_id).await, Err(Error::NotFound)));
    let sent = financials::upload(&test.portal, &stranger, due_id, FormKey::fresh(), "a.pdf", &pdf()).await;
    assert!(matches!(sent, Err(Error::NotFound)));
    assert_eq!(stored_files(&test, &stranger), 0);
}

#[tokio::test]
async fn a_decision_is_on_the_newest_file_and_given_once() {
    let test = TestPortal::start().await;
    let (who, reviewer) = (test.person().await, staff(&test, &[Role::Approver], None).await);
    let due_id = due(&test, &who).await;
    let first = send(&test, &who, due_id).await;
    test.pass(TimeDelta::minutes(1));
    let second = send(&test, &who, due_id).await;
    assert!(matches!(financials::accept(&test.portal, &reviewer, first).await, Err(Error::Stale(_))));
    financials::accept(&test.portal, &reviewer, second).await.expect("accepted");
    financials::accept(&test.portal, &reviewer, second).await.expect("a second click changes nothing");
    let after = financials::return_(&test.portal, &reviewer, second, "no").await;
    assert!(matches!(after, Err(Error::Stale(_))));
    let told = sqlx::query_scalar::<_, i64>("select count(*) from graphile_worker.jobs where task_identifier = 'tell'");
    assert_eq!(told.fetch_one(&test.portal.pool).await.expect("a count"), 1);
}

#[tokio::test]
async fn only_reviewers_decide_and_nobody_on_their_own() {
    let test = TestPortal::start().await;
    let who = test.person().await;
    let due_id = due(&test, &who).await;
    let upload_id = send(&test, &who, due_id).await;
    let officer = staff(&test, &[Role::LoanOfficer], None).await;
    assert!(financials::find_review(&test.portal, &officer, upload_id).await.expect("may look").is_open());
    assert!(matches!(financials::accept(&test.portal, &officer, upload_id).await, Err(Error::Forbidden)));
    let administrator = staff(&test, &[Role::Administrator], None).await;
    assert!(matches!(financials::find_review(&test.portal, &administrator, upload_id).await, Err(Error::Forbidden)));
    let party = staff(&test, &[Role::SeniorApprover], Some(&who)).await;
    let own = financials::accept(&test.portal, &party, upload_id).await;
    assert!(matches!(own, Err(Error::Refused(r)) if r.code == "own_loan"));
    let empty = financials::return_(&test.portal, &staff(&test, &[Role::Reviewer], None).await, upload_id, " \n").await;
    assert!(matches!(empty, Err(Error::Refused(r)) if (r.field, r.code) == ("reason", "required")));
}

#[tokio::test]
async fn the_database_lets_a_person_move_a_statement_into_review_and_nowhere_else() {
    let test = TestPortal::start().await;
    let who = test.person().await;
    let due_id = due(&test, &who).await;
    let mut tx = test.portal.begin(who.actor()).await.expect("begin");
    let cheat = sqlx::query("update statement_due set status = 'accepted' where due_id = $1").bind(due_id.0);
    assert!(cheat.execute(&mut *tx).await.is_err());
}

#[tokio::test]
async fn queues_show_what_waits_and_what_is_late() {
    let test = TestPortal::start().await;
    let (who, reviewer) = (test.person().await, staff(&test, &[Role::Reviewer], None).await);
    let due_id = due(&test, &who).await;
    let list = async |queue| financials::list_queue(&test.portal, &reviewer, queue, None).await.expect("a queue").0;
    assert_eq!((list(Queue::ToReview).await.len(), list(Queue::Overdue).await.len()), (0, 0));
    test.pass(TimeDelta::days(9));
    assert_eq!(list(Queue::Overdue).await.len(), 1);
    let upload_id = send(&test, &who, due_id).await;
    assert_eq!(list(Queue::Overdue).await.len(), 0);
    assert_eq!(list(Queue::ToReview).await[0].upload.map(|(id, _)| id), Some(upload_id));
}

#[tokio::test]
async fn dues_are_planned_once_from_covenants_of_running_loans() {
    let test = TestPortal::start().await;
    let (with_loan, without) = (test.person().await, test.person().await);
    test.loan(&with_loan, json!({})).await;
    let mut tx = test.portal.begin(Actor::System).await.expect("begin");
    for who in [&with_loan, &without] {
        sqlx::query(
            "insert into covenant (borrower_id, covenant_id, kind, every_months, grace_days, from_on)
             values ($1, $2, 'income_statement', 3, 30, '2026-01-01')",
        )
        .bind(who.borrower_id.0)
        .bind(Uuid::now_v7())
        .execute(&mut *tx)
        .await
        .expect("a covenant");
    }
    tx.commit().await.expect("commit");
    financials::job::plan(&test.portal).await.expect("planned");
    financials::job::plan(&test.portal).await.expect("planned again");
    let dues = financials::list_open(&test.portal, &with_loan).await.expect("a list");
    let periods: Vec<_> = dues.iter().map(|d| (d.period_from, d.period_to, d.due_on)).collect();
    assert_eq!(periods.len(), 3);
    assert_eq!(periods[2], (day("2026-07-01"), day("2026-09-30"), day("2026-10-30")));
    assert_eq!(dues[0].kind, StatementKind::IncomeStatement);
    assert!(financials::list_open(&test.portal, &without).await.expect("a list").is_empty());
    test.pass(TimeDelta::days(30));
    financials::job::plan(&test.portal).await.expect("planned later");
    assert_eq!(financials::list_open(&test.portal, &with_loan).await.expect("a list").len(), 4);
}

#[tokio::test]
async fn the_sweep_takes_only_old_files_that_no_row_names() {
    let test = TestPortal::start().await;
    let who = test.person().await;
    let due_id = due(&test, &who).await;
    send(&test, &who, due_id).await;
    let orphan = files::check(1000, "a.pdf", &pdf()).expect("a file");
    files::put(&test.portal, &who, orphan).await.expect("stored");
    test.portal.clock.set(chrono::DateTime::from(std::time::SystemTime::now()));
    files::sweep(&test.portal).await.expect("swept");
    assert_eq!(stored_files(&test, &who), 2, "an upload may still be under way");
    test.pass(TimeDelta::hours(25));
    files::sweep(&test.portal).await.expect("swept");
    assert_eq!(stored_files(&test, &who), 1);
    let due = financials::find_due(&test.portal, &who, due_id).await.expect("there");
    assert!(files::open(&test.portal, &who, due.uploads[0].file_id).await.is_ok());
}
