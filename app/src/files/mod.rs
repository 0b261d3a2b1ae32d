//! Files as people meet them: getting one back, and what is wrong with one that was sent.

pub mod download;
pub mod words;
