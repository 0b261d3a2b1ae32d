//! What borrowers ask for, as they and the colleagues who decide see it.

#[cfg(feature = "ssr")]
pub mod forms;
#[cfg(feature = "ssr")]
pub mod words;

pub mod plan_diff;
pub mod policy_words;
pub mod what_if;
pub mod what_if_island;
pub mod what_if_words;

#[cfg(feature = "ssr")]
mod change_form;
#[cfg(feature = "ssr")]
mod change_page;
#[cfg(feature = "ssr")]
mod decide;
#[cfg(feature = "ssr")]
mod decision_page;
#[cfg(feature = "ssr")]
mod desk_list;
#[cfg(feature = "ssr")]
mod desk_words;
#[cfg(feature = "ssr")]
mod list_page;
#[cfg(feature = "ssr")]
mod papers;
#[cfg(feature = "ssr")]
mod queue_page;
#[cfg(feature = "ssr")]
mod request_page;
#[cfg(feature = "ssr")]
mod text_area;
#[cfg(feature = "ssr")]
mod timeline;
#[cfg(feature = "ssr")]
mod what_if_fields;

#[cfg(feature = "ssr")]
pub use change_page::ChangePage;
#[cfg(feature = "ssr")]
pub use decision_page::DecisionPage;
#[cfg(feature = "ssr")]
pub use desk_list::DeskRequests;
#[cfg(feature = "ssr")]
pub use list_page::RequestsPage;
#[cfg(feature = "ssr")]
pub use queue_page::QueuePage;
#[cfg(feature = "ssr")]
pub use request_page::RequestPage;
