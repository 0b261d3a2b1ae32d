//! Who may read the ledger: it names borrowers, and what they owe.

use lending::language::Language;
use server::{
    Error, Role,
    identity::SignedInStaff,
    ids::{SessionId, StaffId},
    reminders::view::{self, Part},
    requests::queue::READERS,
};

use super::{THREE_DAYS_BEFORE, due_15_december, plan_and_send, reachable};
use crate::harness::TestPortal;

#[tokio::test(flavor = "multi_thread")]
async fn the_ledger_is_read_by_those_who_may_read_of_borrowers() {
    let it = TestPortal::start().await;
    let who = reachable(&it, "+8613800000001", "wang@example.com").await;
    due_15_december(&it, &who).await;
    it.set_clock(THREE_DAYS_BEFORE);
    plan_and_send(&it).await;
    assert!(!READERS.contains(&Role::Administrator), "an administrator touches no loan");
    for role in Role::ALL {
        let (name, language) = ("李娜".to_owned(), Language::Chinese);
        let roles = vec![*role];
        let colleague =
            SignedInStaff { session_id: SessionId::fresh(), staff_id: StaffId::fresh(), name, language, roles };
        let read = view::ledger(&it.portal, &colleague, Part::All, None, None).await;
        match READERS.contains(role) {
            true => assert_eq!(read.expect("a page").rows.len(), 2, "{role:?}"),
            false => assert!(matches!(read, Err(Error::Forbidden)), "{role:?}"),
        }
    }
}
