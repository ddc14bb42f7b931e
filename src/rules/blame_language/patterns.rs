//! The phrases, by what is wrong with them.

use std::sync::LazyLock;

use regex::Regex;

use crate::rules::phrase::pattern;

/// A kind of phrase.
pub struct Phrase {
    /// What it is called.
    pub name: &'static str,
    /// What it is, in words that end a sentence.
    pub is: &'static str,
    /// What to write instead.
    pub instead: &'static str,
    /// How it is found.
    pub pattern: LazyLock<Option<Regex>>,
}

/// Sections whose text is not judged: what is to be done, and what might have been worse.
pub static EXEMPT: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"\b(luck|lucky|actions?|action items?|follow[- ]?ups?)\b"));

/// Every kind.
pub static KINDS: [Phrase; 5] = [
    Phrase {
        name: "a counterfactual",
        is: "a counterfactual: it tells what did not happen, and not why what did made sense",
        instead: "say what was done, and what it looked like from there",
        pattern: LazyLock::new(|| pattern(&counterfactual())),
    },
    Phrase {
        name: "a norm",
        is: "a norm found afterwards: it judges people by what was known later",
        instead: "against whose norm, and known when? say what was expected, and where that was \
                  written",
        pattern: LazyLock::new(|| pattern(NORM)),
    },
    Phrase {
        name: "blame",
        is: "blame: it ends at a person, where the analysis should start",
        instead: "an action is where analysis starts: say what made it possible",
        pattern: LazyLock::new(|| pattern(BLAME)),
    },
    Phrase {
        name: "a single cause",
        is: "a single cause: it hides whatever else had to be so",
        instead: "write contributing factors, in the plural",
        pattern: LazyLock::new(|| pattern(r"\b(the|a single|one) root cause (was|is)\b")),
    },
    Phrase {
        name: "a why asked of a person",
        is: "a why asked of a person: it asks for an excuse",
        instead: "ask what was seen, or how it was done",
        pattern: LazyLock::new(|| pattern(r"\bwhy (did|didn['’]t) (you|he|she|they)\b")),
    },
];

/// Participles after `have`.
const DONE: &str = r"been|[a-z]+ed|done|known|seen|caught|made|taken|given|thought|found|led|kept|told|gone|run|set|put|written|chosen|understood";
/// Who is said not to have done something.
const WHO: &str = r"we|they|he|she|I|team|engineer|operator|responder|on-?call|nobody|analysis";

fn counterfactual() -> String {
    let adverb = "only |also |then |easily |never |probably ";
    [
        format!(
            r"\b(should|could|would|ought to)(n['’]t| not)?( have|['’]ve) ({adverb})?({DONE})\b"
        ),
        r"\b(should|could|would)['’]ve\b".to_owned(),
        r"\bif only\b".to_owned(),
        r"\b(in|with) hindsight\b".to_owned(),
        r"\bif (we|they|he|she|I|the team) had\b".to_owned(),
        format!(
            r"\b({WHO})\b[^.\n]{{0,30}}\b(did not|didn['’]t) (notice|check|initiate|follow|escalate|reali[sz]e|think|test|verify)\b"
        ),
        format!(r"\b({WHO})\b[^.\n]{{0,30}}\b(failed|neglected|forgot) to\b"),
    ]
    .join("|")
}

const NORM: &str = r"\b(careless|negligent|sloppy|inappropriate|mismanaged|inadequate|reckless|unacceptable|incompetent)[a-z]*\b|\bpoor judge?ment\b|\black of (discipline|attention|care)\b";

const BLAME: &str = r"\b(human|operator|user|pilot) error\b|\bfat[- ]?finger[a-z]*\b|\b(at fault|to blame|whose fault)\b|\b(the|an) (engineer|developer|operator) who\b";
