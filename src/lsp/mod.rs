//! A language server: what an editor says becomes what it is to show.
//!
//! A machine that is told messages and answers with messages. Owns what is open and what the
//! editor was told. Knows no streams, no clock and no disk: those are handed in.

mod actions;
mod completion;
mod diagnostics;
mod dispatch;
mod findings;
mod frame;
mod hover;
mod layout;
mod message;
mod names;
mod position;
mod prose;
mod rename;
mod shapes;
mod symbols;
#[cfg(test)]
mod tests;
mod uri;
mod workspace;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use self::diagnostics::Shown;
use self::message::{Code, Incoming, Refusal, answer, notification, request};
use self::position::{Encoding, Lines, Marks, Place};
use self::workspace::{Document, Documents, Workspace};
use crate::plan::Plan;
use crate::source::Tree;
use crate::time::{Instant, Zone, Zones};

pub use frame::{Frame, framed, read};

/// What the server asks of the world.
pub trait Outside {
    /// The present instant, or the one that is taken for it.
    fn now(&self) -> Instant;
    /// Whether there is anything at a path.
    fn exists(&self, path: &Path) -> bool;
    /// A folder of the disk.
    fn tree(&self, folder: &Path) -> Box<dyn Tree>;
    /// The zone in which times are shown.
    fn viewer(&self, plan: &Plan) -> Zone;
    /// The zone data.
    fn zones(&self) -> &Zones;
}

/// How far a conversation has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// The editor has not said what it can do.
    New,
    /// Everything can be asked.
    Running,
    /// Nothing can be asked any more.
    ShutDown,
    /// It is over.
    Over,
}

/// What an editor has said it can do.
#[derive(Clone, Copy, Debug, Default)]
struct Client {
    encoding: Encoding,
    shown: Shown,
    /// Whether it takes Markdown.
    markdown: bool,
    /// Whether edits may name the version that they are of.
    versioned_edits: bool,
    /// Whether it can be asked to watch files.
    watches: bool,
}

/// The server.
pub struct Server {
    stage: Stage,
    clean: bool,
    /// The one plan that is served, where one was named.
    only: Option<PathBuf>,
    client: Client,
    documents: Documents,
    plans: BTreeMap<PathBuf, Workspace>,
    cancelled: BTreeSet<String>,
}

impl Server {
    /// A server of one plan, or of those to which the documents belong that are opened.
    #[must_use]
    pub fn new(only: Option<PathBuf>) -> Self {
        Self {
            stage: Stage::New,
            clean: false,
            only,
            client: Client::default(),
            documents: Documents::new(),
            plans: BTreeMap::new(),
            cancelled: BTreeSet::new(),
        }
    }

    /// Whether the conversation is over; then, whether it ended as the protocol wants.
    #[must_use]
    pub fn over(&self) -> Option<bool> {
        (self.stage == Stage::Over).then_some(self.clean)
    }

    /// Notes which requests are taken back by a message that is still to be received.
    pub fn foresee(&mut self, bytes: &[u8]) {
        const CANCEL: &[u8] = b"$/cancelRequest";
        if bytes.len() < 1024
            && bytes.windows(CANCEL.len()).any(|part| part == CANCEL)
            && let Incoming::Notification { method, params } = Incoming::read(bytes)
            && method == "$/cancelRequest"
        {
            self.cancelled.insert(params["id"].to_string());
        }
    }

    /// Takes a message; returns what is to be said to it at once.
    pub fn receive(&mut self, bytes: &[u8], outside: &dyn Outside) -> Vec<Value> {
        match Incoming::read(bytes) {
            Incoming::Request { id, method, params } => self.request(&id, &method, params, outside),
            Incoming::Notification { method, params } => self.notice(&method, &params, outside),
            Incoming::Answer => Vec::new(),
            Incoming::Invalid(id, refusal) => vec![answer(&id, Err(refusal))],
        }
    }

    /// What is to be said of a message that was lost on its way.
    #[must_use]
    pub fn lost(&self, reason: &str) -> Vec<Value> {
        vec![answer(&Value::Null, Err(Refusal::new(Code::Parse, reason)))]
    }

