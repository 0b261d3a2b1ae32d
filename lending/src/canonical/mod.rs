//! One way to write a loan and what follows from it: JSON with its keys sorted and no spaces.
//!
//! The server and the browser hash these bytes, and a page hands a loan to its island in them. They are
//! written and read directly, value by value: a general JSON library, with a visitor for every type, would
//! be most of what a browser has to load. Serde remains the interface of the server; a test holds the two
//! to the same text.

mod read;
mod shapes;
mod write;

use sha2::{Digest, Sha256};

pub(crate) use read::{Read, Reader};
pub(crate) use write::{Text, Write};

/// SHA-256 of a value's canonical text, in hexadecimal.
pub(crate) fn hash(value: &impl Write) -> String {
    let digest = Sha256::digest(text(value).as_bytes());
    let digit = |nibble: u8| char::from(if nibble < 10 { b'0' + nibble } else { b'a' - 10 + nibble });
    digest.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// A value's canonical text.
pub(crate) fn text(value: &impl Write) -> String {
    let mut text = Text::default();
    value.write(&mut text);
    text.into_string()
}

/// The value that a canonical text stands for; nothing but what [`text`] writes is read.
#[cfg(test)]
pub(crate) fn read<T: Read>(text: &str) -> Option<T> {
    let mut from = Reader::new(text);
    let value = T::read(&mut from);
    from.is_done().then_some(value)
}

#[cfg(test)]
mod tests;
