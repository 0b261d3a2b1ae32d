//! Sign-in, sessions and languages as people see them.

#[cfg(feature = "ssr")]
pub mod forms;
#[cfg(feature = "ssr")]
pub mod parked;
