//! Filing a request.

use chrono::{DateTime, Datelike, Days, Utc, Weekday};
use lending::{modification::Change, request::Action};

use super::{
    Authority, Proposal, SentDocument,
    case::{self, Case, Move},
    documents::Papers,
    history, store,
};
use crate::{
    Actor, Error, Portal, Result,
    identity::SignedInPerson,
    ids::{FormKey, LoanId, RequestId},
    loans::record,
};

/// What a borrower asks for.
pub struct Filing {
    pub loan_id: LoanId,
    pub change: Change,
    pub reason: String,
    /// The figures the borrower had before their eyes.
    pub seen: Seen,
    pub documents: Vec<SentDocument>,
    pub form_key: FormKey,
}

/// What the browser, or the server before it, worked out and showed.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    pub input_hash: String,
    pub result_hash: String,
}

/// Files a request, once for each form.
///
/// # Errors
/// A refusal that names the field: the figures seen are not the figures of today, a rule of the
/// policy does not hold, the reason is missing, a file is not what it says.
/// [`Error::NotFound`] when the loan is somebody else's.
pub async fn file(portal: &Portal, who: &SignedInPerson, mut filing: Filing) -> Result<RequestId> {
    filing.reason = case::text("reason", &filing.reason)?.to_owned();
    let papers = Papers::put(portal, who, std::mem::take(&mut filing.documents)).await?;
    let done = record(portal, who, &filing, &papers).await;
    if !matches!(done, Ok(Filed::Now(_))) {
        papers.discard(portal).await;
    }
    done.map(|(Filed::Now(id) | Filed::Before(id))| id)
}

/// Whether this very call filed the request, or the same form had filed it before.
enum Filed {
    Now(RequestId),
    Before(RequestId),
}

async fn record(portal: &Portal, who: &SignedInPerson, filing: &Filing, papers: &Papers) -> Result<Filed> {
    let (now, today) = (portal.clock.now(), portal.clock.today());
    let mut tx = portal.begin(who.actor()).await?;
    let loan = record::lock(&mut tx, who.borrower_id, filing.loan_id).await?;
    if let Some(before) = store::find_by_form(&mut tx, who.borrower_id, filing.form_key).await? {
        let same = before.loan_id == filing.loan_id && before.change == filing.change && before.reason == filing.reason;
        return if same { Ok(Filed::Before(before.request_id)) } else { Err(Error::Stale("form")) };
    }
    let history = history::of(&mut tx, &loan, None).await?.with_documents(papers.count());
    let proposal = Proposal::work_out(&loan, &filing.change, today, &history)?;
    proposal.must_be(&filing.seen)?;
    proposal.must_hold()?;
    let authority = Authority::find(&mut tx, proposal.kind(), proposal.outstanding).await?;
    let request_id = RequestId::fresh();
    let answer_days = store::find_answer_days(&mut tx).await?;
    let before = store::count_of_loan(&mut tx, who.borrower_id, loan.loan_id).await?;
    let row = store::NewRequest {
        request_id,
        loan: &loan,
        form_key: filing.form_key,
        number: format!("REQ-{}-{}", loan.number, before + 1),
        proposal: &proposal,
        authority: &authority,
        reason: &filing.reason,
        filed_by: who.person_id,
        filed_at: now,
        answer_due_at: working_days_after(portal, now, answer_days),
    };
    store::insert_request(&mut tx, &row).await?;
    papers.record(portal, &mut tx, who, request_id).await?;
    let mut case = Case::lock(&mut tx, request_id).await?;
    let by = Actor::from(who.actor());
    case.go(&mut tx, Move { action: Action::Submit, by: &by, note: "", at: now }).await?;
    case.tell(&mut tx, "request_received").await?;
    tx.commit().await?;
    Ok(Filed::Now(request_id))
}

/// The same time of day, so many days later, Saturdays and Sundays of the lender's zone not counted.
fn working_days_after(portal: &Portal, from: DateTime<Utc>, days: u32) -> DateTime<Utc> {
    let (mut at, mut left) = (from, days.min(60));
    while left > 0 {
        at = at.checked_add_days(Days::new(1)).unwrap_or(at);
        if !matches!(portal.clock.day_of(at).weekday(), Weekday::Sat | Weekday::Sun) {
            left -= 1;
        }
    }
    at
}
