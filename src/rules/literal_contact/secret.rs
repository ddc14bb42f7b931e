//! What looks like a phone number, a PIN or a token, and what is a reference to one.

/// What a text gives away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Secret {
    /// A phone number.
    Phone,
    /// A phone number with a PIN or access code.
    Code,
    /// A password, key or token.
    Token,
}

impl Secret {
    /// What it is, in words that do not repeat it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Phone => "a phone number",
            Self::Code => "a phone number with its PIN",
            Self::Token => "a token or password",
        }
    }
}

/// Schemes of addresses that are dialled.
const DIALLED: [&str; 3] = ["tel", "sms", "callto"];
/// Fewer digits are an extension, which nobody outside can call.
const SHORTEST_NUMBER: usize = 7;
/// Names of parameters whose value lets somebody in.
const KEYS: [&str; 17] = [
    "access_token",
    "apikey",
    "api_key",
    "auth",
    "auth_token",
    "client_secret",
    "integration_key",
    "passcode",
    "passwd",
    "password",
    "pin",
    "pwd",
    "routing_key",
    "secret",
    "sig",
    "signature",
    "token",
];
/// Beginnings of well-known tokens, with the least length of a whole one.
const TOKENS: [(&str, usize); 14] = [
    ("xoxb-", 20),
    ("xoxp-", 20),
    ("xoxa-", 20),
    ("xapp-", 20),
    ("ghp_", 20),
    ("gho_", 20),
    ("ghs_", 20),
    ("github_pat_", 20),
    ("glpat-", 20),
    ("AKIA", 20),
    ("AIza", 35),
    ("sk_live_", 20),
    ("sk-", 24),
    ("eyJ", 40),
];
/// Addresses to which whoever knows them may post.
const HOOKS: [&str; 5] = [
    "hooks.slack.com/services/",
    "discord.com/api/webhooks/",
    ".webhook.office.com/webhook",
    "events.pagerduty.com/integration/",
    "api.telegram.org/bot",
];
/// The least length of a word that is taken for a token because it looks random.
const RANDOM: usize = 24;

/// What a text gives away; `dialled` where it is meant to be called.
pub(super) fn find(text: &str, dialled: bool) -> Option<Secret> {
    let text = text.trim();
    if let Some(rest) = number(text, dialled) {
        return Some(if has_code(rest) { Secret::Code } else { Secret::Phone });
    }
    (password(text) || parameter(text) || known(text) || random(text)).then_some(Secret::Token)
}

/// What follows the phone number with which a text begins, if it begins with one.
fn number(text: &str, dialled: bool) -> Option<&str> {
    let (scheme, rest) = scheme(text);
    let called = DIALLED.iter().any(|known| scheme.eq_ignore_ascii_case(known));
    let international = rest.starts_with('+') || rest.starts_with("(+");
    if !(called || international || (dialled && scheme.is_empty())) {
        return None;
    }
    let part = |letter: char| letter.is_ascii_digit() || " -./()+".contains(letter);
    let end = rest.find(|letter| !part(letter)).unwrap_or(rest.len());
    let (number, rest) = rest.split_at(end);
    let digits = number.chars().filter(char::is_ascii_digit).count();
    // A word that goes on is no number: a commit, a ticket, a meeting's name.
    let ends = !rest.starts_with(|letter: char| letter.is_alphabetic() || letter == ':')
        || !number.ends_with(|letter: char| letter.is_ascii_digit())
        || rest.starts_with('x');
    let enough = if called { 3 } else { SHORTEST_NUMBER };
    (digits >= enough && ends && (called || !dotted(number))).then_some(rest)
}

/// Whether it is the address of a machine: four numbers with dots.
fn dotted(number: &str) -> bool {
    number.trim().parse::<std::net::Ipv4Addr>().is_ok()
}

/// Splits a text such as `app:ana` into its scheme and the rest; the scheme of a text without one
/// is empty.
fn scheme(text: &str) -> (&str, &str) {
    let word = |name: &str| {
        name.starts_with(|letter: char| letter.is_ascii_alphabetic())
            && name.chars().all(|letter| letter.is_ascii_alphanumeric() || "+-.".contains(letter))
    };
    match text.split_once(':') {
        Some((name, rest)) if word(name) => (name, rest.trim_start()),
        _ => ("", text),
    }
}

/// Whether what follows a number is dialled to get in.
fn has_code(rest: &str) -> bool {
    let rest = rest.to_ascii_lowercase();
    let code = ["pin", "code", "pass", "pwd", "postd", "#", ",", "*"];
    code.iter().any(|mark| rest.contains(mark))
        && rest.contains(|letter: char| letter.is_ascii_digit())
}

