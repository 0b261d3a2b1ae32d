//! States of signing in, and of being signed in twice.

use chrono::TimeDelta;
use lending::language::Language;
use server::{
    Actor, Role,
    identity::{
        admin::{self, NewStaff},
        codes,
        contact::Contact,
        password,
        totp::Secret,
    },
};
use tokio::sync::OnceCell;
use uuid::Uuid;

use super::{
    browser::Filling,
    states::{Of, Scene, State},
    world::World,
};

const PASSWORD: &str = "twelve or more of them";
const SECRET: [u8; 20] = [7; 20];

/// A person with a phone, at the door or with a code on its way.
pub async fn person(state: State, world: &World) -> Scene {
    let phone = with_phone(world).await;
    let door = Scene::new(world.nobody(), "/sign-in", Of::default()).typing("contact", &phone);
    if state == State::Door {
        return door;
    }
    let mut browser = world.nobody();
    let page = browser.get("/sign-in").await.page();
    let form = page.forms.iter().find(|form| form.field("contact").is_some()).expect("the door");
    let asked = browser.post("/sign-in", &Filling::of(form, &door.fills)).await;
    browser.keep(&asked);
    let code = sent_code(world, &phone).await;
    // Another one may be asked for.
    world.test.pass(codes::RESEND_AFTER);
    Scene::new(browser, "/sign-in/code", Of::default()).typing("code", &code)
}

async fn with_phone(world: &World) -> String {
    let who = world.test.person().await;
    let digits = u32::try_from(who.person_id.0.as_u128() % 100_000_000).expect("eight digits");
    let phone = format!("138{digits:08}");
    let contact = Contact::parse(&phone).expect("a phone");
    let mut tx = world.test.portal.begin(Actor::System).await.expect("begin");
    sqlx::query("insert into contact (person_id, kind, value) values ($1, 'phone', $2)")
        .bind(who.person_id.0)
        .bind(contact.value())
        .execute(&mut *tx)
        .await
        .expect("a contact");
    sqlx::query("insert into sign_in_route (contact_hash, person_id) values ($1, $2)")
        .bind(contact.hash(&world.test.portal.keys).as_slice())
        .bind(who.person_id.0)
        .execute(&mut *tx)
        .await
        .expect("a route");
    tx.commit().await.expect("commit");
    phone
}

/// The code that was sent to a phone; it leaves after the answer.
async fn sent_code(world: &World, phone: &str) -> String {
    for _ in 0..500 {
        let body: Option<String> = sqlx::query_scalar(
            "select body from captured_message where recipient like '%' || $1 order by at desc, captured_id desc limit 1",
        )
        .bind(phone)
        .fetch_optional(&world.test.portal.pool)
        .await
        .expect("the mailbox");
        let digits =
            body.map(|body| body.split(|c: char| !c.is_ascii_digit()).find(|d| d.len() == 6).map(str::to_owned));
        if let Some(Some(code)) = digits {
            return code;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("no code came to {phone}")
}

/// A colleague with a password, at the desk's door or past its first step.
pub async fn colleague(state: State, world: &World) -> Scene {
    static HASH: OnceCell<String> = OnceCell::const_new();
    let hash = HASH.get_or_init(|| async { password::hash(PASSWORD.to_owned()).await.expect("hashed") }).await;
    let portal = &world.test.portal;
    let email = format!("{}@lender.example", Uuid::now_v7().simple());
    let new = NewStaff {
        email: &email,
        name: "李娜",
        language: Language::Chinese,
        password_hash: hash,
        roles: &[Role::Reviewer],
        person_id: None,
    };
    let mut tx = portal.begin(Actor::System).await.expect("begin");
    if state == State::Enrolment {
        admin::create_staff(&mut tx, &new, portal.clock.now()).await.expect("a colleague");
    } else {
        admin::create_enrolled_staff(portal, &mut tx, &new, &Secret::known(SECRET)).await.expect("a colleague");
    }
    tx.commit().await.expect("commit");
    let door =
        Scene::new(world.nobody(), "/desk/sign-in", Of::default()).typing("email", &email).typing("password", PASSWORD);
    if state == State::DeskDoor {
        return door;
    }
    let mut browser = world.nobody();
    let page = browser.get("/desk/sign-in").await.page();
    let form = page.forms.iter().find(|form| form.field("password").is_some()).expect("the door");
    let passed = browser.post("/desk/sign-in", &Filling::of(form, &door.fills)).await;
    browser.keep(&passed);
    let secret = if state == State::Enrolment { offered(&browser).await } else { Secret::known(SECRET) };
    Scene::new(browser, "/desk/sign-in/second", Of::default()).typing("code", &secret.code(portal.clock.unmoved_now()))
}

/// The secret that the enrolment page offers to type.
async fn offered(browser: &super::browser::Browser) -> Secret {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let text = browser.get("/desk/sign-in/second").await.page().text();
    let is_letter = |c: char| c.is_ascii_uppercase() || ('2'..='7').contains(&c);
    let typed = text
        .split(|c: char| !is_letter(c) && c != ' ')
        .map(|piece| piece.replace(' ', ""))
        .find(|piece| piece.len() == 32)
        .expect("a secret");
    let (mut bytes, mut bits, mut held) = (Vec::new(), 0_u32, 0_u32);
    for letter in typed.bytes() {
        let value = ALPHABET.iter().position(|a| *a == letter).expect("base 32");
        held = (held << 5) | u32::try_from(value).expect("five bits");
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from((held >> bits) & 0xff).expect("a byte"));
        }
    }
    Secret::known(bytes.try_into().expect("twenty bytes"))
}

