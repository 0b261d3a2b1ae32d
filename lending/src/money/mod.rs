//! Money, currencies and rates. Parsed at the edge, printed anywhere, added and multiplied only inside
//! this crate: the operators are private to it, so no second arithmetic can grow elsewhere.

mod amount;
mod currency;
mod parse;
mod rate;

pub use amount::Money;
pub use currency::Currency;
pub use parse::MoneyError;
pub use rate::AnnualRate;

pub(crate) use parse::normalise;
