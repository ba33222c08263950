//! Enums that a newer server may extend.

/// Defines a string enum with an `Unknown(String)` variant for values added by newer servers.
macro_rules! open_enum {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$doc])*
        ///
        /// Values that are not listed are kept as [`Unknown`](Self::Unknown).
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)*
            /// A value that this version of the crate does not know, as sent by the server.
            Unknown(String),
        }

        impl $name {
            /// The known values, in the order of the OpenAPI document.
            pub const KNOWN: &'static [&'static str] = &[$($text),*];

            /// Returns the value in the spelling of the API.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::Unknown(text) => text,
                }
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                match text {
                    $($text => Self::$variant,)*
                    _ => Self::Unknown(text.to_owned()),
                }
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                match self {
                    Self::Unknown(text) => f.pad(&$crate::SingleLine(text).to_string()),
                    known => f.pad(known.as_str()),
                }
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = ::std::borrow::Cow::<str>::deserialize(deserializer)?;
                Ok(Self::from(text.as_ref()))
            }
        }

        #[cfg(feature = "schemars")]
        impl ::schemars::JsonSchema for $name {
            fn schema_name() -> ::std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
                // A newer server may send other values.
                ::schemars::json_schema!({ "type": "string", "examples": Self::KNOWN })
            }
        }
    };
}

pub(crate) use open_enum;

open_enum! {
    /// The format of a date, a time or both in a message of the server.
    DateTimeFormat {
        /// The date in digits.
        ShortDate = "SHORT_DATE",
        /// The date with the month as an abbreviation.
        MedDate = "MED_DATE",
        /// The date with the month in full.
        LongDate = "LONG_DATE",
        /// The date with the day of the week.
        FullDate = "FULL_DATE",
        /// The time in digits.
        ShortTime = "SHORT_TIME",
        /// The time in medium length.
        MedTime = "MED_TIME",
        /// The time in long form.
        LongTime = "LONG_TIME",
        /// The time in full.
        FullTime = "FULL_TIME",
        /// Date and time in digits; the default.
        ShortDateTime = "SHORT_DATE_TIME",
        /// Date and time in medium length.
        MedDateTime = "MED_DATE_TIME",
        /// Date and time in long form.
        LongDateTime = "LONG_DATE_TIME",
        /// Date and time in full.
        FullDateTime = "FULL_DATE_TIME",
    }
}
