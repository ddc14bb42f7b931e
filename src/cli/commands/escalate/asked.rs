//! Which page is asked about: one service, one severity, and the path that they lead to.

use super::Args;
use super::select::{Select, Selected, unknown};
use crate::cli::Failure;
use crate::diagnostic::nearest;
use crate::escalation::Page;
use crate::plan::{Plan, Service, Severity};

impl Args {
    /// The ids of the services that were given, by place or by option.
    pub fn services(&self) -> Vec<String> {
        self.named.iter().chain(&self.service).cloned().collect()
    }

    /// What the escalation paths of some services and severities reach; of all services where none
    /// was given.
    ///
    /// # Errors
    /// Where an id is not in the plan.
    pub fn selected(&self, plan: &Plan) -> Result<Selected, Failure> {
        let mut services = self.services();
        if services.is_empty() {
            services.extend(plan.services.iter().map(|service| service.id.to_string()));
        }
        Select { services: &services, severities: &self.severity, ..Select::default() }.keys(plan)
    }

    /// The page that is asked about.
    ///
    /// # Errors
    /// Where an id is not in the plan, it is not one service and severity, or they have no path.
    pub fn page<'p>(&self, plan: &'p Plan) -> Result<Page<'p>, Failure> {
        self.selected(plan)?;
        let service = one(&Choice {
            what: "service",
            given: &self.services(),
            all: &plan.services,
            id: |service: &Service| service.id.as_ref(),
            example: |id| format!("irp escalate {id} --severity ..."),
        })?;
        let severity = one(&Choice {
            what: "severity",
            given: &self.severity,
            all: &plan.severities,
            id: |severity: &Severity| severity.id.as_ref(),
            example: |id| format!("--severity {id}"),
        })?;
        Page::new(plan, service, severity).ok_or_else(|| no_path(plan, service, severity))
    }
}

/// What one thing is to be chosen from.
struct Choice<'a, 'p, T> {
    what: &'static str,
    given: &'a [String],
    all: &'p [T],
    id: fn(&T) -> &str,
    example: fn(&str) -> String,
}

/// The one that was given, or the only one there is.
fn one<'p, T>(choice: &Choice<'_, 'p, T>) -> Result<&'p T, Failure> {
    let Choice { what, given, all, id, example } = choice;
    let several = if *what == "service" { "services" } else { "severities" };
    let (given, all) = (*given, *all);
    match (given, all) {
        ([first, rest @ ..], _) if rest.iter().all(|other| other == first) => {
            let ids: Vec<_> = all.iter().map(id).collect();
            let found = all.iter().find(|one| id(one) == first);
            found.ok_or_else(|| unknown(what, first, &ids))
        }
        ([_, ..], _) => Err(Failure::usage(format!("a page is for one {what}, not for several"))
            .hint(format!("`irp escalate --worst` looks at several {several}"))),
        ([], [only]) => Ok(only),
        ([], []) => Err(Failure::usage(format!("the plan has no {several}"))
            .hint("docs/format.md of irp says how to write one")),
        ([], [first, ..]) => {
            let ids: Vec<_> = all.iter().map(id).take(12).collect();
            let more = all.len().saturating_sub(ids.len());
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            Err(Failure::usage(format!("which {what}? The plan has {}", all.len()))
                .hint(format!("it has: {}{more}", ids.join(", ")))
                .hint(format!("name one, such as `{}`", example(id(first)))))
        }
    }
}

/// The complaint about a service without a path for a severity.
fn no_path(plan: &Plan, service: &Service, severity: &Severity) -> Failure {
    if let Some(named) = service.escalation.severity(&severity.id) {
        let ids = plan.escalations.iter().map(|path| path.id.as_ref());
        let failure = Failure::usage(format!(
            "`{}` has the escalation `{named}` for `{}`, which is not in the plan",
            service.id, severity.id
        ));
        let near = nearest(named.as_ref(), ids);
        let near = near.map(|near| format!("did you mean `{near}`?"));
        return near.into_iter().fold(failure, Failure::hint);
    }
    let failure = Failure::usage(format!(
        "`{}` has no escalation for `{}`, so a page reaches nobody",
        service.id, severity.id
    ));
    let having = plan.severities.iter().filter(|s| service.escalation.severity(&s.id).is_some());
    let having: Vec<_> = having.map(|severity| severity.id.as_ref()).collect();
    let failure = match having[..] {
        [] => failure,
        _ => failure.hint(format!("it has one for: {}", having.join(", "))),
    };
    failure.hint(format!("add one to `escalation` under [services.{}]", service.id))
}
