//! Which rows are asked for, as people type it and as the store takes it.

use std::{fmt, str::FromStr};

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::{
    audit,
    documents::period::parse_day,
    error::Refusal,
    ids::{BorrowerId, NotAnId, PersonId, StaffId},
};

/// Characters of a name that are looked at.
const NAME_CHARACTERS: usize = 100;

/// What stands in the form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// A part of a name or an e-mail address, or an id.
    pub who: String,
    /// A code of [`audit::ACTIONS`].
    pub action: String,
    /// A part of a name, a loan's number, or an id.
    pub borrower: String,
    /// One day of the lender's.
    pub day: String,
}

/// The same, read.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub who: Option<Who>,
    pub action: Option<&'static str>,
    pub borrower: Option<Whose>,
    pub day: Option<NaiveDate>,
}

/// Whose doings.
#[derive(Clone, Debug)]
pub enum Who {
    Id(Uuid),
    Named(String),
}

/// Which borrower's things.
#[derive(Clone, Debug)]
pub enum Whose {
    Id(BorrowerId),
    Named(String),
}

impl Asked {
    /// # Errors
    /// `date_unreadable` at `day`, `unknown_action` at `action`.
    pub fn read(&self) -> Result<Filter, Vec<Refusal>> {
        let mut problems = Vec::new();
        let mut refuse = |field, code| problems.push(Refusal { field, code, figures: Vec::new() });
        let day = match self.day.trim() {
            "" => None,
            text => parse_day(text).or_else(|| {
                refuse("day", "date_unreadable");
                None
            }),
        };
        let action = match self.action.trim() {
            "" => None,
            code => audit::ACTIONS.iter().find(|known| **known == code).copied().or_else(|| {
                refuse("action", "unknown_action");
                None
            }),
        };
        if !problems.is_empty() {
            return Err(problems);
        }
        let named = |text: &str| text.chars().take(NAME_CHARACTERS).collect::<String>();
        let who = Some(self.who.trim()).filter(|text| !text.is_empty()).map(|text| {
            let staff = text.parse::<StaffId>().map(|id| id.0);
            match staff.or_else(|_| text.parse::<PersonId>().map(|id| id.0)) {
                Ok(id) => Who::Id(id),
                Err(_) => Who::Named(named(text)),
            }
        });
        let borrower = Some(self.borrower.trim()).filter(|text| !text.is_empty()).map(|text| match text.parse() {
            Ok(id) => Whose::Id(id),
            Err(_) => Whose::Named(named(text)),
        });
        Ok(Filter { who, action, borrower, day })
    }
}

/// The last row shown: the next page begins after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    pub at: DateTime<Utc>,
    pub audit_id: Uuid,
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.at.timestamp_micros(), self.audit_id.simple())
    }
}

impl FromStr for Mark {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        let (at, id) = text.rsplit_once('-').ok_or(NotAnId)?;
        let at = at.parse().ok().and_then(DateTime::from_timestamp_micros).ok_or(NotAnId)?;
        Ok(Self { at, audit_id: Uuid::try_parse(id).map_err(|_| NotAnId)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_survives_the_trip_through_an_address() {
        let at = DateTime::from_timestamp_micros(1_795_000_000_123_456).expect("a moment");
        let mark = Mark { at, audit_id: Uuid::now_v7() };
        assert_eq!(mark.to_string().parse::<Mark>().ok(), Some(mark));
        for broken in ["", "x", "1-2", "-", "99999999999999999999-00"] {
            assert!(broken.parse::<Mark>().is_err(), "{broken}");
        }
    }

    #[test]
    fn what_is_wrong_is_told_at_its_field() {
        let asked = Asked { day: "2026-02-30".to_owned(), action: "x".to_owned(), ..Asked::default() };
        let fields: Vec<_> = asked.read().err().unwrap_or_default().into_iter().map(|p| (p.field, p.code)).collect();
        assert_eq!(fields, [("day", "date_unreadable"), ("action", "unknown_action")]);
    }
}
