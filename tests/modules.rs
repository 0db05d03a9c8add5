//! The lists of modules are in reading order: each module imports only from those above it, in `lib.rs` and in every folder.
//!
//! A name belongs to the module that declares it. If the module of a folder hands on what a child declares (`pub use`), whoever
//! takes that name imports from the child. What the module of a folder declares itself stands beside its list: its children
//! may import that, and it may import from all of them. Tests inside a file may name what they like next to them.
//!
//! Methods are called without naming a module, and are not seen here. `src/` itself is as long as its module map.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "in the helpers of tests, where a slip is a failed test")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

const MOST_LINES: usize = 500;
const MOST_FILES: usize = 12;

type Module = Vec<String>;

/// What one file says: its modules in order, and the names that it hands on from its children.
#[derive(Default)]
struct Page {
    file: PathBuf,
    text: String,
    children: Vec<String>,
    handed_on: BTreeMap<String, Vec<String>>,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Comments may name anything: they are for readers, and links do not bind.
fn without_comments(text: &str) -> String {
    text.lines().map(|line| line.split("//").next().unwrap_or(line)).collect::<Vec<_>>().join("\n")
}

/// The items of a visibility that begin a line with a keyword, from after it.
fn items<'t>(text: &'t str, keyword: &str) -> Vec<&'t str> {
    let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(place, _)| place + 1));
    let item = |start: usize| {
        let line = &text[start..];
        let line = line.strip_prefix("pub(").and_then(|rest| rest.split_once(") ")).map_or(line, |(_, rest)| rest);
        line.strip_prefix("pub ").unwrap_or(line).strip_prefix(keyword)
    };
    starts.filter_map(item).collect()
}

fn page(file: PathBuf, text: &str) -> Page {
    let text = without_comments(text);
    let name = |item: &str| item.split_once(';').filter(|(name, _)| *name == word(name)).map(|(name, _)| name.to_owned());
    let children: Vec<String> = items(&text, "mod ").into_iter().filter_map(name).collect();
    let mut handed_on = BTreeMap::new();
    for path in items(&text, "use ").into_iter().flat_map(tree) {
        if let (true, Some(last)) = (children.contains(&path[0]), path.last()) {
            handed_on.insert(last.clone(), path[..path.len() - 1].to_vec());
        }
    }
    Page { file, text, children, handed_on }
}

/// Every module, by its path from the root.
fn pages() -> BTreeMap<Module, Page> {
    let mut pages = BTreeMap::new();
    let mut open = vec![(Module::new(), root().join("lib.rs"))];
    while let Some((module, file)) = open.pop() {
        let page = page(file.clone(), &std::fs::read_to_string(&file).unwrap());
        let folder = module.iter().fold(root(), |folder, name| folder.join(name));
        for child in &page.children {
            let alone = folder.join(format!("{child}.rs"));
            let file = if alone.exists() { alone } else { folder.join(child).join("mod.rs") };
            open.push((module.iter().chain([child]).cloned().collect(), file));
        }
        pages.insert(module, page);
    }
    pages
}

fn word(rest: &str) -> String {
    rest.chars().take_while(|&c| c.is_alphanumeric() || c == '_').collect()
}

/// The paths of a tree such as `a::{b, c::{self, D}}`, which may end in anything.
fn tree(text: &str) -> Vec<Vec<String>> {
    fn branch(mut rest: &str, above: &[String], paths: &mut Vec<Vec<String>>) -> usize {
        let (whole, mut path) = (rest.len(), above.to_vec());
        loop {
            rest = rest.trim_start();
            if let Some(group) = rest.strip_prefix('{') {
                rest = group.trim_start();
                while !rest.is_empty() && !rest.starts_with('}') {
                    rest = rest[branch(rest, &path, paths)..].trim_start_matches(|c: char| c.is_whitespace() || c == ',');
                }
                return whole - rest.len() + usize::from(!rest.is_empty());
            }
            let name = word(rest);
            rest = &rest[name.len()..];
            if !name.is_empty() && name != "self" {
                path.push(name);
            }
            let Some(next) = rest.strip_prefix("::") else { break };
            rest = next;
        }
        paths.push(path);
        // On past `as name`, or `*`, to whatever ends this branch.
        whole - rest.len() + rest.find([',', '}', ';', '\n']).unwrap_or(rest.len()).max(usize::from(whole == rest.len()))
    }
    let mut paths = Vec::new();
    branch(text, &[], &mut paths);
    paths.retain(|path| !path.is_empty());
    paths
}

