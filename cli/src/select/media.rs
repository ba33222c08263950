use std::fmt;

use vcenter_iso::{CdromId, LibraryItemId};

use crate::failure::Failure;
use crate::select::Image;
use crate::terminal::Excerpt;

/// What a command works on: the CD-ROMs with an image, or one CD-ROM.
#[derive(Debug, Clone)]
pub(crate) enum Media {
    Image(Image),
    Cdrom(CdromId),
}

impl Media {
    /// Returns the media that the options select.
    pub(crate) fn selected(cdrom: Option<CdromId>, image: Option<Image>) -> Result<Self, Failure> {
        match (cdrom, image) {
            (Some(cdrom), _) => Ok(Self::Cdrom(cdrom)),
            (None, Some(image)) => Ok(Self::Image(image)),
            (None, None) => Err(Failure::usage("no image and no CD-ROM: pass --item, --item-id or --cdrom")),
        }
    }

    pub(crate) fn library_item(&self) -> Option<&LibraryItemId> {
        match self {
            Self::Image(image) => Some(&image.id),
            Self::Cdrom(_) => None,
        }
    }
}

impl fmt::Display for Media {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Image(image) => write!(f, "{image}"),
            Self::Cdrom(cdrom) => write!(f, "CD-ROM {}", Excerpt(cdrom.as_str())),
        }
    }
}

/// Returns the identifiers, separated by commas.
pub(crate) fn joined(cdroms: &[CdromId]) -> String {
    cdroms.iter().map(CdromId::as_str).collect::<Vec<_>>().join(",")
}
