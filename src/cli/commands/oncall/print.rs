//! `--print`: one thing of everybody on call, for scripts.

use clap::ValueEnum;

use super::answer::{Answer, Row};
use crate::cli::Session;
use crate::diagnostic::visible;
use crate::plan::PersonKey;
use crate::source::Located;
use crate::syntax::Method;

/// What `--print` prints of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Print {
    /// Their name
    Name,
    /// Their id
    Id,
    /// Their e-mail address
    Email,
    /// Their handle in chat
    Chat,
    /// The reference of their phone
    Phone,
    /// The reference for text messages
    Sms,
    /// The reference of their paging app
    Push,
}

impl Print {
    fn word(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Id => "id",
            Self::Email => "e-mail address",
            Self::Chat => "chat handle",
            Self::Phone => "phone",
            Self::Sms => "text-message contact",
            Self::Push => "paging app",
        }
    }
}

impl Answer<'_> {
    /// Prints it once for each person, and says whether all have it.
    pub fn print_people(&self, what: Print, session: &mut Session<'_>) -> bool {
        let mut seen: Vec<PersonKey> = Vec::new();
        let mut complete = true;
        for key in self.rows.iter().flat_map(Row::people) {
            if seen.contains(key) {
                continue;
            }
            seen.push(*key);
            if let Some(text) = self.of_person(*key, what) {
                session.print(&(visible(&text) + "\n"));
            } else {
                complete = false;
                let person = &self.plan[*key];
                let (name, what) = (visible(&person.name), what.word());
                session.note(&format!("warning: {name} ({}) has no {what} in the plan", person.id));
            }
        }
        complete
    }

    fn of_person(&self, key: PersonKey, what: Print) -> Option<String> {
        let person = &self.plan[key];
        let contact = |method: Method| {
            let contacts = person.written.contacts.as_ref()?;
            let found = contacts.value.0.iter().find(|(known, _)| known.value == method)?;
            Some(found.1.value.reference.clone())
        };
        let own = |text: &Option<Located<String>>| text.as_ref().map(|text| text.value.clone());
        match what {
            Print::Name => Some(person.name.clone()),
            Print::Id => Some(person.id.to_string()),
            Print::Email => own(&person.written.email).or_else(|| contact(Method::Email)),
            Print::Chat => own(&person.written.chat).or_else(|| contact(Method::Chat)),
            Print::Phone => contact(Method::Phone),
            Print::Sms => contact(Method::Sms),
            Print::Push => contact(Method::Push),
        }
    }
}
