//! What a template may do, and what is said where it does not work.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Builtin, Own, TemplateFault, Templates};
use crate::source::{Entry, Kind, Tree};
use crate::time::Zones;

const BUILTIN: &[Builtin] = &[
    ("t/page.html", "{% extends 't/base.html' %}{% block body %}<b>{{ name }}</b>{% endblock %}"),
    ("t/base.html", "<html>{% block body %}{% endblock %}</html>\n"),
    ("t/page.md", "{{ name }}\n"),
    ("t/style.css", "a { color: red }"),
];

/// A folder of files in memory; a path that ends in `@` is a link that leads outside.
struct Files(BTreeMap<String, String>);

impl Tree for Files {
    fn list(&self, folder: &str) -> Result<Vec<Entry>, String> {
        let inside = self.0.keys().filter_map(|path| path.strip_prefix(&format!("{folder}/")));
        let names: std::collections::BTreeSet<_> =
            inside.filter_map(|rest| rest.split('/').next()).collect();
        let kind = |name: &str| self.look(&format!("{folder}/{name}")).unwrap();
        Ok(names.iter().map(|n| Entry { name: (*n).to_owned(), kind: kind(n) }).collect())
    }

    fn look(&self, path: &str) -> Option<Kind> {
        match self.0.contains_key(path) {
            true if path.ends_with('@') => Some(Kind::Outside),
            true => Some(Kind::File { target: None }),
            false => {
                let below = format!("{path}/");
                self.0.keys().any(|file| file.starts_with(&below)).then_some(Kind::Folder)
            }
        }
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        Ok(self.0[path].clone().into_bytes())
    }
}

fn files(files: &[(&str, &str)]) -> Files {
    Files(files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect())
}

fn templates(own: &[(&str, &str)]) -> Templates {
    let zones = Zones::embedded();
    let zones = ["Europe/Berlin", "UTC"].map(|name| zones.get(name).unwrap());
    Templates::new(BUILTIN, Own::read(&files(own), "templates", |_| true).unwrap(), &zones)
}

#[derive(Serialize)]
struct Data {
    name: &'static str,
    none: Option<u8>,
    at: &'static str,
    list: Vec<u32>,
}

const DATA: Data =
    Data { name: "<script>&\"'", none: None, at: "2026-10-19T09:00:00Z", list: Vec::new() };

fn fault(own: &[(&str, &str)], name: &str) -> TemplateFault {
    templates(own).render(name, &DATA).unwrap_err()
}

#[test]
fn html_and_markdown_are_escaped_by_the_name_of_the_template() {
    let page = templates(&[]).render("t/page.html", &DATA).unwrap();
    assert_eq!(page, "<html><b>&lt;script&gt;&amp;&quot;&#39;</b></html>\n");
    assert_eq!(templates(&[]).render("t/page.md", &DATA).unwrap(), "&lt;script&gt;&amp;\"'\n");
    let own = [("templates/t/page.txt", "{{ name }}"), ("templates/t/page.md", "{{ name|safe }}")];
    for name in ["t/page.txt", "t/page.md"] {
        assert_eq!(templates(&own).render(name, &DATA).unwrap(), "<script>&\"'", "{name}");
    }
}

#[test]
fn a_plan_replaces_any_template_by_its_name() {
    let own = [("templates/t/base.html", "[{% block body %}{% endblock %}]")];
    let page = templates(&own).render("t/page.html", &DATA).unwrap();
    assert_eq!(page, "[<b>&lt;script&gt;&amp;&quot;&#39;</b>]");
    let own = templates(&[("templates/t/style.css", "{{ not a template }}")]);
    assert_eq!(own.verbatim("t/style.css"), Some("{{ not a template }}"));
    assert_eq!(templates(&[]).verbatim("t/style.css"), Some("a { color: red }"));
}

#[test]
fn a_file_that_replaces_nothing_is_told() {
    let own = [("templates/t/pages.html", ""), ("templates/other/x", ""), ("templates/t/part", "")];
    let used = ("templates/t/page.html", "{% include 't/part' %}");
    let templates = templates(&[&own[..], &[used]].concat());
    assert_eq!(templates.render("t/page.html", &DATA).unwrap(), "");
    let unused = templates.unused("t");
    assert_eq!(unused, [("templates/t/pages.html".to_owned(), Some("t/page.html"))]);
}

#[test]
fn times_lengths_and_nothing_are_shown_as_people_read_them() {
    let text = "{{ at|time('Europe/Berlin') }}, {{ at|day('UTC') }}, {{ at|clock('UTC') }}, \
                {{ 5400|length }}{{ none }}";
    let page = templates(&[("templates/t/page.html", text)]).render("t/page.html", &DATA).unwrap();
    assert_eq!(page, "Mon 19 Oct 2026 11:00 CEST, Mon 19 Oct 2026, 09:00 UTC, 1h 30m");
}

