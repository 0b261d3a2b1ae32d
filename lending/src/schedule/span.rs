//! The time a line covers.

use chrono::{Datelike, NaiveDate};

use crate::LendingError;
use crate::calendar::{Grid, month_length};
use crate::day_count::{DayCount, actual};
use crate::exact::Exact;
use crate::terms::{InterestBy, Method, Terms};

/// What becomes of a line's interest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum InterestRule {
    Pay,
    /// Falls on the next line that pays.
    Defer,
    /// Is added to the balance.
    Capitalise,
    /// None is charged.
    Free,
}

/// What a line is asked to pay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LineRule {
    pub principal: bool,
    pub interest: InterestRule,
}

impl LineRule {
    pub const REGULAR: LineRule = LineRule { principal: true, interest: InterestRule::Pay };
}

/// Length of a line in years: periods and days of a period, which 64 bits always hold, so that a line is small.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Years {
    num: i64,
    den: i64,
}

impl Years {
    pub const ZERO: Years = Years { num: 0, den: 1 };

    fn of(exact: Exact) -> Result<Years, LendingError> {
        match (i64::try_from(exact.num), i64::try_from(exact.den)) {
            (Ok(num), Ok(den)) => Ok(Years { num, den }),
            _ => Err(LendingError::overflow("every")),
        }
    }

    pub fn exact(self) -> Exact {
        Exact { num: i128::from(self.num), den: i128::from(self.den) }
    }

    pub fn is_zero(self) -> bool {
        self.num == 0
    }
}

/// Number, dates and length of a line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Span {
    pub n: u32,
    pub slot: u32,
    pub from: NaiveDate,
    pub due_on: NaiveDate,
    /// Length in years for interest by period.
    pub years: Years,
    /// Exactly one period of the grid: its factor equals that of every other regular span.
    pub regular: bool,
    pub rule: LineRule,
}

/// Where the dates of slots come from.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Dates {
    /// Imposed (from, due) of slots 1, 2, …
    pub imposed: Vec<(NaiveDate, NaiveDate)>,
    pub grid: Grid,
    /// Length of a whole period of the grid, in years.
    period: Years,
}

impl Dates {
    pub fn of(terms: &Terms) -> Dates {
        let json = terms.json();
        let mut imposed: Vec<(NaiveDate, NaiveDate)> = Vec::new();
        if let Some(periods) = &json.periods {
            imposed = periods.iter().map(|p| (p.from, p.due)).collect();
        }
        for (due, _) in &terms.rows {
            let from = imposed.last().map_or(json.disbursed_on, |(_, due)| *due);
            imposed.push((from, *due));
        }
        let mut grid = terms.grid();
        if let Some((_, last)) = imposed.last() {
            // The dates of custom rows are free: none tells what another wished for.
            let day = if json.periods.is_some() { wished_day(&imposed, *last) } else { last.day() };
            grid = Grid { anchor: *last, anchor_slot: imposed.len() as u32, day, ..grid };
        }
        let period = Years { num: i64::from(grid.every), den: i64::from(grid.unit.per_year()) };
        Dates { imposed, grid, period }
    }

    /// Due date of a slot before the business-day rule, and the imposed start of its period.
    fn slot(&self, slot: u32) -> Result<(Option<NaiveDate>, NaiveDate), LendingError> {
        match self.imposed.get(slot.wrapping_sub(1) as usize) {
            Some((from, due)) => Ok((Some(*from), *due)),
            None => Ok((None, self.grid.date(slot)?)),
        }
    }

    /// The span of a slot that follows `previous` (the due date before it, as rolled).
    pub fn span(
        &self,
        terms: &Terms,
        n: u32,
        slot: u32,
        previous: NaiveDate,
        rule: LineRule,
    ) -> Result<Span, LendingError> {
        let (imposed_from, due) = self.slot(slot)?;
        let from = imposed_from.unwrap_or(previous);
        let due_on = terms.rolled(due)?;
        if due_on <= from {
            return Err(LendingError::contradiction(
                "first_due_on",
                reason!("installment {n} would be due on {due_on}, not after {from}"),
            ));
        }
        let on_grid = imposed_from.is_none() && (slot > self.grid.anchor_slot || self.starts_on_grid(from, slot)?);
        let years = match terms.interest_by() {
            InterestBy::ByDay if terms.day_count() != DayCount::ActualActualIcma => Years::ZERO,
            _ if on_grid => self.period,
            _ => self.counted_back(from, due)?,
        };
        Ok(Span { n, slot, from, due_on, years, regular: on_grid, rule })
    }