/// A person who may act for two borrowers, or who is signed in twice; a colleague who is.
pub async fn signed_in(state: State, world: &World) -> Scene {
    if state == State::DeskDevices {
        let portal = &world.test.portal;
        let email = format!("{}@lender.example", Uuid::now_v7().simple());
        let new = NewStaff {
            email: &email,
            name: "李娜",
            language: Language::Chinese,
            password_hash: "none",
            roles: &[Role::Reviewer],
            person_id: None,
        };
        let mut tx = portal.begin(Actor::System).await.expect("begin");
        let staff_id =
            admin::create_enrolled_staff(portal, &mut tx, &new, &Secret::known(SECRET)).await.expect("a colleague");
        tx.commit().await.expect("commit");
        let staff = server::identity::SignedInStaff { staff_id, ..world.colleague(Role::Reviewer).await };
        world.browser_at_desk(&staff).await;
        let browser = world.browser_at_desk(&staff).await;
        let code = Secret::known(SECRET).code(portal.clock.unmoved_now());
        let of = Of { staff: Some(staff), ..Of::default() };
        return Scene::new(browser, "/desk/security", of).typing("code", &code);
    }
    let who = world.test.person().await;
    if state == State::Devices {
        world.browser_of(&who).await;
    }
    let browser = world.browser_of(&who).await;
    let address = if state == State::ActFor { "/act-for" } else { "/security" };
    if state == State::ActFor {
        let other = world.test.person().await;
        let (person, borrower) = (who.person_id.0, other.borrower_id.0);
        let role = "authorised";
        let mut tx = world.test.portal.begin(Actor::System).await.expect("begin");
        sqlx::query("insert into membership (person_id, borrower_id, role) values ($1, $2, $3)")
            .bind(person)
            .bind(borrower)
            .bind(role)
            .execute(&mut *tx)
            .await
            .expect("a membership");
        tx.commit().await.expect("commit");
    }
    Scene::new(browser, address, Of { person: Some(who), ..Of::default() })
}

pub async fn moves_on(state: State, world: &World, of: &Of) {
    match state {
        State::CodeSent => world.test.pass(codes::VALID + TimeDelta::minutes(30)),
        State::SecondFactor | State::Enrolment => world.test.pass(TimeDelta::minutes(11)),
        State::ActFor => {
            let person = of.person.as_ref().expect("a person").person_id.0;
            world.change(&format!("delete from membership where person_id = '{person}' and role = 'authorised'")).await;
        }
        // The other browser signs out, the earlier of the two.
        _ => {
            let of = of.person.as_ref().map_or_else(
                || format!("staff_id = '{}'", of.staff.as_ref().expect("somebody").staff_id.0),
                |person| format!("person_id = '{}'", person.person_id.0),
            );
            world
                .change(&format!(
                    "update session set ended_at = created_at where session_id =
                     (select session_id from session where {of} order by session_id limit 1)"
                ))
                .await;
        }
    }
}
