//! How a payment is split (还款冲销顺序), exact to the minor unit.

use chrono::NaiveDate;

use crate::LendingError;
use crate::event::{Event, EventKind};
use crate::exact::add;
use crate::money::Money;
use crate::order::sort_by;
use crate::replay::{PaymentSplit, State, replay};
use crate::terms::{Across, AllocationTerms, Component, Future, OrderItem, Terms, Timing};

/// Amounts by component, in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Amounts {
    pub penalty: i64,
    pub fee: i64,
    pub compound: i64,
    pub interest: i64,
    pub principal: i64,
}

impl Amounts {
    pub fn get(&self, component: Component) -> i64 {
        match component {
            Component::Penalty => self.penalty,
            Component::Fee => self.fee,
            Component::Compound => self.compound,
            Component::Interest => self.interest,
            Component::Principal => self.principal,
        }
    }

    pub fn slot(&mut self, component: Component) -> &mut i64 {
        match component {
            Component::Penalty => &mut self.penalty,
            Component::Fee => &mut self.fee,
            Component::Compound => &mut self.compound,
            Component::Interest => &mut self.interest,
            Component::Principal => &mut self.principal,
        }
    }

    pub const COMPONENTS: [Component; 5] =
        [Component::Penalty, Component::Fee, Component::Compound, Component::Interest, Component::Principal];

    pub fn total(&self) -> Result<i64, LendingError> {
        Self::COMPONENTS.iter().try_fold(0, |sum, c| add(sum, self.get(*c)))
    }

    pub fn is_zero(&self) -> bool {
        *self == Amounts::default()
    }

    pub fn plus(mut self, other: &Amounts) -> Result<Amounts, LendingError> {
        for c in Self::COMPONENTS {
            *self.slot(c) = add(self.get(c), other.get(c))?;
        }
        Ok(self)
    }

    /// Component by component, with sign.
    pub fn minus(mut self, other: &Amounts) -> Amounts {
        for c in Self::COMPONENTS {
            *self.slot(c) = self.get(c).saturating_sub(other.get(c));
        }
        self
    }

    /// Component by component, never below zero.
    pub fn less(mut self, other: &Amounts) -> Amounts {
        for c in Self::COMPONENTS {
            *self.slot(c) = self.get(c).saturating_sub(other.get(c)).max(0);
        }
        self
    }
}

/// What one installment owes on the day of the payment.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Due {
    /// Which row, as the caller counts.
    pub key: usize,
    pub timing: Timing,
    pub owed: Amounts,
    pub taken: Amounts,
}

impl Due {
    fn take(&mut self, component: Component, money: &mut i64) {
        let open = self.owed.get(component) - self.taken.get(component);
        let part = open.min(*money).max(0);
        *self.taken.slot(component) += part;
        *money -= part;
    }
}

/// Splits `amount` over what is owed; returns what is left. `dues` come in order of their due dates.
pub(crate) fn allocate(dues: &mut [Due], amount: i64, rules: &AllocationTerms, days_past_due: u32) -> i64 {
    let mut money = amount;
    let principal_first = rules.principal_first_after_days.is_some_and(|days| days_past_due > days);
    let mut order = rules.order.clone();
    if principal_first {
        let first = |item: &OrderItem| item.component() == Component::Principal;
        sort_by(&mut order, |a, b| first(a) && !first(b));
    }
    let timed = order.iter().any(|item| matches!(item, OrderItem::When { .. }));
    let start = dues.partition_point(|d| d.timing != Timing::InAdvance);
    if timed && rules.across == Across::ComponentFirst {
        // The order itself says when future installments have their turn.
        component_first(dues, &mut money, &order);
        return money;
    }
    let (now, future) = dues.split_at_mut(start);
    spread(now, &mut money, &order, rules.across);
    match rules.future {
        Future::Next => spread(future, &mut money, &order, rules.across),
        Future::Last => {
            future.reverse();
            spread(future, &mut money, &order, rules.across);
            future.reverse();
        }
        Future::NextLast => {
            let (next, rest) = future.split_at_mut(future.len().min(1));
            spread(next, &mut money, &order, rules.across);
            rest.reverse();
            spread(rest, &mut money, &order, rules.across);
            rest.reverse();
        }
        Future::Reamortise => evenly(future, &mut money, &order),
    }
    money
}

fn spread(dues: &mut [Due], money: &mut i64, order: &[OrderItem], across: Across) {
    match across {
        Across::ComponentFirst => component_first(dues, money, order),
        Across::OldestFirst => {
            for due in dues.iter_mut() {
                component_first(std::slice::from_mut(due), money, order);
                if *money == 0 {
                    return;
                }
            }
        }
    }
}

fn component_first(dues: &mut [Due], money: &mut i64, order: &[OrderItem]) {
    for item in order {
        for due in dues.iter_mut().filter(|d| item.covers(d.timing)) {
            if *money == 0 {
                return;
            }
            due.take(item.component(), money);
        }
    }
}

