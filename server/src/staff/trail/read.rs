//! Reading the trail, a page at a time or all of it as a file.

use bytes::Bytes;
use futures::{Stream, stream};
use serde_json::{Value, json};

use super::{
    AUDITORS, Entry, Filter, Mark, Trail,
    filter::{Who, Whose},
};
use crate::{
    Actor, Portal, Result, StaffActor, actor::Tx, audit, identity::SignedInStaff, requests::queue::READERS,
    staff::store,
};

/// Rows of a page.
const PAGE: usize = 50;
/// Rows that an export reads at a time.
const BATCH: usize = 1000;

/// A page of what was asked for.
///
/// # Errors
/// [`crate::Error::Forbidden`] for other roles.
pub async fn find(portal: &Portal, staff: &SignedInStaff, filter: &Filter, after: Option<Mark>) -> Result<Trail> {
    let actor = staff.actor();
    let mut tx = begin(portal, &actor).await?;
    let (rows, next) = page(&mut tx, portal, &actor, filter, after, PAGE).await?;
    note(&mut tx, portal, &actor, "audit.read", filter).await?;
    tx.commit().await?;
    Ok(Trail { rows, next, names: sees_borrowers(&actor) })
}

/// All of what was asked for, newest first, drawn part by part: the trail of years does not fit into memory.
///
/// # Errors
/// [`crate::Error::Forbidden`] for other roles; the stream ends early when the database goes away.
pub async fn export<D>(
    portal: &Portal,
    staff: &SignedInStaff,
    filter: Filter,
    draw: D,
) -> Result<impl Stream<Item = Result<Bytes>> + Send + use<D>>
where
    D: Fn(Option<&[Entry]>) -> Result<Vec<u8>> + Send + Sync + 'static,
{
    let actor = staff.actor();
    let mut tx = begin(portal, &actor).await?;
    note(&mut tx, portal, &actor, "audit.export", &filter).await?;
    tx.commit().await?;
    let head = Bytes::from(draw(None)?);
    let (portal, from) = (portal.clone(), Some(None::<Mark>));
    let parts =
        stream::try_unfold((portal, actor, filter, draw, from), |(portal, actor, filter, draw, from)| async move {
            let Some(after) = from else { return Ok(None) };
            let mut tx = begin(&portal, &actor).await?;
            let (rows, next) = page(&mut tx, &portal, &actor, &filter, after, BATCH).await?;
            tx.commit().await?;
            let part = Bytes::from(draw(Some(&rows))?);
            Ok(Some((part, (portal, actor, filter, draw, next.map(Some)))))
        });
    Ok(futures::StreamExt::chain(stream::iter([Ok(head)]), parts))
}

async fn begin(portal: &Portal, actor: &StaffActor) -> Result<Tx> {
    actor.must_be(AUDITORS)?;
    portal.begin(actor).await
}

/// Administrators keep users and policies; borrowers' names are not theirs to see.
fn sees_borrowers(actor: &StaffActor) -> bool {
    actor.must_be(READERS).is_ok()
}

async fn page(
    tx: &mut Tx,
    portal: &Portal,
    actor: &StaffActor,
    filter: &Filter,
    after: Option<Mark>,
    rows: usize,
) -> Result<(Vec<Entry>, Option<Mark>)> {
    let names = sees_borrowers(actor);
    let day = filter.day.map(|day| portal.clock.bounds_of(day));
    let wanted = store::AuditQuery {
        who: match &filter.who {
            None => None,
            Some(Who::Id(id)) => Some(vec![*id]),
            Some(Who::Named(text)) => Some(store::list_people_named(tx, text, names).await?),
        },
        action: filter.action,
        borrowers: match &filter.borrower {
            None => None,
            Some(Whose::Id(id)) => Some(vec![id.0]),
            Some(Whose::Named(text)) if names => Some(store::list_borrowers_named(tx, text).await?),
            Some(Whose::Named(_)) => Some(Vec::new()),
        },
        from: day.map(|(from, _)| from),
        before: day.map(|(_, before)| before),
        after,
        names,
        limit: i64::try_from(rows + 1).unwrap_or(i64::MAX),
    };
    let mut found = store::list_audit(tx, &wanted).await?;
    let more = found.len() > rows;
    found.truncate(rows);
    let last = found.last().map(|row| Mark { at: row.at, audit_id: row.audit_id });
    Ok((found, last.filter(|_| more)))
}

/// Which rows were asked for is kept by ids and codes; a name that was typed is not.
async fn note(tx: &mut Tx, portal: &Portal, actor: &StaffActor, action: &'static str, filter: &Filter) -> Result<()> {
    let who = filter.who.as_ref().map(|who| match who {
        Who::Id(id) => json!(id),
        Who::Named(_) => json!("named"),
    });
    let borrower = filter.borrower.as_ref().map(|whose| match whose {
        Whose::Id(id) => json!(id),
        Whose::Named(_) => json!("named"),
    });
    let parts = [
        ("who", who),
        ("action", filter.action.map(|code| json!(code))),
        ("borrower", borrower),
        ("day", filter.day.map(|day| json!(day))),
    ];
    let detail: serde_json::Map<String, Value> =
        parts.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect();
    let line = audit::Line {
        actor: &Actor::from(actor),
        at: portal.clock.now(),
        borrower_id: match &filter.borrower {
            Some(Whose::Id(id)) => Some(*id),
            _ => None,
        },
        action,
        subject: "audit",
        subject_id: None,
        detail: Value::Object(detail),
    };
    audit::record(tx, line).await
}
