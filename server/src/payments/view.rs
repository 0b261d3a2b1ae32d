//! What a borrower sees of payments: one with its receipt, and those of a loan.

use chrono::{DateTime, NaiveDate, Utc};
use lending::{money::Money, replay::State, terms::Then};
use sqlx::PgConnection;

use super::{
    quote::parse_then,
    split::Split,
    store::{self, PaymentRow},
};
use crate::{
    Error, Portal, Result,
    identity::SignedInPerson,
    ids::{BorrowerId, FormKey, LoanId, PaymentId},
    loans::record::{self, Loan},
};

macro_rules! statuses {
    ($($(#[$doc:meta])* $name:ident = $code:literal),* $(,)?) => {
        /// How a payment stands.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum PaymentStatus { $($(#[$doc])* $name),* }
        impl PaymentStatus {
            pub const ALL: &'static [PaymentStatus] = &[$(PaymentStatus::$name),*];
            #[must_use]
            pub fn code(self) -> &'static str { match self { $(PaymentStatus::$name => $code),* } }
            pub(super) fn parse(code: &str) -> Result<Self> {
                match code {
                    $($code => Ok(PaymentStatus::$name),)*
                    other => Err(Error::Fault(format!("a payment's status is {other}"))),
                }
            }
        }
    };
}
statuses! {
    /// Ordered; the provider has not opened it yet.
    Created = "created",
    /// The provider's page is open; its word is awaited.
    Processing = "processing",
    /// Money came that differs from what was ordered: a colleague settles it.
    InReview = "in_review",
    /// In the loan.
    Posted = "posted",
    /// Was in the loan; the money was taken back.
    Reversed = "reversed",
    /// The provider refused.
    Failed = "failed",
    /// Given up by the borrower before paying.
    Cancelled = "cancelled",
    /// Given up by time.
    Expired = "expired",
}

impl PaymentStatus {
    /// Money may still be under way.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::Created | Self::Processing)
    }

    /// Whether a provider's word may still lead from here to `to`. Money that came is taken in from
    /// anywhere; nothing takes a posted payment out of the loan but a reversal.
    #[must_use]
    pub fn may_become(self, to: Self) -> bool {
        match to {
            Self::Created => false,
            Self::Processing => self == Self::Created,
            Self::Failed | Self::Cancelled | Self::Expired => self.is_open(),
            Self::InReview => !matches!(self, Self::Posted | Self::Reversed | Self::InReview),
            Self::Posted => !matches!(self, Self::Posted | Self::Reversed),
            Self::Reversed => self == Self::Posted,
        }
    }
}

/// One line of a list of payments.
#[derive(Clone, Debug)]
pub struct PaymentLine {
    pub payment_id: PaymentId,
    pub loan_id: LoanId,
    pub reference: String,
    pub amount: Money,
    pub status: PaymentStatus,
    pub created_at: DateTime<Utc>,
    pub settled_at: Option<DateTime<Utc>>,
    pub checkout_url: Option<String>,
}

/// Why a receipt is not what the preview showed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Difference {
    /// It was paid on another day, so interest or penalty of other days.
    OtherDay { previewed: NaiveDate, paid: NaiveDate },
    /// Something happened to the loan in between.
    LoanMoved,
}

/// One payment, and what became of it.
#[derive(Clone, Debug)]
pub struct PaymentView {
    pub line: PaymentLine,
    pub loan: Loan,
    /// What a prepayment does to the installments to come.
    pub then: Option<Then>,
    /// What was shown before paying.
    pub preview: Split,
    /// How the loan took it, once it did (a reversed payment goes nowhere).
    pub receipt: Option<Split>,
    pub difference: Option<Difference>,
    /// When the installments it was for were due: by the plan that it found, not by the one that it made.
    pub due_dates: Vec<(u32, NaiveDate)>,
    /// The loan's state today.
    pub state: State,
}

impl TryFrom<PaymentRow> for PaymentLine {
    type Error = Error;

