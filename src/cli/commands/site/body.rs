//! What was written, for people and as JSON.

use schemars::JsonSchema;
use serde::Serialize;

use super::target::Target;
use crate::cli::Session;
use crate::diagnostic::visible;
use crate::time::{Zone, show};
use crate::views::json;
use crate::views::site::Site;

/// What was written.
#[derive(Serialize, JsonSchema)]
pub struct Body {
    /// The plan's name.
    plan: String,
    /// The folder, as it was given.
    folder: String,
    /// Until when shifts are known.
    until: json::Utc,
    /// Until when shifts are known, in the zone of the answer.
    until_local: json::Local,
    /// Every file of the site, by its path in the folder.
    files: Vec<String>,
    /// The files that were removed, as the plan no longer has what they were about.
    removed: Vec<String>,
    /// How many faults the plan has.
    faults: usize,
    #[serde(skip)]
    end: crate::time::Instant,
}

impl Body {
    pub fn new(site: &Site<'_>, target: &Target, written: Written, zone: &Zone) -> Self {
        Self {
            plan: site.plan.name.clone(),
            folder: target.folder().display().to_string(),
            until: json::instant(site.span.end),
            until_local: json::local(site.span.end, zone),
            files: written.files,
            removed: written.removed,
            faults: site.plan.faults.len(),
            end: site.span.end,
        }
    }

    /// Says what was written.
    pub fn tell(self, session: &mut Session<'_>, zone: &Zone) {
        if session.options.json {
            let text = session.json("site", zone, self);
            session.print(&text);
            return;
        }
        for name in &self.removed {
            session.note(&format!("note: removed {name}"));
        }
        let (count, folder) = (self.files.len(), visible(&self.folder));
        let until = show::full(self.end, zone);
        session.print(&format!("{count} files in {folder}, with shifts until {until}\n"));
    }
}

/// The files of a site, and those that were removed.
pub struct Written {
    pub files: Vec<String>,
    pub removed: Vec<String>,
}
