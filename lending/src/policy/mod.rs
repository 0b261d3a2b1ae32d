//! Who may ask for what: policy as data, evaluated by the same code in the browser, at filing and at approval.
//!
//! A refusal names the rule, the figure that breaks it and what would make it possible. Penalties that are
//! already due never block asking.

mod evaluate;
mod facts;
mod rules;

pub use evaluate::{Measure, Rule, RuleOutcome, allowed, evaluate, largest_extension};
pub use facts::{History, LoanFacts, facts};
pub use rules::{ExtensionCap, Policy};
