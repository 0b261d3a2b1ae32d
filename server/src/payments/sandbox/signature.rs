//! Signatures of notices: `t=1795388400,v1=hex(hmac-sha256(secret, t + "." + body))`, over the bytes
//! as they came. More than one `v1` may stand there while a secret is being replaced.

use chrono::{DateTime, TimeDelta, Utc};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::payments::provider::BadNotice;

pub const HEADER: &str = "sandbox-signature";
/// How far the two clocks may differ, and how old a notice may be.
const TOLERANCE: TimeDelta = TimeDelta::seconds(300);
/// Signatures looked at; more than a replacement of secrets needs is noise.
const MOST_SIGNATURES: usize = 4;

fn mac(secret: &[u8], time: &str, body: &[u8]) -> Hmac<Sha256> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).expect("an HMAC takes a key of any length");
    mac.update(time.as_bytes());
    mac.update(b".");
    mac.update(body);
    mac
}

/// The header's value for a body sent now.
#[must_use]
pub fn sign(secret: &[u8], body: &[u8], now: DateTime<Utc>) -> String {
    let time = now.timestamp().to_string();
    let signature = hex::encode(mac(secret, &time, body).finalize().into_bytes());
    format!("t={time},v1={signature}")
}

/// # Errors
/// Why it is not believed.
pub(super) fn verify(secret: &[u8], header: Option<&str>, body: &[u8], now: DateTime<Utc>) -> Result<(), BadNotice> {
    let header = header.ok_or(BadNotice::Unsigned)?;
    let fields = || header.split(',').filter_map(|field| field.trim().split_once('='));
    let time = fields().find(|(name, _)| *name == "t").map(|(_, value)| value).ok_or(BadNotice::Unsigned)?;
    let signed = fields()
        .filter(|(name, _)| *name == "v1")
        .take(MOST_SIGNATURES)
        .filter_map(|(_, value)| hex::decode(value).ok())
        .any(|signature| mac(secret, time, body).verify_slice(&signature).is_ok());
    if !signed {
        return Err(BadNotice::WrongSignature);
    }
    let at = time.parse().ok().and_then(|seconds| DateTime::from_timestamp(seconds, 0)).ok_or(BadNotice::WrongTime)?;
    if (now - at).abs() > TOLERANCE { Err(BadNotice::WrongTime) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &[u8] = b"a secret";
    const BODY: &[u8] = br#"{"a":1}"#;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_795_388_400 + seconds, 0).expect("a time")
    }

    #[test]
    fn only_the_very_bytes_that_were_signed_are_believed() {
        let header = sign(SECRET, BODY, at(0));
        assert_eq!(verify(SECRET, Some(&header), BODY, at(10)), Ok(()));
        assert_eq!(verify(SECRET, Some(&header), br#"{"a": 1}"#, at(10)), Err(BadNotice::WrongSignature));
        assert_eq!(verify(b"another", Some(&header), BODY, at(10)), Err(BadNotice::WrongSignature));
        assert_eq!(verify(SECRET, Some(&header[..header.len() - 2]), BODY, at(10)), Err(BadNotice::WrongSignature));
        assert_eq!(verify(SECRET, None, BODY, at(10)), Err(BadNotice::Unsigned));
        assert_eq!(verify(SECRET, Some(""), BODY, at(10)), Err(BadNotice::Unsigned));
    }

    #[test]
    fn an_old_signature_or_one_from_the_future_is_refused() {
        let header = sign(SECRET, BODY, at(0));
        assert_eq!(verify(SECRET, Some(&header), BODY, at(300)), Ok(()));
        assert_eq!(verify(SECRET, Some(&header), BODY, at(301)), Err(BadNotice::WrongTime));
        assert_eq!(verify(SECRET, Some(&header), BODY, at(-301)), Err(BadNotice::WrongTime));
        let moved = header.replace(&at(0).timestamp().to_string(), &at(400).timestamp().to_string());
        assert_eq!(verify(SECRET, Some(&moved), BODY, at(400)), Err(BadNotice::WrongSignature));
    }

    #[test]
    fn one_of_two_signatures_is_enough_while_a_secret_is_replaced() {
        let (old, new) = (sign(b"old", BODY, at(0)), sign(SECRET, BODY, at(0)));
        let both = format!("{old},{}", new.split_once(',').expect("two fields").1);
        assert_eq!(verify(SECRET, Some(&both), BODY, at(0)), Ok(()));
        assert_eq!(verify(SECRET, Some(&new.replace("v1=", "v0=")), BODY, at(0)), Err(BadNotice::WrongSignature));
    }
}
