//! Named sets of conventions. Terms that name a `profile` get its fields where they have none of their own; a single
//! field overrides it, also within `allocation`, `penalty` and the like.
//!
//! What a profile says is data (the JSON beside this file), and it is spelled out at the door: terms that are kept say
//! everything themselves, so that no later edition of a profile changes a loan that runs.

use std::borrow::Cow;

use serde_json::{Map, Value};

use crate::LendingError;

macro_rules! profiles {
    ($($name:literal),+ $(,)?) => {
        /// The names, the engine's own first.
        pub const NAMES: &[&str] = &[$($name),+];

        fn text(name: &str) -> Option<&'static str> {
            match name {
                $($name => Some(include_str!(concat!($name, ".json"))),)+
                _ => None,
            }
        }
    };
}

profiles!("standard", "fineract", "fineract_cumulative", "frappe");

/// The fields that a profile gives to terms.
///
/// # Errors
/// A name that is none of [`NAMES`].
pub fn fields(name: &str) -> Result<Map<String, Value>, LendingError> {
    let unknown = || refused(format!("unknown profile `{name}`, expected one of {}", NAMES.join(", ")));
    serde_json::from_str(text(name).ok_or_else(unknown)?).map_err(|e| LendingError::from_json(&e, "profile"))
}

/// Puts in place of the `profile` that terms name what it says. Terms without one stay as they are.
///
/// ```
/// let mut terms = serde_json::json!({"profile": "frappe", "rounding": "down"});
/// lending::profiles::named::spell_out(&mut terms).unwrap();
/// assert_eq!(terms["installment_multiple"], "1");
/// assert_eq!(terms["rounding"], "down");
/// assert!(terms.get("profile").is_none());
/// ```
///
/// # Errors
/// A name that is none of [`NAMES`].
pub fn spell_out(terms: &mut Value) -> Result<(), LendingError> {
    let Some(own) = terms.as_object_mut() else { return Ok(()) };
    match own.remove("profile") {
        None => Ok(()),
        Some(Value::String(name)) => {
            fill(own, fields(&name)?);
            Ok(())
        }
        Some(other) => Err(refused(format!("a profile is a name, not {other}"))),
    }
}

fn refused(reason: String) -> LendingError {
    LendingError::Input { field: "profile".to_owned(), reason }
}

/// What is there stays; what both have fields of is filled field by field.
fn fill(own: &mut Map<String, Value>, given: Map<String, Value>) {
    for (field, value) in given {
        match (own.get_mut(&field), value) {
            (None, value) => drop(own.insert(field, value)),
            (Some(Value::Object(own)), Value::Object(value)) => fill(own, value),
            (Some(_), _) => {}
        }
    }
}

/// A line of the engine's JSON interface whose terms say everything themselves.
pub(crate) fn spelled_out(line: &str) -> Result<Cow<'_, str>, LendingError> {
    // Nearly all lines name none, and are read but once.
    if !line.contains("\"profile\"") {
        return Ok(Cow::Borrowed(line));
    }
    let mut input: Value = serde_json::from_str(line).map_err(|e| LendingError::from_json(&e, ""))?;
    for terms in ["/terms", "/loan/terms"] {
        input.pointer_mut(terms).map_or(Ok(()), spell_out)?;
    }
    Ok(Cow::Owned(input.to_string()))
}
