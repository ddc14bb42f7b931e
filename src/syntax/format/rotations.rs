//! Rotations, their layers and line-ups, and exceptions to them.

use super::List;
use crate::syntax::value::choice::choices;
use crate::syntax::{
    Coverage, Day, Entrants, First, Moment, OneOrMany, PersonId, RoleId, RotationId, TeamId, Turn,
    Whole, Window,
};
use crate::time::{Civil, Zone};

choices! {
    /// What a rotation promises to be.
    RotationKind {
        /// One layer, no windows.
        Standard = "standard",
        /// Several layers with windows that hand over to one another.
        FollowTheSun = "follow-the-sun",
        /// Anything.
        Custom = "custom",
    }

    /// What happens when the holder of a shift has time off.
    OnAway {
        /// The shift stays; the conflict is reported.
        Keep = "keep",
        /// The next free person in the order covers the shift.
        Next = "next",
    }

    /// Whether something is needed.
    Need {
        /// It is.
        Required = "required",
        /// It is welcome.
        Optional = "optional",
        /// It is not.
        None = "none",
    }
}

tables! {
    /// Who is on call in turns.
    Rotation {
        /// The team that it belongs to.
        team: optional TeamId,
        /// The role that whoever is on call holds.
        role: optional RoleId,
        /// What it is for.
        description: optional String,
        /// What it promises to be.
        kind: optional RotationKind,
        /// The zone of its wall-clock times; the plan's where it is left out.
        time_zone: optional Zone,
        /// The first handoff; sets the clock time of every later one.
        starts: optional Civil,
        /// Windows outside which nobody is on call.
        when: optional OneOrMany<Window>,
        /// How long a turn lasts.
        turn: optional Turn,
        /// Who takes turns, in order.
        people: optional List<Entrants>,
        /// Whether a handoff inside a window splits it; false where it is left out.
        split_windows: optional bool,
        /// In force from; `starts` where it is left out.
        from: optional Moment,
        /// In force until.
        until: optional Moment,
        /// Dated changes of `people`.
        line_ups: optional List<LineUp>,
        /// Layers, the later ones on top.
        layers: optional List<Layer>,
        /// The rotation whose shifts this one shares.
        follows: optional Follows,
        /// What happens when the holder has time off; `"keep"` where it is left out.
        on_away: optional OnAway,
        /// When somebody must be on call.
        coverage: optional Coverage,
        /// Whether a handoff needs a note; `"optional"` where it is left out.
        handoff_note: optional Need,
    }

    /// A dated change of who takes turns.
    LineUp {
        /// The handoff from which it holds.
        from: required Moment,
        /// Who takes turns from then on, in order.
        people: required List<Entrants>,
        /// Who takes the first of these turns: an id, or a position from 1.
        first: optional First,
    }

    /// One layer of a rotation; what it leaves out it takes from its rotation.
    Layer {
        /// Its name.
        name: optional String,
        /// The zone of its wall-clock times.
        time_zone: optional Zone,
        /// The first handoff.
        starts: optional Civil,
        /// Windows outside which the layer has nobody.
        when: optional OneOrMany<Window>,
        /// How long a turn lasts.
        turn: optional Turn,
        /// Who takes turns, in order.
        people: optional List<Entrants>,
        /// Whether a handoff inside a window splits it.
        split_windows: optional bool,
        /// In force from.
        from: optional Moment,
        /// In force until.
        until: optional Moment,
        /// Dated changes of `people`.
        line_ups: optional List<LineUp>,
    }

    /// Which rotation's shifts are shared, and by whom.
    Follows {
        /// The rotation that is followed.
        rotation: required RotationId,
        /// How many places further in the order the holder is.
        offset: required Whole<-1000, 1000>,
    }

    /// An exception to a rotation: exactly one of `replace` with `with`, `add`, `remove`, `assign`.
    Override {
        /// The rotation.
        rotation: required RotationId,
        /// From when: a time, or the first day.
        from: required Moment,
        /// Until when: a time.
        until: optional Moment,
        /// Through which day.
        through: optional Day,
        /// Who is replaced where they are on call.
        replace: optional OneOrMany<PersonId>,
        /// Who replaces them.
        with: optional OneOrMany<PersonId>,
        /// Who joins whoever is on call.
        add: optional OneOrMany<PersonId>,
        /// Who is taken out.
        remove: optional OneOrMany<PersonId>,
        /// Who is on call instead of everybody else; `"nobody"` too.
        assign: optional Entrants,
        /// Why.
        reason: optional String,
        /// A label that the overrides of one swap share.
        swap: optional String,
    }

    /// Somebody who learns alongside whoever is on call.
    Shadow {
        /// The rotation.
        rotation: required RotationId,
        /// Who learns.
        person: required PersonId,
        /// Only while this person is on call.
        of: optional PersonId,
        /// From when: a time, or the first day.
        from: required Moment,
        /// Until when: a time.
        until: optional Moment,
        /// Through which day.
        through: optional Day,
    }
}
