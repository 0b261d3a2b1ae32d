//! Who may approve what, and how many of them it takes. The matrix is data, read at every approval.

use rust_decimal::Decimal;
use sqlx::PgConnection;

use super::store;
use crate::{Error, Result, Role, StaffActor};

/// What the matrix says of one kind of request at one outstanding amount.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authority {
    /// Roles that may approve, one list a level: one person of each must.
    pub levels: Vec<Vec<Role>>,
}

impl Authority {
    pub(super) async fn find(conn: &mut PgConnection, kind: &str, outstanding: Decimal) -> Result<Self> {
        store::find_authority(conn, kind, outstanding)
            .await?
            .ok_or_else(|| Error::Fault(format!("the authority matrix says nothing of {kind} at this amount")))
    }

    /// How many approvals it takes.
    #[must_use]
    pub fn needed(&self) -> i16 {
        i16::try_from(self.levels.len()).unwrap_or(i16::MAX)
    }

    /// Roles of the approval after `given` ones; none when it is complete.
    #[must_use]
    pub fn next(&self, given: i16) -> &[Role] {
        usize::try_from(given).ok().and_then(|at| self.levels.get(at)).map_or(&[], Vec::as_slice)
    }

    pub(super) fn next_codes(&self, given: i16) -> Vec<String> {
        self.next(given).iter().map(|role| role.code().to_owned()).collect()
    }

    /// # Errors
    /// A refusal that names the roles that may.
    pub(super) fn must_allow(&self, staff: &StaffActor, given: i16) -> Result<()> {
        let roles = self.next(given);
        if roles.iter().any(|role| staff.has(*role)) {
            return Ok(());
        }
        Err(Error::refused_with("", "not_your_authority", roles.iter().map(|r| r.code().to_owned()).collect()))
    }
}
