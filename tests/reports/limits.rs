//! What services take of a report, and no more.

use irp::diagnostic::{Diagnostic, Level};

use super::{Made, WorkflowCommand, gitlab, junit, markdown, sarif, unique};

/// A plan with so many findings of every level, the worst last.
fn many(each: usize) -> Made {
    let mut made = Made::new("irp.toml", &"line = \"ä\"\n".repeat(each * 3));
    for (band, level) in [Level::Info, Level::Warning, Level::Error].into_iter().enumerate() {
        for nth in 0..each {
            let line = (band * each + nth) * 12;
            let at = made.at(line..line + 4);
            let finding = Diagnostic::new("coverage-gap", level, at, format!("gap of {nth} days"))
                .about(format!("rotations.r{}", nth % 7))
                .help("close it with `people` | or `when`".repeat(4));
            made.findings.push(finding);
        }
    }
    made
}

#[test]
fn ten_annotations_of_each_level_are_made_the_worst_first_and_the_rest_is_counted() {
    let text = many(334).github();
    let commands: Vec<_> = text.lines().filter_map(WorkflowCommand::read).collect();
    let names: Vec<_> = commands.iter().map(|command| command.name.as_str()).collect();
    assert_eq!(names, [["error"; 10], ["warning"; 10], ["notice"; 10]].concat());
    assert_eq!(commands[0].property("line"), "669", "in order of place");
    assert_eq!(commands[9].property("line"), "678");
    let last = "334 errors, 334 warnings, 334 info; 972 of them not annotated here: elsewhere";
    assert_eq!(text.lines().last(), Some(last));
    assert_eq!(text.lines().count(), 31);
}

#[test]
fn exactly_ten_leave_nothing_out() {
    let text = many(10).github();
    assert_eq!(text.lines().count(), 31);
    assert_eq!(text.lines().last(), Some("10 errors, 10 warnings, 10 info"));
}

#[test]
fn a_comment_is_cut_on_a_row_and_says_how_many_are_left_out() {
    let mut made = many(334);
    let sizes = [1_000, 20_000, markdown::COMMENT, 10_000_000];
    for (most, compared) in sizes.into_iter().flat_map(|most| [(most, false), (most, true)]) {
        made.compared = compared;
        let text = markdown::text(&made.report(), most);
        let more_mended = text.lines().any(|line| line.ends_with(" more mended"));
        assert_eq!(more_mended, compared && most < 10_000_000);
        assert!(text.len() <= most, "{} bytes", text.len());
        let rows = text.lines().filter(|line| line.starts_with("| ")).count() - 2;
        let table: Vec<_> = text.lines().filter(|line| line.starts_with('|')).collect();
        assert!(table.iter().all(|row| row.ends_with(" |")), "a row is cut");
        let more = (rows < 1002).then(|| format!("and {} more", 1002 - rows));
        assert_eq!(text.lines().find(|line| line.starts_with("and ")), more.as_deref());
        assert!(table.get(2).is_none_or(|row| row.starts_with("| error | ")), "{}", table[2]);
    }
    assert!(markdown::text(&made.report(), markdown::COMMENT).len() > 60_000, "room is wasted");
}

#[test]
fn a_thousand_findings_are_a_thousand_entries() {
    let made = many(334);
    let list = made.json(gitlab::text);
    let prints = list.as_array().unwrap().iter().map(|e| e["fingerprint"].as_str().unwrap());
    assert_eq!(unique(prints).len(), 1002);
    let log = made.json(sarif::text);
    assert_eq!(log["runs"][0]["results"].as_array().unwrap().len(), 1002);
    let junit = junit::text(&made.report());
    let xml = roxmltree::Document::parse(&junit).unwrap();
    let tests = xml.descendants().filter(|node| node.has_tag_name("testcase"));
    let names = unique(tests.map(|test| test.attribute("name").unwrap()));
    assert_eq!(names.len(), 1002 + made.topics.len() - 1);
}

#[test]
fn a_fix_of_any_length_is_cut() {
    let mut made = Made::full();
    made.findings[1].fix = Some("ä".repeat(1_000_000));
    assert!(made.github().len() < 20_000);
}
