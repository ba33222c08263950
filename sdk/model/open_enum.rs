//! Lists of values that a newer server may extend.

/// An enum of texts that keeps a text it does not know instead of failing.
macro_rules! open_enum {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$doc])*
        ///
        /// The list is open: a value that is not listed is kept as [`Unknown`](Self::Unknown).
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)*
            /// A value that this version of the crate does not know, as the server sent it.
            Unknown(String),
        }

        impl $name {
            /// The values that are known, in the order of the OpenAPI document.
            pub const KNOWN: &'static [&'static str] = &[$($text),*];

            /// The value as it stands on the wire.
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
                    Self::Unknown(text) => f.pad(&$crate::OneLine(text).to_string()),
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
    /// How a date, a time or both are printed in a message of the server.
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
        /// The time, of medium length.
        MedTime = "MED_TIME",
        /// The time, long.
        LongTime = "LONG_TIME",
        /// The time in full.
        FullTime = "FULL_TIME",
        /// Date and time in digits: what holds when no format is set.
        ShortDateTime = "SHORT_DATE_TIME",
        /// Date and time, of medium length.
        MedDateTime = "MED_DATE_TIME",
        /// Date and time, long.
        LongDateTime = "LONG_DATE_TIME",
        /// Date and time in full.
        FullDateTime = "FULL_DATE_TIME",
    }
}
