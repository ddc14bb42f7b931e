//! Text for people at a terminal.

pub mod diagnostics;
pub mod patch;

/// How text is laid out for whoever reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Whether escape sequences for colour may be written.
    pub color: bool,
    /// Columns of the terminal; `None` where the reader is a program.
    pub width: Option<usize>,
}

impl Style {
    /// A heading.
    #[must_use]
    pub fn bold(self, text: &str) -> String {
        self.wrap("1", text)
    }

    /// Something of less weight.
    #[must_use]
    pub fn dim(self, text: &str) -> String {
        self.wrap("2", text)
    }

    /// Something that needs somebody.
    #[must_use]
    pub fn alarm(self, text: &str) -> String {
        self.wrap("1;31", text)
    }

    /// Where something stands in a file.
    #[must_use]
    pub fn place(self, text: &str) -> String {
        self.wrap("36", text)
    }

    /// A line that comes.
    #[must_use]
    pub fn added(self, text: &str) -> String {
        self.wrap("32", text)
    }

    /// A line that goes.
    #[must_use]
    pub fn removed(self, text: &str) -> String {
        self.wrap("31", text)
    }

    /// Something of one of several holders, each of a colour of their own as far as colours go;
    /// red is left to what needs somebody.
    #[must_use]
    pub fn hue(self, holder: usize, text: &str) -> String {
        let code = ["36", "33", "35", "32", "34", "96", "93", "95", "92", "94"][holder % 10];
        self.wrap(code, text)
    }

    fn wrap(self, code: &str, text: &str) -> String {
        if self.color { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}
