//! Components that two slices use, and the words that all pages share.

mod field;
mod frame;
mod load;
mod moment;
mod paging;
mod rail;
mod seal;

pub mod problem;
pub mod words;

pub use field::{ErrorSummary, FormKeyField, KeptText, TextField};
pub use frame::{Frame, IslandScripts, Tab, may_read};
pub use load::{Load, with_person, with_staff};
pub use moment::moment;
pub use paging::{ListOrder, Paging};
pub use rail::RailBox;
pub use seal::{Mood, Seal};
