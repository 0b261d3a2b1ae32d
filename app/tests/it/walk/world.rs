//! A portal to walk in: its rows can be compared, and people, loans and requests are made on demand.

use std::collections::BTreeMap;

use app::router::router;
use axum::Router;
use chrono::NaiveDate;
use lending::{event::EventKind, modification::Change};
use serde_json::json;
use server::{
    Actor, Role,
    files::upload_limit,
    financials,
    http::{Assets, protect},
    identity::{SignedInPerson, SignedInStaff, session::COOKIE},
    ids::{BorrowerId, DueId, FormKey, LoanId, RequestId, UploadId},
    loans::view,
    requests::{self, Filing, Seen, options},
};
use sqlx::postgres::PgConnection;
use tokio::sync::Mutex;

use super::{browser::Browser, files};
use crate::{harness::TestPortal, visitors};

/// Small enough that a file beyond it is quickly sent.
const UPLOAD_LIMIT_BYTES: u64 = 8 * 1024;

/// A table's number of rows, and a digest of what stands in them.
pub type Rows = BTreeMap<String, (i64, String)>;

pub struct World {
    pub test: TestPortal,
    router: Router,
    owner: Mutex<PgConnection>,
    tables: Vec<(String, bool)>,
    /// A borrower whom no form of this walk concerns.
    bystander: BorrowerId,
}

impl World {
    pub async fn start() -> Self {
        Self::with_limit(UPLOAD_LIMIT_BYTES).await
    }

