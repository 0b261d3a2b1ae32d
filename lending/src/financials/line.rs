//! The lines of the statements: code, captions, and where each stands.
//!
//! Captions follow the forms for general enterprises (财会〔2019〕6号, annex 2) and for small enterprises
//! (小企业会计准则, 财会〔2011〕17号, annex: 会小企01 to 03表). A line that both forms have under slightly different
//! captions stands here once, under the general form's.

use serde::{Deserialize, Serialize, Serializer};

use crate::language::Language;

/// A part of a financial statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sheet {
    /// 资产负债表.
    BalanceSheet,
    /// 利润表.
    IncomeStatement,
    /// 现金流量表.
    CashFlow,
    /// 附注: figures that no form has a line for. None of them is ever taken for nothing.
    Notes,
}

impl Sheet {
    /// The word on the wire.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Sheet::BalanceSheet => "balance_sheet",
            Sheet::IncomeStatement => "income_statement",
            Sheet::CashFlow => "cash_flow",
            Sheet::Notes => "notes",
        }
    }
}

/// Whose form a line stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Both,
    Enterprise,
    Small,
    /// On neither: counted when it is given, never missed.
    Neither,
}

/// Which form a statement follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standard {
    /// 企业会计准则.
    #[default]
    Enterprise,
    /// 小企业会计准则.
    SmallEnterprise,
}

macro_rules! lines {
    ($($sheet:ident { $($variant:ident $code:literal $form:ident $sign:ident [$($op:tt $total:ident)?] $chinese:literal $english:literal),+ $(,)? })+) => {
        /// A line of a statement. Costs, and what a form says is deducted, are given as positive amounts; gains that
        /// may be losses (公允价值变动收益, 信用减值损失 …) with the sign of the form.
        ///
        /// ```
        /// use lending::financials::{Line, Sheet};
        /// use lending::language::Language;
        /// let line = Line::parse("monetary_funds").unwrap();
        /// assert_eq!((line.caption(Language::Chinese), line.sheet()), ("货币资金", Sheet::BalanceSheet));
        /// ```
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Line { $($(
            #[doc = concat!($chinese, ", ", $english, ".")]
            $variant
        ),+),+ }

        impl Line {
            /// All lines, in the order of the forms.
            pub const ALL: &'static [Line] = &[$($(Line::$variant),+),+];

            /// The word on the wire.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $($(Line::$variant => $code),+),+ }
            }

            /// The sheet it stands on.
            #[must_use]
            pub fn sheet(self) -> Sheet {
                match self { $($(Line::$variant)|+ => Sheet::$sheet),+ }
            }

            /// Its caption; in Chinese the form's own.
            #[must_use]
            pub fn caption(self, language: Language) -> &'static str {
                let (chinese, english) = match self { $($(Line::$variant => ($chinese, $english)),+),+ };
                match language { Language::Chinese => chinese, Language::English => english }
            }

            fn form(self) -> Form {
                match self { $($(Line::$variant => Form::$form),+),+ }
            }

            /// The total it counts towards, and whether it is taken off it.
            pub(super) fn counts_towards(self) -> Option<(Line, bool)> {
                match self { $($(Line::$variant => lines!(@total $($op $total)?)),+),+ }
            }

            /// Whether a figure below zero can be right.
            pub(super) fn may_be_negative(self) -> bool {
                match self { $($(Line::$variant => lines!(@sign $sign)),+),+ }
            }
        }
    };
    (@total) => { None };
    (@total + $total:ident) => { Some((Line::$total, false)) };
    (@total - $total:ident) => { Some((Line::$total, true)) };
    (@sign any) => { true };
    (@sign plus) => { false };
}

impl Line {
    /// Reads [`Line::code`].
    #[must_use]
    pub fn parse(code: &str) -> Option<Line> {
        Line::ALL.iter().copied().find(|line| line.code() == code)
    }

