//! JSON Schema, draft 2020-12, of the forms of values, for editors and other programs.
//!
//! A schema takes everything that irp takes. It refuses less: that an id exists, that a time does,
//! or that keys exclude each other is for `irp check` to say. TOML's dates and times are texts to
//! JSON.

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::syntax::{Field, Shape};

/// The dialect that schemas are written in.
const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The version of the plan format.
const VERSION: i64 = 1;

/// What ids look like; see [`crate::syntax::is_id`].
const ID: &str = "^[a-z0-9][a-z0-9-]{0,63}$";

/// What durations look like.
const DURATION: &str = "^[0-9]+[mhdw]$";

/// Writes the schema of a table, indented, with a newline at the end.
#[must_use]
pub fn text(shape: &Shape) -> String {
    let mut text = serde_json::to_string_pretty(&schema(shape)).unwrap_or_default();
    text.push('\n');
    text
}

/// The schema of a table, with those of all tables in it.
fn schema(shape: &Shape) -> Node {
    let mut tables = Tables::default();
    let mut whole = vec![("$schema", DIALECT.into())];
    match shape {
        Shape::Table { name, doc, fields } => whole.extend(tables.object(name, doc, fields)),
        other => whole.extend(tables.form(other)),
    }
    tables.all.sort_by_key(|(name, _)| *name);
    if !tables.all.is_empty() {
        whole.push(("$defs", Node::Object(tables.all)));
    }
    Node::Object(whole)
}

/// The keywords of one schema, in the order in which they are written.
type Keywords = Vec<(&'static str, Node)>;

/// A JSON value; the keys of objects keep their order.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Node {
    Truth(bool),
    Whole(i64),
    Text(&'static str),
    List(Vec<Self>),
    Object(Keywords),
    /// A reference to the table of that name.
    Table(&'static str),
}

impl From<&'static str> for Node {
    fn from(text: &'static str) -> Self {
        Self::Text(text)
    }
}

/// A schema of these keywords; one without any takes everything.
impl From<Keywords> for Node {
    fn from(keywords: Keywords) -> Self {
        if keywords.is_empty() { Self::Truth(true) } else { Self::Object(keywords) }
    }
}

impl Serialize for Node {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Truth(truth) => serializer.serialize_bool(*truth),
            Self::Whole(number) => serializer.serialize_i64(*number),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(nodes) => serializer.collect_seq(nodes),
            Self::Table(name) => serializer.collect_str(&format_args!("#/$defs/{name}")),
            Self::Object(keywords) => {
                let mut map = serializer.serialize_map(Some(keywords.len()))?;
                for (key, node) in keywords {
                    map.serialize_entry(key, node)?;
                }
                map.end()
            }
        }
    }
}

/// The tables that a schema refers to, each once.
#[derive(Default)]
struct Tables {
    all: Keywords,
}

impl Tables {
    /// What a value of a form must be.
    fn form(&mut self, shape: &Shape) -> Keywords {
        match shape {
            Shape::Free => Vec::new(),
            Shape::Boolean => typed("boolean"),
            Shape::Text { format } => text_form(format),
            Shape::Id(_) => typed("string"),
            Shape::Time(kind) => time_form(kind),
            Shape::Integer(least, most) => integer(*least, *most),
            Shape::Choice(words) => {
                vec![("enum", Node::List(words.iter().map(|word| Node::Text(word)).collect()))]
            }
            Shape::List(inner) => {
                let mut list = typed("array");
                list.push(("items", self.form(inner).into()));
                list
            }
            Shape::Map(inner) | Shape::Keyed(_, inner) => self.map(inner),
            Shape::AnyOf(_) => {
                let mut forms = Vec::new();
                self.alternatives(shape, &mut forms);
                vec![("anyOf", Node::List(forms))]
            }
            Shape::Table { name, doc, fields } => {
                if !self.all.iter().any(|(known, _)| known == name) {
                    let object = self.object(name, doc, fields);
                    self.all.push((name, Node::Object(object)));
                }
                vec![("$ref", Node::Table(name))]
            }
        }
    }

