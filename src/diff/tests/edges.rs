//! What is written otherwise, and by whom people and paths are told: once wrong, or easily so.

use super::super::{About, Act, Effect};
use super::written::{HEAD, PEOPLE, WEB, change, folder, told, whole};
use super::*;

/// A plan of people, the rotation `web` and more.
fn web(more: &str) -> Plan {
    whole(&[PEOPLE, WEB, more])
}

/// How much a change does, and every edit.
fn effect(before: &Plan, after: &Plan) -> (Effect, Vec<String>) {
    let found = change(before, after);
    (found.effect, told(&found))
}

#[test]
fn contacts_in_another_order_are_a_change() {
    let notify = |first: &str, second: &str| {
        let contacts = "contacts = { sms = \"1\", push = \"2\" }\n";
        let step = |via: &str| format!("{{ via = \"{via}\", after = \"0m\" }}");
        web(&format!(
            "[people.dan]\nname = \"Dan\"\n{contacts}notify.high = [{}, {}]\n",
            step(first),
            step(second)
        ))
    };
    let found = effect(&notify("push", "sms"), &notify("sms", "push"));
    assert_eq!(found, (Effect::NoScheduleEffect, vec!["~ people.dan.notify.high".to_owned()]));
}

#[test]
fn a_layer_on_top_is_an_entry_of_its_own_and_one_below_changes_the_order() {
    let top = "[[rotations.web.layers]]\nname = \"top\"\npeople = [\"cho\"]\nwhen = \"sat,sun\"\n";
    let all = "[[rotations.web.layers]]\nname = \"all\"\n";
    let found = change(&web(all), &web(&[all, top].concat()));
    assert_eq!(told(&found), ["+ rotations.web.layers[top]"]);
    assert!(!found.ahead.is_empty() && found.ahead.iter().all(|part| part.cause == Some(0)));
    let found = change(&web(top), &web(&[all, top].concat()));
    assert_eq!(told(&found), ["~ rotations.web.layers"]);
    let values = [&found.edits[0].before, &found.edits[0].after];
    let [was, is] = values.map(|value| value.as_ref().unwrap().toml.as_str());
    assert!(
        was.starts_with('[') && !was.contains("all") && is.contains("all") && is.contains("top")
    );
}

#[test]
fn people_of_an_exception_in_another_order_are_no_change() {
    let exception = |people: &str| {
        web(&format!(
            "[[overrides]]\nrotation = \"web\"\nfrom = 2026-10-20\nthrough = 2026-10-20\n{people}\n"
        ))
    };
    for (one, two) in [
        ("add = [\"ana\", \"cho\"]", "add = [\"cho\", \"ana\"]"),
        ("remove = [\"ana\", \"cho\"]", "remove = [\"cho\", \"ana\"]"),
        (
            "replace = [\"ana\", \"ben\"]\nwith = [\"cho\", \"ana\"]",
            "replace = [\"ben\", \"ana\"]\nwith = [\"ana\", \"cho\"]",
        ),
    ] {
        assert_eq!(effect(&exception(one), &exception(two)), (Effect::None, vec![]), "{one}");
        assert!(change(&exception(one), &exception(two)).identical);
    }
}

#[test]
fn windows_in_another_order_are_no_change() {
    let rule = |day: &str| {
        format!("{{ rrule = \"FREQ=MONTHLY;BYDAY={day}\", at = \"08:00\", lasts = \"12h\" }}")
    };
    let windows = |one: &str, two: &str| whole(&[PEOPLE, WEB, &format!("when = [{one}, {two}]\n")]);
    let found = effect(&windows(&rule("1SA"), &rule("2SA")), &windows(&rule("2SA"), &rule("1SA")));
    assert_eq!(found, (Effect::None, vec![]));
    let found = effect(&windows("\"sat\"", "\"mon\""), &windows("\"mon\"", "\"sat\""));
    assert_eq!(found, (Effect::None, vec![]));
}

