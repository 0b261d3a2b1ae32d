//! Requests: filed once, decided by those who may, applied exactly once, never blindly.

use chrono::TimeDelta;
use lending::{event::EventKind, modification::Change, request::RequestStatus};
use serde_json::json;
use server::{
    Actor, Error, Role,
    error::Refusal,
    identity::{SignedInPerson, SignedInStaff},
    ids::{FormKey, LoanId, PersonId, RequestId, SessionId, StaffId},
    loans::home,
    requests::{
        self, Approval, Filing, Seen, SentDocument,
        decision::{self, DecisionView},
        options,
        queue::{self, Query, Scope},
        view,
    },
};

use crate::harness::TestPortal;

struct Desk {
    test: TestPortal,
    who: SignedInPerson,
    loan_id: LoanId,
}

impl Desk {
    /// A loan on which every installment up to today is paid on its day.
    async fn with(principal: &str) -> Self {
        Self::of(json!({"principal": principal})).await
    }

    /// The same of a loan with other terms.
    async fn of(changed: serde_json::Value) -> Self {
        let test = TestPortal::start().await;
        let who = test.person().await;
        let loan_id = test.loan(&who, changed).await;
        let desk = Self { test, who, loan_id };
        let found = options::find(&desk.test.portal, &desk.who, loan_id).await.expect("the loan");
        for row in found.state.rows.iter().filter(|row| row.due_on < found.today) {
            desk.test.event(&desk.who, loan_id, row.due_on, EventKind::Payment { amount: row.total }).await;
        }
        desk
    }

    /// One approval is enough.
    async fn small() -> Self {
        Self::with("60000.00").await
    }

    /// Two colleagues must approve.
    async fn large() -> Self {
        Self::with("600000.00").await
    }

    async fn staff(&self, roles: &[Role], person: Option<PersonId>) -> SignedInStaff {
        let staff_id = StaffId::fresh();
        let mut tx = self.test.portal.begin(Actor::System).await.expect("begin");
        sqlx::query("insert into staff (staff_id, email, name, password_hash, person_id) values ($1, $1::text || '@lender.test', '李娜', 'x', $2)")
            .bind(staff_id.0)
            .bind(person.map(|p| p.0))
            .execute(&mut *tx)
            .await
            .expect("a colleague");
        tx.commit().await.expect("commit");
        SignedInStaff {
            session_id: SessionId::fresh(),
            staff_id,
            name: "李娜".to_owned(),
            language: lending::language::Language::Chinese,
            roles: roles.to_vec(),
        }
    }

    async fn approver(&self) -> SignedInStaff {
        self.staff(&[Role::Approver], None).await
    }

    /// A filing with the figures as they are.
    async fn filing(&self, change: Change) -> Filing {
        let found = options::find(&self.test.portal, &self.who, self.loan_id).await.expect("the loan");
        let shown = lending::modification::compare(&found.loan.terms, &found.loan.events, found.today, &change)
            .expect("a comparison");
        Filing {
            loan_id: self.loan_id,
            change,
            reason: "订单取消，回款推迟到明年三月。".to_owned(),
            seen: Seen { input_hash: shown.input_hash, result_hash: shown.result_hash },
            documents: Vec::new(),
            form_key: FormKey::fresh(),
        }
    }

    async fn filed(&self) -> RequestId {
        let filing = self.filing(Change::extend(6)).await;
        requests::file(&self.test.portal, &self.who, filing).await.expect("filed")
    }

    async fn claimed(&self, by: &SignedInStaff) -> RequestId {
        let id = self.filed().await;
        requests::claim(&self.test.portal, by, id).await.expect("claimed");
        id
    }

    async fn look(&self, by: &SignedInStaff, id: RequestId) -> DecisionView {
        decision::find(&self.test.portal, by, id).await.expect("the decision")
    }

    async fn approve(&self, by: &SignedInStaff, id: RequestId) -> server::Result<Approval> {
        let seen = self.look(by, id).await.request.result_hash;
        requests::approve(&self.test.portal, by, id, &seen).await
    }

    async fn status(&self, id: RequestId) -> RequestStatus {
        view::find(&self.test.portal, &self.who, id).await.expect("the request").request.status
    }

