//! Who may call what, tried through the real router on a real database: as nobody, as another
//! borrower, as each role of staff. A route that is missing from the table, or a rule that no route
//! has, fails here.

use std::collections::BTreeMap;

use app::{
    access::{RULES, Rule, Who},
    router::{registered, router},
};
use axum::{
    Router,
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use server::{
    Actor, Role,
    http::{Assets, protect},
    identity::session::COOKIE,
    ids::{BorrowerId, DueId, LoanId, PersonId},
};
use tower::ServiceExt;
use uuid::Uuid;

use crate::{harness::TestPortal, visitors};

/// Tables whose rows a stranger's form must leave alone.
const WATCHED: &[&str] =
    &["loan_event", "payment", "request", "request_step", "statement_upload", "file", "message", "ledger_entry"];

struct Tried {
    test: TestPortal,
    router: Router,
    victim: Victim,
}

/// A borrower with things of their own.
struct Victim {
    person_id: PersonId,
    borrower_id: BorrowerId,
    loan: LoanId,
    due: DueId,
}

impl Tried {
    async fn with_demo_lender() -> Self {
        let test = TestPortal::start().await;
        server::demo::fill(&test.portal, 12, 7, test.portal.clock.today()).await.expect("a portfolio");
        server::financials::job::plan(&test.portal).await.expect("what is due");
        let mut tx = test.portal.begin(Actor::System).await.expect("begin");
        let (person_id, borrower_id, loan, due): (Uuid, Uuid, Uuid, Uuid) = sqlx::query_as(
            "select m.person_id, m.borrower_id, l.loan_id, d.due_id
             from membership m join loan l using (borrower_id) join statement_due d using (borrower_id)
             order by m.borrower_id, l.loan_id limit 1",
        )
        .fetch_one(&mut *tx)
        .await
        .expect("a borrower with a loan who owes a statement");
        tx.commit().await.expect("commit");
        let router = protect(router(test.portal.clone(), Assets::default()));
        let victim = Victim {
            person_id: PersonId(person_id),
            borrower_id: BorrowerId(borrower_id),
            loan: LoanId(loan),
            due: DueId(due),
        };
        Self { test, router, victim }
    }

    /// The address of a route, naming what is the victim's.
    fn address(&self, path: &str) -> String {
        let id = match path {
            p if p.starts_with("/loans/") => self.victim.loan.to_string(),
            "/desk/borrowers/{id}" => self.victim.borrower_id.to_string(),
            "/financials/{id}" => self.victim.due.to_string(),
            p => format!("{}_{}", p.split('/').rev().nth(1).unwrap_or("x"), Uuid::now_v7().simple()),
        };
        path.replace("{id}", &id)
    }

    async fn call(&self, method: &Method, path: &str, token: Option<&str>) -> (StatusCode, String) {
        let mut request = Request::builder()
            .method(method)
            .uri(self.address(path))
            .header(header::HOST, "localhost")
            .header(header::ORIGIN, "http://localhost");
        if let Some(token) = token {
            request = request.header(header::COOKIE, format!("{COOKIE}={token}"));
        }
        if *method == Method::POST {
            request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        }
        let request = request.body(Body::empty()).expect("a request");
        let response = self.router.clone().oneshot(request).await.expect("an answer");
        let location = response.headers().get(header::LOCATION).and_then(|v| v.to_str().ok()).unwrap_or_default();
        (response.status(), location.to_owned())
    }

    async fn another_borrower(&self) -> String {
        let person = self.test.person().await;
        visitors::session(&self.test, Some((person.person_id, person.borrower_id)), None).await
    }

    async fn colleague(&self, role: Role) -> String {
        let staff = visitors::colleague(&self.test, &[role]).await;
        visitors::session(&self.test, None, Some(staff.staff_id)).await
    }

    /// The victim's own browser.
    async fn own(&self) -> String {
        visitors::session(&self.test, Some((self.victim.person_id, self.victim.borrower_id)), None).await
    }

    async fn rows(&self) -> BTreeMap<&'static str, i64> {
        let mut rows = BTreeMap::new();
        for table in WATCHED {
            rows.insert(*table, self.test.count(table).await);
        }
        rows
    }
}

/// Every rule, method by method.
fn calls() -> impl Iterator<Item = (&'static Rule, Method, Who)> {
    RULES.iter().flat_map(|rule| {
        [(rule.get, Method::GET), (rule.post, Method::POST)]
            .into_iter()
            .filter_map(move |(who, method)| who.map(|who| (rule, method, who)))
    })
}

/// Signing out ends the session that the other calls need.
fn ends_the_session(rule: &Rule) -> bool {
    rule.path == "/sign-out"
}

