//! What is typed into fields, by people and by others: what must be refused, and what only looks odd
//! and must be understood.

use server::ids::{FileId, FormKey, SessionId};

use super::form::{Field, Kind};

/// A number of installments that a plan can have and nobody is given.
pub const BEYOND_POLICY: &str = "more than policy allows";

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expect {
    /// 4xx, a message, and everything as it was.
    Refused,
    /// Taken, and stored like this.
    Kept(String),
}

#[derive(Clone, Debug)]
pub struct Case {
    /// What it is, in words.
    pub what: &'static str,
    pub value: String,
    pub expect: Expect,
}

fn refused(what: &'static str, value: impl Into<String>) -> Case {
    Case { what, value: value.into(), expect: Expect::Refused }
}

fn kept(what: &'static str, value: impl Into<String>, stored: impl Into<String>) -> Case {
    Case { what, value: value.into(), expect: Expect::Kept(stored.into()) }
}

/// Everything that is tried on a field of this kind whose valid value is `valid`.
pub fn cases(field: &Field, valid: &str) -> Vec<Case> {
    let mut cases = of_kind(field.kind, valid);
    // A field that nobody types into has one right value: nothing else is understood.
    if field.hidden {
        cases.retain(|case| case.expect == Expect::Refused);
    }
    if field.kind != Kind::File {
        cases.push(refused("a null byte", format!("{valid}\0")));
        cases.push(refused("a control character", format!("\u{7}{valid}")));
        cases.push(refused("100,000 characters", "字x".repeat(50_000)));
    }
    cases
}

fn of_kind(kind: Kind, valid: &str) -> Vec<Case> {
    match kind {
        Kind::Amount => amounts(),
        Kind::Whole => whole_numbers(valid),
        Kind::Time => times(),
        Kind::Date => dates(),
        Kind::Code => codes(valid),
        Kind::Contact => contacts(valid),
        Kind::Email => emails(valid),
        Kind::Password => {
            vec![refused("nothing", ""), refused("a wrong one", "not the password"), refused("an emoji", "😀")]
        }
        Kind::Text => texts(),
        Kind::File => Vec::new(),
        Kind::Choice => vec![
            refused("nothing", ""),
            refused("a word that is not offered", "everything"),
            refused("another case", valid.to_uppercase()),
            refused("an emoji", "😀"),
            refused("markup", "\"><script>alert(1)</script>"),
        ]
        .into_iter()
        .filter(|case| case.value != valid)
        .collect(),
        Kind::Key => ids(FileId::fresh().to_string()),
        Kind::Id => {
            let mut cases = ids(FormKey::fresh().to_string());
            let fresh = valid.rsplit_once('_').map_or_else(
                || SessionId::fresh().to_string(),
                |(kind, _)| format!("{kind}_{}", SessionId::fresh().0.simple()),
            );
            cases.push(refused("a thing that is not there", fresh));
            cases
        }
        Kind::Hash => vec![
            refused("nothing", ""),
            refused("no hash", "x"),
            refused("another hash", "0".repeat(64)),
            refused("markup", "\"><script>alert(1)</script>"),
        ],
        Kind::Address => {
            let elsewhere =
                ["//evil.example", "https://evil.example/", "javascript:alert(1)", "/\\evil.example", "", "\r\nX: y"];
            elsewhere.into_iter().map(|address| kept("an address elsewhere", address, "/")).collect()
        }
    }
}

fn ids(of_another_kind: String) -> Vec<Case> {
    vec![
        refused("nothing", ""),
        refused("no id", "x"),
        refused("an id of another kind", of_another_kind),
        refused("an id with a quote", "form_' or 1=1 --"),
        refused("markup", "\"><script>alert(1)</script>"),
    ]
}

fn dates() -> Vec<Case> {
    let wrong = [
        "2026-02-30",
        "2026-13-01",
        "2026-00-10",
        "0000-01-01",
        "99999-01-01",
        "30/02/2026",
        "tomorrow",
        "😀",
        "\u{202e}2026-01-01",
    ];
    wrong.into_iter().map(|date| refused("no day", date)).collect()
}

fn amounts() -> Vec<Case> {
    vec![
        refused("nothing", ""),
        refused("spaces", " \u{3000} "),
        refused("zero", "0"),
        refused("zero with decimals", "0.00"),
        refused("less than nothing", "-5"),
        refused("less than nothing, with a true minus sign", "−5.00"),
        refused("three decimals", "1.005"),
        refused("10^30 in digits", format!("1{}", "0".repeat(30))),
        refused("10^30 as scientists write it", "1e30"),
        refused("not a number, as machines write it", "NaN"),
        refused("without end", "Infinity"),
        refused("hexadecimal", "0x10"),
        refused("two points", "1.2.3"),
        refused("separators at the wrong places", "1,2,3"),
        refused("more than it takes", "9,999,999.00"),
        refused("a right-to-left mark", "\u{202e}001"),
        refused("digits of another script", "١٢٣"),
        refused("an emoji", "😀"),
        refused("markup", "\"><script>alert(1)</script>"),
        refused("SQL", "1; drop table payment"),
        kept("full-width digits", "１００．５０", "100.5000"),
        kept("thousands separators", "1,234.50", "1234.5000"),
        kept("full-width separators and a currency sign", "￥1，234", "1234.0000"),
        kept("spaces around and within", " 1 234.50 ", "1234.5000"),
        kept("a unit behind", "100元", "100.0000"),
        kept("leading zeros", "000100.5", "100.5000"),
    ]
}

