//! What installments ask for besides principal: interest as it accrues or was planned, and the fees of each.

use chrono::NaiveDate;

use super::LifeProduct;
use super::plan::{Installment, PaidOut, Plan};
use crate::LendingError;
use crate::exact::{add, sub};
use crate::money::Money;
use crate::profiles::fineract::{Disbursement, Generator, Loan, Product, Repayment, installment_fee};
use crate::terms::{Grace, Period};

impl Plan<'_> {
    /// Lets overdue principal bear interest until a day.
    pub fn run_to(&mut self, day: NaiveDate, settles: bool) -> Result<(), LendingError> {
        let runs = self.product.recalculates && !self.product.no_interest_on_past_due;
        if let Some(accrual) = self.accrual.as_mut().filter(|_| runs)
            && accrual.run_to(day, settles)?
        {
            self.follow()?;
        }
        Ok(())
    }

    /// Takes over what the periods ask for after a change of the terms: what is paid in full stays as it was until
    /// the next payment.
    pub fn follow_change(&mut self) -> Result<(), LendingError> {
        let regular = self.regular();
        let Some(accrual) = &self.accrual else { return Ok(()) };
        for (k, asked) in regular.into_iter().zip(accrual.asked()?) {
            if self.installments[k].paid.is_zero() || self.installments[k].open()? > 0 {
                (self.installments[k].principal, self.installments[k].interest) = (asked.principal, asked.interest);
            }
        }
        Ok(())
    }

    /// Takes over what the periods ask for now.
    pub fn follow(&mut self) -> Result<(), LendingError> {
        let regular = self.regular();
        let Some(accrual) = &self.accrual else { return Ok(()) };
        for (k, asked) in regular.into_iter().zip(accrual.asked()?) {
            (self.installments[k].principal, self.installments[k].interest) = (asked.principal, asked.interest);
        }
        Ok(())
    }

    /// Interest that stands as planned: laid out for all that was paid out so far.
    pub fn lay_out(&mut self) -> Result<(), LendingError> {
        let regular = self.regular();
        let periods = regular.iter().map(|k| (self.installments[*k].from, self.installments[*k].due_on));
        let periods = periods.map(|(from, due)| Period { from, due }).collect();
        let rows = Loan::of(&self.product.laid_out(&self.paid_out, periods)?)?.rows()?;
        for (k, row) in regular.into_iter().zip(rows) {
            let installment = &mut self.installments[k];
            (installment.principal, installment.interest) = (row.principal, row.interest);
        }
        Ok(())
    }

    /// Works out the fees of each installment.
    pub fn charge_installments(&mut self) -> Result<(), LendingError> {
        let product = self.product;
        for k in self.regular() {
            let Installment { principal, interest, paid, ref charges, .. } = self.installments[k];
            let charged = charges.iter().filter(|charge| !charge.penalty).try_fold(0, |sum, c| add(sum, c.amount))?;
            let fee = installment_fee::sum(&product.installment_fees, principal, interest, product.currency)?;
            // What is paid of it stays asked for; charges are asked for beside it.
            self.installments[k].fee = fee.max(sub(paid.fee, charged)?);
        }
        Ok(())
    }
}

impl LifeProduct {
    /// The product whose schedule this loan has.
    fn laid_out(&self, paid_out: &[PaidOut], periods: Vec<Period>) -> Result<Product, LendingError> {
        // Flat interest of an older loan is on the gross amount; all else knows what was lent.
        let gross = self.flat && self.generator == Generator::Cumulative;
        let disbursement = |paid_out: &PaidOut| {
            let amount = if gross { paid_out.amount } else { sub(paid_out.amount, paid_out.down)? };
            Ok(Disbursement { on: paid_out.on, amount: Money::of_minor(amount, self.currency).to_string() })
        };
        Ok(Product {
            currency: self.currency,
            generator: self.generator,
            repayment: if self.flat { Repayment::Flat } else { Repayment::EqualInstallment },
            disbursements: paid_out.iter().map(disbursement).collect::<Result<_, LendingError>>()?,
            annual_rate: self.annual_rate,
            rate_over_term: false,
            installments: self.installments,
            every: self.every,
            unit: self.unit,
            periods,
            by_period: self.by_period,
            days_in_month: self.days_in_month,
            days_in_year: self.days_in_year,
            year_split: self.year_split,
            installment_multiple: self.installment_multiple.clone(),
            currency_multiple: None,
            down_payment: self.down_payment.filter(|_| gross),
            grace: Grace::default(),
            partial_period_interest: self.partial_period_interest,
            changes: Vec::new(),
            digits: None,
            overdue_until: None,
            // Charged on what the plan asks for in the end.
            installment_fees: Vec::new(),
        })
    }
}