    /// Every form that a value may have, each once.
    fn alternatives(&mut self, shape: &Shape, into: &mut Vec<Node>) {
        if let Shape::AnyOf(all) = shape {
            for shape in all {
                self.alternatives(shape, into);
            }
            return;
        }
        let form = self.form(shape).into();
        if !into.contains(&form) {
            into.push(form);
        }
    }

    /// A table with free keys. They are ids, unless anything may stand there: such a table is not
    /// about things that have ids.
    fn map(&mut self, inner: &Shape) -> Keywords {
        let mut map = typed("object");
        if !takes_anything(inner) {
            map.push(("propertyNames", Node::Object(vec![("pattern", ID.into())])));
        }
        map.push(("additionalProperties", self.form(inner).into()));
        map
    }

    /// A table with known keys.
    fn object(&mut self, name: &'static str, doc: &'static str, fields: &[Field]) -> Keywords {
        let mut object = described(doc);
        object.extend(typed("object"));
        let properties = fields.iter().map(|field| {
            let mut property = described(field.doc);
            property.extend(match (name, field.key) {
                ("Document", "irp") => vec![("const", Node::Whole(VERSION))],
                _ => self.form(&field.shape),
            });
            (field.key, property.into())
        });
        object.push(("properties", Node::Object(properties.collect())));
        let needed = fields.iter().filter(|field| field.required);
        let needed: Vec<_> = needed.map(|field| field.key.into()).collect();
        if !needed.is_empty() {
            object.push(("required", Node::List(needed)));
        }
        object.push(("additionalProperties", Node::Truth(false)));
        object
    }
}

fn takes_anything(shape: &Shape) -> bool {
    match shape {
        Shape::Free => true,
        Shape::AnyOf(all) => all.iter().any(takes_anything),
        _ => false,
    }
}

fn described(doc: &'static str) -> Keywords {
    if doc.is_empty() { Vec::new() } else { vec![("description", doc.into())] }
}

fn typed(name: &'static str) -> Keywords {
    vec![("type", name.into())]
}

/// A text. Only durations have a pattern: where ids stand, `"*"` and `"nobody"` may stand too, and
/// windows and periods are richer than a pattern that people can read.
fn text_form(format: &str) -> Keywords {
    let mut text = typed("string");
    if format == "duration" {
        text.push(("pattern", DURATION.into()));
    }
    text
}

/// A TOML date or time. JSON Schema has no format for one without offset.
fn time_form(kind: &str) -> Keywords {
    let mut time = typed("string");
    match kind {
        "date" => time.push(("format", "date".into())),
        "instant" => time.push(("format", "date-time".into())),
        _ => {}
    }
    time
}

