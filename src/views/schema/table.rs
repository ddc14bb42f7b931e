//! Schemas of what plans write, made from the forms that are read.
//!
//! TOML's dates and times are texts to JSON; their formats are those that editors for TOML know.

use serde_json::{Value, json};

use super::form::{Form, ID, Time, chosen};
use super::{Keywords, demand, head, keywords, lint, typed};
use crate::syntax::{Field, NOBODY, Shape};

/// The version of the plan format.
const VERSION: i64 = 1;

/// The release of TOML that plans are written in; 1.1 has times without seconds.
const TOML: (&str, &str) = ("x-tombi-toml-version", "v1.1.0");

/// The schema of a table, with those of all tables in it.
#[must_use]
pub fn table(title: &str, shape: &Shape) -> Value {
    let mut tables = Tables::default();
    let mut whole = head(title);
    whole.insert(TOML.0.to_owned(), TOML.1.into());
    whole.extend(match shape {
        Shape::Table { name, doc, fields } => tables.object(name, doc, fields),
        other => tables.form(other),
    });
    tables.finish(whole)
}

/// The tables that a schema refers to, each once.
#[derive(Default)]
pub(super) struct Tables {
    all: Keywords,
}

impl Tables {
    /// The whole schema, once everything is in it.
    pub(super) fn finish(self, mut whole: Keywords) -> Value {
        let mut all: Vec<_> = self.all.into_iter().collect();
        all.sort_by(|(one, _), (two, _)| one.cmp(two));
        if !all.is_empty() {
            whole.insert("$defs".to_owned(), Value::Object(all.into_iter().collect()));
        }
        whole.into()
    }

    /// Keeps a schema under a name, and refers to it.
    pub(super) fn refer(&mut self, name: &str, schema: Keywords) -> Keywords {
        self.all.insert(name.to_owned(), schema.into());
        reference(name)
    }

    /// The schema of a value, with what it means.
    pub(super) fn property(&mut self, doc: &str, shape: &Shape) -> Value {
        let mut property = match shape {
            Shape::Choice(words) => described(&chosen(doc, words)),
            _ => described(doc),
        };
        property.extend(self.form(shape));
        property.into()
    }

    /// What a value of a form must be.
    fn form(&mut self, shape: &Shape) -> Keywords {
        match shape {
            Shape::Free => Keywords::new(),
            Shape::Boolean => typed("boolean"),
            Shape::Text { format } => self.text(format),
            Shape::Id(_) => self.text("id"),
            Shape::Time(kind) => self.time(kind),
            Shape::Integer(least, most) => integer(*least, *most),
            Shape::Choice(words) => keywords([("enum", json!(words))]),
            Shape::List(inner) => {
                let mut list = typed("array");
                list.insert("items".to_owned(), schema(self.form(inner)));
                list
            }
            Shape::Map(inner) | Shape::Keyed(_, inner) => self.map(inner),
            Shape::AnyOf(_) => {
                let mut forms = Vec::new();
                self.alternatives(shape, &mut forms);
                keywords([("anyOf", forms.into())])
            }
            Shape::Table { name, doc, fields } => {
                if !self.all.contains_key(*name) {
                    let object = self.object(name, doc, fields);
                    self.all.insert((*name).to_owned(), object.into());
                }
                reference(name)
            }
        }
    }

    /// Every form that a value may have, each once.
    fn alternatives(&mut self, shape: &Shape, into: &mut Vec<Value>) {
        if let Shape::AnyOf(all) = shape {
            return all.iter().for_each(|shape| self.alternatives(shape, into));
        }
        let form = schema(self.form(shape));
        if !into.contains(&form) {
            into.push(form);
        }
    }

    pub(super) fn text(&mut self, format: &str) -> Keywords {
        Form::of(format)
            .map_or_else(|| typed("string"), |form| self.refer(form.name, form.schema()))
    }

    pub(super) fn time(&mut self, kind: &str) -> Keywords {
        match Time::of(kind) {
            [time] => self.refer(time.name, time.schema()),
            times => {
                let times = times.iter().map(|time| self.refer(time.name, time.schema()));
                keywords([("anyOf", times.map(Value::from).collect())])
            }
        }
    }

    /// A date and time, with or without offset.
    pub(super) fn timed(&mut self) -> Keywords {
        let kinds = ["instant", "civil"].map(|kind| Value::from(self.time(kind)));
        keywords([("anyOf", kinds.to_vec().into())])
    }

    /// A table with free keys. They are ids, unless anything may stand there: such a table is not
    /// about things that have ids.
    fn map(&mut self, inner: &Shape) -> Keywords {
        let mut map = typed("object");
        if *inner != Shape::Free {
            map.insert("propertyNames".to_owned(), json!({ "pattern": ID }));
        }
        map.insert("additionalProperties".to_owned(), schema(self.form(inner)));
        map
    }

    /// The table of people: nobody has the id that means nobody.
    fn people(&mut self, shape: &Shape) -> Keywords {
        let mut people = self.form(shape);
        let free = json!({ "pattern": ID, "not": { "const": NOBODY } });
        people.insert("propertyNames".to_owned(), free);
        people
    }

    /// The schema of a key's value. The version is a constant, and `[lint]` knows the rules.
    fn field(&mut self, table: &str, field: &Field) -> Value {
        let form = match (table, field.key) {
            ("Document", "irp") => keywords([("const", VERSION.into())]),
            ("Document", "people") => self.people(&field.shape),
            ("Document", "lint") => {
                let lint = lint::object(self);
                self.refer("Lint", lint)
            }
            _ => return self.property(field.doc, &field.shape),
        };
        let mut property = described(field.doc);
        property.extend(form);
        property.into()
    }

    /// A table with known keys.
    fn object(&mut self, name: &str, doc: &str, fields: &[Field]) -> Keywords {
        let properties = fields.iter().map(|field| (field.key.to_owned(), self.field(name, field)));
        let properties = properties.collect::<Keywords>();
        let mut object = described(doc);
        object.extend(typed("object"));
        object.insert("properties".to_owned(), properties.into());
        let needed = fields.iter().filter(|field| field.required).map(|field| field.key);
        let needed: Vec<_> = needed.collect();
        if !needed.is_empty() {
            object.insert("required".to_owned(), json!(needed));
        }
        object.insert("additionalProperties".to_owned(), false.into());
        demand::add(name, &mut object, self);
        object
    }
}

/// A schema of these keywords; one without any takes everything.
fn schema(keywords: Keywords) -> Value {
    if keywords.is_empty() { true.into() } else { keywords.into() }
}

fn reference(name: &str) -> Keywords {
    keywords([("$ref", format!("#/$defs/{name}").into())])
}

fn described(doc: &str) -> Keywords {
    if doc.is_empty() { Keywords::new() } else { keywords([("description", doc.into())]) }
}

fn integer(least: i64, most: i64) -> Keywords {
    let mut integer = typed("integer");
    if least != i64::MIN {
        integer.insert("minimum".to_owned(), least.into());
    }
    if most != i64::MAX {
        integer.insert("maximum".to_owned(), most.into());
    }
    integer
}