    /// Whether a form has the line.
    #[must_use]
    pub fn is_on_form(self, standard: Standard) -> bool {
        match self.form() {
            Form::Both => true,
            Form::Enterprise => standard == Standard::Enterprise,
            Form::Small => standard == Standard::SmallEnterprise,
            Form::Neither => false,
        }
    }
}

impl Serialize for Line {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

lines! {
    BalanceSheet {
        MonetaryFunds "monetary_funds" Both plus [+ CurrentAssets] "货币资金" "Monetary funds",
        TradingAssets "trading_assets" Enterprise plus [+ CurrentAssets] "交易性金融资产" "Financial assets held for trading",
        DerivativeAssets "derivative_assets" Enterprise plus [+ CurrentAssets] "衍生金融资产" "Derivative financial assets",
        ShortTermInvestments "short_term_investments" Small plus [+ CurrentAssets] "短期投资" "Short-term investments",
        NotesReceivable "notes_receivable" Both plus [+ CurrentAssets] "应收票据" "Notes receivable",
        AccountsReceivable "accounts_receivable" Both plus [+ CurrentAssets] "应收账款" "Accounts receivable",
        ReceivablesFinancing "receivables_financing" Enterprise plus [+ CurrentAssets] "应收款项融资" "Receivables financing",
        Prepayments "prepayments" Both plus [+ CurrentAssets] "预付款项" "Prepayments",
        DividendsReceivable "dividends_receivable" Small plus [+ CurrentAssets] "应收股利" "Dividends receivable",
        InterestReceivable "interest_receivable" Small plus [+ CurrentAssets] "应收利息" "Interest receivable",
        OtherReceivables "other_receivables" Both plus [+ CurrentAssets] "其他应收款" "Other receivables",
        Inventories "inventories" Both plus [+ CurrentAssets] "存货" "Inventories",
        ContractAssets "contract_assets" Enterprise plus [+ CurrentAssets] "合同资产" "Contract assets",
        HeldForSaleAssets "held_for_sale_assets" Enterprise plus [+ CurrentAssets] "持有待售资产" "Assets held for sale",
        AssetsDueWithinAYear "assets_due_within_a_year" Enterprise plus [+ CurrentAssets] "一年内到期的非流动资产" "Non-current assets due within a year",
        OtherCurrentAssets "other_current_assets" Both plus [+ CurrentAssets] "其他流动资产" "Other current assets",
        CurrentAssets "current_assets" Both plus [+ TotalAssets] "流动资产合计" "Total current assets",
        DebtInvestments "debt_investments" Enterprise plus [+ NonCurrentAssets] "债权投资" "Debt investments",
        OtherDebtInvestments "other_debt_investments" Enterprise plus [+ NonCurrentAssets] "其他债权投资" "Other debt investments",
        LongTermBonds "long_term_bonds" Small plus [+ NonCurrentAssets] "长期债券投资" "Long-term bond investments",
        LongTermReceivables "long_term_receivables" Enterprise plus [+ NonCurrentAssets] "长期应收款" "Long-term receivables",
        LongTermEquity "long_term_equity" Both plus [+ NonCurrentAssets] "长期股权投资" "Long-term equity investments",
        OtherEquityInvestments "other_equity_investments" Enterprise plus [+ NonCurrentAssets] "其他权益工具投资" "Other equity instrument investments",
        OtherFinancialAssets "other_financial_assets" Enterprise plus [+ NonCurrentAssets] "其他非流动金融资产" "Other non-current financial assets",
        InvestmentProperty "investment_property" Enterprise plus [+ NonCurrentAssets] "投资性房地产" "Investment property",
        FixedAssetsCost "fixed_assets_cost" Small plus [+ FixedAssets] "固定资产原价" "Fixed assets at cost",
        AccumulatedDepreciation "accumulated_depreciation" Small plus [- FixedAssets] "累计折旧" "Accumulated depreciation",
        FixedAssets "fixed_assets" Both plus [+ NonCurrentAssets] "固定资产" "Fixed assets (book value)",
        ConstructionInProgress "construction_in_progress" Both plus [+ NonCurrentAssets] "在建工程" "Construction in progress",
        ConstructionMaterials "construction_materials" Small plus [+ NonCurrentAssets] "工程物资" "Construction materials",
        FixedAssetsDisposal "fixed_assets_disposal" Small any [+ NonCurrentAssets] "固定资产清理" "Disposal of fixed assets",
        BiologicalAssets "biological_assets" Both plus [+ NonCurrentAssets] "生产性生物资产" "Productive biological assets",
        OilAndGasAssets "oil_and_gas_assets" Enterprise plus [+ NonCurrentAssets] "油气资产" "Oil and gas assets",
        RightOfUseAssets "right_of_use_assets" Enterprise plus [+ NonCurrentAssets] "使用权资产" "Right-of-use assets",
        IntangibleAssets "intangible_assets" Both plus [+ NonCurrentAssets] "无形资产" "Intangible assets",
        DevelopmentExpenditure "development_expenditure" Both plus [+ NonCurrentAssets] "开发支出" "Development expenditure",
        Goodwill "goodwill" Enterprise plus [+ NonCurrentAssets] "商誉" "Goodwill",
        LongTermDeferredExpenses "long_term_deferred_expenses" Both plus [+ NonCurrentAssets] "长期待摊费用" "Long-term deferred expenses",
        DeferredTaxAssets "deferred_tax_assets" Enterprise plus [+ NonCurrentAssets] "递延所得税资产" "Deferred tax assets",
        OtherNonCurrentAssets "other_non_current_assets" Both plus [+ NonCurrentAssets] "其他非流动资产" "Other non-current assets",
        NonCurrentAssets "non_current_assets" Both plus [+ TotalAssets] "非流动资产合计" "Total non-current assets",
        TotalAssets "total_assets" Both plus [] "资产总计" "Total assets",
        ShortTermBorrowings "short_term_borrowings" Both plus [+ CurrentLiabilities] "短期借款" "Short-term borrowings",
        TradingLiabilities "trading_liabilities" Enterprise plus [+ CurrentLiabilities] "交易性金融负债" "Financial liabilities held for trading",
        DerivativeLiabilities "derivative_liabilities" Enterprise plus [+ CurrentLiabilities] "衍生金融负债" "Derivative financial liabilities",
        NotesPayable "notes_payable" Both plus [+ CurrentLiabilities] "应付票据" "Notes payable",
        AccountsPayable "accounts_payable" Both plus [+ CurrentLiabilities] "应付账款" "Accounts payable",
        AdvancesReceived "advances_received" Both plus [+ CurrentLiabilities] "预收款项" "Advances received",
        ContractLiabilities "contract_liabilities" Enterprise plus [+ CurrentLiabilities] "合同负债" "Contract liabilities",
        EmployeeBenefitsPayable "employee_benefits_payable" Both any [+ CurrentLiabilities] "应付职工薪酬" "Employee benefits payable",
        TaxesPayable "taxes_payable" Both any [+ CurrentLiabilities] "应交税费" "Taxes payable",
        InterestPayable "interest_payable" Small plus [+ CurrentLiabilities] "应付利息" "Interest payable",
        ProfitPayable "profit_payable" Small plus [+ CurrentLiabilities] "应付利润" "Profit payable",
        OtherPayables "other_payables" Both plus [+ CurrentLiabilities] "其他应付款" "Other payables",
        HeldForSaleLiabilities "held_for_sale_liabilities" Enterprise plus [+ CurrentLiabilities] "持有待售负债" "Liabilities held for sale",
        LiabilitiesDueWithinAYear "liabilities_due_within_a_year" Enterprise plus [+ CurrentLiabilities] "一年内到期的非流动负债" "Non-current liabilities due within a year",
        OtherCurrentLiabilities "other_current_liabilities" Both plus [+ CurrentLiabilities] "其他流动负债" "Other current liabilities",
        CurrentLiabilities "current_liabilities" Both plus [+ TotalLiabilities] "流动负债合计" "Total current liabilities",
        LongTermBorrowings "long_term_borrowings" Both plus [+ NonCurrentLiabilities] "长期借款" "Long-term borrowings",
        BondsPayable "bonds_payable" Enterprise plus [+ NonCurrentLiabilities] "应付债券" "Bonds payable",
        LeaseLiabilities "lease_liabilities" Enterprise plus [+ NonCurrentLiabilities] "租赁负债" "Lease liabilities",
        LongTermPayables "long_term_payables" Both plus [+ NonCurrentLiabilities] "长期应付款" "Long-term payables",
        Provisions "provisions" Enterprise plus [+ NonCurrentLiabilities] "预计负债" "Provisions",
        DeferredIncome "deferred_income" Both plus [+ NonCurrentLiabilities] "递延收益" "Deferred income",
        DeferredTaxLiabilities "deferred_tax_liabilities" Enterprise plus [+ NonCurrentLiabilities] "递延所得税负债" "Deferred tax liabilities",
        OtherNonCurrentLiabilities "other_non_current_liabilities" Both plus [+ NonCurrentLiabilities] "其他非流动负债" "Other non-current liabilities",
        NonCurrentLiabilities "non_current_liabilities" Both plus [+ TotalLiabilities] "非流动负债合计" "Total non-current liabilities",
        TotalLiabilities "total_liabilities" Both plus [+ LiabilitiesAndEquity] "负债合计" "Total liabilities",
        PaidInCapital "paid_in_capital" Both plus [+ TotalEquity] "实收资本（或股本）" "Paid-in capital",
        OtherEquityInstruments "other_equity_instruments" Enterprise plus [+ TotalEquity] "其他权益工具" "Other equity instruments",
        CapitalReserve "capital_reserve" Both any [+ TotalEquity] "资本公积" "Capital reserve",
        TreasuryShares "treasury_shares" Enterprise plus [- TotalEquity] "库存股" "Treasury shares",
        OtherComprehensiveIncome "other_comprehensive_income" Enterprise any [+ TotalEquity] "其他综合收益" "Other comprehensive income",
        SpecialReserve "special_reserve" Enterprise plus [+ TotalEquity] "专项储备" "Special reserve",
        SurplusReserve "surplus_reserve" Both plus [+ TotalEquity] "盈余公积" "Surplus reserve",
        RetainedEarnings "retained_earnings" Both any [+ TotalEquity] "未分配利润" "Retained earnings",
        MinorityInterests "minority_interests" Neither any [+ TotalEquity] "少数股东权益" "Minority interests",
        TotalEquity "total_equity" Both any [+ LiabilitiesAndEquity] "所有者权益合计" "Total equity",
        LiabilitiesAndEquity "liabilities_and_equity" Both plus [] "负债和所有者权益总计" "Total liabilities and equity",
    }
    IncomeStatement {
        Revenue "revenue" Both plus [+ OperatingProfit] "营业收入" "Revenue",
        CostOfSales "cost_of_sales" Both plus [- OperatingProfit] "营业成本" "Cost of sales",
        TaxesAndSurcharges "taxes_and_surcharges" Both any [- OperatingProfit] "税金及附加" "Taxes and surcharges",
        SellingExpenses "selling_expenses" Both plus [- OperatingProfit] "销售费用" "Selling expenses",
        AdministrativeExpenses "administrative_expenses" Both plus [- OperatingProfit] "管理费用" "Administrative expenses",
        ResearchExpenses "research_expenses" Enterprise plus [- OperatingProfit] "研发费用" "Research and development expenses",
        FinanceCosts "finance_costs" Both any [- OperatingProfit] "财务费用" "Finance costs",
        InterestExpense "interest_expense" Both any [] "利息费用" "of which interest expense",
        OtherIncome "other_income" Enterprise any [+ OperatingProfit] "其他收益" "Other income",
        InvestmentIncome "investment_income" Both any [+ OperatingProfit] "投资收益" "Investment income",
        HedgingGain "hedging_gain" Enterprise any [+ OperatingProfit] "净敞口套期收益" "Gain on net exposure hedges",
        FairValueGain "fair_value_gain" Enterprise any [+ OperatingProfit] "公允价值变动收益" "Gain on changes of fair value",
        CreditImpairment "credit_impairment" Enterprise any [+ OperatingProfit] "信用减值损失" "Credit impairment (a loss is negative)",
        AssetImpairment "asset_impairment" Enterprise any [+ OperatingProfit] "资产减值损失" "Asset impairment (a loss is negative)",
        DisposalGain "disposal_gain" Enterprise any [+ OperatingProfit] "资产处置收益" "Gain on disposal of assets",
        OperatingProfit "operating_profit" Both any [+ TotalProfit] "营业利润" "Operating profit",
        NonOperatingIncome "non_operating_income" Both plus [+ TotalProfit] "营业外收入" "Non-operating income",
        NonOperatingExpenses "non_operating_expenses" Both plus [- TotalProfit] "营业外支出" "Non-operating expenses",
        TotalProfit "total_profit" Both any [+ NetProfit] "利润总额" "Profit before tax",
        IncomeTax "income_tax" Both any [- NetProfit] "所得税费用" "Income tax",
        NetProfit "net_profit" Both any [] "净利润" "Net profit",
    }
    CashFlow {
        CashFromSales "cash_from_sales" Both plus [+ OperatingInflows] "销售商品、提供劳务收到的现金" "Cash from sales",
        TaxRefunds "tax_refunds" Enterprise plus [+ OperatingInflows] "收到的税费返还" "Tax refunds",
        OtherOperatingReceipts "other_operating_receipts" Both plus [+ OperatingInflows] "收到其他与经营活动有关的现金" "Other operating receipts",
        OperatingInflows "operating_inflows" Enterprise plus [+ OperatingCashFlow] "经营活动现金流入小计" "Operating inflows",
        CashForPurchases "cash_for_purchases" Both plus [+ OperatingOutflows] "购买商品、接受劳务支付的现金" "Cash for purchases",
        CashToEmployees "cash_to_employees" Both plus [+ OperatingOutflows] "支付给职工以及为职工支付的现金" "Cash to employees",
        TaxesPaid "taxes_paid" Both plus [+ OperatingOutflows] "支付的各项税费" "Taxes paid",
        OtherOperatingPayments "other_operating_payments" Both plus [+ OperatingOutflows] "支付其他与经营活动有关的现金" "Other operating payments",
        OperatingOutflows "operating_outflows" Enterprise plus [- OperatingCashFlow] "经营活动现金流出小计" "Operating outflows",
        OperatingCashFlow "operating_cash_flow" Both any [+ NetCashChange] "经营活动产生的现金流量净额" "Operating cash flow",
        InvestmentsRecovered "investments_recovered" Both plus [+ InvestingInflows] "收回投资收到的现金" "Investments recovered",
        InvestmentReturns "investment_returns" Both plus [+ InvestingInflows] "取得投资收益收到的现金" "Returns on investments",
        AssetDisposals "asset_disposals" Both any [+ InvestingInflows] "处置固定资产、无形资产和其他长期资产收回的现金净额" "Disposal of long-term assets, net",
        SubsidiaryDisposals "subsidiary_disposals" Enterprise any [+ InvestingInflows] "处置子公司及其他营业单位收到的现金净额" "Disposal of subsidiaries, net",
        OtherInvestingReceipts "other_investing_receipts" Enterprise plus [+ InvestingInflows] "收到其他与投资活动有关的现金" "Other investing receipts",
        InvestingInflows "investing_inflows" Enterprise plus [+ InvestingCashFlow] "投资活动现金流入小计" "Investing inflows",
        CapitalExpenditure "capital_expenditure" Both plus [+ InvestingOutflows] "购建固定资产、无形资产和其他长期资产支付的现金" "Purchase of long-term assets",
        InvestmentsMade "investments_made" Both plus [+ InvestingOutflows] "投资支付的现金" "Investments made",
        SubsidiaryPurchases "subsidiary_purchases" Enterprise any [+ InvestingOutflows] "取得子公司及其他营业单位支付的现金净额" "Purchase of subsidiaries, net",
        OtherInvestingPayments "other_investing_payments" Enterprise plus [+ InvestingOutflows] "支付其他与投资活动有关的现金" "Other investing payments",
        InvestingOutflows "investing_outflows" Enterprise plus [- InvestingCashFlow] "投资活动现金流出小计" "Investing outflows",
        InvestingCashFlow "investing_cash_flow" Both any [+ NetCashChange] "投资活动产生的现金流量净额" "Investing cash flow",
        CapitalContributions "capital_contributions" Both plus [+ FinancingInflows] "吸收投资收到的现金" "Capital contributions",
        BorrowingsReceived "borrowings_received" Both plus [+ FinancingInflows] "取得借款收到的现金" "Borrowings received",
        OtherFinancingReceipts "other_financing_receipts" Enterprise plus [+ FinancingInflows] "收到其他与筹资活动有关的现金" "Other financing receipts",
        FinancingInflows "financing_inflows" Enterprise plus [+ FinancingCashFlow] "筹资活动现金流入小计" "Financing inflows",
        DebtRepaid "debt_repaid" Both plus [+ FinancingOutflows] "偿还债务支付的现金" "Debt repaid",
        DividendsAndInterestPaid "dividends_and_interest_paid" Enterprise plus [+ FinancingOutflows] "分配股利、利润或偿付利息支付的现金" "Dividends and interest paid",
        InterestPaid "interest_paid" Small plus [+ FinancingOutflows] "偿还借款利息支付的现金" "Interest paid",
        ProfitPaid "profit_paid" Small plus [+ FinancingOutflows] "分配利润支付的现金" "Profit paid out",
        OtherFinancingPayments "other_financing_payments" Enterprise plus [+ FinancingOutflows] "支付其他与筹资活动有关的现金" "Other financing payments",
        FinancingOutflows "financing_outflows" Enterprise plus [- FinancingCashFlow] "筹资活动现金流出小计" "Financing outflows",
        FinancingCashFlow "financing_cash_flow" Both any [+ NetCashChange] "筹资活动产生的现金流量净额" "Financing cash flow",
        ExchangeEffect "exchange_effect" Enterprise any [+ NetCashChange] "汇率变动对现金及现金等价物的影响" "Effect of exchange rates",
        NetCashChange "net_cash_change" Both any [+ ClosingCash] "现金及现金等价物净增加额" "Net change of cash",
        OpeningCash "opening_cash" Both plus [+ ClosingCash] "期初现金及现金等价物余额" "Opening cash",
        ClosingCash "closing_cash" Both plus [] "期末现金及现金等价物余额" "Closing cash",
    }
    Notes {
        RestrictedCash "restricted_cash" Neither plus [] "受限货币资金" "Restricted monetary funds",
        CashEquivalents "cash_equivalents" Neither plus [] "现金等价物" "Cash equivalents beside monetary funds",
        Depreciation "depreciation" Neither plus [] "折旧" "Depreciation of the period",
        Amortisation "amortisation" Neither plus [] "摊销" "Amortisation of the period",
        PrincipalDue "principal_due" Neither plus [] "本期应还本金" "Principal due in the period",
        InterestDue "interest_due" Neither plus [] "本期应付利息" "Interest due in the period",
    }
}
