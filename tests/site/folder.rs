//! What becomes of the folder that a site goes to.

use super::{STAMP, files, harbour, plan, published};

#[test]
fn a_folder_of_other_things_is_refused_and_stays_as_it_is() {
    let folder = harbour("others");
    folder.write("out/README", "mine");
    let answer = published(&folder, &[]);
    assert_eq!((answer.code, answer.out.as_str()), (2, ""));
    assert!(
        answer.err.contains("out holds what irp did not write, such as README"),
        "{}",
        answer.err
    );
    assert_eq!(files(&folder.path("out")).len(), 1);
    let own = folder.irp(&["site", "--out", "."]);
    assert_eq!(own.code, 2, "{}", own.err);
    folder.write("file", "x");
    let answer = folder.irp(&["site", "--out", "file"]);
    assert!(answer.err.contains("file is no folder"), "{}", answer.err);
    assert_eq!(folder.read("file"), "x");
}

#[test]
fn hidden_files_of_a_folder_are_no_hindrance() {
    let folder = harbour("hidden");
    folder.write("out/.nojekyll", "");
    assert_eq!(published(&folder, &[]).code, 0);
    assert!(folder.has("out/.nojekyll") && folder.has("out/index.html"));
}

#[test]
fn only_what_irp_wrote_is_replaced_and_removed() {
    let folder = harbour("stale");
    assert_eq!(published(&folder, &[]).code, 0);
    folder.write("out/CNAME", "oncall.example");
    let without = plan().replace("[people.bo]", "[people.eve]").replace("\"bo\"", "\"eve\"");
    folder.write("irp.toml", &without);
    let answer = published(&folder, &[]);
    assert_eq!(answer.code, 0, "{}", answer.err);
    assert_eq!(answer.err, "note: removed feeds/person-bo.ics\nnote: removed people/bo.html\n");
    assert!(folder.has("out/CNAME") && folder.has("out/people/eve.html"));
    folder.write("irp.toml", &plan());
    folder.write("out/people/bo.html", "mine");
    let before = files(&folder.path("out"));
    let answer = published(&folder, &[]);
    assert_eq!(answer.code, 2);
    assert!(
        answer.err.contains("cannot write out/people/bo.html: irp did not write it"),
        "{}",
        answer.err
    );
    assert_eq!(files(&folder.path("out")), before);
}

#[test]
fn a_list_of_what_irp_wrote_reaches_nothing_outside() {
    let folder = harbour("list");
    assert_eq!(published(&folder, &[]).code, 0);
    folder.write("precious", "x");
    folder.write("out/notes.txt", "x");
    let list = folder.read("out/irp-site.json");
    let wide =
        list.replace("\"feeds/all.ics\",", "\"../precious\", \"notes.txt\", \"feeds/all.ics\",");
    assert_ne!(wide, list);
    folder.write("out/irp-site.json", &wide);
    let answer = published(&folder, &[]);
    assert_eq!((answer.code, answer.err.as_str()), (0, ""));
    assert!(folder.has("precious") && folder.has("out/notes.txt"));
}

#[test]
fn where_one_file_cannot_be_written_none_is() {
    let folder = harbour("half");
    assert_eq!(published(&folder, &[]).code, 0);
    std::fs::remove_file(folder.path("out/services/shop.html")).unwrap();
    std::fs::create_dir(folder.path("out/services/shop.html")).unwrap();
    let before = files(&folder.path("out"));
    folder.write("irp.toml", &plan().replace("Harbour", "Haven"));
    let answer = published(&folder, &[]);
    assert_eq!(answer.code, 2);
    assert!(answer.err.contains("cannot write out/services/shop.html"), "{}", answer.err);
    assert_eq!(files(&folder.path("out")), before);
}

#[test]
#[cfg(unix)]
fn no_link_is_followed_out_of_the_folder() {
    let folder = harbour("linked");
    folder.write("elsewhere/keep", "x");
    std::fs::create_dir(folder.path("out")).unwrap();
    assert_eq!(published(&folder, &[]).code, 0);
    std::fs::remove_dir_all(folder.path("out/people")).unwrap();
    std::os::unix::fs::symlink(folder.path("elsewhere"), folder.path("out/people")).unwrap();
    let answer = published(&folder, &[]);
    assert_eq!(answer.code, 2);
    assert!(answer.err.contains("out/people: it is no folder of irp's"), "{}", answer.err);
    assert_eq!(files(&folder.path("elsewhere")).len(), 1);
}

#[test]
fn a_fault_leaves_the_rest_published_and_removes_nothing() {
    let folder = harbour("fault");
    let more = "\n[rotations.night]\nstarts = 2026-01-05T21:00\nturn = \"1w\"\npeople = [\"bo\"]\n";
    folder.write("irp.toml", &(plan() + more));
    assert_eq!(published(&folder, &[]).code, 0);
    folder.write("irp.toml", &(plan() + &more.replace("\"bo\"", "\"nobody-here\"")));
    let answer = published(&folder, &[]);
    assert_eq!(answer.code, 2);
    assert!(answer.err.contains("leaves `night` without an answer"), "{}", answer.err);
    assert!(answer.out.contains(" files in out, "), "{}", answer.out);
    let index = folder.read("out/index.html");
    assert!(index.contains("not known: a fault in the plan") && index.contains("Bo Ek"));
    assert!(folder.has("out/feeds/rotation-night.ics"));
}

#[test]
fn what_makes_no_sense_is_refused_before_anything_is_written() {
    let folder = harbour("refused");
    for args in
        [&["--for", "soon"][..], &["--for", "9y"], &["--stamp", "yesterday"], &["--for", "0d"]]
    {
        let answer = published(&folder, args);
        assert_eq!((answer.code, answer.out.as_str()), (2, ""), "{args:?}");
        assert!(answer.err.starts_with("error: "), "{args:?}: {}", answer.err);
    }
    assert!(!folder.has("out"));
}

#[test]
fn one_page_is_printed_as_it_is_written_and_nothing_is_written() {
    let folder = harbour("one-page");
    assert_eq!(published(&folder, &[]).code, 0);
    let written = files(&folder.path("out"));
    for path in ["index.html", "people/ana.html", "response.html"] {
        let answer = folder.irp(&["site", "--page", path, "--stamp", STAMP]);
        assert_eq!((answer.code, answer.err.as_str()), (0, ""));
        assert_eq!(answer.out, folder.read(&format!("out/{path}")), "{path}");
    }
    assert_eq!(files(&folder.path("out")), written);
    for (args, said) in [
        (&["site", "--page", "people/anna.html"][..], "did you mean `people/ana.html`?"),
        (&["site", "--page", "../irp.toml"], "the plan has no page"),
        (&["site", "--page", "irp-site.css"], "the plan has no page"),
        (&["site", "--page", "index.html", "--out", "out"], "exclude each other"),
        (&["site"], "--out"),
    ] {
        let answer = folder.irp(args);
        assert_eq!((answer.code, answer.out.as_str()), (2, ""), "{args:?}");
        assert!(answer.err.contains(said), "{args:?}: {answer:?}");
    }
}
