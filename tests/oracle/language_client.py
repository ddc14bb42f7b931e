"""Speaks with `irp lsp` through a client library that checks every message against the protocol.

    python language_client.py --irp PATH/TO/irp --plan examples/kestrel

The plan is copied. Whatever the server answers is decoded into the types of the specification, which
fails where a key is missing, has another type or is none that the protocol knows.
"""

import argparse
import asyncio
import pathlib
import shutil
import tempfile

from lsprotocol import types as lsp
from pygls.lsp.client import BaseLanguageClient

TYPED = '\n[[time-off]]\nperson = "felx"\nfrom = 2026-11-02\nthrough = 2026-11-06\n'


async def converse(irp: str, folder: pathlib.Path) -> None:
    client = BaseLanguageClient("irp-test", "1")
    told: dict[str, lsp.PublishDiagnosticsParams] = {}
    news = asyncio.Event()
    registered = asyncio.Event()

    @client.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    def _(params: lsp.PublishDiagnosticsParams) -> None:
        told[params.uri] = params
        news.set()

    @client.feature(lsp.CLIENT_REGISTER_CAPABILITY)
    def _(params: lsp.RegistrationParams) -> None:
        assert params.registrations[0].method == lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES
        registered.set()

    async def until(what: str, holds) -> None:
        for _ in range(200):
            if holds():
                return
            news.clear()
            try:
                await asyncio.wait_for(news.wait(), 0.1)
            except TimeoutError:
                pass
        raise AssertionError(f"never told: {what}")

    await client.start_io(irp, "lsp", "--now", "2026-10-19T09:00:00Z", "--tz", "plan")
    answer = await client.initialize_async(
        lsp.InitializeParams(
            capabilities=lsp.ClientCapabilities(
                general=lsp.GeneralClientCapabilities(
                    position_encodings=[lsp.PositionEncodingKind.Utf8, lsp.PositionEncodingKind.Utf16]
                ),
                workspace=lsp.WorkspaceClientCapabilities(
                    did_change_watched_files=lsp.DidChangeWatchedFilesClientCapabilities(dynamic_registration=True),
                    workspace_edit=lsp.WorkspaceEditClientCapabilities(document_changes=True),
                ),
                text_document=lsp.TextDocumentClientCapabilities(
                    publish_diagnostics=lsp.PublishDiagnosticsClientCapabilities(related_information=True),
                    hover=lsp.HoverClientCapabilities(content_format=[lsp.MarkupKind.Markdown]),
                ),
            ),
            root_uri=folder.as_uri(),
        )
    )
    assert answer.capabilities.position_encoding == "utf-8"
    assert isinstance(answer.capabilities.rename_provider, lsp.RenameOptions)
    client.initialized(lsp.InitializedParams())
    await asyncio.wait_for(registered.wait(), 10)

    path = folder / "time-off.toml"
    text = path.read_text()
    uri = path.as_uri()
    about = lsp.TextDocumentIdentifier(uri=uri)
    client.text_document_did_open(
        lsp.DidOpenTextDocumentParams(lsp.TextDocumentItem(uri=uri, language_id="toml", version=1, text=text))
    )

    def faults() -> list[lsp.Diagnostic]:
        # The rules have findings in this file, none of which is an error.
        return [one for one in told[uri].diagnostics if one.severity == lsp.DiagnosticSeverity.Error]

    await until("that there is no fault", lambda: uri in told and not faults())

    end = lsp.Position(line=text.count("\n"), character=0)
    change = lsp.TextDocumentContentChangePartial(range=lsp.Range(end, end), text=TYPED)
    client.text_document_did_change(
        lsp.DidChangeTextDocumentParams(lsp.VersionedTextDocumentIdentifier(version=2, uri=uri), [change])
    )
    await until("the fault", lambda: told[uri].version == 2 and len(faults()) == 1)
    fault = faults()[0]
    assert fault.code == "unknown-id" and fault.source == "irp", fault
    assert fault.related_information and fault.related_information[0].location.uri.endswith("/people.toml")

    actions = await client.text_document_code_action_async(
        lsp.CodeActionParams(about, fault.range, lsp.CodeActionContext(diagnostics=[fault]))
    )
    [action] = actions
    assert isinstance(action, lsp.CodeAction) and action.title == 'Write `"felix"`', action
    [edit] = action.edit.document_changes[0].edits
    assert edit.new_text == '"felix"' and edit.range == fault.range

    inside = lsp.Position(line=fault.range.start.line, character=fault.range.start.character + 1)
    offered = await client.text_document_completion_async(lsp.CompletionParams(about, inside))
    assert any(item.label == "felix" for item in offered.items)
    symbols = await client.text_document_document_symbol_async(lsp.DocumentSymbolParams(about))
    assert symbols and all(isinstance(symbol, lsp.DocumentSymbol) for symbol in symbols)
    edits = await client.text_document_formatting_async(
        lsp.DocumentFormattingParams(about, lsp.FormattingOptions(tab_size=2, insert_spaces=True))
    )
    assert not edits, edits

    people = folder / "people.toml"
    lines = people.read_text().splitlines()
    line = lines.index("[people.felix]")
    place = lsp.Position(line=line, character=len("[people.f"))
    about = lsp.TextDocumentIdentifier(uri=people.as_uri())
    hover = await client.text_document_hover_async(lsp.HoverParams(about, place))
    assert "On call now in `product-primary`" in hover.contents.value, hover
    definition = await client.text_document_definition_async(lsp.DefinitionParams(about, place))
    assert definition[0].range.start.line == line
    prepared = await client.text_document_prepare_rename_async(lsp.PrepareRenameParams(about, place))
    assert prepared.placeholder == "felix", prepared
    uses = await client.text_document_references_async(
        lsp.ReferenceParams(lsp.ReferenceContext(include_declaration=True), about, place)
    )
    renamed = await client.text_document_rename_async(lsp.RenameParams(text_document=about, position=place, new_name="felix-b"))
    edits = [edit for change in renamed.document_changes for edit in change.edits]
    assert len(edits) == len(uses) > 5, (len(edits), len(uses))

    await client.shutdown_async(None)
    client.exit(None)
    # pylint: disable=protected-access
    code = await asyncio.wait_for(client._server.wait(), 10)
    assert code == 0, code
    await client.stop()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--irp", required=True)
    parser.add_argument("--plan", required=True, type=pathlib.Path)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = pathlib.Path(place) / "plan"
        shutil.copytree(args.plan, folder)
        asyncio.run(converse(args.irp, folder))
    print("the language server answers as the protocol wants")


if __name__ == "__main__":
    main()
