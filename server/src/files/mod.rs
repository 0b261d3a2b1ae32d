//! Files that people send: looked at before they are believed, kept in object storage under names of
//! ours, and given back only to those who may see them.

mod check;
mod keep;
mod kind;
mod limits;
mod name;
mod open;
mod storage;
mod store;
mod sweep;
mod zip;

pub use check::{Checked, check};
pub use keep::{Stored, discard, keep, put, record};
pub use kind::FileKind;
pub use limits::upload_limit;
pub use open::{MAY_OPEN_FILES, Opened, open, open_at_desk};
pub use storage::FileStore;
pub use sweep::sweep;