#[test]
fn a_fault_names_file_line_column_and_the_way_out() {
    let cases = [
        ("a\n  {{ nmae }}", "templates/t/page.html:2:6", "undefined", "docs/templates.md"),
        ("{% if %}", "templates/t/page.html:1", "unexpected", "Jinja"),
        (
            "{{ at|time('Europe/Berln') }}",
            "templates/t/page.html:1",
            "`Europe/Berlin`",
            "irp's own",
        ),
        ("{% include 't/none.html' %}", "templates/t/page.html:1", "t/none.html", "names are as"),
        ("{{ name|lowr }}", "templates/t/page.html:1", "lowr", "irp's own"),
    ];
    for (text, place, message, help) in cases {
        let fault = fault(&[("templates/t/page.html", text)], "t/page.html");
        assert!(fault.place.starts_with(place), "{text}: {fault:?}");
        assert!(fault.message.contains(message), "{text}: {fault:?}");
        assert!(fault.help.iter().any(|line| line.contains(help)), "{text}: {fault:?}");
    }
}

#[test]
fn a_fault_in_a_part_names_the_part() {
    let own = [
        ("templates/t/page.html", "{% include 't/part.html' %}"),
        ("templates/t/part.html", "\n\n{{ none.x.y }}"),
    ];
    let found = fault(&own, "t/page.html");
    assert!(found.place.starts_with("templates/t/part.html:3"), "{found:?}");
}

#[test]
fn a_template_always_ends() {
    let bombs = [
        "{% for a in range(100000) %}{% for b in range(100000) %}{% endfor %}{% endfor %}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% include 't/page.html' %}",
        "{% extends 't/page.html' %}",
        "{% set x %}{% for a in range(99999) %}0123456789{{ name }}{% endfor %}{% endset %}\
         {% for a in range(9999) %}{{ x }}{% endfor %}",
        "{{ 'x' * 100000000000 }}",
    ];
    for bomb in bombs {
        let found = fault(&[("templates/t/page.html", bomb)], "t/page.html");
        assert!(found.place.contains("t/page.html"), "{found:?}");
    }
}

#[test]
fn nothing_outside_the_plan_is_read() {
    for folder in ["..", "../x", "/etc", "a/../../b", "C:x", "templates/link@"] {
        let found = Own::read(&files(&[("templates/link@", "")]), folder, |_| true).unwrap_err();
        assert_eq!(found.message, "it leads out of the plan's folder", "{folder}");
    }
    let found = Own::read(&files(&[("templates/t/link@", "")]), "templates", |_| true).unwrap_err();
    assert_eq!(found.place, "templates/t/link@");
    assert!(Own::read(&files(&[]), "templates", |_| true).unwrap().names().next().is_none());
    assert!(Own::read(&files(&[]), ".", |_| true).is_err());
}

#[test]
fn a_link_leads_to_the_web_or_nowhere() {
    let cases = [
        ("https://e.org/a b|c>d", "html", "<a href=\"https://e.org/a%20b%7Cc%3Ed\">[x]</a>"),
        ("https://e.org/a b|c>d", "md", "[\\[x\\]](<https://e.org/a%20b%7Cc%3Ed>)"),
        ("https://e.org/", "txt", "[x] <https://e.org/>"),
        ("javascript:alert(1)", "html", "[x]"),
        ("javascript:alert(1)", "md", "\\[x\\]"),
        ("", "md", "\\[x\\]"),
    ];
    for (address, kind, expected) in cases {
        let (name, text) = (format!("t/page.{kind}"), format!("{{{{ '[x]'|link('{address}') }}}}"));
        let page = templates(&[(&format!("templates/{name}"), &text)]).render(&name, &DATA);
        assert_eq!(page.unwrap(), expected, "{address} in {kind}");
    }
    let own = [("templates/t/page.md", "{{ '<b>'|link(none) }}")];
    assert_eq!(templates(&own).render("t/page.md", &DATA).unwrap(), "&lt;b&gt;");
}

#[test]
fn people_are_known_by_their_ids() {
    let zone = Zones::embedded().get("Asia/Kolkata").unwrap();
    let people = BTreeMap::from([("ana".to_owned(), ("Ana <3".to_owned(), zone))]);
    let render = |text| {
        let templates = templates(&[("templates/t/page.md", text)]).with_people(people.clone());
        templates.render("t/page.md", &DATA)
    };
    let page = render("{{ 'ana'|person }} {{ at|theirs('ana') }}").unwrap();
    assert_eq!(page, "Ana &lt;3 14:30 IST");
    let found = render("{{ 'anna'|person }}").unwrap_err();
    assert_eq!(found.message, "the plan has no person `anna`: did you mean `ana`?");
}
