//! Markup as text, for what the browser draws again while a slider moves: one string for the server's page
//! and for the island, instead of a typed view whose machinery every visitor would have to load.

/// Markup that grows. What is written as text is escaped; tags and classes are ours.
#[derive(Default)]
pub struct Markup {
    html: String,
}

impl Markup {
    #[must_use]
    pub fn into_string(self) -> String {
        self.html
    }

    /// `<tag class="class">`, without the class when it is empty.
    pub fn open(&mut self, tag: &str, class: &str) {
        self.html.push('<');
        self.html.push_str(tag);
        if !class.is_empty() {
            self.attribute("class", class);
        }
        self.html.push('>');
    }

    /// `<th scope="scope">`.
    pub fn open_header(&mut self, scope: &str) {
        self.html.push_str("<th");
        self.attribute("scope", scope);
        self.html.push('>');
    }

    pub fn close(&mut self, tag: &str) {
        self.html.push_str("</");
        self.html.push_str(tag);
        self.html.push('>');
    }

    /// An element with nothing but text in it.
    pub fn leaf(&mut self, tag: &str, class: &str, text: &str) {
        self.open(tag, class);
        self.text(text);
        self.close(tag);
    }

    pub fn text(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '<' => self.html.push_str("&lt;"),
                '>' => self.html.push_str("&gt;"),
                '&' => self.html.push_str("&amp;"),
                '"' => self.html.push_str("&quot;"),
                c => self.html.push(c),
            }
        }
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.html.push(' ');
        self.html.push_str(name);
        self.html.push_str("=\"");
        self.text(value);
        self.html.push('"');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_become_markup() {
        let mut markup = Markup::default();
        markup.leaf("p", "al-\"quiet", "<script>alert(\"1\") & more</script>");
        let html = markup.into_string();
        assert_eq!(
            html,
            "<p class=\"al-&quot;quiet\">&lt;script&gt;alert(&quot;1&quot;) &amp; more&lt;/script&gt;</p>"
        );
    }
}