#[test]
fn one_value_may_stand_without_brackets_wherever_lists_may() {
    for (key, value) in [("coverage", "\"sat,sun\""), ("turn", "\"1w\"")] {
        let text = |value: &str| {
            let web = WEB.replace("turn = \"1w\"\n", "");
            let turn = if key == "turn" { "" } else { "turn = \"1w\"\n" };
            whole(&[PEOPLE, &web, turn, &format!("{key} = {value}\n")])
        };
        let found = effect(&text(value), &text(&format!("[{value}]")));
        assert_eq!(found, (Effect::None, vec![]), "{key}");
    }
    let person =
        |value: &str| whole(&[&format!("[people.ana]\nname = \"Ana\"\nworking-hours = {value}\n")]);
    let found = effect(&person("\"mon-fri 09:00-17:00\""), &person("[\"mon-fri 09:00-17:00\"]"));
    assert_eq!(found, (Effect::None, vec![]));
}

#[test]
fn the_ends_of_lines_are_no_change() {
    let record = "+++\ntitle = \"\"\"The\napi\"\"\"\n+++\n\n# What\nLook.\n\nAgain.\n";
    let plan = |ends: &str| {
        let text = [HEAD, PEOPLE, WEB].concat();
        folder(&[
            ("irp.toml", text.replace('\n', ends)),
            ("runbooks/api.md", record.replace('\n', ends)),
        ])
    };
    assert_eq!(effect(&plan("\n"), &plan("\r\n")), (Effect::None, vec![]));
}

#[test]
fn the_text_of_a_record_begins_after_its_front_matter() {
    let plan = |text: &str| {
        let record = format!("+++\ntitle = \"Api\"\n+++\n{text}");
        folder(&[("irp.toml", [HEAD, PEOPLE].concat()), ("runbooks/api.md", record)])
    };
    let found = change(&plan("Look.\n"), &plan("Look twice.\n"));
    assert_eq!(found.edits[0].before.as_ref().unwrap().toml, "\"Look.\"");
}

#[test]
fn a_mark_at_the_start_and_other_digits_are_no_change() {
    let text = [PEOPLE, WEB, "[severities.one]\nrank = 10\nname = \"One\"\n"].concat();
    let plan = |text: &str| folder(&[("irp.toml", text.to_owned())]);
    let (one, two) = ([HEAD, &text].concat(), ["\u{feff}", HEAD, &text].concat());
    let found = effect(&plan(&one), &plan(&two.replace("rank = 10", "rank = 0x0a")));
    assert_eq!(found, (Effect::None, vec![]));
}

#[test]
fn an_address_that_colleagues_share_makes_nobody_somebody_else() {
    let people = |who: &str, name: &str| {
        PEOPLE
            .replace("people.cho", &format!("people.{who}"))
            .replace("\"Cho\"", &format!("\"{name}\"\nemail = \"sre@example.org\""))
            .replace("\"Ben\"", "\"Ben\"\nemail = \"sre@example.org\"")
    };
    let before = whole(&[&people("cho", "Cho"), WEB]);
    let after = whole(&[&people("dan", "Dan"), &WEB.replace("cho", "dan")]);
    let found = change(&before, &after);
    assert!(found.renames.is_empty(), "{:?}", found.renames);
    assert_eq!(found.effect, Effect::Effective);
}

#[test]
fn whoever_keeps_an_address_of_their_own_is_the_same_person() {
    let people = |who: &str, name: &str| {
        PEOPLE
            .replace("people.cho", &format!("people.{who}"))
            .replace("\"Cho\"", &format!("\"{name}\"\nemail = \"cho@example.org\""))
    };
    let before = whole(&[&people("cho", "Cho Li"), WEB]);
    let after = whole(&[&people("cho-park", "Cho Park"), &WEB.replace("cho", "cho-park")]);
    assert_eq!(told(&change(&before, &after)), ["= people.cho-park", "~ people.cho-park.name"]);
}

