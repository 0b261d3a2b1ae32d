//! Paying: how much, what it would do, the provider's page, the receipt.

#[cfg(feature = "ssr")]
mod amount_form;
#[cfg(feature = "ssr")]
pub mod forms;
#[cfg(feature = "ssr")]
mod pay_page;
#[cfg(feature = "ssr")]
mod payment_page;
#[cfg(feature = "ssr")]
mod preview;
#[cfg(feature = "ssr")]
mod receipt;
#[cfg(feature = "ssr")]
mod split_table;
#[cfg(feature = "ssr")]
mod under_way;
pub mod words;

#[cfg(feature = "ssr")]
pub use pay_page::PayPage;
#[cfg(feature = "ssr")]
pub use payment_page::PaymentPage;
#[cfg(feature = "ssr")]
pub(crate) use payment_page::status;