    pub async fn with_limit(bytes: u64) -> Self {
        let test = TestPortal::start_with(|parts| parts.upload_limit_bytes = bytes).await;
        assert_eq!(upload_limit(&test.portal).await.expect("a limit"), bytes);
        let router = protect(router(test.portal.clone(), Assets::default()));
        let bystander = test.person().await;
        test.loan(&bystander, json!({})).await;
        let mut owner = test.owner().await;
        // The catalog's word for it: a table that is new is compared without being named.
        let tables = sqlx::query_as(
            "select format('%I.%I', n.nspname, c.relname),
                    exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'borrower_id')
             from pg_class c join pg_namespace n on n.oid = c.relnamespace
             where c.relkind = 'r' and (n.nspname in ('public', 'sandbox') or c.relname = '_private_jobs')",
        )
        .fetch_all(&mut owner)
        .await
        .expect("tables");
        Self { test, router, owner: Mutex::new(owner), tables, bystander: bystander.borrower_id }
    }

    /// What stands in every table.
    pub async fn rows(&self) -> Rows {
        let one = |(table, _): &(String, bool)| {
            format!("select '{table}', count(*), coalesce(sum(hashtextextended(t::text, 0)), 0)::text from {table} t")
        };
        self.compare(self.tables.iter().map(one).collect()).await
    }

    /// What stands in every table of the borrower whom nothing concerns.
    pub async fn bystanders_rows(&self) -> Rows {
        let id = self.bystander.0;
        let one = |(table, _): &(String, bool)| {
            format!(
                "select '{table}', count(*), coalesce(sum(hashtextextended(t::text, 0)), 0)::text from {table} t
                 where borrower_id = '{id}'"
            )
        };
        self.compare(self.tables.iter().filter(|(_, borrowers)| *borrowers).map(one).collect()).await
    }

    pub fn bystander(&self) -> BorrowerId {
        self.bystander
    }

    async fn compare(&self, selects: Vec<String>) -> Rows {
        let statement = sqlx::AssertSqlSafe(selects.join(" union all "));
        let rows: Vec<(String, i64, String)> =
            sqlx::query_as(statement).fetch_all(&mut *self.owner.lock().await).await.expect("rows");
        rows.into_iter().map(|(table, count, digest)| (table.replace("public.", ""), (count, digest))).collect()
    }

    /// One text out of the database.
    pub async fn read(&self, statement: &'static str) -> String {
        sqlx::query_scalar(statement).fetch_one(&mut *self.owner.lock().await).await.expect(statement)
    }

    pub async fn change(&self, statement: &str) {
        self.test.as_owner(statement).await;
    }

    /// Files in storage.
    pub fn stored_files(&self) -> usize {
        fn count(folder: &std::path::Path) -> usize {
            let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
            entries.map(|entry| if entry.path().is_dir() { count(&entry.path()) } else { 1 }).sum()
        }
        count(self.test.folder())
    }

    pub fn nobody(&self) -> Browser {
        Browser { router: self.router.clone(), cookies: BTreeMap::new() }
    }

    /// A person's browser, signed in.
    pub async fn browser_of(&self, who: &SignedInPerson) -> Browser {
        let token = visitors::session(&self.test, Some((who.person_id, who.borrower_id)), None).await;
        self.with_session(token)
    }

    pub async fn browser_at_desk(&self, who: &SignedInStaff) -> Browser {
        let token = visitors::session(&self.test, None, Some(who.staff_id)).await;
        self.with_session(token)
    }

    fn with_session(&self, token: String) -> Browser {
        Browser { cookies: BTreeMap::from([(COOKIE.to_owned(), token)]), ..self.nobody() }
    }

    pub async fn colleague(&self, role: Role) -> SignedInStaff {
        visitors::colleague(&self.test, &[role]).await
    }

    /// A person with a loan on which all is paid that has come due.
    pub async fn borrower(&self, principal: &str) -> (SignedInPerson, LoanId) {
        let who = self.test.person().await;
        let loan_id = self.test.loan(&who, json!({"principal": principal})).await;
        let found = options::find(&self.test.portal, &who, loan_id).await.expect("the loan");
        for row in found.state.rows.iter().filter(|row| row.due_on < found.today) {
            self.test.event(&who, loan_id, row.due_on, EventKind::Payment { amount: row.total }).await;
        }
        (who, loan_id)
    }

    /// Another loan of a borrower, paid off today.
    pub async fn settled(&self, who: &SignedInPerson) -> LoanId {
        let loan_id = self.test.loan(who, json!({})).await;
        let found = view::find(&self.test.portal, who, loan_id).await.expect("the loan");
        let amount = found.payoff().expect("a payoff").expect("something owed").total;
        self.test.event(who, loan_id, found.today, EventKind::Prepayment { amount, then: None }).await;
        loan_id
    }

    /// A request for six months more, as its form would file it.
    pub async fn request(&self, who: &SignedInPerson, loan_id: LoanId) -> RequestId {
        let change = Change::extend(6);
        let found = options::find(&self.test.portal, who, loan_id).await.expect("the loan");
        let shown = lending::modification::compare(&found.loan.terms, &found.loan.events, found.today, &change)
            .expect("a comparison");
        let filing = Filing {
            loan_id,
            change,
            reason: "订单取消，回款推迟到明年三月。".to_owned(),
            seen: Seen { input_hash: shown.input_hash, result_hash: shown.result_hash },
            documents: Vec::new(),
            form_key: FormKey::fresh(),
        };
        requests::file(&self.test.portal, who, filing).await.expect("filed")
    }

    /// A statement that is due in five weeks.
    pub async fn due(&self, who: &SignedInPerson) -> DueId {
        let due_id = DueId::fresh();
        let day = |text: &str| text.parse::<NaiveDate>().expect("a day");
        let mut tx = self.test.portal.begin(Actor::System).await.expect("begin");
        sqlx::query(
            "insert into statement_due (borrower_id, due_id, kind, period_from, period_to, due_on)
             values ($1, $2, 'income_statement', $3, $4, $5)",
        )
        .bind(who.borrower_id.0)
        .bind(due_id.0)
        .bind(day("2026-07-01"))
        .bind(day("2026-09-30"))
        .bind(day("2026-12-31"))
        .execute(&mut *tx)
        .await
        .expect("a statement that is due");
        tx.commit().await.expect("commit");
        due_id
    }

    pub async fn upload(&self, who: &SignedInPerson, due_id: DueId) -> UploadId {
        financials::upload(&self.test.portal, who, due_id, FormKey::fresh(), "q3.pdf", &files::pdf())
            .await
            .expect("uploaded")
    }
}
