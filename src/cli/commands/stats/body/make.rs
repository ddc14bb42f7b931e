//! How numbers become JSON.

use chrono::TimeDelta;

use super::lists::ActionJson;
use super::{
    ActionsJson, Body, DerivedJson, DetectedByJson, ExerciseJson, FormulaJson, GroupJson,
    IncidentJson, LengthsCount, LengthsJson, LeverJson, LeversJson, LongJson, MissJson, PageJson,
    PagesJson, PromiseJson, SharesJson, ShiftsJson, SummaryJson, TrendJson,
};
use crate::cli::commands::stats::By;
use crate::cli::commands::stats::facts::{Entry, Facts, Held};
use crate::cli::commands::stats::lengths::Summary;
use crate::cli::commands::stats::levers::Levers;
use crate::cli::commands::stats::lists::{Actions, DetectedBy, Miss, Open, PromiseKept};
use crate::cli::commands::stats::load::{PageTo, PagesOf, ShiftsOf};
use crate::plan::Plan;
use crate::record::{FORMULAS, Shares};
use crate::time::Zone;
use crate::views::json::{self, Place};

pub(super) fn body(facts: &Facts<'_>, zone: &Zone) -> Body {
    let plan = facts.plan;
    let until = facts.asked.until.unwrap_or(facts.asked.now);
    let incidents = |entries: &[Entry<'_>]| {
        entries.iter().map(|entry| incident(plan, entry, zone)).collect::<Vec<_>>()
    };
    let by = facts.asked.by.map_or("", By::word);
    let group = |group: &crate::cli::commands::stats::groups::Group| GroupJson {
        by,
        name: group.name.clone(),
        summary: summary(&group.summary),
    };
    Body {
        plan: plan.name.clone(),
        from: facts.asked.from.map(json::instant),
        from_local: facts.asked.from.map(|at| json::local(at, zone)),
        until: json::instant(until),
        until_local: json::local(until, zone),
        incidents: incidents(&facts.entries),
        summary: summary(&facts.summary),
        groups: facts.groups.iter().map(group).collect(),
        trend: facts.trend.as_ref().map(|trend| TrendJson {
            earlier: summary(&trend.earlier),
            later: summary(&trend.later),
        }),
        pages: facts.pages.iter().map(|page| page_json(plan, page, zone)).collect(),
        people: facts.people.iter().map(|of| pages_json(plan, of)).collect(),
        shifts: facts.shifts.iter().map(|of| shifts_json(plan, of)).collect(),
        promises: facts.promises.iter().map(promise).collect(),
        misses: facts.misses.iter().map(miss).collect(),
        actions: actions(&facts.actions),
        detected_by: facts.detected_by.iter().map(detected).collect(),
        near_misses: incidents(&facts.near_misses),
        drills: incidents(&facts.drills),
        exercises: facts.exercises.iter().map(exercise).collect(),
        levers: facts.levers.as_ref().map(|levers| levers_json(plan, levers)),
        formulas: FORMULAS
            .iter()
            .map(|each| FormulaJson { name: each.name, formula: each.formula })
            .collect(),
        faults: plan.faults.len(),
    }
}

fn seconds(length: Option<TimeDelta>) -> Option<i64> {
    length.map(|length| length.num_seconds())
}

fn incident(plan: &Plan, entry: &Entry<'_>, zone: &Zone) -> IncidentJson {
    let front = entry.case.front;
    let owned = |ids: &[&str]| ids.iter().map(ToString::to_string).collect();
    let from = |(time, known): (&'static str, crate::record::Known)| DerivedJson {
        time,
        at: json::instant(known.instant),
        basis: known.basis.words(),
    };
    IncidentJson {
        id: entry.id().to_owned(),
        kind: entry.case.kind().word(),
        title: front.title.as_ref().map(|title| title.value.clone()),
        severity: entry.severity().map(str::to_owned),
        status: entry.case.reached().word(),
        services: owned(&entry.services),
        teams: owned(&entry.teams),
        detected_by: front.detected_by.as_ref().map(|by| by.value.word()),
        began: entry.began.map(json::instant),
        began_local: entry.began.map(|at| json::local(at, zone)),
        service_hours: entry.case.in_service_hours(),
        lengths: LengthsJson::of(&entry.lengths),
        derived: entry.derived().map(from).collect(),
        place: Place::new(entry.case.record.at, &plan.sources),
    }
}

