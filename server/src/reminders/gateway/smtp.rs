//! E-mail by lettre over SMTP, one command at a time.
//!
//! lettre's own `send` answers one error for all stages, and the stage is what matters: a refused
//! receiver is a bad address, a refused text is not; a connection that breaks before the text is
//! handed over may be tried again, one that breaks after it leaves us not knowing.

use std::{future::Future, time::Duration};

use async_trait::async_trait;
use lettre::{
    Address, Message,
    message::{Mailbox, SinglePart, header},
    transport::smtp::{
        Error as SmtpError, SMTP_PORT, SUBMISSION_PORT, SUBMISSIONS_PORT,
        authentication::{Credentials, DEFAULT_MECHANISMS},
        client::{AsyncSmtpConnection, TlsParameters},
        commands::{Data, Mail, Noop, Rcpt},
        extension::ClientId,
    },
};
use secrecy::ExposeSecret;

use super::{Door, Handed, Letter};
use crate::{
    Error, Result,
    config::{LenderSettings, MessageSettings},
};

/// Each command gets this long.
const PATIENCE: Duration = Duration::from_secs(10);

pub struct Smtp {
    host: String,
    port: u16,
    tls: Tls,
    credentials: Option<Credentials>,
    from: Mailbox,
    hello: ClientId,
    patience: Duration,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Tls {
    /// `smtps://`: from the first byte.
    Wrapped,
    /// `smtp://` with a password: STARTTLS, or nothing is said.
    Required,
    /// `smtp://` without: a relay beside us.
    WhenOffered,
}

/// Why a stage failed: the relay's answer, or no answer.
enum Stopped {
    Said { code: u16, text: String },
    Silent(String),
}

impl From<SmtpError> for Stopped {
    fn from(error: SmtpError) -> Self {
        match error.status() {
            Some(code) => Self::Said { code: code.into(), text: error.to_string() },
            None => Self::Silent(error.to_string()),
        }
    }
}

impl Stopped {
    fn for_now(self) -> Handed {
        Handed::RefusedForNow(self.text())
    }

    fn text(self) -> String {
        match self {
            Self::Said { code, text } => format!("smtp {code}: {text}"),
            Self::Silent(text) => text,
        }
    }

    fn is_final(&self) -> bool {
        matches!(self, Self::Said { code, .. } if (500..600).contains(code))
    }
}

impl Smtp {
    /// # Errors
    /// When the address of the relay or the sender does not parse.
    pub fn from_settings(settings: &MessageSettings, lender: &LenderSettings) -> Result<Option<Self>> {
        let Some(url) = &settings.smtp_url else { return Ok(None) };
        Self::parse(url.expose_secret(), &settings.mail_from, &lender.lender_name_zh).map(Some)
    }

    /// # Errors
    /// When the address of the relay or the sender does not parse.
    pub fn parse(url: &str, from: &str, lender: &str) -> Result<Self> {
        // The address holds a password: what does not parse is not repeated.
        let bad = |what: &str| {
            Error::Fault(format!("AFTERLOAN_SMTP_URL {what}: write smtp://user:password@host:port or smtps://…"))
        };
        let url = reqwest::Url::parse(url).map_err(|_| bad("is no address"))?;
        let decoded = |text: &str| {
            form_urlencoded::parse(format!("v={}", text.replace('+', "%2B")).as_bytes())
                .next()
                .map(|(_, v)| v.into_owned())
                .unwrap_or_default()
        };
        let credentials = (!url.username().is_empty())
            .then(|| Credentials::new(decoded(url.username()), decoded(url.password().unwrap_or_default())));
        let (tls, usual_port) = match (url.scheme(), &credentials) {
            ("smtps", _) => (Tls::Wrapped, SUBMISSIONS_PORT),
            ("smtp", Some(_)) => (Tls::Required, SUBMISSION_PORT),
            ("smtp", None) => (Tls::WhenOffered, SMTP_PORT),
            _ => return Err(bad("has an unknown scheme")),
        };
        let address: Address =
            from.parse().map_err(|_| Error::Fault(format!("AFTERLOAN_MAIL_FROM is no e-mail address: {from}")))?;
        Ok(Self {
            host: url.host_str().filter(|h| !h.is_empty()).ok_or_else(|| bad("names no host"))?.to_owned(),
            port: url.port().unwrap_or(usual_port),
            tls,
            credentials,
            hello: ClientId::Domain(address.domain().to_owned()),
            from: Mailbox::new(Some(lender.to_owned()), address),
            patience: PATIENCE,
        })
    }

    /// Waits less long: tests of a relay that sleeps.
    #[must_use]
    pub fn with_patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    async fn stage<T>(
        &self,
        work: impl Future<Output = std::result::Result<T, SmtpError>> + Send,
    ) -> std::result::Result<T, Stopped> {
        match tokio::time::timeout(self.patience, work).await {
            Ok(done) => done.map_err(Stopped::from),
            Err(_) => Err(Stopped::Silent("the relay did not answer in time".to_owned())),
        }
    }

