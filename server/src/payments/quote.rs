//! What can be paid today, and what a payment would do: computed by the very replay that posts it.

use chrono::NaiveDate;
use lending::{
    event::{Event, EventKind},
    money::{Money, MoneyError},
    prepayment::Payoff,
    replay::{LoanStatus, State, replay},
    terms::Then,
};

use super::{provider, split::Split, store, view::PaymentLine};
use crate::{
    Error, Portal, Result,
    identity::SignedInPerson,
    ids::LoanId,
    loans::record::{self, Loan},
};

macro_rules! choices {
    ($($(#[$doc:meta])* $name:ident = $code:literal),* $(,)?) => {
        /// How much a person wants to pay.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Choice { $($(#[$doc])* $name),* }
        impl Choice {
            #[must_use]
            pub fn code(self) -> &'static str { match self { $(Choice::$name => $code),* } }
            #[must_use]
            pub fn parse(code: &str) -> Option<Self> { match code { $($code => Some(Choice::$name),)* _ => None } }
        }
    };
}
choices! {
    /// What is overdue and the next installment.
    Due = "due",
    /// Only what is overdue.
    Overdue = "overdue",
    /// An amount that is typed.
    Other = "other",
    /// Everything.
    Payoff = "payoff",
}

/// What a person asks for; nothing of it is believed before it was computed here.
#[derive(Clone, Debug)]
pub struct Wish {
    pub choice: Choice,
    /// What was typed, for [`Choice::Other`].
    pub amount: String,
    /// What a prepayment should do to the installments to come.
    pub then: Then,
}

/// What can be paid on a loan today.
#[derive(Clone, Debug)]
pub struct Offer {
    pub loan: Loan,
    pub state: State,
    pub today: NaiveDate,
    /// Overdue with penalty, when something is.
    pub overdue: Option<Money>,
    /// Overdue and the next installment; up to here a payment is an ordinary one.
    pub due: Option<Money>,
    pub payoff: Option<Payoff>,
    /// A payment that is under way.
    pub open: Option<PaymentLine>,
    /// Whether a provider takes payments here at all.
    pub online: bool,
}

/// What one way of paying would come to.
#[derive(Clone, Debug)]
pub struct Quote {
    pub amount: Money,
    /// For a prepayment that leaves something to pay: what each choice leads to, the wished one first.
    pub outcomes: Vec<Outcome>,
    pub split: Split,
    /// The loan's state right after it.
    pub after: State,
    /// Pays the loan off.
    pub settles: bool,
    /// What a confirmation must carry.
    pub seen: String,
    pub(super) kind: EventKind,
}

/// What becomes of the plan.
#[derive(Clone, Debug)]
pub struct Outcome {
    pub then: Then,
    pub final_due_on: NaiveDate,
    pub installments_left: usize,
    /// The next whole installment afterwards.
    pub installment: Money,
}

/// What can be paid on a loan of the borrower acted for.
///
/// # Errors
/// [`Error::NotFound`] when there is none, or it is somebody else's.
pub async fn offer(portal: &Portal, who: &SignedInPerson, loan_id: LoanId) -> Result<Offer> {
    let mut tx = portal.read(who.actor()).await?;
    let loan = record::find(&mut tx, who.borrower_id, loan_id).await?;
    let open = store::find_open(&mut tx, who.borrower_id, loan_id).await?;
    drop(tx);
    let mut offer = offer_on(loan, portal.clock.today())?;
    offer.open = open.map(PaymentLine::try_from).transpose()?;
    offer.online = provider::of(portal).is_some();
    Ok(offer)
}

/// The offer and the quote that answers a wish: what the page before paying shows.
///
/// # Errors
/// As [`offer`] and [`Offer::quote`].
pub async fn preview(portal: &Portal, who: &SignedInPerson, loan_id: LoanId, wish: &Wish) -> Result<(Offer, Quote)> {
    let offer = offer(portal, who, loan_id).await?;
    let quote = offer.quote(wish)?;
    Ok((offer, quote))
}

pub(super) fn offer_on(loan: Loan, today: NaiveDate) -> Result<Offer> {
    let state = loan.state(today)?;
    let owes = state.status == LoanStatus::Active;
    let some = |money: Money| money.is_positive().then_some(money);
    let overdue = some(state.overdue.total).filter(|_| owes);
    let next = state.next_due.as_ref().map(|next| next.to_pay);
    let due = Money::sum(overdue.into_iter().chain(next), loan.terms.currency())?;
    let payoff = loan.payoff(&state)?;
    Ok(Offer { due: some(due).filter(|_| owes), payoff, overdue, loan, state, today, open: None, online: true })
}

impl Offer {
    /// What a wish would come to.
    ///
    /// # Errors
    /// A refusal that names the field and what is wrong with it.
    pub fn quote(&self, wish: &Wish) -> Result<Quote> {
        let largest = self.largest().ok_or_else(|| Error::refused("", "nothing_to_pay"))?;
        let amount = self.amount(wish)?;
        if amount > largest {
            return Err(Error::refused_with(
                "amount",
                "above_payoff",
                vec![largest.to_string(), self.loan.terms.currency().code().to_owned()],
            ));
        }
        // Exactly the payoff settles, even when as much is due.
        let settles = self.payoff.as_ref().is_some_and(|payoff| amount == payoff.total);
        if self.due.is_some_and(|due| amount <= due) && !settles {
            return self.foresee(EventKind::Payment { amount }, amount);
        }
        let choices = self.loan.terms.prepayment_choices();
        if !choices.contains(&wish.then) {
            return Err(Error::refused("then", "unknown_choice"));
        }
        let prepaid = |then| self.foresee(EventKind::Prepayment { amount, then: Some(then) }, amount);
        let mut quote = prepaid(wish.then)?;
        if !quote.settles {
            quote.outcomes.extend(outcome(wish.then, &quote.after));
            for other in choices.iter().filter(|other| **other != wish.then) {
                quote.outcomes.extend(outcome(*other, &prepaid(*other)?.after));
            }
        }
        Ok(quote)
    }

    /// The most that can be paid; none when nothing is owed. While a tranche is still to come there is no payoff,
    /// and what is due can be paid.
    #[must_use]
    pub fn largest(&self) -> Option<Money> {
        let payoff = self.payoff.as_ref().map(|payoff| payoff.total);
        self.due.filter(|due| payoff.is_none_or(|payoff| *due > payoff)).or(payoff)
    }

    /// What is overdue, when it is less than what is due.
    #[must_use]
    pub fn overdue_alone(&self) -> Option<Money> {
        self.overdue.filter(|overdue| self.due != Some(*overdue))
    }

    /// The way that home asks for: what is late, with what is due today; otherwise the next installment.
    #[must_use]
    pub fn usual(&self) -> Choice {
        let due_today = self.state.next_due.as_ref().is_some_and(|next| next.due_on == self.today);
        match self.due {
            Some(_) if self.overdue_alone().is_some() && !due_today => Choice::Overdue,
            Some(_) => Choice::Due,
            None => Choice::Payoff,
        }
    }

    fn amount(&self, wish: &Wish) -> Result<Money> {
        match wish.choice {
            Choice::Due => self.due.ok_or(Error::Stale("loan")),
            Choice::Overdue => self.overdue.ok_or(Error::Stale("loan")),
            Choice::Payoff => self.payoff.as_ref().map(|payoff| payoff.total).ok_or(Error::Stale("loan")),
            Choice::Other => typed_amount(&wish.amount, self.loan.terms.currency()),
        }
    }

    /// Replays the loan as if the money came in today.
    fn foresee(&self, kind: EventKind, amount: Money) -> Result<Quote> {
        const PREVIEW: &str = "preview";
        let mut events = self.loan.events.clone();
        let seq = u32::try_from(events.len()).unwrap_or(u32::MAX).saturating_add(1);
        events.push(Event { seq, id: PREVIEW.to_owned(), on: self.today, kind: kind.clone() });
        let after = replay(&self.loan.terms, &events, self.today)?;
        let split =
            Split::of(&after.payments, PREVIEW).ok_or_else(|| Error::Fault("a payment has no split".to_owned()))?;
        // The same money goes the same ways whatever becomes of the plan; that is chosen beside it.
        let named = if matches!(kind, EventKind::Prepayment { .. }) { "prepayment" } else { "payment" };
        let seen = split.fingerprint(named, after.outstanding.principal);
        let settles = after.status == LoanStatus::Settled;
        Ok(Quote { amount, outcomes: Vec::new(), split, after, settles, seen, kind })
    }
}

fn typed_amount(text: &str, currency: lending::money::Currency) -> Result<Money> {
    Money::parse_positive(text, currency).map_err(|wrong| {
        let figures = match &wrong {
            MoneyError::TooManyDecimals { allowed, .. } => vec![allowed.to_string()],
            _ => Vec::new(),
        };
        let code = match wrong {
            MoneyError::Empty => "required",
            MoneyError::TooManyDecimals { .. } => "too_many_decimals",
            MoneyError::TooLarge => "too_large",
            MoneyError::Negative | MoneyError::Zero => "not_positive",
            _ => "not_an_amount",
        };
        Error::refused_with("amount", code, figures)
    })
}

fn outcome(then: Then, after: &State) -> Option<Outcome> {
    let left: Vec<_> = after.rows.iter().filter(|row| row.remaining.total.is_positive()).collect();
    // The installment after the running one: the running one may be smaller by what was paid on it.
    let whole = left.get(1).or(left.first())?;
    Some(Outcome { then, final_due_on: after.final_due_on, installments_left: left.len(), installment: whole.total })
}

/// What a payment's row calls the prepayment choice.
#[must_use]
pub fn then_code(then: Then) -> &'static str {
    match then {
        Then::ReduceTerm => "reduce_term",
        Then::ReduceInstallment => "reduce_installment",
    }
}

/// The choice out of a row or a form field.
#[must_use]
pub fn parse_then(code: &str) -> Option<Then> {
    match code {
        "reduce_term" => Some(Then::ReduceTerm),
        "reduce_installment" => Some(Then::ReduceInstallment),
        _ => None,
    }
}

/// What the payment's row says of the plan; nothing for an ordinary payment.
pub(super) fn chosen(kind: &EventKind) -> Option<&'static str> {
    match kind {
        EventKind::Prepayment { then: Some(then), .. } => Some(then_code(*then)),
        _ => None,
    }
}
