//! Bars on a line of time, one lane a rotation, in signs that mean the same without colour.
//!
//! Owns how a picture becomes lines of a given width. Knows nothing of plans: a picture is handed
//! in, and the same picture gives the same text.

mod axis;
mod brush;
mod lane;
mod scale;
mod slots;
#[cfg(test)]
mod tests;

use unicode_width::UnicodeWidthStr;

use self::brush::Brush;
use self::scale::Scale;
use super::fold::{cut, flow};
use super::human::Style;
use super::picture::Picture;
use crate::time::{Span, Zone};

/// No timeline is drawn in fewer columns.
pub const NARROWEST: usize = 20;
/// More changes of the clock than these are counted, not told.
const CHANGES: usize = 4;
/// Pictures of more lanes repeat below what points at the present above.
const TALL: usize = 6;

/// How a picture is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// Whether colour may be used.
    pub color: bool,
    /// The most columns of a line.
    pub width: usize,
    /// Whether nothing but names may be other than ASCII.
    pub ascii: bool,
}

impl Look {
    /// The style of text within that width.
    #[must_use]
    pub fn style(self) -> Style {
        Style { color: self.color, width: Some(self.width) }
    }
}

/// The whole days of a zone that a span touches: what a timeline of it shows.
#[must_use]
pub fn days(span: Span, zone: &Zone) -> Span {
    Scale::new(span, zone, NARROWEST).span()
}

/// The text of a picture. No line is wider than the look says, from [`NARROWEST`] columns on.
#[must_use]
pub fn text(picture: &Picture, look: Look) -> String {
    let style = look.style();
    if look.width < NARROWEST {
        let advice = format!("a timeline needs {NARROWEST} columns; `--format list` needs none");
        return flow(&[advice], "", look.width).join("\n") + "\n";
    }
    let side = side(picture, look.width);
    let scale = Scale::new(picture.span, &picture.zone, look.width - side);
    let mut brush = Brush::new(style, look.ascii);
    let mut lines = head(picture, &scale, side, look);
    for lane in &picture.lanes {
        let name = lane_name(&lane.name, lane.part, side);
        let row = match &lane.note {
            Some(note) => cut(note, look.width - side).to_owned(),
            None => lane::row(lane, picture, &scale, &mut brush),
        };
        if side == 0 {
            lines.push(cut(&name, look.width).to_owned());
            lines.push(row);
        } else {
            lines.push(format!("{name}{row}").trim_end().to_owned());
        }
    }
    let (up, down) = if look.ascii { ("^", "v") } else { ("▲", "▼") };
    let pointer = |sign| axis::now(&scale, picture.now, sign);
    let below = pointer(up).filter(|_| picture.lanes.len() > TALL);
    lines.extend(below.map(|row| style.bold(&(" ".repeat(side) + &row))));
    let above = pointer(down).map(|row| style.bold(&(" ".repeat(side) + &row)));
    lines.splice(2..2, above);
    lines.extend(foot(&brush, &scale, picture, style));
    lines.join("\n") + "\n"
}

/// The columns of the names beside the bars; 0 where they stand above them.
fn side(picture: &Picture, width: usize) -> usize {
    let names = picture.lanes.iter().map(|lane| lane_name(&lane.name, lane.part, 0).width());
    let widest = names.max().unwrap_or(0) + 2;
    if widest * 5 > width * 2 { 0 } else { widest }
}

fn lane_name(name: &str, part: bool, side: usize) -> String {
    let name = crate::diagnostic::visible(name);
    let name = if part { format!("  {name}") } else { name };
    let rest = side.saturating_sub(name.width());
    name + &" ".repeat(rest)
}

/// The axis.
fn head(picture: &Picture, scale: &Scale, side: usize, look: Look) -> Vec<String> {
    let [mut first, second] = axis::rows(scale, &picture.zone);
    let year = axis::years(scale);
    if side > year.len() {
        first = format!("{year:side$}{first}");
    }
    let second = " ".repeat(side) + &second;
    [first, second].map(|row| look.style().dim(row.trim_end())).into()
}

/// What the signs and abbreviations mean, and what the clock does.
fn foot(brush: &Brush, scale: &Scale, picture: &Picture, style: Style) -> Vec<String> {
    let width = style.width.unwrap_or(usize::MAX);
    let mut lines = flow(&brush.legend(), "  ", width);
    lines.extend(brush.key.lines(width));
    if brush.nameless {
        let columns = scale.width();
        let way = "a shorter --for, a greater --width, or --format table shows them";
        let remark = format!("too many shifts for {columns} columns to name: {way}");
        lines.extend(flow(&[remark], "", width));
    }
    let mut changes = axis::clock_changes(scale, &picture.zone);
    if changes.len() > CHANGES {
        changes = vec![format!("the clock changes {} times in this span", changes.len())];
    }
    lines.extend(changes.iter().flat_map(|change| flow(&[change], "", width)));
    let lines = lines.into_iter().map(|line| style.dim(&line));
    std::iter::once(String::new()).chain(lines).collect()
}
