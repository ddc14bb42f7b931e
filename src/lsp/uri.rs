//! The addresses of files: `file:///home/ana/plan/irp.toml`, and the paths that they name.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// The path of a file's address; `None` where it is the address of something else.
#[must_use]
pub fn path(uri: &str) -> Option<PathBuf> {
    let rest = uri.strip_prefix("file://")?;
    let slash = rest.find('/')?;
    if !["", "localhost"].contains(&&rest[..slash]) {
        return None;
    }
    let name = rest[slash..].split(['?', '#']).next().unwrap_or_default();
    let decoded = decode(name)?;
    let drive = decoded.as_bytes().get(2) == Some(&b':') && cfg!(windows);
    Some(PathBuf::from(if drive { &decoded[1..] } else { &decoded }))
}

/// The address of a file.
#[must_use]
pub fn of(path: &Path) -> String {
    let text = path.to_string_lossy();
    let text = if cfg!(windows) { text.replace('\\', "/").into() } else { text };
    let mut uri = String::from(if text.starts_with('/') { "file://" } else { "file:///" });
    for byte in text.bytes() {
        let plain = byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte);
        if plain {
            uri.push(char::from(byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, others)) = rest.split_first() {
        if *first != b'%' {
            bytes.push(*first);
            rest = others;
            continue;
        }
        let (code, others) = others.split_at_checked(2)?;
        let code = std::str::from_utf8(code).ok()?;
        bytes.push(u8::from_str_radix(code, 16).ok()?);
        rest = others;
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_and_its_path_name_each_other() {
        let file = Path::new("/home/ana/a plan/bäcker#1.toml");
        let uri = of(file);
        assert_eq!(uri, "file:///home/ana/a%20plan/b%C3%A4cker%231.toml");
        assert_eq!(path(&uri).as_deref(), Some(file));
        assert_eq!(
            of(Path::new(r"/a\b")),
            if cfg!(windows) { "file:///a/b" } else { "file:///a%5Cb" }
        );
        assert_eq!(path("file://localhost/a"), Some(PathBuf::from("/a")));
    }

    #[test]
    fn what_is_no_file_has_no_path() {
        for other in ["untitled:1", "https://a/b", "file://host/a", "file:///%zz", "file:///%f", ""]
        {
            assert_eq!(path(other), None, "{other}");
        }
    }
}
