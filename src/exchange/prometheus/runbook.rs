//! Whether the address of a runbook is that of one of the plan.

use crate::plan::Plan;
use crate::rules::{Link, Runbooks};

/// What the address of a runbook leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leads {
    /// To a runbook of the plan.
    Home,
    /// To where runbooks of the plan are published, and to none of them.
    Nowhere,
    /// To another place.
    Elsewhere,
    /// Prometheus fills it in.
    Template,
    /// The plan does not say where its runbooks are published.
    NoBase,
}

/// The runbooks of a plan by their addresses.
pub struct Addresses<'a> {
    runbooks: Runbooks<'a>,
    base: Option<&'a str>,
}

impl<'a> Addresses<'a> {
    pub fn new(plan: &'a Plan) -> Self {
        let base = plan.written.plan.as_ref().and_then(|table| table.runbook_base_url.as_ref());
        let base = base.map(|base| base.value.trim().trim_end_matches('/'));
        Self { runbooks: Runbooks::new(plan), base: base.filter(|base| !base.is_empty()) }
    }

    /// Where runbooks of the plan are published.
    pub fn base(&self) -> Option<&'a str> {
        self.base
    }

    /// The ids of the runbooks, in order.
    pub fn ids(&self) -> impl Iterator<Item = &'a str> {
        self.runbooks.ids()
    }

    /// What an address leads to that stands in the rule of an alert.
    pub fn find(&self, address: &str, alert: &str) -> Leads {
        let address = filled(address.trim(), alert);
        if address.contains("{{") {
            return Leads::Template;
        }
        let path = address.split(['#', '?']).next().unwrap_or_default();
        if !path.contains("://") {
            return self.local(path);
        }
        let Some(base) = self.base else { return Leads::NoBase };
        match path.strip_prefix(base) {
            Some(rest) if rest.is_empty() || rest.starts_with('/') => self.local(rest),
            _ => Leads::Elsewhere,
        }
    }

    fn local(&self, path: &str) -> Leads {
        let Some(path) = decoded(path) else { return Leads::Nowhere };
        let path = path.trim_matches('/');
        let climbs = path.split(['/', '\\']).any(|part| part == "..");
        let plain = !climbs && !path.is_empty() && !path.contains("://");
        match self.runbooks.find(path) {
            Link::Runbook(..) if plain => Leads::Home,
            _ => Leads::Nowhere,
        }
    }
}

/// An address with the alert's own name filled in, which is known.
fn filled(address: &str, alert: &str) -> String {
    let known = ["{{ $labels.alertname }}", "{{$labels.alertname}}"];
    known.iter().fold(address.to_owned(), |text, template| text.replace(template, alert))
}

/// A path without `%20` and the like; `None` where that is no text, or hides a control character.
fn decoded(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digits = [rest.next()?, rest.next()?];
        let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|d| u8::try_from(d).ok());
        bytes.push(digit(digits[0])? * 16 + digit(digits[1])?);
    }
    String::from_utf8(bytes).ok().filter(|text| !text.contains(char::is_control))
}
