//! Who is at the keyboard: the person of the plan whose e-mail address git is set to.

use super::{Failure, Session};
use crate::diagnostic::visible;
use crate::history;
use crate::plan::{PersonKey, Plan};
use crate::syntax::Method;

/// Why that is not one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoOne {
    /// Git has no address.
    Unset,
    /// Nobody has that address.
    Nobody(String),
    /// Several people have that address.
    Several(String),
}

impl NoOne {
    /// The reason in a sentence.
    #[must_use]
    pub fn message(&self) -> String {
        match self {
            Self::Unset => "git is not set to an e-mail address (user.email)".to_owned(),
            Self::Nobody(email) => {
                format!("nobody in the plan has your e-mail address, {}", visible(email))
            }
            Self::Several(email) => {
                format!("several people have the e-mail address {}", visible(email))
            }
        }
    }
}

/// The person that git is set to, or why that is not one.
///
/// # Errors
/// Where the current folder cannot be read.
pub fn own(plan: &Plan, session: &Session<'_>) -> Result<Result<PersonKey, NoOne>, Failure> {
    let Some(email) = history::user_email(&session.here()?) else { return Ok(Err(NoOne::Unset)) };
    let mut people = plan.person_keys().filter(|key| has_address(plan, *key, &email));
    Ok(match (people.next(), people.next()) {
        (Some(person), None) => Ok(person),
        (Some(_), Some(_)) => Err(NoOne::Several(email)),
        (None, _) => Err(NoOne::Nobody(email)),
    })
}

/// Whether an e-mail address is one of somebody's: their own, or one among their contacts.
#[must_use]
pub fn has_address(plan: &Plan, key: PersonKey, email: &str) -> bool {
    let written = &plan[key].written;
    let contacts = written.contacts.iter().flat_map(|contacts| &contacts.value.0);
    let contacts = contacts.filter(|(method, _)| method.value == Method::Email);
    let contacts = contacts.map(|(_, contact)| contact.value.reference.as_str());
    let own = written.email.iter().map(|email| email.value.as_str());
    own.chain(contacts).any(|own| own.eq_ignore_ascii_case(email))
}
