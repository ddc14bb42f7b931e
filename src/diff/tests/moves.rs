//! Causes, advice, gaps and windows that once were wrong, or easily could be.

use super::super::Effect;
use super::written::{HEAD, PEOPLE, WEB, change, folder, told, whole};
use super::*;
use crate::schedule::tests::plan_of;

/// A plan of people, the rotation `web` and more.
fn web(more: &str) -> Plan {
    whole(&[PEOPLE, WEB, more])
}

#[test]
fn a_path_by_another_id_has_the_same_gaps() {
    let working = WEB.to_owned() + "when = \"mon-fri 09:00-17:00\"\n";
    let plan = |id: &str| {
        let response = format!(
            "[severities.one]\nrank = 1\nname = \"One\"\n[escalations.{id}]\nname = \"Path\"\n\
             steps = [{{ after = \"0m\", notify = {{ rotation = \"web\" }} }}]\n\
             [services.api]\nname = \"Api\"\ntier = 1\nescalation = \"{id}\"\n"
        );
        whole(&[PEOPLE, &working, &response])
    };
    let found = change(&plan("old"), &plan("new"));
    assert_eq!(told(&found), ["= escalations.new"]);
    assert!(found.opened.is_empty() && found.closed.is_empty());
}

#[test]
fn a_path_that_loses_a_rotation_opens_gaps_where_the_other_had_some() {
    let working = WEB.to_owned() + "when = \"mon-fri 09:00-17:00\"\ncoverage = \"always\"\n";
    let nights = WEB.replace("rotations.web", "rotations.all");
    let plan = |notify: &str| {
        let response = format!(
            "[severities.one]\nrank = 1\nname = \"One\"\n[escalations.p]\nname = \"Path\"\n\
             steps = [{{ after = \"0m\", notify = {notify} }}]\n\
             [services.api]\nname = \"Api\"\ntier = 1\nescalation = \"p\"\n"
        );
        whole(&[PEOPLE, &working, &nights, &response])
    };
    let both = "[{ rotation = \"web\" }, { rotation = \"all\" }]";
    let found = change(&plan(both), &plan("{ rotation = \"web\" }"));
    assert!(!found.opened.is_empty());
    assert!(found.opened.iter().all(|gap| gap.path == "escalations.p"));
    assert!(found.closed.is_empty());
}

#[test]
fn no_order_is_offered_where_dated_ones_go_too() {
    let line_up = "[[rotations.web.line-ups]]\nfrom = 2026-10-12\npeople = [\"cho\", \"ana\"]\n";
    let edited = WEB.replace("\"ben\", \"cho\"", "\"cho\", \"ben\"");
    let found = change(&web(line_up), &whole(&[PEOPLE, &edited]));
    assert_eq!((found.effect, found.advice.len()), (Effect::Effective, 0));
}

#[test]
fn advice_holds_for_groups_holes_and_whoever_stands_twice() {
    let orders = [
        "[[\"ana\", \"ben\"], \"nobody\", \"cho\"]",
        "[\"cho\", \"ana\", \"cho\", \"ben\"]",
        "[\"nobody\", \"ana\"]",
        "[\"ana\"]",
    ];
    for order in orders {
        let edited = WEB.replace("[\"ana\", \"ben\", \"cho\"]", order);
        let found = change(&web(""), &whole(&[PEOPLE, &edited]));
        let [advice] = &found.advice[..] else { panic!("{order}: {:?}", found.advice) };
        let restored = WEB.replace("people = [\"ana\", \"ben\", \"cho\"]", &advice.restore);
        let taken = whole(&[PEOPLE, &restored, &advice.toml, "\n"]);
        let after = change(&web(""), &taken);
        let enough: Instant = "2026-11-02T09:00:00Z".parse().unwrap();
        let ahead = [&after.past[..], &after.ahead].concat();
        let first = advice.first.as_ref().map(|part| (part.span, &part.before, &part.after));
        assert_eq!(ahead.len(), advice.left, "{order}");
        assert_eq!(ahead.first().map(|part| (part.span, &part.before, &part.after)), first);
        assert!(ahead.iter().all(|part| part.span.start >= enough));
    }
}

