//! A small editor: speaks with the program as editors do, over its standard streams.
#![expect(clippy::disallowed_methods, reason = "the test writes the files that an editor opens")]

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

/// A running server and the folder of the plan that it is asked about.
pub struct Editor {
    pub folder: PathBuf,
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    asked: i64,
    /// The diagnostics that were told last, by file.
    pub told: std::collections::BTreeMap<String, Value>,
    /// Requests of the server.
    pub requests: Vec<Value>,
}

impl Editor {
    /// Writes the files and starts the server; nothing is said yet.
    pub fn start(name: &str, files: &[(&str, &str)]) -> Self {
        Self::with(name, files, &[])
    }

    /// The same with words on its command line.
    pub fn with(name: &str, files: &[(&str, &str)], words: &[&str]) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("lsp").join(name);
        let _ = fs::remove_dir_all(&folder);
        for (path, text) in files {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let mut irp = Command::new(env!("CARGO_BIN_EXE_irp"));
        irp.args(["lsp", "--now", "2026-10-19T09:00:00Z", "--tz", "plan"]).args(words).env_clear();
        irp.current_dir(&folder).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = irp.spawn().unwrap();
        let (input, output) = (child.stdin.take(), BufReader::new(child.stdout.take().unwrap()));
        let told = std::collections::BTreeMap::new();
        Self { folder, child, input, output, asked: 0, told, requests: Vec::new() }
    }

    /// Starts the server and says what a usual editor can do.
    pub fn open(name: &str, files: &[(&str, &str)]) -> Self {
        let mut editor = Self::start(name, files);
        editor.hello(&json!({
            "textDocument": {
                "publishDiagnostics": { "relatedInformation": true },
                "hover": { "contentFormat": ["markdown"] },
            },
            "workspace": { "workspaceEdit": { "documentChanges": true } },
        }));
        editor
    }

    /// Says what the editor can do; returns what the server can.
    pub fn hello(&mut self, capabilities: &Value) -> Value {
        let answer = self.ask("initialize", &json!({ "capabilities": capabilities }));
        self.tell("initialized", &json!({}));
        answer.unwrap()
    }

    /// Sends bytes as they are.
    pub fn raw(&mut self, bytes: &[u8]) {
        self.input.as_mut().unwrap().write_all(bytes).unwrap();
    }

    /// Sends a message.
    pub fn send(&mut self, message: &Value) {
        let text = message.to_string();
        self.raw(format!("Content-Length: {}\r\n\r\n{text}", text.len()).as_bytes());
    }

    /// Sends a notification.
    pub fn tell(&mut self, method: &str, params: &Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Asks something: the result, or the code and the message of an error.
    pub fn ask(&mut self, method: &str, params: &Value) -> Result<Value, (i64, String)> {
        self.asked += 1;
        let id = self.asked;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        self.answer(&json!(id))
    }

    /// Waits for the answer to a request.
    pub fn answer(&mut self, id: &Value) -> Result<Value, (i64, String)> {
        loop {
            let message = self.receive().expect("the server is there");
            if message.get("method").is_none() && message["id"] == *id {
                return match message.get("error") {
                    None => Ok(message["result"].clone()),
                    Some(error) => Err((
                        error["code"].as_i64().unwrap(),
                        error["message"].as_str().unwrap().to_owned(),
                    )),
                };
            }
            self.note(message);
        }
    }

    fn note(&mut self, message: Value) {
        if message["method"] == "textDocument/publishDiagnostics" {
            let params = &message["params"];
            let file = self.name(params["uri"].as_str().unwrap());
            self.told.insert(file, params.clone());
        } else if message.get("method").is_some() {
            self.requests.push(message);
        }
    }

    /// The next message; `None` at the end of the stream.
    pub fn receive(&mut self) -> Option<Value> {
        let mut length = None;
        loop {
            let mut line = String::new();
            if self.output.read_line(&mut line).unwrap() == 0 {
                return None;
            }
            match line.trim_end().strip_prefix("Content-Length: ") {
                Some(number) => length = Some(number.parse().unwrap()),
                None => break,
            }
        }
        let mut body = vec![0; length.expect("a length")];
        self.output.read_exact(&mut body).unwrap();
        let message: Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(message["jsonrpc"], "2.0");
        Some(message)
    }

    /// The name of a file of the plan, from its address.
    pub fn name(&self, uri: &str) -> String {
        let path = uri.strip_prefix("file://").unwrap();
        let folder = self.folder.to_str().unwrap();
        path.strip_prefix(folder).map_or(path, |name| &name[1..]).to_owned()
    }

    pub fn uri(&self, file: &str) -> String {
        format!("file://{}", self.folder.join(file).display())
    }

    /// Opens a document as the editor would show it.
    pub fn show(&mut self, file: &str, text: &str) {
        let uri = self.uri(file);
        let document = json!({ "uri": uri, "languageId": "toml", "version": 1, "text": text });
        self.tell("textDocument/didOpen", &json!({ "textDocument": document }));
    }

    /// Replaces the whole text of a document.
    pub fn edit(&mut self, file: &str, text: &str) {
        let document = json!({ "uri": self.uri(file), "version": 2 });
        let params = json!({ "textDocument": document, "contentChanges": [{ "text": text }] });
        self.tell("textDocument/didChange", &params);
    }

    /// The diagnostics of a file, `line:character-character code message`, once all that was said
    /// has been answered.
    pub fn wrong(&mut self, file: &str) -> Vec<String> {
        self.settle();
        let told = self.told.get(file).map(|told| told["diagnostics"].clone());
        let all = told.unwrap_or_default();
        let line = |one: &Value| {
            let (start, end) = (&one["range"]["start"], &one["range"]["end"]);
            let (line, from, to) = (&start["line"], &start["character"], &end["character"]);
            let code = one["code"].as_str().unwrap();
            let message = one["message"].as_str().unwrap();
            format!("{line}:{from}-{to} {code}: {}", message.replace('\n', " | "))
        };
        all.as_array().into_iter().flatten().map(line).collect()
    }

    /// Waits until everything that was said has been dealt with: what is wrong is told when
    /// nothing more waits, so before a second question is answered.
    pub fn settle(&mut self) {
        for _ in 0..2 {
            let answer = self.ask("irp/nothing", &json!({}));
            assert_eq!(answer.unwrap_err().0, -32_601);
        }
    }

    /// Asks about the place of a text that `|` marks, which is shown in the editor without it.
    pub fn at(&mut self, method: &str, file: &str, marked: &str) -> Result<Value, (i64, String)> {
        let params = self.mark(file, marked);
        self.ask(method, &params)
    }

    /// Shows a text and returns the place that `|` marks in it.
    pub fn mark(&mut self, file: &str, marked: &str) -> Value {
        let before = &marked[..marked.find('|').expect("a mark")];
        let (line, start) = (before.matches('\n').count(), before.rfind('\n').map_or(0, |n| n + 1));
        let character = before[start..].encode_utf16().count();
        self.show(file, &marked.replacen('|', "", 1));
        json!({
            "textDocument": { "uri": self.uri(file) },
            "position": { "line": line, "character": character },
        })
    }

    /// Ends the conversation as the protocol wants; returns the exit code.
    pub fn close(mut self) -> i32 {
        self.ask("shutdown", &Value::Null).unwrap();
        self.tell("exit", &Value::Null);
        self.end()
    }

    /// Closes the stream and waits for the program to end; returns the exit code.
    pub fn end(mut self) -> i32 {
        drop(self.input.take());
        self.child.wait().unwrap().code().expect("an exit code, not a signal")
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
