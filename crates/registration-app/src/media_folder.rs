//! Uploaded pictures in a folder: one file each, named by its id.

use async_trait::async_trait;
use registration_core::{
    model::{MediaId, Picture},
    ports::{MediaStore, StoreError},
};
use std::{
    fs,
    io::{self, ErrorKind, Write as _},
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

/// How the file of a picture that is not whole yet begins; no id does.
const UNFINISHED: &str = ".upload-";

/// How old such a file is when nobody is writing it any more.
const ABANDONED: Duration = Duration::from_secs(60 * 60);

/// A folder of pictures. Several processes may share it.
#[derive(Debug, Clone)]
pub(crate) struct MediaFolder(PathBuf);

impl MediaFolder {
    /// The folder at `path`; it is made with its first picture.
    pub(crate) fn at(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }

    /// Removes what processes that were killed left half written.
    pub(crate) fn sweep(&self) -> io::Result<()> {
        for entry in listed(&self.0)? {
            let entry = entry?;
            let is_unfinished = entry.file_name().to_string_lossy().starts_with(UNFINISHED);
            if is_unfinished && is_abandoned(&entry) {
                gone(fs::remove_file(entry.path()))?;
            }
        }
        Ok(())
    }

    /// Does `work` on the folder where waiting for a disk holds nobody up.
    async fn on<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Path) -> io::Result<T> + Send + 'static,
    ) -> Result<T, StoreError> {
        let folder = self.0.clone();
        let done = tokio::task::spawn_blocking(move || work(&folder)).await;
        let done = done.map_err(|error| StoreError::Unavailable(error.into()))?;
        done.map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists => StoreError::Duplicate("picture"),
            _ => StoreError::Unavailable(error.into()),
        })
    }
}

#[async_trait]
impl MediaStore for MediaFolder {
    async fn put(&self, id: MediaId, picture: &Picture) -> Result<(), StoreError> {
        let picture = picture.clone();
        self.on(move |folder| write(folder, id, picture.bytes()))
            .await
    }

    async fn get(&self, id: MediaId) -> Result<Option<Picture>, StoreError> {
        let read = move |folder: &Path| match fs::read(folder.join(id.to_string())) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            read => read.map(Some),
        };
        let bytes = self.on(read).await?;
        bytes
            .map(Picture::from_bytes)
            .transpose()
            .map_err(|cause| StoreError::corrupt("picture", cause))
    }

    async fn ids(&self, after: Option<MediaId>, limit: u32) -> Result<Vec<MediaId>, StoreError> {
        self.on(move |folder| {
            let mut ids = Vec::new();
            for entry in listed(folder)? {
                ids.extend(named(&entry?).filter(|id| after.is_none_or(|after| *id > after)));
            }
            ids.sort_unstable();
            ids.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
            Ok(ids)
        })
        .await
    }

    async fn forget(&self, id: MediaId) -> Result<(), StoreError> {
        self.on(move |folder| gone(fs::remove_file(folder.join(id.to_string()))))
            .await
    }
}

/// Writes a picture under another name, then gives it its own: under that it is whole or not there. Both the file and
/// its name are on the disk when this returns.
fn write(folder: &Path, id: MediaId, bytes: &[u8]) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)?;
    let mut file = tempfile::Builder::new()
        .prefix(UNFINISHED)
        .tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist_noclobber(folder.join(id.to_string()))
        .map_err(|failed| failed.error)?;
    fs::File::open(folder)?.sync_all()
}

/// What lies in a folder; nothing, while there is none.
fn listed(folder: &Path) -> io::Result<impl Iterator<Item = io::Result<fs::DirEntry>>> {
    match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None.into_iter().flatten()),
        entries => Ok(Some(entries?).into_iter().flatten()),
    }
}

/// The picture that a file is named by, if it is named as we name it.
fn named(entry: &fs::DirEntry) -> Option<MediaId> {
    let name = entry.file_name();
    let id: MediaId = name.to_str()?.parse().ok()?;
    (name.to_str() == Some(id.to_string().as_str())).then_some(id)
}

fn is_abandoned(entry: &fs::DirEntry) -> bool {
    let written = entry.metadata().and_then(|about| about.modified());
    written.is_ok_and(|at| {
        SystemTime::now()
            .duration_since(at)
            .is_ok_and(|age| age > ABANDONED)
    })
}

/// Somebody else may have removed it first.
fn gone(removed: io::Result<()>) -> io::Result<()> {
    match removed {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}

#[cfg(test)]
mod tests;
