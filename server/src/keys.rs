//! Secrets derived from the portal's one master key: hashes of contacts, tokens and codes.

use hmac::{Hmac, KeyInit, Mac};
use rand::RngCore;
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
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

    /// Encrypts what must be read again (an authenticator's secret) for one purpose and one owner.
    ///
    /// # Errors
    /// [`Sealed`] never opens for another purpose or owner; sealing fails only on absurd lengths.
    pub fn seal(&self, purpose: &str, owner: &[u8], plain: &[u8]) -> Result<Vec<u8>, Sealed> {
        let mut nonce = [0_u8; NONCE_LEN];
        rand::rng().fill_bytes(&mut nonce);
        let mut text = plain.to_vec();
        self.cipher(purpose)?
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(owner), &mut text)
            .map_err(|_| Sealed)?;
        Ok([nonce.as_slice(), &text].concat())
    }

    /// # Errors
    /// When it was sealed with another key, purpose or owner, or was changed.
    pub fn open(&self, purpose: &str, owner: &[u8], sealed: &[u8]) -> Result<Vec<u8>, Sealed> {
        let (nonce, text) = sealed.split_at_checked(NONCE_LEN).ok_or(Sealed)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| Sealed)?;
        let mut text = text.to_vec();
        let plain = self.cipher(purpose)?.open_in_place(nonce, Aad::from(owner), &mut text).map_err(|_| Sealed)?;
        Ok(plain.to_vec())
    }

    fn cipher(&self, purpose: &str) -> Result<LessSafeKey, Sealed> {
        let key = self.hash(purpose, &[b"seal"]);
        UnboundKey::new(&CHACHA20_POLY1305, &key).map(LessSafeKey::new).map_err(|_| Sealed)
    }
}

/// What was sealed does not open.
#[derive(Debug, thiserror::Error)]
#[error("a sealed value does not open; was AFTERLOAN_SECRET changed?")]
pub struct Sealed;

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

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(master: &str) -> Keys {
        Keys::try_new(SecretString::from(master)).expect("long enough")
    }

    #[test]
    fn what_is_sealed_opens_for_its_purpose_owner_and_key_alone() {
        let ours = keys("0123456789 0123456789 0123456789");
        let sealed = ours.seal("totp", b"a", b"secret").expect("sealed");
        assert_eq!(ours.open("totp", b"a", &sealed).expect("opens"), b"secret");
        assert!(ours.open("totp", b"b", &sealed).is_err());
        assert!(ours.open("other", b"a", &sealed).is_err());
        assert!(keys("another 0123456789 0123456789 012345").open("totp", b"a", &sealed).is_err());
        assert!(ours.open("totp", b"a", &sealed[..5]).is_err());
    }
}
