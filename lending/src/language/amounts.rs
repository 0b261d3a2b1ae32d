//! Money and rates as people read them.

use super::Language;
use crate::money::{AnnualRate, Currency, Money};

/// U+2212: as wide as a digit's plus, unlike the hyphen.
const MINUS: char = '−';

/// The sign that stands before an amount: `¥` for the yuan alone; currencies that share a sign keep their code.
fn symbol(currency: Currency) -> String {
    match currency.code() {
        "CNY" => "¥".to_owned(),
        "EUR" => "€".to_owned(),
        "GBP" => "£".to_owned(),
        "USD" => "$".to_owned(),
        "KRW" => "₩".to_owned(),
        "HKD" => "HK$".to_owned(),
        code => format!("{code}\u{a0}"),
    }
}

/// Digits in groups of three, at the currency's scale, without sign and symbol.
fn grouped(money: Money) -> String {
    let plain = money.magnitude().to_string();
    let (whole, fraction) = plain.split_once('.').map_or((plain.as_str(), None), |(w, f)| (w, Some(f)));
    let mut text = String::with_capacity(plain.len() + whole.len() / 3 + 1);
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    if let Some(fraction) = fraction {
        text.push('.');
        text.push_str(fraction);
    }
    text
}

/// An amount with its currency: `¥10,235.47`, `−¥3.00`. The same in both languages.
///
/// ```
/// use lending::{language::{self, Language}, money::{Currency, Money}};
/// let m = Money::parse("10235.47", Currency::CNY).unwrap();
/// assert_eq!(language::money(Language::Chinese, m), "¥10,235.47");
/// ```
#[must_use]
pub fn money(_language: Language, money: Money) -> String {
    let sign = if money.is_negative() { "−" } else { "" };
    format!("{sign}{}{}", symbol(money.currency()), grouped(money))
}

/// An amount where the currency stands elsewhere (a table's column): `10,235.47`.
#[must_use]
pub fn amount(_language: Language, money: Money) -> String {
    if money.is_negative() { format!("{MINUS}{}", grouped(money)) } else { grouped(money) }
}

/// A difference with its sign always written: `+¥2,179.36`, `−¥3,117.55`, `¥0.00`.
#[must_use]
pub fn signed(language: Language, difference: Money) -> String {
    if difference.is_positive() { format!("+{}", money(language, difference)) } else { money(language, difference) }
}

/// The symbol and the digits apart, for the one large figure of a page.
#[must_use]
pub fn split_symbol(language: Language, money: Money) -> (String, String) {
    (symbol(money.currency()), amount(language, money))
}

/// A rate a year: `4.35%`. The same in both languages.
#[must_use]
pub fn percent(_language: Language, rate: AnnualRate) -> String {
    rate.percent() + "%"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cny(text: &str) -> Money {
        Money::parse(text, Currency::CNY).expect("an amount")
    }

    #[test]
    fn digits_stand_in_groups_of_three() {
        for (plain, read) in [("0", "0.00"), ("999.5", "999.50"), ("1000", "1,000.00"), ("1234567.89", "1,234,567.89")]
        {
            assert_eq!(amount(Language::English, cny(plain)), read);
        }
    }

    #[test]
    fn a_negative_amount_has_its_sign_before_the_symbol() {
        assert_eq!(money(Language::Chinese, cny("-3")), "−¥3.00");
        assert_eq!(signed(Language::English, cny("3")), "+¥3.00");
        assert_eq!(signed(Language::English, cny("0")), "¥0.00");
    }

    #[test]
    fn a_currency_without_minor_units_shows_none() {
        let yen = Money::parse("12000", Currency::JPY).expect("an amount");
        assert_eq!(amount(Language::English, yen), "12,000");
    }
}
