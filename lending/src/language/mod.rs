//! Two languages, one way to write money, dates and counts in each.
//!
//! The server and the browser print the same bytes: neither asks a locale of the system. Texts are
//! declared with [`texts!`](crate::texts), both languages side by side, so that a missing one does not
//! compile.

mod amounts;
mod dates;
mod texts;

pub use amounts::{amount, money, percent, signed, split_symbol};
pub use dates::{date, date_in_year, date_short, days, month, months, relative};

/// A language of the portal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, serde::Serialize, serde::Deserialize)]
pub enum Language {
    /// Simplified Chinese as written in mainland China.
    #[default]
    #[serde(rename = "zh-CN")]
    Chinese,
    /// International English.
    #[serde(rename = "en")]
    English,
}

impl Language {
    /// Both, in the order they are offered.
    pub const ALL: [Language; 2] = [Language::Chinese, Language::English];

    /// BCP 47 tag.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Language::Chinese => "zh-CN",
            Language::English => "en",
        }
    }

    /// Reads a tag written by [`Language::code`].
    #[must_use]
    pub fn parse(code: &str) -> Option<Language> {
        Language::ALL.into_iter().find(|l| l.code() == code)
    }

    /// The one that is not this.
    #[must_use]
    pub const fn other(self) -> Language {
        match self {
            Language::Chinese => Language::English,
            Language::English => Language::Chinese,
        }
    }
}
