//! Looking at a file before it is believed.

use bytes::Bytes;

use super::{
    FileKind, kind,
    name::{self, Claim},
};
use crate::{Error, Result};

/// The form field that a file's refusal stands by.
const FIELD: &str = "file";

/// A file that may be kept.
#[derive(Clone, Debug)]
pub struct Checked {
    pub(super) name: String,
    pub(super) kind: FileKind,
    pub(super) content: Bytes,
}

/// Looks at size, name and content.
///
/// # Errors
/// Refusals of field `file`: `empty_file`, `too_big` (limit in bytes), `file_name`, `unknown_type`,
/// `damaged_file`, `two_in_one`, `active_content`, `too_many_pixels`, `type_differs` (what the name
/// says, what it is).
pub fn check(limit_bytes: u64, sent_name: &str, content: &Bytes) -> Result<Checked> {
    if content.is_empty() {
        return Err(Error::refused(FIELD, "empty_file"));
    }
    if content.len() as u64 > limit_bytes {
        return Err(Error::refused_with(FIELD, "too_big", vec![limit_bytes.to_string()]));
    }
    let name = name::clean(sent_name).ok_or_else(|| Error::refused(FIELD, "file_name"))?;
    let kind = kind::recognise(content).map_err(|code| Error::refused(FIELD, code))?;
    match name::claim(&name, kind) {
        Claim::Agrees => Ok(Checked { name: name::kept(&name, kind), kind, content: content.clone() }),
        Claim::Differs(says) => {
            Err(Error::refused_with(FIELD, "type_differs", vec![says.to_uppercase(), kind.word().to_owned()]))
        }
    }
}

#[cfg(test)]
mod tests;
