//! JSON-RPC 2.0: what a message is, and the answers to it.

use serde_json::{Value, json};

/// The codes of errors that are answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// The bytes are no JSON.
    Parse,
    /// The JSON is no message, or one that does not belong here.
    InvalidRequest,
    /// There is no such request.
    MethodNotFound,
    /// The request cannot be understood.
    InvalidParams,
    /// A request before `initialize`.
    NotInitialized,
    /// The request was taken back.
    Cancelled,
    /// What was asked for cannot be done; the message is for people.
    Failed,
}

impl Code {
    fn number(self) -> i32 {
        match self {
            Self::Parse => -32_700,
            Self::InvalidRequest => -32_600,
            Self::MethodNotFound => -32_601,
            Self::InvalidParams => -32_602,
            Self::NotInitialized => -32_002,
            Self::Cancelled => -32_800,
            Self::Failed => -32_803,
        }
    }
}

/// Why a request is not answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The kind of trouble.
    pub code: Code,
    /// What it is, in one sentence.
    pub message: String,
}

impl Refusal {
    /// A refusal of that kind.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }
}

/// A message from the client.
#[derive(Clone, Debug, PartialEq)]
pub enum Incoming {
    /// Something that wants an answer.
    Request {
        /// Its number or name.
        id: Value,
        /// What is asked.
        method: String,
        /// About what.
        params: Value,
    },
    /// Something that does not.
    Notification {
        /// What has happened.
        method: String,
        /// To what.
        params: Value,
    },
    /// An answer to a request of the server.
    Answer,
    /// No message.
    Invalid(Value, Refusal),
}

impl Incoming {
    /// Reads a message.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Self {
        let invalid = |id, code, message: &str| Self::Invalid(id, Refusal::new(code, message));
        let mut message: Value = match serde_json::from_slice(bytes) {
            Ok(message) => message,
            Err(error) => {
                let why = format!("the message is no JSON: {error}");
                return invalid(Value::Null, Code::Parse, &why);
            }
        };
        let id = message.get("id").filter(|id| id.is_number() || id.is_string()).cloned();
        let params = message.get_mut("params").map(Value::take).unwrap_or_default();
        let Some(method) = message.get("method") else {
            let answer = message.get("result").is_some() || message.get("error").is_some();
            return match id {
                Some(_) if answer => Self::Answer,
                id => {
                    let why = "the message is neither a request nor a notification";
                    invalid(id.unwrap_or_default(), Code::InvalidRequest, why)
                }
            };
        };
        match (method.as_str(), id) {
            (Some(method), Some(id)) => Self::Request { id, method: method.to_owned(), params },
            (Some(method), None) if message.get("id").is_none() => {
                Self::Notification { method: method.to_owned(), params }
            }
            (_, id) => {
                let why = "the method is no text, or the id neither a number nor a text";
                invalid(id.unwrap_or_default(), Code::InvalidRequest, why)
            }
        }
    }
}

/// The answer to a request.
#[must_use]
pub fn answer(id: &Value, result: Result<Value, Refusal>) -> Value {
    match result {
        Ok(result) => json!({ "jsonrpc": "2.0", "id": id, "result": result }),
        Err(Refusal { code, message }) => {
            let error = json!({ "code": code.number(), "message": message });
            json!({ "jsonrpc": "2.0", "id": id, "error": error })
        }
    }
}

/// A request to the client.
#[must_use]
pub fn request(id: &str, method: &str, params: &Value) -> Value {
    json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params })
}

/// A notification to the client.
#[must_use]
pub fn notification(method: &str, params: &Value) -> Value {
    json!({ "jsonrpc": "2.0", "method": method, "params": params })
}
