//! Exports of Mattermost: lines of a bulk export, or the answer of its interface.

use serde_json::Value;

use super::{ChatError, MARKS, Message, seconds};

const FORM: &str =
    "--format mattermost takes a bulk export (one JSON object a line), or an answer with `posts`";

pub(super) fn messages(text: &str) -> Result<Vec<Option<Message>>, ChatError> {
    if let Ok(answer) = serde_json::from_str::<Value>(text)
        && let Some(posts) = answer.get("posts").and_then(Value::as_object)
    {
        return Ok(posts.values().filter(|post| is_said(post)).map(message).collect());
    }
    let mut messages = Vec::new();
    for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let value: Value = serde_json::from_str(line).map_err(|error| {
            ChatError::new(format!("line {} of the export is not JSON: {error}", number + 1), FORM)
        })?;
        for kind in ["post", "direct_post"] {
            if let Some(post) = value.get(kind) {
                add(post, &mut messages);
            }
        }
    }
    if messages.is_empty() {
        return Err(ChatError::new("the export has no posts", FORM));
    }
    Ok(messages)
}

/// A post and the answers below it.
fn add(post: &Value, messages: &mut Vec<Option<Message>>) {
    if is_said(post) {
        messages.push(message(post));
    }
    let replies = post.get("replies").and_then(Value::as_array);
    messages.extend(replies.into_iter().flatten().filter(|reply| is_said(reply)).map(message));
}

fn is_said(post: &Value) -> bool {
    let system = text(post, "type").is_some_and(|kind| kind.starts_with("system_"));
    post.get("message").is_some_and(Value::is_string) && !system
}

fn text<'v>(value: &'v Value, key: &str) -> Option<&'v str> {
    value.get(key)?.as_str().filter(|text| !text.is_empty())
}

fn message(post: &Value) -> Option<Message> {
    let created = post.get("create_at")?.as_i64()?;
    let reactions = post.get("reactions").and_then(Value::as_array);
    let of = post.get("metadata").and_then(|more| more.get("reactions")).and_then(Value::as_array);
    let reactions = reactions.into_iter().chain(of).flatten();
    let mut reacted = reactions.filter_map(|reaction| text(reaction, "emoji_name"));
    let pinned = post.get("is_pinned").and_then(Value::as_bool).unwrap_or(false);
    let names = ["user", "username", "user_id"].into_iter().filter_map(|key| text(post, key));
    Some(Message {
        at: seconds(created.div_euclid(1000))?,
        names: names.map(str::to_owned).collect(),
        text: text(post, "message")?.to_owned(),
        marked: pinned || reacted.any(|name| MARKS.contains(&name)),
        source: format!(
            "mattermost {}",
            text(post, "id").map_or(created.to_string(), str::to_owned)
        ),
    })
}