#[test]
fn somebody_new_who_is_away_is_no_single_cause() {
    let rotation = WEB.to_owned() + "on-away = \"next\"\n";
    let before = whole(&[PEOPLE, &rotation]);
    let after = rotation.replace("[\"ana\", \"ben\", \"cho\"]", "[\"dan\", \"ben\", \"cho\"]");
    let dan = "[people.dan]\nname = \"Dan\"\n";
    let off = "[[time-off]]\nperson = \"dan\"\nfrom = 2026-10-26\nthrough = 2026-10-27\n";
    let found = change(&before, &whole(&[PEOPLE, dan, &after, off]));
    let order = found.edits.iter().position(|edit| edit.path == "rotations.web.people");
    let away = "2026-10-26T10:00:00Z".parse().unwrap();
    for part in found.past.iter().chain(&found.ahead) {
        // Dan is away in that week, and Ben covers: neither edit alone says so.
        let expected = if part.span.contains(away) { None } else { order };
        assert_eq!(part.cause, expected, "{part:?}");
    }
    assert!(found.ahead.iter().any(|part| part.span.contains(away)));
}

#[test]
fn a_follower_changes_by_the_edit_of_what_it_follows() {
    let follower = "[rotations.second]\nfollows = { rotation = \"web\", offset = 1 }\n";
    let third = "[rotations.third]\nfollows = { rotation = \"second\", offset = 1 }\n";
    let all = [follower, third].concat();
    let before = web(&all);
    let edited = WEB.replace("\"ben\", \"cho\"", "\"cho\", \"ben\"");
    let other = "[[overrides]]\nrotation = \"third\"\nfrom = 2026-10-20\nthrough = 2026-10-20\n\
                 assign = \"nobody\"\n";
    let found = change(&before, &whole(&[PEOPLE, &edited, &all, other]));
    let order = found.edits.iter().position(|edit| edit.path == "rotations.web.people");
    let second: Vec<_> = found.ahead.iter().filter(|part| part.rotation == "second").collect();
    assert!(!second.is_empty() && second.iter().all(|part| part.cause == order));
}

#[test]
fn a_zone_of_the_plan_causes_what_it_moves() {
    let before = web("");
    let head = |text: &str| text.replace("UTC", "Europe/Berlin");
    let text = [&head(HEAD), PEOPLE, WEB].concat();
    let after = folder(&[("irp.toml", text)]);
    let found = change(&before, &after);
    assert_eq!(told(&found), ["~ plan.time-zone"]);
    assert!(!found.ahead.is_empty() && found.ahead.iter().all(|part| part.cause == Some(0)));
}

#[test]
fn what_is_only_in_one_plan_and_what_is_empty_break_nothing() {
    let (none, some) = (folder(&[("irp.toml", HEAD.to_owned())]), web(""));
    assert_eq!(change(&none, &some).effect, Effect::Effective);
    assert_eq!(change(&some, &none).effect, Effect::Effective);
    assert_eq!(change(&none, &none).effect, Effect::None);
    // Callers refuse plans with faults; whatever is asked of them must still end.
    for text in [
        "irp = 1\n",
        "irp = 1\n[rotations.web]\npeople = [\"ana\", \"ghost\"]\nturn = \"1w\"\n",
        "irp = 1\n[rotations.web]\nfollows = { rotation = \"web\", offset = 1 }\n",
        "irp = 1\n[rotations]\nweb = 3\nweb = 4\n[people.ana]\n[people.ana]\nname = 1\n",
        "irp = 1\noverrides = 3\n[[time-off]]\n[[overrides]]\nrotation = \"web\"\n",
        "\u{0}\u{1}",
    ] {
        let odd = plan_of(text);
        for (one, two) in [(&odd, &some), (&some, &odd), (&odd, &odd)] {
            let _ = change(one, two);
        }
    }
}

