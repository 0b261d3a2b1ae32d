//! What can be asked for.

macro_rules! kinds {
    ($($name:ident = $code:literal),* $(,)?) => {
        /// A kind of financial statement; the database knows the same codes.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum StatementKind { $($name),* }
        impl StatementKind {
            pub const ALL: &'static [Self] = &[$(Self::$name),*];
            #[must_use]
            pub fn code(self) -> &'static str { match self { $(Self::$name => $code),* } }
            #[must_use]
            pub fn parse(code: &str) -> Option<Self> { match code { $($code => Some(Self::$name),)* _ => None } }
        }
    };
}
kinds! {
    BalanceSheet = "balance_sheet",
    IncomeStatement = "income_statement",
    CashFlow = "cash_flow",
    BankStatements = "bank_statements",
    TaxReturn = "tax_return",
    ManagementAccounts = "management_accounts",
}
