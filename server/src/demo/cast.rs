//! The people whom the demo's guide and the end-to-end tests know by name.

use chrono::{Months, NaiveDate};
use lending::money::Currency;
use serde_json::json;

use super::{
    generate::{contact, days_before, terms},
    history::{self, Conduct},
};
use crate::{
    Portal, Result,
    import::{NewBorrower, NewLoan, NewPerson, Portfolio},
};

/// One person of the cast and what there is to see.
pub struct Role {
    pub phone: &'static str,
    pub email: &'static str,
    pub name: &'static str,
    pub language: &'static str,
    pub story_zh: &'static str,
    pub story_en: &'static str,
}

/// In the order in which the demo shows them.
pub const ROLES: &[Role] = &[
    Role {
        phone: "13800000001",
        email: "wang.jianguo@example.com",
        name: "王建国",
        language: "zh-CN",
        story_zh: "江岸精密机械的负责人：设备贷款按时，经营周转贷款逾期 6 天，有财务报表要交",
        story_en: "runs a machine shop: one loan on time, one 6 days late, a financial statement is due",
    },
    Role {
        phone: "13800000002",
        email: "emily.carter@example.com",
        name: "Emily Carter",
        language: "en",
        story_zh: "英文用户，消费贷款 36 期，一直按时",
        story_en: "an English speaker with a consumer loan of 36 installments, always on time",
    },
    Role {
        phone: "13800000003",
        email: "li.xiuying@example.com",
        name: "李秀英",
        language: "zh-CN",
        story_zh: "贷款已展期过一次，看得到两个版本的计划",
        story_en: "was given an extension before: two versions of the plan",
    },
    Role {
        phone: "13800000004",
        email: "zhao.min@example.com",
        name: "赵敏",
        language: "zh-CN",
        story_zh: "360 期住房装修贷款",
        story_en: "a loan of 360 installments",
    },
    Role {
        phone: "13800000005",
        email: "sun.lei@example.com",
        name: "孙磊",
        language: "zh-CN",
        story_zh: "江岸精密机械的会计，同一家公司的另一位授权人",
        story_en: "the machine shop’s accountant, a second authorised person of the same company",
    },
    Role {
        phone: "13800000006",
        email: "chen.jing@example.com",
        name: "陈静",
        language: "zh-CN",
        story_zh: "贷款已结清",
        story_en: "has settled her loan",
    },
];

/// Loan of the cast: number, borrower, product, principal, basis points, method, installments, installments
/// that have come due by now, days since the last of them, conduct.
struct Part {
    number: &'static str,
    borrower: &'static str,
    product: &'static str,
    principal: u32,
    basis_points: u32,
    method: &'static str,
    installments: u32,
    came_due: u32,
    days_since: u64,
    conduct: Conduct,
}

const PARTS: &[Part] = &[
    Part {
        number: "LN20244821",
        borrower: "B-JIANGAN",
        product: "equipment",
        principal: 240_000,
        basis_points: 630,
        method: "equal_installment",
        installments: 24,
        came_due: 11,
        days_since: 18,
        conduct: Conduct::Punctual,
    },
    Part {
        number: "LN20250937",
        borrower: "B-JIANGAN",
        product: "micro_business",
        principal: 50_000,
        basis_points: 450,
        method: "equal_principal",
        installments: 12,
        came_due: 5,
        days_since: 6,
        conduct: Conduct::LateSince(6),
    },
    Part {
        number: "LN20252210",
        borrower: "B-CARTER",
        product: "consumer",
        principal: 36_000,
        basis_points: 890,
        method: "equal_installment",
        installments: 36,
        came_due: 7,
        days_since: 20,
        conduct: Conduct::Punctual,
    },
    Part {
        number: "LN20243302",
        borrower: "B-LI",
        product: "consumer",
        principal: 60_000,
        basis_points: 720,
        method: "equal_installment",
        installments: 24,
        came_due: 14,
        days_since: 9,
        conduct: Conduct::Extended(6),
    },
    Part {
        number: "LN20196001",
        borrower: "B-ZHAO",
        product: "consumer",
        principal: 800_000,
        basis_points: 410,
        method: "equal_installment",
        installments: 360,
        came_due: 61,
        days_since: 12,
        conduct: Conduct::Punctual,
    },
    Part {
        number: "LN20231144",
        borrower: "B-CHEN",
        product: "consumer",
        principal: 12_000,
        basis_points: 980,
        method: "equal_installment",
        installments: 12,
        came_due: 14,
        days_since: 3,
        conduct: Conduct::Punctual,
    },
];

/// Adds the cast to a portfolio.
pub(super) fn add(portfolio: &mut Portfolio, as_of: NaiveDate, currency: Currency) -> Result<()> {
    for (reference, kind, name) in [
        ("B-JIANGAN", "company", "江岸精密机械有限公司"),
        ("B-CARTER", "person", "Emily Carter"),
        ("B-LI", "person", "李秀英"),
        ("B-ZHAO", "person", "赵敏"),
        ("B-CHEN", "person", "陈静"),
    ] {
        let borrower = NewBorrower { reference: reference.to_owned(), kind: kind.to_owned(), name: name.to_owned() };
        portfolio.borrowers.insert(reference.to_owned(), borrower);
    }
    let acts_for = ["B-JIANGAN", "B-CARTER", "B-LI", "B-ZHAO", "B-JIANGAN", "B-CHEN"];
    for (role, borrower) in ROLES.iter().zip(acts_for) {
        let person = NewPerson {
            line: 0,
            reference: format!("P-{}", role.phone),
            name: role.name.to_owned(),
            phone: Some(contact(role.phone)?),
            email: Some(contact(role.email)?),
            language: role.language.to_owned(),
            borrowers: vec![borrower.to_owned()],
        };
        portfolio.persons.insert(person.reference.clone(), person);
    }
    for part in PARTS {
        let last_due = days_before(as_of, part.days_since);
        let first_due_on = last_due.checked_sub_months(Months::new(part.came_due - 1)).unwrap_or(last_due);
        let disbursed_on = first_due_on.checked_sub_months(Months::new(1)).unwrap_or(first_due_on);
        let terms = terms(
            currency,
            part.principal,
            part.basis_points,
            part.method,
            part.installments,
            disbursed_on,
            first_due_on,
        )?;
        let events = history::events(part.number, &terms, part.conduct, as_of)?;
        let loan = NewLoan {
            line: 0,
            number: part.number.to_owned(),
            borrower: part.borrower.to_owned(),
            product: part.product.to_owned(),
            terms,
            events,
        };
        portfolio.loans.insert(part.number.to_owned(), loan);
    }
    Ok(())
}

/// Whether a loan is one of the cast's.
pub(super) fn has_loan(number: &str) -> bool {
    PARTS.iter().any(|part| part.number == number)
}

/// Companies owe an income statement each quarter and a balance sheet each year.
pub(super) async fn covenants(portal: &Portal, as_of: NaiveDate) -> Result<()> {
    let mut tx = portal.begin(crate::Actor::System).await?;
    super::store::insert_covenants(&mut tx, as_of).await?;
    crate::audit::record(
        &mut tx,
        crate::audit::Line {
            actor: &crate::Actor::System,
            at: portal.clock.now(),
            borrower_id: None,
            action: "demo_covenants",
            subject: "covenant",
            subject_id: None,
            detail: json!({"as_of": as_of}),
        },
    )
    .await?;
    tx.commit().await?;
    Ok(())
}
