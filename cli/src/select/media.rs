use std::collections::HashSet;
use std::fmt;

use vcenter_iso::{CdromId, LibraryItemId};

use crate::failure::Failure;
use crate::select::Image;
use crate::terminal::Excerpt;

/// The advice for an image that is not in the library any more.
pub(crate) const DELETED_ITEM: &str = "an image that was deleted from its library can still be mounted: `vcenter-iso \
                                       status` shows it, and --item-id or --cdrom selects it";

/// What a command works on: the CD-ROMs with an image, one CD-ROM, or all CD-ROMs with any image.
#[derive(Debug, Clone)]
pub(crate) enum Media {
    Image(Image),
    Cdrom(CdromId),
    AllImages,
}

impl Media {
    /// Returns the media that the options select.
    pub(crate) fn selected(cdroms: Vec<CdromId>, images: Vec<Image>) -> Result<Vec<Self>, Failure> {
        let mut seen = HashSet::new();
        let cdroms = cdroms.into_iter().filter(|cdrom| seen.insert(cdrom.clone())).map(Self::Cdrom);
        let media: Vec<_> = images.into_iter().map(Self::Image).chain(cdroms).collect();
        if media.is_empty() {
            return Err(Failure::usage("no image and no CD-ROM: pass --item, --item-id or --cdrom"));
        }
        Ok(media)
    }

    /// Returns the noun for several.
    pub(crate) fn plural(&self) -> &'static str {
        match self {
            Self::Image(_) | Self::AllImages => "images",
            Self::Cdrom(_) => "CD-ROMs",
        }
    }

    pub(crate) fn library_item(&self) -> Option<&LibraryItemId> {
        match self {
            Self::Image(image) => Some(&image.id),
            Self::Cdrom(_) | Self::AllImages => None,
        }
    }
}

impl fmt::Display for Media {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Image(image) => write!(f, "{image}"),
            Self::AllImages => f.write_str("all images"),
            Self::Cdrom(cdrom) => write!(f, "CD-ROM {}", Excerpt(cdrom.as_str())),
        }
    }
}

/// Returns the identifiers, separated by commas.
pub(crate) fn joined(cdroms: &[CdromId]) -> String {
    cdroms.iter().map(CdromId::as_str).collect::<Vec<_>>().join(",")
}