#[test]
fn far_starts_and_long_turns_break_nothing() {
    for (starts, turn) in [
        ("9999-12-01T09:00", "\"1w\""),
        ("2026-10-05T09:00", "\"5000mo\""),
        ("2026-10-05T09:00", "\"90000w\""),
        ("0001-01-01T00:00", "\"1h\""),
        ("2026-10-05T09:00", "[\"1mo\", \"2mo\"]"),
    ] {
        let text = WEB.replace("2026-10-05T09:00", starts).replace("\"1w\"", turn);
        let plan = plan_of([HEAD, PEOPLE, &text].concat());
        let other = text.replace("\"ben\", \"cho\"", "\"cho\", \"ben\"");
        let other = plan_of([HEAD, PEOPLE, &other].concat());
        for now in ["2026-10-19T09:00:00Z", "2399-10-19T09:00:00Z", "9999-12-30T09:00:00Z"] {
            let now = now.parse().unwrap();
            let window = Comparison::new(&plan, &other).window(now);
            assert!(window.length() >= TimeDelta::weeks(4));
            assert!(window.length() <= TimeDelta::weeks(26));
            let _ = compared(&plan, &other, now, [14, 42]);
        }
    }
}

#[test]
fn a_window_before_or_after_now_is_cut_to_nothing_elsewhere() {
    let edited = WEB.replace("\"ben\", \"cho\"", "\"cho\", \"ben\"");
    let (before, after) = (web(""), whole(&[PEOPLE, &edited]));
    let now: Instant = "2026-10-19T09:00:00Z".parse().unwrap();
    for (from, until) in [(-5, -2), (10, 30)] {
        let [from, until] = [from, until].map(|days| now + TimeDelta::days(days));
        let window = Span::new(from, until);
        let question = Question { now, window, since: from.min(now), notice: TimeDelta::days(14) };
        let found = ZONES.with(|zones| Comparison::new(&before, &after).changes(&question, zones));
        for part in &found.past {
            assert!(part.span.start < part.span.end && part.span.end <= now.min(until));
        }
        for part in &found.ahead {
            assert!(part.span.start >= now.max(from) && part.span.end <= until);
        }
        assert_eq!(found.past.is_empty(), from > now);
        assert_eq!(found.ahead.is_empty(), until < now);
    }
}

#[test]
fn rotations_of_the_same_people_that_change_places_are_told() {
    let role = |id: &str, people: &str, role: &str| {
        format!(
            "[rotations.{id}]\nrole = \"{role}\"\nstarts = 2026-10-05T09:00\nturn = \"1w\"\n\
             people = [{people}]\n"
        )
    };
    let (one, two) = ("\"ana\", \"ben\", \"cho\"", "\"cho\", \"ana\", \"ben\"");
    let roles = "[roles.a]\ntitle = \"A\"\n[roles.b]\ntitle = \"B\"\n";
    let before = whole(&[PEOPLE, roles, &role("first", one, "a"), &role("second", two, "b")]);
    let after = whole(&[PEOPLE, roles, &role("first", two, "a"), &role("second", one, "b")]);
    let found = change(&before, &after);
    assert!(found.renames.is_empty());
    assert_eq!(told(&found), ["~ rotations.first.people", "~ rotations.second.people"]);
    let cause = |part: &Changed| found.edits[part.cause.unwrap()].path.clone();
    assert!(
        found.ahead.iter().all(|part| cause(part) == format!("rotations.{}.people", part.rotation))
    );
}

#[test]
fn no_order_is_offered_from_a_handoff_that_is_moved_too() {
    let edited = WEB.replace("\"ben\", \"cho\"", "\"cho\", \"ben\"");
    let moved = edited.replace("2026-10-05T09:00", "2026-10-06T09:00");
    let found = change(&web(""), &whole(&[PEOPLE, &moved]));
    assert_eq!((found.effect, found.advice.len()), (Effect::Effective, 0));
    assert_eq!(change(&web(""), &whole(&[PEOPLE, &edited])).advice.len(), 1);
}

