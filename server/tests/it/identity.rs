//! Signing in, staying signed in, and being signed out.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use lending::language::Language;
use server::{
    Actor, Error, Portal, Role,
    identity::{
        SignedIn, SignedInPerson, acting,
        admin::{self, NewStaff},
        codes,
        contact::Contact,
        devices, parked, password,
        second_factor::{self, Stage},
        session::{self, Browser, Device, Found},
        totp::Secret,
    },
    ids::{BorrowerId, StaffId},
};

use crate::harness::TestPortal;

const PHONE: &str = "138 0000 0001";

fn device() -> Device {
    Device { address: "192.0.2.1".to_owned(), user_agent: "a browser".to_owned() }
}

async fn person_with_contact(test: &TestPortal) -> SignedInPerson {
    let person = test.person().await;
    let contact = Contact::parse(PHONE).expect("a number");
    let mut tx = test.portal.begin(Actor::System).await.expect("begin");
    sqlx::query("insert into contact (person_id, kind, value) values ($1, 'phone', $2)")
        .bind(person.person_id.0)
        .bind(contact.value())
        .execute(&mut *tx)
        .await
        .expect("a contact");
    sqlx::query("insert into sign_in_route (contact_hash, person_id) values ($1, $2)")
        .bind(contact.hash(&test.portal.keys).as_slice())
        .bind(person.person_id.0)
        .execute(&mut *tx)
        .await
        .expect("a route");
    tx.commit().await.expect("commit");
    person
}

