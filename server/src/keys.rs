//! Secrets derived from the portal's one master key: hashes of contacts, tokens and codes.

use hmac::{Hmac, KeyInit, Mac};
use rand::RngCore;
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};

/// The master key. Each purpose gets its own derived key, so that one hash never serves as another.
#[derive(Clone)]
pub struct Keys {
    master: SecretString,
}

impl Keys {
    /// # Errors
    /// A message when the key is shorter than 32 characters.
    pub fn try_new(master: SecretString) -> std::result::Result<Self, &'static str> {
        if master.expose_secret().len() < 32 {
            return Err("AFTERLOAN_SECRET must be at least 32 characters long");
        }
        Ok(Self { master })
    }

    /// A keyed hash of `parts` for one purpose; parts are length-prefixed so that they cannot run together.
    #[must_use]
    pub fn hash(&self, purpose: &str, parts: &[&[u8]]) -> [u8; 32] {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.master.expose_secret().as_bytes())
            .expect("an HMAC takes a key of any length");
        for part in std::iter::once(&purpose.as_bytes()).chain(parts) {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }
}

/// 256 random bits as text for a cookie or an address.
#[must_use]
pub fn fresh_token() -> String {
    let mut bytes = [0_u8; 32];
    rand::rng().fill_bytes(&mut bytes);
    hex::encode(bytes)
}

/// What of a token is kept: its SHA-256. A token has 256 bits, so no key and no salt are needed.
#[must_use]
pub fn token_hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}
