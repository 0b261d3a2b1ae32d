//! Financial statements: what a borrower owes us when, what was sent, what was said to it.

mod kind;
mod review;
mod status;
mod store;
mod upload;
mod view;

pub mod job;

pub use kind::StatementKind;
pub use review::{MAY_LOOK, MAY_REVIEW, Place, Queue, QueueRow, Review, accept, find_review, list_queue, return_};
pub use status::{Action, DueStatus};
pub use upload::upload;
pub(crate) use view::tasks;
pub use view::{Accepted, Due, Outcome, Upload, find_due, list_accepted, list_open};
