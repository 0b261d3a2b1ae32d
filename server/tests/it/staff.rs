//! The audit trail: who may read it, what they see, and that reading is kept too.

use chrono::{DateTime, TimeDelta, Utc};
use futures::TryStreamExt;
use server::{
    Actor, Error, Role,
    identity::SignedInStaff,
    ids::{BorrowerId, SessionId, StaffId},
    staff::trail::{self, AUDITORS, Asked, Entry, Filter, Mark},
};
use uuid::Uuid;

use crate::harness::{TestPortal, moment};

async fn colleague(test: &TestPortal, name: &str, roles: &[Role]) -> SignedInStaff {
    let staff_id = StaffId::fresh();
    let mut tx = test.portal.begin(Actor::System).await.expect("begin");
    sqlx::query(
        "insert into staff (staff_id, email, name, password_hash) values ($1, $1::text || '@lender.test', $2, 'x')",
    )
    .bind(staff_id.0)
    .bind(name)
    .execute(&mut *tx)
    .await
    .expect("a colleague");
    tx.commit().await.expect("commit");
    let language = lending::language::Language::Chinese;
    SignedInStaff { session_id: SessionId::fresh(), staff_id, name: name.to_owned(), language, roles: roles.to_vec() }
}

/// `count` rows of one colleague's, a minute apart, three of each minute at the very same instant.
async fn looks(test: &TestPortal, by: StaffId, borrower: BorrowerId, count: i32, from: &str) {
    let mut tx = test.portal.begin(Actor::System).await.expect("begin");
    sqlx::query("select set_config('afterloan.actor', 'staff', true)").execute(&mut *tx).await.expect("an actor");
    sqlx::query(
        "insert into audit (audit_id, at, actor, staff_id, borrower_id, action, subject, subject_id)
         select gen_random_uuid(), $4::timestamptz + make_interval(mins => n / 3), 'staff', $1, $2, 'borrower.look', 'borrower', $2
         from generate_series(0, $3 - 1) as n",
    )
    .bind(by.0)
    .bind(borrower.0)
    .bind(count)
    .bind(moment(from))
    .execute(&mut *tx)
    .await
    .expect("rows");
    tx.commit().await.expect("commit");
}

async fn read(test: &TestPortal, staff: &SignedInStaff, asked: Asked) -> Vec<Entry> {
    let filter = asked.read().expect("a filter");
    let (mut rows, mut after): (Vec<Entry>, Option<Mark>) = (Vec::new(), None);
    loop {
        let page = trail::find(&test.portal, staff, &filter, after).await.expect("a page");
        rows.extend(page.rows);
        after = page.next;
        if after.is_none() {
            return rows;
        }
    }
}

fn who(text: impl ToString) -> Asked {
    Asked { who: text.to_string(), ..Asked::default() }
}

#[tokio::test]
async fn only_compliance_and_administrators_read_the_trail() {
    let test = TestPortal::start().await;
    let person = test.person().await;
    for role in Role::ALL {
        let staff = colleague(&test, role.code(), &[*role]).await;
        looks(&test, staff.staff_id, person.borrower_id, 1, "2026-11-20T04:00:00Z").await;
        let may = AUDITORS.contains(role);
        let page = trail::find(&test.portal, &staff, &Filter::default(), None).await;
        let file = trail::export(&test.portal, &staff, Filter::default(), |_| Ok(Vec::new())).await;
        // The database says the same, whatever the program asks.
        let mut tx = test.portal.begin(&staff.actor()).await.expect("begin");
        let seen: i64 = sqlx::query_scalar("select count(*) from audit").fetch_one(&mut *tx).await.expect("a count");
        if may {
            assert!(page.is_ok() && file.is_ok() && seen > 0, "{}", role.code());
        } else {
            assert!(matches!(page, Err(Error::Forbidden)), "{}", role.code());
            assert!(matches!(file.map(|_| ()), Err(Error::Forbidden)), "{}", role.code());
            assert_eq!(seen, 0, "{}", role.code());
        }
    }
}

#[tokio::test]
async fn paging_tells_every_row_once_newest_first() {
    let test = TestPortal::start().await;
    let person = test.person().await;
    let busy = colleague(&test, "赵敏", &[Role::LoanOfficer]).await;
    let auditor = colleague(&test, "何洁", &[Role::Compliance]).await;
    looks(&test, busy.staff_id, person.borrower_id, 131, "2026-11-20T04:00:00Z").await;
    let rows = read(&test, &auditor, who(busy.staff_id)).await;
    assert_eq!(rows.len(), 131);
    assert!(rows.is_sorted_by(|a, b| (a.at, a.audit_id) > (b.at, b.audit_id)));
}

#[tokio::test]
async fn rows_are_found_by_person_action_borrower_and_day() {
    let test = TestPortal::start().await;
    let (one, other) = (test.person().await, test.person().await);
    let first = colleague(&test, "赵敏", &[Role::LoanOfficer]).await;
    let second = colleague(&test, "孙莉", &[Role::LoanOfficer]).await;
    let auditor = colleague(&test, "何洁", &[Role::Compliance]).await;
    // 16:00 in London is midnight in Shanghai: the lender's next day begins.
    looks(&test, first.staff_id, one.borrower_id, 3, "2026-11-19T15:59:00Z").await;
    looks(&test, second.staff_id, other.borrower_id, 3, "2026-11-19T16:00:00Z").await;

    let count = async |asked: Asked| read(&test, &auditor, asked).await.len();
    assert_eq!(count(who("赵敏")).await, 3);
    assert_eq!(count(who(second.staff_id)).await, 3);
    let own = audit_rows(&test, &auditor).await;
    assert_eq!(count(who("@LENDER.test")).await, 6 + own);
    let of = |borrower: String| Asked { borrower, ..Asked::default() };
    assert_eq!(count(of(one.borrower_id.to_string())).await, 3);
    // Asking for one borrower's rows is a row about that borrower.
    assert_eq!(count(of("王建国".to_owned())).await, 6 + 1);
    assert_eq!(count(of("nobody".to_owned())).await, 0);
    let on = |day: &str| Asked { day: day.to_owned(), ..Asked::default() };
    assert_eq!((count(on("2026-11-19")).await, count(on("2026-11-20")).await), (3, 3));
    let did = |action: &str| Asked { action: action.to_owned(), ..Asked::default() };
    assert_eq!(count(did("borrower.look")).await, 6);
    let both = Asked { day: "2026年11月20日".to_owned(), ..who("赵敏") };
    assert_eq!(count(both).await, 0);
}

