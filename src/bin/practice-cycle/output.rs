//! What is written: over a file that exists only if asked to, never over an input, and each file whole or not at all.

use std::collections::HashSet;
use std::fs::{self, Metadata};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use crate::failure::Failure;
use crate::input::{Identity, identity, identity_of_input, identity_of_stdout, is_stdin};
use crate::told;

/// Whether files that exist may be overwritten.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct Force {
    /// Overwrite outputs that exist; a file that is also read never is
    #[arg(long)]
    force: bool,
}

/// The files that are read: which they are, and where they lie.
struct Inputs {
    files: HashSet<Identity>,
    places: HashSet<PathBuf>,
}

/// A file that will be written.
#[derive(Debug)]
pub(crate) struct Output {
    asked: PathBuf,
    /// Where it lies, whatever links lead there.
    place: PathBuf,
    old: Option<Metadata>,
}

impl Force {
    /// The files to write, before anything is read or written.
    ///
    /// Each that exists is refused unless overwriting was asked for; and always one that is read too, by whatever name, one that is
    /// no plain file, and one that is another output.
    pub(crate) fn outputs<'a, const N: usize>(
        self,
        asked: [Option<&PathBuf>; N],
        read: impl IntoIterator<Item = &'a Path>,
    ) -> Result<[Option<Output>; N], Failure> {
        let mut outputs = [const { None }; N];
        if asked.iter().all(Option::is_none) {
            return Ok(outputs);
        }
        // Standard input may come from a file, and standard output go to one.
        let mut inputs = Inputs { files: HashSet::new(), places: HashSet::new() };
        for path in read.into_iter().chain([Path::new("-")]) {
            inputs.files.extend(identity_of_input(path)?);
            inputs.places.extend(fs::canonicalize(path).ok());
        }
        let written = identity_of_stdout();
        for (place, path) in asked.iter().enumerate() {
            let Some(path) = path else { continue };
            let output = self.output(path, &inputs, written.as_ref())?;
            if let Some(other) = outputs.iter().flatten().find(|other: &&Output| other.is(&output)) {
                return Err(Failure::SameOutput { one: other.asked.clone(), other: output.asked });
            }
            if let Some(room) = outputs.get_mut(place) {
                *room = Some(output);
            }
        }
        Ok(outputs)
    }

    fn output(self, path: &Path, read: &Inputs, written: Option<&Identity>) -> Result<Output, Failure> {
        let asked = || path.to_path_buf();
        if is_stdin(path) {
            return Err(Failure::usage("`-` is standard input; an output needs the name of a file"));
        }
        let why = |why| Failure::Unwritable { path: asked(), why };
        if path.exists() && !path.is_file() {
            return Err(Failure::NoPlainFile { path: asked() });
        }
        let old = identity(path).map_err(why)?;
        if old.as_ref().is_some_and(|old| read.files.contains(old))
            || fs::canonicalize(path).is_ok_and(|place| read.places.contains(&place))
        {
            return Err(Failure::IsInput { path: asked() });
        }
        if old.is_some() && old.as_ref() == written {
            return Err(Failure::SameOutput { one: asked(), other: PathBuf::from("standard output") });
        }
        match fs::symlink_metadata(path) {
            Ok(_) if !self.force => Err(Failure::Exists { path: asked() }),
            Ok(_) => {
                // What a link leads to is overwritten, and not the link.
                let place = fs::canonicalize(path).map_err(why)?;
                let old = Some(fs::metadata(&place).map_err(why)?);
                Ok(Output { asked: asked(), place, old })
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let name = path.file_name().ok_or_else(|| why(io::ErrorKind::InvalidFilename.into()))?;
                let folder = path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
                let place = fs::canonicalize(folder).map_err(why)?.join(name);
                Ok(Output { asked: asked(), place, old: None })
            }
            Err(error) => Err(why(error)),
        }
    }
}

/// What is written in a file, where its ending says what it is to other programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Written {
    Svg,
    Mermaid,
    Dot,
    Markdown,
}

impl Written {
    const ALL: [Self; 4] = [Self::Svg, Self::Mermaid, Self::Dot, Self::Markdown];
    /// File endings that are never written where pictures are asked for.
    const OTHERS: [&str; 9] = ["png", "jpg", "jpeg", "gif", "pdf", "html", "json", "jsonl", "csv"];

