//! The list of modules in `lib.rs` is in reading order: each imports only from modules above it.
#![expect(clippy::unwrap_used, reason = "in the helpers of tests, where a slip is a failed test")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn source(path: &Path) -> String {
    let text = std::fs::read_to_string(path).unwrap();
    // Comments may name anything: they are for readers, and links do not bind.
    text.lines().map(|line| line.split("//").next().unwrap_or(line)).collect::<Vec<_>>().join("\n")
}

/// The modules of `lib.rs`, in order.
fn modules(root: &Path) -> Vec<String> {
    let lib = source(&root.join("lib.rs"));
    let names = lib.lines().filter_map(|line| line.trim_start_matches("pub ").strip_prefix("mod ")?.strip_suffix(';'));
    names.map(str::to_owned).collect()
}

fn files(module: &str, root: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut open = vec![root.join(module)];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    files.extend(Some(root.join(format!("{module}.rs"))).filter(|path| path.exists()));
    files
}

/// The modules that a source names after `crate::`, one by one or in braces.
fn named(source: &str) -> BTreeSet<String> {
    let mut named = BTreeSet::new();
    for (place, _) in source.match_indices("crate::") {
        let before = source[..place].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_') {
            continue; // The end of another name.
        }
        let rest = source[place + "crate::".len()..].trim_start();
        let Some(group) = rest.strip_prefix('{') else {
            named.insert(word(rest));
            continue;
        };
        let mut depth = 0;
        let mut first = true;
        for (place, c) in group.char_indices() {
            if first && depth == 0 && !c.is_whitespace() && c != '}' {
                named.insert(word(&group[place..]));
                first = false;
            }
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => first = true,
                _ => {}
            }
        }
    }
    named
}

fn word(rest: &str) -> String {
    rest.chars().take_while(|&c| c.is_alphanumeric() || c == '_').collect()
}

#[test]
fn each_module_imports_only_from_those_above_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let modules = modules(&root);
    assert!(modules.len() > 15, "{modules:?}");
    let mut imports = 0;
    for (place, module) in modules.iter().enumerate() {
        let files = files(module, &root);
        assert!(!files.is_empty(), "no file for `{module}`");
        for file in files {
            for other in named(&source(&file)) {
                if other == *module {
                    continue;
                }
                let Some(at) = modules.iter().position(|module| *module == other) else {
                    panic!("{}: `crate::{other}` is not a module; import from the module that owns a name", file.display());
                };
                imports += 1;
                assert!(at < place, "{}: `{module}` imports from `{other}`, which stands below it", file.display());
            }
        }
    }
    assert!(imports > 50, "only {imports} imports were found");
}

#[test]
fn every_file_belongs_to_a_module_of_the_list() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let modules = modules(&root);
    for entry in std::fs::read_dir(&root).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        assert!(name == "lib" || modules.contains(&name), "`{name}` is not in lib.rs");
    }
}

#[test]
fn imports_are_found_however_they_are_written() {
    let found = named(
        "use crate::{attachment, contracting::{self, Kind}, joining};\nfn f() { $crate::word::words!(); mycrate::no }",
    );
    let expected = ["attachment", "contracting", "joining", "word"];
    assert_eq!(found, expected.iter().map(|&name| name.to_owned()).collect());
}
