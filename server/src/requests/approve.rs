//! Approving: the authority matrix, the second pair of eyes, and the change applied at once.

use chrono::{DateTime, NaiveDate, Utc};
use lending::{
    event::EventKind,
    request::{Action, RequestStatus},
};
use sqlx::PgConnection;

use super::{
    Authority, Proposal,
    case::{Case, Move},
    history, proposal, store,
};
use crate::{
    Actor, Error, Portal, Result,
    identity::SignedInStaff,
    ids::RequestId,
    loans::record::{self, LockedLoan, NewEvent},
};

/// What an approval led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Approval {
    /// Another colleague must approve too.
    AwaitsSecond,
    /// The loan follows the new plan.
    Applied,
    /// The loan had moved since the proposal was worked out. It was worked out again, earlier
    /// approvals count no more, and nothing was approved: look at it again.
    ProposalMoved,
}

struct Now {
    at: DateTime<Utc>,
    today: NaiveDate,
}

/// Approves the proposal that was seen, and applies it when no further approval is needed.
///
/// # Errors
/// [`Error::Stale`] when the proposal seen is not the one that stands, or somebody was faster;
/// a refusal when the colleague's role does not reach this far, is party to the loan, has approved
/// before, or a rule of the policy does not hold any more.
pub async fn approve(
    portal: &Portal,
    staff: &SignedInStaff,
    request_id: RequestId,
    seen_hash: &str,
) -> Result<Approval> {
    let actor = staff.actor();
    let now = Now { at: portal.clock.now(), today: portal.clock.today() };
    let mut tx = portal.begin(&actor).await?;
    let mut case = Case::lock(&mut tx, request_id).await?;
    let given = match case.status {
        RequestStatus::InReview | RequestStatus::Accepted => 0,
        RequestStatus::AwaitingApproval => 1,
        _ => return Err(Error::Stale("request")),
    };
    let mut loan = record::lock(&mut tx, case.borrower_id, case.loan_id).await?;
    if seen_hash != case.result_hash {
        return Err(Error::Stale("proposal"));
    }
    let history = history::of(&mut tx, &loan, Some(request_id)).await?;
    let fresh = Proposal::work_out(&loan, &case.change, now.today, &history)?;
    let by = Actor::from(&actor);
    let stood = proposal::as_it_stood(&loan, case.stood, &case.change)?;
    if fresh.has_moved_from(&stood, case.stood) {
        show_again(&mut tx, &mut case, &fresh, &by, now.at).await?;
        tx.commit().await?;
        return Ok(Approval::ProposalMoved);
    }
    fresh.must_hold()?;
    let authority = Authority::find(&mut tx, &case.kind, fresh.outstanding).await?;
    authority.must_allow(&actor, given)?;
    case.must_be_free_for(&actor, now.at)?;
    store::insert_approval(&mut tx, &case, given + 1, actor.staff_id, now.at).await?;
    store::mark_authority(&mut tx, &case, authority.needed(), &authority.next_codes(given + 1)).await?;
    store::mark_claim(&mut tx, &case, None).await?;
    let outcome = if given + 1 < authority.needed() {
        case.go(&mut tx, Move { action: Action::ApproveFirst, by: &by, note: "", at: now.at }).await?;
        Approval::AwaitsSecond
    } else {
        case.go(&mut tx, Move { action: Action::ApproveLast, by: &by, note: "", at: now.at }).await?;
        apply(&mut tx, &mut case, &mut loan, &by, &now).await?;
        Approval::Applied
    };
    tx.commit().await?;
    Ok(outcome)
}

/// The approved change becomes an event of the loan: schedule, projection and ledger follow from it,
/// and reminders, which look at the schedule when they are sent, follow too.
async fn apply(conn: &mut PgConnection, case: &mut Case, loan: &mut LockedLoan, by: &Actor, now: &Now) -> Result<()> {
    let event = NewEvent {
        id: case.request_id.to_string(),
        on: now.today,
        kind: EventKind::Modification { change: Box::new(case.change.clone()) },
    };
    record::record(conn, loan, event, now.today, now.at).await?;
    case.go(conn, Move { action: Action::Apply, by, note: "", at: now.at }).await?;
    case.tell(conn, "request_approved").await
}

/// Puts the proposal as it is now in the place of the one that stood; what waited for a second
/// approval goes back to review, because the first approval was of something else.
async fn show_again(
    conn: &mut PgConnection,
    case: &mut Case,
    fresh: &Proposal,
    by: &Actor,
    at: DateTime<Utc>,
) -> Result<()> {
    let authority = Authority::find(conn, &case.kind, fresh.outstanding).await?;
    store::mark_proposal(conn, case, fresh, &authority).await?;
    case.result_hash = fresh.result_hash().to_owned();
    case.remark(conn, "recompute", by, at).await?;
    if case.status == RequestStatus::AwaitingApproval {
        case.back_to_review(conn, by, "", at).await?;
    }
    Ok(())
}