    const fn called(self) -> &'static str {
        match self {
            Self::Svg => "an SVG",
            Self::Mermaid => "text for Mermaid, which draws it",
            Self::Dot => "text for Graphviz, which draws it (`dot -Tsvg`)",
            Self::Markdown => "a table in Markdown",
        }
    }

    const fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Svg => &["svg"],
            Self::Mermaid => &["mmd", "mermaid"],
            Self::Dot => &["dot", "gv"],
            Self::Markdown => &["md", "markdown"],
        }
    }

    /// Refuses a name that ends as another form does: programs would take it for that. Any other ending will do.
    pub(crate) fn in_file(self, path: Option<&PathBuf>) -> Result<(), Failure> {
        let ending = path.and_then(|path| path.extension()?.to_str()).unwrap_or_default().to_ascii_lowercase();
        let is_of = |form: &Self| form.endings().contains(&&*ending);
        let is_foreign = Self::OTHERS.contains(&&*ending) || Self::ALL.iter().any(is_of);
        match (path, self.endings()) {
            (Some(path), [own, ..]) if is_foreign && !is_of(&self) => {
                let (name, what) = (told::name(path.display()), self.called());
                Err(Failure::usage(format!("{name}: what would be written is {what}; let the name end in `.{own}`")))
            }
            (_, _) => Ok(()),
        }
    }
}

impl Output {
    /// The path as it was asked for.
    pub(crate) fn path(&self) -> &Path {
        &self.asked
    }

    fn is(&self, other: &Self) -> bool {
        self.place == other.place || same_file::is_same_file(&self.place, &other.place).unwrap_or(false)
    }

    /// Writes the file beside its place, and then puts it there: a failure leaves what was there before.
    pub(crate) fn write(self, written: &[u8]) -> Result<(), Failure> {
        let mut draft = self.draft()?;
        draft.write_all(written).map_err(|why| draft.failed(why))?;
        draft.keep()
    }

    fn failed(&self, why: io::Error) -> Failure {
        let path = self.asked.clone();
        if why.kind() == io::ErrorKind::AlreadyExists { Failure::Exists { path } } else { Failure::Unwritable { path, why } }
    }

    /// Begins the file beside its place, to be written bit by bit.
    pub(crate) fn draft(self) -> Result<Draft, Failure> {
        match new_file(self.place.parent().unwrap_or(Path::new("."))) {
            Ok(file) => Ok(Draft { output: self, file: BufWriter::new(file) }),
            Err(why) => Err(self.failed(why)),
        }
    }
}

/// A file that is being written. Unless it is kept, it is gone.
#[derive(Debug)]
pub(crate) struct Draft {
    output: Output,
    file: BufWriter<tempfile::NamedTempFile>,
}

impl Write for Draft {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Draft {
    /// The path as it was asked for.
    pub(crate) fn path(&self) -> &Path {
        self.output.path()
    }

    /// Where it lies until it is kept, for what writes by path.
    #[cfg(feature = "sqlite")]
    pub(crate) fn place(&self) -> &Path {
        self.file.get_ref().path()
    }

    /// What went wrong while it was written.
    pub(crate) fn failed(&self, why: io::Error) -> Failure {
        self.output.failed(why)
    }

    /// Puts it in its place.
    pub(crate) fn keep(self) -> Result<(), Failure> {
        let Self { output, file } = self;
        keep(file, &output).map_err(|why| output.failed(why))
    }
}

fn keep(file: BufWriter<tempfile::NamedTempFile>, output: &Output) -> io::Result<()> {
    let draft = file.into_inner().map_err(io::IntoInnerError::into_error)?;
    draft.as_file().sync_all()?;
    match &output.old {
        Some(old) => {
            draft.as_file().set_permissions(old.permissions())?;
            draft.persist(&output.place)?;
        }
        // Another program may have made it meanwhile; that one stays.
        None => _ = draft.persist_noclobber(&output.place)?,
    }
    Ok(())
}

/// A draft with the permissions of any new file, which those of a passing one are stricter than.
fn new_file(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut draft = tempfile::Builder::new();
    draft.prefix(".practice-cycle-");
    #[cfg(unix)]
    draft.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    draft.tempfile_in(folder)
}
