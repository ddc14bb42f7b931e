//! Text from strangers' plans never becomes a command, a tag, a cell or a link of a report.

use irp::diagnostic::{Diagnostic, Fault, Level, visible};
use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use roxmltree::Document;

use super::{Made, WorkflowCommand, checkstyle, gitlab, junit, markdown, rdjson, sarif};

/// What means something to one of the formats or to whoever shows them.
const MARKS: &str = r#"::error:: ::stop-commands::x ##[error] %0A %25 % : , | \| \ ` `` ``` @ana @ #12
    a/b#1 !1 GH-1 <script> </code> <!-- --> <br> &#64; &amp; & ]]> <![CDATA[ <?xml?> " ' ](
    [x](https://example.invalid) https://example.invalid www.example.invalid a@example.invalid
    ![x](y) :smile: **b** ~~s~~ $x$ {0} {{ _x_ -"#;
const CONTROLS: [&str; 12] = [
    "\r",
    "\n",
    "\r\n",
    "\t",
    " ",
    "\n- ",
    "\u{1b}[31m",
    "\u{202e}",
    "\u{0}",
    "\u{ffff}",
    "\u{fffe}",
    "\u{feff}",
];

/// Text made of such marks, and of everything else.
fn text() -> impl Strategy<Value = String> {
    let marks: Vec<_> = MARKS.split_whitespace().chain(CONTROLS).collect();
    let part =
        prop_oneof![prop::sample::select(marks).prop_map(str::to_owned), ".{0,6}", "[a-z]{1,4}",];
    prop::collection::vec(part, 0..8).prop_map(|parts| parts.concat())
}

prop_compose! {
    /// A report of which every text is hostile. Whoever makes a diagnostic has its sentences made
    /// visible; here one in two goes around that.
    fn made()(
        plan in text(),
        file in text(),
        prefix in prop::option::of(text()),
        compared in any::<bool>(),
        body in text(),
        findings in prop::collection::vec(
            (0usize..3, text(), text(), text(), text(), any::<bool>(), (0usize..30, 0usize..30)),
            0..5,
        ),
    ) -> Made {
        let mut made = Made::new(&file, &body);
        made.plan = plan;
        made.compared = compared;
        made.prefix = prefix.map(|prefix| prefix + "/").unwrap_or_default();
        for (level, path, message, help, fix, raw, (from, to)) in findings {
            let floor = |at: usize| {
                (0..=at.min(body.len())).rev().find(|at| body.is_char_boundary(*at)).unwrap()
            };
            let at = made.at(floor(from.min(to))..floor(from.max(to)));
            let level = [Level::Info, Level::Warning, Level::Error][level];
            let mut finding = Diagnostic::new("coverage-gap", level, at, message.clone())
                .about(path)
                .label(help.clone())
                .also(at, help.clone())
                .help(help.clone())
                .fix(fix.clone())
                .suggest(fix);
            if raw {
                finding.code = Fault::Syntax.code();
                finding.message = message;
                finding.help = vec![help];
            }
            made.findings.push(finding);
        }
        made
    }
}

/// A text as XML can hold it.
fn shown(text: &str) -> String {
    let lines = text.split('\n').map(visible).collect::<Vec<_>>().join("\n");
    lines.replace('\u{fffe}', "\\u{fffe}").replace('\u{ffff}', "\\u{ffff}")
}

proptest! {
    #[test]
    fn a_workflow_command_is_one_line_and_comes_back_as_it_was(made in made()) {
        let text = made.github();
        let lines: Vec<_> = text.split('\n').collect();
        prop_assert_eq!(lines.len(), made.findings.len() + 2, "{}", text);
        prop_assert!(!text.contains('\r'));
        let mut sorted: Vec<_> = made.findings.iter().collect();
        sorted.sort_by_key(|finding| std::cmp::Reverse(finding.level));
        for (line, finding) in lines.iter().zip(sorted) {
            let command = WorkflowCommand::read(line).unwrap();
            let keys: Vec<_> = command.properties.iter().map(|(key, _)| key.as_str()).collect();
            let known = ["file", "line", "endLine", "col", "endColumn", "title"];
            prop_assert!(keys.iter().all(|key| known.contains(key)), "{}", line);
            prop_assert!(["error", "warning", "notice"].contains(&command.name.as_str()));
            prop_assert!(command.data.starts_with(&finding.message), "{}", line);
            let file = made.prefix.clone() + &made.sources.iter().next().unwrap().name;
            prop_assert_eq!(command.property("file"), visible(&file));
            let title = match finding.path.as_str() {
                "" => finding.code.to_owned(),
                path => format!("{}: {}", finding.code, visible(path)),
            };
            prop_assert_eq!(command.property("title"), title);
        }
        let last = lines[lines.len() - 2].trim_start();
        prop_assert!(!last.starts_with("::") && !last.contains("##["), "{}", last);
    }

    #[test]
    fn xml_stays_well_formed_and_says_what_was_said(made in made()) {
        let text = checkstyle::text(&made.report());
        let xml = Document::parse(&text).unwrap();
        let errors: Vec<_> = xml.descendants().filter(|node| node.has_tag_name("error")).collect();
        prop_assert_eq!(errors.len(), made.findings.len());
        for (error, finding) in errors.iter().zip(&made.findings) {
            let message = error.attribute("message").unwrap();
            prop_assert!(message.starts_with(&shown(&finding.message)), "{} {}", message, text);
        }
        let text = junit::text(&made.report());
        let xml = Document::parse(&text).unwrap();
        let bodies = xml.descendants().filter(|node| {
            node.has_tag_name("failure") || node.has_tag_name("system-out")
        });
        let bodies: Vec<_> = bodies.map(|node| node.text().unwrap_or_default()).collect();
        prop_assert_eq!(bodies.len(), made.findings.len());
        for (body, finding) in bodies.iter().zip(&made.findings) {
            prop_assert!(body.contains(&shown(&finding.message)), "{} {}", body, text);
        }
    }

    #[test]
    fn json_stays_json_and_paths_stay_paths(made in made()) {
        let count = made.findings.len();
        prop_assert_eq!(made.json(gitlab::text).as_array().unwrap().len(), count);
        prop_assert_eq!(made.json(rdjson::text)["diagnostics"].as_array().unwrap().len(), count);
        let log = made.json(sarif::text);
        for result in log["runs"][0]["results"].as_array().unwrap() {
            let location = &result["locations"][0]["physicalLocation"]["artifactLocation"];
            let uri = location["uri"].as_str().unwrap();
            let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~/%".contains(&b);
            prop_assert!(uri.bytes().all(plain), "{}", uri);
            prop_assert!(!result["message"]["text"].as_str().unwrap().contains("]("));
        }
    }

    #[test]
    fn markdown_stays_a_table_of_inert_text(made in made()) {
        let text = markdown::text(&made.report(), markdown::COMMENT);
        let (mut rows, mut cells, mut items, mut in_code) = (0, 0, 0, false);
        let mut said = String::new();
        for event in Parser::new_ext(&text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
            match event {
                Event::Start(Tag::TableRow) => rows += 1,
                Event::Start(Tag::TableCell) => cells += 1,
                Event::Start(Tag::Item) => items += 1,
                Event::End(TagEnd::TableCell | TagEnd::Paragraph | TagEnd::Item) => said.push('\n'),
                Event::InlineHtml(html) => {
                    let known = if in_code { &["</code>"][..] } else { &["<code>", "<br>"] };
                    prop_assert!(known.contains(&html.as_ref()), "{}", text);
                    in_code = html.as_ref() == "<code>";
                    // Text in code is told apart from the text beside it.
                    said.push('\n');
                }
                Event::Html(html) => prop_assert_eq!(html.trim(), "<!-- irp check -->"),
                Event::Text(part) if in_code => said.push_str(&"x".repeat(part.len())),
                Event::Text(part) => said.push_str(&part),
                Event::Code(code) => prop_assert!(
                    ["coverage-gap", "syntax", "[[lint.allow]]"].contains(&code.as_ref())
                ),
                Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::Heading { .. }
                    | Tag::CodeBlock(_) | Tag::BlockQuote(_) | Tag::Emphasis | Tag::Strikethrough)
                    => prop_assert!(false, "{}", text),
                _ => {}
            }
        }
        prop_assert_eq!(rows, made.findings.len(), "{}", text);
        prop_assert_eq!(items, if made.compared { rows } else { 0 }, "{}", text);
        prop_assert_eq!(cells, if rows == 0 { 0 } else { 4 * (rows + 1) }, "{}", text);
        for mark in ["@", "#", "!", "~"] {
            let meets = said.match_indices(mark).any(|(at, _)| {
                said[at + 1..].starts_with(|c: char| c.is_alphanumeric())
            });
            prop_assert!(!meets, "{} in {}", mark, said);
        }
        for mark in ["://", "www.e", "GH-1"] {
            prop_assert!(!said.contains(mark), "{} in {}", mark, said);
        }
    }
}

#[test]
fn what_is_in_backquotes_is_code_and_reads_as_it_was() {
    let mut made = Made::new("irp.toml", "");
    let at = made.at(0..0);
    let message = "`a|b` and `c`d` are @ana's: 50% of [x](y) <b>";
    made.findings.push(Diagnostic::new("coverage-gap", Level::Error, at, message));
    let text = markdown::text(&made.report(), markdown::COMMENT);
    let shown: String = Parser::new_ext(&text, Options::ENABLE_TABLES)
        .filter_map(|event| match event {
            Event::Text(text) => Some(text.into_string()),
            Event::InlineHtml(html) => Some(html.into_string()),
            _ => None,
        })
        .collect();
    let expected = "<code>a|b</code> and <code>c</code>d` are @\u{200b}ana's: 50% of [x](y) <b>";
    assert!(shown.ends_with(expected), "{shown}");
}
