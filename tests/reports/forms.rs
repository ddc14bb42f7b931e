//! Every report has the form that its readers expect.

use std::fs;

use jsonschema::Validator;
use roxmltree::Document;
use serde_json::Value;

use super::{Made, WorkflowCommand, checkstyle, gitlab, irp, junit, rdjson, root, sarif, unique};

fn schema(name: &str) -> Validator {
    let text = fs::read_to_string(root().join("tests/reports/schemas").join(name)).unwrap();
    let mut schema: Value = serde_json::from_str(&text).unwrap();
    // One pattern of SARIF's has a bracket too many, which only some dialects take.
    for table in ["run", "toolComponent"] {
        let language = schema.pointer_mut(&format!("/definitions/{table}/properties/language"));
        if let Some(Value::Object(language)) = language {
            assert_eq!(language["pattern"], "^[a-zA-Z]{2}|^[a-zA-Z]{2}-[a-zA-Z]{2}]?$");
            language.remove("pattern");
        }
    }
    jsonschema::options().build(&schema).unwrap()
}

fn check(schema: &Validator, value: &Value) {
    let errors = schema.iter_errors(value).map(|e| format!("{}: {e}", e.instance_path()));
    let errors: Vec<_> = errors.collect();
    assert!(errors.is_empty(), "{}\n{value:#}", errors.join("\n"));
}

/// What `irp check` prints of every plan of the tests, good and bad.
fn printed(format: &str) -> Vec<String> {
    let mut plans = crate::good::plans();
    let bad = ["broken", "clash", "gap", "hostile", "torn"];
    plans.extend(bad.map(|name| root().join("tests/cmd/plans").join(name)));
    let words = |plan: &str| {
        let words = ["check", "--now", "2026-10-21T10:00Z", "--format", format, "--plan", plan];
        String::from_utf8(irp(root(), &words, &[]).stdout).unwrap()
    };
    plans.iter().map(|plan| words(plan.to_str().unwrap())).collect()
}

fn parsed(format: &str) -> Vec<Value> {
    printed(format).iter().map(|text| serde_json::from_str(text).unwrap()).collect()
}

#[test]
fn sarif_is_as_its_schema_says() {
    let schema = schema("sarif-2.1.0.json");
    check(&schema, &Made::full().json(sarif::text));
    check(&schema, &Made::new("irp.toml", "").json(sarif::text));
    let printed = parsed("sarif");
    assert!(printed.len() > 8);
    printed.iter().for_each(|log| check(&schema, log));
    let mut broken = Made::full().json(sarif::text);
    broken["runs"][0]["results"][0]["level"] = "bad".into();
    assert!(!schema.is_valid(&broken), "the schema takes anything");
}