/// An even share to each, the remainder on the last; what one cannot take goes on to the others.
fn evenly(dues: &mut [Due], money: &mut i64, order: &[OrderItem]) {
    loop {
        let open: Vec<usize> = (0..dues.len())
            .filter(|i| Amounts::COMPONENTS.iter().any(|c| dues[*i].owed.get(*c) > dues[*i].taken.get(*c)))
            .collect();
        let Some(count) = i64::try_from(open.len()).ok().filter(|n| *n > 0 && *money > 0) else {
            return;
        };
        let share = *money / count;
        let before = *money;
        for (k, i) in open.iter().enumerate() {
            let mut part = if k as i64 == count - 1 { *money - share * (count - 1 - k as i64) } else { share };
            part = part.min(*money);
            let given = part;
            component_first(std::slice::from_mut(&mut dues[*i]), &mut part, order);
            *money -= given - part;
        }
        if *money == before {
            return;
        }
    }
}

/// A payment as it would be split, and the loan after it.
#[derive(Debug, Clone, PartialEq)]
pub struct Preview {
    /// The split.
    pub split: PaymentSplit,
    /// The loan on that day, with the payment in.
    pub after: State,
}

/// Id that a previewed payment has in the state after it.
pub const PREVIEW_ID: &str = "preview";

/// How a payment of `amount` on `on` would be split. The replay gives the same once the payment is in.
///
/// # Errors
/// As [`replay`]; an amount that is not above zero or in another currency.
pub fn preview(terms: &Terms, events: &[Event], amount: Money, on: NaiveDate) -> Result<Preview, LendingError> {
    preview_event(terms, events, EventKind::Payment { amount }, amount, on)
}

/// The same for a prepayment.
///
/// # Errors
/// As [`preview`].
pub fn preview_prepayment(
    terms: &Terms,
    events: &[Event],
    amount: Money,
    then: Option<crate::terms::Then>,
    on: NaiveDate,
) -> Result<Preview, LendingError> {
    preview_event(terms, events, EventKind::Prepayment { amount, then }, amount, on)
}

fn preview_event(
    terms: &Terms,
    events: &[Event],
    kind: EventKind,
    amount: Money,
    on: NaiveDate,
) -> Result<Preview, LendingError> {
    if amount.currency() != terms.currency() {
        return Err(LendingError::CurrencyMismatch(terms.currency().code(), amount.currency().code()));
    }
    if !amount.is_positive() {
        let reason = if amount.is_zero() { crate::money::MoneyError::Zero } else { crate::money::MoneyError::Negative };
        return Err(LendingError::Amount { field: "amount".to_owned(), reason });
    }
    let mut with: Vec<Event> = events.to_vec();
    with.push(Event { seq: u32::MAX, id: PREVIEW_ID.to_owned(), on, kind });
    let after = replay(terms, &with, on)?;
    let split = after.payments.iter().rfind(|p| p.event_id == PREVIEW_ID).cloned();
    let split = split.ok_or_else(|| LendingError::BeforeDisbursement { on, disbursed_on: terms.disbursed_on() })?;
    Ok(Preview { split, after })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn due(key: usize, timing: Timing, interest: i64, principal: i64) -> Due {
        Due {
            key,
            timing,
            owed: Amounts { penalty: 10, interest, principal, ..Amounts::default() },
            taken: Amounts::default(),
        }
    }

    fn dues() -> Vec<Due> {
        vec![due(0, Timing::PastDue, 50, 100), due(1, Timing::Due, 40, 110), due(2, Timing::InAdvance, 30, 120)]
    }

    #[test]
    fn the_oldest_installment_is_finished_before_the_next() {
        let mut dues = dues();
        assert_eq!(allocate(&mut dues, 200, &AllocationTerms::default(), 0), 0);
        assert_eq!(dues[0].taken, Amounts { penalty: 10, interest: 50, principal: 100, ..Amounts::default() });
        assert_eq!(dues[1].taken, Amounts { penalty: 10, interest: 30, ..Amounts::default() });
    }

    #[test]
    fn a_component_is_finished_across_installments() {
        let mut dues = dues();
        let rules = AllocationTerms { across: Across::ComponentFirst, ..AllocationTerms::default() };
        assert_eq!(allocate(&mut dues, 115, &rules, 0), 0);
        assert_eq!(dues[0].taken, Amounts { penalty: 10, interest: 50, principal: 5, ..Amounts::default() });
        assert_eq!(dues[1].taken, Amounts { penalty: 10, interest: 40, ..Amounts::default() });
    }

    #[test]
    fn principal_first_beyond_the_agreed_days() {
        let mut dues = dues();
        let rules = AllocationTerms { principal_first_after_days: Some(90), ..AllocationTerms::default() };
        allocate(&mut dues, 90, &rules, 91);
        assert_eq!(dues[0].taken.principal, 90);
    }

    #[test]
    fn an_even_spread_leaves_nothing_behind() {
        let mut dues: Vec<Due> = (0..3).map(|k| due(k, Timing::InAdvance, 0, 100)).collect();
        let rules = AllocationTerms { future: Future::Reamortise, ..AllocationTerms::default() };
        assert_eq!(allocate(&mut dues, 100, &rules, 0), 0);
        let sums: Vec<i64> = dues.iter().map(|d| d.taken.penalty + d.taken.principal).collect();
        assert_eq!(sums, [33, 33, 34]);
        assert_eq!(allocate(&mut dues, 1000, &rules, 0), 770);
    }
}
