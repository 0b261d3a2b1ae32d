//! All SQL of the identity slice.

pub(super) mod attempts;
pub(super) mod codes;
pub(super) mod parked;
pub(super) mod people;
pub(super) mod sessions;
pub(super) mod staff;
