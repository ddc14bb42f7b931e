//! Every text of a body is read once, and its places are those of the file.

use super::{Block, prose};
use crate::plan::Record;
use crate::source::{Location, Sources};

const FRONT: &str = "+++\ntitle = \"x\"\n+++\n";

/// A record of a text, with its file.
fn record(text: &str) -> (Record<()>, Sources) {
    let mut sources = Sources::default();
    let source = sources.add("incidents/x.md".to_owned(), text.to_owned());
    let at = Location::new(source, &(0..0));
    (Record { id: "x".to_owned(), at, front: None }, sources)
}

fn read(text: &str) -> Vec<Block> {
    let (record, sources) = record(text);
    prose(&record, &sources)
}

/// The texts of a body.
fn texts(body: &str) -> Vec<String> {
    read(&format!("{FRONT}{body}")).into_iter().map(|block| block.text).collect()
}

/// What stands in the file where a phrase of the prose is said to stand.
fn written(file: &str, phrase: &str) -> String {
    let blocks = read(file);
    let holds = |block: &&Block| block.text.contains(phrase);
    let block = blocks.iter().find(holds).unwrap_or_else(|| panic!("{phrase}: {blocks:#?}"));
    let start = block.text.find(phrase).unwrap();
    let at = block.place(&(start..start + phrase.len()));
    file[at.start as usize..at.end as usize].to_owned()
}

#[test]
fn headings_and_paragraphs_are_read_in_order_with_the_heading_above() {
    let blocks = read(&format!("{FRONT}before\n\n# One\n\na\nb\n\n## *Two*\n\n- c\n- d\n"));
    let read: Vec<_> =
        blocks.iter().map(|b| (b.heading, b.under.as_str(), b.text.as_str())).collect();
    let expected = [
        (None, "", "before"),
        (Some(1), "One", "One"),
        (None, "One", "a b"),
        (Some(2), "Two", "Two"),
        (None, "Two", "c"),
        (None, "Two", "d"),
    ];
    assert_eq!(read, expected);
}

#[test]
fn quotations_code_images_and_html_are_left_out() {
    let body = "> we quoted\n> # heading\n> `x`\n\n```\ncode\n```\n\n    indented\n\nseen `hidden` seen \
                ![alt](a.png)\n\n<p>raw</p>\n";
    assert_eq!(texts(body), ["seen  `  seen "]);
}

#[test]
fn places_are_exact_through_emphasis_links_lists_and_tables() {
    let cases = [
        ("plain should have checked it", "should have checked"),
        ("we *should* have **checked** it", "should"),
        ("see [we should have](https://x.example) it", "should have"),
        ("- one\n- should have\n  - deep should check\n", "should check"),
        ("| a | b |\n|---|---|\n| x | should have |\n", "should have"),
        ("a\nb\n\n1. should have\n", "should have"),
    ];
    for (body, phrase) in cases {
        assert_eq!(written(&format!("{FRONT}{body}"), phrase), phrase, "{body}");
    }
}

#[test]
fn a_phrase_over_several_parts_reaches_from_its_first_byte_to_its_last() {
    let over = |body: &str| written(&format!("{FRONT}{body}"), "should have checked");
    assert_eq!(over("we *should* have **checked** it"), "should* have **checked");
    assert_eq!(over("we should\nhave checked it"), "should\nhave checked");
    assert_eq!(over("we [should](https://x.example) have checked"), {
        "should](https://x.example) have checked"
    });
}

#[test]
fn places_survive_crlf_bom_and_other_scripts() {
    let plain = format!("{FRONT}# Zoë 日本\n\nÄrger: we should\nhave checked 日\n");
    let crlf = plain.replace('\n', "\r\n");
    assert_eq!(written(&plain, "should have checked"), "should\nhave checked");
    assert_eq!(written(&crlf, "should have checked"), "should\r\nhave checked");
    assert_eq!(written(&format!("\u{feff}{crlf}"), "checked 日"), "checked 日");
    assert_eq!(written(&format!("\u{feff}{plain}"), "Zoë 日本"), "Zoë 日本");
}

#[test]
fn an_entity_stands_for_all_that_is_written() {
    assert_eq!(written(&format!("{FRONT}a &amp; b"), "&"), "&amp;");
    assert_eq!(written(&format!("{FRONT}a &amp; b"), "a & b"), "a &amp; b");
    assert_eq!(written(&format!("{FRONT}a \\* b c"), "* b"), "* b");
}

#[test]
fn a_comment_allows_the_paragraph_after_it_and_no_other() {
    let allowed = |body: &str| -> Vec<bool> {
        read(&format!("{FRONT}{body}")).iter().map(|block| block.allowed).collect()
    };
    assert_eq!(allowed("<!-- irp:allow -->\n\na\n\nb\n"), [true, false]);
    assert_eq!(allowed("<!-- irp:allow -->\na\n\nb\n"), [true, false]);
    assert_eq!(allowed("a <!-- irp:allow -->\n\nb\n"), [true, false]);
    assert_eq!(allowed("<!-- other -->\n\na\n"), [false]);
    assert_eq!(allowed("- <!-- irp:allow -->\n\n  a\n- b\n"), [true, false]);
    assert_eq!(allowed("<!-- irp:allow -->\n\n> quoted\n\na\n"), [false]);
}

#[test]
fn a_heading_is_kept_short_with_what_stands_below() {
    let long = "ä".repeat(100_000);
    let body = format!("# {long}\n\n{}", "a\n\n".repeat(10_000));
    let blocks = read(&format!("{FRONT}{body}"));
    assert_eq!(blocks.len(), 10_001);
    assert!(blocks[1..].iter().all(|block| block.under.chars().count() == 120));
    assert_eq!(blocks[0].text, long);
}

#[test]
fn deep_nesting_and_open_brackets_are_read_in_time() {
    let deep = 10_000;
    let quotes = format!("{} deep\n\nafter", ">".repeat(deep));
    assert_eq!(texts(&quotes), ["after"]);
    for open in ["[", "![", "(", "*a ", "_", "` ", "<", "[a](", "- ", "1. ", "|", "\\", "&"] {
        let blocks = read(&format!("{FRONT}{}\n\nafter\n", open.repeat(deep)));
        assert!(blocks.last().is_some_and(|block| block.text.contains("after")), "{open}");
    }
}

#[test]
fn what_irp_postmortem_made_is_not_read_as_prose() {
    let made =
        "<!-- irp:begin timeline -->\n\n## Made\n\nfor 9 minutes\n\n<!-- irp:end timeline -->";
    assert_eq!(texts(&format!("before\n\n{made}\n\nafter\n")), ["before", "after"]);
}