    async fn versions(&self) -> usize {
        options::find(&self.test.portal, &self.who, self.loan_id).await.expect("the loan").state.versions.len()
    }
}

fn refused<T: std::fmt::Debug>(result: server::Result<T>) -> Refusal {
    match result {
        Err(Error::Refused(refusal)) => refusal,
        otherwise => panic!("not refused: {otherwise:?}"),
    }
}

fn is_stale<T: std::fmt::Debug>(result: server::Result<T>) {
    assert!(matches!(result, Err(Error::Stale(_))), "not stale: {result:?}");
}

#[tokio::test]
async fn a_form_sent_many_times_files_one_request() {
    let desk = Desk::small().await;
    let form_key = FormKey::fresh();
    let mut sent = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let (portal, who) = (desk.test.portal.clone(), desk.who.clone());
        let filing = Filing { form_key, ..desk.filing(Change::extend(6)).await };
        sent.spawn(async move { requests::file(&portal, &who, filing).await.expect("filed") });
    }
    let ids = sent.join_all().await;
    assert!(ids.windows(2).all(|two| two[0] == two[1]), "{ids:?}");
    assert_eq!(desk.test.count("request").await, 1);
    let other = Filing { form_key, ..desk.filing(Change::extend(3)).await };
    is_stale(requests::file(&desk.test.portal, &desk.who, other).await);
}

#[tokio::test]
async fn figures_that_were_not_seen_are_not_filed() {
    let desk = Desk::small().await;
    let six = desk.filing(Change::extend(6)).await;
    let asked = Filing { change: Change::extend(7), ..desk.filing(Change::extend(6)).await };
    assert_eq!(refused(requests::file(&desk.test.portal, &desk.who, asked).await).code, "figures_of_another_day");
    let forged = Filing {
        seen: Seen { result_hash: "0".repeat(64), ..six.seen.clone() },
        ..desk.filing(Change::extend(6)).await
    };
    assert_eq!(refused(requests::file(&desk.test.portal, &desk.who, forged).await).code, "figures_differ");
    desk.test.pass(TimeDelta::days(1));
    assert_eq!(refused(requests::file(&desk.test.portal, &desk.who, six).await).code, "figures_of_another_day");
    assert_eq!(desk.test.count("request").await, 0);
}

#[tokio::test]
async fn policy_refuses_before_filing_and_names_the_rule() {
    let desk = Desk::small().await;
    let too_long = desk.filing(Change::extend(13)).await;
    let refusal = refused(requests::file(&desk.test.portal, &desk.who, too_long).await);
    assert_eq!((refusal.code, refusal.figures[0].as_str()), ("policy", "extension_cap"));
    let _ = desk.filed().await;
    let second = desk.filing(Change::extend(3)).await;
    assert_eq!(refused(requests::file(&desk.test.portal, &desk.who, second).await).figures, ["one_open_request"]);
}

#[tokio::test]
async fn a_bad_reason_or_paper_files_nothing() {
    let desk = Desk::small().await;
    let silent = Filing { reason: " \n ".to_owned(), ..desk.filing(Change::extend(6)).await };
    assert_eq!(refused(requests::file(&desk.test.portal, &desk.who, silent).await).code, "required");
    let endless = Filing { reason: "长".repeat(2001), ..desk.filing(Change::extend(6)).await };
    assert_eq!(refused(requests::file(&desk.test.portal, &desk.who, endless).await).code, "too_long");
    let lying = SentDocument { name: "proof.pdf".to_owned(), content: b"MZ\x90\x00 not a paper".as_slice().into() };
    let lying = Filing { documents: vec![lying], ..desk.filing(Change::extend(6)).await };
    assert_eq!(refused(requests::file(&desk.test.portal, &desk.who, lying).await).field, "documents");
    assert_eq!((desk.test.count("request").await, desk.test.count("file").await), (0, 0));
}

