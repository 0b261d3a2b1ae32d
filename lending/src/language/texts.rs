//! The macro that declares texts.

/// Declares text functions with both languages side by side, Chinese first.
///
/// A text without parameters gives `&'static str`, one with parameters gives `String`; parameters are
/// written in braces as in [`format!`] and checked by the compiler in both languages.
///
/// ```
/// use lending::{language::Language, texts};
/// texts! {
///     sign_in = "登录", "Sign in";
///     wait(seconds: i64) = "{seconds} 秒后可以重新发送", "You can ask again in {seconds} s";
/// }
/// assert_eq!(sign_in(Language::English), "Sign in");
/// assert_eq!(wait(Language::Chinese, 45), "45 秒后可以重新发送");
/// ```
#[macro_export]
macro_rules! texts {
    ($($name:ident $(($($arg:ident : $kind:ty),+ $(,)?))? = $chinese:literal, $english:literal;)*) => {
        $($crate::texts!(@one $name ($($($arg: $kind),+)?) $chinese, $english);)*
    };
    (@one $name:ident () $chinese:literal, $english:literal) => {
        #[must_use]
        pub fn $name(language: $crate::language::Language) -> &'static str {
            match language {
                $crate::language::Language::Chinese => $chinese,
                $crate::language::Language::English => $english,
            }
        }
    };
    (@one $name:ident ($($arg:ident : $kind:ty),+) $chinese:literal, $english:literal) => {
        #[must_use]
        pub fn $name(language: $crate::language::Language, $($arg: $kind),+) -> ::std::string::String {
            match language {
                $crate::language::Language::Chinese => ::std::format!($chinese),
                $crate::language::Language::English => ::std::format!($english),
            }
        }
    };
}
