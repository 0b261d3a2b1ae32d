//! The table of contents of a ZIP archive, read without unpacking anything.
//!
//! A workbook is an archive. Nothing here trusts the archive: sizes are bounded, entries may not
//! overlap, and names may not lead out of a folder.

/// Entries and unpacked bytes beyond which no honest workbook goes.
const MOST_ENTRIES: usize = 2_000;
const MOST_UNPACKED_BYTES: u64 = 512 * 1024 * 1024;
/// Bytes of the record at the end of an archive, of an entry in its directory, of one before its data.
const END_BYTES: usize = 22;
const ENTRY_BYTES: usize = 46;
const LOCAL_BYTES: usize = 30;

/// Where the archive's last record stands: its comment must reach exactly to the end of the file.
pub(super) fn end(content: &[u8]) -> Option<usize> {
    let last = content.len().checked_sub(END_BYTES)?;
    (last.saturating_sub(usize::from(u16::MAX))..=last).rev().find(|at| {
        content[*at..].starts_with(b"PK\x05\x06")
            && u16_at(content, at + 20).is_some_and(|comment| at + END_BYTES + comment == content.len())
    })
}

/// The names of all entries; none when the archive is damaged, encrypted, or built to do harm.
pub(super) fn names(content: &[u8]) -> Option<Vec<&str>> {
    let end = end(content)?;
    let count = u16_at(content, end + 10)?;
    let (size, begin) = (u32_at(content, end + 12)?, u32_at(content, end + 16)?);
    if count == 0 || count > MOST_ENTRIES || begin.checked_add(size)? != end {
        return None;
    }
    let (mut at, mut unpacked, mut names, mut spans) = (begin, 0_u64, Vec::new(), Vec::new());
    for _ in 0..count {
        let entry = Entry::read(content, at)?;
        unpacked += entry.unpacked_bytes;
        if entry.is_hostile() || unpacked > MOST_UNPACKED_BYTES {
            return None;
        }
        spans.push(entry.span(content, begin)?);
        names.push(entry.name);
        at = entry.next;
    }
    spans.sort_unstable();
    let apart = spans.windows(2).all(|pair| pair[0].1 <= pair[1].0);
    (at == end && apart).then_some(names)
}

struct Entry<'a> {
    name: &'a str,
    encrypted: bool,
    link: bool,
    packed_bytes: usize,
    unpacked_bytes: u64,
    offset: usize,
    /// Where the directory's next entry begins.
    next: usize,
}

impl<'a> Entry<'a> {
    fn read(content: &'a [u8], at: usize) -> Option<Self> {
        if !content.get(at..)?.starts_with(b"PK\x01\x02") {
            return None;
        }
        let field = |offset: usize| u16_at(content, at + offset);
        let (name, extra, comment) = (field(28)?, field(30)?, field(32)?);
        let name_at = at + ENTRY_BYTES;
        Some(Self {
            name: std::str::from_utf8(content.get(name_at..name_at + name)?).ok()?,
            encrypted: field(8)? & 1 == 1,
            // The upper half of the attributes holds the Unix mode when Unix made the archive.
            link: field(4)? >> 8 == 3 && field(40)? & 0o170_000 == 0o120_000,
            packed_bytes: u32_at(content, at + 20)?,
            unpacked_bytes: u32_at(content, at + 24)? as u64,
            offset: u32_at(content, at + 42)?,
            next: name_at + name + extra + comment,
        })
    }

    fn is_hostile(&self) -> bool {
        let leads_out = self.name.starts_with('/')
            || self.name.contains(['\\', '\0', ':'])
            || self.name.split('/').any(|part| part == "..");
        self.encrypted || self.link || leads_out
    }

    /// From the entry's own header to the end of its data, all before the directory.
    fn span(&self, content: &[u8], directory: usize) -> Option<(usize, usize)> {
        if !content.get(self.offset..)?.starts_with(b"PK\x03\x04") {
            return None;
        }
        let (name, extra) = (u16_at(content, self.offset + 26)?, u16_at(content, self.offset + 28)?);
        let end = self.offset.checked_add(LOCAL_BYTES + name + extra)?.checked_add(self.packed_bytes)?;
        (end <= directory).then_some((self.offset, end))
    }
}

fn u16_at(content: &[u8], at: usize) -> Option<usize> {
    content.get(at..at + 2).and_then(|b| <[u8; 2]>::try_from(b).ok()).map(|b| usize::from(u16::from_le_bytes(b)))
}

fn u32_at(content: &[u8], at: usize) -> Option<usize> {
    let bytes = content.get(at..at.checked_add(4)?).and_then(|b| <[u8; 4]>::try_from(b).ok())?;
    usize::try_from(u32::from_le_bytes(bytes)).ok()
}
