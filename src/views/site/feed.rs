//! Where the calendars of a site are, and how they are subscribed to.

use schemars::JsonSchema;
use serde::Serialize;

use super::Site;

/// A calendar.
#[derive(Serialize, JsonSchema)]
pub struct Feed {
    /// Its path in the site.
    path: String,
    /// What it is a calendar of.
    name: String,
    /// Its address for programs that subscribe; none where the site does not know its own.
    webcal: Option<String>,
}

impl Feed {
    /// A calendar of the site: `all`, `person-ana`, `rotation-desk`.
    pub fn new(site: &Site<'_>, file: &str, name: String) -> Self {
        let path = format!("feeds/{file}.ics");
        let host = site.address.and_then(|address| address.split_once("://")).map(|(_, host)| host);
        let webcal = host.map(|host| format!("webcal://{host}/{path}"));
        Self { path, name, webcal }
    }
}