fn integer(least: i64, most: i64) -> Keywords {
    let mut integer = typed("integer");
    if least != i64::MIN {
        integer.push(("minimum", Node::Whole(least)));
    }
    if most != i64::MAX {
        integer.push(("maximum", Node::Whole(most)));
    }
    integer
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::syntax::{Document, HandoffNote, Incident, LintLevel, Person, Read, Runbook};
    use crate::time::parse_duration;

    fn parsed(shape: &Shape) -> Value {
        serde_json::from_str(&text(shape)).unwrap()
    }

    fn all() -> [Value; 4] {
        [Document::shape(), Runbook::shape(), Incident::shape(), HandoffNote::shape()]
            .map(|shape| parsed(&shape))
    }

    /// Calls `see` with a value and every value in it.
    fn walk(value: &Value, see: &mut impl FnMut(&Value)) {
        see(value);
        match value {
            Value::Array(all) => all.iter().for_each(|value| walk(value, see)),
            Value::Object(map) => map.values().for_each(|value| walk(value, see)),
            _ => {}
        }
    }

    #[test]
    fn every_key_of_a_person_is_a_property_with_its_doc() {
        let plan = parsed(&Document::shape());
        let person = &plan["$defs"]["Person"];
        let Shape::Table { fields, .. } = Person::shape() else { panic!("a person is a table") };
        assert_eq!(person["properties"].as_object().unwrap().len(), fields.len());
        for field in fields {
            assert_eq!(person["properties"][field.key]["description"], field.doc);
        }
        assert_eq!(person["required"], json!(["name"]));
        assert_eq!(person["additionalProperties"], false);
    }

    #[test]
    fn properties_stand_in_the_order_in_which_they_are_declared() {
        let text = text(&Person::shape());
        let Shape::Table { fields, .. } = Person::shape() else { panic!("a person is a table") };
        let places: Vec<_> = fields
            .iter()
            .map(|f| text.find(&format!("\n    \"{}\": {{", f.key)).unwrap())
            .collect();
        assert!(places.is_sorted(), "{places:?}");
    }

    #[test]
    fn every_reference_is_to_a_table_of_the_schema_and_every_table_is_referred_to() {
        for schema in all() {
            let mut used = Vec::new();
            walk(&schema, &mut |value| {
                if let Some(Value::String(target)) = value.get("$ref") {
                    let there = schema.pointer(target.trim_start_matches('#'));
                    assert!(there.is_some(), "{target} leads nowhere");
                    used.push(target.clone());
                }
            });
            let defined = schema.get("$defs").and_then(Value::as_object);
            for name in defined.into_iter().flat_map(|defined| defined.keys()) {
                assert!(used.contains(&format!("#/$defs/{name}")), "{name} is not used");
            }
        }
    }

    #[test]
    fn tables_of_one_name_are_one_table() {
        fn gather(shape: &Shape, into: &mut Vec<(&'static str, Shape)>) {
            match shape {
                Shape::Table { name, fields, .. } => {
                    into.push((name, shape.clone()));
                    for field in fields {
                        gather(&field.shape, into);
                    }
                }
                Shape::List(inner) | Shape::Map(inner) | Shape::Keyed(_, inner) => {
                    gather(inner, into)
                }
                Shape::AnyOf(all) => all.iter().for_each(|shape| gather(shape, into)),
                _ => {}
            }
        }
        let mut tables = Vec::new();
        gather(&Document::shape(), &mut tables);
        for (name, shape) in &tables {
            let other = tables.iter().find(|(known, _)| known == name);
            assert_eq!(other.map(|(_, other)| other), Some(shape), "{name} is two tables");
        }
    }

    #[test]
    fn the_version_is_a_constant_and_other_numbers_have_their_bounds() {
        let plan = parsed(&Document::shape());
        assert_eq!(plan["properties"]["irp"]["const"], 1);
        let bounded = parsed(&Shape::Integer(1, i64::MAX));
        assert_eq!((&bounded["minimum"], bounded.get("maximum")), (&json!(1), None));
    }

    #[test]
    fn ids_are_demanded_where_things_are_defined_and_nowhere_else() {
        let plan = parsed(&Document::shape());
        assert_eq!(plan["properties"]["people"]["propertyNames"]["pattern"], ID);
        assert_eq!(plan["properties"]["lint"].get("propertyNames"), None);
    }

    #[test]
    fn the_pattern_of_durations_takes_what_irp_takes() {
        let units = DURATION.strip_prefix("^[0-9]+[").and_then(|rest| rest.strip_suffix("]$"));
        for unit in 'a'..='z' {
            let taken = units.unwrap().contains(unit);
            assert_eq!(parse_duration(&format!("2{unit}")).is_ok(), taken, "{unit}");
        }
        assert!(parse_duration("2mo").is_err(), "one letter is all");
    }

    #[test]
    fn alternatives_are_flat_and_each_stands_once() {
        let level = LintLevel::shape();
        let nested = Shape::AnyOf(vec![level.clone(), Shape::AnyOf(vec![level, Shape::Free])]);
        let words = json!({ "enum": ["off", "info", "warn", "error"] });
        assert_eq!(parsed(&nested)["anyOf"], json!([words, true]));
    }
}
