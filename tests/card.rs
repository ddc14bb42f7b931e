//! A responder's card says what `irp oncall` says, of one person, and what is wrong with how they
//! are reached.

use serde_json::Value;

use crate::init::folder::Folder;

const KESTREL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/kestrel");

/// Two people who take turns, a desk above them, and a service whose page reaches all of them.
const HARBOUR: &str = r##"irp = 1

[plan]
name = "Harbour"
time-zone = "Europe/Berlin"

[channels]
declare-in = "#incidents"
call = "https://meet.example/1"

[people.ana]
name = "Ana"
email = "ana@example.org"
time-zone = "America/New_York"
contacts = { email = "ana@example.org", chat = "@ana", phone = "vault:ana/phone" }
notify.high = [{ via = "chat", after = "0m" }, { via = "email", after = "2m" }]

[people.bo]
name = "Bo | <b>Ek</b> @all"
email = "bo@example.org"
contacts = { push = "app:bo", phone = "vault:bo/phone" }
notify.high = [{ via = "push", after = "0m" }, { via = "phone", after = "9m" }]

[people.cho]
name = "Cho"
email = "shared@example.org"

[people.dee]
name = "Dee"
email = "Shared@example.org"

[teams.desk]
members = ["ana", "bo", "cho"]
channel = "#desk"

[rotations.first]
role = "first-responder"
starts = 2026-01-05T09:00
turn = "1w"
people = ["ana", "bo"]

[rotations.second]
follows = { rotation = "first", offset = 1 }

[rotations.lead]
role = "incident-commander"
starts = 2026-01-05T09:00
turn = "1w"
people = ["cho"]

[escalations.harbour]
steps = [
    { after = "1m", notify = { rotation = "first" } },
    { after = "6m", notify = [{ rotation = "second" }, { person = "cho" }] },
    { after = "21m", notify = [{ team = "desk" }, { channel = "#desk" }] },
]

[severities.sev1]
rank = 1

[services.shop]
tier = 1
escalation = "harbour"
"##;

fn harbour(name: &str) -> Folder {
    let folder = Folder::new(name);
    folder.write("irp.toml", HARBOUR);
    folder.write(
        "runbooks/shop.md",
        "+++\ntitle = \"The shop is closed\"\nservices = [\"shop\"]\n+++\n",
    );
    folder
}

fn card(folder: &Folder, args: &[&str]) -> Value {
    let answer = folder.irp(&[&["card", "--json"], args].concat());
    assert_eq!(answer.code, 0, "{answer:?}");
    serde_json::from_str(&answer.out).unwrap()
}

fn texts<'v>(list: &'v Value, key: &str) -> Vec<&'v str> {
    list.as_array().unwrap().iter().map(|item| item[key].as_str().unwrap()).collect()
}

#[test]
fn a_card_says_of_now_what_irp_oncall_says() {
    let folder = Folder::new("card-oncall");
    for at in ["2026-10-19T09:00:00Z", "2026-10-25T00:30:00Z", "2026-12-24T23:00:00Z"] {
        let answer = folder.irp(&["oncall", at, "--json", "--plan", KESTREL]);
        let oncall: Value = serde_json::from_str(&answer.out).unwrap();
        let rows = oncall["rotations"].as_array().unwrap();
        for person in ["felix", "henrik", "luis", "mia", "sofia", "tomasz"] {
            let card = card(&folder, &[person, "--at", at, "--plan", KESTREL]);
            let theirs = rows
                .iter()
                .filter(|row| row["people"].as_array().unwrap().contains(&person.into()));
            let theirs: Vec<_> = theirs.map(|row| (&row["rotation"], &row["end"])).collect();
            let said = card["on_call"].as_array().unwrap().iter();
            let said = said.filter(|duty| !duty["now"].is_null());
            let said: Vec<_> = said.map(|duty| (&duty["rotation"], &duty["now"]["end"])).collect();
            let sorted = |mut list: Vec<(&Value, &Value)>| {
                list.sort_by_key(|(rotation, _)| rotation.to_string());
                list.into_iter().map(|(one, two)| (one.clone(), two.clone())).collect::<Vec<_>>()
            };
            assert_eq!(sorted(said), sorted(theirs), "{person} at {at}");
        }
    }
}

