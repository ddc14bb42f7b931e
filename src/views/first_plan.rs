//! The text of a first plan: TOML that works at once and shows by example how it goes on.
//!
//! Examples are lines that begin with `#` and no space; without it they are part of the plan, and
//! valid, each part alone and all of them together.

use chrono::TimeDelta;

use crate::syntax::as_id;
use crate::time::Civil;

/// Somebody whom a first plan proposes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Newcomer {
    /// The id.
    pub id: String,
    /// The name, on one line.
    pub name: String,
    /// The e-mail address, where it is to be in the plan.
    pub email: Option<String>,
}

/// What a first plan says.
#[derive(Clone, Debug)]
pub struct FirstPlan<'a> {
    /// The name of the team or organisation, on one line.
    pub name: &'a str,
    /// The IANA name of the plan's zone.
    pub zone: &'a str,
    /// At least one, in the order of their turns; ids are valid and different.
    pub people: &'a [Newcomer],
    /// A sentence that says where the people come from.
    pub origin: &'a str,
    /// The handoff with which the present turn began: a Monday.
    pub starts: Civil,
    /// The day on which the plan is written.
    pub written: chrono::NaiveDate,
}

impl FirstPlan<'_> {
    /// The text of the file.
    #[must_use]
    pub fn text(&self) -> String {
        let mut parts = vec![HEAD.to_owned(), self.plan(), self.people(), self.primary()];
        parts.extend(self.line_up());
        parts.extend(self.secondary());
        parts.extend([self.escalation(), self.service()]);
        parts.extend(self.changes());
        parts.join("\n") + FOOT
    }

    fn plan(&self) -> String {
        let (name, zone) = (quoted(self.name), quoted(self.zone));
        format!(
            "[plan]\n\
             name = {name}\n\
             # Every time below is in this zone: 09:00 stays 09:00 when the clocks change.\n\
             time-zone = {zone}\n"
        )
    }

    fn people(&self) -> String {
        let head = format!(
            "# People. {}\n# Take out who is not on call, and add who is missing.\n",
            self.origin
        );
        let mut people: Vec<_> = self.people.iter().map(person).collect();
        for (nth, (text, newcomer)) in people.iter_mut().zip(self.people).enumerate() {
            let (elsewhere, why) = if nth == 0 { (PERSON, CONTACT) } else { ("", "") };
            let contact = format!(
                "{elsewhere}{why}#contacts = {{ phone = \"vault:{}/phone\" }}\n",
                newcomer.id
            );
            text.push_str(&contact);
        }
        head + &people.join("\n")
    }

    fn primary(&self) -> String {
        let starts = self.starts.format("%Y-%m-%dT%H:%M:%S");
        let [written, next] = [self.written, self.day(7)].map(|day| day.format("%-d %B %Y"));
        let people = self.order(0);
        let order = match self.people {
            [_] => "and whoever is alone has them all",
            _ => "and after the last in the order comes the first",
        };
        format!(
            "# Who is on call. A turn lasts a week, from one Monday at 09:00 to the next,\n\
             # {order}.\n\
             # `starts` is the last such Monday before this was written (on {written}), so that\n\
             # somebody is on call at once; the next handoff is on Monday, {next}.\n\
             [rotations.primary]\n\
             role = \"first-responder\"\n\
             starts = {starts}\n\
             turn = \"1w\"\n\
             people = [{people}]\n\
             # Who has time off is covered for by the next in the order who is free.\n\
             on-away = \"next\"\n"
        )
    }

    fn secondary(&self) -> Option<String> {
        // With fewer people somebody has both in weeks that follow each other.
        (self.people.len() >= 4).then(|| SECONDARY.to_owned())
    }

    fn escalation(&self) -> String {
        let everybody: Vec<_> =
            self.people.iter().map(|person| format!("{{ person = \"{}\" }}", person.id)).collect();
        let everybody = listed(&everybody, "        ");
        format!(
            "# Whom a page reaches: a step is taken if nobody has acknowledged by then.\n\
             [escalations.default]\n\
             steps = [\n    \
                 {{ after = \"0m\", notify = {{ rotation = \"primary\" }} }},\n    \
                 {{ after = \"15m\", notify = [{everybody}] }},\n\
             ]\n"
        )
    }

    fn service(&self) -> String {
        let id = as_id(self.name).unwrap_or_else(|| "service".to_owned());
        let name = quoted(self.name);
        format!(
            "# With what can fail, and how bad it can be, `irp check` proves that a page reaches somebody\n\
             # at every hour, and `irp oncall --service {id}` says whom.\n\
             #[channels]\n\
             #incident-chat = \"#incidents\"\n\
             #[severities.sev1]\n\
             #rank = 1\n\
             #name = \"Customers notice\"\n\
             #[services.{id}]\n\
             #name = {name}\n\
             #escalation = \"default\"\n"
        )
    }

    /// The example of another order, next to what it changes.
    fn line_up(&self) -> Option<String> {
        let (from, people) = (self.day(28), self.order(1 % self.people.len()));
        let text = format!(
            "# Somebody joins or leaves: another order from a handoff on, and no earlier turn moves.\n\
             #[[rotations.primary.line-ups]]\n\
             #from = {from}\n\
             #people = [{people}]\n"
        );
        (self.people.len() > 1).then_some(text)
    }

    /// Examples of changes of a few days, each in a turn that is still to come.
    fn changes(&self) -> Option<String> {
        let holder = |turn: usize| &self.people[turn % self.people.len()].id;
        let (away, from, through) = (holder(1), self.day(7), self.day(11));
        let (out, stand_in, saturday, sunday) = (holder(2), holder(3), self.day(19), self.day(20));
        let text = format!(
            "# Somebody is away, from the first of these days through the last.\n\
             #[[time-off]]\n\
             #person = \"{away}\"\n\
             #from = {from}\n\
             #through = {through}\n\n\
             # Somebody steps in for somebody else, and all other turns stay as they are.\n\
             #[[overrides]]\n\
             #rotation = \"primary\"\n\
             #from = {saturday}T09:00:00\n\
             #until = {sunday}T09:00:00\n\
             #replace = \"{out}\"\n\
             #with = \"{stand_in}\"\n\
             #reason = \"a wedding\"\n"
        );
        (self.people.len() > 1).then_some(text)
    }

    /// The day so many days after the handoff that began the present turn.
    fn day(&self, days: i64) -> chrono::NaiveDate {
        (self.starts + TimeDelta::days(days)).date()
    }

    /// The ids of everybody, from the person at `first` on, as the inside of a list.
    fn order(&self, first: usize) -> String {
        let (before, after) = self.people.split_at(first);
        let ids = after.iter().chain(before).map(|person| quoted(&person.id));
        ids.collect::<Vec<_>>().join(", ")
    }
}