fn summary(summary: &Summary) -> SummaryJson {
    let known = |nth: usize| summary.spreads[nth].map_or(0, |spread| spread.count);
    SummaryJson {
        count: summary.count,
        known: LengthsCount {
            detection: known(0),
            response: known(1),
            remediation: known(2),
            impact: known(3),
            acknowledge: known(4),
            engage: known(5),
            resolve: known(6),
            analysis: known(7),
            readiness: known(8),
        },
        median: LengthsJson::each(summary, |spread| spread.median.num_seconds()),
        shortest: LengthsJson::each(summary, |spread| spread.least.num_seconds()),
        longest: LengthsJson::each(summary, |spread| spread.most.num_seconds()),
        impact_sum_s: summary.shares.map_or(0, |shares| shares.whole.num_seconds()),
        share_of_impact: summary.shares.as_ref().map(shares),
    }
}

fn shares(shares: &Shares) -> SharesJson {
    let [detection, response, remediation] = shares.permille.map(share);
    SharesJson { detection, response, remediation }
}

fn share(permille: u32) -> f64 {
    f64::from(permille) / 1000.0
}

fn page_json(plan: &Plan, page: &PageTo<'_>, zone: &Zone) -> PageJson {
    let person = &plan[page.person];
    PageJson {
        at: json::instant(page.at),
        at_local: json::local(page.at, zone),
        to: person.id.to_string(),
        local: json::local(page.at, &person.zone),
        local_time_zone: person.zone.name().to_owned(),
        night: page.night,
        weekend: page.weekend,
        acknowledged_s: seconds(page.acknowledged),
        incident: page.incident.to_owned(),
        kind: page.kind.word(),
        rotation: page.rotation.map(|key| plan[key].id.to_string()),
    }
}

fn pages_json(plan: &Plan, of: &PagesOf) -> PagesJson {
    PagesJson {
        person: plan[of.person].id.to_string(),
        pages: of.pages,
        night: of.night,
        weekend: of.weekend,
        unanswered: of.unanswered,
        acknowledged_median_s: seconds(of.acknowledged.map(|spread| spread.median)),
    }
}

fn shifts_json(plan: &Plan, of: &ShiftsOf) -> ShiftsJson {
    ShiftsJson {
        rotation: plan[of.rotation].id.to_string(),
        shifts: of.shifts,
        with_incidents: of.disturbed,
        incidents: of.incidents,
        most: of.most.map_or(0, |(count, _)| count),
        most_began: of.most.map(|(_, shift)| json::instant(shift.start)),
    }
}

fn promise(kept: &PromiseKept<'_>) -> PromiseJson {
    PromiseJson {
        severity: kept.severity.to_owned(),
        promise: kept.what,
        within_s: kept.within.num_seconds(),
        measured: kept.measured,
        missed: kept.missed,
        median_s: seconds(kept.took.map(|took| took.median)),
    }
}

fn miss(miss: &Miss<'_>) -> MissJson {
    MissJson {
        incident: miss.incident.to_owned(),
        severity: miss.severity.to_owned(),
        promise: miss.what,
        within_s: miss.within.num_seconds(),
        took_s: miss.took.num_seconds(),
        service_hours: miss.in_service_hours,
    }
}

fn actions(actions: &Actions<'_>) -> ActionsJson {
    ActionsJson {
        done: actions.done,
        open: actions.open.len(),
        overdue: actions.overdue(),
        list: actions.open.iter().map(action).collect(),
    }
}

fn action(open: &Open<'_>) -> ActionJson {
    let action = open.action;
    ActionJson {
        of: open.path.clone(),
        id: action.id.as_ref().map(|id| id.value.clone()),
        text: action.text.as_ref().map(|text| text.value.clone()),
        owner: action.owner.as_ref().map(|owner| owner.value.to_string()),
        ticket: action.ticket.as_ref().map(|ticket| ticket.value.clone()),
        due: open.due.map(|day| day.to_string()),
        due_by_severity: open.implied,
        days_late: open.days_late,
    }
}

fn detected(by: &DetectedBy) -> DetectedByJson {
    DetectedByJson {
        by: by.by.map(crate::syntax::DetectedBy::word),
        count: by.count,
        detection_median_s: seconds(by.detection.map(|spread| spread.median)),
    }
}

fn exercise(held: &Held<'_>) -> ExerciseJson {
    ExerciseJson {
        id: held.id.to_string(),
        held: held.at.map(json::instant),
        lengths: LengthsJson::of(&held.lengths),
    }
}

fn levers_json(plan: &Plan, levers: &Levers) -> LeversJson {
    let long =
        |(id, took): &(String, TimeDelta)| LongJson { id: id.clone(), phase_s: took.num_seconds() };
    let lever = |lever: &crate::cli::commands::stats::levers::Lever| LeverJson {
        element: lever.element.clone(),
        says: lever.says.clone(),
        place: Place::new(lever.at, &plan.sources),
    };
    LeversJson {
        phase: levers.word(),
        share: share(levers.permille),
        incidents: levers.incidents.iter().map(long).collect(),
        levers: levers.list.iter().map(lever).collect(),
    }
}
