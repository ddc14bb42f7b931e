//! The layout, rule by rule: what goes in and what comes out.

use super::{FileKind, FormatError, format};
use crate::source::LARGEST_FILE;

/// Formats a plan file twice: the second time changes nothing.
fn formatted(text: &str) -> String {
    let once = format(text, FileKind::Plan).unwrap();
    assert_eq!(format(&once, FileKind::Plan).as_ref(), Ok(&once), "a second time:\n{once}");
    once
}

#[test]
fn blanks_and_quotes_have_one_form() {
    let text = "  irp=1\n[ people . 'ana' ]\n\tname   =   'Ana' \ncontacts={phone='x' ,}\n";
    let expected = "irp = 1\n\n[people.ana]\nname = \"Ana\"\ncontacts = { phone = \"x\" }\n";
    assert_eq!(formatted(text), expected);
    assert_eq!(formatted("[people]\nana = {}\nben = { }\n"), "[people]\nana = {}\nben = {}\n");
}

#[test]
fn keys_get_the_order_of_the_format_and_unknown_ones_come_last() {
    let text = "[rotations.web]\nzeal = 1\npeople = []\nyear = 2\nturn = \"1w\"\nteam = \"a\"\n";
    let expected =
        "[rotations.web]\nteam = \"a\"\nturn = \"1w\"\npeople = []\nzeal = 1\nyear = 2\n";
    assert_eq!(formatted(text), expected);
}

#[test]
fn tables_in_lists_and_in_lines_are_in_order_too() {
    let text = "[[escalations.a.steps]]\nnotify = []\nafter = \"0m\"\n";
    assert_eq!(formatted(text), "[[escalations.a.steps]]\nafter = \"0m\"\nnotify = []\n");
    let text = "[rotations.b]\nfollows = { offset = 1, rotation = \"a\" }\n";
    assert_eq!(formatted(text), "[rotations.b]\nfollows = { rotation = \"a\", offset = 1 }\n");
    let text = "[rotations.b]\nwhen = [{ lasts = \"12h\", at = \"08:00\", rrule = \"x\" }]\n";
    assert_eq!(
        formatted(text),
        "[rotations.b]\nwhen = [{ rrule = \"x\", at = \"08:00\", lasts = \"12h\" }]\n"
    );
}

#[test]
fn ids_keep_their_order_in_whatever_form() {
    let text =
        "people.ben.chat = \"b\"\npeople.ana.name = \"A\"\npeople.ben.name = \"B\"\nirp = 1\n";
    let expected =
        "irp = 1\npeople.ben.name = \"B\"\npeople.ben.chat = \"b\"\npeople.ana.name = \"A\"\n";
    assert_eq!(formatted(text), expected);
}

#[test]
fn nothing_crosses_a_blank_line_and_comments_go_with_what_follows_them() {
    let text = "\
[rotations.web]

# the order
people = []
turn = \"1w\"   # handoffs are on Mondays
# the end


# apart

# who
team = \"a\"
";
    let expected = "\
[rotations.web]
turn = \"1w\"   # handoffs are on Mondays
# the order
people = []
# the end

# apart

# who
team = \"a\"
";
    assert_eq!(formatted(text), expected);
}

#[test]
fn one_blank_line_stands_between_tables_above_their_comments() {
    let text = "\n\n# head\n\n\n[teams.a]\n[teams.b]\nname = \"b\"\n# of c\n[teams.c]\n\n\n";
    let expected = "# head\n\n[teams.a]\n\n[teams.b]\nname = \"b\"\n\n# of c\n[teams.c]\n";
    assert_eq!(formatted(text), expected);
    let banner = "[channels]\n\n# === People ===\n\n[people.ana]\nname = \"Ana\"\n";
    assert_eq!(formatted(banner), banner);
}

#[test]
fn the_line_that_names_the_schema_stays_first() {
    let text = "#:schema plan.schema.json\n# about it\nplan = { name = \"x\" }\nirp = 1\n";
    let expected = "#:schema plan.schema.json\nirp = 1\n# about it\nplan = { name = \"x\" }\n";
    assert_eq!(formatted(text), expected);
}