const HEAD: &str = "\
#:schema ./irp.schema.json

# Who is on call. `irp init` wrote this as a beginning; from here on it is yours to change.
#
#   irp oncall now   says who is on call
#   irp check        says what is wrong with the plan, and where
#
# Below, lines that begin with # and no space are examples: without the # they are in force.
# Editors that know JSON Schema complete and explain the keys, with the help of the file
# irp.schema.json beside this one. It is what `irp schema` prints; a newer irp prints a newer one.
irp = 1
";

/// Examples that follow the first person.
const PERSON: &str = "\
# For somebody who lives elsewhere.
#time-zone = \"Asia/Seoul\"
";
const CONTACT: &str = "\
# Where the number is kept, rather than the number: this file is read by many.
";

const SECONDARY: &str = "\
# Whom to call if the first does not answer: whoever is next but one in the order. A step of the
# escalation below can notify this rotation as well.
#[rotations.secondary]
#role = \"secondary-responder\"
#follows = { rotation = \"primary\", offset = 2 }
";

const FOOT: &str = "\n\
# Every other TOML file in this folder is part of the plan too, whatever its name: time off in a\n\
# file of its own, and overrides in another, keep changes small.\n";

fn person(person: &Newcomer) -> String {
    let Newcomer { id, name, email } = person;
    let email = email.as_deref().map(|email| format!("email = {}\n", quoted(email)));
    format!("[people.{id}]\nname = {}\n{}", quoted(name), email.unwrap_or_default())
}

/// A text as a TOML string. Control characters are none of its business: there are none.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// The parts of a list, on one line where they fit and each on its own where they do not.
fn listed(parts: &[String], indent: &str) -> String {
    let line = parts.join(", ");
    if line.len() <= 60 {
        return line;
    }
    let lines = parts.join(&format!(",\n{indent}"));
    format!("\n{indent}{lines},\n{}", &indent[4..])
}
