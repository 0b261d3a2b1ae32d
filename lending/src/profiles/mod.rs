//! Other systems' ways to compute, each in a room of its own: a lender whose core is one of them sees its core's
//! figures. The standard conventions know nothing of these rooms, and the browser's build does not have them
//! (feature `profiles`).

pub mod fineract;
pub mod named;
pub mod simple;
pub mod table;

pub use fineract::life::loan::{Conventions, System};
