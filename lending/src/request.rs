//! The life of a request: what may follow what.
//!
//! draft → submitted → in review ⇄ more information needed → proposed → accepted or declined;
//! in review or accepted → awaiting approval → approved → applied; also rejected, withdrawn, expired.

use thiserror::Error;

macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant),* }

        impl $name {
            /// All of them.
            pub const ALL: &'static [$name] = &[$($name::$variant),*];

            /// The word in the database and on the wire.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $($name::$variant => $code),* }
            }

            /// Reads [`Self::code`].
            #[must_use]
            pub fn parse(code: &str) -> Option<Self> {
                match code { $($code => Some($name::$variant),)* _ => None }
            }
        }
    };
}

codes! {
    /// Where a request stands.
    RequestStatus {
        /// Being written; staff do not see it.
        Draft = "draft",
        /// Filed; nobody has taken it yet.
        Submitted = "submitted",
        /// A colleague holds it.
        InReview = "in_review",
        /// The borrower was asked something.
        MoreInformation = "more_information",
        /// The lender made a counter-offer.
        Proposed = "proposed",
        /// The borrower took the counter-offer.
        Accepted = "accepted",
        /// The borrower did not take it.
        Declined = "declined",
        /// One colleague approved; another must.
        AwaitingApproval = "awaiting_approval",
        /// Everybody needed approved.
        Approved = "approved",
        /// The loan follows the new plan.
        Applied = "applied",
        /// Refused, with a reason.
        Rejected = "rejected",
        /// Taken back by the borrower.
        Withdrawn = "withdrawn",
        /// Nobody answered in time.
        Expired = "expired",
    }
}

codes! {
    /// What is done to a request.
    Action {
        /// The borrower files it.
        Submit = "submit",
        /// A colleague takes it.
        Claim = "claim",
        /// The holder gives it back to the queue.
        Release = "release",
        /// The holder asks the borrower something.
        Ask = "ask",
        /// The borrower answers.
        Answer = "answer",
        /// The holder makes a counter-offer.
        Propose = "propose",
        /// The borrower takes it.
        Accept = "accept",
        /// The borrower does not take it.
        Decline = "decline",
        /// A colleague approves, and another must too.
        ApproveFirst = "approve_first",
        /// The last approval needed.
        ApproveLast = "approve_last",
        /// An approver sends it back to review.
        Return = "return",
        /// The new plan is applied to the loan.
        Apply = "apply",
        /// A colleague refuses.
        Reject = "reject",
        /// The borrower takes it back.
        Withdraw = "withdraw",
        /// Its time ran out.
        Expire = "expire",
    }
}

/// This cannot be done to a request that stands there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a request that is {} cannot take {}", from.code(), action.code())]
pub struct TransitionError {
    /// Where the request stands.
    pub from: RequestStatus,
    /// What was tried.
    pub action: Action,
}

impl RequestStatus {
    /// Nothing more happens to it.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Applied | Self::Rejected | Self::Withdrawn | Self::Expired | Self::Declined)
    }

    /// Where `action` leads from here.
    ///
    /// # Errors
    /// When the lifecycle has no such move.
    ///
    /// ```
    /// use lending::request::{Action, RequestStatus};
    /// assert_eq!(RequestStatus::Submitted.after(Action::Claim), Ok(RequestStatus::InReview));
    /// assert!(RequestStatus::Rejected.after(Action::ApproveLast).is_err());
    /// ```
    pub const fn after(self, action: Action) -> Result<RequestStatus, TransitionError> {
        use RequestStatus as S;
        let to = match (self, action) {
            (S::Draft, Action::Submit) => S::Submitted,
            (S::Submitted | S::InReview, Action::Claim) => S::InReview,
            (S::InReview, Action::Release) => S::Submitted,
            (S::InReview, Action::Ask) => S::MoreInformation,
            (S::MoreInformation, Action::Answer) => S::InReview,
            (S::InReview, Action::Propose) => S::Proposed,
            (S::Proposed, Action::Accept) => S::Accepted,
            (S::Proposed, Action::Decline) => S::Declined,
            (S::InReview | S::Accepted, Action::ApproveFirst) => S::AwaitingApproval,
            (S::InReview | S::Accepted | S::AwaitingApproval, Action::ApproveLast) => S::Approved,
            (S::AwaitingApproval | S::Accepted | S::Approved, Action::Return) => S::InReview,
            (S::Approved, Action::Apply) => S::Applied,
            (S::Submitted | S::InReview | S::MoreInformation | S::Accepted | S::AwaitingApproval, Action::Reject) => {
                S::Rejected
            }
            (
                S::Draft
                | S::Submitted
                | S::InReview
                | S::MoreInformation
                | S::Proposed
                | S::Accepted
                | S::AwaitingApproval,
                Action::Withdraw,
            ) => S::Withdrawn,
            (S::Draft | S::Submitted | S::MoreInformation | S::Proposed, Action::Expire) => S::Expired,
            (from, action) => return Err(TransitionError { from, action }),
        };
        Ok(to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every pair there is: these moves and no others.
    #[test]
    fn only_the_moves_of_the_lifecycle_exist() {
        let moves: Vec<String> = RequestStatus::ALL
            .iter()
            .flat_map(|from| Action::ALL.iter().map(move |action| (*from, *action)))
            .filter_map(|(from, action)| {
                from.after(action).ok().map(|to| format!("{} {} {}", from.code(), action.code(), to.code()))
            })
            .collect();
        let expected = "draft submit submitted|draft withdraw withdrawn|draft expire expired|\
            submitted claim in_review|submitted reject rejected|submitted withdraw withdrawn|submitted expire expired|\
            in_review claim in_review|in_review release submitted|in_review ask more_information|in_review propose proposed|\
            in_review approve_first awaiting_approval|in_review approve_last approved|in_review reject rejected|in_review withdraw withdrawn|\
            more_information answer in_review|more_information reject rejected|more_information withdraw withdrawn|more_information expire expired|\
            proposed accept accepted|proposed decline declined|proposed withdraw withdrawn|proposed expire expired|\
            accepted approve_first awaiting_approval|accepted approve_last approved|accepted return in_review|accepted reject rejected|accepted withdraw withdrawn|\
            awaiting_approval approve_last approved|awaiting_approval return in_review|awaiting_approval reject rejected|awaiting_approval withdraw withdrawn|\
            approved return in_review|approved apply applied";
        let mut expected: Vec<&str> = expected.split('|').collect();
        let mut moves: Vec<&str> = moves.iter().map(String::as_str).collect();
        expected.sort_unstable();
        moves.sort_unstable();
        assert_eq!(moves, expected);
    }

    #[test]
    fn nothing_follows_an_end() {
        for status in RequestStatus::ALL.iter().filter(|s| s.is_final()) {
            assert!(Action::ALL.iter().all(|action| status.after(*action).is_err()), "{status:?}");
        }
    }

    #[test]
    fn codes_read_back() {
        assert!(RequestStatus::ALL.iter().all(|s| RequestStatus::parse(s.code()) == Some(*s)));
        assert!(Action::ALL.iter().all(|a| Action::parse(a.code()) == Some(*a)));
    }
}