#[tokio::test]
async fn somebody_elses_loan_and_request_are_not_found() {
    let desk = Desk::small().await;
    let id = desk.filed().await;
    let stranger = desk.test.person().await;
    let portal = &desk.test.portal;
    let filing = desk.filing(Change::extend(6)).await;
    assert!(matches!(requests::file(portal, &stranger, filing).await, Err(Error::NotFound)));
    assert!(matches!(view::find(portal, &stranger, id).await, Err(Error::NotFound)));
    assert!(matches!(requests::withdraw(portal, &stranger, id).await, Err(Error::NotFound)));
    assert!(matches!(requests::answer(portal, &stranger, id, "x", Vec::new()).await, Err(Error::NotFound)));
    assert!(view::list(portal, &stranger).await.expect("a list").is_empty());
}

#[tokio::test]
async fn one_colleague_works_on_a_request_until_the_lease_ends() {
    let desk = Desk::small().await;
    let (first, second) = (desk.approver().await, desk.approver().await);
    let id = desk.claimed(&first).await;
    let portal = &desk.test.portal;
    assert_eq!(refused(requests::claim(portal, &second, id).await).code, "held_by_other");
    assert_eq!(refused(desk.approve(&second, id).await).code, "held_by_other");
    desk.test.pass(requests::LEASE);
    assert_eq!(refused(requests::reject(portal, &first, id, "no").await).code, "claim_first");
    requests::claim(portal, &second, id).await.expect("taken over");
    assert_eq!(desk.approve(&second, id).await.expect("approved"), Approval::Applied);
}

#[tokio::test]
async fn an_approved_extension_is_in_force_at_once() {
    let desk = Desk::small().await;
    let approver = desk.approver().await;
    let id = desk.claimed(&approver).await;
    let before = options::find(&desk.test.portal, &desk.who, desk.loan_id).await.expect("the loan").state.rows.len();
    assert_eq!(desk.approve(&approver, id).await.expect("approved"), Approval::Applied);
    let after = options::find(&desk.test.portal, &desk.who, desk.loan_id).await.expect("the loan").state;
    assert_eq!((after.versions.len(), after.rows.len()), (2, before + 6));
    assert_eq!(desk.status(id).await, RequestStatus::Applied);
    desk.test.assert_books_agree().await;
    is_stale(requests::approve(&desk.test.portal, &approver, id, "x").await);
    is_stale(requests::withdraw(&desk.test.portal, &desk.who, id).await);
    // The plans that were compared can still be shown.
    let view = view::find(&desk.test.portal, &desk.who, id).await.expect("the request");
    assert_eq!(view.comparison.result_hash, view.request.result_hash);
}

#[tokio::test]
async fn above_an_amount_a_different_person_approves_second() {
    let desk = Desk::large().await;
    let (first, second) = (desk.approver().await, desk.approver().await);
    let officer = desk.staff(&[Role::LoanOfficer], None).await;
    let id = desk.claimed(&first).await;
    assert_eq!(desk.approve(&first, id).await.expect("approved"), Approval::AwaitsSecond);
    assert_eq!((desk.status(id).await, desk.versions().await), (RequestStatus::AwaitingApproval, 1));
    assert_eq!(refused(desk.approve(&first, id).await).code, "second_must_differ");
    assert_eq!(refused(desk.approve(&officer, id).await).code, "not_your_authority");
    let inbox = |of: &SignedInStaff| {
        let (portal, of) = (desk.test.portal.clone(), of.clone());
        let mine = Query { scope: Scope::Mine, ..Query::default() };
        async move { queue::list(&portal, &of, &mine).await.expect("a queue").rows.len() }
    };
    assert_eq!((inbox(&first).await, inbox(&second).await, inbox(&officer).await), (0, 1, 0));
    assert_eq!(desk.approve(&second, id).await.expect("approved"), Approval::Applied);
    assert_eq!((desk.versions().await, inbox(&second).await), (2, 0));
    desk.test.assert_books_agree().await;
}

#[tokio::test]
async fn nobody_decides_on_their_own_loan_nor_twice_under_two_accounts() {
    let desk = Desk::large().await;
    let own = desk.staff(&[Role::SeniorApprover], Some(desk.who.person_id)).await;
    let someone = desk.test.person().await.person_id;
    let (one, again) =
        (desk.staff(&[Role::Approver], Some(someone)).await, desk.staff(&[Role::Approver], Some(someone)).await);
    let id = desk.claimed(&own).await;
    assert_eq!(refused(desk.approve(&own, id).await).code, "own_loan");
    requests::release(&desk.test.portal, &own, id).await.expect("released");
    requests::claim(&desk.test.portal, &one, id).await.expect("claimed");
    assert_eq!(desk.approve(&one, id).await.expect("approved"), Approval::AwaitsSecond);
    assert_eq!(refused(desk.approve(&again, id).await).code, "second_must_differ");
    assert_eq!(desk.versions().await, 1);
}

