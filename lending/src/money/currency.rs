//! ISO 4217 currencies and the number of decimals each is counted in.

use serde::{Deserialize, Serialize};

macro_rules! currencies {
    ($($code:ident $exponent:literal $symbol:literal),+ $(,)?) => {
        /// A currency of ISO 4217. The list holds those with a lending market we know the minor unit of.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[allow(clippy::upper_case_acronyms)]
        pub enum Currency { $(
            #[doc = concat!("ISO 4217 ", stringify!($code), ", ", stringify!($exponent), " decimals.")]
            $code
        ),+ }

        impl Currency {
            /// All currencies, in the order of the list.
            pub const ALL: &'static [Currency] = &[$(Currency::$code),+];

            /// The three letters of ISO 4217.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Currency::$code => stringify!($code)),+ }
            }

            /// Decimals of the minor unit: 2 for the yuan's fen, 0 for the yen, 3 for the Kuwaiti dinar.
            #[must_use]
            pub fn exponent(self) -> u32 {
                match self { $(Currency::$code => $exponent),+ }
            }

            /// The sign written before an amount, `CHF ` where there is none.
            #[must_use]
            pub fn symbol(self) -> &'static str {
                match self { $(Currency::$code => $symbol),+ }
            }

            /// Reads the three letters, in either case.
            #[must_use]
            pub fn parse(text: &str) -> Option<Currency> {
                let text = text.trim();
                $(if text.eq_ignore_ascii_case(stringify!($code)) { return Some(Currency::$code); })+
                None
            }
        }
    };
}

currencies! {
    CNY 2 "¥", USD 2 "$", EUR 2 "€", GBP 2 "£", HKD 2 "HK$", JPY 0 "JP¥", KRW 0 "₩", KWD 3 "KWD ", SGD 2 "S$",
    AUD 2 "A$", BHD 3 "BHD ", BRL 2 "R$", CAD 2 "C$", CHF 2 "CHF ", CZK 2 "CZK ", DKK 2 "DKK ", IDR 2 "Rp ",
    INR 2 "₹", JOD 3 "JOD ", KES 2 "KES ", MOP 2 "MOP$", MXN 2 "MX$", MYR 2 "RM ", NGN 2 "₦", NOK 2 "NOK ",
    NZD 2 "NZ$", OMR 3 "OMR ", PHP 2 "₱", PLN 2 "PLN ", SEK 2 "SEK ", THB 2 "฿", TND 3 "TND ", TRY 2 "₺",
    TWD 2 "NT$", UGX 0 "UGX ", VND 0 "₫", XAF 0 "XAF ", XOF 0 "XOF ", ZAR 2 "R ",
}

impl Currency {
    /// Minor units in one unit: 100 for the yuan.
    pub(crate) fn units(self) -> i64 {
        10_i64.pow(self.exponent())
    }
}

impl std::fmt::Display for Currency {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}
