//! Timelines, months and charts: what is asked for as a picture, and where it goes.

use super::pictures::Drawn;
use super::{Answer, Args, Format};
use crate::cli::{Failure, Session};
use crate::time::{Span, Zone};
use crate::views::fold::flow;
use crate::views::timeline::{self, Look};
use crate::views::{mermaid, month};

/// The columns of a picture where nobody says how many there are.
const COLUMNS: usize = 100;
/// No line is drawn wider.
const WIDEST: usize = 1000;

/// Refuses options that the layout has no use for.
///
/// # Errors
/// Where one is given.
pub(super) fn check(args: &Args, format: Format) -> Result<(), Failure> {
    let timeline = format == Format::Timeline;
    let drawn = timeline || format == Format::Month;
    if args.layers && !timeline {
        return Err(Failure::usage("--layers is for a timeline").hint("add --format timeline"));
    }
    for (given, option) in [(args.ascii, "--ascii"), (args.width.is_some(), "--width")] {
        if given && !drawn {
            let message = format!("{option} is for a timeline or month");
            return Err(Failure::usage(message).hint("add --format timeline or --format month"));
        }
    }
    match args.width {
        Some(width) if !(timeline::NARROWEST..=WIDEST).contains(&width) => {
            Err(Failure::usage(format!("`{width}` given with --width is no width"))
                .hint(format!("it takes {} to {WIDEST} columns", timeline::NARROWEST)))
        }
        _ => Ok(()),
    }
}

impl Format {
    /// The span that is shown where a span is asked for: whole days or months in a picture.
    pub(super) fn whole(self, span: Span, viewer: &Zone) -> Span {
        match self {
            Self::Timeline => timeline::days(span, viewer),
            Self::Month => month::months(span, viewer),
            _ => span,
        }
    }
}

impl Answer<'_> {
    /// A picture for people, with its heading.
    pub fn draw(&self, args: &Args, format: Format, session: &mut Session<'_>) {
        let look = look(args, session);
        let drawn = Drawn { layers: args.layers, gaps: args.gaps };
        let mut text = self.heading(args, session).within(look);
        if format == Format::Timeline {
            let picture = self.picture(session.now, drawn);
            if !picture.lanes.is_empty() {
                text += &timeline::text(&picture, look);
            }
        } else {
            let picture = if self.people.is_empty() {
                self.picture(session.now, drawn)
            } else {
                self.picture_of_people(session.now)
            };
            if !picture.lanes.is_empty() {
                text += &month::text(&picture, look);
            }
        }
        for remark in self.remarks(args).into_iter().chain(self.unanswered()) {
            text += &(flow(&[remark], "", look.width).join("\n") + "\n");
        }
        session.print(&text);
    }

    /// A chart for programs that draw.
    pub fn chart(&self, args: &Args, session: &Session<'_>) -> String {
        let drawn = Drawn { layers: false, gaps: args.gaps };
        mermaid::text(&self.picture(session.now, drawn), &self.heading(args, session).line())
    }
}

fn look(args: &Args, session: &Session<'_>) -> Look {
    let style = session.style();
    let columns = || session.columns().filter(|columns| *columns > 0);
    let width = args.width.or(style.width).or_else(columns).unwrap_or(COLUMNS).min(WIDEST);
    Look { color: style.color, width, ascii: args.ascii }
}
