//! Exports of Slack: a list of messages, or the answer of `conversations.history`.

use serde_json::Value;

use super::{ChatError, MARKS, Message, seconds};

const FORM: &str = "--format slack takes a file of a Slack export, such as incident/2026-10-12.json, or the \
     answer of conversations.history";

pub(super) fn messages(text: &str) -> Result<Vec<Option<Message>>, ChatError> {
    let whole: Value = serde_json::from_str(text)
        .map_err(|error| ChatError::new(format!("the export is not JSON: {error}"), FORM))?;
    let list = match &whole {
        Value::Array(list) => list,
        Value::Object(answer) => match answer.get("messages") {
            Some(Value::Array(list)) => list,
            _ => return Err(ChatError::new("the export has no list of messages", FORM)),
        },
        _ => return Err(ChatError::new("the export is JSON, but no list of messages", FORM)),
    };
    let said = list.iter().filter(|message| {
        let subtype = message.get("subtype").and_then(Value::as_str);
        message.get("text").is_some_and(Value::is_string)
            && !subtype
                .is_some_and(|kind| kind.starts_with("channel_") || kind.starts_with("group_"))
    });
    let mut messages: Vec<_> = said.map(message).collect();
    if messages.is_empty() && !list.is_empty() {
        return Err(ChatError::new("nothing in the export is a message of Slack", FORM));
    }
    mention(&mut messages, list);
    Ok(messages)
}

fn text<'v>(value: &'v Value, key: &str) -> Option<&'v str> {
    value.get(key)?.as_str().filter(|text| !text.is_empty())
}

fn message(value: &Value) -> Option<Message> {
    let stamp = text(value, "ts")?;
    let at = seconds(stamp.split('.').next()?.parse().ok()?)?;
    let reactions = value.get("reactions").and_then(Value::as_array);
    let reacted = reactions.into_iter().flatten().filter_map(|reaction| text(reaction, "name"));
    let pinned = value.get("pinned_to").and_then(Value::as_array).is_some_and(|to| !to.is_empty());
    Some(Message {
        at,
        names: names(value),
        text: words(text(value, "text")?),
        marked: pinned || reacted.into_iter().any(|name| MARKS.contains(&name)),
        source: format!("slack {stamp}"),
    })
}

/// What an author is called, the name for people first.
fn names(value: &Value) -> Vec<String> {
    let profile = value.get("user_profile");
    let of = |key| profile.and_then(|profile| text(profile, key));
    let all = [
        of("real_name"),
        of("display_name"),
        of("name"),
        of("email"),
        text(value, "username"),
        text(value, "user"),
    ];
    let mut names: Vec<String> = Vec::new();
    for name in all.into_iter().flatten() {
        if !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    names
}

/// Writes the names of people who are mentioned by the ids that only Slack knows.
fn mention(messages: &mut [Option<Message>], list: &[Value]) {
    let known: Vec<_> = list
        .iter()
        .filter_map(|value| Some((text(value, "user")?.to_owned(), names(value).first()?.clone())))
        .collect();
    for message in messages.iter_mut().flatten().filter(|message| message.text.contains("@U")) {
        for (id, name) in &known {
            if message.text.contains(id.as_str()) {
                message.text = message.text.replace(&format!("@{id}"), &format!("@{name}"));
            }
        }
    }
}

/// A text without Slack's marks: `<https://x|here>`, `<@U1>`, `&amp;`.
fn words(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some(open) = rest.find('<') {
        let Some(close) = rest[open..].find('>') else { break };
        plain.push_str(&rest[..open]);
        let inner = &rest[open + 1..open + close];
        let (target, label) = inner.split_once('|').unwrap_or((inner, ""));
        let marked = target.starts_with(['@', '#', '!']);
        let parts = match label {
            label if label.is_empty() || label == target => [target, "", "", ""],
            label if marked => [&target[..1], label, "", ""],
            label => [label, " (", target, ")"],
        };
        plain.push_str(&parts.concat());
        rest = &rest[open + close + 1..];
    }
    plain.push_str(rest);
    plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}
