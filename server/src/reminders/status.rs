//! The life of a message, in one place; the database's check and the ledger's page know the same words.

/// Where a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// Planned; nobody has looked at it yet.
    Created,
    /// Waits for its hour.
    Queued,
    /// Being handed over: should the process die now, nobody knows whether it went out.
    Sending,
    /// Taken by the relay or gateway.
    Sent,
    /// The receiver's device or mailbox has it.
    Delivered,
    /// Not taken now; tried again.
    TemporaryFailure,
    /// Not taken, ever.
    PermanentFailure,
    /// Perhaps taken. An e-mail is tried again under the same name, an SMS waits for a report.
    Unconfirmed,
    /// No longer true when its time had come.
    Cancelled,
    /// True, but not to be sent.
    Suppressed,
}

/// What happens to a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Its hour has not come.
    Wait,
    /// It is about to be handed over.
    Claim,
    Cancel,
    Suppress,
    /// The gateway took it.
    Taken,
    /// The gateway did not take it, and may later.
    RefusedForNow,
    /// It will never be taken, or a report says it never arrived.
    RefusedForGood,
    /// Nobody knows whether it was taken.
    Lost,
    /// A report says that it arrived.
    Arrived,
}

/// A step that this status does not take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a message that is {from:?} does not take the step {step:?}")]
pub struct NoSuchStep {
    pub from: Status,
    pub step: Step,
}

impl Status {
    pub const ALL: [Self; 10] = [
        Self::Created,
        Self::Queued,
        Self::Sending,
        Self::Sent,
        Self::Delivered,
        Self::TemporaryFailure,
        Self::PermanentFailure,
        Self::Unconfirmed,
        Self::Cancelled,
        Self::Suppressed,
    ];

    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Delivered => "delivered",
            Self::TemporaryFailure => "temporary_failure",
            Self::PermanentFailure => "permanent_failure",
            Self::Unconfirmed => "unconfirmed",
            Self::Cancelled => "cancelled",
            Self::Suppressed => "suppressed",
        }
    }

    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.code() == code)
    }

    /// Where a step leads. Reports come early, twice and out of order: what is known already stays.
    ///
    /// # Errors
    /// [`NoSuchStep`].
    pub fn after(self, step: Step) -> Result<Self, NoSuchStep> {
        use Status::{
            Cancelled, Created, Delivered, PermanentFailure, Queued, Sending, Sent, Suppressed, TemporaryFailure,
            Unconfirmed,
        };
        match (self, step) {
            (Created | Queued, Step::Wait) => Ok(Queued),
            (TemporaryFailure, Step::Wait) => Ok(TemporaryFailure),
            // Perhaps it is out already: there is nothing to take back, only the second try to put off.
            (Unconfirmed, Step::Wait | Step::Cancel | Step::Suppress) => Ok(Unconfirmed),
            (Created | Queued | TemporaryFailure | Unconfirmed, Step::Claim) => Ok(Sending),
            (Created | Queued | TemporaryFailure, Step::Cancel) => Ok(Cancelled),
            (Created | Queued | TemporaryFailure, Step::Suppress) => Ok(Suppressed),
            (Sending | Unconfirmed, Step::Taken) => Ok(Sent),
            (Sent | Delivered, Step::Taken) => Ok(self),
            (Sending, Step::RefusedForNow) => Ok(TemporaryFailure),
            (Sending | Sent | Unconfirmed, Step::RefusedForGood) => Ok(PermanentFailure),
            // What cannot be prepared again and again is put aside before it was ever handed over.
            (Created | Queued | TemporaryFailure, Step::RefusedForNow) => Ok(TemporaryFailure),
            (Created | Queued | TemporaryFailure, Step::RefusedForGood) => Ok(PermanentFailure),
            (Sending | Unconfirmed, Step::Lost) => Ok(Unconfirmed),
            (Sending | Sent | Unconfirmed | TemporaryFailure, Step::Arrived) => Ok(Delivered),
            (Delivered, Step::Arrived | Step::RefusedForGood | Step::RefusedForNow | Step::Lost) => Ok(Delivered),
            (PermanentFailure, Step::RefusedForGood | Step::Arrived | Step::Taken) => Ok(PermanentFailure),
            (from, step) => Err(NoSuchStep { from, step }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each line: a status and where each step leads, in the order of `STEPS`; `-` where it leads nowhere.
    const TABLE: &str = "\
created           queued sending cancelled suppressed - temporary_failure permanent_failure - -
queued            queued sending cancelled suppressed - temporary_failure permanent_failure - -
sending           - - - - sent temporary_failure permanent_failure unconfirmed delivered
sent              - - - - sent - permanent_failure - delivered
delivered         - - - - delivered delivered delivered delivered delivered
temporary_failure temporary_failure sending cancelled suppressed - temporary_failure permanent_failure - delivered
permanent_failure - - - - permanent_failure - permanent_failure - permanent_failure
unconfirmed       unconfirmed sending unconfirmed unconfirmed sent - permanent_failure unconfirmed delivered
cancelled         - - - - - - - - -
suppressed        - - - - - - - - -";
    const STEPS: [Step; 9] = [
        Step::Wait,
        Step::Claim,
        Step::Cancel,
        Step::Suppress,
        Step::Taken,
        Step::RefusedForNow,
        Step::RefusedForGood,
        Step::Lost,
        Step::Arrived,
    ];

    #[test]
    fn every_pair_of_status_and_step_leads_where_the_table_says() {
        assert_eq!(TABLE.lines().count(), Status::ALL.len());
        for line in TABLE.lines() {
            let words: Vec<&str> = line.split_whitespace().collect();
            let from = Status::parse(words[0]).expect("a status");
            assert_eq!(words.len(), STEPS.len() + 1, "{line}");
            for (step, to) in STEPS.into_iter().zip(&words[1..]) {
                assert_eq!(from.after(step).ok().map_or("-", Status::code), *to, "{from:?} {step:?}");
            }
        }
    }

    #[test]
    fn what_has_arrived_never_becomes_less() {
        for step in STEPS {
            assert!(matches!(Status::Delivered.after(step), Ok(Status::Delivered) | Err(_)));
        }
    }
}
