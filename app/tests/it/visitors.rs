//! People who are signed in, without the way through the door.

use lending::language::Language;
use server::{
    Actor, Role,
    identity::{
        SignedInStaff,
        admin::{self, NewStaff},
    },
    ids::{BorrowerId, PersonId, SessionId, StaffId},
    keys::{fresh_token, token_hash},
};
use uuid::Uuid;

use crate::harness::TestPortal;

/// The token of a session of a person or a colleague.
pub async fn session(test: &TestPortal, person: Option<(PersonId, BorrowerId)>, staff: Option<StaffId>) -> String {
    let token = fresh_token();
    let now = test.portal.clock.now();
    let mut tx = test.portal.begin(Actor::System).await.expect("begin");
    sqlx::query(
        "insert into session (session_id, token_hash, person_id, borrower_id, staff_id, created_at, last_seen_at,
                              expires_at, address, user_agent)
         values ($1, $2, $3, $4, $5, $6, $6, $7, '', '')",
    )
    .bind(Uuid::now_v7())
    .bind(token_hash(&token).as_slice())
    .bind(person.map(|(id, _)| id.0))
    .bind(person.map(|(_, id)| id.0))
    .bind(staff.map(|id| id.0))
    .bind(now)
    .bind(now + chrono::TimeDelta::hours(1))
    .execute(&mut *tx)
    .await
    .expect("a session");
    tx.commit().await.expect("commit");
    token
}

/// A colleague who has these roles and no password.
pub async fn colleague(test: &TestPortal, roles: &[Role]) -> SignedInStaff {
    let email = format!("{}@lender.example", Uuid::now_v7().simple());
    let new = NewStaff {
        email: &email,
        name: roles.first().map_or("nobody", |role| role.code()),
        language: Language::English,
        password_hash: "none",
        roles,
        person_id: None,
    };
    let mut tx = test.portal.begin(Actor::System).await.expect("begin");
    let staff_id = admin::create_staff(&mut tx, &new, test.portal.clock.now()).await.expect("a colleague");
    tx.commit().await.expect("commit");
    SignedInStaff {
        session_id: SessionId::fresh(),
        staff_id,
        name: new.name.to_owned(),
        language: new.language,
        roles: roles.to_vec(),
    }
}
