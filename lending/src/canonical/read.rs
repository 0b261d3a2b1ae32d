//! Reading what was written: the fields in the same order, no spaces, nothing else.
//!
//! A reader that has met something else is broken and stays so; what it gives then means nothing. Values are
//! made without asking at each field whether to go on, which is most of what such code would weigh.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::money::AnnualRate;

/// What can be read.
pub(crate) trait Read: Sized {
    fn read(from: &mut Reader<'_>) -> Self;
}

/// A text, and how far it is read.
pub(crate) struct Reader<'t> {
    rest: &'t str,
    broken: bool,
}

impl<'t> Reader<'t> {
    pub fn new(text: &'t str) -> Reader<'t> {
        Reader { rest: text, broken: false }
    }

    /// Whether everything was read, and was what it should be.
    pub fn is_done(&self) -> bool {
        self.rest.is_empty() && !self.broken
    }

    pub fn is_broken(&self) -> bool {
        self.broken
    }

    pub fn refuse(&mut self) {
        self.broken = true;
        self.rest = "";
    }

    /// What was read, or something else of its kind after a refusal.
    pub fn or_refuse<T: Default>(&mut self, value: Option<T>) -> T {
        if value.is_none() {
            self.refuse();
        }
        value.unwrap_or_default()
    }

    /// Whether `plain` comes next; then it is read.
    pub fn has(&mut self, plain: &str) -> bool {
        match self.rest.strip_prefix(plain) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    pub fn plain(&mut self, plain: &str) {
        if !self.has(plain) {
            self.refuse();
        }
    }

    /// Whether the field of this name comes next; then its name is read.
    pub fn has_key(&mut self, name: &str) -> bool {
        let before = self.rest;
        self.has(",");
        if self.has("\"") && self.has(name) && self.has("\":") {
            return true;
        }
        self.rest = before;
        false
    }

    pub fn key(&mut self, name: &str) {
        if !self.has_key(name) {
            self.refuse();
        }
    }

    /// A text without escapes.
    pub fn word(&mut self) -> &'t str {
        self.plain("\"");
        let (word, rest) = self.or_refuse(self.rest.split_once('"'));
        self.rest = rest;
        word
    }

    fn string(&mut self) -> String {
        self.plain("\"");
        let mut text = String::new();
        let mut characters = self.rest.chars();
        while let Some(c) = characters.next() {
            match c {
                '"' => {
                    self.rest = characters.as_str();
                    return text;
                }
                '\\' => text.push(match characters.next() {
                    Some('n') => '\n',
                    Some('r') => '\r',
                    Some('t') => '\t',
                    Some('b') => '\u{8}',
                    Some('f') => '\u{c}',
                    Some('u') => {
                        let digits = (0..4).map(|_| characters.next().and_then(|c| c.to_digit(16)).unwrap_or(0));
                        char::from_u32(digits.fold(0, |code, digit| code * 16 + digit)).unwrap_or_default()
                    }
                    c => c.unwrap_or_default(),
                }),
                c => text.push(c),
            }
        }
        self.refuse();
        text
    }

    fn whole(&mut self) -> i64 {
        let end = self.rest.find(|c: char| !c.is_ascii_digit() && c != '-').unwrap_or(self.rest.len());
        let (digits, rest) = self.or_refuse(self.rest.split_at_checked(end));
        self.rest = rest;
        self.or_refuse(digits.parse().ok())
    }

    /// `[…]` or `{…}`: whether there is an item after so many.
    pub fn has_item(&mut self, count: usize, open: &str, close: &str) -> bool {
        if count == 0 {
            self.plain(open);
        }
        if self.broken || self.has(close) {
            return false;
        }
        if count > 0 {
            self.plain(",");
        }
        !self.broken
    }
}

macro_rules! wholes {
    ($($kind:ty),+) => { $(
        impl Read for $kind {
            fn read(from: &mut Reader<'_>) -> Self {
                let whole = from.whole();
                from.or_refuse(whole.try_into().ok())
            }
        }
    )+ };
}

wholes!(u32, i32);

impl Read for bool {
    fn read(from: &mut Reader<'_>) -> Self {
        let yes = from.has("true");
        if !yes {
            from.plain("false");
        }
        yes
    }
}

impl Read for String {
    fn read(from: &mut Reader<'_>) -> Self {
        from.string()
    }
}

impl Read for Cow<'_, str> {
    fn read(from: &mut Reader<'_>) -> Self {
        Cow::Owned(from.string())
    }
}

impl Read for NaiveDate {
    fn read(from: &mut Reader<'_>) -> Self {
        let mut parts = from.word().split('-').map(|part| part.parse::<u32>().unwrap_or(0));
        let mut part = || parts.next().unwrap_or(0);
        let (year, month, day) = (part(), part(), part());
        from.or_refuse(NaiveDate::from_ymd_opt(year.try_into().unwrap_or(0), month, day))
    }
}

impl Read for AnnualRate {
    fn read(from: &mut Reader<'_>) -> Self {
        let rate = AnnualRate::parse(from.word());
        if rate.is_err() {
            from.refuse();
        }
        rate.unwrap_or(AnnualRate::ZERO)
    }
}

impl<T: Read> Read for Option<T> {
    fn read(from: &mut Reader<'_>) -> Self {
        if from.has("null") { None } else { Some(T::read(from)) }
    }
}

impl<T: Read> Read for Box<T> {
    fn read(from: &mut Reader<'_>) -> Self {
        Box::new(T::read(from))
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(from: &mut Reader<'_>) -> Self {
        let mut all = Vec::new();
        while from.has_item(all.len(), "[", "]") {
            all.push(T::read(from));
        }
        all
    }
}

impl<K: Read + Ord, V: Read> Read for BTreeMap<K, V> {
    fn read(from: &mut Reader<'_>) -> Self {
        let mut all = BTreeMap::new();
        let mut count = 0;
        while from.has_item(count, "{", "}") {
            let key = K::read(from);
            from.plain(":");
            all.insert(key, V::read(from));
            count += 1;
        }
        all
    }
}
