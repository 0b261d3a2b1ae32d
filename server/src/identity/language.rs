//! The language in which a person or a colleague reads pages and messages.

use lending::language::Language;

use super::{SignedIn, store};
use crate::{Portal, Result};

/// Remembers the language of who is signed in; of others the browser's cookie remembers it.
///
/// # Errors
/// When the database cannot be reached.
pub async fn choose_language(portal: &Portal, who: Option<&SignedIn>, language: Language) -> Result<()> {
    let Some(who) = who else { return Ok(()) };
    let mut tx = portal.begin(who.actor()).await?;
    match who {
        SignedIn::Person(person) => {
            store::people::mark_person_language(&mut tx, person.person_id, language.code()).await?
        }
        SignedIn::Staff(staff) => store::staff::mark_staff_language(&mut tx, staff.staff_id, language.code()).await?,
    }
    tx.commit().await?;
    Ok(())
}