#[test]
fn the_author_decides_which_lists_have_lines_of_their_own() {
    let long = format!("[teams.a]\nmembers = [{}]\n", ["\"somebody\""; 20].join(", "));
    assert_eq!(formatted(&long), long);
    let text = "[teams.a]\nmembers = [\"a\",\n\n  \"b\", \"c\" ]\n";
    let expected = "[teams.a]\nmembers = [\n    \"a\",\n\n    \"b\",\n    \"c\",\n]\n";
    assert_eq!(formatted(text), expected);
    assert_eq!(formatted("[teams.a]\nmembers = [\n\n]\n"), "[teams.a]\nmembers = []\n");
}

#[test]
fn comments_in_a_list_stay_with_their_values() {
    let text = "\
[teams.a]
members = [ # leads first
  # Berlin
  'ana', # lead
  'ben' # since May
  , # odd
  'cho',
  # nobody else

]
";
    let expected = "\
[teams.a]
members = [ # leads first
    # Berlin
    \"ana\", # lead
    \"ben\", # since May
    # odd
    \"cho\",
    # nobody else
]
";
    assert_eq!(formatted(text), expected);
}

#[test]
fn an_inline_table_over_lines_keeps_them() {
    let text =
        "[rotations.b]\nfollows = {\n  offset = 1, # one on\n  # whom\n  rotation = 'a'\n}\n";
    let expected = "[rotations.b]\nfollows = {\n    # whom\n    rotation = \"a\",\n    offset = 1, # one on\n}\n";
    assert_eq!(formatted(text), expected);
}

#[test]
fn comments_at_line_ends_that_stood_in_one_column_still_do() {
    let text = "[plan]\nname='a'      # one\nhorizon  = '13w' # far\nowner='ana'   # two\n";
    let expected =
        "[plan]\nname = \"a\"      # one\nowner = \"ana\"   # two\nhorizon = \"13w\" # far\n";
    assert_eq!(formatted(text), expected);
    assert_eq!(formatted("irp=1# x\n"), "irp = 1 # x\n");
}

#[test]
fn line_ends_and_a_byte_order_mark_are_kept() {
    let text = "\u{feff}irp=1\r\n[plan]\nname = \"\"\"\na\n\"\"\" # x\r\n\r\n";
    let expected = "\u{feff}irp = 1\r\n\r\n[plan]\r\nname = \"\"\"\na\n\"\"\" # x\r\n";
    assert_eq!(formatted(text), expected);
}

#[test]
fn a_file_ends_with_one_line_end_and_nothing_stays_nothing() {
    assert_eq!(formatted("irp = 1"), "irp = 1\n");
    assert_eq!(formatted("irp = 1\n\n\n"), "irp = 1\n");
    assert_eq!(formatted(""), "");
    assert_eq!(formatted("\n \n"), "");
    assert_eq!(formatted("# only this  \t"), "# only this\n");
}

#[test]
fn of_a_record_only_the_front_matter_is_touched() {
    let text = "+++ \ntitle='x'\nkind =\"drill\"\n\n+++\n\n\n# Body  \n[ a ]";
    let expected = "+++ \nkind = \"drill\"\ntitle = \"x\"\n+++\n\n\n# Body  \n[ a ]";
    assert_eq!(format(text, FileKind::Incident).as_deref(), Ok(expected));
    let windows = "+++\r\n\r\ntitle='x'\r\n+++\r\nBody\n";
    let expected = "+++\r\ntitle = \"x\"\r\n+++\r\nBody\n";
    assert_eq!(format(windows, FileKind::Runbook).as_deref(), Ok(expected));
    let empty = "+++\n+++";
    assert_eq!(format(empty, FileKind::Handoff).as_deref(), Ok(empty));
}

#[test]
fn what_cannot_be_read_is_refused() {
    assert_eq!(format("irp = = 1", FileKind::Plan), Err(FormatError::Syntax));
    assert_eq!(format("irp = 1\nirp = 1", FileKind::Plan), Err(FormatError::Syntax));
    assert_eq!(format("irp = 1\n", FileKind::Runbook), Err(FormatError::NoFrontMatter));
    assert_eq!(format("+++\nirp = [\n+++\n", FileKind::Runbook), Err(FormatError::Syntax));
}

#[test]
fn no_file_grows_larger_than_those_that_are_read() {
    let many = "'',".repeat(LARGEST_FILE / 3 - 10);
    let text = format!("x = [{many}]\n");
    assert!(text.len() <= LARGEST_FILE);
    assert_eq!(format(&text, FileKind::Plan), Err(FormatError::TooLarge));
}
