//! The life of a statement that is due: due → in review → accepted, or returned and sent again.

use crate::{Error, Result};

/// Where a statement stands. *Overdue* is no state: it is `Due` or `Returned` after the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DueStatus {
    Due,
    InReview,
    Accepted,
    Returned,
}

/// What can happen to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    Upload,
    Accept,
    Return,
}

impl DueStatus {
    pub const ALL: &'static [Self] = &[Self::Due, Self::InReview, Self::Accepted, Self::Returned];

    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Due => "due",
            Self::InReview => "in_review",
            Self::Accepted => "accepted",
            Self::Returned => "returned",
        }
    }

    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|status| status.code() == code)
    }

    /// Whether the borrower has something to do.
    #[must_use]
    pub fn waits_for_borrower(self) -> bool {
        matches!(self, Self::Due | Self::Returned)
    }

    /// The state after `action`. A file may be replaced while nobody has decided on it.
    ///
    /// # Errors
    /// Refusal `statement_accepted` for a file after acceptance; [`Error::Stale`] for a decision on
    /// what is not in review.
    pub fn after(self, action: Action) -> Result<Self> {
        match (self, action) {
            (Self::Due | Self::Returned | Self::InReview, Action::Upload) => Ok(Self::InReview),
            (Self::Accepted, Action::Upload) => Err(Error::refused("", "statement_accepted")),
            (Self::InReview, Action::Accept) => Ok(Self::Accepted),
            (Self::InReview, Action::Return) => Ok(Self::Returned),
            (Self::Due | Self::Accepted | Self::Returned, Action::Accept | Action::Return) => {
                Err(Error::Stale("statement"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pair_of_state_and_action_has_its_answer() {
        use Action::{Accept, Return, Upload};
        use DueStatus::{Accepted, Due, InReview, Returned};
        let table = [
            (Due, [Some(InReview), None, None]),
            (InReview, [Some(InReview), Some(Accepted), Some(Returned)]),
            (Accepted, [None, None, None]),
            (Returned, [Some(InReview), None, None]),
        ];
        assert_eq!(table.len(), DueStatus::ALL.len());
        for (from, answers) in table {
            for (action, expected) in [Upload, Accept, Return].into_iter().zip(answers) {
                assert_eq!(from.after(action).ok(), expected, "{from:?} {action:?}");
            }
        }
    }

    #[test]
    fn codes_survive_the_trip_through_the_database() {
        for status in DueStatus::ALL {
            assert_eq!(DueStatus::parse(status.code()), Some(*status));
        }
    }
}