fn whole_numbers(valid: &str) -> Vec<Case> {
    vec![
        refused("nothing", ""),
        refused("zero", "0"),
        refused("less than nothing", "-1"),
        refused("a decimal", "1.5"),
        refused("more than any plan has", "601"),
        refused(BEYOND_POLICY, "600"),
        refused("10^30 in digits", format!("1{}", "0".repeat(30))),
        refused("10^30 as scientists write it", "1e30"),
        refused("a word", "六"),
        refused("a right-to-left mark", "\u{202e}6"),
        refused("digits of another script", "٦"),
        refused("an emoji", "😀"),
        refused("markup", "\"><script>alert(1)</script>"),
        kept("full-width digits", full_width(valid), valid),
        kept("spaces around", format!(" {valid} "), valid),
    ]
}

fn times() -> Vec<Case> {
    vec![
        refused("nothing", ""),
        refused("an hour that is not", "24:00"),
        refused("a minute that is not", "21:60"),
        refused("a second that is not", "23:59:60"),
        refused("an hour alone", "9"),
        refused("less than nothing", "-1:00"),
        refused("a day", "2026-02-30"),
        refused("a right-to-left mark", "\u{202e}21:00"),
        refused("an emoji", "🕘"),
        refused("markup", "\"><script>alert(1)</script>"),
        kept("full-width digits", "２２：３０", "22:30:00"),
        kept("one digit for the hour", "7:05", "07:05:00"),
    ]
}

/// Only shapes, and one wrong code: every wrong one costs a try.
fn codes(valid: &str) -> Vec<Case> {
    let other = if valid.starts_with('9') { "1" } else { "9" };
    vec![
        refused("nothing", ""),
        refused("too few digits", "12345"),
        refused("too many digits", "1234567"),
        refused("letters", "abcdef"),
        refused("digits of another script", "١٢٣٤٥٦"),
        refused("an emoji", "😀😀😀😀😀😀"),
        refused("markup", "\"><script>alert(1)</script>"),
        refused("another code", format!("{other}{}", valid.get(1..).unwrap_or("00000"))),
        kept("full-width digits", full_width(valid), ""),
        kept("spaces and a hyphen", format!(" {}-{} ", valid.get(..3).unwrap_or(""), valid.get(3..).unwrap_or("")), ""),
        kept("a right-to-left mark", format!("\u{200f}{valid}"), ""),
    ]
}

fn contacts(valid: &str) -> Vec<Case> {
    let masked = format!("138****{}", valid.get(7..).unwrap_or(""));
    vec![
        refused("nothing", ""),
        refused("spaces", "   "),
        refused("too short", "1380000"),
        refused("a country that is not", "+0 138 0000"),
        refused("no domain", "li.na@"),
        refused("a domain without a point", "li.na@example"),
        refused("two addresses", "a@example.com,b@example.com"),
        refused("an emoji", "😀@example.com"),
        refused("a name", "王建国"),
        refused("markup", "\"><script>alert(1)</script>"),
        refused("400 characters", format!("{}@example.com", "x".repeat(400))),
        kept("full-width digits", full_width(valid), &masked),
        kept(
            "a country and spaces",
            format!("+86 {} {}", valid.get(..3).unwrap_or(""), valid.get(3..).unwrap_or("")),
            &masked,
        ),
        kept("a right-to-left mark", format!("\u{202b}{valid}\u{202c}"), &masked),
    ]
}

fn emails(valid: &str) -> Vec<Case> {
    vec![
        refused("nothing", ""),
        refused("a phone number", "13800000001"),
        refused("no domain", "li.na@"),
        refused("markup", "\"><script>alert(1)</script>"),
        refused("an emoji", "😀@lender.example"),
        kept("capital letters and spaces", format!(" {} ", valid.to_uppercase()), ""),
        kept("a full-width sign", valid.replace('@', "＠"), ""),
    ]
}

fn texts() -> Vec<Case> {
    let longest = "字😀".repeat(1_000);
    let lines = vec!["行"; 1_000].join("\r\n");
    vec![
        refused("nothing", ""),
        refused("spaces", " \n\t\u{3000} "),
        refused("one character too many", format!("{longest}！")),
        kept("as long as may be", longest.clone(), longest),
        // A browser counts the end of a line as one character and sends two.
        kept("many lines", lines.clone(), lines.replace("\r\n", "\n")),
        kept("an emoji made of several", "家人生病 👨‍👩‍👧 缓几个月", "家人生病 👨‍👩‍👧 缓几个月"),
        kept("right to left", "العقد \u{200f}مؤجل", "العقد \u{200f}مؤجل"),
        kept("markup", "\"><script>alert(1)</script>", "\"><script>alert(1)</script>"),
        kept("a formula", "=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"),
        kept("SQL", "'; drop table request; --", "'; drop table request; --"),
        kept("spaces around", "  请多给几个月。 \r\n", "请多给几个月。"),
    ]
}

fn full_width(digits: &str) -> String {
    let wide = |c: char| if c.is_ascii_digit() { char::from_u32(u32::from(c) + 0xfee0).unwrap_or(c) } else { c };
    digits.chars().map(wide).collect()
}
