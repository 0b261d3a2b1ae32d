//! Financial statements as people see them: what is due, sending it, reviewing it.

#[cfg(feature = "ssr")]
mod history;
#[cfg(feature = "ssr")]
mod list_page;
#[cfg(feature = "ssr")]
mod queue_page;
#[cfg(feature = "ssr")]
mod review_page;
#[cfg(feature = "ssr")]
mod upload_form;
#[cfg(feature = "ssr")]
mod upload_page;

#[cfg(feature = "ssr")]
pub mod forms;
#[cfg(feature = "ssr")]
pub mod words;

pub mod upload_island;

#[cfg(feature = "ssr")]
pub use self::{
    list_page::FinancialsPage, queue_page::DeskFinancialsPage, review_page::ReviewPage, upload_page::UploadPage,
};