/// Whether an address holds the password of an account: `https://user:password@host`.
fn password(text: &str) -> bool {
    let Some((_, rest)) = text.split_once("://") else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let user = host.rsplit_once('@').map(|(user, _)| user);
    user.and_then(|user| user.split_once(':')).is_some_and(|(_, password)| given(password))
}

/// Whether a parameter of an address lets somebody in: `?pwd=...`, `;pin=...`.
fn parameter(text: &str) -> bool {
    text.split(['?', '&', ';', '#', ' ']).skip(1).any(|part| {
        let pair = part.split_once('=');
        pair.is_some_and(|(key, value)| {
            let key = key.to_ascii_lowercase().replace('-', "_");
            KEYS.contains(&key.as_str()) && given(value)
        })
    })
}

/// Whether a value is one, and not a place for one: `{pin}`, `$PIN`, `<pin>`, `***`.
fn given(value: &str) -> bool {
    let letters = value.chars().filter(|letter| letter.is_alphanumeric()).count();
    letters > 1 && !value.starts_with(['{', '$', '<', '%', '['])
}

/// Whether a token of a well-known kind, or the address of a hook, stands in a text.
fn known(text: &str) -> bool {
    let part = |letter: char| letter.is_ascii_alphanumeric() || letter == '_' || letter == '-';
    let token = |word: &str| {
        TOKENS.iter().any(|(start, least)| word.starts_with(start) && word.len() >= *least)
    };
    let hook = |hook: &str| {
        let after = text.split_once(hook).map(|(_, after)| after);
        after.is_some_and(|after| after.len() >= 16 && given(after))
    };
    text.split(|letter| !part(letter)).any(token) || HOOKS.iter().any(|known| hook(known))
}

/// Whether a text without a scheme is one long word that looks random.
fn random(text: &str) -> bool {
    let part = |letter: char| letter.is_ascii_alphanumeric() || "_-+/=:".contains(letter);
    if text.len() < RANDOM || !scheme(text).0.is_empty() || !text.chars().all(part) {
        return false;
    }
    let hexadecimal = text.len() >= 32 && text.chars().all(|letter| letter.is_ascii_hexdigit());
    let count = |is: fn(&char) -> bool| text.chars().filter(is).count();
    let mixed = count(char::is_ascii_digit) >= 4
        && count(char::is_ascii_lowercase) >= 4
        && count(char::is_ascii_uppercase) >= 4;
    hexadecimal || mixed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_found_however_they_are_written() {
        for text in [
            "tel:+49-30-555-0100",
            "+49 30 555 0100",
            "(+1) 555.010.0199",
            "sms:112 42",
            "whatsapp:+4930555010",
        ] {
            assert_eq!(find(text, false), Some(Secret::Phone), "{text}");
        }
        for text in ["030/555 0100", "555-0100", "5550100 x12", "030 5550100 (Ana)"] {
            assert_eq!(find(text, true), Some(Secret::Phone), "{text}");
            assert_eq!(find(text, false), None, "{text}");
        }
        for text in
            ["tel:+49-30-555-0100;pin=4242", "+1 555 010 0199,,4242#", "+49 30 5550100 PIN 42"]
        {
            assert_eq!(find(text, true), Some(Secret::Code), "{text}");
        }
    }

    #[test]
    fn tokens_are_found() {
        let random = "aB3".repeat(9);
        for text in [
            "https://meet.example/j/8123?pwd=abc123",
            "https://bot:hunter22@chat.example/hook",
            &format!("https://hooks.slack.com/services/T000/B000/{random}"),
            &format!("xoxb-{random}"),
            &random,
            "0123456789abcdef0123456789abcdef",
            "meeting 42; passcode=1234",
        ] {
            assert_eq!(find(text, false), Some(Secret::Token), "{text}");
        }
    }

    #[test]
    fn references_are_no_secrets() {
        for text in [
            "",
            "app:ana",
            "vault:ana/mobile",
            "vault:ana/4930555010",
            "op://Oncall/ana/phone?attribute=pin",
            "ana@kestrel.example",
            "@ana",
            "#inc-{id}",
            "U012ABCDEF3",
            "https://meet.kestrel.example/incident",
            "https://chat.example/archives/C01ABCDEF23/p1729324800123456",
            "https://meet.example/j/81234567890?pwd={pwd}",
            "OPS-1234567",
            "2026-10-19T09:00:00+02:00",
            "+02:00",
            "192.168.100.200",
            "incident-response-bridge-2026-production",
            "3f2b8c1e-7d4a-4b5c-9e6f-1a2b3c4d5e6f",
        ] {
            assert_eq!(find(text, true), None, "{text}");
            assert_eq!(find(text, false), None, "{text}");
        }
    }
}