#[test]
fn somebody_new_with_a_skill_that_is_asked_for_is_reached() {
    let path = "[escalations.p]\nsteps = [{ after = \"0m\", notify = { skill = \"db\" } }]\n";
    let dan = "[people.dan]\nname = \"Dan\"\nskills = [\"db\"]\n";
    let (before, after) = (web(path), web(&[path, dan].concat()));
    assert_eq!(effect(&before, &after), (Effect::Structural, vec!["+ people.dan".to_owned()]));
    assert_eq!(change(&after, &before).effect, Effect::Structural);
}

#[test]
fn days_that_are_no_service_hours_decide_who_is_reached() {
    let head = HEAD.replace("[plan]\n", "[plan]\nholidays = \"de\"\n");
    let plan = |day: &str| {
        let days = format!("[[holidays.de]]\ndate = {day}\nname = \"Day\"\n");
        let text = [&head, PEOPLE, WEB, &days].concat();
        folder(&[("irp.toml", text)])
    };
    let found = change(&plan("2026-11-02"), &plan("2026-11-03"));
    assert_eq!((found.effect, found.identical), (Effect::Structural, true));
}

#[test]
fn a_severity_or_role_by_another_id_is_followed_where_it_is_a_key() {
    let plan = |severity: &str, role: &str| {
        let text = format!(
            "[severities.{severity}]\nrank = 1\nname = \"One\"\n[roles.{role}]\ntitle = \"Role\"\n\
             [escalations.p]\nname = \"Path\"\n\
             steps = [{{ after = \"0m\", notify = {{ rotation = \"web\" }} }}]\n\
             [services.api]\nname = \"Api\"\ntier = 1\n\
             escalation = {{ {severity} = \"p\", default = \"p\" }}\n\
             [people.dan]\nname = \"Dan\"\ntrained = {{ {role} = 2026-01-02 }}\n"
        );
        web(&text)
    };
    let found = change(&plan("one", "lead"), &plan("sev1", "chief"));
    assert_eq!(told(&found), ["= roles.chief", "= severities.sev1"]);
}

#[test]
fn a_record_by_another_name_reaches_nobody_else() {
    let plan = |name: &'static str| {
        let record = "+++\ntitle = \"Api\"\n+++\nLook.\n".to_owned();
        folder(&[("irp.toml", [HEAD, PEOPLE].concat()), (name, record)])
    };
    let found = change(&plan("runbooks/api.md"), &plan("runbooks/the-api.md"));
    assert_eq!(found.effect, Effect::NoScheduleEffect);
    assert_eq!((told(&found), found.moved), (vec!["= runbooks.the-api".to_owned()], vec![]));
}

#[test]
fn ids_that_are_exchanged_are_other_people() {
    let exchanged = PEOPLE
        .replace("\"Ana\"", "\"?\"")
        .replace("\"Ben\"", "\"Ana\"")
        .replace("\"?\"", "\"Ben\"");
    let found = change(&web(""), &whole(&[&exchanged, WEB]));
    assert_eq!(told(&found), ["~ people.ana.name", "~ people.ben.name"]);
    assert!(found.renames.is_empty());
}

#[test]
fn values_of_long_lists_are_found_where_they_begin_to_differ() {
    let long = |middle: &str| {
        WEB.replace(
            "people = [\"ana\", \"ben\", \"cho\"]",
            &format!("people = [\n  \"ana\",\n  {middle}\n  \"cho\",\n]"),
        )
    };
    let (before, after) = (long("\"ben\","), long("\"cho\",\n  \"ben\","));
    let (before, after) = (whole(&[PEOPLE, &before]), whole(&[PEOPLE, &after]));
    let found = change(&before, &after);
    let edit = &found.edits[0];
    assert_eq!((edit.act, edit.about), (Act::Changed, About::Schedule));
    let at = |plan: &Plan, value: &Option<super::super::Value>| {
        let at = value.as_ref().unwrap().at;
        let text = &plan.sources.get(at.source).text;
        text[at.start as usize..at.end as usize].to_owned()
    };
    assert_eq!(
        (at(&before, &edit.before), at(&after, &edit.after)),
        ("\"ben\"".into(), "\"cho\"".into())
    );
}