/// How many rows the auditor's own reading has made so far.
async fn audit_rows(test: &TestPortal, auditor: &SignedInStaff) -> usize {
    let mut tx = test.portal.begin(Actor::System).await.expect("begin");
    let count: i64 = sqlx::query_scalar("select count(*) from audit where staff_id = $1 and subject = 'audit'")
        .bind(auditor.staff_id.0)
        .fetch_one(&mut *tx)
        .await
        .expect("a count");
    usize::try_from(count).expect("a count")
}

#[tokio::test]
async fn reading_is_kept_without_the_name_that_was_typed() {
    let test = TestPortal::start().await;
    let auditor = colleague(&test, "何洁", &[Role::Compliance]).await;
    let asked = Asked { borrower: "王建国".to_owned(), day: "2026-11-22".to_owned(), ..Asked::default() };
    trail::find(&test.portal, &auditor, &asked.read().expect("a filter"), None).await.expect("a page");
    let rows = read(&test, &auditor, who(auditor.staff_id)).await;
    assert_eq!((rows[0].action.as_str(), rows[0].by.as_deref()), ("audit.read", Some("何洁")));
    assert_eq!(rows[0].detail, serde_json::json!({"borrower": "named", "day": "2026-11-22"}));
}

#[tokio::test]
async fn administrators_see_no_names_of_borrowers() {
    let test = TestPortal::start().await;
    let person = test.person().await;
    let busy = colleague(&test, "赵敏", &[Role::LoanOfficer]).await;
    looks(&test, busy.staff_id, person.borrower_id, 1, "2026-11-20T04:00:00Z").await;
    let admin = colleague(&test, "管理员", &[Role::Administrator]).await;
    let auditor = colleague(&test, "何洁", &[Role::Compliance]).await;
    let seen = |rows: Vec<Entry>| rows.into_iter().map(|r| (r.by, r.borrower_name)).collect::<Vec<_>>();
    let by = Some("赵敏".to_owned());
    assert_eq!(seen(read(&test, &admin, who("赵敏")).await), [(by.clone(), None)]);
    assert_eq!(seen(read(&test, &auditor, who("赵敏")).await), [(by, Some("王建国".to_owned()))]);
    // Nor can a name be tried out.
    let named = Asked { borrower: "王建国".to_owned(), ..Asked::default() };
    assert!(read(&test, &admin, named).await.is_empty());
    assert!(read(&test, &admin, who("王建国")).await.is_empty());
    let by_id = Asked { borrower: person.borrower_id.to_string(), ..Asked::default() };
    assert_eq!(read(&test, &admin, by_id).await.len(), 1);
}

#[tokio::test]
async fn an_export_has_every_row_and_is_kept() {
    let test = TestPortal::start().await;
    let person = test.person().await;
    let busy = colleague(&test, "赵敏", &[Role::LoanOfficer]).await;
    let auditor = colleague(&test, "何洁", &[Role::Compliance]).await;
    looks(&test, busy.staff_id, person.borrower_id, 2345, "2026-11-01T04:00:00Z").await;
    let filter = who(busy.staff_id).read().expect("a filter");
    let draw = |rows: Option<&[Entry]>| {
        Ok(rows.map_or_else(
            || b"head\n".to_vec(),
            |rows| rows.iter().flat_map(|r| format!("{}\n", r.audit_id).into_bytes()).collect(),
        ))
    };
    let parts: Vec<bytes::Bytes> = trail::export(&test.portal, &auditor, filter, draw)
        .await
        .expect("an export")
        .try_collect()
        .await
        .expect("all parts");
    let text = String::from_utf8(parts.concat()).expect("text");
    let mut ids: Vec<Uuid> = text.lines().skip(1).map(|line| line.parse().expect("an id")).collect();
    assert_eq!((text.lines().next(), ids.len(), parts.len()), (Some("head"), 2345, 4));
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 2345);
    assert_eq!(read(&test, &auditor, Asked { action: "audit.export".to_owned(), ..Asked::default() }).await.len(), 1);
}

#[test]
fn a_day_of_the_lenders_has_its_own_midnight() {
    let clock = server::clock::Clock::manual(chrono_tz::Tz::Asia__Shanghai, moment("2026-11-22T04:00:00Z"));
    let (from, before): (DateTime<Utc>, _) = clock.bounds_of("2026-11-22".parse().expect("a day"));
    assert_eq!((from, before - from), (moment("2026-11-21T16:00:00Z"), TimeDelta::days(1)));
    // Clocks in Asunción went forward at midnight of 6 October 2024.
    let clock = server::clock::Clock::manual(chrono_tz::Tz::America__Asuncion, moment("2024-10-06T12:00:00Z"));
    let (from, before) = clock.bounds_of("2024-10-06".parse().expect("a day"));
    assert_eq!((from, before - from), (moment("2024-10-06T04:00:00Z"), TimeDelta::hours(23)));
}
