//! Lines with nothing special about them: most lines of most loans.

use super::lay_out::LayOut;
use super::level::LevelChoice;
use super::{Line, LineRule, Span};
use crate::LendingError;
use crate::exact::{Exact, round_div_of_words, share_of};
use crate::terms::Method;

impl LayOut<'_> {
    /// As many lines as pay the level at one and the same interest factor; gives the balance after them. It ends before
    /// the first line that needs more thought, which may be the first of all.
    pub(super) fn steady_lines(
        &self,
        spans: &[Span],
        mut left: i64,
        amount: i64,
        factor: Exact,
        lines: &mut Vec<Line>,
    ) -> Result<i64, LendingError> {
        let (words, rounding) = (factor.words(), self.terms.json().rounding);
        for span in spans {
            let interest = match words.and_then(|(num, den)| Some((left.checked_mul(num)?, den))) {
                Some((product, den)) => round_div_of_words(product, den, rounding),
                None => share_of(left, factor, rounding)?,
            };
            if amount <= interest || left == 0 {
                break;
            }
            let principal = left.min(amount - interest);
            left -= principal;
            lines.push(Line::plain(*span, principal, interest, left));
        }
        Ok(left)
    }

    /// From this line on every line is a level installment's with nothing special about it: most lines of most loans,
    /// which need not ask at each what could be otherwise.
    pub(super) fn steady_from(&self) -> usize {
        if self.method != Method::EqualInstallment || matches!(self.level, LevelChoice::Given(_)) {
            return usize::MAX;
        }
        let special = self.spans.iter().rposition(|s| s.rule != LineRule::REGULAR).map_or(0, |i| i + 1);
        // The first line may have interest from before, and a total that stays.
        special.max(1)
    }
}
