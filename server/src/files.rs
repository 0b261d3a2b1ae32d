//! Where files lie: object storage, a local folder by default. Names are ours, never the sender's.

use std::{path::Path, sync::Arc};

use bytes::Bytes;
use object_store::{ObjectStore, ObjectStoreExt, local::LocalFileSystem, path::Path as Key};

use crate::Result;

#[derive(Clone)]
pub struct FileStore {
    store: Arc<dyn ObjectStore>,
}

impl FileStore {
    /// A local folder, made when it is missing.
    ///
    /// # Errors
    /// When the folder cannot be made or opened.
    pub fn local(folder: &Path) -> Result<Self> {
        std::fs::create_dir_all(folder).map_err(|e| crate::Error::outside("the folder for files", e))?;
        Ok(Self { store: Arc::new(LocalFileSystem::new_with_prefix(folder)?) })
    }

    /// Stores `content`; the row that names it is written afterwards, so a row never lacks its file.
    ///
    /// # Errors
    /// When the storage refuses.
    pub async fn put(&self, key: &str, content: Bytes) -> Result<()> {
        self.store.put(&Key::from(key), content.into()).await?;
        Ok(())
    }

    /// # Errors
    /// When there is no such file or the storage refuses.
    pub async fn get(&self, key: &str) -> Result<Bytes> {
        Ok(self.store.get(&Key::from(key)).await?.bytes().await?)
    }
}
