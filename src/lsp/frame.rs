//! Messages on a stream: a header with the length, then that many bytes.
//!
//! Reads from whatever it is given. A header that is none, and a message that is too large, lose
//! that message and no other.

use std::io::{self, BufRead, Read};

/// The most bytes of one message. A document may be that large, and irp reads far less of it.
const LARGEST: u64 = 128 * 1024 * 1024;
/// The most bytes of one line of a header.
const LONGEST_LINE: u64 = 16 * 1024;
const LENGTH: &str = "content-length:";

/// What was read from a stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Frame {
    /// The bytes of a message.
    Message(Vec<u8>),
    /// A message that was not read, and why.
    Lost(String),
    /// The stream has ended.
    End,
}

/// Reads the next message.
///
/// # Errors
/// Where the stream cannot be read.
pub fn read(input: &mut dyn BufRead) -> io::Result<Frame> {
    let mut length = None;
    let mut bad = None;
    loop {
        let Some(line) = line(input)? else { return Ok(Frame::End) };
        if line.is_empty() {
            match (length.take(), bad.take()) {
                (_, Some(reason)) => return Ok(Frame::Lost(reason)),
                (Some(length), None) => return body(input, length),
                (None, None) => {}
            }
            continue;
        }
        // What another message left over may stand before the header on its line.
        let lower = line.to_ascii_lowercase();
        let Some(at) = lower.rfind(LENGTH) else { continue };
        let number = lower[at + LENGTH.len()..].trim();
        match number.parse() {
            Ok(number) => length = Some(number),
            Err(_) => bad = Some("the Content-Length of a message is no number".to_owned()),
        }
    }
}

/// A message as it is written to a stream.
#[must_use]
pub fn framed(message: &str) -> String {
    format!("Content-Length: {}\r\n\r\n{message}", message.len())
}

/// The next line without its end; `None` at the end of the stream.
fn line(input: &mut dyn BufRead) -> io::Result<Option<String>> {
    let mut line = Vec::new();
    input.take(LONGEST_LINE).read_until(b'\n', &mut line)?;
    if line.is_empty() {
        return Ok(None);
    }
    Ok(Some(String::from_utf8_lossy(&line).trim().to_owned()))
}

fn body(input: &mut dyn BufRead, length: u64) -> io::Result<Frame> {
    let mut body = input.take(length);
    if length > LARGEST {
        let skipped = io::copy(&mut body, &mut io::sink())?;
        let most = LARGEST / 1024 / 1024;
        let lost = Frame::Lost(format!("a message of more than {most} MiB is not read"));
        return Ok(if skipped == length { lost } else { Frame::End });
    }
    let mut bytes = Vec::new();
    body.read_to_end(&mut bytes)?;
    let whole = u64::try_from(bytes.len()).is_ok_and(|read| read == length);
    Ok(if whole { Frame::Message(bytes) } else { Frame::End })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frames(mut input: &[u8]) -> Vec<Frame> {
        let mut all = Vec::new();
        loop {
            match read(&mut input).unwrap() {
                Frame::End => return all,
                frame => all.push(frame),
            }
        }
    }

    fn message(text: &str) -> Frame {
        Frame::Message(text.as_bytes().to_vec())
    }

    #[test]
    fn headers_of_any_case_and_order_are_read() {
        let two = "Content-Length: 2\r\n\r\n{}content-type: x\ncontent-length:3\n\nabc";
        assert_eq!(frames(two.as_bytes()), [message("{}"), message("abc")]);
        assert_eq!(frames(framed("{}").as_bytes()), [message("{}")]);
    }

    #[test]
    fn a_wrong_length_loses_no_later_message() {
        let short = format!("Content-Length: 2\r\n\r\n{{\"a\":1}}{}{}", framed("b"), framed("c"));
        assert_eq!(frames(short.as_bytes()), [message("{\""), message("b"), message("c")]);
        let none = format!("Content-Length: many\r\n\r\n{}", framed("b"));
        assert!(matches!(&frames(none.as_bytes())[..], [Frame::Lost(_), b] if *b == message("b")));
    }

    #[test]
    fn a_stream_that_ends_within_a_message_has_ended() {
        assert_eq!(frames(b"Content-Length: 20\r\n\r\n{}"), []);
        assert_eq!(frames(b"Content-Length: 99999999999999999\r\n\r\n{}"), []);
        assert_eq!(frames(b""), []);
    }
}