    /// What is to be said when no more messages wait: what is wrong with each plan that changed.
    pub fn settle(&mut self, outside: &dyn Outside) -> Vec<Value> {
        self.cancelled.clear();
        if self.stage != Stage::Running {
            return Vec::new();
        }
        let (documents, client) = (&self.documents, self.client);
        let mut said = Vec::new();
        for plan in self.plans.values_mut().filter(|plan| plan.is_stale()) {
            said.extend(plan.publish(documents, client.encoding, client.shown, outside));
        }
        publish(&said)
    }

    /// Whether a plan has changed since the rules judged it. That can wait until nothing has been
    /// typed for a moment.
    #[must_use]
    pub fn is_unjudged(&self) -> bool {
        self.stage == Stage::Running && self.plans.values().any(Workspace::is_unjudged)
    }

    /// What is to be said when nothing has been typed for a moment: what the rules find now.
    pub fn judge(&mut self, outside: &dyn Outside) -> Vec<Value> {
        for plan in self.plans.values_mut().filter(|plan| plan.is_unjudged()) {
            plan.judge(&self.documents, outside);
        }
        self.settle(outside)
    }

    fn request(
        &mut self,
        id: &Value,
        method: &str,
        params: Value,
        outside: &dyn Outside,
    ) -> Vec<Value> {
        let refuse = |code, why: &str| vec![answer(id, Err(Refusal::new(code, why)))];
        if self.cancelled.remove(&id.to_string()) && method != "shutdown" {
            return refuse(Code::Cancelled, "the request was taken back");
        }
        match (self.stage, method) {
            (Stage::New, "initialize") => vec![answer(id, Ok(self.initialize(&params)))],
            (Stage::New, _) => refuse(Code::NotInitialized, "`initialize` comes first"),
            (Stage::Running, "initialize") => {
                refuse(Code::InvalidRequest, "`initialize` comes once")
            }
            (Stage::Running, "shutdown") => {
                self.stage = Stage::ShutDown;
                vec![answer(id, Ok(Value::Null))]
            }
            (Stage::Running, _) => vec![answer(id, self.asked(method, params, outside))],
            (Stage::ShutDown | Stage::Over, _) => {
                refuse(Code::InvalidRequest, "the server has been shut down")
            }
        }
    }

    fn initialize(&mut self, params: &Value) -> Value {
        self.stage = Stage::Running;
        let can = |path: &str| params["capabilities"].pointer(path);
        let yes = |path: &str| can(path).and_then(Value::as_bool).unwrap_or(false);
        let lists = |path: &str, word: &str| {
            can(path).and_then(Value::as_array).is_some_and(|all| all.iter().any(|one| one == word))
        };
        let encodings = "/general/positionEncodings";
        let known = [Encoding::Utf8, Encoding::Utf32];
        let encoding = known.into_iter().find(|known| lists(encodings, known.name()));
        self.client = Client {
            encoding: encoding.unwrap_or_default(),
            shown: Shown { related: yes("/textDocument/publishDiagnostics/relatedInformation") },
            markdown: lists("/textDocument/hover/contentFormat", "markdown"),
            versioned_edits: yes("/workspace/workspaceEdit/documentChanges"),
            watches: yes("/workspace/didChangeWatchedFiles/dynamicRegistration"),
        };
        json!({
            "capabilities": dispatch::capabilities(self.client.encoding),
            "serverInfo": { "name": "irp", "version": env!("CARGO_PKG_VERSION") },
        })
    }

    fn notice(&mut self, method: &str, params: &Value, outside: &dyn Outside) -> Vec<Value> {
        if method == "exit" {
            self.clean = self.stage == Stage::ShutDown;
            self.stage = Stage::Over;
        }
        if self.stage != Stage::Running {
            return Vec::new();
        }
        match method {
            "initialized" => return self.initialized(),
            "textDocument/didOpen" => self.opened(&params["textDocument"], outside),
            "textDocument/didChange" => self.changed(params),
            "textDocument/didClose" => self.closed(&params["textDocument"]["uri"]),
            "textDocument/didSave" | "workspace/didChangeWatchedFiles" => {
                return self.disk_changed(outside);
            }
            _ => {}
        }
        Vec::new()
    }

