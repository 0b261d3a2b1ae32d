//! A page as a browser reads it, as far as forms need: elements, what stands in them, links.
//!
//! Our own pages only: every attribute is quoted or has no value, and scripts are skipped.

/// A piece of a page, in the page's order.
#[derive(Clone, Debug)]
pub enum Token {
    Open(Tag),
    Close(String),
    Text(String),
}

#[derive(Clone, Debug)]
pub struct Tag {
    pub name: String,
    attributes: Vec<(String, String)>,
}

impl Tag {
    pub fn get(&self, attribute: &str) -> Option<&str> {
        self.attributes.iter().find(|(name, _)| name == attribute).map(|(_, value)| value.as_str())
    }

    pub fn has(&self, attribute: &str) -> bool {
        self.get(attribute).is_some()
    }

    pub fn is_void(&self) -> bool {
        matches!(self.name.as_str(), "input" | "br" | "img" | "link" | "meta" | "hr" | "source" | "wbr")
    }
}

pub fn tokens(page: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        let (text, markup) = rest.split_at(at);
        if !text.is_empty() {
            found.push(Token::Text(decode(text)));
        }
        rest = if let Some(comment) = markup.strip_prefix("<!--") {
            after(comment, "-->")
        } else if markup.starts_with("<!") {
            after(markup, ">")
        } else if let Some(close) = markup.strip_prefix("</") {
            let end = close.find('>').unwrap_or(close.len());
            found.push(Token::Close(close[..end].trim().to_ascii_lowercase()));
            after(close, ">")
        } else {
            open(&markup[1..], &mut found)
        };
    }
    found.push(Token::Text(decode(rest)));
    found
}

fn after<'a>(text: &'a str, mark: &str) -> &'a str {
    text.split_once(mark).map_or("", |(_, rest)| rest)
}

/// Reads one opening tag; what stands in a script is no markup.
fn open<'a>(text: &'a str, found: &mut Vec<Token>) -> &'a str {
    let end = text.find(|c: char| c.is_whitespace() || c == '>' || c == '/').unwrap_or(text.len());
    let mut tag = Tag { name: text[..end].to_ascii_lowercase(), attributes: Vec::new() };
    let mut rest = text[end..].trim_start_matches(|c: char| c.is_whitespace() || c == '/');
    while !rest.is_empty() && !rest.starts_with('>') {
        let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | '>' | '/')).unwrap_or(rest.len());
        let name = rest[..end].to_ascii_lowercase();
        let (value, next) = match rest[end..].strip_prefix("=\"") {
            Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
            None => match rest[end..].strip_prefix('=') {
                Some(bare) => bare.split_at(bare.find([' ', '>']).unwrap_or(bare.len())),
                None => ("", &rest[end..]),
            },
        };
        tag.attributes.push((name, decode(value)));
        rest = next.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
    }
    rest = rest.strip_prefix('>').unwrap_or(rest);
    if tag.name == "script" {
        rest = after(rest, "</script>");
    } else {
        found.push(Token::Open(tag));
    }
    rest
}

/// Entities as our renderer writes them.
fn decode(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#x27;", "'")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}

/// What stands in the element that opens at `at`, its children's text included.
pub fn text_within(tokens: &[Token], at: usize) -> String {
    let (mut depth, mut text) = (0_usize, String::new());
    for token in &tokens[at..] {
        match token {
            Token::Open(tag) if !tag.is_void() => depth += 1,
            Token::Close(_) => depth -= 1,
            Token::Text(piece) if depth > 0 => text.push_str(piece),
            Token::Open(_) | Token::Text(_) => {}
        }
        if depth == 0 {
            break;
        }
    }
    text
}
