//! Files: what is read from one, or is given as it is, and what is written.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use pyo3::exceptions::{PyFileExistsError, PyTypeError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString};

use crate::errors;

/// Something to read, and the file that it came from, if it came from one.
#[derive(Debug)]
pub(crate) struct Source {
    pub(crate) path: Option<PathBuf>,
    pub(crate) bytes: Vec<u8>,
}

impl<'a, 'py> FromPyObject<'a, 'py> for Source {
    type Error = PyErr;

    /// Bytes are the content; so is a text whose first visible letter is `{`, as everything that is read here begins. Any other text, and
    /// whatever else names a path, names a file.
    fn extract(value: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        if let Ok(bytes) = value.cast::<PyBytes>() {
            return Ok(Self { path: None, bytes: bytes.as_bytes().to_vec() });
        }
        if let Ok(text) = value.cast::<PyString>() {
            let text = text.to_str()?;
            if text.trim_start_matches('\u{feff}').trim_start().starts_with('{') {
                return Ok(Self { path: None, bytes: text.as_bytes().to_vec() });
            }
        }
        let Ok(path) = value.extract::<PathBuf>() else {
            let name = value.get_type().name()?;
            return Err(PyTypeError::new_err(format!("expected a path, a text or bytes; found {name}")));
        };
        let read = value.py().detach(|| std::fs::read(&path));
        match read {
            Ok(bytes) => Ok(Self { path: Some(path), bytes }),
            Err(why) => Err(errors::file(&why, &path)),
        }
    }
}

impl Source {
    /// The content as a text.
    pub(crate) fn text(&self) -> PyResult<&str> {
        std::str::from_utf8(&self.bytes)
            .map_err(|why| errors::argument(format!("expected UTF-8; byte {} is none of it", why.valid_up_to() + 1)))
    }
}

/// Writes a file beside its place, and then puts it there: a failure leaves what was there before.
pub(crate) fn write(path: &Path, bytes: &[u8], overwrite: bool) -> PyResult<()> {
    if !overwrite && path.exists() {
        return Err(exists(path));
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut draft = tempfile::Builder::new();
    #[cfg(unix)]
    draft.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let written = draft.prefix(".practice-cycle-").tempfile_in(folder).and_then(|mut draft| {
        draft.write_all(bytes)?;
        draft.as_file().sync_all()?;
        if !overwrite {
            return Ok(draft.persist_noclobber(path)?);
        }
        if let Ok(old) = path.metadata() {
            draft.as_file().set_permissions(old.permissions())?;
        }
        Ok(draft.persist(path)?)
    });
    match written {
        Ok(_) => Ok(()),
        Err(why) if why.kind() == std::io::ErrorKind::AlreadyExists => Err(exists(path)),
        Err(why) => Err(errors::file(&why, path)),
    }
}

fn exists(path: &Path) -> PyErr {
    PyFileExistsError::new_err(format!("{} is there already; `overwrite=True` replaces it", path.display()))
}
