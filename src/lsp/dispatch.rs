//! What can be asked of the server, and who answers it.

use std::rc::Rc;

use serde::Deserialize;
use serde_json::{Value, json};

use super::message::{Code, Refusal};
use super::position::{Encoding, Place, Position};
use super::workspace::View;
use super::{Outside, Server, actions, completion, hover, layout, names, rename, symbols, uri};
use crate::plan::Plan;
use crate::source::SourceId;

/// What the server can do.
pub fn capabilities(encoding: Encoding) -> Value {
    json!({
        "positionEncoding": encoding.name(),
        "textDocumentSync": { "openClose": true, "change": 2, "save": true },
        "completionProvider": { "triggerCharacters": ["[", ".", "\"", "'", "=", "{", ","] },
        "hoverProvider": true,
        "definitionProvider": true,
        "referencesProvider": true,
        "documentSymbolProvider": true,
        "codeActionProvider": { "codeActionKinds": ["quickfix"] },
        "documentFormattingProvider": true,
        "renameProvider": { "prepareProvider": true },
    })
}

/// What most requests are about.
#[derive(Deserialize)]
struct About {
    #[serde(rename = "textDocument")]
    document: Address,
    #[serde(default)]
    position: Position,
    #[serde(default)]
    range: Place,
    #[serde(default, rename = "newName")]
    name: String,
    #[serde(default)]
    context: ReferenceContext,
}

#[derive(Deserialize)]
struct Address {
    uri: String,
}

#[derive(Default, Deserialize)]
struct ReferenceContext {
    #[serde(default, rename = "includeDeclaration")]
    definitions: bool,
}

/// A place of a file of a plan, about which something is asked.
pub struct Spot<'a> {
    /// The plan.
    pub view: View<'a>,
    /// The file.
    pub source: SourceId,
    /// The byte.
    pub at: usize,
}

impl Server {
    /// Answers a request about a document.
    pub(super) fn asked(
        &mut self,
        method: &str,
        params: Value,
        outside: &dyn Outside,
    ) -> Result<Value, Refusal> {
        const KNOWN: [&str; 9] = [
            "textDocument/completion",
            "textDocument/hover",
            "textDocument/definition",
            "textDocument/references",
            "textDocument/documentSymbol",
            "textDocument/codeAction",
            "textDocument/formatting",
            "textDocument/prepareRename",
            "textDocument/rename",
        ];
        if !KNOWN.contains(&method) {
            let why = format!("irp has no `{method}`");
            return Err(Refusal::new(Code::MethodNotFound, why));
        }
        let about: About = serde_json::from_value(params)
            .map_err(|error| Refusal::new(Code::InvalidParams, format!("{method}: {error}")))?;
        let Some((plan, root, source)) = self.find(&about.document.uri, outside) else {
            return Ok(Value::Null);
        };
        let (documents, encoding) = (&self.documents, self.client.encoding);
        let view = View { plan: &plan, root: &root, documents, encoding };
        let lines = view.lines(source);
        let (at, range) = (lines.offset(about.position), lines.range(about.range));
        let spot = Spot { view, source, at };
        Ok(match method {
            "textDocument/completion" => completion::complete(&spot),
            "textDocument/hover" => {
                let viewer = outside.viewer(&plan);
                let now = outside.now();
                hover::hover(&spot, now, &viewer, self.client.markdown)
            }
            "textDocument/definition" => names::definition(&spot),
            "textDocument/references" => names::references(&spot, about.context.definitions),
            "textDocument/documentSymbol" => symbols::symbols(&spot),
            "textDocument/codeAction" => {
                actions::actions(&spot, &range, self.client.shown, self.client.versioned_edits)
            }
            "textDocument/formatting" => layout::edits(&spot)?,
            "textDocument/prepareRename" => rename::prepare(&spot)?,
            _ => rename::rename(&spot, &about.name, self.client.versioned_edits, outside)?,
        })
    }

    /// The plan of which a document is a file, as it is now.
    fn find(
        &mut self,
        uri: &str,
        outside: &dyn Outside,
    ) -> Option<(Rc<Plan>, std::path::PathBuf, SourceId)> {
        let path = uri::path(uri)?;
        let root = self.root_of(&path, outside)?;
        let plan = self.plans.get_mut(&root)?.plan(&self.documents, outside);
        let name = path.strip_prefix(&root).ok()?.to_str()?.replace('\\', "/");
        let source = plan.sources.find(&name)?;
        Some((plan, root, source))
    }
}
