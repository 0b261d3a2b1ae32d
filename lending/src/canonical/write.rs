//! Writing.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use crate::money::{AnnualRate, Money};

/// What can be written.
pub(crate) trait Write {
    fn write(&self, text: &mut Text);
}

/// A text that grows.
#[derive(Default)]
pub(crate) struct Text {
    bytes: String,
}

impl Text {
    pub fn into_string(self) -> String {
        self.bytes
    }

    /// Bytes that stand as they are.
    pub fn plain(&mut self, plain: &str) {
        self.bytes.push_str(plain);
    }

    /// The comma before an item, unless it is the first.
    pub fn next(&mut self) {
        if !self.bytes.ends_with(['{', '[']) {
            self.bytes.push(',');
        }
    }

    /// The name of a field.
    pub fn key(&mut self, name: &str) {
        self.next();
        self.bytes.push('"');
        self.bytes.push_str(name);
        self.bytes.push_str("\":");
    }

    /// A text that has no characters to escape.
    pub fn word(&mut self, word: &str) {
        self.bytes.push('"');
        self.bytes.push_str(word);
        self.bytes.push('"');
    }

    fn string(&mut self, text: &str) {
        self.bytes.push('"');
        for c in text.chars() {
            let escaped = match c {
                '"' | '\\' => c,
                '\n' => 'n',
                '\r' => 'r',
                '\t' => 't',
                '\u{8}' => 'b',
                '\u{c}' => 'f',
                '\0'..='\u{1f}' => {
                    let digit = |n: u32| char::from_digit(n, 16).unwrap_or('0');
                    self.bytes.push_str("\\u00");
                    self.bytes.push(digit(c as u32 >> 4));
                    self.bytes.push(digit(c as u32 & 15));
                    continue;
                }
                _ => {
                    self.bytes.push(c);
                    continue;
                }
            };
            self.bytes.push('\\');
            self.bytes.push(escaped);
        }
        self.bytes.push('"');
    }

    pub fn whole(&mut self, number: i64) {
        if number < 0 {
            self.bytes.push('-');
        }
        self.digits(number.unsigned_abs(), 1);
    }

    /// A number with zeros before it.
    fn digits(&mut self, number: u64, least: usize) {
        let mut digits = [b'0'; 20];
        let (mut rest, mut start) = (number, digits.len());
        while rest > 0 || digits.len() - start < least {
            start -= 1;
            digits[start] = b'0' + (rest % 10) as u8;
            rest /= 10;
        }
        self.bytes.extend(digits[start..].iter().map(|digit| char::from(*digit)));
    }

    fn date(&mut self, date: NaiveDate) {
        self.digits(u64::from(date.year().unsigned_abs()), 4);
        self.bytes.push('-');
        self.digits(u64::from(date.month()), 2);
        self.bytes.push('-');
        self.digits(u64::from(date.day()), 2);
    }
}

macro_rules! wholes {
    ($($kind:ty),+) => { $(
        impl Write for $kind {
            fn write(&self, text: &mut Text) {
                text.whole(i64::from(*self));
            }
        }
    )+ };
}

wholes!(u32, i32, i64);

impl Write for bool {
    fn write(&self, text: &mut Text) {
        text.plain(if *self { "true" } else { "false" });
    }
}

impl Write for String {
    fn write(&self, text: &mut Text) {
        text.string(self);
    }
}

impl Write for Cow<'_, str> {
    fn write(&self, text: &mut Text) {
        text.string(self);
    }
}

impl Write for NaiveDate {
    fn write(&self, text: &mut Text) {
        text.bytes.push('"');
        text.date(*self);
        text.bytes.push('"');
    }
}

impl Write for Money {
    fn write(&self, text: &mut Text) {
        text.word(&self.plain());
    }
}

impl Write for AnnualRate {
    fn write(&self, text: &mut Text) {
        text.word(&self.plain());
    }
}

impl<T: Write> Write for Option<T> {
    fn write(&self, text: &mut Text) {
        match self {
            Some(value) => value.write(text),
            None => text.plain("null"),
        }
    }
}

impl<T: Write + ?Sized> Write for Box<T> {
    fn write(&self, text: &mut Text) {
        (**self).write(text);
    }
}

impl<T: Write + ?Sized> Write for &T {
    fn write(&self, text: &mut Text) {
        (**self).write(text);
    }
}

impl<T: Write> Write for [T] {
    fn write(&self, text: &mut Text) {
        text.plain("[");
        for item in self {
            text.next();
            item.write(text);
        }
        text.plain("]");
    }
}

impl<T: Write> Write for Vec<T> {
    fn write(&self, text: &mut Text) {
        self.as_slice().write(text);
    }
}

/// Dates sort as their texts do.
impl Write for BTreeMap<NaiveDate, bool> {
    fn write(&self, text: &mut Text) {
        text.plain("{");
        for (date, value) in self {
            text.next();
            date.write(text);
            text.plain(":");
            value.write(text);
        }
        text.plain("}");
    }
}
