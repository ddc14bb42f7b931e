//! Sentences as reviews have them: which phrase is found, and which is let be.

use super::found;
use super::patterns::{EXEMPT, KINDS};

/// What is found in a text: its kind and its words.
fn phrases(text: &str) -> Vec<(&'static str, &str)> {
    found(text).into_iter().map(|(kind, range)| (kind.name, &text[range])).collect()
}

#[test]
fn every_pattern_is_small_enough_to_be_compiled() {
    assert!(KINDS.iter().all(|kind| kind.pattern.is_some()) && EXEMPT.is_some());
}

#[test]
fn counterfactuals_are_found() {
    let cases = [
        ("The on-call engineer should have checked the panel first.", "should have checked"),
        ("The alert ought to have also fired.", "ought to have also fired"),
        ("We would have noticed sooner.", "would have noticed"),
        ("It shouldn't have been deployed on a Friday.", "shouldn't have been"),
        ("It shouldn’t have been deployed.", "shouldn’t have been"),
        ("The deploy could not have gone out.", "could not have gone"),
        ("A canary could have easily caught it.", "could have easily caught"),
        ("We should've rolled back.", "should've rolled"),
        ("Monitoring could've caused it.", "could've caused"),
        ("It would've, at least then.", "would've"),
        ("We should’ve known.", "should’ve known"),
        ("If only the page had reached somebody.", "If only"),
        ("In hindsight the limit was low.", "In hindsight"),
        ("With hindsight, it was obvious.", "With hindsight"),
        ("If we had looked at the queue, it was there.", "If we had"),
        ("The team did not escalate for an hour.", "team did not escalate"),
        ("The responder on nights didn't notice.", "responder on nights didn't notice"),
        ("We didn’t test the rollback.", "We didn’t test"),
        ("The operator forgot to drain the node.", "operator forgot to"),
        ("The team failed to follow the runbook.", "team failed to"),
        ("She neglected to tell support.", "She neglected to"),
    ];
    for (text, words) in cases {
        assert_eq!(phrases(text), [("a counterfactual", words)], "{text}");
    }
}

#[test]
fn norms_blame_single_causes_and_whys_are_found() {
    let cases = [
        ("The rollout was careless.", "a norm", "careless"),
        ("Testing was done inadequately.", "a norm", "inadequately"),
        ("It was poor judgement to go on.", "a norm", "poor judgement"),
        ("Poor judgment all round.", "a norm", "Poor judgment"),
        ("There was a lack of care in the review.", "a norm", "lack of care"),
        ("The cause was human error.", "blame", "human error"),
        ("Somebody fat-fingered the host name.", "blame", "fat-fingered"),
        ("A fat finger took the site down.", "blame", "fat finger"),
        ("The vendor was at fault.", "blame", "at fault"),
        ("Nobody knew whose fault it was.", "blame", "whose fault"),
        ("We asked the engineer who ran it.", "blame", "the engineer who"),
        ("The root cause was a full disk.", "a single cause", "The root cause was"),
        ("A single root cause is rare.", "a single cause", "A single root cause is"),
        ("Why did they restart it?", "a why asked of a person", "Why did they"),
        ("Why didn't you page?", "a why asked of a person", "Why didn't you"),
    ];
    for (text, name, words) in cases {
        assert_eq!(phrases(text), [(name, words)], "{text}");
    }
}

#[test]
fn what_only_looks_like_it_is_let_be() {
    let fine = [
        "The cache should have a limit of 1 GB.",
        "Backups would have to be restored first.",
        "The job could have two owners.",
        "The monitor did not notice the slow queries.",
        "The database failed to start.",
        "The health check failed to see it. We restarted the node.",
        "We rolled back. The client did not follow redirects.",
        "The engineers on call restarted the node.",
        "The user errors rose to 4 %.",
        "An operator erroneously listed as offline came back.",
        "Root causes of the two alerts differ.",
        "The contributing factors are below.",
        "Why did the queue fill up?",
        "The default fault domain was too small.",
        "Careful staging kept it to one zone.",
        "With hindsighted fields left out the dump was smaller.",
        "If we have more than two zones, one may fail.",
        "The message said \"you should have updated\" in red.",
        "He asked in chat: “why did they restart it?”",
        "La médecine n'a pas été prévenue.",
    ];
    for text in fine {
        assert_eq!(phrases(text), [], "{text}");
    }
}

#[test]
fn sections_of_luck_and_of_actions_are_not_judged() {
    let exempt = |heading: &str| EXEMPT.as_ref().unwrap().is_match(heading);
    for heading in ["Where we were lucky", "Action items", "Actions", "Follow-ups", "Luck"] {
        assert!(exempt(heading), "{heading}");
    }
    for heading in ["What happened", "Reactions", "Transactions", "What was hard"] {
        assert!(!exempt(heading), "{heading}");
    }
}

#[test]
fn a_megabyte_that_nearly_matches_is_searched_in_time() {
    let text = "we should not have the team engineer nobody I ".repeat(20_000);
    assert_eq!(found(&text).len(), 0);
    let text = "wir hätten we ü ".repeat(60_000);
    assert_eq!(found(&text).len(), 0);
}
