//! SMS by an HTTP gateway in the manner of Kannel's `sendsms`: Chinese as UCS-2, and an address to
//! which the gateway reports what became of the message.

use async_trait::async_trait;
use secrecy::{ExposeSecret, SecretString};

use super::{Door, Handed, Letter};
use crate::{
    Error, Result,
    config::{LenderSettings, MessageSettings},
};

/// Delivered, undeliverable, buffered, taken by the centre, refused by the centre.
const REPORT_ALL: &str = "31";

pub struct Kannel {
    http: reqwest::Client,
    url: reqwest::Url,
    user: String,
    password: SecretString,
    from: String,
    public_url: String,
}

impl Kannel {
    /// # Errors
    /// When the gateway's address does not parse.
    pub fn from_settings(
        settings: &MessageSettings,
        lender: &LenderSettings,
        http: &reqwest::Client,
    ) -> Result<Option<Self>> {
        let Some(url) = &settings.sms_url else { return Ok(None) };
        let url =
            reqwest::Url::parse(url).map_err(|e| Error::Fault(format!("AFTERLOAN_SMS_URL is no address: {e}")))?;
        Ok(Some(Self {
            http: http.clone(),
            url,
            user: settings.sms_user.clone(),
            password: settings.sms_password.clone().unwrap_or_default(),
            from: settings.sms_from.clone(),
            public_url: lender.public_url.trim_end_matches('/').to_owned(),
        }))
    }

    fn address(&self, letter: Option<&Letter>) -> reqwest::Url {
        let mut url = self.url.clone();
        {
            let mut query = url.query_pairs_mut();
            query.append_pair("username", &self.user).append_pair("password", self.password.expose_secret());
            if !self.from.is_empty() {
                query.append_pair("from", &self.from);
            }
            if let Some(letter) = letter {
                query.append_pair("to", &letter.to).append_pair("charset", "UTF-8").append_pair("text", &letter.body);
                if !letter.body.is_ascii() {
                    query.append_pair("coding", "2");
                }
                if let Some(reference) = &letter.report {
                    let report = format!("{}/reports/sms/{reference}?status=%d", self.public_url);
                    query.append_pair("dlr-mask", REPORT_ALL).append_pair("dlr-url", &report);
                }
            }
        }
        url
    }
}

/// What an answer means; the body is only repeated where it is a code and a short word.
fn judge(status: u16, body: &str) -> Handed {
    let said = format!("sms gateway {status}: {}", body.chars().take(80).collect::<String>());
    match status {
        200..300 => Handed::Taken,
        // Our user or password, or too fast: ours to put right.
        401 | 403 | 407 | 408 | 429 | 503 => Handed::RefusedForNow(said),
        400..500 => Handed::RefusedForGood { why: said, bad_address: false },
        _ => Handed::Lost(said),
    }
}

#[async_trait]
impl Door for Kannel {
    async fn hand(&self, letter: &Letter) -> Handed {
        if !letter.to.strip_prefix('+').unwrap_or(&letter.to).bytes().all(|b| b.is_ascii_digit()) || letter.to.len() < 8
        {
            return Handed::RefusedForGood { why: "not a phone number".to_owned(), bad_address: true };
        }
        match self.http.get(self.address(Some(letter))).send().await {
            Ok(answer) => {
                let status = answer.status().as_u16();
                judge(status, &answer.text().await.unwrap_or_default())
            }
            // The address holds the password: it is taken out of what is kept.
            Err(error) if error.is_connect() => Handed::RefusedForNow(error.without_url().to_string()),
            Err(error) => Handed::Lost(error.without_url().to_string()),
        }
    }

    /// Asks without naming a receiver: a gateway that knows us complains of that, and of nothing else.
    async fn knock(&self) -> std::result::Result<(), String> {
        let answer = self.http.get(self.address(None)).send().await.map_err(|e| e.without_url().to_string())?;
        let status = answer.status().as_u16();
        let body = answer.text().await.unwrap_or_default();
        if matches!(status, 401 | 403) || body.to_ascii_lowercase().contains("authori") {
            return Err(format!("the gateway refuses user and password ({status})"));
        }
        if status == 404 || status >= 500 { Err(format!("the gateway answers {status}")) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_gateway_that_certainly_did_not_take_it_is_asked_again() {
        assert_eq!(judge(202, "0: Accepted for delivery"), Handed::Taken);
        assert!(matches!(judge(503, "Temporal failure"), Handed::RefusedForNow(_)));
        assert!(matches!(judge(403, "Authorization failed"), Handed::RefusedForNow(_)));
        assert!(matches!(judge(400, "Invalid receiver"), Handed::RefusedForGood { .. }));
        assert!(matches!(judge(504, "gateway timeout"), Handed::Lost(_)));
    }
}
