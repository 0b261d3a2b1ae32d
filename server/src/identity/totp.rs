//! Authenticator codes (RFC 6238: SHA-1, six digits, thirty seconds) and their enrolment picture.

use chrono::{DateTime, Utc};
use rand::RngCore;
use totp_rs::{Algorithm, Builder, Totp};

use crate::{Error, Portal, Result, ids::StaffId};

pub const STEP_SECONDS: u64 = 30;
/// 160 bits, as RFC 4226 recommends.
const SECRET_BYTES: usize = 20;

/// What portal and authenticator share.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret([u8; SECRET_BYTES]);

/// What a colleague photographs or types to enrol.
#[derive(Clone, Debug)]
pub struct Enrolment {
    /// A PNG, in Base64.
    pub qr_png_base64: String,
    /// The secret in groups of four, for those who cannot photograph it.
    pub typed: String,
}

impl Secret {
    #[must_use]
    pub fn fresh() -> Self {
        let mut bytes = [0_u8; SECRET_BYTES];
        rand::rng().fill_bytes(&mut bytes);
        Self(bytes)
    }

    /// A secret that is known in advance: the demo lender's colleagues.
    #[must_use]
    pub const fn known(bytes: [u8; SECRET_BYTES]) -> Self {
        Self(bytes)
    }

    /// As authenticators take it when it is typed.
    #[must_use]
    pub fn base32(&self) -> String {
        self.totp("").secret().to_base32()
    }

    /// The code of an instant.
    #[must_use]
    pub fn code(&self, at: DateTime<Utc>) -> String {
        self.totp("").generate(seconds(at)).to_string()
    }

    /// The step whose code was typed: this one, the one before or the one after.
    pub(super) fn step_of(&self, digits: &str, at: DateTime<Utc>) -> Option<i64> {
        self.totp("").check(digits, seconds(at)).and_then(|step| i64::try_from(step).ok())
    }

    /// # Errors
    /// When the account's name cannot be drawn.
    pub(super) fn enrolment(&self, portal: &Portal, account: &str) -> Result<Enrolment> {
        let totp = Builder::new()
            .with_secret(self.0)
            .with_issuer(Some(portal.lender.lender_name_en.replace(':', " ")))
            .with_account_name(account.replace(':', " "))
            .build()
            .map_err(|e| Error::outside("the enrolment", e))?;
        let qr_png_base64 = totp.to_qr_base64().map_err(|e| Error::outside("the enrolment's picture", e))?;
        let letters: Vec<char> = totp.secret().to_base32().chars().collect();
        let typed = letters.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join(" ");
        Ok(Enrolment { qr_png_base64, typed })
    }

    pub(super) fn seal(&self, portal: &Portal, of: StaffId) -> Result<Vec<u8>> {
        Ok(portal.keys.seal("totp", of.0.as_bytes(), &self.0)?)
    }

    pub(super) fn open(portal: &Portal, of: StaffId, sealed: &[u8]) -> Result<Self> {
        let plain = portal.keys.open("totp", of.0.as_bytes(), sealed)?;
        plain.try_into().map(Self).map_err(|_| Error::Sealed(crate::keys::Sealed))
    }

    fn totp(&self, account: &str) -> Totp {
        Builder::new()
            .with_algorithm(Algorithm::SHA1)
            .with_digits(6)
            .with_skew(1)
            .with_step_duration(STEP_SECONDS)
            .with_secret(self.0)
            .with_account_name(account)
            .build_noncompliant()
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret")
    }
}

fn seconds(at: DateTime<Utc>) -> u64 {
    u64::try_from(at.timestamp()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B, cut to six digits.
    #[test]
    fn the_codes_are_those_of_the_standard() {
        let secret = Secret::known(*b"12345678901234567890");
        for (at, code) in [(59, "287082"), (1_111_111_109, "081804"), (2_000_000_000, "279037")] {
            assert_eq!(secret.code(DateTime::from_timestamp(at, 0).expect("a time")), code);
        }
    }

    #[test]
    fn a_code_is_taken_one_step_early_or_late_and_no_more() {
        let secret = Secret::fresh();
        let at = DateTime::from_timestamp(1_800_000_000, 0).expect("a time");
        let late = |seconds| secret.step_of(&secret.code(at), at + chrono::TimeDelta::seconds(seconds));
        assert_eq!(late(0), Some(1_800_000_000 / 30));
        assert_eq!(late(30), Some(1_800_000_000 / 30));
        assert_eq!(late(-30), Some(1_800_000_000 / 30));
        assert_eq!(late(60), None);
        assert_eq!(late(-31), None);
    }
}