#[tokio::test]
async fn the_database_refuses_an_approval_that_was_not_given() {
    let desk = Desk::small().await;
    let approver = desk.approver().await;
    let _ = desk.claimed(&approver).await;
    for status in ["approved", "applied"] {
        let mut tx = desk.test.portal.begin(Actor::System).await.expect("begin");
        let tried = sqlx::query("update request set status = $1").bind(status).execute(&mut *tx).await;
        assert_eq!(Error::from(tried.expect_err("refused")).constraint(), Some("approvals_are_complete"));
    }
}

#[tokio::test]
async fn a_loan_that_moved_is_shown_again_and_not_changed_blindly() {
    let desk = Desk::large().await;
    let (first, second) = (desk.approver().await, desk.approver().await);
    let id = desk.claimed(&first).await;
    assert_eq!(desk.approve(&first, id).await.expect("approved"), Approval::AwaitsSecond);
    let found = options::find(&desk.test.portal, &desk.who, desk.loan_id).await.expect("the loan");
    let amount = found.state.next_due.expect("a next installment").amount;
    desk.test.event(&desk.who, desk.loan_id, found.today, EventKind::Payment { amount }).await;
    let seen = desk.look(&second, id).await;
    assert!(seen.moved);
    let old = seen.request.result_hash;
    assert_eq!(
        requests::approve(&desk.test.portal, &second, id, &old).await.expect("looked at"),
        Approval::ProposalMoved
    );
    assert_eq!((desk.status(id).await, desk.versions().await), (RequestStatus::InReview, 1));
    is_stale(requests::approve(&desk.test.portal, &second, id, &old).await);
    // Both approve anew: the first approval was of something else.
    for by in [&second, &first] {
        let _ = requests::claim(&desk.test.portal, by, id).await;
        desk.approve(by, id).await.expect("approved");
    }
    assert_eq!((desk.status(id).await, desk.versions().await), (RequestStatus::Applied, 2));
    desk.test.assert_books_agree().await;
}

#[tokio::test]
async fn time_alone_does_not_void_a_first_approval() {
    let desk = Desk::large().await;
    let (first, second) = (desk.approver().await, desk.approver().await);
    let id = desk.claimed(&first).await;
    desk.approve(&first, id).await.expect("approved");
    desk.test.pass(TimeDelta::days(2));
    assert_eq!(desk.approve(&second, id).await.expect("approved"), Approval::Applied);
    desk.test.assert_books_agree().await;
}

#[tokio::test]
async fn of_many_approvers_at_once_one_has_an_effect() {
    let desk = Desk::large().await;
    let first = desk.approver().await;
    let id = desk.claimed(&first).await;
    desk.approve(&first, id).await.expect("approved");
    let hash = desk.look(&first, id).await.request.result_hash;
    let mut tried = tokio::task::JoinSet::new();
    for _ in 0..12 {
        let (portal, by, hash) = (desk.test.portal.clone(), desk.approver().await, hash.clone());
        tried.spawn(async move { requests::approve(&portal, &by, id, &hash).await });
    }
    let (who, portal) = (desk.who.clone(), desk.test.portal.clone());
    let withdrawn = tokio::spawn(async move { requests::withdraw(&portal, &who, id).await });
    let results = tried.join_all().await;
    let effects = results.iter().filter(|r| matches!(r, Ok(Approval::Applied))).count();
    let stale = results.iter().filter(|r| matches!(r, Err(Error::Stale(_)))).count();
    let withdrawn = usize::from(withdrawn.await.expect("ran").is_ok());
    assert_eq!((effects + withdrawn, effects + stale), (1, 12), "{results:?}");
    assert_eq!(desk.versions().await, 1 + effects);
    desk.test.assert_books_agree().await;
}

