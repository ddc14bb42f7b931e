//! A signature under a handoff note: one key of its front matter, everything else as it was.

use std::ops::Range;

use super::newline;

/// The key.
const KEY: &str = "acknowledged-by";

/// A note with the ids of those who have read it: in place of those that stand at `held`, else on a
/// line of its own below the byte `after`.
#[must_use]
pub fn sign(text: &str, held: Option<Range<usize>>, after: usize, ids: &[&str]) -> String {
    let value = match ids {
        [one] => format!("\"{one}\""),
        several => {
            let quoted: Vec<_> = several.iter().map(|id| format!("\"{id}\"")).collect();
            format!("[{}]", quoted.join(", "))
        }
    };
    if let Some(held) = held.filter(|held| text.get(held.clone()).is_some()) {
        return [&text[..held.start], &value, &text[held.end..]].concat();
    }
    let rest = text.get(after..).unwrap_or_default();
    let line = rest.find('\n').map_or(rest.len(), |end| end + 1);
    let (before, behind) = text.split_at(text.len() - rest.len() + line);
    [before, &format!("{KEY} = {value}{}", newline(text)), behind].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTE: &str = "+++\r\nrotation = \"web\" # which\r\nincoming = [\r\n  \"ana\",\r\n] # who\r\n\
        +++\r\n## Watch\r\n";

    #[test]
    fn a_signature_is_a_line_of_its_own_below_whoever_takes_over() {
        let after = NOTE.find("] # who").unwrap();
        let signed = sign(NOTE, None, after, &["ana"]);
        let line = "] # who\r\nacknowledged-by = \"ana\"\r\n+++";
        assert_eq!(signed, NOTE.replace("] # who\r\n+++", line));
    }

    #[test]
    fn a_second_signature_stands_beside_the_first() {
        let text = "+++\nacknowledged-by = \"ana\"  # read\n+++\n";
        let held = text.find("\"ana\"").unwrap();
        let signed = sign(text, Some(held..held + 5), 0, &["ana", "bo"]);
        assert_eq!(signed, "+++\nacknowledged-by = [\"ana\", \"bo\"]  # read\n+++\n");
    }
}
