//! HTTP for machines and what all HTTP shares: assets, health, origin check, security headers.

mod assets;
mod layers;
mod request;

pub mod machine;

pub use assets::Assets;
pub use layers::protect;
pub use request::{
    cookie, device, encode, ended_cookie, form_fields, host_cookie, own_path, preferred_language, request_id,
};