#[test]
fn sarif_has_what_code_scanning_requires() {
    let made = Made::full();
    let log = made.json(sarif::text);
    assert_eq!(log["version"], "2.1.0");
    assert!(log["$schema"].as_str().unwrap().ends_with("sarif-2.1.0.json"));
    let driver = &log["runs"][0]["tool"]["driver"];
    assert_eq!(driver["name"], "irp");
    let rules = driver["rules"].as_array().unwrap();
    for rule in rules {
        for text in ["shortDescription", "fullDescription", "help"] {
            assert!(rule[text]["text"].as_str().is_some_and(|t| t.len() > 10), "{rule:#}");
        }
        assert!(rule.get("helpUri").is_none(), "there is no such page");
    }
    let results = log["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results.len(), made.findings.len());
    let prints = results.iter().map(|r| r["partialFingerprints"]["irpFinding/v1"].as_str());
    unique(prints.map(Option::unwrap));
    for result in results {
        assert!(!result["message"]["text"].as_str().unwrap().contains("]("));
        let physical = &result["locations"][0]["physicalLocation"];
        assert_eq!(physical["artifactLocation"]["uri"], "ops/plan/a%20b/irp.toml");
        for key in ["startLine", "startColumn", "endLine", "endColumn"] {
            assert!(physical["region"][key].as_u64().is_some_and(|n| n > 0), "{result:#}");
        }
        if let Some(index) = result["ruleIndex"].as_u64() {
            assert_eq!(rules[usize::try_from(index).unwrap()]["id"], result["ruleId"]);
        }
    }
    let levels: Vec<_> = results.iter().map(|r| r["level"].as_str().unwrap()).collect();
    assert_eq!(levels, ["error", "error", "warning", "note"]);
}

#[test]
fn every_result_of_a_log_has_its_rule() {
    for log in parsed("sarif") {
        let run = &log["runs"][0];
        let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
        unique(rules.iter().map(|rule| rule["id"].as_str().unwrap()));
        for result in run["results"].as_array().unwrap() {
            let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
            assert_eq!(rules[index]["id"], result["ruleId"]);
        }
    }
}

#[test]
fn rdjson_is_as_its_schema_says_and_counts_bytes() {
    let schema = schema("rdjson.json");
    parsed("rdjson").iter().for_each(|report| check(&schema, report));
    let report = Made::full().json(rdjson::text);
    check(&schema, &report);
    let first = &report["diagnostics"][0];
    assert_eq!(first["location"]["path"], "ops/plan/a b/irp.toml");
    let end = &first["location"]["range"]["end"];
    assert_eq!((&end["line"], &end["column"]), (&2.into(), &19.into()));
    let change = &first["suggestions"][0];
    assert_eq!(change["text"], "\"Zoe\"");
    assert_eq!(change["range"], first["location"]["range"]);
    let related = &report["diagnostics"][1]["related_locations"][0];
    assert_eq!(related["location"]["range"]["start"]["column"], 8);
    // The schema takes keys that it does not know.
    let text = fs::read_to_string(root().join("tests/reports/schemas/rdjson.json")).unwrap();
    let known = |name: &str, value: &Value| {
        let schema: Value = serde_json::from_str(&text).unwrap();
        let known = schema["definitions"][name]["properties"].as_object().unwrap().clone();
        assert!(value.as_object().unwrap().keys().all(|key| known.contains_key(key)), "{value:#}");
    };
    known("DiagnosticResult", &report);
    for diagnostic in report["diagnostics"].as_array().unwrap() {
        known("reviewdog.rdf.Diagnostic", diagnostic);
        known("reviewdog.rdf.Location", &diagnostic["location"]);
        known("reviewdog.rdf.Code", &diagnostic["code"]);
    }
}

#[test]
fn gitlab_has_what_it_requires_and_no_fingerprint_twice() {
    let made = Made::full();
    let mut reports = parsed("gitlab");
    reports.push(made.json(gitlab::text));
    let mut entries = 0;
    for report in &reports {
        let report = report.as_array().unwrap();
        entries += report.len();
        unique(report.iter().map(|entry| entry["fingerprint"].as_str().unwrap()));
        for entry in report {
            assert!(entry["description"].as_str().is_some_and(|text| !text.is_empty()));
            assert!(entry["check_name"].as_str().is_some_and(|text| !text.is_empty()));
            let severity = entry["severity"].as_str().unwrap();
            assert!(["info", "minor", "major", "critical", "blocker"].contains(&severity));
            let path = entry["location"]["path"].as_str().unwrap();
            assert!(!path.starts_with(['/', '.']), "{path} is not from the root");
            assert!(entry["location"]["lines"]["begin"].as_u64().is_some_and(|line| line > 0));
        }
    }
    assert!(entries > 8, "only {entries} entries");
}

#[test]
fn junit_is_xml_whose_counts_are_those_of_its_tests() {
    let mut reports = printed("junit");
    let mut made = Made::full();
    reports.push(junit::text(&made.report()));
    made.fail_on = None;
    reports.push(junit::text(&made.report()));
    for report in &reports {
        let xml = Document::parse(report).unwrap();
        let named = |name: &'static str| xml.descendants().filter(move |n| n.has_tag_name(name));
        assert_eq!(xml.root_element().tag_name().name(), "testsuites");
        let suite = named("testsuite").next().unwrap();
        for counted in [xml.root_element(), suite] {
            let count = |key| counted.attribute(key).unwrap().parse::<usize>().unwrap();
            assert_eq!(count("tests"), named("testcase").count());
            assert_eq!(count("failures"), named("failure").count());
        }
        for test in named("testcase") {
            assert_eq!(test.attribute("classname"), Some("irp"));
        }
        unique(named("testcase").map(|test| test.attribute("name").unwrap()));
        for failure in named("failure") {
            assert!(failure.attribute("message").is_some_and(|m| !m.is_empty()));
            assert!(failure.attribute("type").is_some_and(|kind| kind == "error"));
            assert!(failure.text().is_some_and(|text| text.contains(".toml:")), "{report}");
        }
    }
    assert!(reports[reports.len() - 2].contains("failures=\"2\""));
    assert!(reports[reports.len() - 1].contains("failures=\"0\""));
}

#[test]
fn checkstyle_is_xml_with_the_usual_fields() {
    let mut reports = printed("checkstyle");
    reports.push(checkstyle::text(&Made::full().report()));
    let mut errors = 0;
    for report in &reports {
        let xml = Document::parse(report).unwrap();
        assert_eq!(xml.root_element().tag_name().name(), "checkstyle");
        assert!(xml.root_element().attribute("version").is_some());
        for file in xml.root_element().children().filter(roxmltree::Node::is_element) {
            assert!(file.has_tag_name("file") && file.attribute("name").is_some());
            for error in file.children().filter(roxmltree::Node::is_element) {
                errors += 1;
                assert!(error.has_tag_name("error"));
                for key in ["line", "column"] {
                    assert!(error.attribute(key).unwrap().parse::<u32>().unwrap() > 0);
                }
                let severity = error.attribute("severity").unwrap();
                assert!(["error", "warning", "info"].contains(&severity));
                assert!(error.attribute("source").unwrap().starts_with("irp."));
                assert!(error.attribute("message").is_some());
            }
        }
    }
    assert!(errors > 8, "only {errors} errors");
}

#[test]
fn workflow_commands_say_where_what_and_how_bad() {
    let made = Made::full();
    let text = made.github();
    let commands: Vec<_> = text.lines().filter_map(WorkflowCommand::read).collect();
    let names: Vec<_> = commands.iter().map(|command| command.name.as_str()).collect();
    assert_eq!(names, ["error", "error", "warning", "notice"], "{text}");
    assert_eq!(commands[0].property("file"), "ops/plan/a b/irp.toml");
    assert_eq!(commands[0].property("title"), "bad-value: people.zoe");
    assert_eq!(commands[0].property("col"), "8");
    assert_eq!(commands[0].property("endColumn"), "15");
    assert_eq!(commands[0].data, "no name\nwrite `\"Zoe\"`");
    assert_eq!((commands[1].property("line"), commands[1].property("endLine")), ("1", "2"));
    assert_eq!(commands[1].property("col"), "", "columns are those of one line");
    assert_eq!(commands[2].data, "100 % broken");
    assert_eq!(text.lines().last(), Some("2 errors, 1 warning, 1 info"));
}
