//! Whatever a plan says is text: it brings no element and no attribute.

use super::{elements, files, harbour, pages, published};
use crate::init::folder::Folder;

const ATTACK: &str = "</script><script>alert(1)</script><img src=x onerror=alert(2)> \"' \
                      onload='x' --> ]]> {{ 7 * 7 }} {% raw %} &lt;b&gt; \\u003c";

/// A plan in which every text is this one.
fn plan(folder: &Folder, text: &str) {
    let quoted = serde_json::to_string(text).unwrap();
    let whole = format!(
        "irp = 1\n[plan]\nname = {quoted}\ntime-zone = \"Europe/Berlin\"\n\
         [channels]\ndeclare-in = {quoted}\nstatus-page = {quoted}\ncall = {quoted}\n\
         [people.ana]\nname = {quoted}\nskills = [{quoted}]\nemail = {quoted}\nchat = {quoted}\n\
         contacts = {{ phone = {quoted} }}\n\
         [teams.one]\nname = {quoted}\nchannel = {quoted}\nmembers = [\"ana\"]\n\
         [roles.lead]\ntitle = {quoted}\nduty = {quoted}\n\
         [rotations.desk]\nteam = \"one\"\nrole = \"lead\"\ndescription = {quoted}\n\
         starts = 2026-01-05T09:00\nturn = \"1w\"\npeople = [\"ana\"]\n\
         [externals.far]\nname = {quoted}\ncontacts = {{ phone = {quoted} }}\n\
         [severities.sev1]\nrank = 1\nname = {quoted}\ndefinition = {quoted}\nmetric = {quoted}\n\
         [escalations.path]\nname = {quoted}\nsteps = [{{ after = \"0m\", notify = [\
         {{ rotation = \"desk\" }}, {{ channel = {quoted} }}, {{ skill = {quoted} }}, \
         {{ external = \"far\" }}] }}]\n\
         [[help]]\ntopic = {quoted}\nsymptom = {quoted}\ncontact = {{ person = \"ana\" }}\n\
         [services.shop]\nname = {quoted}\nescalation = \"path\"\ndashboard = {quoted}\n\
         skills = [{quoted}]\nslo = {{ objective = {quoted}, url = {quoted} }}\n\
         blind-spots = [{{ question = {quoted} }}]\n\
         [[services.shop.alerts]]\nname = {quoted}\nsummary = {quoted}\nimpact = {quoted}\n\
         first-step = {quoted}\ndashboard = {quoted}\nseverity = \"sev1\"\n"
    );
    folder.write("irp.toml", &whole);
    let runbook = format!("+++\ntitle = {quoted}\nservices = [\"shop\"]\n+++\n\n## Now\n");
    folder.write("runbooks/mend.md", &runbook);
}

/// The name of an element, and those of its attributes.
type Bones = (String, Vec<String>);

/// The elements of every page with the names of their attributes.
fn skeleton(folder: &Folder) -> Vec<(String, Vec<Bones>)> {
    let answer = published(folder, &["--contacts"]);
    assert_eq!(answer.code, 0, "{}", answer.err);
    let site = files(&folder.path("out"));
    let pages = pages(&site).into_iter().map(|(path, elements)| {
        let names = elements.into_iter().map(|e| (e.name, e.attributes.into_keys().collect()));
        (path.to_owned(), names.collect())
    });
    pages.collect()
}

#[test]
fn text_of_a_plan_brings_no_element_and_no_attribute() {
    let folder = harbour("inert");
    let harmless: String = ATTACK
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || c == ' ' { c } else { 'x' })
        .collect();
    plan(&folder, &harmless);
    let expected = skeleton(&folder);
    assert!(expected.len() >= 6 && expected.iter().all(|(_, all)| all.len() > 20));
    plan(&folder, ATTACK);
    assert_eq!(skeleton(&folder), expected);
    let said = elements(&folder.read("out/services/shop.html"));
    let title = said.iter().find(|element| element.name == "h1").unwrap();
    assert_eq!(title.text, ATTACK);
}

#[test]
fn control_characters_are_shown_and_turn_nothing_around() {
    let folder = harbour("controls");
    plan(&folder, "a\u{202e}b\u{1b}[31m\u{0}c");
    assert_eq!(published(&folder, &["--contacts"]).code, 0);
    for (path, text) in files(&folder.path("out")) {
        let odd =
            text.chars().find(|c| (c.is_control() && !"\r\n\t".contains(*c)) || *c == '\u{202e}');
        assert_eq!(odd, None, "{path}");
    }
}

#[test]
fn a_runbook_is_set_as_text_and_nothing_of_it_runs_or_loads() {
    let folder = harbour("runbook");
    let body = "# Mend\n\n### Deep\n\n<script>alert(1)</script>\n\nSee <b onclick=\"x()\">this</b>, \
                [bad](javascript:alert(2)), [also](JaVaScRiPt:x), [data](data:text/html,x), \
                [good](https://example.org/?a=1&b=\"2\"), [mail](mailto:a@example.org), \
                [other](other.md#then), [none](../secret.txt), [here](#deep), <https://example.org/>, \
                ![a picture](https://example.org/x.png) and ![near](x.png).\n\n\
                ```html\n<i>code</i>\n```\n\n| a | b |\n|---|---|\n| <u>1</u> | 2 |\n\n- [x] done\n";
    folder.write("runbooks/mend.md", &format!("+++\ntitle = \"T\"\n+++\n\n{body}"));
    folder.write("runbooks/other.md", "+++\ntitle = \"O\"\n+++\n\n## Then\n");
    assert_eq!(published(&folder, &[]).code, 0);
    let page = elements(&folder.read("out/runbooks/mend.html"));
    let article = page.iter().find(|e| e.name == "article").unwrap();
    for shown in
        ["<script>alert(1)</script>", "<b onclick=\"x()\">this</b>", "<i>code</i>", "<u>1</u>"]
    {
        assert!(article.text.contains(shown), "{shown}: {}", article.text);
    }
    let names: Vec<_> = page.iter().map(|e| e.name.as_str()).collect();
    assert!(!["b", "i", "u", "img", "input"].iter().any(|name| names.contains(name)), "{names:?}");
    assert_eq!(names.iter().filter(|name| **name == "script").count(), 2);
    let links: Vec<_> = page.iter().filter_map(|e| e.attributes.get("href")).collect();
    for href in [
        "https://example.org/?a=1&b=\"2\"",
        "mailto:a@example.org",
        "other.html#text-then",
        "#text-deep",
        "https://example.org/",
        "https://example.org/x.png",
    ] {
        assert!(links.iter().any(|link| *link == href), "{href}: {links:?}");
    }
    assert!(!links.iter().any(|link| link.contains("script:") || link.starts_with("data:")));
    assert!(
        article.text.contains("none (../secret.txt)")
            && article.text.contains("picture: near (x.png)")
    );
    // The title is above every heading, and no level is left out.
    let headings: Vec<_> = names.iter().filter(|n| n.len() == 2 && n.starts_with('h')).collect();
    assert_eq!(headings, [&"h1", &"h2", &"h3"]);
}