#[test]
fn whoever_comes_after_is_whoever_is_on_call_then() {
    let folder = harbour("card-after");
    // The handoff is at 07:00 UTC: the second step comes after it.
    let card = card(&folder, &["ana", "--at", "2026-10-19T06:57:00Z"]);
    let before = folder.irp(&["oncall", "2026-10-19T06:57:00Z", "-r", "second", "--print", "id"]);
    let after = folder.irp(&["oncall", "2026-10-19T07:02:00Z", "-r", "second", "--print", "id"]);
    assert_eq!([before.out.trim(), after.out.trim()], ["bo", "ana"]);
    let route = &card["routes"][0];
    let step = &route["then"][0];
    assert_eq!((&route["through"], &step["target"]), (&"first".into(), &"rotation second".into()));
    assert_eq!((&step["after_s"], &step["people"][0]), (&300.into(), &"ana".into()), "{route}");
}

#[test]
fn a_step_counts_from_the_one_that_reached_somebody() {
    let folder = harbour("card-counts");
    let card = card(&folder, &["bo", "--at", "2026-10-21T10:00:00Z"]);
    let route = &card["routes"][0];
    let steps = route["then"].as_array().unwrap();
    let after: Vec<_> = steps.iter().map(|step| step["after_s"].as_i64().unwrap()).collect();
    let expected =
        if route["through"] == "first" { vec![300, 300, 1200, 1200] } else { vec![900, 900] };
    assert_eq!(after, expected, "{route}");
    assert_eq!(texts(&route["needs"], "service"), ["shop"]);
    assert_eq!(texts(&card["runbooks"], "file"), ["runbooks/shop.md"]);
    assert_eq!(
        texts(&card["channels"], "place"),
        ["#incidents", "https://meet.example/1", "#desk"]
    );
    assert_eq!(card["commands"][0]["people"][0], "cho");
}

#[test]
fn contacts_that_wake_nobody_or_come_too_late_are_said() {
    let folder = harbour("card-contacts");
    let rules = |person: &str| {
        let card = card(&folder, &[person]);
        texts(&card["findings"], "rule").into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert!(rules("ana").contains(&"contact-weak-only".to_owned()));
    assert!(rules("bo").contains(&"notify-outlasts-escalation".to_owned()));
    assert!(!rules("bo").contains(&"contact-weak-only".to_owned()));
    let text = folder.irp(&["card", "ana", "--format", "list"]).out;
    assert!(
        text.contains("error: `notify.high` of `ana` tries nothing but e-mail or chat"),
        "{text}"
    );
}

#[test]
fn without_a_name_it_is_the_card_of_whoever_git_says() {
    let folder = harbour("card-own");
    let answer = folder.irp(&["card"]);
    assert_eq!(answer.code, 2);
    assert!(answer.err.contains("git is not set to an e-mail address"), "{}", answer.err);
    folder.git(&["init", "--quiet"]);
    for (email, said) in [
        ("ANA@example.org", "card of Ana"),
        ("nobody@example.org", "nobody in the plan has your e-mail address, nobody@example.org"),
        ("shared@example.org", "several people have the e-mail address"),
    ] {
        folder.git(&["config", "user.email", email]);
        let answer = folder.irp(&["card"]);
        assert!(answer.err.contains(said), "{email}: {answer:?}");
    }
}

#[test]
fn names_mean_nothing_in_markdown_and_nobody_unknown_has_a_card() {
    let folder = harbour("card-markdown");
    let text = folder.irp(&["card", "bo", "--format", "md"]).out;
    assert!(text.starts_with("# Bo \\| &lt;b&gt;Ek&lt;/b&gt; &#64;all\n"), "{text}");
    assert!(!text.contains("<b>") && !text.contains("@all"), "{text}");
    let answer = folder.irp(&["card", "anna"]);
    assert_eq!(answer.code, 2);
    assert!(answer.err.contains("did you mean `ana`?"), "{}", answer.err);
}
