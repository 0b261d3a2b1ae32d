//! The one error type of this floor.
//!
//! Which to use: [`Error::NotFound`] for what is absent *or somebody else's* (never tell which);
//! [`Error::Refused`] when a rule says no and the person can do something about it (the code is
//! rendered by the pages in both languages); [`Error::Stale`] when what the person saw has moved;
//! [`Error::Forbidden`] only for staff without the role. All else is a fault of ours.

pub type Result<T, E = Error> = std::result::Result<T, E>;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("not found")]
    NotFound,
    #[error("refused: {0}")]
    Refused(Refusal),
    #[error("what was seen has changed: {0}")]
    Stale(&'static str),
    #[error("the role does not allow this")]
    Forbidden,
    #[error("too many attempts; again in {seconds} s")]
    TooMany { seconds: u32 },
    #[error("engine: {0}")]
    Lending(#[from] lending::LendingError),
    #[error("database: {0}")]
    Database(#[source] sqlx::Error),
    #[error("file storage: {0}")]
    Storage(#[from] object_store::Error),
    #[error("{what}: {source}")]
    Outside {
        what: &'static str,
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    #[error(transparent)]
    Sealed(#[from] crate::keys::Sealed),
    #[error("{0}")]
    Fault(String),
}

/// A rule that said no: which field, which rule, and the figures a person needs to understand it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    pub field: &'static str,
    pub code: &'static str,
    pub figures: Vec<String>,
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {} {:?}", self.field, self.code, self.figures)
    }
}

impl Error {
    pub fn refused(field: &'static str, code: &'static str) -> Self {
        Self::Refused(Refusal { field, code, figures: Vec::new() })
    }

    pub fn refused_with(field: &'static str, code: &'static str, figures: Vec<String>) -> Self {
        Self::Refused(Refusal { field, code, figures })
    }

    pub fn outside(what: &'static str, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Outside { what, source: source.into() }
    }

    /// The named database constraint that refused, if one did.
    #[must_use]
    pub fn constraint(&self) -> Option<&str> {
        match self {
            Self::Database(sqlx::Error::Database(e)) => e.constraint(),
            _ => None,
        }
    }
}

/// A row that must be there and is not is *not found*; what the database's own rules refuse in
/// words a person can act on is a refusal; the rest is a fault.
impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        let known = match &error {
            sqlx::Error::RowNotFound => return Self::NotFound,
            sqlx::Error::Database(e) => match e.constraint() {
                Some("request_one_open") => Some(("", "one_open_request")),
                Some("nobody_decides_on_their_own") => Some(("", "own_loan")),
                Some("request_approval_by_different_people") => Some(("", "second_must_differ")),
                Some("approval_of_what_was_seen") => return Self::Stale("request"),
                _ => None,
            },
            _ => None,
        };
        match known {
            Some((field, code)) => Self::refused(field, code),
            None => Self::Database(error),
        }
    }
}
