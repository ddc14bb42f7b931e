//! Sentences that say what they are.

use crate::plan::Plan;
use crate::syntax::TimelineKind;

/// Sentences that declare, end, or mend an incident.
const FIXED: [(&str, TimelineKind); 10] = [
    ("i am declaring an incident", TimelineKind::Declare),
    ("i am declaring a", TimelineKind::Declare),
    ("we are declaring an incident", TimelineKind::Declare),
    ("i declare an incident", TimelineKind::Declare),
    ("this incident is mitigated", TimelineKind::Mitigate),
    ("the incident is mitigated", TimelineKind::Mitigate),
    ("i am declaring this incident mitigated", TimelineKind::Mitigate),
    ("this incident is resolved", TimelineKind::Resolve),
    ("the incident is resolved", TimelineKind::Resolve),
    ("i am declaring this incident resolved", TimelineKind::Resolve),
];
/// What stands before the name of a role that somebody takes.
const TAKES: [&str; 5] =
    ["i am the ", "i am now the ", "i am taking over as ", "i am taking ", "i am acting as "];

/// The sentences of a plan: its roles have names.
pub(super) struct Sentences {
    roles: Vec<String>,
}

impl Sentences {
    pub fn new(plan: &Plan) -> Self {
        let fixed = ["incident commander", "incident lead", "ic"].map(str::to_owned);
        let defined = plan.roles.iter().flat_map(|role| {
            let id = role.id.value.to_string().replace('-', " ");
            let title = role.value.as_ref().and_then(|role| role.title.as_ref());
            [Some(id), title.map(|title| plain(&title.value))].into_iter().flatten()
        });
        let mut roles: Vec<_> = fixed.into_iter().chain(defined).collect();
        roles.retain(|role| !role.is_empty());
        Self { roles }
    }

    /// What a text says that it is; a question says nothing.
    pub fn kind(&self, text: &str) -> Option<TimelineKind> {
        let text = plain(text);
        if text.ends_with('?') {
            return None;
        }
        let takes = TAKES.iter().any(|takes| {
            after(&text, takes).any(|rest| {
                let rest = rest.strip_prefix("the ").unwrap_or(rest);
                self.roles.iter().any(|role| begins(rest, role))
            })
        });
        if takes {
            return Some(TimelineKind::Role);
        }
        let said = |sentence: &str| after(&text, sentence).any(|rest| begins(rest, ""));
        FIXED
            .iter()
            .find(|(sentence, kind)| match *sentence {
                // "I am declaring a sev1 incident"
                "i am declaring a" => after(&text, sentence)
                    .any(|rest| rest.split(' ').take(4).any(|w| begins(w, "incident"))),
                sentence => said(sentence) && *kind != TimelineKind::Note,
            })
            .map(|(_, kind)| *kind)
    }
}

/// What follows each place at which words stand.
fn after<'t>(text: &'t str, words: &'t str) -> impl Iterator<Item = &'t str> {
    text.match_indices(words)
        .filter(|(at, _)| !text[..*at].ends_with(char::is_alphanumeric))
        .map(|(at, found)| &text[at + found.len()..])
}

/// Whether a text begins with words that end there.
fn begins(text: &str, words: &str) -> bool {
    text.strip_prefix(words).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

/// A text in small letters, with one blank between words, and nothing shortened.
fn plain(text: &str) -> String {
    let text = text.to_lowercase().replace(['’', '‘'], "'");
    let words: Vec<_> = text.split_whitespace().collect();
    let text = words.join(" ");
    let text = text.replace("i'm ", "i am ").replace("we're ", "we are ");
    text.replace(['*', '_', '`'], "")
}