#[tokio::test]
async fn questions_and_answers_go_back_and_forth() {
    let desk = Desk::large().await;
    let (first, second) = (desk.approver().await, desk.approver().await);
    let id = desk.claimed(&first).await;
    let portal = &desk.test.portal;
    assert_eq!(refused(requests::ask(portal, &first, id, "  ").await).field, "question");
    requests::ask(portal, &first, id, "哪一天复工？").await.expect("asked");
    assert_eq!(home::find(portal, &desk.who).await.expect("home").asked.len(), 1);
    let paper = SentDocument {
        name: "复工通知.csv".to_owned(),
        content: b"date,place\n2027-03-01,Wuhan\n".as_slice().into(),
    };
    requests::answer(portal, &desk.who, id, "三月一日。", vec![paper]).await.expect("answered");
    is_stale(requests::answer(portal, &desk.who, id, "三月一日。", Vec::new()).await);
    desk.approve(&first, id).await.expect("approved");
    requests::send_back(portal, &second, id, "收入证明不够。").await.expect("sent back");
    let seen = view::find(portal, &desk.who, id).await.expect("the request");
    assert_eq!((seen.request.status, seen.documents.len()), (RequestStatus::InReview, 1));
    let said: Vec<&str> = seen.steps.iter().map(|s| s.note.as_str()).filter(|n| !n.is_empty()).collect();
    assert_eq!(said, ["哪一天复工？", "三月一日。"], "what colleagues write to each other stays with them");
    requests::claim(portal, &second, id).await.expect("claimed");
    requests::reject(portal, &second, id, "证明不足，可以补齐后再申请。").await.expect("rejected");
    is_stale(desk.approve(&second, id).await);
    assert_eq!(desk.versions().await, 1);
    // Nothing stands in the way of asking again.
    let _ = desk.filed().await;
}

/// Sending back wipes what was approved: both look again, and whoever looked before may.
#[tokio::test]
async fn a_request_sent_back_to_review_can_be_approved_again_from_the_start() {
    let desk = Desk::large().await;
    let portal = &desk.test.portal;
    let (first, second) = (desk.approver().await, desk.approver().await);
    let id = desk.filed().await;
    for _ in 0..2 {
        requests::claim(portal, &first, id).await.expect("claimed");
        assert_eq!(desk.approve(&first, id).await.expect("approved"), Approval::AwaitsSecond);
        requests::send_back(portal, &second, id, "收入证明不够。").await.expect("sent back");
        let back = desk.look(&second, id).await;
        assert_eq!((back.request.status, back.approvals.len()), (RequestStatus::InReview, 0));
    }
    // One approval of this round is not enough, however many there were before.
    requests::claim(portal, &second, id).await.expect("claimed");
    assert_eq!(desk.approve(&second, id).await.expect("approved"), Approval::AwaitsSecond);
    assert!(desk.approve(&second, id).await.is_err(), "a second approval comes from somebody else");
    assert_eq!(desk.versions().await, 1);
    assert_eq!(desk.approve(&first, id).await.expect("approved"), Approval::Applied);
    assert_eq!(desk.versions().await, 2);
}

#[tokio::test]
async fn the_database_counts_no_approval_of_an_earlier_round() {
    let desk = Desk::large().await;
    let (first, second) = (desk.approver().await, desk.approver().await);
    let id = desk.claimed(&first).await;
    desk.approve(&first, id).await.expect("approved");
    requests::send_back(&desk.test.portal, &second, id, "再看一次。").await.expect("sent back");
    let mut tx = desk.test.portal.begin(&second.actor()).await.expect("begin");
    let late = sqlx::query(
        "insert into request_approval (borrower_id, request_id, review_round, level, staff_id, result_hash, at)
         select borrower_id, request_id, 1, 2, $2, result_hash, now() from request where request_id = $1",
    )
    .bind(id.0)
    .bind(second.staff_id.0)
    .execute(&mut *tx)
    .await
    .expect_err("the round is over");
    assert_eq!(late.as_database_error().and_then(|e| e.constraint()), Some("approval_of_what_was_seen"));
}

