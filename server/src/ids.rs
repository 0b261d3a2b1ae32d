//! Names of things: a prefix that tells the kind outside (`loan_…`), a UUID v7 inside.

use std::{fmt, str::FromStr};

use uuid::Uuid;

/// An identifier that does not parse; to a visitor it is the same as one that does not exist.
#[derive(Debug, thiserror::Error)]
#[error("not an identifier")]
pub struct NotAnId;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, sqlx::Type, serde::Serialize, serde::Deserialize)]
        #[sqlx(transparent)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A fresh one, later ones sorting after earlier ones.
            #[must_use]
            pub fn fresh() -> Self {
                Self(Uuid::now_v7())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($prefix, "_{}"), self.0.simple())
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;

            fn from_str(text: &str) -> Result<Self, NotAnId> {
                let hex = text.strip_prefix(concat!($prefix, "_")).ok_or(NotAnId)?;
                if hex.len() != 32 {
                    return Err(NotAnId);
                }
                Uuid::try_parse(hex).map(Self).map_err(|_| NotAnId)
            }
        }
    )*};
}

ids! {
    /// A person or company that owes us.
    BorrowerId = "bor",
    /// A human being who signs in for one or several borrowers.
    PersonId = "per",
    /// A colleague of the lender.
    StaffId = "stf",
    LoanId = "loan",
    PaymentId = "pay",
    RequestId = "req",
    FileId = "file",
    SessionId = "ses",
    MessageId = "msg",
    /// A financial statement that is due.
    DueId = "due",
    UploadId = "upl",
    EntryId = "ent",
    /// Minted when a form is made; a form sent twice does its work once.
    FormKey = "form",
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_survives_the_trip_through_an_address() {
        let id = LoanId::fresh();
        assert_eq!(id.to_string().parse::<LoanId>().ok(), Some(id));
    }

    #[test]
    fn another_kinds_id_does_not_parse() {
        assert!(PaymentId::fresh().to_string().parse::<LoanId>().is_err());
        assert!("loan_".parse::<LoanId>().is_err());
        assert!("loan_{6f9619ff-8b86-d011-b42d-00cf4fc964ff}".parse::<LoanId>().is_err());
    }
}
