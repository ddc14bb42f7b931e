//! Changes made by hand, in every form.

use chrono::TimeDelta;
use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag};

use super::human::{Layout, Rows};
use super::{Shown, human, markdown};
use crate::diagnostic::{Diagnostic, Level};
use crate::diff::{
    About, Act, Advice, Changed, Changes, Edit, Effect, Findings, Gap, Hours, Moved, Pair,
    Unchanged, Value,
};
use crate::plan::{self, Plan, Read};
use crate::source::{Location, Single};
use crate::time::{Instant, Span, Zones};
use crate::views::human::Style;

/// A plan of two people, one of whom has this name and handle.
fn plan(name: &str, chat: &str) -> Plan {
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let (name, chat) = (quoted(name), quoted(chat));
    let text = format!(
        "irp = 1\n[plan]\nname = {name}\ntime-zone = \"UTC\"\n[people.ana]\nname = {name}\n\
         chat = {chat}\n[people.ben]\nname = \"Ben\"\n"
    );
    plan::load(&Single { name: "irp.toml", text }, &Zones::embedded(), Read::Everything)
}

fn at(hours: i64) -> Instant {
    "2026-10-21T10:00:00Z".parse::<Instant>().unwrap() + TimeDelta::hours(hours)
}

fn span(hours: i64) -> Span {
    Span::new(at(hours), at(hours + 8))
}

/// Changes of which every text is that one, so many of each kind.
fn changes(plan: &Plan, text: &str, each: usize) -> Changes {
    let (id, _) = plan.sources.all().next().unwrap();
    let place = Location::new(id, &(8..9));
    let value = |toml: &str| Some(Value { toml: toml.to_owned(), at: place });
    let changed = |hours| Changed {
        rotation: text.to_owned(),
        span: span(hours),
        before: vec!["ana".to_owned()],
        after: vec!["ben".to_owned(), text.to_owned()],
        cause: Some(0),
    };
    let hours = || (0..i64::try_from(each).unwrap()).map(|nth| nth * 8);
    let edit = |about, act| Edit {
        path: text.to_owned(),
        act,
        about,
        before: value(text),
        after: value("[\"ben\"]"),
    };
    let gap = |hours| Gap { path: text.to_owned(), span: span(hours) };
    let pair = Pair { before: TimeDelta::hours(24), after: TimeDelta::minutes(90) };
    let abouts = [About::Schedule, About::Response, About::Other];
    let edits = abouts.iter().flat_map(|about| vec![edit(*about, Act::Changed); each]);
    let toml = format!("[[line-ups]]\n# {text}\npeople = [\"ben\"]");
    let advice = |hours| Advice {
        rotation: text.to_owned(),
        edit: 0,
        restore: format!("people = {text}"),
        toml: toml.clone(),
        left: 3,
        first: Some(changed(hours)),
    };
    let person = |_| Hours { person: "ana".to_owned(), all: pair, weekend: pair, night: pair };
    Changes {
        effect: Effect::Effective,
        identical: false,
        renames: Vec::new(),
        moved: vec![Moved { from: text.to_owned(), to: "b.toml".to_owned(), entries: 2 }; each],
        now: hours().map(changed).collect(),
        past: hours().map(|hours| changed(-hours - 8)).collect(),
        ahead: hours().map(changed).collect(),
        people: hours().map(person).collect(),
        opened: hours().map(gap).collect(),
        closed: hours().map(gap).collect(),
        edits: edits.collect(),
        advice: hours().map(advice).collect(),
        unchanged: Unchanged { rotations: 1, of_rotations: 2, people: 3, of_people: 4 },
    }
}

fn findings(plan: &Plan, text: &str, each: usize) -> Findings {
    let (id, _) = plan.sources.all().next().unwrap();
    let at = Location::new(id, &(0..1));
    let mut found = Diagnostic::new("coverage-gap", Level::Error, at, "x").about(text);
    text.clone_into(&mut found.message);
    let all = vec![found; each];
    Findings { introduced: all.clone(), fixed: all, unchanged: 7 }
}

