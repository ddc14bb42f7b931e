//! What can be asked of the server, and who answers it.

use std::rc::Rc;

use serde::Deserialize;
use serde_json::{Value, json};

use super::message::{Code, Refusal};
use super::position::{Encoding, Place, Position};
use super::workspace::View;
use super::{
    Client, Outside, Server, actions, completion, hover, layout, names, rename, symbols, uri,
};
use crate::plan::Plan;
use crate::source::{SourceId, name_in};

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

/// A request about a place, and who makes it.
struct Asked<'a> {
    spot: Spot<'a>,
    about: About,
    client: Client,
    outside: &'a dyn Outside,
}

type Answer = Result<Value, Refusal>;

/// Who answers a request.
fn answerer(method: &str) -> Result<fn(&Asked<'_>) -> Answer, Refusal> {
    Ok(match method {
        "textDocument/completion" => |asked| Ok(completion::complete(&asked.spot)),
        "textDocument/hover" => |asked| {
            let (now, viewer) = (asked.outside.now(), asked.outside.viewer(asked.spot.view.plan));
            Ok(hover::hover(&asked.spot, now, &viewer, asked.client.markdown))
        },
        "textDocument/definition" => |asked| Ok(names::definition(&asked.spot)),
        "textDocument/references" => {
            |asked| Ok(names::references(&asked.spot, asked.about.context.definitions))
        }
        "textDocument/documentSymbol" => |asked| Ok(symbols::symbols(&asked.spot)),
        "textDocument/codeAction" => |asked| {
            let Asked { spot, about, client, .. } = asked;
            let range = spot.view.lines(spot.source).range(about.range);
            Ok(actions::actions(spot, &range, client.shown, client.versioned_edits))
        },
        "textDocument/formatting" => |asked| layout::edits(&asked.spot),
        "textDocument/prepareRename" => |asked| rename::prepare(&asked.spot),
        "textDocument/rename" => |asked| {
            let Asked { spot, about, client, outside } = asked;
            rename::rename(spot, &about.name, client.versioned_edits, *outside)
        },
        _ => {
            let why = format!("irp has no `{method}`");
            return Err(Refusal::new(Code::MethodNotFound, why));
        }
    })
}

impl Server {
    /// Answers a request about a document.
    pub(super) fn asked(&mut self, method: &str, params: Value, outside: &dyn Outside) -> Answer {
        let answer = answerer(method)?;
        let about: About = serde_json::from_value(params)
            .map_err(|error| Refusal::new(Code::InvalidParams, format!("{method}: {error}")))?;
        let Some((plan, root, source)) = self.find(&about.document.uri, outside) else {
            return Ok(Value::Null);
        };
        let (documents, encoding) = (&self.documents, self.client.encoding);
        let view = View { plan: &plan, root: &root, documents, encoding };
        let at = view.lines(source).offset(about.position);
        let spot = Spot { view, source, at };
        answer(&Asked { spot, about, client: self.client, outside })
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
        let source = plan.sources.find(&name_in(&root, &path)?)?;
        Some((plan, root, source))
    }
}
