//! Colleagues of the demo lender, with one password and known second factors, and who can sign in.

use lending::language::Language;

use super::cast::{ROLES, Role as Part};
use crate::{
    Actor, Portal, Result, Role,
    identity::{
        admin::{NewStaff, create_enrolled_staff},
        password,
        totp::Secret,
    },
};

/// A made-up colleague.
pub struct DemoStaff {
    pub email: &'static str,
    pub name: &'static str,
    pub roles: &'static [Role],
    pub title_zh: &'static str,
    pub title_en: &'static str,
    /// Seed of the authenticator: known, like everything in the demo.
    seed: u8,
}

/// The password of all of them.
pub const PASSWORD: &str = "afterloan-demo";

/// In the order in which the demo shows them.
pub const STAFF: &[DemoStaff] = &[
    DemoStaff {
        email: "li.na@demo.example",
        name: "李娜",
        roles: &[Role::LoanOfficer, Role::Reviewer],
        title_zh: "信贷员、审核",
        title_en: "loan officer, reviewer",
        seed: 1,
    },
    DemoStaff {
        email: "zhou.ming@demo.example",
        name: "周明",
        roles: &[Role::Approver],
        title_zh: "审批人",
        title_en: "approver",
        seed: 2,
    },
    DemoStaff {
        email: "grace.hall@demo.example",
        name: "Grace Hall",
        roles: &[Role::Approver],
        title_zh: "审批人（英文）",
        title_en: "approver",
        seed: 3,
    },
    DemoStaff {
        email: "guo.qiang@demo.example",
        name: "郭强",
        roles: &[Role::SeniorApprover],
        title_zh: "高级审批人",
        title_en: "senior approver",
        seed: 4,
    },
    DemoStaff {
        email: "xu.fang@demo.example",
        name: "徐芳",
        roles: &[Role::Finance, Role::Collections],
        title_zh: "财务、催收",
        title_en: "finance, collections",
        seed: 5,
    },
    DemoStaff {
        email: "he.jie@demo.example",
        name: "何洁",
        roles: &[Role::Compliance],
        title_zh: "合规（只读）",
        title_en: "compliance, reads only",
        seed: 6,
    },
    DemoStaff {
        email: "admin@demo.example",
        name: "管理员",
        roles: &[Role::Administrator],
        title_zh: "系统管理员",
        title_en: "administrator",
        seed: 7,
    },
];

impl DemoStaff {
    fn secret(&self) -> Secret {
        Secret::known([self.seed.wrapping_mul(37); 20])
    }

    /// What their authenticator was given.
    #[must_use]
    pub fn secret_base32(&self) -> String {
        self.secret().base32()
    }

    /// What their authenticator shows now.
    #[must_use]
    pub fn code(&self, portal: &Portal) -> String {
        self.secret().code(portal.clock.unmoved_now())
    }
}

/// Borrowers of the cast, for the page that says who can sign in.
#[must_use]
pub fn cast() -> &'static [Part] {
    ROLES
}

/// Gives all colleagues their accounts.
pub(super) async fn hire(portal: &Portal) -> Result<()> {
    let password_hash = password::hash(PASSWORD.to_owned()).await?;
    let mut tx = portal.begin(Actor::System).await?;
    for one in STAFF {
        let language = if one.name.is_ascii() { Language::English } else { Language::Chinese };
        let new = NewStaff {
            email: one.email,
            name: one.name,
            language,
            password_hash: &password_hash,
            roles: one.roles,
            person_id: None,
        };
        create_enrolled_staff(portal, &mut tx, &new, &one.secret()).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// What `afterloan serve --demo` prints: who can sign in and how.
#[must_use]
pub fn greeting(portal: &Portal) -> String {
    let url = &portal.lender.public_url;
    let borrowers: String = ROLES.iter().map(|r| format!("    {}  {}  {}\n", r.phone, r.name, r.story_en)).collect();
    let staff: String = STAFF.iter().map(|s| format!("    {:<26} {}\n", s.email, s.title_en)).collect();
    format!(
        "\nThe demo lender is at {url}\n\n  Borrowers sign in at {url}/sign-in with a phone number; the code arrives at {url}/demo/mailbox\n{borrowers}\n  \
         Staff sign in at {url}/desk/sign-in with the password {PASSWORD}; codes of their authenticators stand at {url}/demo\n{staff}\n  \
         {url}/demo moves the clock forward a day.\n"
    )
}
