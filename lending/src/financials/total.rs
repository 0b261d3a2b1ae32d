//! What a total is made of.

use super::{Line, Standard};

/// A part of a total, and whether it is taken off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Part {
    pub line: Line,
    pub taken_off: bool,
}

/// The parts of a total as a form has them; none for a line that is no total. A line whose own total the form does
/// not have counts towards the next one: small enterprises have no 流入小计 between receipts and net cash flow.
pub(super) fn parts(total: Line, standard: Standard) -> Vec<Part> {
    Line::ALL.iter().filter_map(|line| part(*line, total, standard)).collect()
}

fn part(line: Line, total: Line, standard: Standard) -> Option<Part> {
    // A total that the form does not have is passed through, not counted.
    if !line.is_on_form(standard) && has_parts(line) {
        return None;
    }
    let (mut above, mut taken_off) = line.counts_towards()?;
    while above != total {
        if above.is_on_form(standard) {
            return None;
        }
        let (next, off) = above.counts_towards()?;
        (above, taken_off) = (next, taken_off != off);
    }
    Some(Part { line, taken_off })
}

/// Whether a form has the line as a total of others.
pub(super) fn is_total(line: Line, standard: Standard) -> bool {
    // Few lines have parts at all: most are told apart at once.
    has_parts(line) && parts(line, standard).iter().any(|part| part.line.is_on_form(standard))
}

fn has_parts(line: Line) -> bool {
    Line::ALL.iter().any(|part| part.counts_towards().is_some_and(|(total, _)| total == line))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signed(total: Line, standard: Standard) -> String {
        let part = |p: Part| format!("{}{}", if p.taken_off { "-" } else { "+" }, p.line.code());
        parts(total, standard).into_iter().map(part).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn small_enterprises_have_no_totals_of_receipts() {
        assert_eq!(signed(Line::OperatingCashFlow, Standard::Enterprise), "+operating_inflows -operating_outflows");
        assert_eq!(
            signed(Line::OperatingCashFlow, Standard::SmallEnterprise),
            "+cash_from_sales +tax_refunds +other_operating_receipts -cash_for_purchases -cash_to_employees -taxes_paid \
             -other_operating_payments"
        );
    }

    #[test]
    fn profit_is_revenue_less_cost() {
        assert_eq!(
            signed(Line::TotalProfit, Standard::Enterprise),
            "+operating_profit +non_operating_income -non_operating_expenses"
        );
        assert_eq!(signed(Line::NetProfit, Standard::SmallEnterprise), "+total_profit -income_tax");
        assert_eq!(signed(Line::ClosingCash, Standard::Enterprise), "+net_cash_change +opening_cash");
        assert_eq!(signed(Line::TotalAssets, Standard::Enterprise), "+current_assets +non_current_assets");
    }

    #[test]
    fn every_chain_of_totals_ends() {
        for line in Line::ALL {
            let chain = std::iter::successors(Some(*line), |l| l.counts_towards().map(|(total, _)| total));
            assert!(chain.take(9).count() < 9, "{line:?}");
            assert!(line.counts_towards().is_none_or(|(total, _)| total.sheet() == line.sheet()));
        }
    }
}
