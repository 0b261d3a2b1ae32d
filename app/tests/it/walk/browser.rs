//! A browser without JavaScript: it reads a page, fills a form and sends it through the real router.

use std::{collections::BTreeMap, io};

use axum::{
    Router,
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use bytes::Bytes;
use futures::{StreamExt, stream};
use tower::ServiceExt;

use super::form::{Form, Kind, Page};

const BOUNDARY: &str = "----walk7MA4YWxkTrZu0gW";
const PIECE_BYTES: usize = 16 * 1024;
/// More than any page has; an answer beyond it is a fault of its own.
const ANSWER_LIMIT_BYTES: usize = 16 * 1024 * 1024;

#[derive(Clone)]
pub struct Browser {
    pub router: Router,
    pub cookies: BTreeMap<String, String>,
}

/// What came back.
pub struct Answer {
    pub status: StatusCode,
    pub location: String,
    pub body: String,
    cookies: Vec<(String, String)>,
}

/// What a field is filled with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filled {
    Text(String),
    File { name: String, content: Bytes },
}

impl Filled {
    pub fn text(&self) -> &str {
        match self {
            Self::Text(text) => text,
            Self::File { .. } => "",
        }
    }
}

/// A filled form, in the order of its fields.
#[derive(Clone, Debug)]
pub struct Filling {
    pub multipart: bool,
    pub fields: Vec<(String, Filled)>,
}

impl Filling {
    /// The form as the page proposes it, `fills` where something has to be typed or chosen.
    pub fn of(form: &Form, fills: &[(&'static str, Filled)]) -> Self {
        let proposed = |field: &super::form::Field| match field.kind {
            Kind::File => Filled::File { name: String::new(), content: Bytes::new() },
            _ => Filled::Text(field.value.clone()),
        };
        let filled = |field: &super::form::Field| {
            // What the page itself wrote is sent as it stands.
            let typed = fills.iter().find(|(name, _)| *name == field.name && !field.hidden);
            typed.map_or_else(|| proposed(field), |(_, value)| value.clone())
        };
        let fields = form.fields.iter().map(|field| (field.name.clone(), filled(field))).collect();
        Self { multipart: form.multipart, fields }
    }

    pub fn with(&self, field: &str, value: &Filled) -> Self {
        let mut changed = self.clone();
        for (name, filled) in &mut changed.fields {
            if name == field {
                filled.clone_from(value);
            }
        }
        changed
    }

    pub fn without(&self, field: &str) -> Self {
        let mut changed = self.clone();
        changed.fields.retain(|(name, _)| name != field);
        changed
    }

    pub fn and(&self, name: &str, value: &str) -> Self {
        let mut changed = self.clone();
        changed.fields.push((name.to_owned(), Filled::Text(value.to_owned())));
        changed
    }

    pub fn content_type(&self) -> String {
        if self.multipart {
            format!("multipart/form-data; boundary={BOUNDARY}")
        } else {
            "application/x-www-form-urlencoded".to_owned()
        }
    }

    pub fn body(&self) -> Vec<u8> {
        if self.multipart { self.multipart_body() } else { self.urlencoded().into_bytes() }
    }

    fn urlencoded(&self) -> String {
        let mut body = form_urlencoded::Serializer::new(String::new());
        for (name, value) in &self.fields {
            body.append_pair(name, value.text());
        }
        body.finish()
    }

    fn multipart_body(&self) -> Vec<u8> {
        // As browsers escape what would end a quoted name.
        let quoted = |text: &str| text.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A");
        let mut body = Vec::new();
        for (name, value) in &self.fields {
            let head = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{}\"", quoted(name));
            body.extend_from_slice(head.as_bytes());
            let content = match value {
                Filled::Text(text) => text.as_bytes(),
                Filled::File { name, content } => {
                    let more = format!("; filename=\"{}\"\r\nContent-Type: application/pdf", quoted(name));
                    body.extend_from_slice(more.as_bytes());
                    content
                }
            };
            body.extend_from_slice(b"\r\n\r\n");
            body.extend_from_slice(content);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
        body
    }
}

impl Browser {
    pub async fn get(&self, address: &str) -> Answer {
        self.call(Method::GET, address, None, Body::empty()).await
    }

    pub async fn post(&self, address: &str, filling: &Filling) -> Answer {
        self.send(address, Some(&filling.content_type()), filling.body()).await
    }

    /// A form whose body or type is not what a browser would send.
    pub async fn send(&self, address: &str, content_type: Option<&str>, body: Vec<u8>) -> Answer {
        self.call(Method::POST, address, content_type, in_pieces(body, None)).await
    }

    /// The connection breaks after these bytes.
    pub async fn send_broken(&self, address: &str, content_type: &str, begin: Vec<u8>) -> Answer {
        let broken = io::Error::from(io::ErrorKind::ConnectionReset);
        self.call(Method::POST, address, Some(content_type), in_pieces(begin, Some(broken))).await
    }

    async fn call(&self, method: Method, address: &str, content_type: Option<&str>, body: Body) -> Answer {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut request = Request::builder()
            .method(method)
            .uri(address.split('#').next().unwrap_or(address))
            .header(header::HOST, "localhost")
            .header(header::ORIGIN, "http://localhost")
            .header(header::COOKIE, cookies.join("; "));
        if let Some(content_type) = content_type {
            request = request.header(header::CONTENT_TYPE, content_type);
        }
        let request = request.body(body).unwrap_or_else(|error| panic!("{address:?} is no address: {error}"));
        Answer::read(self.router.clone().oneshot(request).await.expect("an answer")).await
    }

    /// Keeps the cookies of an answer, as a browser does.
    pub fn keep(&mut self, answer: &Answer) {
        for (name, value) in &answer.cookies {
            if value.is_empty() {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.clone(), value.clone());
            }
        }
    }

    /// The same browser in another language.
    pub fn speaking(&self, language: &str) -> Self {
        let mut other = self.clone();
        other.cookies.insert("language".to_owned(), language.to_owned());
        other
    }
}

/// As a network brings it: with a pause before each piece and before its end, or until it breaks.
fn in_pieces(body: Vec<u8>, broken: Option<io::Error>) -> Body {
    let pieces = body.chunks(PIECE_BYTES).map(|piece| Some(Ok(Bytes::copy_from_slice(piece)))).collect::<Vec<_>>();
    let pieces = pieces.into_iter().chain([broken.map(Err)]);
    Body::from_stream(stream::iter(pieces).filter_map(|piece| async {
        tokio::task::yield_now().await;
        piece
    }))
}

impl Answer {
    async fn read(response: axum::response::Response) -> Self {
        let (parts, body) = response.into_parts();
        let body = axum::body::to_bytes(body, ANSWER_LIMIT_BYTES).await.expect("a body");
        let text = |value: &header::HeaderValue| value.to_str().unwrap_or_default().to_owned();
        let cookies = parts.headers.get_all(header::SET_COOKIE).iter().filter_map(|value| {
            let (pair, _) = value.to_str().ok()?.split_once(';')?;
            pair.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned()))
        });
        Self {
            status: parts.status,
            location: parts.headers.get(header::LOCATION).map(text).unwrap_or_default(),
            cookies: cookies.collect(),
            body: String::from_utf8_lossy(&body).into_owned(),
        }
    }

    pub fn page(&self) -> Page {
        Page::read(&self.body)
    }
}