    async fn connect(&self) -> std::result::Result<AsyncSmtpConnection, Stopped> {
        let parameters = || TlsParameters::new(self.host.clone());
        let wrapped = if self.tls == Tls::Wrapped { Some(parameters()?) } else { None };
        let server = (self.host.as_str(), self.port);
        let mut connection = self
            .stage(AsyncSmtpConnection::connect_tokio1(server, Some(self.patience), &self.hello, wrapped, None))
            .await?;
        if self.tls == Tls::Required || (self.tls == Tls::WhenOffered && connection.can_starttls()) {
            let parameters = parameters()?;
            self.stage(connection.starttls(parameters, &self.hello)).await?;
        }
        if let Some(credentials) = &self.credentials {
            self.stage(connection.auth(DEFAULT_MECHANISMS, credentials)).await?;
        }
        Ok(connection)
    }

    fn compose(&self, letter: &Letter, to: Address) -> std::result::Result<Vec<u8>, String> {
        let message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(letter.title.clone())
            .date(letter.at.into())
            .message_id(Some(format!("<{}@{}>", letter.name, self.from.email.domain())))
            .raw_header(header::HeaderValue::new(
                header::HeaderName::new_from_ascii_str("Auto-Submitted"),
                "auto-generated".to_owned(),
            ))
            .singlepart(SinglePart::plain(letter.body.clone()))
            .map_err(|e| e.to_string())?;
        Ok(message.formatted())
    }

    async fn offer(&self, connection: &mut AsyncSmtpConnection, to: Address, content: &[u8]) -> Handed {
        if let Err(stopped) = self.stage(connection.command(Mail::new(Some(self.from.email.clone()), Vec::new()))).await
        {
            // The sender is ours to put right; the receiver is not to blame.
            return stopped.for_now();
        }
        match self.stage(connection.command(Rcpt::new(to, Vec::new()))).await {
            Ok(_) => {}
            Err(stopped) if stopped.is_final() => {
                return Handed::RefusedForGood { why: stopped.text(), bad_address: true };
            }
            Err(stopped) => return stopped.for_now(),
        }
        match self.stage(connection.command(Data)).await {
            Ok(_) => {}
            Err(stopped) if stopped.is_final() => {
                return Handed::RefusedForGood { why: stopped.text(), bad_address: false };
            }
            Err(stopped) => return stopped.for_now(),
        }
        match self.stage(connection.message(content)).await {
            Ok(_) => Handed::Taken,
            Err(stopped) if stopped.is_final() => Handed::RefusedForGood { why: stopped.text(), bad_address: false },
            Err(stopped @ Stopped::Said { .. }) => stopped.for_now(),
            // The text is out and no answer came: the relay may have it.
            Err(Stopped::Silent(text)) => Handed::Lost(text),
        }
    }
}

#[async_trait]
impl Door for Smtp {
    async fn hand(&self, letter: &Letter) -> Handed {
        let Ok(to) = letter.to.parse::<Address>() else {
            return Handed::RefusedForGood { why: "not an e-mail address".to_owned(), bad_address: true };
        };
        let content = match self.compose(letter, to.clone()) {
            Ok(content) => content,
            Err(why) => return Handed::RefusedForGood { why, bad_address: false },
        };
        let mut connection = match self.connect().await {
            Ok(connection) => connection,
            Err(stopped) => return stopped.for_now(),
        };
        let handed = self.offer(&mut connection, to, &content).await;
        // Whatever the farewell, the answer is known.
        let _ = tokio::time::timeout(Duration::from_secs(1), connection.abort()).await;
        handed
    }

    async fn knock(&self) -> std::result::Result<(), String> {
        let mut connection = self.connect().await.map_err(Stopped::text)?;
        self.stage(connection.command(Noop)).await.map_err(Stopped::text)?;
        connection.abort().await;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_relay_with_a_password_is_never_spoken_to_in_the_clear() {
        let with = Smtp::parse("smtp://me:p%40ss@relay.example", "a@b.example", "x").expect("a relay");
        assert!(with.tls == Tls::Required && with.port == 587);
        let without = Smtp::parse("smtp://relay.example:2525", "a@b.example", "x").expect("a relay");
        assert!(without.tls == Tls::WhenOffered && without.port == 2525);
        assert!(Smtp::parse("smtps://relay.example", "a@b.example", "x").is_ok_and(|s| s.port == 465));
    }

    #[test]
    fn an_address_that_does_not_parse_is_not_repeated() {
        for wrong in ["relay.example secret", "http://me:secret@relay.example", "smtp://"] {
            let problem = Smtp::parse(wrong, "a@b.example", "x").err().map(|e| e.to_string()).unwrap_or_default();
            assert!(problem.contains("AFTERLOAN_SMTP_URL") && !problem.contains("secret"), "{problem}");
        }
    }

    #[test]
    fn a_line_break_in_a_title_makes_no_header() {
        let relay = Smtp::parse("smtp://relay.example", "a@b.example", "江岸").expect("a relay");
        let letter = Letter {
            channel: super::super::Channel::Email,
            to: "x@y.example".to_owned(),
            title: "hello\r\nBcc: evil@example.com".to_owned(),
            body: "第 1 期".to_owned(),
            name: "msg_1".to_owned(),
            report: None,
            at: chrono::DateTime::UNIX_EPOCH,
        };
        let content = relay.compose(&letter, "x@y.example".parse().expect("an address")).expect("a message");
        let text = String::from_utf8(content).expect("ASCII");
        assert!(!text.lines().any(|line| line.starts_with("Bcc:")), "{text}");
        assert!(text.contains("Message-ID: <msg_1@b.example>"), "{text}");
    }
}
