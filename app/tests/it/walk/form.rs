//! Forms as they stand on a page: fields with their kinds, buttons, and how a browser would send them.

use super::{
    html::{Tag, Token, text_within, tokens},
    verdict::short,
};

/// What a field takes. Found out from its markup, so that a new field is walked without being named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Amount,
    /// A whole number.
    Whole,
    Time,
    Date,
    /// A one-time code or an authenticator's.
    Code,
    /// A phone number or an e-mail address.
    Contact,
    Email,
    Password,
    /// Some sentences.
    Text,
    File,
    /// One of the values that the page offers: radio, select, a button, a fixed hidden word.
    Choice,
    /// The key that makes a form do its work once.
    Key,
    /// A fingerprint of what was seen.
    Hash,
    /// A thing's name.
    Id,
    /// Where to go back to.
    Address,
}

impl Kind {
    fn of(tag: &Tag) -> Self {
        let is = |attribute: &str, value: &str| tag.get(attribute) == Some(value);
        let value = tag.get("value").unwrap_or_default();
        match (tag.name.as_str(), tag.get("type").unwrap_or("text")) {
            ("textarea", _) | (_, "search") => Self::Text,
            ("select" | "button", _) | (_, "radio" | "checkbox") => Self::Choice,
            (_, "file") => Self::File,
            (_, "time") => Self::Time,
            (_, "date") => Self::Date,
            (_, "password") => Self::Password,
            (_, "email") => Self::Email,
            (_, "hidden") => Self::of_hidden(value),
            (_, "text") if is("autocomplete", "one-time-code") => Self::Code,
            (_, "text") if is("autocomplete", "username") => Self::Contact,
            (_, "text") if is("inputmode", "decimal") => Self::Amount,
            (_, "text") if is("inputmode", "numeric") => Self::Whole,
            (_, "text") if is("inputmode", "text") => Self::Text,
            _ => panic!("the walk does not know what this field takes: {tag:?}"),
        }
    }

    fn of_hidden(value: &str) -> Self {
        let all = |text: &str, may: fn(u8) -> bool| !text.is_empty() && text.bytes().all(may);
        let id = value.rsplit_once('_').is_some_and(|(_, hex)| hex.len() == 32 && all(hex, |b| b.is_ascii_hexdigit()));
        match value {
            v if v.starts_with("form_") && id => Self::Key,
            _ if id => Self::Id,
            v if v.len() == 64 && all(v, |b| b.is_ascii_hexdigit()) => Self::Hash,
            v if v.starts_with('/') => Self::Address,
            // The figures that were shown, when there are none.
            "" => Self::Hash,
            v if v.chars().any(char::is_numeric) => Self::Amount,
            v if all(v, |b| b.is_ascii_lowercase() || b == b'_') => Self::Choice,
            v => panic!("the walk does not know what this hidden field takes: {}", short(v)),
        }
    }

    /// Typed by a person and shown to them again.
    pub fn is_typed(self) -> bool {
        matches!(
            self,
            Self::Amount
                | Self::Whole
                | Self::Time
                | Self::Date
                | Self::Code
                | Self::Contact
                | Self::Email
                | Self::Text
        )
    }
}

#[derive(Clone, Debug)]
pub struct Field {
    pub name: String,
    pub kind: Kind,
    pub hidden: bool,
    /// Takes several files.
    pub several: bool,
    /// What the page would send: the value, the checked one, what stands in it.
    pub value: String,
    pub invalid: bool,
    pub described_by: Vec<String>,
}

#[derive(Clone, Debug)]
pub struct Form {
    pub method: String,
    /// Where it is sent; the page's own address when empty.
    pub action: String,
    pub multipart: bool,
    pub fields: Vec<Field>,
    /// Name and value of each button that has a name.
    pub buttons: Vec<(String, String)>,
}

impl Form {
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// The ways to send it, one a button. A button's own name and value are a field like others.
    pub fn ways(&self) -> Vec<Self> {
        if self.buttons.is_empty() {
            return vec![self.clone()];
        }
        let with = |(name, value): &(String, String)| {
            let mut form = self.clone();
            form.fields.push(Field {
                name: name.clone(),
                kind: Kind::Choice,
                hidden: true,
                several: false,
                value: value.clone(),
                invalid: false,
                described_by: Vec::new(),
            });
            form
        };
        self.buttons.iter().map(with).collect()
    }

    /// What tells this form from others of its page.
    pub fn act(&self) -> &str {
        ["act", "decision", "step", "days", "language"]
            .iter()
            .find_map(|name| self.field(name).filter(|field| field.hidden).map(|field| field.value.as_str()))
            .unwrap_or("send")
    }
}

/// A page that was read.
pub struct Page {
    tokens: Vec<Token>,
    pub forms: Vec<Form>,
}

impl Page {
    pub fn read(html: &str) -> Self {
        let tokens = tokens(html);
        let forms = forms(&tokens);
        Self { tokens, forms }
    }

