//! The built assets: hashed names, compressed at build time, kept by browsers for ever.

use std::path::{Path, PathBuf};

use axum::Router;
use http::{HeaderValue, header};
use tower_http::{services::ServeDir, set_header::SetResponseHeaderLayer};

/// Where the site folder is and what its files are called now.
#[derive(Clone, Debug, Default)]
pub struct Assets {
    pub site: PathBuf,
    /// What the islands' files are called, without their endings.
    pub name: String,
    /// Address of the stylesheet.
    pub css: String,
    /// `cargo leptos watch` builds them again under the same names: nobody may keep them.
    changing: bool,
}

#[derive(serde::Deserialize)]
struct Manifest {
    name: String,
    css: String,
}

impl Assets {
    /// # Errors
    /// One line when the folder has no `assets.json`.
    pub fn load(site: &Path) -> Result<Self, String> {
        if let Some(assets) = Self::of_cargo_leptos() {
            return Ok(assets);
        }
        let file = site.join("assets.json");
        let text = std::fs::read_to_string(&file).map_err(|_| {
            format!(
                "the assets are not built: {} is missing (run `make assets`, or set AFTERLOAN_SITE)",
                file.display()
            )
        })?;
        let manifest: Manifest = serde_json::from_str(&text).map_err(|e| format!("{}: {e}", file.display()))?;
        let site = site.canonicalize().map_err(|e| format!("{}: {e}", site.display()))?;
        Ok(Self { name: manifest.name, css: manifest.css, site, changing: false })
    }

    /// What cargo-leptos tells the program that it runs. It does not put style sheets together: they come as they
    /// are written.
    fn of_cargo_leptos() -> Option<Self> {
        let (name, site) = (std::env::var("LEPTOS_OUTPUT_NAME").ok()?, std::env::var_os("LEPTOS_SITE_ROOT")?);
        Some(Self { site: PathBuf::from(site), name, css: "/style/main.css".to_owned(), changing: true })
    }

    /// `/pkg/…` for ever; icons and manifest as the browser likes.
    pub fn routes(&self) -> Router {
        let kept = if self.changing { "no-store" } else { "public, max-age=31536000, immutable" };
        let forever = SetResponseHeaderLayer::overriding(header::CACHE_CONTROL, HeaderValue::from_static(kept));
        let folder = |path: PathBuf| ServeDir::new(path).precompressed_br().precompressed_gzip();
        let pkg = Router::new().fallback_service(folder(self.site.join("pkg"))).layer(forever.clone());
        let mut routes = Router::new().nest_service("/pkg", pkg);
        if self.changing {
            let written = Router::new().fallback_service(ServeDir::new("style")).layer(forever);
            routes = routes.nest_service("/style", written);
        }
        for name in [
            "favicon.svg",
            "manifest.webmanifest",
            "apple-touch-icon.png",
            "icon-192.png",
            "icon-512.png",
            "robots.txt",
        ] {
            let file = tower_http::services::ServeFile::new(self.site.join(name));
            routes = routes.route_service(&format!("/{name}"), file);
        }
        routes
    }
}
