//! What runs by itself in this slice; `jobs` says when.

use super::{deliver, plan as planner, tell as telling};
use crate::{Portal, Result};

pub use super::tell::Told;

/// Writes the messages that something told of asks for.
///
/// # Errors
/// When the database refuses or cannot be reached.
pub async fn tell(portal: &Portal, told: Told) -> Result<()> {
    telling::write(portal, &told).await
}

/// Plans what is due by now.
///
/// # Errors
/// When the database refuses or cannot be reached, or its clock and ours differ.
pub async fn plan(portal: &Portal) -> Result<()> {
    planner::plan(portal).await.map(|_| ())
}

/// Hands over what may be handed over now.
///
/// # Errors
/// When the database cannot be reached. A message that fails does not stop the others.
pub async fn send(portal: &Portal) -> Result<()> {
    deliver::deliver(portal).await.map(|_| ())
}
