//! What borrowers ask for: filing, the queue, the decision, and the change of plan that follows.
//!
//! A request is bound to a proposal: a change of the plan worked out against the loan as it stood.
//! Every verb locks the request, moves it along [`lending::request`]'s lifecycle, writes a step and
//! an audit line, and tells the borrower, all in one transaction. The last approval applies the
//! change in that same transaction, so that nothing is ever approved and not applied.

mod authority;
mod case;
mod documents;
mod history;
mod proposal;
mod store;

mod answer;
mod approve;
mod ask;
mod claim;
mod file;
mod reject;
mod send_back;
mod withdraw;

pub mod decision;
pub mod options;
pub mod queue;
pub mod view;

pub use answer::answer;
pub use approve::{Approval, approve};
pub use ask::ask;
pub use authority::Authority;
pub use case::{Claim, REVIEWERS};
pub use claim::{LEASE, claim, release};
pub use documents::SentDocument;
pub use file::{Filing, Seen, file};
pub use proposal::Proposal;
pub use reject::reject;
pub use send_back::send_back;
pub use withdraw::withdraw;

/// The longest text a person may write into a request.
pub const TEXT_LIMIT: usize = 2000;