/// The code in the demo's mailbox, the `nth` that arrives there.
async fn received(test: &TestPortal, nth: usize) -> String {
    for _ in 0..200 {
        let mut tx = test.portal.begin(Actor::System).await.expect("begin");
        let bodies: Vec<String> = sqlx::query_scalar("select body from captured_message order by captured_id")
            .fetch_all(&mut *tx)
            .await
            .expect("the mailbox");
        if let Some(body) = bodies.get(nth) {
            let digits: Vec<&str> = body.split(|c: char| !c.is_ascii_digit()).filter(|part| part.len() == 6).collect();
            return (*digits.first().expect("six digits")).to_owned();
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("no code arrived");
}

async fn ask(test: &TestPortal, contact: &str) -> String {
    codes::ask(&test.portal, contact, Language::Chinese, &device()).await.expect("asked")
}

async fn enter(portal: &Portal, flow: &str, code: &str) -> Result<String, String> {
    let device = device();
    codes::enter(portal, flow, code, Browser { device: &device, token: None }).await.map_err(said)
}

fn said(error: Error) -> String {
    match error {
        Error::Refused(refusal) => format!("{}{}", refusal.code, refusal.figures.join(",")),
        other => other.to_string(),
    }
}

async fn signed_in(test: &TestPortal, flow: &str, nth: usize) -> (String, SignedIn) {
    let token = enter(&test.portal, flow, &received(test, nth).await).await.expect("signed in");
    let who = live(test, &token).await.expect("a session");
    (token, who)
}

async fn live(test: &TestPortal, token: &str) -> Option<SignedIn> {
    match session::find(&test.portal, token).await.expect("looked up") {
        Found::Live(who) => Some(who),
        _ => None,
    }
}

fn wrong(code: &str) -> &'static str {
    if code == "000000" { "000001" } else { "000000" }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_code_signs_in_once_though_it_is_sent_fifty_times_at_once() {
    let test = TestPortal::start().await;
    person_with_contact(&test).await;
    let flow = ask(&test, PHONE).await;
    let code = received(&test, 0).await;
    let sent = (0..50).map(|_| {
        let (portal, flow, code) = (test.portal.clone(), flow.clone(), code.clone());
        tokio::spawn(async move { enter(&portal, &flow, &code).await })
    });
    let answers = futures::future::join_all(sent).await;
    let entered = answers.iter().filter(|answer| matches!(answer, Ok(Ok(_)))).count();
    assert_eq!(entered, 1);
    assert_eq!(test.count("session").await, 1);
}

#[tokio::test]
async fn five_wrong_codes_end_it_and_the_right_one_comes_too_late() {
    let test = TestPortal::start().await;
    person_with_contact(&test).await;
    let flow = ask(&test, PHONE).await;
    let code = received(&test, 0).await;
    for left in [4, 3, 2, 1] {
        assert_eq!(enter(&test.portal, &flow, wrong(&code)).await, Err(format!("code_wrong{left}")));
        assert_eq!(enter(&test.portal, &flow, "12").await, Err("code_shape".to_owned()), "no try is lost");
    }
    assert_eq!(enter(&test.portal, &flow, wrong(&code)).await, Err("code_gone".to_owned()));
    assert_eq!(enter(&test.portal, &flow, &code).await, Err("code_gone".to_owned()));
}

#[tokio::test]
async fn a_code_works_in_the_browser_that_asked_and_for_five_minutes() {
    let test = TestPortal::start().await;
    person_with_contact(&test).await;
    let mine = ask(&test, PHONE).await;
    let code = received(&test, 0).await;
    let thiefs = ask(&test, "13900000009").await;
    assert!(enter(&test.portal, &thiefs, &code).await.is_err());
    assert_eq!(enter(&test.portal, "made up", &code).await, Err("code_gone".to_owned()));
    test.pass(TimeDelta::minutes(5));
    assert_eq!(enter(&test.portal, &mine, &code).await, Err("code_gone".to_owned()));
}

#[tokio::test]
async fn another_code_is_sent_after_a_minute_and_takes_the_place_of_the_first() {
    let test = TestPortal::start().await;
    person_with_contact(&test).await;
    let first = ask(&test, PHONE).await;
    let old = received(&test, 0).await;
    test.pass(TimeDelta::seconds(20));
    let early = codes::resend(&test.portal, &first, Language::Chinese, &device()).await;
    assert!(matches!(early, Err(Error::TooMany { seconds: 40 })));
    test.pass(TimeDelta::seconds(40));
    let second = codes::resend(&test.portal, &first, Language::Chinese, &device()).await.expect("sent again");
    assert!(enter(&test.portal, &first, &old).await.is_err());
    signed_in(&test, &second, 1).await;
}

#[tokio::test]
async fn a_contact_that_nobody_has_is_answered_alike() {
    let test = TestPortal::start().await;
    person_with_contact(&test).await;
    let known = ask(&test, PHONE).await;
    let code = received(&test, 0).await;
    let unknown = ask(&test, "13900000009").await;
    assert_eq!(known.len(), unknown.len());
    for flow in [&known, &unknown] {
        let pending = codes::pending(&test.portal, flow).await.expect("looked up").expect("waits");
        assert_eq!((pending.resend_in_seconds, pending.expired), (60, false));
        assert_eq!(enter(&test.portal, flow, wrong(&code)).await, Err("code_wrong4".to_owned()));
    }
    assert_eq!(test.count("captured_message").await, 1);
}

#[tokio::test]
async fn signing_in_ends_the_session_the_browser_brought() {
    let test = TestPortal::start().await;
    let person = person_with_contact(&test).await;
    let (before, _) = signed_in(&test, &ask(&test, PHONE).await, 0).await;
    let flow = ask(&test, PHONE).await;
    let device = device();
    let browser = Browser { device: &device, token: Some(&before) };
    let after = codes::enter(&test.portal, &flow, &received(&test, 1).await, browser).await.expect("signed in");
    assert_ne!(before, after);
    let found = session::find(&test.portal, &before).await.expect("looked up");
    assert!(matches!(found, Found::Expired { person_id: Some(id), .. } if id == person.person_id));
    assert!(live(&test, &after).await.is_some());
}

#[tokio::test]
async fn a_session_ends_by_idleness_and_in_any_case() {
    let test = TestPortal::start().await;
    person_with_contact(&test).await;
    let (idle, _) = signed_in(&test, &ask(&test, PHONE).await, 0).await;
    test.pass(session::PERSON_IDLE - TimeDelta::seconds(1));
    assert!(live(&test, &idle).await.is_some(), "used in time");
    test.pass(session::PERSON_IDLE);
    assert!(live(&test, &idle).await.is_none());

    let (busy, _) = signed_in(&test, &ask(&test, PHONE).await, 1).await;
    for _ in 0..23 {
        test.pass(TimeDelta::minutes(29));
        assert!(live(&test, &busy).await.is_some());
    }
    test.pass(TimeDelta::minutes(29) * 2);
    assert!(live(&test, &busy).await.is_none());
}

#[tokio::test]
async fn devices_are_listed_and_signed_out_by_their_holder_alone() {
    let test = TestPortal::start().await;
    person_with_contact(&test).await;
    let (here, me) = signed_in(&test, &ask(&test, PHONE).await, 0).await;
    let (there, _) = signed_in(&test, &ask(&test, PHONE).await, 1).await;
    let listed = devices::list(&test.portal, &me).await.expect("listed");
    assert_eq!(listed.iter().map(|d| d.this).collect::<Vec<_>>(), [true, false]);

    let stranger = SignedIn::Person(test.person().await);
    assert!(devices::list(&test.portal, &stranger).await.expect("listed").is_empty());
    let theft = devices::sign_out(&test.portal, &stranger, listed[1].session_id).await;
    assert!(matches!(theft, Err(Error::NotFound)));

    devices::sign_out_elsewhere(&test.portal, &me).await.expect("signed out");
    assert!(live(&test, &there).await.is_none());
    assert!(live(&test, &here).await.is_some());
    devices::sign_out(&test.portal, &me, me.session_id()).await.expect("signed out");
    assert!(live(&test, &here).await.is_none());
}

#[tokio::test]
async fn a_person_acts_for_their_own_borrowers_alone_and_is_out_when_removed() {
    let test = TestPortal::start().await;
    let person = person_with_contact(&test).await;
    let stranger = test.person().await;
    let company = BorrowerId::fresh();
    let mut tx = test.portal.begin(Actor::System).await.expect("begin");
    for statement in [
        "insert into borrower (borrower_id, reference, kind, name) values ($1, $1::text, 'company', '江岸机械') returning $2::uuid",
        "insert into membership (borrower_id, person_id, role) values ($1, $2, 'authorised')",
    ] {
        sqlx::query(statement).bind(company.0).bind(person.person_id.0).execute(&mut *tx).await.expect("a company");
    }
    tx.commit().await.expect("commit");

    let (before, who) = signed_in(&test, &ask(&test, PHONE).await, 0).await;
    let SignedIn::Person(who) = who else { panic!("a person") };
    assert_eq!((who.borrower_id, who.borrowers), (person.borrower_id, 2), "their own first");
    assert_eq!(acting::choices(&test.portal, &who).await.expect("choices").len(), 2);
    for foreign in [stranger.borrower_id, BorrowerId::fresh()] {
        assert!(matches!(acting::act_for(&test.portal, &who, foreign).await, Err(Error::NotFound)));
    }
    let after = acting::act_for(&test.portal, &who, company).await.expect("acts");
    assert!(live(&test, &before).await.is_none(), "what one may do changed, and so did the token");
    let Some(SignedIn::Person(who)) = live(&test, &after).await else { panic!("a person") };
    assert_eq!((who.borrower_id, who.borrower_name.as_str()), (company, "江岸机械"));

    test.as_owner("delete from membership where role = 'authorised'").await;
    assert!(live(&test, &after).await.is_none());
}

async fn colleague(test: &TestPortal, secret: Option<&Secret>) -> StaffId {
    let hash = password::hash("a long enough password".to_owned()).await.expect("hashed");
    let new = NewStaff {
        email: "li.na@lender.example",
        name: "李娜",
        language: Language::Chinese,
        password_hash: &hash,
        roles: &[Role::Approver],
        person_id: None,
    };
    let mut tx = test.portal.begin(Actor::System).await.expect("begin");
    let made = match secret {
        Some(secret) => admin::create_enrolled_staff(&test.portal, &mut tx, &new, secret).await,
        None => admin::create_staff(&mut tx, &new, test.portal.clock.now()).await,
    };
    tx.commit().await.expect("commit");
    made.expect("created")
}

async fn first_step(test: &TestPortal) -> String {
    password::enter(&test.portal, " Li.Na@lender.example", "a long enough password", &device()).await.expect("passed")
}

async fn second_step(test: &TestPortal, flow: &str, code: &str) -> Result<second_factor::Entered, String> {
    let device = device();
    second_factor::enter(&test.portal, flow, code, Browser { device: &device, token: None }).await.map_err(said)
}

#[tokio::test]
async fn a_colleague_enrols_and_each_code_works_once() {
    let test = TestPortal::start().await;
    colleague(&test, None).await;
    let flow = first_step(&test).await;
    let Stage::Enrol(enrolment) = second_factor::stage(&test.portal, &flow).await.expect("a stage") else {
        panic!("enrols")
    };
    let secret = secret_of(&enrolment.typed);
    let now = || test.portal.clock.now();
    let entered = second_step(&test, &flow, &secret.code(now())).await.expect("enrolled");
    assert_eq!(entered.recovery_codes.len(), 10);
    assert!(
        matches!(live(&test, &entered.token).await, Some(SignedIn::Staff(staff)) if staff.roles == [Role::Approver])
    );
    assert!(matches!(second_factor::stage(&test.portal, &flow).await, Ok(Stage::None)));

    let flow = first_step(&test).await;
    assert!(matches!(second_factor::stage(&test.portal, &flow).await, Ok(Stage::Code)));
    let replayed = second_step(&test, &flow, &secret.code(now())).await;
    assert_eq!(replayed.err(), Some("code_wrong4".to_owned()), "the step was taken when enrolling");
    let recovery = &entered.recovery_codes[3];
    second_step(&test, &flow, recovery).await.expect("a recovery code");
    let flow = first_step(&test).await;
    assert_eq!(second_step(&test, &flow, recovery).await.err(), Some("code_wrong4".to_owned()), "once");
    test.pass(TimeDelta::seconds(30));
    second_step(&test, &flow, &secret.code(now())).await.expect("the next step");
}

/// The secret that an authenticator reads from the enrolment page.
fn secret_of(typed: &str) -> Secret {
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let letters = typed.bytes().filter_map(|b| alphabet.iter().position(|a| *a == b));
    let bits: String = letters.map(|five| format!("{five:05b}")).collect();
    let bytes: Vec<u8> = (0..20).map(|i| u8::from_str_radix(&bits[i * 8..i * 8 + 8], 2).expect("bits")).collect();
    Secret::known(bytes.try_into().expect("twenty bytes"))
}

#[tokio::test]
async fn whatever_is_wrong_with_a_password_sounds_the_same() {
    let test = TestPortal::start().await;
    let staff_id = colleague(&test, Some(&Secret::known([7; 20]))).await;
    let entered = |email: &'static str, typed: &'static str| {
        let portal = test.portal.clone();
        async move { password::enter(&portal, email, typed, &device()).await.map_err(said) }
    };
    let same = Err("wrong_credentials".to_owned());
    assert_eq!(entered("li.na@lender.example", "not her password").await, same);
    assert_eq!(entered("nobody@lender.example", "a long enough password").await, same);
    test.as_owner(&format!("update staff set disabled_at = now() where staff_id = '{}'", staff_id.0)).await;
    assert_eq!(entered("li.na@lender.example", "a long enough password").await, same);
    let long: &'static str = Box::leak("x".repeat(5_000).into_boxed_str());
    assert_eq!(entered("li.na@lender.example", long).await, Err("too_long512".to_owned()));
}

#[tokio::test]
async fn a_colleague_with_a_session_is_out_when_the_account_is_disabled() {
    let test = TestPortal::start().await;
    let secret = Secret::known([7; 20]);
    let staff_id = colleague(&test, Some(&secret)).await;
    let flow = first_step(&test).await;
    let entered = second_step(&test, &flow, &secret.code(test.portal.clock.now())).await.expect("signed in");
    test.as_owner("delete from staff_role").await;
    assert!(matches!(live(&test, &entered.token).await, Some(SignedIn::Staff(staff)) if staff.roles.is_empty()));
    test.as_owner(&format!("update staff set disabled_at = now() where staff_id = '{}'", staff_id.0)).await;
    assert!(live(&test, &entered.token).await.is_none());
}

#[tokio::test]
async fn a_kept_form_comes_back_once_and_to_its_sender_alone() {
    let test = TestPortal::start().await;
    let (sender, other) = (test.person().await, test.person().await);
    let form = parked::ParkedForm {
        fields: BTreeMap::from([("reason".to_owned(), "订单推迟了\u{202e}<b>".to_owned())]),
        lost_files: vec!["信.pdf".to_owned()],
    };
    let path = "/loans/loan_1/change";
    let known = parked::Sender::Known(Some(sender.person_id), None);
    let token = parked::keep(&test.portal, known, path, &form).await.expect("kept");
    let take = |who: SignedInPerson, path: &'static str| {
        let (portal, token) = (test.portal.clone(), token.clone());
        async move { parked::take(&portal, &SignedIn::Person(who), &token, path).await.expect("taken") }
    };
    assert_eq!(take(other, path).await, None);
    assert_eq!(take(sender.clone(), "/loans/loan_2/change").await, None);
    assert_eq!(take(sender.clone(), path).await, Some(form));
    assert_eq!(take(sender, path).await, None);
}

#[tokio::test]
async fn a_form_sent_without_a_session_waits_for_whoever_signs_in_with_its_token() {
    let test = TestPortal::start_with(|parts| parts.demo = false).await;
    let sender = SignedIn::Person(test.person().await);
    let form = parked::ParkedForm {
        fields: BTreeMap::from([("reason".to_owned(), "订单推迟了".to_owned())]),
        lost_files: Vec::new(),
    };
    let path = "/loans/loan_1/change";
    let nobody = parked::Sender::Nobody { address: "203.0.113.7" };
    let token = parked::keep(&test.portal, nobody, path, &form).await.expect("kept");
    let take = async |token: &str| parked::take(&test.portal, &sender, token, path).await.expect("taken");
    assert_eq!(take(&"0".repeat(64)).await, None);
    assert_eq!(take(&token).await, Some(form.clone()));
    assert_eq!(take(&token).await, None);
    for nth in 2..=61 {
        let kept = parked::keep(&test.portal, nobody, path, &form).await;
        assert_eq!(matches!(kept, Err(Error::TooMany { .. })), nth == 61, "{nth}");
    }
}

#[tokio::test]
async fn guessing_is_limited_for_known_and_unknown_accounts_alike() {
    let test = TestPortal::start_with(|parts| parts.demo = false).await;
    person_with_contact(&test).await;
    colleague(&test, None).await;
    for contact in [PHONE, "13900000009"] {
        for nth in 1..=6 {
            let asked = codes::ask(&test.portal, contact, Language::Chinese, &device()).await;
            assert_eq!(matches!(asked, Err(Error::TooMany { .. })), nth == 6, "{contact}, {nth}");
        }
    }
    for email in ["li.na@lender.example", "nobody@lender.example"] {
        for nth in 1..=11 {
            let entered = password::enter(&test.portal, email, "a wrong password", &device()).await;
            assert_eq!(matches!(entered, Err(Error::TooMany { .. })), nth == 11, "{email}, {nth}");
        }
    }
    test.pass(TimeDelta::minutes(15));
    first_step(&test).await;
}

#[tokio::test]
async fn nothing_that_signs_in_lies_in_clear() {
    let test = TestPortal::start().await;
    person_with_contact(&test).await;
    let secret = Secret::known(*b"an authenticator's k");
    colleague(&test, Some(&secret)).await;
    let flow = ask(&test, PHONE).await;
    let code = received(&test, 0).await;
    let (token, _) = signed_in(&test, &flow, 0).await;
    let mut tx = test.portal.begin(Actor::System).await.expect("begin");
    for table in ["session", "sign_in_code", "sign_in_route", "staff", "audit", "attempt"] {
        let statement = sqlx::AssertSqlSafe(format!("select coalesce(string_agg(t::text, ' '), '') from {table} t"));
        let all: String = sqlx::query_scalar(statement).fetch_one(&mut *tx).await.expect("rows");
        let hex: String = b"an authenticator's k".iter().map(|b| format!("{b:02x}")).collect();
        for clear in [token.as_str(), flow.as_str(), "+8613800000001", hex.as_str()] {
            assert!(!all.contains(clear), "{table} holds {clear}");
        }
        if table == "sign_in_code" {
            assert!(!all.contains(&format!("\"{code}\"")) && !all.contains(&format!(",{code},")));
        }
    }
}
