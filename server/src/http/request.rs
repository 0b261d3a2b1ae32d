//! Reading requests: cookies, fields, addresses, languages. Nothing here trusts what it reads.

use std::{collections::BTreeMap, net::SocketAddr};

use axum::extract::ConnectInfo;
use http::{HeaderMap, HeaderValue, header};
use lending::language::Language;

use crate::identity::session::Device;

/// A cookie's value.
#[must_use]
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(';'))
        .find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
}

/// A session-long cookie that only this host gets, only over TLS (or localhost), never a script.
#[must_use]
pub fn host_cookie(name: &str, value: &str) -> HeaderValue {
    HeaderValue::from_str(&format!("{name}={value}; Path=/; Secure; HttpOnly; SameSite=Lax"))
        .unwrap_or_else(|_| HeaderValue::from_static(""))
}

/// Takes a cookie away.
#[must_use]
pub fn ended_cookie(name: &str) -> HeaderValue {
    HeaderValue::from_str(&format!("{name}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0"))
        .unwrap_or_else(|_| HeaderValue::from_static(""))
}

/// The fields of an urlencoded body; of a field sent twice the first counts.
#[must_use]
pub fn form_fields(body: &[u8]) -> BTreeMap<String, String> {
    let mut fields = BTreeMap::new();
    for (name, value) in form_urlencoded::parse(body) {
        fields.entry(name.into_owned()).or_insert_with(|| value.into_owned());
    }
    fields
}

/// A path of this portal, or home: never an address elsewhere.
#[must_use]
pub fn own_path(text: &str) -> &str {
    let safe = text.starts_with('/')
        && !text.starts_with("//")
        && !text.contains('\\')
        && text.bytes().all(|b| (0x21..0x7f).contains(&b));
    if safe { text } else { "/" }
}

/// Percent-encodes text for a query.
#[must_use]
pub fn encode(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// The language a browser asks for: Chinese, unless English comes first.
#[must_use]
pub fn preferred_language(headers: &HeaderMap) -> Language {
    headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|v| v.to_str().ok())
        .into_iter()
        .flat_map(|v| v.split(','))
        .find_map(|tag| {
            let tag = tag.split(';').next().unwrap_or("").trim().to_ascii_lowercase();
            match tag.get(..2) {
                Some("zh") => Some(Language::Chinese),
                Some("en") => Some(Language::English),
                _ => None,
            }
        })
        .unwrap_or_default()
}

/// The reference under which the log knows this request.
#[must_use]
pub fn request_id(headers: &HeaderMap) -> Option<String> {
    headers.get("x-request-id").and_then(|v| v.to_str().ok()).map(str::to_owned)
}

/// Where the request comes from: the peer, or what the last trusted proxy says of it. What stands
/// further left in X-Forwarded-For is the client's own word and is not believed.
#[must_use]
pub fn device(request: &http::request::Parts, trusted_proxies: usize) -> Device {
    let peer = request.extensions.get::<ConnectInfo<SocketAddr>>().map(|c| c.0.ip().to_string()).unwrap_or_default();
    let forwarded: Vec<&str> = request
        .headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(','))
        .map(str::trim)
        .collect();
    let address = match trusted_proxies {
        0 => peer,
        n => forwarded.len().checked_sub(n).and_then(|at| forwarded.get(at)).map_or(peer, |a| (*a).to_owned()),
    };
    let user_agent = request.headers.get(header::USER_AGENT).and_then(|v| v.to_str().ok()).unwrap_or("").to_owned();
    Device { address: address.chars().take(64).collect(), user_agent }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_elsewhere_becomes_home() {
        for foreign in ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "", "/a\nb"]
        {
            assert_eq!(own_path(foreign), "/");
        }
        assert_eq!(own_path("/loans/loan_1?x=1"), "/loans/loan_1?x=1");
    }

    #[test]
    fn a_client_cannot_forge_its_address_through_a_proxy() {
        let request = http::Request::builder()
            .header("x-forwarded-for", "6.6.6.6, 10.0.0.9")
            .body(())
            .expect("a request")
            .into_parts()
            .0;
        assert_eq!(device(&request, 1).address, "10.0.0.9");
        assert_eq!(device(&request, 0).address, "");
    }
}