/// The paths in a text that begin with `crate` or `super`. Tests in it begin with `super` where they stand.
fn paths(text: &str) -> Vec<Vec<String>> {
    let tests = text.find("\nmod tests {").unwrap_or(text.len());
    let mut found = Vec::new();
    for (start, until) in [("crate::", text.len()), ("super::", tests)] {
        for (place, _) in text[..until].match_indices(start) {
            let before = text[..place].chars().next_back();
            if !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':') {
                found.extend(tree(&text[place..]));
            }
        }
    }
    found
}

/// The module that owns what a path names, as seen from a module.
fn owner(path: &[String], from: &Module, pages: &BTreeMap<Module, Page>) -> Module {
    let ups = path.iter().take_while(|name| *name == "super").count();
    let mut at = if path[0] == "crate" { Module::new() } else { from[..from.len().saturating_sub(ups)].to_vec() };
    let mut rest: Vec<String> = path[ups.max(usize::from(path[0] == "crate"))..].to_vec();
    while let Some(name) = rest.first().cloned() {
        let page = &pages[&at];
        if page.children.contains(&name) {
            at.push(name);
            rest.remove(0);
        } else if let Some(way) = page.handed_on.get(&name) {
            rest.splice(..0, way.iter().cloned());
        } else {
            break;
        }
    }
    at
}

/// What a module imports from a module that stands below it, or below what it stands in, in the same list: the folder of the
/// list, and both names.
fn out_of_order(from: &Module, to: &Module, pages: &BTreeMap<Module, Page>) -> Option<(Module, String, String)> {
    let shared = from.iter().zip(to).take_while(|(one, other)| one == other).count();
    let (here, there) = (from.get(shared)?, to.get(shared)?);
    let list = &pages[&from[..shared]].children;
    let place = |name: &String| list.iter().position(|listed| listed == name);
    (place(there) > place(here)).then(|| (from[..shared].to_vec(), here.clone(), there.clone()))
}

#[test]
fn each_module_imports_only_from_those_above_it() {
    let pages = pages();
    assert!(pages.len() > 100, "only {} modules were found", pages.len());
    let (mut imports, mut wrong) = (0, BTreeSet::new());
    for (module, page) in &pages {
        for path in paths(&page.text) {
            let to = owner(&path, module, &pages);
            assert!(
                path[0] != "crate" || !to.is_empty(),
                "{}: `{}` is no module; import from the module that owns a name",
                page.file.display(),
                path.join("::")
            );
            imports += usize::from(to != *module);
            if let Some((list, here, there)) = out_of_order(module, &to, &pages) {
                wrong.insert(format!("in `{}`: `{here}` imports from `{there}` below it", list.join("::")));
            }
        }
    }
    assert!(imports > 500, "only {imports} imports were found");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The files below a folder, by their path from the root.
fn files(folder: &Path) -> Vec<String> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(self::files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/"));
        }
    }
    files
}

#[test]
fn every_file_belongs_to_a_module_of_the_lists() {
    let listed: BTreeSet<PathBuf> = pages().into_values().map(|page| page.file).collect();
    // The program is a crate of its own, whose lists the compiler follows.
    let of_the_library = files(&root()).into_iter().filter(|file| !file.starts_with("bin/"));
    let forgotten: Vec<String> = of_the_library.filter(|file| !listed.contains(&root().join(file))).collect();
    assert!(forgotten.is_empty(), "{forgotten:?}");
}

