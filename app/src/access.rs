//! Who may call what: every page, form and download of this crate stands here once.
//!
//! The gate in [`crate::router`] asks this table before a handler runs, and a route that is missing
//! from it is not served at all.

use server::{
    Role,
    files::MAY_OPEN_FILES,
    financials::{MAY_LOOK, MAY_REVIEW},
    identity::SignedIn,
    requests::{self, queue},
    staff::trail::AUDITORS,
};

/// Who may call a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Anybody, signed in or not.
    Anyone,
    /// A person acting for a borrower; others are asked to sign in.
    Person,
    /// A colleague with any of these roles (none named: any colleague).
    Staff(&'static [Role]),
    /// Anybody, on the demo lender only; elsewhere the route does not exist.
    Demo,
}

impl Who {
    /// Whether this visitor may.
    #[must_use]
    pub fn admits(self, visitor: Option<&SignedIn>, demo: bool) -> bool {
        match (self, visitor) {
            (Self::Anyone, _) | (Self::Person, Some(SignedIn::Person(_))) => true,
            (Self::Staff(roles), Some(SignedIn::Staff(staff))) => {
                roles.is_empty() || roles.iter().any(|r| staff.roles.contains(r))
            }
            (Self::Demo, _) => demo,
            (Self::Person | Self::Staff(_), _) => false,
        }
    }
}

/// One entry: the route's pattern in axum's manner, who may read it (GET), who may send to it (POST).
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    pub path: &'static str,
    pub get: Option<Who>,
    pub post: Option<Who>,
}

const fn page(path: &'static str, who: Who) -> Rule {
    Rule { path, get: Some(who), post: None }
}
const fn form(path: &'static str, who: Who) -> Rule {
    Rule { path, get: None, post: Some(who) }
}
const fn page_with_form(path: &'static str, who: Who) -> Rule {
    Rule { path, get: Some(who), post: Some(who) }
}

/// The whole table.
pub const RULES: &[Rule] = &[
    // identity
    form("/language", Who::Anyone),
    page_with_form("/sign-in", Who::Anyone),
    page_with_form("/sign-in/code", Who::Anyone),
    form("/sign-out", Who::Anyone),
    page_with_form("/act-for", Who::Person),
    page_with_form("/security", Who::Person),
    page_with_form("/desk/sign-in", Who::Anyone),
    page_with_form("/desk/sign-in/second", Who::Anyone),
    page_with_form("/desk/security", Who::Staff(&[])),
    // reminders
    page("/messages", Who::Person),
    page_with_form("/preferences", Who::Person),
    page("/desk/messages", Who::Staff(queue::READERS)),
    page("/demo/mailbox", Who::Demo),
    // demo
    page_with_form("/demo", Who::Demo),
    // loans
    page("/", Who::Person),
    page("/loans/{id}", Who::Person),
    page("/loans/{id}/schedule", Who::Person),
    page("/loans/{id}/schedule.csv", Who::Person),
    // documents
    page("/documents", Who::Person),
    page("/loans/{id}/statement", Who::Person),
    page("/loans/{id}/statement.csv", Who::Person),
    page("/loans/{id}/receipts", Who::Person),
    page("/loans/{id}/settlement", Who::Person),
    // payments
    page_with_form("/loans/{id}/pay", Who::Person),
    page_with_form("/payments/{id}", Who::Person),
    // staff
    page("/desk/borrowers", Who::Staff(queue::READERS)),
    page("/desk/borrowers/{id}", Who::Staff(queue::READERS)),
    page("/desk/audit", Who::Staff(AUDITORS)),
    page("/desk/audit.csv", Who::Staff(AUDITORS)),
    // requests
    page_with_form("/loans/{id}/change", Who::Person),
    page("/requests", Who::Person),
    page_with_form("/requests/{id}", Who::Person),
    page("/desk", Who::Staff(&[])),
    Rule {
        path: "/desk/requests/{id}",
        get: Some(Who::Staff(queue::READERS)),
        post: Some(Who::Staff(requests::REVIEWERS)),
    },
    // files
    page("/files/{id}", Who::Person),
    page("/desk/files/{id}", Who::Staff(MAY_OPEN_FILES)),
    // financials
    page("/financials", Who::Person),
    page_with_form("/financials/{id}", Who::Person),
    page("/desk/financials", Who::Staff(MAY_LOOK)),
    Rule { path: "/desk/financials/{id}", get: Some(Who::Staff(MAY_LOOK)), post: Some(Who::Staff(MAY_REVIEW)) },
];

/// The rule for a matched route pattern.
#[must_use]
pub fn rule(path: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.path == path)
}

/// The rule whose pattern an address fits.
#[must_use]
pub fn matching(address: &str) -> Option<&'static Rule> {
    // Every page asks for each of its places: most patterns are plain words, and are compared as such.
    let fits = |pattern: &str| {
        if !pattern.contains('{') {
            return pattern == address;
        }
        let (mut wanted, mut given) = (pattern.split('/'), address.split('/'));
        loop {
            match (wanted.next(), given.next()) {
                (None, None) => return true,
                (Some(part), Some(text)) if part == text || (part.starts_with('{') && !text.is_empty()) => {}
                _ => return false,
            }
        }
    };
    // A word is more than a parameter: `/desk/security` before `/desk/{id}`.
    RULES.iter().filter(|rule| fits(rule.path)).min_by_key(|rule| rule.path.matches('{').count())
}
