//! Blocks are made anew; what people wrote stays.

use proptest::prelude::*;

use super::document::{blocks, merge};

const MADE: &str = "\
<!-- irp:begin facts -->\n# Title\n\n## no section\n<!-- irp:end facts -->\n\n\
## Impact\n\n<!-- irp:begin impact -->\nmuch\n<!-- irp:end impact -->\n\n\
## What happened\n\n<!-- a question -->\n\n\
## Actions\n\n<!-- irp:begin actions -->\nnone\n<!-- irp:end actions -->\n";

fn merged(written: &str) -> String {
    merge(written, MADE).unwrap().text
}

#[test]
fn a_record_without_blocks_gets_those_and_the_sections_that_it_lacks_in_their_places() {
    let written = "\n\n## What happened\n\nA deploy.\n## actions ##\nOurs.\n\n## Our own\n\nx";
    let expected = "\n\n<!-- irp:begin facts -->\n# Title\n\n## no section\n<!-- irp:end facts -->\n\n\
        ## Impact\n\n<!-- irp:begin impact -->\nmuch\n<!-- irp:end impact -->\n\n\
        ## What happened\n\nA deploy.\n## actions ##\nOurs.\n\n\
        <!-- irp:begin actions -->\nnone\n<!-- irp:end actions -->\n\n## Our own\n\nx";
    assert_eq!(merged(written), expected);
}

#[test]
fn an_empty_record_becomes_what_was_made() {
    assert_eq!(merged(""), MADE);
}

#[test]
fn with_blocks_only_they_change_and_the_rest_is_told() {
    let written = "mine\n<!-- irp:begin impact -->\nold <!-- irp:end facts -->\n<!-- irp:end impact -->\r\nx\n\
        <!-- irp:begin mine -->\nkept\n<!-- irp:end mine -->";
    let found = merge(written, MADE).unwrap();
    let expected = written.replace("\nold <!-- irp:end facts -->\n", "\r\nmuch\r\n");
    assert_eq!(found.text, expected);
    assert_eq!(found.left_out, ["facts", "actions"]);
    assert_eq!(found.stale, ["mine"]);
}

#[test]
fn blocks_that_cannot_be_told_from_the_rest_are_refused_with_their_line() {
    let (begin, end) = ("<!-- irp:begin a -->\n", "<!-- irp:end a -->\n");
    let cases = [
        (format!("x\n{begin}"), 2, "does not end"),
        (format!("x\n{end}"), 2, "without having begun"),
        (format!("{begin}{begin}{end}"), 2, "begins before `a` ends"),
        (format!("{begin}{end}\n{begin}{end}"), 4, "is there twice"),
        (format!("{begin}<!-- irp:end b -->\n"), 2, "without having begun"),
        ("x\n```\ny\n".to_owned(), 2, "does not end"),
    ];
    for (text, line, message) in cases {
        let fault = merge(&text, MADE).unwrap_err();
        assert_eq!(fault.line, line, "{text}");
        assert!(fault.message.contains(message), "{fault:?}");
    }
    let fenced = format!("```\n{begin}```\n    {end}");
    assert_eq!(blocks(&fenced).unwrap(), []);
}

#[test]
fn lines_end_as_those_of_the_record_do() {
    let text = merged("## What happened\r\n\r\nA deploy.\r\n");
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
    assert_eq!(text.replace('\r', ""), merged("## What happened\n\nA deploy.\n"));
}

/// What people may write, headings and marks of irp among it.
fn body() -> impl Strategy<Value = String> {
    let line = prop::sample::select(vec![
        "",
        "## Impact",
        "# Title",
        "## Actions",
        "## Mine",
        "text",
        "- item",
        "```",
        "~~~",
        "  ",
        "<!-- irp:begin impact -->",
        "<!-- irp:end impact -->",
        "<!-- irp:begin mine -->",
        "<!-- irp:end mine -->",
        "é",
    ]);
    let end = prop::sample::select(vec!["\n", "\r\n"]);
    prop::collection::vec((line, end), 0..14)
        .prop_map(|lines| lines.into_iter().map(|(line, end)| [line, end].concat()).collect())
}

/// A text without its blocks.
fn own(text: &str) -> String {
    let mut own = text.to_owned();
    for block in blocks(text).unwrap().into_iter().rev() {
        own.replace_range(block.range, "");
    }
    own
}

proptest! {
    #[test]
    fn writing_again_changes_nothing_and_nothing_that_people_wrote_is_lost(
        written in body(),
        more in "[a-z #\\n]{0,20}",
    ) {
        let Ok(first) = merge(&written, MADE) else { return Ok(()) };
        let again = merge(&first.text, MADE);
        prop_assert_eq!(&again.as_ref().map(|again| &again.text), &Ok(&first.text));
        // Every line of theirs is there, in order.
        let mut lines = own(&first.text).lines().map(str::to_owned).collect::<Vec<_>>().into_iter();
        for line in own(&written).lines() {
            prop_assert!(lines.any(|other| other == line), "{:?} of {:?}", line, first.text);
        }
        // What they write behind it afterwards stays, byte for byte, whatever is made then.
        let edited = format!("{}\n{more}", first.text);
        let Ok(second) = merge(&edited, &MADE.replace("much", "more\n\nthan that")) else {
            return Ok(());
        };
        prop_assert_eq!(own(&second.text), own(&edited));
    }
}
