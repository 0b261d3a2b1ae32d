//! Everything a colleague needs to decide, on one page.

use chrono::{DateTime, NaiveDate, Utc};
use lending::{
    modification::Comparison,
    policy::RuleOutcome,
    replay::State,
    request::{Action, RequestStatus},
};

use super::{
    Authority, Proposal,
    case::REVIEWERS,
    history, proposal,
    queue::READERS,
    store::reads,
    view::{Document, RequestRow, Step},
};
use crate::{
    Error, Portal, Result, StaffActor,
    identity::SignedInStaff,
    ids::{RequestId, StaffId},
    loans::record::{self, Loan},
};

/// A line of the history with the name of whoever made it.
#[derive(Clone, Debug)]
pub struct DeskStep {
    pub step: Step,
    pub name: String,
}

/// An approval of the proposal as it stands.
#[derive(Clone, Debug)]
pub struct Approved {
    pub level: i16,
    pub staff_id: StaffId,
    pub name: String,
    pub at: DateTime<Utc>,
}

/// What this colleague can do now. The services ask again; this decides what the page offers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct May {
    pub claim: bool,
    pub release: bool,
    pub ask: bool,
    pub reject: bool,
    pub send_back: bool,
    pub approve: bool,
}

#[derive(Clone, Debug)]
pub struct DecisionView {
    pub request: RequestRow,
    pub borrower_name: String,
    pub loan: Loan,
    /// The loan today.
    pub state: State,
    pub comparison: Comparison,
    /// What the policy says today; empty when the change cannot be worked out any more.
    pub outcomes: Vec<RuleOutcome>,
    /// The loan has moved: approving works the proposal out again first.
    pub moved: bool,
    pub steps: Vec<DeskStep>,
    pub documents: Vec<Document>,
    pub approvals: Vec<Approved>,
    pub authority: Authority,
    pub others: Vec<RequestRow>,
    pub may: May,
    pub now: DateTime<Utc>,
    pub today: NaiveDate,
}

/// Reads a request for deciding on it.
///
/// # Errors
/// [`Error::NotFound`] when there is none, [`Error::Forbidden`] for roles that see no loan.
pub async fn find(portal: &Portal, staff: &SignedInStaff, request_id: RequestId) -> Result<DecisionView> {
    let actor = staff.actor();
    actor.must_be(READERS)?;
    let (now, today) = (portal.clock.now(), portal.clock.today());
    let mut tx = portal.read(&actor).await?;
    let request = reads::find_request(&mut tx, request_id).await?.ok_or(Error::NotFound)?;
    let loan = record::find(&mut tx, request.borrower_id, request.loan_id).await?;
    let borrower_name = reads::find_borrower_name(&mut tx, request.borrower_id).await?;
    let steps = reads::list_desk_steps(&mut tx, &request).await?;
    let documents = reads::list_documents(&mut tx, &request).await?;
    let approvals = reads::list_approvals(&mut tx, &request).await?;
    let authority = Authority::find(&mut tx, &request.kind, request.outstanding).await?;
    let history = history::of(&mut tx, &loan, Some(request_id)).await?;
    let others = reads::list_of_borrower(&mut tx, request.borrower_id, 20).await?;
    drop(tx);
    let fresh = if request.is_open() { Proposal::work_out(&loan, &request.change, today, &history).ok() } else { None };
    let comparison = proposal::as_it_stood(&loan, request.stood, &request.change)?;
    let may = may(&actor, &request, &approvals, &authority, now);
    Ok(DecisionView {
        state: loan.state(today)?,
        moved: fresh.as_ref().is_some_and(|f| f.has_moved_from(&comparison, request.stood)),
        outcomes: fresh.map(|f| f.outcomes).unwrap_or_default(),
        others: others.into_iter().filter(|other| other.request_id != request.request_id).collect(),
        request,
        borrower_name,
        loan,
        comparison,
        steps,
        documents,
        approvals,
        authority,
        may,
        now,
        today,
    })
}

fn may(
    actor: &StaffActor,
    request: &RequestRow,
    approvals: &[Approved],
    authority: &Authority,
    now: DateTime<Utc>,
) -> May {
    let reviewer = REVIEWERS.iter().any(|role| actor.has(*role));
    if !reviewer {
        return May::default();
    }
    let can = |action: Action| request.status.after(action).is_ok();
    let live = request.claim.as_ref().filter(|claim| claim.until > now);
    let mine = live.is_some_and(|claim| claim.by == actor.staff_id);
    let free = live.is_none();
    let second = request.status == RequestStatus::AwaitingApproval;
    let at_hand = mine || (second && free);
    let given = i16::try_from(approvals.len()).unwrap_or(i16::MAX);
    let authorised = authority.next(given).iter().any(|role| actor.has(*role));
    let fresh_eyes = approvals.iter().all(|approval| approval.staff_id != actor.staff_id);
    if !fresh_eyes {
        // Who has approved has said what they have to say.
        return May::default();
    }
    May {
        claim: free && (can(Action::Claim) || second),
        release: mine && (can(Action::Release) || second),
        ask: mine && can(Action::Ask),
        reject: at_hand && can(Action::Reject),
        send_back: at_hand && second && authorised,
        approve: at_hand && (can(Action::ApproveFirst) || can(Action::ApproveLast)) && authorised,
    }
}