#[test]
fn a_file_tells_one_story_and_a_folder_holds_a_dozen() {
    let mut folders: BTreeMap<String, usize> = BTreeMap::new();
    let mut long = BTreeSet::new();
    for file in files(&root()) {
        if std::fs::read_to_string(root().join(&file)).unwrap().lines().count() > MOST_LINES {
            long.insert(file.clone());
        }
        if let Some((folder, _)) = file.rsplit_once('/') {
            *folders.entry(folder.to_owned()).or_default() += 1;
        }
    }
    let crowded: BTreeSet<String> =
        folders.into_iter().filter(|&(_, files)| files > MOST_FILES).map(|(folder, _)| folder).collect();
    assert!(long.is_empty(), "over {MOST_LINES} lines: {long:?}");
    assert!(crowded.is_empty(), "over {MOST_FILES} files: {crowded:?}");
}

/// Rustdoc builds all examples as one program, unless one of them does not build there: then it builds each for itself, in twenty times
/// the time, and says nothing of it. A path from the file that an example stands in leads elsewhere from that one program.
#[test]
fn examples_in_the_documentation_find_files_from_the_root_of_the_package() {
    let mut elsewhere = BTreeSet::new();
    for file in files(&root()) {
        let text = std::fs::read_to_string(root().join(&file)).unwrap();
        let documented = text.lines().map(str::trim_start).filter(|line| line.starts_with("///") || line.starts_with("//!"));
        if documented.into_iter().any(|line| line.contains("include_") && line.contains("!(\"..")) {
            elsewhere.insert(file);
        }
    }
    assert!(elsewhere.is_empty(), "read with `std::fs::read(\"examples/data/…\")`: {elsewhere:?}");
}

/// A little crate: `top` hands on what `low::deep` declares, and `high` is listed above `low`.
fn little(high: &str) -> BTreeSet<(Module, String, String)> {
    let module = |path: &str| path.split("::").filter(|name| !name.is_empty()).map(str::to_owned).collect::<Module>();
    let pages: BTreeMap<Module, Page> = [
        ("", "mod first;\npub mod top; // mod no;\nmod tests { }"),
        ("first", ""),
        (
            "top",
            "mod high;\npub(crate) mod low;\npub use low::{deep::{Deep, Other as Another}, *};\nuse crate::first::Thing;",
        ),
        ("top::high", high),
        ("top::low", "mod deep;\nuse super::{Own, high::Up};"),
        ("top::low::deep", "use super::super::high;"),
    ]
    .into_iter()
    .map(|(path, text)| (module(path), page(PathBuf::new(), text)))
    .collect();
    let wrong = |(from, page): (&Module, &Page)| {
        let to = |path: Vec<String>| out_of_order(from, &owner(&path, from, &pages), &pages);
        paths(&page.text).into_iter().filter_map(to).collect::<Vec<_>>()
    };
    pages.iter().flat_map(wrong).collect()
}

#[test]
fn imports_of_siblings_are_found_however_they_are_written() {
    let wrong = BTreeSet::from([(vec!["top".to_owned()], "high".to_owned(), "low".to_owned())]);
    for high in [
        "use super::low;",
        "use super::low::{Name, deep};",
        "use super::{Own, low::deep::Deep};",
        "use super::Deep;",
        "fn f() { crate::top::low::deep::go() }",
        "use crate::{first, top::{self, Deep as Depth}};",
        "macro_rules! m { () => { $crate::top::low::go!() } }",
    ] {
        assert_eq!(little(high), wrong, "{high}");
    }
    for high in [
        "use super::{Own, Thing};\nuse crate::first::{self, Thing};",
        "// use super::low;\nuse mycrate::top::low;",
        "mod tests {\n    use super::low;\n}\n",
    ] {
        assert_eq!(little(&format!("\n{high}")), BTreeSet::new(), "{high}");
    }
}

#[test]
fn imports_are_found_however_they_are_written() {
    let text = "use crate::{a, b::{self, C as D, e::*}, f};\nfn f() { $crate::g::words!(); crate::a::b::c }";
    let found: Vec<String> = paths(text).iter().map(|path| path.join("::")).collect();
    assert_eq!(
        found,
        ["crate::a", "crate::b", "crate::b::C", "crate::b::e", "crate::f", "crate::g::words", "crate::a::b::c"]
    );
}
