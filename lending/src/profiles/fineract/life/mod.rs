//! The life of a Fineract loan: disbursements with down payments, payments of every type, charges and changes of the
//! plan, replayed in the order of their value dates.
//!
//! A charge takes effect on the earlier of its due date and the day it was booked; one that falls due after the
//! last installment has a row of its own; what an earlier payment left over pays it. Interest of progressive loans
//! follows what happens (the room `accrual`); other interest stands as it was planned.

mod again;
mod change;
mod delinquency;
mod event;
mod fees;
pub mod loan;
mod order;
mod pay;
mod plan;
mod product;
mod replay;
mod standing;

pub use super::accrual::{PayoffUntil, Rest};
pub use delinquency::{Delinquency, Range};
pub use event::LifeEvent;
pub use product::{LifeProduct, PaymentType, Rule};
pub use replay::replay;
pub use standing::{Life, LifePayment, LifeRow};
