//! How commands lay out what they print as a page.

use clap::ValueEnum;

use crate::cli::Session;
use crate::cli::heading::Heading;
use crate::views::page::Page;
use crate::views::table::{Table, inert};

/// How answers are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For a terminal
    Human,
    /// Tab-separated, nothing left out
    Tsv,
    /// One `key: value` a line
    List,
    /// Markdown
    Md,
    /// JSON
    Json,
}

impl Format {
    /// The format that was asked for, or what suits whoever reads the answer.
    pub fn of(asked: Option<Self>, session: &Session<'_>) -> Self {
        match asked {
            _ if session.options.json => Self::Json,
            Some(format) => format,
            None if session.accessible() => Self::List,
            None if session.style().width.is_some() => Self::Human,
            None => Self::Tsv,
        }
    }

    /// Prints a page under its heading; programs get the heading beside it.
    pub fn print_page(self, page: &Page, heading: &Heading, session: &mut Session<'_>) {
        let style = session.style();
        let text = match self {
            Self::Human => page.human(style),
            Self::List => page.table().list(),
            Self::Md => page.markdown(3),
            Self::Tsv | Self::Json => page.table().tsv(),
        };
        self.print(heading, session, &text);
    }

    /// Prints a table under its heading; programs get the heading beside it.
    pub fn print_table(self, table: &Table, heading: &Heading, session: &mut Session<'_>) {
        let style = session.style();
        let text = match self {
            Self::Human => table.terminal(style),
            Self::List => table.list(),
            Self::Md => table.markdown(),
            Self::Tsv | Self::Json => table.tsv(),
        };
        self.print(heading, session, &text);
    }

    fn print(self, heading: &Heading, session: &mut Session<'_>, text: &str) {
        match self {
            Self::Tsv | Self::Json => session.note(&heading.line()),
            Self::Md => session.print(&format!("{}\n\n", inert(&heading.line()))),
            Self::Human | Self::List => session.print(&heading.lines(session.style())),
        }
        session.print(text);
    }
}
