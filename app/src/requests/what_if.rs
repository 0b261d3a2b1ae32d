//! What a borrower chooses, and what follows from it: the same code for the form's handler, for the
//! page and for the browser.

use lending::modification::{Change, DeferredInterest};
use serde::{Deserialize, Serialize};

/// More time, or a pause.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Way {
    /// What is left is spread over more installments.
    #[default]
    Extend,
    /// The next installments move behind the last one.
    Defer,
}

impl Way {
    /// The word in the form and in addresses.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Extend => "extend",
            Self::Defer => "defer",
        }
    }

    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        [Self::Extend, Self::Defer].into_iter().find(|way| way.code() == code)
    }

    /// The change that this way means for so many installments.
    #[must_use]
    pub fn change(self, periods: u32) -> Change {
        match self {
            Self::Extend => Change::extend(periods),
            Self::Defer => Change::defer(periods, DeferredInterest::Pay),
        }
    }
}

/// The highest number the form takes; what policy allows is less.
pub const MOST: u32 = 600;

/// Reads a number of installments; full-width digits are digits.
#[must_use]
pub fn periods(typed: &str) -> Option<u32> {
    let digits: String = typed
        .trim()
        .chars()
        .map(|c| match c {
            '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c),
            other => other,
        })
        .collect();
    if digits.is_empty() || digits.len() > 4 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    digits.parse().ok().filter(|n| (1..=MOST).contains(n))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_whole_number_from_one_is_a_number_of_installments() {
        assert_eq!(periods(" 6 "), Some(6));
        assert_eq!(periods("１２"), Some(12));
        for broken in ["", "0", "-1", "+6", "1.5", "6e1", "99999", "601", "六", "6\u{202e}", "1e30"] {
            assert_eq!(periods(broken), None, "{broken}");
        }
    }
}
