//! Sign-in, sessions and languages as people see them.

#[cfg(feature = "ssr")]
mod act_for_page;
#[cfg(feature = "ssr")]
mod code_page;
#[cfg(feature = "ssr")]
mod desk_sign_in_page;
#[cfg(feature = "ssr")]
mod device_name;
#[cfg(feature = "ssr")]
mod second_factor_page;
#[cfg(feature = "ssr")]
mod security_page;
#[cfg(feature = "ssr")]
mod sign_in_page;

#[cfg(feature = "ssr")]
pub mod cookies;
#[cfg(feature = "ssr")]
pub mod desk_forms;
#[cfg(feature = "ssr")]
pub mod forms;
#[cfg(feature = "ssr")]
pub mod parked;

#[cfg(feature = "ssr")]
pub mod words;

#[cfg(feature = "ssr")]
pub use self::{
    act_for_page::ActForPage, code_page::CodePage, desk_sign_in_page::DeskSignInPage,
    second_factor_page::SecondFactorPage, security_page::SecurityPage, sign_in_page::SignInPage,
};
