//! What has fields, and what is one of some words. Fields stand in the order of their names.

use std::collections::BTreeMap;

use super::{Read, Reader, Text, Write};
use crate::calendar::{BusinessDay, Calendar};
use crate::day_count::{DayCount, LeapYears, SplitDay, YearSplit};
use crate::event::{EventJson, Hold};
use crate::modification::{Arrears, Change, ChangeKind, Comparison, DeferredInterest, Plan, RowChange};
use crate::money::{AnnualRate, Currency};
use crate::policy::{ExtensionCap, History, Policy};
#[cfg(feature = "profiles")]
use crate::profiles::{
    Conventions, System,
    fineract::{
        Generator,
        life::{PaymentType, PayoffUntil, Rest, Rule},
    },
};
use crate::schedule;
use crate::terms::{
    Across, AllocationTerms, Component, Fee, FeeAmount, FeeKind, FeeWhen, Future, Grace, InterestBy, LateFee, LevelBy,
    Method, OrderItem, PenaltyBase, PenaltyKind, PenaltyTerms, Period, PrepaymentFee, PrepaymentTerms, Rounding, Row,
    TermsJson, Then, Timing, Tranche, Unit,
};

/// Writes a record; a field marked `if_some` is left out when there is none.
macro_rules! written {
    ($kind:ty { $($(#[$only:meta])? $field:ident $(: $mark:ident)?),+ $(,)? }) => {
        impl Write for $kind {
            fn write(&self, text: &mut Text) {
                let Self { $($(#[$only])? $field),+ } = self;
                text.plain("{");
                $($(#[$only])? { written!(@field text $field $($mark)?); })+
                text.plain("}");
            }
        }
    };
    (@field $text:ident $field:ident) => {
        $text.key(stringify!($field));
        $field.write($text);
    };
    (@field $text:ident $field:ident if_some) => {
        if $field.is_some() {
            written!(@field $text $field);
        }
    };
}

/// Writes and reads a record.
macro_rules! record {
    ($kind:ty { $($(#[$only:meta])? $field:ident $(: $mark:ident)?),+ $(,)? }) => {
        written!($kind { $($(#[$only])? $field $(: $mark)?),+ });
        impl Read for $kind {
            fn read(from: &mut Reader<'_>) -> Self {
                from.plain("{");
                $($(#[$only])? let $field = record!(@field from $field $($mark)?);)+
                from.plain("}");
                Self { $($(#[$only])? $field),+ }
            }
        }
    };
    (@field $from:ident $field:ident) => {{
        $from.key(stringify!($field));
        Read::read($from)
    }};
    (@field $from:ident $field:ident if_some) => {
        if $from.has_key(stringify!($field)) { Some(Read::read($from)) } else { None }
    };
}

/// One of some words.
macro_rules! words {
    ($each:ident: $($kind:ident { $($variant:ident = $word:literal),+ $(,)? })+) => { $(
        impl $kind {
            const WORDS: &'static [($kind, &'static str)] = &[$(($kind::$variant, $word)),+];
        }
        words!(@by $kind, |value| match value { $($kind::$variant => $word),+ });
    )+
        /// Each word with what serde makes of its value, and whether it is read back.
        #[cfg(test)]
        pub(super) fn $each(mut look: impl FnMut(&str, serde_json::Value, bool)) {
            $(for (value, word) in $kind::WORDS {
                let read: Option<$kind> = super::read(&super::text(value));
                look(word, serde_json::to_value(value).expect("a word"), read == Some(*value));
            })+
        }
    };
    (@by $kind:ident, |$value:ident| $word:expr) => {
        impl Write for $kind {
            fn write(&self, text: &mut Text) {
                let $value = self;
                text.word($word);
            }
        }
        impl Read for $kind {
            fn read(from: &mut Reader<'_>) -> Self {
                let word = from.word();
                let place = Self::WORDS.iter().position(|(_, w)| *w == word);
                Self::WORDS[from.or_refuse(place)].0
            }
        }
    };
}

record!(TermsJson {
    allocation,
    annual_rate,
    business_day,
    calendar,
    #[cfg(feature = "profiles")]
    conventions: if_some,
    currency,
    day_count,
    disbursed_on,
    down_payment,
    due_day,
    every,
    fees,
    first_due_on,
    fixed_installment,
    grace,
    installment_multiple,
    installment_rounding: if_some,
    installments,
    interest,
    late_fee,
    level_by,
    method,
    penalty,
    periods,
    prepayment,
    principal,
    rounding,
    rows: if_some,
    tranches,
    unit,
    year_split,
});
#[cfg(feature = "profiles")]
record!(Conventions {
    ahead,
    generator,
    no_interest_on_past_due,
    of,
    partial_period_interest,
    payoff_until,
    recalculates,
    rest,
    rules,
});
#[cfg(feature = "profiles")]
record!(Rule { ahead, allocation, types });
record!(AllocationTerms { across, future, order, principal_first_after_days });
record!(Calendar { exceptions, known_through });
record!(Fee { kind, name, on, value, when });
record!(Grace { interest, interest_free, principal });
record!(LateFee { after_days, kind, maximum, minimum, value });
record!(PenaltyTerms { base, cap, compound, day_count, grace_days, kind, value });
record!(Period { due, from });
record!(PrepaymentFee { free_after_installments, share });
record!(PrepaymentTerms { default, fee });
record!(Row { due_on, principal });
record!(Tranche { on, principal });
record!(YearSplit { at, leap });
record!(EventJson<'_> {
    amount: if_some, annual_rate: if_some, change: if_some, component: if_some, first_due_on: if_some, from: if_some,
    id, installments: if_some, kind, name: if_some, of: if_some, on, seq, then: if_some, to: if_some, what: if_some,
});
record!(Change {
    annual_rate: if_some,
    arrears: if_some,
    cure_days: if_some,
    defer_installments: if_some,
    deferred_interest: if_some,
    due_day: if_some,
    extra_installments: if_some,
    forgive_principal: if_some,
    from: if_some,
    holiday: if_some,
    interest_only: if_some,
    kind,
    spread_over: if_some,
    waive: if_some,
});
record!(Policy {
    documents,
    extension_caps,
    guarantors_consent,
    max_changes,
    max_changes_a_year,
    max_days_past_due,
    max_restructured_share,
    min_days_before_due,
    min_installments_paid,
    one_open_request,
    watch_days,
});
record!(ExtensionCap { months, percent_of_term, term_up_to_months });
record!(History { documents, guarantors, guarantors_consented, open_requests, restructured_share });

written!(schedule::Row { balance, days, due_on, fee, from, interest, n, principal, total });
written!(Plan {
    final_due_on,
    interest_to_pay,
    largest_installment,
    next_installment,
    overdue,
    remaining,
    rows,
    total_to_pay,
});
written!(RowChange { becomes, difference, due_on, was });
written!(Comparison { after, before, cost_difference, days_longer, input_hash, result_hash, rows });

words! { each_word:
    Across { OldestFirst = "oldest_first", ComponentFirst = "component_first" }
    Arrears { Keep = "keep", Capitalise = "capitalise", Spread = "spread" }
    BusinessDay {
        None = "none", Following = "following", ModifiedFollowing = "modified_following", Preceding = "preceding",
    }
    ChangeKind { Extension = "extension", Restructuring = "restructuring", DueDate = "due_date", Cure = "cure" }
    Component {
        Penalty = "penalty", Fee = "fee", Compound = "compound", Interest = "interest", Principal = "principal",
    }
    DeferredInterest { Pay = "pay", Capitalise = "capitalise" }
    FeeAmount { Flat = "flat", PercentOfOverdue = "percent_of_overdue" }
    FeeKind {
        Flat = "flat", PercentOfPrincipal = "percent_of_principal",
        PercentOfPrincipalPart = "percent_of_principal_part", PercentOfInterest = "percent_of_interest",
        PercentOfInstallment = "percent_of_installment", PercentOfOutstanding = "percent_of_outstanding",
    }
    FeeWhen { Disbursement = "disbursement", EachInstallment = "each_installment", On = "on" }
    Future { Next = "next", Last = "last", NextLast = "next_last", Reamortise = "reamortise" }
    Hold { Penalty = "penalty", Interest = "interest", Dunning = "dunning" }
    InterestBy { ByPeriod = "by_period", ByDay = "by_day" }
    LeapYears { Always = "always", Feb29Only = "feb29_only" }
    LevelBy { Formula = "formula", Equalised = "equalised" }
    Method {
        EqualInstallment = "equal_installment", EqualPrincipal = "equal_principal", InterestOnly = "interest_only",
        Bullet = "bullet", Flat = "flat", Custom = "custom",
    }
    PenaltyBase {
        Principal = "principal", PrincipalAndInterest = "principal_and_interest", Installment = "installment",
    }
    PenaltyKind { None = "none", Multiplier = "multiplier", AnnualRate = "annual_rate", DailyRate = "daily_rate" }
    Rounding { HalfEven = "half_even", HalfUp = "half_up", HalfDown = "half_down", Up = "up", Down = "down" }
    SplitDay { Jan1 = "jan1", Dec31 = "dec31" }
    Then { ReduceTerm = "reduce_term", ReduceInstallment = "reduce_installment" }
    Timing { PastDue = "past_due", Due = "due", InAdvance = "in_advance" }
    Unit { Day = "day", Week = "week", Month = "month", Year = "year" }
}

#[cfg(feature = "profiles")]
words! { each_word_of_profiles:
    Generator { Progressive = "progressive", Cumulative = "cumulative" }
    PaymentType {
        Repayment = "repayment", DownPayment = "down_payment", GoodwillCredit = "goodwill_credit",
        MerchantIssuedRefund = "merchant_issued_refund", PayoutRefund = "payout_refund",
        InterestRefund = "interest_refund",
    }
    PayoffUntil { Payment = "payment", RestDate = "rest_date" }
    Rest { Daily = "daily", Period = "period" }
    System { Fineract = "fineract" }
}

macro_rules! coded {
    ($($kind:ident),+) => { $(
        impl Write for $kind {
            fn write(&self, text: &mut Text) {
                text.word(self.code());
            }
        }
        impl Read for $kind {
            fn read(from: &mut Reader<'_>) -> Self {
                let word = from.word();
                let place = Self::ALL.iter().position(|value| value.code() == word);
                Self::ALL[from.or_refuse(place)]
            }
        }
    )+ };
}

coded!(Currency, DayCount);

/// A component by itself, or with how its installment stands.
impl Write for OrderItem {
    fn write(&self, text: &mut Text) {
        match self {
            OrderItem::Any(component) => component.write(text),
            OrderItem::When { timing, component } => {
                text.plain("{");
                text.key("component");
                component.write(text);
                text.key("timing");
                timing.write(text);
                text.plain("}");
            }
        }
    }
}

impl Read for OrderItem {
    fn read(from: &mut Reader<'_>) -> Self {
        if !from.has("{") {
            return OrderItem::Any(Component::read(from));
        }
        from.key("component");
        let component = Component::read(from);
        from.key("timing");
        let timing = Timing::read(from);
        from.plain("}");
        OrderItem::When { timing, component }
    }
}

/// Components by the order of their words, which is not the order in which they are paid.
impl Write for BTreeMap<Component, AnnualRate> {
    fn write(&self, text: &mut Text) {
        use Component::{Compound, Fee, Interest, Penalty, Principal};
        text.plain("{");
        for component in [Compound, Fee, Interest, Penalty, Principal] {
            if let Some(rate) = self.get(&component) {
                text.next();
                component.write(text);
                text.plain(":");
                rate.write(text);
            }
        }
        text.plain("}");
    }
}
