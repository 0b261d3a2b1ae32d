//! `afterloan admin create`: the first administrator, who can then sign in and enrol a second factor.

use secrecy::{ExposeSecret, SecretString};

use super::args;
use crate::{
    Actor, Error, Role, actor,
    clock::Clock,
    db,
    identity::{
        admin::{self, NewStaff},
        password,
    },
};

pub async fn run(args: args::Admin) -> Result<(), String> {
    match args.command {
        args::AdminCommand::Create(new) => create(new).await,
    }
}

async fn create(new: args::NewAdmin) -> Result<(), String> {
    let pool = db::connect(&new.database.database_url, 2).await.map_err(|e| e.to_string())?;
    db::check_serving(&pool).await.map_err(|e| e.to_string())?;
    let typed = match new.password {
        Some(password) => password,
        None => ask()?,
    };
    let hash = password::hash(typed.expose_secret().to_owned()).await.map_err(|e| said(&e))?;
    let roles = if new.roles.is_empty() { vec![Role::Administrator] } else { new.roles };
    let staff = NewStaff {
        email: &new.email,
        name: &new.name,
        language: new.language,
        password_hash: &hash,
        roles: &roles,
        person_id: None,
    };
    let mut tx = actor::begin(&pool, &Actor::System).await.map_err(|e| e.to_string())?;
    let now = Clock::system(chrono_tz::UTC).now();
    admin::create_staff(&mut tx, &staff, now).await.map_err(|e| said(&e))?;
    tx.commit().await.map_err(|e| e.to_string())?;
    println!("{} may sign in at /desk/sign-in and is led through setting up an authenticator", new.email);
    Ok(())
}

/// Asks twice, without showing what is typed.
fn ask() -> Result<SecretString, String> {
    let prompt = |text| {
        rpassword::prompt_password(text)
            .map_err(|_| "there is no terminal to ask for a password on; set AFTERLOAN_ADMIN_PASSWORD".to_owned())
    };
    let first = prompt("Password (at least 12 characters): ")?;
    if first != prompt("Once more: ")? {
        return Err("the two passwords differ; nothing was created".to_owned());
    }
    Ok(SecretString::from(first))
}

fn said(error: &Error) -> String {
    let Error::Refused(refusal) = error else { return error.to_string() };
    match refusal.code {
        "email_taken" => "a colleague with this e-mail address exists already".to_owned(),
        "email_shape" => "this is not an e-mail address".to_owned(),
        "password_short" => "the password is too short: at least 12 characters".to_owned(),
        "required" => format!("{} is missing", refusal.field),
        "too_long" => format!("{} is too long", refusal.field),
        _ => refusal.to_string(),
    }
}