    fn try_from(row: PaymentRow) -> Result<Self> {
        Ok(Self {
            amount: row.money()?,
            status: PaymentStatus::parse(&row.status)?,
            payment_id: row.payment_id,
            loan_id: row.loan_id,
            reference: row.reference,
            created_at: row.created_at,
            settled_at: row.settled_at,
            checkout_url: row.checkout_url,
        })
    }
}

/// One payment of the borrower acted for.
///
/// # Errors
/// [`Error::NotFound`] when there is none, or it is somebody else's.
pub async fn find(portal: &Portal, who: &SignedInPerson, payment_id: PaymentId) -> Result<PaymentView> {
    let mut tx = portal.read(who.actor()).await?;
    let row = store::find_payment(&mut tx, who.borrower_id, payment_id).await?.ok_or(Error::NotFound)?;
    let loan = record::find(&mut tx, who.borrower_id, row.loan_id).await?;
    drop(tx);
    let state = loan.state(portal.clock.today())?;
    let (preview, _) = row.preview()?;
    let receipt = row.event_id.as_deref().and_then(|id| Split::of(&state.payments, id));
    let difference = receipt.as_ref().filter(|r| !r.goes_as(&preview)).map(|r| {
        if r.on == preview.on {
            Difference::LoanMoved
        } else {
            Difference::OtherDay { previewed: preview.on, paid: r.on }
        }
    });
    Ok(PaymentView {
        due_dates: due_dates(&state, row.event_id.as_deref()),
        then: row.prepayment.as_deref().and_then(parse_then),
        state,
        line: row.try_into()?,
        loan,
        preview,
        receipt,
        difference,
    })
}

/// Due dates of the plan in force before an event, or of today's.
fn due_dates(state: &State, event_id: Option<&str>) -> Vec<(u32, NaiveDate)> {
    let before =
        state.versions.iter().take_while(|v| event_id.is_none() || v.reason_event.as_deref() != event_id).last();
    before.map(|version| version.rows.iter().map(|row| (row.n, row.due_on)).collect()).unwrap_or_default()
}

/// The payment that a form has made already, if it has.
///
/// # Errors
/// When the database does not answer.
pub async fn find_of_form(portal: &Portal, who: &SignedInPerson, key: FormKey) -> Result<Option<PaymentLine>> {
    let mut tx = portal.read(who.actor()).await?;
    let row = store::find_by_key(&mut tx, who.borrower_id, key).await?;
    row.map(PaymentLine::try_from).transpose()
}

/// Payments under way, whether the provider's or a colleague's word is awaited: tasks on home.
pub(crate) async fn under_way(conn: &mut PgConnection, borrower_id: BorrowerId) -> Result<Vec<PaymentLine>> {
    store::list_under_way(conn, borrower_id).await?.into_iter().map(PaymentLine::try_from).collect()
}

/// The newest hundred payments of a loan, newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn list_of_loan(portal: &Portal, who: &SignedInPerson, loan_id: LoanId) -> Result<Vec<PaymentLine>> {
    let mut tx = portal.read(who.actor()).await?;
    let rows = store::list_of_loan(&mut tx, who.borrower_id, loan_id).await?;
    rows.into_iter().map(PaymentLine::try_from).collect()
}

#[cfg(test)]
mod tests {
    use super::PaymentStatus::{self, *};

    #[test]
    fn every_pair_of_states_is_decided() {
        let allowed = [
            (Created, &[Processing, InReview, Posted, Failed, Cancelled, Expired][..]),
            (Processing, &[InReview, Posted, Failed, Cancelled, Expired]),
            (InReview, &[Posted]),
            (Posted, &[Reversed]),
            (Reversed, &[]),
            (Failed, &[InReview, Posted]),
            (Cancelled, &[InReview, Posted]),
            (Expired, &[InReview, Posted]),
        ];
        for (from, to) in allowed {
            for status in PaymentStatus::ALL {
                assert_eq!(from.may_become(*status), to.contains(status), "{from:?} to {status:?}");
            }
        }
    }

    #[test]
    fn a_code_survives_the_trip_through_the_database() {
        for status in PaymentStatus::ALL {
            assert_eq!(PaymentStatus::parse(status.code()).ok(), Some(*status));
        }
    }
}
