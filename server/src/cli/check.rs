//! `afterloan check`: tries everything the portal depends on and says what is wrong, one line each.

use std::time::Duration;

use bytes::Bytes;

use super::args::Check;
use crate::{
    db,
    files::FileStore,
    reminders::gateway::{Door, Kannel, Smtp},
    stamp,
};

/// What one trial found.
enum Found {
    Works,
    NotSetUp(&'static str),
    Wrong(String),
}

impl From<Result<(), String>> for Found {
    fn from(tried: Result<(), String>) -> Self {
        tried.map_or_else(Self::Wrong, |()| Self::Works)
    }
}

/// Tries all parts; a problem with one does not hide the others.
///
/// # Errors
/// How many parts are wrong.
pub async fn check(args: Check) -> Result<(), String> {
    let trials = [
        ("database", database(&args).await.into()),
        ("file storage", storage(&args).await.into()),
        ("e-mail", email(&args).await),
        ("sms", sms(&args).await),
        ("secret", secret(&args)),
    ];
    let (parts, mut wrong) = (trials.len(), 0);
    for (part, found) in trials {
        match found {
            Found::Works => println!("ok     {part}"),
            Found::NotSetUp(setting) => println!("--     {part}: not set up ({setting})"),
            Found::Wrong(why) => {
                wrong += 1;
                println!("WRONG  {part}: {why}");
            }
        }
    }
    match wrong {
        0 => Ok(()),
        n => Err(format!("{n} of {parts} parts do not work")),
    }
}

async fn database(args: &Check) -> Result<(), String> {
    let pool = db::connect(&args.database.database_url, 2).await.map_err(|e| e.to_string())?;
    db::check_serving(&pool).await.map_err(|e| e.to_string())?;
    stamp::check(&pool, false).await.map_err(|e| e.to_string())?;
    // The job queue lives beside the tables, with rights of its own.
    sqlx::query("select 1 from graphile_worker.jobs limit 1")
        .fetch_optional(&pool)
        .await
        .map_err(|e| format!("the job queue cannot be read: {e}"))?;
    Ok(())
}

async fn storage(args: &Check) -> Result<(), String> {
    let files = FileStore::local(&args.settings.files).map_err(|e| e.to_string())?;
    let (key, written) = (format!("check/{}", crate::keys::fresh_token()), Bytes::from_static(b"afterloan was here"));
    files.put(&key, written.clone()).await.map_err(|e| e.to_string())?;
    let read = files.get(&key).await.map_err(|e| e.to_string())?;
    files.delete(&key).await.map_err(|e| e.to_string())?;
    if read == written { Ok(()) } else { Err("what was written is not what is read".to_owned()) }
}

async fn email(args: &Check) -> Found {
    match Smtp::from_settings(&args.settings.messages, &args.settings.lender) {
        Ok(Some(relay)) => relay.knock().await.into(),
        Ok(None) => Found::NotSetUp("AFTERLOAN_SMTP_URL"),
        Err(error) => Found::Wrong(error.to_string()),
    }
}

async fn sms(args: &Check) -> Found {
    let http = match reqwest::Client::builder().timeout(Duration::from_secs(10)).build() {
        Ok(http) => http,
        Err(error) => return Found::Wrong(error.to_string()),
    };
    match Kannel::from_settings(&args.settings.messages, &args.settings.lender, &http) {
        Ok(Some(gateway)) => gateway.knock().await.into(),
        Ok(None) => Found::NotSetUp("AFTERLOAN_SMS_URL"),
        Err(error) => Found::Wrong(error.to_string()),
    }
}

fn secret(args: &Check) -> Found {
    match &args.settings.secret {
        Some(secret) => crate::keys::Keys::try_new(secret.clone()).map(|_| ()).map_err(str::to_owned).into(),
        None => Found::NotSetUp("AFTERLOAN_SECRET"),
    }
}
