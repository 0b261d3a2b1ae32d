//! One request as the pages see it: who, in which language, where.

use axum::http::request::Parts;
use lending::language::Language;
use leptos::prelude::{expect_context, use_context};
use server::{
    Portal,
    identity::{SignedIn, SignedInPerson, SignedInStaff},
    ids::{PersonId, StaffId},
};

use crate::form::text::plain;

/// Put into the request by the gate ([`crate::router`]) before any handler runs.
#[derive(Clone, Debug)]
pub struct Visit {
    pub language: Language,
    pub signed_in: Option<SignedIn>,
    /// Whose session had run out, when there was one.
    pub expired: Option<(Option<PersonId>, Option<StaffId>)>,
    /// The page's own path and query.
    pub path: String,
    pub device: server::identity::session::Device,
}

impl Visit {
    /// The visit of the page being rendered.
    #[must_use]
    pub fn current() -> Self {
        expect_context::<Parts>().extensions.get::<Self>().cloned().expect("the gate puts a visit into every request")
    }

    /// The person, on pages that only persons reach.
    #[must_use]
    pub fn person(&self) -> Option<&SignedInPerson> {
        match &self.signed_in {
            Some(SignedIn::Person(person)) => Some(person),
            _ => None,
        }
    }

    /// A parameter of the address's query.
    #[must_use]
    pub fn query(&self, name: &str) -> Option<String> {
        let (_, query) = self.path.split_once('?')?;
        server::http::form_fields(query.as_bytes()).remove(name).map(|text| plain(&text))
    }

    /// Where to go after signing in: a path of this portal, home when none was asked for.
    #[must_use]
    pub fn next(&self) -> String {
        self.query("next").map_or_else(|| "/".to_owned(), |next| server::http::own_path(&next).to_owned())
    }

    #[must_use]
    pub fn staff(&self) -> Option<&SignedInStaff> {
        match &self.signed_in {
            Some(SignedIn::Staff(staff)) => Some(staff),
            _ => None,
        }
    }
}

/// The portal's services, for page loaders.
#[must_use]
pub fn portal() -> Portal {
    expect_context::<Portal>()
}

/// A path parameter of the page being rendered, parsed; what does not parse is not found.
///
/// # Errors
/// [`server::Error::NotFound`].
pub fn param<T: std::str::FromStr>(name: &str) -> server::Result<T> {
    use leptos::prelude::With as _;
    leptos_router::hooks::use_params_map()
        .with(|map| map.get(name))
        .and_then(|text| text.parse().ok())
        .ok_or(server::Error::NotFound)
}

/// A query parameter of the page being rendered.
#[must_use]
pub fn query(name: &str) -> Option<String> {
    use leptos::prelude::With as _;
    leptos_router::hooks::use_query_map()
        .with(|map| map.get(name))
        .map(|text| plain(&text))
        .filter(|text| !text.is_empty())
}

/// A cookie of the page being rendered.
#[must_use]
pub fn cookie(name: &str) -> Option<String> {
    server::http::cookie(&use_context::<Parts>()?.headers, name).map(str::to_owned)
}

/// What was typed into the form being shown again: refused just now, or kept while its sender had to
/// sign in again.
#[must_use]
pub fn typed() -> crate::form::Typed {
    use_context().or_else(|| use_context::<Parts>()?.extensions.get().cloned()).unwrap_or_default()
}
