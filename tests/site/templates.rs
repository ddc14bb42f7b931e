//! Templates of a plan, in place of irp's.

use super::{files, harbour, plan, published};
use crate::init::folder::Folder;

/// What irp says of a plan with one template of its own.
fn refused(folder: &Folder, name: &str, text: &str) -> String {
    folder.write(&format!("templates/site/{name}"), text);
    let answer = published(folder, &[]);
    assert_eq!((answer.code, answer.out.as_str()), (2, ""), "{text}");
    assert!(!folder.has("out"), "{text}");
    std::fs::remove_dir_all(folder.path("templates")).unwrap();
    answer.err
}

#[test]
fn a_template_of_the_plan_takes_the_place_of_irps() {
    let folder = harbour("own");
    let person =
        "{% extends \"site/base.html\" %}{% block main %}<h1>{{ page.name }}!</h1>{% endblock %}";
    folder.write("templates/site/person.html", person);
    folder.write("templates/site/irp-site.css", "body { color: {{ red }} }");
    let answer = published(&folder, &[]);
    assert_eq!((answer.code, answer.err.as_str()), (0, ""));
    assert!(folder.read("out/people/ana.html").contains("<h1>Ana Duarte!</h1>"));
    assert_eq!(folder.read("out/irp-site.css"), "body { color: {{ red }} }");
    assert!(folder.read("out/index.html").contains("<h1>Who is on call</h1>"));
    folder.write(
        "irp.toml",
        &plan().replace("time-zone = \"Eur", "templates = \"looks\"\ntime-zone = \"Eur"),
    );
    assert_eq!(published(&folder, &[]).code, 0);
    assert!(folder.read("out/people/ana.html").contains("<h1>Ana Duarte</h1>"));
}

#[test]
fn a_template_that_nothing_uses_is_told() {
    let folder = harbour("unused");
    folder.write("templates/site/persn.html", "");
    let answer = published(&folder, &[]);
    let said = "warning: nothing uses the template templates/site/persn.html: \
                did you mean `site/person.html`?\n";
    assert_eq!((answer.code, answer.err.as_str()), (0, said));
}

#[test]
fn a_template_that_goes_wrong_is_named_and_nothing_is_written() {
    let folder = harbour("wrong");
    let said = refused(&folder, "person.html", "<p>\n  {{ page.nam }}</p>");
    assert!(said.starts_with("error: templates/site/person.html:2:6: "), "{said}");
    assert!(said.contains("help: docs/templates.md"), "{said}");
    let said = refused(&folder, "base.html", "{% block main %}");
    assert!(said.starts_with("error: templates/site/base.html:1"), "{said}");
    let said = refused(&folder, "parts.html", "");
    assert!(said.contains("templates of the plan, which may not fit it"), "{said}");
}

#[test]
fn a_template_without_end_ends() {
    let folder = harbour("endless");
    let endless = "{% for a in range(90000) %}{% for b in range(90000) %}{% endfor %}{% endfor %}";
    let said = refused(&folder, "index.html", endless);
    assert!(said.contains("it does not end"), "{said}");
    let said = refused(&folder, "index.html", "{% include \"site/index.html\" %}");
    assert!(said.starts_with("error: templates/site/index.html:1"), "{said}");
}

#[test]
#[cfg(unix)]
fn a_template_from_elsewhere_is_refused() {
    let folder = harbour("elsewhere");
    std::fs::write(folder.0.join("secret"), "x").unwrap();
    std::fs::create_dir_all(folder.path("templates/site")).unwrap();
    std::os::unix::fs::symlink(folder.0.join("secret"), folder.path("templates/site/index.html"))
        .unwrap();
    let answer = published(&folder, &[]);
    assert_eq!(answer.code, 2);
    assert!(answer.err.contains("it leads out of the plan's folder"), "{}", answer.err);
    std::fs::remove_dir_all(folder.path("templates")).unwrap();
    for outside in ["..", "/etc", "a/../../b"] {
        let line = format!("templates = \"{outside}\"\ntime-zone = \"Eur");
        folder.write("irp.toml", &plan().replace("time-zone = \"Eur", &line));
        let answer = published(&folder, &[]);
        assert!(answer.err.contains("it leads out of the plan's folder"), "{}", answer.err);
    }
    assert!(!folder.has("out"));
}

#[test]
fn the_templates_of_a_revision_are_those_it_had() {
    let folder = Folder::repository("site-revision");
    folder.write("irp.toml", &plan());
    folder.write("runbooks/mend.md", "+++\ntitle = \"Mend\"\n+++\n");
    folder.write("templates/site/person.html", "old {{ page.name }}");
    folder.git(&["add", "--all"]);
    folder.commit("Ana", "ana@harbour.example", "2026-10-01T00:00:00Z");
    folder.write("templates/site/person.html", "new {{ page.name }}");
    assert_eq!(published(&folder, &["--rev", "HEAD"]).code, 0);
    assert_eq!(folder.read("out/people/ana.html"), "old Ana Duarte");
    assert_eq!(published(&folder, &[]).code, 0);
    assert_eq!(folder.read("out/people/ana.html"), "new Ana Duarte");
    assert!(files(&folder.path("out")).contains_key("runbooks/mend.html"));
}