#[test]
fn a_group_in_another_order_is_covered_by_others() {
    let plan = |group: &str| {
        let order = format!("people = [\"ana\", [{group}]]\non-away = \"next\"");
        let web = WEB.replace("people = [\"ana\", \"ben\", \"cho\"]", &order);
        let off = "[[time-off]]\nperson = \"ana\"\nfrom = 2026-10-19\nthrough = 2026-10-25\n";
        whole(&[PEOPLE, &web, off])
    };
    let found = change(&plan("\"ben\", \"cho\""), &plan("\"cho\", \"ben\""));
    assert_eq!(told(&found), ["~ rotations.web.people"]);
    assert_eq!((found.effect, found.now[0].cause), (Effect::Effective, Some(0)));
}

#[test]
fn whoever_stops_following_changes_by_that_edit() {
    let follower = "[rotations.second]\nfollows = { rotation = \"web\", offset = 1 }\n";
    let own = WEB.replace("rotations.web", "rotations.second").replace("\"ana\", ", "");
    let found = change(&web(follower), &whole(&[PEOPLE, &own]));
    let all = || found.past.iter().chain(&found.ahead);
    assert!(all().filter(|part| part.rotation == "web").all(|part| part.after.is_empty()));
    // It takes three keys to have an order of its own: no edit alone does it.
    assert!(all().any(|part| part.rotation == "second"));
    assert!(all().filter(|part| part.rotation == "second").all(|part| part.cause.is_none()));
}

#[test]
fn each_half_of_an_exchange_causes_its_own_part() {
    let half = |from: &str, out: &str, with: &str| {
        format!(
            "[[overrides]]\nrotation = \"web\"\nfrom = {from}\nthrough = {from}\nswap = \"s\"\n\
             replace = \"{out}\"\nwith = \"{with}\"\n"
        )
    };
    let both = [half("2026-10-21", "cho", "ana"), half("2026-10-28", "ana", "cho")].concat();
    let found = change(&web(""), &web(&both));
    let causes: Vec<_> = found.ahead.iter().map(|part| part.cause).collect();
    assert_eq!(causes, [Some(0), Some(1)]);
    assert_eq!(found.people, []);
}

#[test]
fn somebody_who_moves_to_another_zone_is_away_at_other_times() {
    let plan = |zone: &str| {
        let off = "[[time-off]]\nperson = \"cho\"\nfrom = 2026-10-26\nthrough = 2026-10-30\n";
        let people = PEOPLE.replace("\"Cho\"", &format!("\"Cho\"\ntime-zone = \"{zone}\""));
        let web = WEB.replace("\"1w\"", "\"1d\"").replace("09:00", "00:00");
        whole(&[&people, &web, "on-away = \"next\"\n", off])
    };
    let found = change(&plan("UTC"), &plan("Asia/Tokyo"));
    assert_eq!(told(&found), ["~ people.cho.time-zone"]);
    assert!(!found.ahead.is_empty() && found.ahead.iter().all(|part| part.cause == Some(0)));
}

#[test]
fn advice_may_begin_in_an_hour_that_the_clock_skips() {
    let zone = "time-zone = \"Europe/Berlin\"\n";
    let sundays = WEB.replace("2026-10-05T09:00", "2026-03-01T02:30");
    let edited = sundays.replace("\"ben\", \"cho\"", "\"cho\", \"ben\"");
    let (before, after) = (whole(&[PEOPLE, &sundays, zone]), whole(&[PEOPLE, &edited, zone]));
    let now = "2026-03-12T09:00:00Z".parse().unwrap();
    let found = compared(&before, &after, now, [14, 42]);
    let [advice] = &found.advice[..] else { panic!("{:?}", found.advice) };
    assert!(advice.toml.contains("from = 2026-03-29T02:30:00"), "{}", advice.toml);
    let taken = whole(&[PEOPLE, &sundays, zone, &advice.toml]);
    let first = compared(&before, &taken, now, [14, 42]).ahead.swap_remove(0);
    assert!(first.span.start >= "2026-03-29T01:30:00Z".parse::<Instant>().unwrap());
}