    fn tags(&self) -> impl Iterator<Item = (usize, &Tag)> {
        self.tokens.iter().enumerate().filter_map(|(at, token)| match token {
            Token::Open(tag) => Some((at, tag)),
            Token::Close(_) | Token::Text(_) => None,
        })
    }

    /// The text of the element with this id, when it is there and shown.
    pub fn text_of(&self, id: &str) -> Option<String> {
        let (at, tag) = self.tags().find(|(_, tag)| tag.get("id") == Some(id))?;
        let text = text_within(&self.tokens, at).trim().to_owned();
        (!tag.has("hidden") && !text.is_empty()).then_some(text)
    }

    /// What the page announces: messages and what became of things.
    pub fn announced(&self) -> Vec<String> {
        self.tags()
            .filter(|(_, tag)| matches!(tag.get("role"), Some("alert" | "status")) && !tag.has("hidden"))
            .map(|(at, _)| text_within(&self.tokens, at).trim().to_owned())
            .filter(|text| !text.is_empty())
            .collect()
    }

    /// What a page says that only tells what went wrong, with a reference.
    pub fn problem(&self) -> Option<String> {
        let reference = self.tags().any(|(_, tag)| tag.get("class") == Some("al-reference"));
        let (at, _) = self.tags().find(|(_, tag)| tag.name == "main")?;
        reference.then(|| text_within(&self.tokens, at))
    }

    /// All text that is shown.
    pub fn text(&self) -> String {
        let pieces = self.tokens.iter().filter_map(|token| match token {
            Token::Text(text) => Some(text.as_str()),
            Token::Open(_) | Token::Close(_) => None,
        });
        pieces.collect()
    }

    pub fn language(&self) -> Option<&str> {
        self.tags().find(|(_, tag)| tag.name == "html").and_then(|(_, tag)| tag.get("lang"))
    }

    pub fn links(&self) -> impl Iterator<Item = &str> {
        self.tags().filter(|(_, tag)| tag.name == "a").filter_map(|(_, tag)| tag.get("href"))
    }
}

fn forms(tokens: &[Token]) -> Vec<Form> {
    let mut forms: Vec<Form> = Vec::new();
    let (mut inside, mut select, mut options) = (false, None::<Field>, 0);
    for (at, token) in tokens.iter().enumerate() {
        match token {
            Token::Open(tag) if tag.name == "form" => {
                let text = |attribute| tag.get(attribute).unwrap_or_default().to_owned();
                let multipart = tag.get("enctype") == Some("multipart/form-data");
                let (fields, buttons) = (Vec::new(), Vec::new());
                forms.push(Form { method: text("method"), action: text("action"), multipart, fields, buttons });
                inside = true;
            }
            Token::Close(name) if name == "form" => inside = false,
            Token::Close(name) if name == "select" => {
                if let (Some(form), Some(field)) = (forms.last_mut(), select.take()) {
                    form.fields.push(field);
                }
            }
            Token::Open(tag) if inside && tag.name == "select" => {
                select = field(tag, String::new());
                options = 0;
            }
            Token::Open(tag) if tag.name == "option" => {
                options += 1;
                if let Some(field) = select.as_mut().filter(|_| options == 1 || tag.has("selected")) {
                    field.value = tag.get("value").unwrap_or_default().to_owned();
                }
            }
            Token::Open(tag) if inside => {
                let Some(form) = forms.last_mut() else { continue };
                match tag.name.as_str() {
                    "button" => form.buttons.extend(
                        tag.get("name").map(|name| (name.to_owned(), tag.get("value").unwrap_or_default().to_owned())),
                    ),
                    "textarea" => form.fields.extend(field(tag, text_within(tokens, at))),
                    "input" => input(form, tag),
                    _ => {}
                }
            }
            Token::Open(_) | Token::Close(_) | Token::Text(_) => {}
        }
    }
    forms
}

/// Radios of one name are one field; the checked one is its value.
fn input(form: &mut Form, tag: &Tag) {
    let value = tag.get("value").unwrap_or_default().to_owned();
    if tag.get("type") != Some("radio") {
        form.fields.extend(field(tag, value));
        return;
    }
    let checked = if tag.has("checked") { value } else { String::new() };
    match form.fields.iter_mut().find(|field| tag.get("name") == Some(&field.name)) {
        Some(field) if field.value.is_empty() => field.value = checked,
        Some(_) => {}
        None => form.fields.extend(field(tag, checked)),
    }
}

/// A field that is sent; what has no name is not.
fn field(tag: &Tag, value: String) -> Option<Field> {
    let name = tag.get("name")?.to_owned();
    Some(Field {
        name,
        kind: Kind::of(tag),
        hidden: tag.get("type") == Some("hidden"),
        several: tag.has("multiple"),
        value,
        invalid: tag.get("aria-invalid") == Some("true"),
        described_by: tag.get("aria-describedby").unwrap_or_default().split(' ').map(str::to_owned).collect(),
    })
}
