//! Where files lie: object storage, a local folder by default. Names are ours, never the sender's.

use std::{path::Path, sync::Arc};

use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures::{StreamExt, TryStreamExt};
use object_store::{ObjectStore, ObjectStoreExt, PutMode, local::LocalFileSystem, path::Path as Key};

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
        std::fs::create_dir_all(folder)
            .map_err(|e| std::io::Error::new(e.kind(), format!("{}: {e}", folder.display())))
            .map_err(|e| crate::Error::outside("the folder for files", e))?;
        Ok(Self { store: Arc::new(LocalFileSystem::new_with_prefix(folder)?) })
    }

    /// Stores `content` under a key that was never used; the row that names it is written afterwards,
    /// so a row never lacks its file.
    ///
    /// # Errors
    /// When the key is taken or the storage refuses.
    pub async fn put(&self, key: &str, content: Bytes) -> Result<()> {
        self.store.put_opts(&Key::from(key), content.into(), PutMode::Create.into()).await?;
        Ok(())
    }

    /// # Errors
    /// When there is no such file or the storage refuses.
    pub async fn get(&self, key: &str) -> Result<Bytes> {
        Ok(self.store.get(&Key::from(key)).await?.bytes().await?)
    }

    /// Takes a file away; one that is not there is no problem.
    ///
    /// # Errors
    /// When the storage refuses.
    pub async fn delete(&self, key: &str) -> Result<()> {
        match self.store.delete(&Key::from(key)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Keys of what was stored before `moment`.
    ///
    /// # Errors
    /// When the storage cannot be listed.
    pub async fn list_before(&self, moment: DateTime<Utc>) -> Result<Vec<String>> {
        let old = self.store.list(None).try_filter(|object| futures::future::ready(object.last_modified < moment));
        Ok(old.map(|object| object.map(|o| o.location.to_string())).boxed().try_collect().await?)
    }
}
