//! Two whole years of a made-up company, in 万元, that hold together.

use serde_json::{Value, json};

fn year_2024() -> (Value, Value, Value) {
    (
        json!({"monetary_funds": "300", "notes_receivable": "50", "accounts_receivable": "500", "prepayments": "40",
            "other_receivables": "20", "inventories": "390", "current_assets": "1,300", "fixed_assets": "900",
            "construction_in_progress": "50", "intangible_assets": "150", "non_current_assets": "1,100",
            "total_assets": "2,400", "short_term_borrowings": "400", "accounts_payable": "350",
            "contract_liabilities": "60", "employee_benefits_payable": "40", "taxes_payable": "30",
            "other_payables": "20", "liabilities_due_within_a_year": "100", "current_liabilities": "1,000",
            "long_term_borrowings": "500", "non_current_liabilities": "500", "total_liabilities": "1,500",
            "paid_in_capital": "600", "surplus_reserve": "60", "retained_earnings": "240", "total_equity": "900",
            "liabilities_and_equity": "2,400"}),
        json!({"revenue": "2,700", "cost_of_sales": "1,917", "taxes_and_surcharges": "18", "selling_expenses": "220",
            "administrative_expenses": "200", "research_expenses": "80", "finance_costs": "65",
            "interest_expense": "62", "other_income": "8", "investment_income": "2", "credit_impairment": "-5",
            "asset_impairment": "-5", "operating_profit": "200", "non_operating_income": "3",
            "non_operating_expenses": "3", "total_profit": "200", "income_tax": "50", "net_profit": "150"}),
        json!({"cash_from_sales": "2,960", "tax_refunds": "5", "other_operating_receipts": "15",
            "operating_inflows": "2,980", "cash_for_purchases": "2,130", "cash_to_employees": "300",
            "taxes_paid": "150", "other_operating_payments": "180", "operating_outflows": "2,760",
            "operating_cash_flow": "220", "investment_returns": "2", "investing_inflows": "2",
            "capital_expenditure": "120", "investing_outflows": "120", "investing_cash_flow": "-118",
            "borrowings_received": "450", "financing_inflows": "450", "debt_repaid": "450",
            "dividends_and_interest_paid": "82", "financing_outflows": "532", "financing_cash_flow": "-82",
            "net_cash_change": "20", "opening_cash": "280", "closing_cash": "300"}),
    )
}

pub fn previous() -> Value {
    let (balance_sheet, income_statement, cash_flow) = year_2024();
    json!({"unit": "ten_thousand", "left_out": "zero", "from": "2024-01-01", "to": "2024-12-31",
        "balance_sheet": balance_sheet, "income_statement": income_statement, "cash_flow": cash_flow,
        "notes": {"depreciation": "75", "amortisation": "12", "principal_due": "100", "interest_due": "62"}})
}

pub fn statement() -> Value {
    let (balance_sheet, income_statement, cash_flow) = year_2024();
    json!({
        "currency": "CNY", "unit": "ten_thousand", "standard": "enterprise", "left_out": "zero",
        "from": "2025-01-01", "to": "2025-12-31",
        "balance_sheet": {"monetary_funds": "360", "notes_receivable": "60", "accounts_receivable": "540",
            "prepayments": "50", "other_receivables": "30", "inventories": "460", "current_assets": "1,500",
            "fixed_assets": "950", "construction_in_progress": "40", "intangible_assets": "140",
            "non_current_assets": "1,130", "total_assets": "2,630", "short_term_borrowings": "420",
            "accounts_payable": "380", "contract_liabilities": "70", "employee_benefits_payable": "50",
            "taxes_payable": "35", "other_payables": "25", "liabilities_due_within_a_year": "120",
            "current_liabilities": "1,100", "long_term_borrowings": "450", "non_current_liabilities": "450",
            "total_liabilities": "1,550", "paid_in_capital": "600", "surplus_reserve": "78",
            "retained_earnings": "402", "total_equity": "1,080", "liabilities_and_equity": "2,630"},
        "income_statement": {"revenue": "3,000", "cost_of_sales": "2,100", "taxes_and_surcharges": "20",
            "selling_expenses": "240", "administrative_expenses": "210", "research_expenses": "90",
            "finance_costs": "60", "interest_expense": "58", "other_income": "10", "investment_income": "5",
            "credit_impairment": "-8", "asset_impairment": "-7", "operating_profit": "280",
            "non_operating_income": "4", "non_operating_expenses": "4", "total_profit": "280", "income_tax": "70",
            "net_profit": "210"},
        "cash_flow": {"cash_from_sales": "3,320", "tax_refunds": "5", "other_operating_receipts": "15",
            "operating_inflows": "3,340", "cash_for_purchases": "2,360", "cash_to_employees": "330",
            "taxes_paid": "180", "other_operating_payments": "200", "operating_outflows": "3,070",
            "operating_cash_flow": "270", "investment_returns": "5", "asset_disposals": "2",
            "investing_inflows": "7", "capital_expenditure": "140", "investing_outflows": "140",
            "investing_cash_flow": "-133", "borrowings_received": "520", "financing_inflows": "520",
            "debt_repaid": "510", "dividends_and_interest_paid": "88", "financing_outflows": "598",
            "financing_cash_flow": "-78", "exchange_effect": "1", "net_cash_change": "60", "opening_cash": "300",
            "closing_cash": "360"},
        "notes": {"depreciation": "80", "amortisation": "12", "principal_due": "100", "interest_due": "58"},
        "comparative": {"balance_sheet_on": "2024-12-31", "period": {"from": "2024-01-01", "to": "2024-12-31"},
            "balance_sheet": balance_sheet, "income_statement": income_statement, "cash_flow": cash_flow},
    })
}

/// A whole input of the command `statement`.
pub fn input() -> Value {
    json!({"statement": statement(), "previous": previous(),
        "covenants": [{"name": "leverage", "ratio": "debt_to_asset", "test": "at_most", "threshold": "0.6"},
            {"name": "debt service", "ratio": "dscr", "test": "at_least", "threshold": "2.5"}],
        "settings": {"tolerance": "1", "turnover_on": "average", "unit_factors": [10, 1000, 10000],
            "sheets": ["balance_sheet", "income_statement", "cash_flow"],
            "period": {"from": "2025-01-01", "to": "2025-12-31"}}})
}