/// What is done with a change of which every text is the same.
fn with<T>(plan: &Plan, text: &str, each: usize, look: impl FnOnce(&Shown<'_>) -> T) -> T {
    let (changes, findings) = (changes(plan, text, each), findings(plan, text, each));
    look(&Shown {
        before: plan,
        after: plan,
        changes: &changes,
        findings: &findings,
        window: Span::new(at(0), at(24 * 28)),
        since: at(-24 * 28),
        now: at(0),
        viewer: &Zones::embedded().get("Europe/Berlin").unwrap(),
    })
}

fn comment(plan: &Plan, text: &str, each: usize, mention: bool) -> String {
    let heading = format!("{text} · HEAD -> {text}");
    with(plan, text, each, |shown| markdown::text(shown, &heading, mention, markdown::COMMENT))
}

/// What a person sees on a terminal of some width.
fn terminal(text: &str, each: usize, width: usize, all: bool) -> String {
    let style = Style { color: false, width: Some(width) };
    let plan = plan("Ana", "@ana");
    with(&plan, text, each, |shown| human::text(shown, Layout { style, all, rows: Rows::Table }))
}

const TITLES: [&str; 11] = [
    "ON CALL NOW CHANGES",
    "Past shifts rewritten",
    "Changed shifts",
    "Hours",
    "Gaps opened",
    "Gaps closed",
    "Escalation and severity changes",
    "Structural edits",
    "Findings introduced",
    "Findings fixed",
    "Help",
];

#[test]
fn every_section_stands_in_its_order_between_two_verdicts() {
    let text = terminal("web", 2, 100, false);
    let titles: Vec<_> = text.lines().filter(|line| TITLES.contains(line)).collect();
    assert_eq!(titles, TITLES, "{text}");
    let verdict =
        "effective: 2 shifts of 1 rotation change until Wed 18 Nov 2026; on call now changes;";
    assert_eq!(text.matches(verdict).count(), 2, "{text}");
    assert!(text.starts_with(verdict), "{text}");
    let comment = comment(&plan("Ana", "@ana"), "web", 2, false);
    let titles: Vec<_> = comment.lines().filter_map(|line| line.strip_prefix("### ")).collect();
    assert_eq!(titles, TITLES, "{comment}");
    assert!(comment.starts_with("<!-- irp diff -->\n**effective: 2 shifts"), "{comment}");
}

#[test]
fn a_terminal_counts_the_rows_that_it_leaves_out() {
    let (short, whole) = (terminal("web", 30, 100, false), terminal("web", 30, 100, true));
    assert_eq!(short.matches("and 20 more: --all shows them\n").count(), 10, "{short}");
    assert!(!whole.contains("--all") && whole.lines().count() > 300, "{whole}");
}

#[test]
fn a_terminal_of_eighty_columns_has_room_for_every_line() {
    let text = terminal("product-primary", 3, 80, false);
    let wide: Vec<_> = text.lines().filter(|line| line.chars().count() > 80).collect();
    assert_eq!(wide, [""; 0], "{text}");
    assert!(text.contains("product-primary, by irp.toml:2\nFROM"), "{text}");
}

#[test]
fn what_is_the_same_is_one_line_and_a_change_of_nothing_says_so_once() {
    let plan = plan("Ana", "");
    let nothing = Changes { effect: Effect::None, identical: true, ..changes(&plan, "x", 0) };
    let style = Style { color: false, width: Some(80) };
    let viewer = &Zones::embedded().utc();
    let shown = Shown {
        before: &plan,
        after: &plan,
        changes: &nothing,
        findings: &Findings::default(),
        window: span(0),
        since: at(0),
        now: at(0),
        viewer,
    };
    let text = human::text(&shown, Layout { style, all: false, rows: Rows::Table });
    assert_eq!(
        text,
        "none: both plans say the same; who is on call is identical for every instant\n\
         unchanged: 1 of 2 rotations, 3 of 4 people, 0 findings\n"
    );
}

#[test]
fn a_program_reads_every_row_with_exact_times() {
    let style = Style { color: false, width: None };
    let plan = plan("Ana", "");
    let layout = Layout { style, all: false, rows: Rows::Tabs };
    let text = with(&plan, "web", 30, |shown| human::text(shown, layout));
    let row =
        "web\t2026-10-21T12:00:00+02:00\t2026-10-21T20:00:00+02:00\tAna\tBen, web\tirp.toml:2\n";
    assert_eq!(text.matches(row).count(), 2, "{text}");
    assert!(!text.contains("--all"), "{text}");
}

#[test]
fn nobody_is_mentioned_unless_that_is_asked_for_and_then_by_plain_handles_only() {
    let plain = plan("Ana", "@ana-d");
    assert!(!comment(&plain, "web", 1, false).contains("ana-d"));
    assert!(comment(&plain, "web", 1, true).contains("| Ana (@ana-d) |"));
    for odd in ["@team/all", "here everyone", "@a_b", "<x>", "@"] {
        let text = comment(&plan("Ana", odd), "web", 1, true);
        assert!(text.contains("| Ana |") && !text.contains("(@"), "{odd}: {text}");
    }
}

#[test]
fn a_comment_is_never_too_long_and_keeps_its_verdicts_and_its_help() {
    let plan = plan("Ana", "@ana");
    for each in [1, 40, 900] {
        for text in ["web", "|@x_*", &"`|&<".repeat(5000)] {
            let comment = comment(&plan, text, each, true);
            assert!(comment.len() <= markdown::COMMENT, "{} bytes", comment.len());
            let verdict = comment.lines().nth(1).unwrap();
            assert!(verdict.starts_with("**effective") && comment.trim_end().ends_with(verdict));
            assert!(comment.contains("\n### Help\n"), "{comment}");
            let full = each < 900 || text.len() > 9 || comment.len() > 60_000;
            assert!(full, "room is wasted: {} bytes", comment.len());
            let rows: Vec<_> = comment.lines().filter(|line| line.starts_with('|')).collect();
            assert!(rows.iter().all(|row| row.ends_with(" |")), "a row is cut");
            for (title, of) in TITLES[..7].iter().zip([each; 7]) {
                let (_, section) = comment.split_once(&format!("### {title}\n")).unwrap();
                let section = section.split("\n###").next().unwrap();
                let shown = section.lines().filter(|line| line.starts_with('|')).count() - 2;
                let more = section.lines().find_map(|line| line.strip_prefix("and "));
                let more = more.map_or(0, |more| more.trim_end_matches(" more").parse().unwrap());
                assert_eq!(shown + more, of, "{title}");
            }
        }
    }
}

const MARKS: &str = r"| \| ` ``` ~~~ @ana @ #12 a/b#1 !1 GH-1 <script> </code> </pre> <!-- --> <br>
    &#64; &amp; ]( [x](https://example.invalid) www.example.invalid ![x](y) :smile: **b** $x$ --- ===
    # > - 1. _x_";

/// Text made of marks, controls and everything else.
fn hostile() -> impl Strategy<Value = String> {
    let controls = ["\n", "\r\n", "\t", "\n\n", "\u{1b}[31m", "\u{202e}", "\u{0}", "\n```\n", " "];
    let marks: Vec<_> = MARKS.split_whitespace().chain(controls).collect();
    let part = prop_oneof![prop::sample::select(marks).prop_map(str::to_owned), ".{0,6}"];
    prop::collection::vec(part, 0..8).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn text_of_strangers_is_only_text_in_a_comment(
        name in hostile(), chat in hostile(), text in hostile(), mention in any::<bool>(),
    ) {
        let comment = comment(&plan(&name, &chat), &text, 2, mention);
        let (mut tables, mut titles, mut code, mut said) = (0, 0, false, String::new());
        for event in Parser::new_ext(&comment, Options::ENABLE_TABLES) {
            match event {
                Event::Start(Tag::Table(columns)) => {
                    prop_assert!(columns.len() >= 4);
                    tables += 1;
                }
                Event::Start(Tag::Heading { .. }) => titles += 1,
                Event::Start(
                    Tag::TableHead | Tag::TableRow | Tag::TableCell | Tag::Paragraph | Tag::Strong
                    | Tag::HtmlBlock,
                ) => {}
                Event::Start(tag) => prop_assert!(false, "{:?} in {}", tag, comment),
                Event::InlineHtml(html) => {
                    prop_assert!(["<code>", "</code>"].contains(&&*html), "{}", html);
                    code = &*html == "<code>";
                }
                Event::Html(html) => {
                    let inner = html.trim_start_matches("<pre lang=\"toml\">");
                    let inner = inner.trim_end().trim_end_matches("</pre>");
                    let mark = inner == "<!-- irp diff -->";
                    prop_assert!(mark || !inner.contains(['<', '>']), "{}", html);
                }
                Event::End(_) => said.push('\n'),
                Event::Text(part) if !code => said.push_str(&part),
                Event::Code(_) | Event::Rule => prop_assert!(false, "{}", comment),
                _ => {}
            }
        }
        prop_assert_eq!((tables, titles), (10, 11), "{}", comment);
        let told = said.split('@').skip(1).any(|rest| rest.starts_with(char::is_alphanumeric));
        prop_assert!(!told || mention, "{}", said);
    }

    #[test]
    fn a_terminal_obeys_no_text_of_strangers(name in hostile(), text in hostile()) {
        for width in [None, Some(60)] {
            let style = Style { color: false, width };
            for rows in [Rows::Table, Rows::Tabs, Rows::List] {
                let plan = plan(&name, "");
                let layout = Layout { style, all: false, rows };
                let shown = with(&plan, &text, 2, |shown| human::text(shown, layout));
                prop_assert!(!shown.contains(['\u{1b}', '\u{0}', '\r', '\u{202e}']), "{}", shown);
            }
        }
    }
}
