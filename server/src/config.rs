//! Every setting, in one place, documented by `--help`. Secrets never print.

use std::{net::SocketAddr, path::PathBuf};

use chrono_tz::Tz;
use lending::money::Currency;
use secrecy::SecretString;

/// How the lender appears and where the portal lives.
#[derive(Clone, Debug, clap::Args)]
pub struct LenderSettings {
    /// Address under which borrowers reach the portal; links in messages begin with it.
    #[arg(long, env = "AFTERLOAN_PUBLIC_URL", default_value = "http://localhost:3000")]
    pub public_url: String,
    /// The lender's name in Chinese.
    #[arg(long, env = "AFTERLOAN_LENDER_NAME_ZH", default_value = "江岸小额贷款")]
    pub lender_name_zh: String,
    /// The lender's name in English.
    #[arg(long, env = "AFTERLOAN_LENDER_NAME_EN", default_value = "Riverside Microcredit")]
    pub lender_name_en: String,
    /// One character for the lender's seal, when there is no logo.
    #[arg(long, env = "AFTERLOAN_LENDER_SEAL", default_value = "贷")]
    pub lender_seal: String,
    /// Path of a logo below the site folder, shown instead of the seal (SVG or PNG).
    #[arg(long, env = "AFTERLOAN_LOGO")]
    pub logo: Option<String>,
    /// The lender's accent colour on light pages (CSS hexadecimal), instead of jade.
    #[arg(long, env = "AFTERLOAN_ACCENT", value_parser = css_colour)]
    pub accent: Option<String>,
    /// The lender's accent colour on dark pages (CSS hexadecimal).
    #[arg(long, env = "AFTERLOAN_ACCENT_DARK", value_parser = css_colour)]
    pub accent_dark: Option<String>,
    /// Telephone number shown where a borrower needs a person.
    #[arg(long, env = "AFTERLOAN_LENDER_PHONE", default_value = "400-000-0000")]
    pub lender_phone: String,
    /// The lender's time zone: business days, due dates and quiet hours of staff.
    #[arg(long, env = "AFTERLOAN_TIME_ZONE", default_value = "Asia/Shanghai")]
    pub time_zone: Tz,
    /// Currency of amounts that name none.
    #[arg(long, env = "AFTERLOAN_CURRENCY", default_value = "CNY", value_parser = currency)]
    pub currency: Currency,
}

/// Where the portal listens and keeps things.
#[derive(Clone, Debug, clap::Args)]
pub struct ServeSettings {
    /// Address and port for browsers; put a TLS-terminating reverse proxy before it.
    #[arg(long, env = "AFTERLOAN_LISTEN", default_value = "127.0.0.1:3000")]
    pub listen: SocketAddr,
    /// Address and port for Prometheus metrics; never expose it to the internet.
    #[arg(long, env = "AFTERLOAN_METRICS_LISTEN", default_value = "127.0.0.1:9464")]
    pub metrics_listen: SocketAddr,
    /// Number of reverse proxies in front whose X-Forwarded-For entries are believed.
    #[arg(long, env = "AFTERLOAN_TRUSTED_PROXIES", default_value_t = 0)]
    pub trusted_proxies: usize,
    /// Folder with the built assets.
    #[arg(long, env = "AFTERLOAN_SITE", default_value = "target/site")]
    pub site: PathBuf,
    /// Folder where uploaded files are kept.
    #[arg(long, env = "AFTERLOAN_FILES", default_value = ".data/files")]
    pub files: PathBuf,
    /// Secret of at least 32 characters from which keys are derived (contact hashes, code hashes).
    #[arg(long, env = "AFTERLOAN_SECRET", hide_env_values = true)]
    pub secret: Option<SecretString>,
    /// Most bytes an uploaded file may have, until an administrator sets another limit.
    #[arg(long, env = "AFTERLOAN_UPLOAD_LIMIT_BYTES", default_value_t = 20 * 1024 * 1024)]
    pub upload_limit_bytes: u64,
    #[command(flatten)]
    pub lender: LenderSettings,
    #[command(flatten)]
    pub messages: MessageSettings,
}

/// How messages leave.
#[derive(Clone, Debug, clap::Args)]
pub struct MessageSettings {
    /// SMTP relay, `smtp://user:password@host:port` or `smtps://…`.
    #[arg(long, env = "AFTERLOAN_SMTP_URL", hide_env_values = true)]
    pub smtp_url: Option<SecretString>,
    /// Sender of e-mail.
    #[arg(long, env = "AFTERLOAN_MAIL_FROM", default_value = "no-reply@localhost")]
    pub mail_from: String,
    /// HTTP SMS gateway in Kannel's sendsms manner, `http://host:13013/cgi-bin/sendsms`.
    #[arg(long, env = "AFTERLOAN_SMS_URL")]
    pub sms_url: Option<String>,
    /// User of the SMS gateway.
    #[arg(long, env = "AFTERLOAN_SMS_USER", default_value = "")]
    pub sms_user: String,
    /// Password of the SMS gateway.
    #[arg(long, env = "AFTERLOAN_SMS_PASSWORD", hide_env_values = true)]
    pub sms_password: Option<SecretString>,
    /// Sender number or name of SMS.
    #[arg(long, env = "AFTERLOAN_SMS_FROM", default_value = "")]
    pub sms_from: String,
}

fn currency(text: &str) -> Result<Currency, String> {
    Currency::parse(text).ok_or_else(|| format!("{text} is no currency known here (ISO 4217, such as CNY)"))
}

fn css_colour(text: &str) -> Result<String, String> {
    let digits = text.strip_prefix('#').unwrap_or_default();
    if matches!(digits.len(), 3 | 6) && digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        Ok(text.to_owned())
    } else {
        Err("a colour is written #rgb or #rrggbb".to_owned())
    }
}
