//! What stops irp: never what is wrong with a plan, which is data.

/// Why a command could not be carried out, and ways out. Exit code 2.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What kind of trouble it is.
    pub kind: FailureKind,
    /// What went wrong, in one sentence.
    pub message: String,
    /// Ways out, one sentence each.
    pub hints: Vec<String>,
}

/// The kinds of trouble that stop irp.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailureKind {
    /// What was typed cannot be understood.
    Usage,
    /// There is no plan, or it cannot be read at all.
    Plan,
    /// The system did not let irp read or write.
    System,
}

impl Failure {
    /// What was typed cannot be understood.
    #[must_use]
    pub fn usage(message: impl Into<String>) -> Self {
        Self { kind: FailureKind::Usage, message: message.into(), hints: Vec::new() }
    }

    /// There is no plan, or it cannot be read at all.
    #[must_use]
    pub fn plan(message: impl Into<String>) -> Self {
        Self { kind: FailureKind::Plan, ..Self::usage(message) }
    }

    /// The system did not let irp read or write.
    #[must_use]
    pub fn system(message: impl Into<String>) -> Self {
        Self { kind: FailureKind::System, ..Self::usage(message) }
    }

    /// Adds a way out.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// The lines that people read.
    #[must_use]
    pub fn text(&self) -> String {
        self.labelled("error")
    }

    /// The same lines, where the answer stands all the same.
    #[must_use]
    pub fn warning(&self) -> String {
        self.labelled("warning")
    }

    fn labelled(&self, label: &str) -> String {
        let message = crate::diagnostic::visible(&self.message);
        let mut text = format!("{label}: {message}\n");
        for hint in &self.hints {
            text.push_str("  help: ");
            text.push_str(&crate::diagnostic::visible(hint));
            text.push('\n');
        }
        text
    }
}

impl From<crate::time::WhenError> for Failure {
    fn from(error: crate::time::WhenError) -> Self {
        Self { kind: FailureKind::Usage, message: error.message, hints: error.hints }
    }
}