#[tokio::test]
async fn every_route_has_its_rule_and_every_rule_its_route() {
    let registered = registered();
    for (path, method) in &registered {
        let rule = RULES.iter().find(|rule| rule.path == path.as_str());
        let allowed = rule.and_then(|rule| if *method == Method::GET { rule.get } else { rule.post });
        assert!(allowed.is_some(), "{method} {path} is registered and stands in no rule");
    }
    for (rule, method, _) in calls() {
        let there = registered.iter().any(|(path, m)| path == rule.path && *m == method);
        assert!(there, "{method} {} has a rule and no route", rule.path);
    }
    for rule in RULES {
        assert_eq!(RULES.iter().filter(|other| other.path == rule.path).count(), 1, "{} stands once", rule.path);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_is_asked_to_sign_in_at_the_right_door() {
    let tried = Tried::with_demo_lender().await;
    for (rule, method, who) in calls() {
        let (status, location) = tried.call(&method, rule.path, None).await;
        let called = format!("{method} {}: {status} {location}", rule.path);
        match who {
            Who::Person => assert!(status == StatusCode::SEE_OTHER && location.starts_with("/sign-in"), "{called}"),
            Who::Staff(_) => {
                assert!(status == StatusCode::SEE_OTHER && location.starts_with("/desk/sign-in"), "{called}")
            }
            Who::Anyone | Who::Demo => {
                assert!(!status.is_server_error() && status != StatusCode::NOT_FOUND, "{called}")
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_borrower_finds_nothing_and_changes_nothing() {
    let tried = Tried::with_demo_lender().await;
    let stranger = tried.another_borrower().await;
    let before = tried.rows().await;
    for (rule, method, who) in calls().filter(|(rule, ..)| !ends_the_session(rule)) {
        let (status, location) = tried.call(&method, rule.path, Some(&stranger)).await;
        let called = format!("{method} {}: {status} {location}", rule.path);
        match who {
            Who::Person if rule.path.contains("{id}") => assert_eq!(status, StatusCode::NOT_FOUND, "{called}"),
            Who::Person if method == Method::GET => assert_eq!(status, StatusCode::OK, "{called}"),
            Who::Staff(_) => assert_eq!(status, StatusCode::NOT_FOUND, "{called}"),
            Who::Person | Who::Anyone | Who::Demo => assert!(!status.is_server_error(), "{called}"),
        }
    }
    assert_eq!(tried.rows().await, before);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_borrower_finds_their_own() {
    let tried = Tried::with_demo_lender().await;
    let own = tried.own().await;
    for path in [
        "/",
        "/loans/{id}",
        "/loans/{id}/schedule",
        "/loans/{id}/schedule.csv",
        "/documents",
        "/loans/{id}/statement",
        "/loans/{id}/statement.csv",
        "/loans/{id}/receipts",
        "/loans/{id}/pay",
        "/loans/{id}/change",
        "/financials/{id}",
    ] {
        let (status, _) = tried.call(&Method::GET, path, Some(&own)).await;
        assert_eq!(status, StatusCode::OK, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_role_enters_where_the_table_says_and_nowhere_else() {
    let tried = Tried::with_demo_lender().await;
    for role in Role::ALL {
        let token = tried.colleague(*role).await;
        for (rule, method, who) in calls().filter(|(rule, ..)| !ends_the_session(rule)) {
            let (status, location) = tried.call(&method, rule.path, Some(&token)).await;
            let called = format!("{} {method} {}: {status} {location}", role.code(), rule.path);
            assert!(!status.is_server_error(), "{called}");
            match who {
                Who::Staff(roles) if !roles.is_empty() && !roles.contains(role) => {
                    assert_eq!(status, StatusCode::NOT_FOUND, "{called}");
                }
                Who::Staff(_) if method == Method::GET && !rule.path.contains("{id}") => {
                    assert_eq!(status, StatusCode::OK, "{called}");
                }
                Who::Person => assert_eq!(status, StatusCode::SEE_OTHER, "{called}"),
                Who::Staff(_) | Who::Anyone | Who::Demo => {}
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_real_portal_has_no_demo_routes() {
    let test = TestPortal::start_with(|parts| parts.demo = false).await;
    let router = protect(router(test.portal.clone(), Assets::default()));
    for (rule, method, _) in calls().filter(|(_, _, who)| *who == Who::Demo) {
        let request = Request::builder()
            .method(&method)
            .uri(rule.path)
            .header(header::HOST, "localhost")
            .header(header::ORIGIN, "http://localhost")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::empty())
            .expect("a request");
        let response = router.clone().oneshot(request).await.expect("an answer");
        assert_eq!(response.status(), StatusCode::NOT_FOUND, "{method} {}", rule.path);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn other_verbs_and_other_origins_get_nowhere() {
    let tried = Tried::with_demo_lender().await;
    let own = tried.own().await;
    for method in [Method::PUT, Method::DELETE, Method::PATCH] {
        for rule in RULES.iter().filter(|rule| !ends_the_session(rule)) {
            let (status, _) = tried.call(&method, rule.path, Some(&own)).await;
            let refused = [StatusCode::NOT_FOUND, StatusCode::METHOD_NOT_ALLOWED, StatusCode::SEE_OTHER];
            assert!(refused.contains(&status), "{method} {}: {status}", rule.path);
        }
    }
    for rule in RULES.iter().filter(|rule| rule.post.is_some()) {
        let request = Request::builder()
            .method(Method::POST)
            .uri(tried.address(rule.path))
            .header(header::HOST, "localhost")
            .header(header::ORIGIN, "https://evil.example")
            .header(header::COOKIE, format!("{COOKIE}={own}"))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::empty())
            .expect("a request");
        let response = tried.router.clone().oneshot(request).await.expect("an answer");
        assert_eq!(response.status(), StatusCode::FORBIDDEN, "POST {}", rule.path);
    }
}
