//! What the policy looks at beyond the loan's own terms and events.

use chrono::NaiveDate;
use lending::{
    modification::ChangeKind,
    policy::{self, LoanFacts, Policy},
};
use sqlx::PgConnection;

use super::store;
use crate::{Error, Result, ids::RequestId, loans::record::Loan};

/// The policy of a loan's product, and what was asked for before.
#[derive(Clone, Debug)]
pub struct History {
    pub policy: Policy,
    pub known: policy::History,
    /// The request is filed: rules about when to ask have been asked.
    pub filed: bool,
}

/// Reads what is known before a request is filed, or of a request that is (`of_request`): then its
/// papers count, and it does not stand in its own way.
pub(super) async fn of(conn: &mut PgConnection, loan: &Loan, of_request: Option<RequestId>) -> Result<History> {
    let policy: Policy = serde_json::from_value(store::find_policy(conn, loan).await?)
        .map_err(|e| Error::Fault(format!("the policy of {} does not parse: {e}", loan.product)))?;
    let open = store::list_open_kinds(conn, loan, of_request).await?;
    let known = policy::History {
        open_requests: open.iter().filter_map(|kind| change_kind(kind)).collect(),
        ..Default::default()
    };
    let history = History { policy, known, filed: of_request.is_some() };
    match of_request {
        None => Ok(history),
        Some(request_id) => {
            let papers = store::count_documents(conn, loan, request_id).await?;
            Ok(history.with_documents(usize::try_from(papers).unwrap_or(0)))
        }
    }
}

impl History {
    /// A file does not say which kind of paper it is; whether the right ones are there is for the
    /// reviewer to see. Here it counts whether there are any.
    #[must_use]
    pub fn with_documents(mut self, count: usize) -> Self {
        self.known.documents = if count > 0 { self.policy.documents.clone() } else { Vec::new() };
        self
    }

    /// The loan as the policy sees it.
    ///
    /// # Errors
    /// When the loan contradicts itself.
    pub fn facts(&self, loan: &Loan, on: NaiveDate) -> Result<LoanFacts> {
        Ok(policy::facts(&loan.terms, &loan.events, on, &self.known)?)
    }
}

fn change_kind(code: &str) -> Option<ChangeKind> {
    match code {
        "extension" => Some(ChangeKind::Extension),
        "restructuring" => Some(ChangeKind::Restructuring),
        "due_date" => Some(ChangeKind::DueDate),
        "cure" => Some(ChangeKind::Cure),
        _ => None,
    }
}