#[tokio::test]
async fn compliance_reads_and_changes_nothing() {
    let desk = Desk::small().await;
    let id = desk.filed().await;
    let portal = &desk.test.portal;
    let compliance = desk.staff(&[Role::Compliance], None).await;
    assert_eq!(desk.look(&compliance, id).await.may, decision::May::default());
    assert!(matches!(requests::claim(portal, &compliance, id).await, Err(Error::Forbidden)));
    assert!(matches!(requests::reject(portal, &compliance, id, "no").await, Err(Error::Forbidden)));
    let administrator = desk.staff(&[Role::Administrator], None).await;
    assert!(matches!(decision::find(portal, &administrator, id).await, Err(Error::Forbidden)));
    assert!(matches!(queue::list(portal, &administrator, &Query::default()).await, Err(Error::Forbidden)));
}

#[tokio::test]
async fn the_queue_is_searched_and_read_page_by_page() {
    let desk = Desk::small().await;
    let officer = desk.staff(&[Role::LoanOfficer], None).await;
    let number = {
        let id = desk.filed().await;
        desk.look(&officer, id).await.request.number
    };
    // Many more, differing only in their names; the queue reads rows, not how they came about.
    let mut tx = desk.test.portal.begin(Actor::System).await.expect("begin");
    sqlx::query(
        "insert into request (borrower_id, request_id, loan_id, number, idempotency_key, kind, status, change, reason, comparison,
                              input_hash, result_hash, loan_event_count, compared_on, outstanding, approvals_needed, next_roles,
                              filed_by, filed_at, answer_due_at)
         select borrower_id, gen_random_uuid(), loan_id, 'REQ-X-' || n, gen_random_uuid(), kind, 'rejected', change, reason, comparison,
                input_hash, result_hash, loan_event_count, compared_on, outstanding, approvals_needed, next_roles, filed_by,
                filed_at - make_interval(hours => n), answer_due_at
         from request, generate_series(1, 59) n",
    )
    .execute(&mut *tx)
    .await
    .expect("many");
    tx.commit().await.expect("commit");
    let ask = async |query: Query| queue::list(&desk.test.portal, &officer, &query).await.expect("a queue");
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let page = ask(Query { scope: Scope::All, after, ..Query::default() }).await;
        seen.extend(page.rows.iter().map(|row| row.number.clone()));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    let mut once = seen.clone();
    once.dedup();
    assert_eq!((seen.len(), once.len(), seen[0].as_str()), (60, 60, number.as_str()));
    let search = |text: &str| Query { scope: Scope::All, search: Some(text.to_owned()), ..Query::default() };
    assert_eq!(ask(search(&number.to_lowercase())).await.rows.len(), 1);
    assert_eq!(ask(search("%")).await.rows.len(), 0, "a wildcard is a character");
    assert_eq!(ask(search("王建")).await.rows.len(), 25);
    assert_eq!(ask(Query::default()).await.rows.len(), 1);
}

/// A loan of another core: what was asked for, shown and approved is what its plan becomes.
#[tokio::test]
async fn an_extension_is_applied_to_a_loan_of_another_core() {
    let terms = json!({"principal": "60000.00", "profile": "fineract", "day_count": "30/360"});
    let desk = Desk::of(terms).await;
    let approver = desk.approver().await;
    let id = desk.claimed(&approver).await;
    let shown = desk.look(&approver, id).await.comparison;
    desk.approve(&approver, id).await.expect("approved");
    assert_eq!(desk.status(id).await, RequestStatus::Applied);
    let found = options::find(&desk.test.portal, &desk.who, desk.loan_id).await.expect("the loan");
    let rows: Vec<_> = found.state.rows.iter().map(lending::replay::StateRow::row).collect();
    assert_eq!(rows.len(), 18);
    assert_eq!(rows, shown.after.rows);
    desk.test.assert_books_agree().await;
    // A pause is nothing that these conventions know.
    let pause = Change::defer(1, lending::modification::DeferredInterest::Pay);
    let refused_by = lending::modification::compare(&found.loan.terms, &found.loan.events, found.today, &pause);
    assert_eq!(refused_by.expect_err("refused").field(), Some("defer_installments"));
    assert!(found.ways.iter().all(|way| way.change.defer_installments.is_none()));
}