    /// A span whose dates others have found; `slot` is its place among the regular ones.
    #[cfg(feature = "profiles")]
    pub fn told(
        &self,
        terms: &Terms,
        n: u32,
        slot: u32,
        from: NaiveDate,
        due_on: NaiveDate,
    ) -> Result<Span, LendingError> {
        let on_grid = |slot: u32, day| self.grid.date(slot).is_ok_and(|date| date == day);
        let regular =
            on_grid(slot, due_on) && (slot > 1 && on_grid(slot - 1, from) || self.starts_on_grid(from, slot)?);
        let years = match terms.interest_by() {
            InterestBy::ByDay if terms.day_count() != DayCount::ActualActualIcma => Years::ZERO,
            _ if due_on <= from => Years::ZERO,
            _ if regular => self.period,
            _ => self.counted_back(from, due_on)?,
        };
        Ok(Span { n, slot, from, due_on, years, regular, rule: LineRule::REGULAR })
    }

    /// Regular spans of so many slots, one after the other. The first is number `n` and begins on `from`.
    pub fn spans(
        &self,
        terms: &Terms,
        n: u32,
        slot: u32,
        count: u32,
        from: NaiveDate,
    ) -> Result<Vec<Span>, LendingError> {
        let mut spans = Vec::with_capacity(count as usize);
        let mut previous = from;
        for k in 0..count {
            let span = self.span(terms, n + k, slot + k, previous, LineRule::REGULAR)?;
            previous = span.due_on;
            spans.push(span);
        }
        Ok(spans)
    }

    /// One span from `from` to the due date of `slot`: all periods of a bullet loan together.
    pub fn whole_span(&self, terms: &Terms, n: u32, slot: u32, from: NaiveDate) -> Result<Span, LendingError> {
        let (_, due) = self.slot(slot)?;
        let due_on = terms.rolled(due)?;
        let years = match terms.interest_by() {
            InterestBy::ByDay if terms.day_count() != DayCount::ActualActualIcma => Years::ZERO,
            _ => self.counted_back(from, due)?,
        };
        Ok(Span { n, slot, from, due_on, years, regular: false, rule: LineRule::REGULAR })
    }

    fn starts_on_grid(&self, from: NaiveDate, slot: u32) -> Result<bool, LendingError> {
        let Some(before) = slot.checked_sub(1) else {
            return Ok(false);
        };
        if self.grid.date(before).is_ok_and(|d| d == from) {
            return Ok(true);
        }
        // 31 January to 28 February is one month, although 28 February less a month is 28 January.
        let forward = Grid { anchor: from, anchor_slot: 0, day: from.day(), ..self.grid };
        Ok(forward.date(1)? == self.grid.date(slot)?)
    }

    /// Whole periods counted back from the due date, and the days left over as a share of theirs.
    fn counted_back(&self, from: NaiveDate, due: NaiveDate) -> Result<Years, LendingError> {
        let mut whole = 0_u32;
        while self.grid.back(due, whole + 1).is_ok_and(|d| d >= from) {
            whole += 1;
        }
        let upper = self.grid.back(due, whole)?;
        let rest = if upper > from {
            let lower = self.grid.back(due, whole + 1)?;
            Exact::new(i128::from(actual(from, upper)), i128::from(actual(lower, upper)))
        } else {
            Exact::ZERO
        };
        Years::of(Exact::of(i64::from(whole)).plus(rest)?.times(self.period.exact())?)
    }
}

/// The day of the month that imposed periods wish for: a last one at the end of its month may have been cut short, which
/// those before it show.
fn wished_day(imposed: &[(NaiveDate, NaiveDate)], last: NaiveDate) -> u32 {
    if last.day() < month_length(last.year(), last.month()) {
        return last.day();
    }
    let first = imposed.iter().take(1).map(|(from, _)| from.day());
    imposed.iter().map(|(_, due)| due.day()).chain(first).fold(last.day(), u32::max)
}

/// Spans of a new loan, in order.
pub(crate) fn first_spans(terms: &Terms, dates: &Dates) -> Result<Vec<Span>, LendingError> {
    let json = terms.json();
    if json.method == Method::Bullet {
        return Ok(vec![dates.whole_span(terms, 1, json.installments, json.disbursed_on)?]);
    }
    let mut spans = dates.spans(terms, 1, 1, json.installments, json.disbursed_on)?;
    let grace = &json.grace;
    for span in spans.iter_mut().take(grace.principal.max(grace.interest).max(grace.interest_free) as usize) {
        let interest = match span.n {
            n if n <= grace.interest_free => InterestRule::Free,
            n if n <= grace.interest => InterestRule::Defer,
            _ => InterestRule::Pay,
        };
        span.rule = LineRule { principal: span.n > grace.principal, interest };
    }
    Ok(spans)
}
