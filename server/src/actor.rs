//! Who acts. Every transaction says so first; the database's policies believe nothing else.

use sqlx::{AssertSqlSafe, PgPool, Postgres, Transaction};

use crate::{
    Error, Result,
    ids::{BorrowerId, PersonId, StaffId},
};

/// One transaction for one actor.
pub type Tx = Transaction<'static, Postgres>;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// Nobody yet: signing in, verifying a paper.
    Public,
    Person(PersonActor),
    Staff(StaffActor),
    /// Jobs, webhooks, imports.
    System,
}

/// A person acting for one borrower.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PersonActor {
    pub person_id: PersonId,
    pub borrower_id: BorrowerId,
}

/// A colleague with roles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaffActor {
    pub staff_id: StaffId,
    pub roles: Vec<Role>,
}

impl StaffActor {
    #[must_use]
    pub fn has(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    /// # Errors
    /// [`crate::Error::Forbidden`] when none of `any_of` is held.
    pub fn must_be(&self, any_of: &[Role]) -> Result<()> {
        if any_of.iter().any(|r| self.has(*r)) { Ok(()) } else { Err(crate::Error::Forbidden) }
    }
}

macro_rules! roles {
    ($($name:ident = $code:literal),* $(,)?) => {
        /// What a colleague may do; which of these decide on what is data (`authority`).
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Role { $($name),* }
        impl Role {
            pub const ALL: &'static [Role] = &[$(Role::$name),*];
            #[must_use]
            pub fn code(self) -> &'static str { match self { $(Role::$name => $code),* } }
            #[must_use]
            pub fn parse(code: &str) -> Option<Self> { match code { $($code => Some(Role::$name),)* _ => None } }
        }
    };
}
roles! {
    LoanOfficer = "loan_officer",
    Reviewer = "reviewer",
    Approver = "approver",
    SeniorApprover = "senior_approver",
    Collections = "collections",
    Finance = "finance",
    Compliance = "compliance",
    Administrator = "administrator",
}

impl From<PersonActor> for Actor {
    fn from(person: PersonActor) -> Self {
        Self::Person(person)
    }
}

impl From<&StaffActor> for Actor {
    fn from(staff: &StaffActor) -> Self {
        Self::Staff(staff.clone())
    }
}

impl Actor {
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Person(_) => "person",
            Self::Staff(_) => "staff",
            Self::System => "system",
        }
    }

    #[must_use]
    pub fn person_id(&self) -> Option<PersonId> {
        match self {
            Self::Person(p) => Some(p.person_id),
            _ => None,
        }
    }

    #[must_use]
    pub fn staff_id(&self) -> Option<StaffId> {
        match self {
            Self::Staff(s) => Some(s.staff_id),
            _ => None,
        }
    }

    fn borrower_id(&self) -> Option<BorrowerId> {
        match self {
            Self::Person(p) => Some(p.borrower_id),
            _ => None,
        }
    }
}

/// What a transaction is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum For {
    Reading,
    Writing,
}

impl For {
    /// Reading sees one moment throughout: the figures of a page belong together whatever is posted meanwhile.
    fn begin(self) -> &'static str {
        match self {
            Self::Reading => "begin isolation level repeatable read, read only",
            Self::Writing => "begin",
        }
    }
}

/// Opens a transaction that acts as `actor`, and as nobody after it ends.
///
/// # Errors
/// When the database cannot be reached.
pub async fn begin(pool: &PgPool, actor: &Actor) -> Result<Tx> {
    begin_whole(pool.clone(), opening(For::Writing, actor)).await
}

/// Opens a transaction that acts as `actor` and only reads, at one moment. It ends by being dropped.
///
/// # Errors
/// When the database cannot be reached.
pub async fn read(pool: &PgPool, actor: &Actor) -> Result<Tx> {
    begin_whole(pool.clone(), opening(For::Reading, actor)).await
}

/// What a borrower reads is found by the borrower's key, whoever it is: one plan serves all. Left to choose, PostgreSQL
/// plans such a statement anew for each page, which costs more than running it.
const ONE_PLAN: &str = ", set_config('plan_cache_mode', 'force_generic_plan', true)";

/// The statements that open a transaction and say who acts, for one trip to the database. They carry no parameters; what
/// is written into them is of this program: words of enums, and ids, which are UUIDs.
fn opening(what: For, actor: &Actor) -> String {
    let id = |id: Option<uuid::Uuid>| id.map(|id| id.to_string()).unwrap_or_default();
    let roles = match actor {
        Actor::Staff(s) => s.roles.iter().map(|r| r.code()).collect::<Vec<_>>().join(","),
        _ => String::new(),
    };
    format!(
        "{}; select set_config('afterloan.actor', '{}', true), set_config('afterloan.person_id', '{}', true), \
         set_config('afterloan.borrower_id', '{}', true), set_config('afterloan.staff_id', '{}', true), \
         set_config('afterloan.roles', '{roles}', true){}",
        what.begin(),
        actor.kind(),
        id(actor.person_id().map(|id| id.0)),
        id(actor.borrower_id().map(|id| id.0)),
        id(actor.staff_id().map(|id| id.0)),
        if matches!((what, actor), (For::Reading, Actor::Person(_))) { ONE_PLAN } else { "" },
    )
}

/// Begins in a task of its own. Where a visitor goes away, what was awaited is dropped, and sqlx 0.9.0 forgets a
/// transaction that is dropped while `BEGIN` is on its way: the connection comes back from the pool inside it, and what
/// the next one writes there without a transaction is rolled back (sqlx issue 4393, mended after 0.9.0). A task goes on.
#[expect(
    clippy::disallowed_methods,
    reason = "settings take no parameters here, and nothing in them was typed by anybody"
)]
async fn begin_whole(pool: PgPool, opening: String) -> Result<Tx> {
    let begun = tokio::spawn(async move { pool.begin_with(AssertSqlSafe(opening)).await }).await;
    Ok(begun.map_err(|e| Error::Fault(format!("a transaction did not begin: {e}")))??)
}
