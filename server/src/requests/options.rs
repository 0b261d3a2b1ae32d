//! What would help: ways of changing a loan's plan, each worked out and held against the policy.

use chrono::NaiveDate;
use lending::{
    modification::{Change, DeferredInterest},
    policy::{self, Policy, largest_extension},
    replay::{LoanStatus, State},
};

use super::{Proposal, history, store::reads};
use crate::{
    Portal, Result,
    identity::SignedInPerson,
    ids::{LoanId, RequestId},
    loans::record::{self, Loan},
};

/// Numbers of installments that are tried for "more time".
const EXTRA: [u32; 3] = [3, 6, 12];
/// And for a pause.
const PAUSE: [u32; 2] = [1, 3];

/// What the page of the change shows.
#[derive(Clone, Debug)]
pub struct Options {
    pub loan: Loan,
    pub state: State,
    pub today: NaiveDate,
    pub policy: Policy,
    /// What the policy looks at beside the loan: papers are taken as coming with the request.
    pub known: policy::History,
    /// A request of this loan that is not decided yet.
    pub open: Option<(RequestId, String)>,
    /// Ways that can be worked out, some of which policy may refuse. Empty for a closed loan.
    pub ways: Vec<Proposal>,
    /// The most installments by which policy lets the plan grow.
    pub most: u32,
}

impl Options {
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.state.status != LoanStatus::Active
    }

    /// The way that is proposed first: the longest of the shorter ones that policy allows.
    #[must_use]
    pub fn proposed(&self) -> u32 {
        self.most.clamp(1, 6)
    }
}

/// Works out what would help.
///
/// # Errors
/// [`crate::Error::NotFound`] when the loan is somebody else's.
pub async fn find(portal: &Portal, who: &SignedInPerson, loan_id: LoanId) -> Result<Options> {
    let today = portal.clock.today();
    let mut tx = portal.read(who.actor()).await?;
    let loan = record::find(&mut tx, who.borrower_id, loan_id).await?;
    let history = history::of(&mut tx, &loan, None).await?.with_documents(1);
    let open = reads::find_open(&mut tx, who.borrower_id, loan_id).await?;
    drop(tx);
    let state = loan.state(today)?;
    let facts = history.facts(&loan, today)?;
    let most = largest_extension(&history.policy, &facts);
    let tried =
        EXTRA.iter().map(|n| Change::extend(*n)).chain(PAUSE.iter().map(|n| Change::defer(*n, DeferredInterest::Pay)));
    let ways = if state.status == LoanStatus::Active {
        tried.filter_map(|change| Proposal::work_out(&loan, &change, today, &history).ok()).collect()
    } else {
        Vec::new()
    };
    Ok(Options { state, today, policy: history.policy, known: history.known, open, ways, most, loan })
}