    fn initialized(&mut self) -> Vec<Value> {
        if let Some(root) = self.only.clone() {
            self.plans.entry(root.clone()).or_insert_with(|| Workspace::new(root));
        }
        if !self.client.watches {
            return Vec::new();
        }
        let globs = ["**/*.toml", "**/*.md"].map(|glob| json!({ "globPattern": glob }));
        let registration = json!({
            "id": "irp-files",
            "method": "workspace/didChangeWatchedFiles",
            "registerOptions": { "watchers": globs },
        });
        let params = json!({ "registrations": [registration] });
        vec![request("irp-watch", "client/registerCapability", &params)]
    }

    fn opened(&mut self, document: &Value, outside: &dyn Outside) {
        let Some(uri) = document["uri"].as_str() else { return };
        let (Some(path), Some(text)) = (uri::path(uri), document["text"].as_str()) else { return };
        let version = document["version"].as_i64().unwrap_or_default();
        let document = Document { uri: uri.to_owned(), text: text.to_owned(), version };
        self.documents.insert(path.clone(), document);
        if let Some(root) = self.root_of(&path, outside) {
            self.plans.entry(root.clone()).or_insert_with(|| Workspace::new(root)).touch();
        }
        self.touch(&path);
    }

    fn changed(&mut self, params: &Value) {
        let document = &params["textDocument"];
        let Some(path) = document["uri"].as_str().and_then(uri::path) else { return };
        let Some(open) = self.documents.get_mut(&path) else { return };
        let mut known = Marks::default();
        for change in params["contentChanges"].as_array().into_iter().flatten() {
            let Some(text) = change["text"].as_str() else { continue };
            match serde_json::from_value::<Place>(change["range"].clone()) {
                Ok(place) => {
                    let encoding = self.client.encoding;
                    let lines = Lines::up_to(place.end, &open.text, known, encoding);
                    let range = lines.range(place);
                    known = lines.before(range.start);
                    open.text.replace_range(range, text);
                }
                Err(_) if change["range"].is_null() => {
                    text.clone_into(&mut open.text);
                    known = Marks::default();
                }
                Err(_) => {}
            }
        }
        open.version = document["version"].as_i64().unwrap_or(open.version);
        self.touch(&path);
    }

    fn closed(&mut self, uri: &Value) {
        if let Some(path) = uri.as_str().and_then(uri::path) {
            self.documents.remove(&path);
            self.touch(&path);
        }
    }

    /// Files have been written, made or removed: by the editor or by anything else.
    fn disk_changed(&mut self, outside: &dyn Outside) -> Vec<Value> {
        let roots: BTreeSet<_> =
            self.documents.keys().filter_map(|path| self.root_of(path, outside)).collect();
        let ended = |root: &PathBuf| {
            !roots.contains(root) && self.only.is_none() && !self.holds_plan(root, outside)
        };
        let ended: Vec<_> = self.plans.keys().filter(|root| ended(root)).cloned().collect();
        let mut said = Vec::new();
        for plan in ended.iter().filter_map(|root| self.plans.remove(root)) {
            said.extend(plan.clear());
        }
        for root in roots {
            self.plans.entry(root.clone()).or_insert_with(|| Workspace::new(root));
        }
        self.plans.values_mut().for_each(Workspace::touch);
        publish(&said)
    }

    /// The plans of which a file may be part have changed.
    fn touch(&mut self, path: &Path) {
        let above = self.plans.iter_mut().filter(|(root, _)| path.starts_with(root));
        above.for_each(|(_, plan)| plan.touch());
    }

    fn holds_plan(&self, folder: &Path, outside: &dyn Outside) -> bool {
        let file = folder.join("irp.toml");
        self.documents.contains_key(&file) || outside.exists(&file)
    }

    /// The folder of the plan to which a file belongs.
    fn root_of(&self, path: &Path, outside: &dyn Outside) -> Option<PathBuf> {
        if let Some(root) = &self.only {
            return path.starts_with(root).then(|| root.clone());
        }
        let mut above = path.ancestors().skip(1);
        above.find(|folder| self.holds_plan(folder, outside)).map(Path::to_owned)
    }
}

/// What is wrong with each of some files, as it is told.
fn publish(files: &[Value]) -> Vec<Value> {
    let method = "textDocument/publishDiagnostics";
    files.iter().map(|params| notification(method, params)).collect()
}
