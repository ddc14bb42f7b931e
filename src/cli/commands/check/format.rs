//! The formats of findings, whatever they are about.

use clap::ValueEnum;

use crate::views::report::{
    Report, checkstyle, concise, github, gitlab, junit, markdown, rdjson, sarif,
};

/// How faults and findings are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// With the place in the file, and ways out
    Human,
    /// One line each
    Concise,
    /// JSON
    Json,
    /// Commands of GitHub Actions
    Github,
    /// GitLab's code quality report
    Gitlab,
    /// SARIF 2.1.0
    Sarif,
    /// Test results, as XML
    Junit,
    /// Checkstyle's XML
    Checkstyle,
    /// reviewdog's JSON
    Rdjson,
    /// A table in Markdown
    Markdown,
}

impl Format {
    /// A report in a format for programs. People and JSON get more than the findings: of these it
    /// is a line each.
    pub fn report(self, report: &Report<'_>, elsewhere: &str) -> String {
        match self {
            Self::Human | Self::Json | Self::Concise => concise::text(report),
            Self::Github => github::text(report, elsewhere),
            Self::Gitlab => gitlab::text(report),
            Self::Sarif => sarif::text(report),
            Self::Junit => junit::text(report),
            Self::Checkstyle => checkstyle::text(report),
            Self::Rdjson => rdjson::text(report),
            Self::Markdown => markdown::text(report, markdown::COMMENT),
        }
    }
}
