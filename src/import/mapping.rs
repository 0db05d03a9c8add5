//! What a mapping says: which column of a log holds what, and which event each activity is.

use std::collections::BTreeMap;

use serde::de::{Deserialize as _, Deserializer, Error as _};

use crate::cycle::Kind;
use crate::strict::{choice, object};

object! {
    /// A mapping as it is written, before it is checked: see the module [`import`](super).
    ///
    /// ```
    /// use practice_cycle::import::{Mapping, MappingError, RawMapping};
    /// let raw: RawMapping = serde_json::from_str(&std::fs::read_to_string("examples/data/invented_log.mapping.json")?)?;
    /// assert!(Mapping::try_from(raw.clone()).is_ok());
    ///
    /// let refused: MappingError = Mapping::try_from(RawMapping { format: 2, ..raw }).unwrap_err();
    /// assert_eq!(refused.to_string(), "`format` is 2; this version reads mappings in format 1");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[derive(Debug, Clone, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "ImportMapping", deny_unknown_fields))]
    pub struct RawMapping {
        /// The format of the mapping: 1.
        pub format: u32,
        /// What it is about, in words for people.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub about: Option<String>,
        /// In what the log is written.
        pub log: LogFormat,
        /// How times are written.
        #[serde(default)]
        pub times: Times,
        /// Words that stand for nothing, such as `nan` or `NULL`: a column that holds one is empty.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub empty: Vec<String>,
        /// In which order the rows are taken.
        #[serde(default)]
        pub order: Order,
        /// The reference of the cycle that a row belongs to.
        pub cycle: Value,
        /// The column of when it occurred.
        pub occurred_at: String,
        /// The column of when it was recorded. Left out, or empty in a row: as it occurred.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub recorded_at: Option<String>,
        /// The reference of whoever did it.
        pub by: Value,
        /// The reference of whoever wrote it down, where that was somebody else.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub recorded_by: Option<Value>,
        /// The role in which they did it, where that is to be said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub in_role: Option<Value>,
        /// The column of the activity.
        pub activity: String,
        /// Which event each activity is.
        pub activities: Activities,
        /// Rows that are left out on purpose: the first of these that holds of a row counts.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub leave_out: Vec<LeaveOut>,
        /// Columns that are passed over on purpose, and so are not listed as not mapped.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub ignore: Vec<String>,
        /// What the log does not say and every cycle begins with, in this order: that it was opened, and who was there.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub opening: Vec<Stated>,
        /// How somebody who acts enters a cycle, where the log does not say when they did.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub entering: Option<Entering>,
        /// What stands for what: by the name of a table, a word of the log, and ours.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        pub tables: BTreeMap<String, BTreeMap<String, String>>,
    }
}

choice! {
    /// In what a log is written.
    ///
    /// ```
    /// use practice_cycle::import::LogFormat;
    /// let semicolons: LogFormat = serde_json::from_str(r#"{"csv":{"delimiter":";"}}"#)?;
    /// assert_ne!(semicolons, serde_json::from_str(r#""xes""#)?);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[derive(Debug, Clone, PartialEq, Eq)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "ImportLogFormat", deny_unknown_fields))]
    pub enum LogFormat {
        /// CSV by RFC 4180 in UTF-8, with a line of names first.
        Csv {
            /// What stands between values: one ASCII character. Left out: a comma.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            delimiter: Option<char>,
            /// Columns that hold an object of JSON. Each of its members is a column, by both names with a point between.
            #[serde(default, skip_serializing_if = "Vec::is_empty")]
            json: Vec<String>,
        },
        /// XES (IEEE 1849), not compressed. A column is the key of an attribute of the event; `trace:` before it, of the trace. What is
        /// nested in another attribute is named by both keys, with `/` between; the values of a list stand in the column of the list.
        Xes,
    }
}

object! {
    /// How times are written.
    ///
    /// ```
    /// use practice_cycle::import::Times;
    /// let times: Times = serde_json::from_str(r#"{"formats":["%d/%m/%Y %H:%M"],"zone":"Europe/London"}"#)?;
    /// assert_eq!(times.formats.len(), 1);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[derive(Debug, Clone, PartialEq, Eq)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "ImportTimes", deny_unknown_fields))]
    pub struct Times {
        /// The first of these that fits a time is how it is written: `rfc3339`, or as `strftime` writes it (`%d/%m/%Y %H:%M`). A
        /// day alone is the first instant of that day.
        #[serde(default = "rfc3339")]
        pub formats: Vec<String>,
        /// The zone of times without an offset, by its name of IANA.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub zone: Option<String>,
    }
}

impl Default for Times {
    fn default() -> Self {
        Self { formats: rfc3339(), zone: None }
    }
}

fn rfc3339() -> Vec<String> {
    vec!["rfc3339".to_owned()]
}

choice! {
    /// In which order the rows of a cycle are taken. For any but the first, the whole log is held in memory.
    ///
    /// ```
    /// use practice_cycle::import::Order;
    /// assert_eq!(serde_json::from_str::<Order>(r#""by_time""#)?, Order::ByTime);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[derive(Debug, Clone, PartialEq, Eq)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "ImportOrder", deny_unknown_fields))]
    pub enum Order {
        /// As they stand in the log: one that was recorded before the row before it is refused.
        AsWritten,
        /// By when they were recorded; those of one instant as they stand in the log.
        ByTime,
        /// By the number in a column; those of one number as they stand in the log.
        ByNumber(String),
    }
}

#[expect(clippy::derivable_impls, reason = "the macro that declares it has no room for `#[default]`")]
impl Default for Order {
    fn default() -> Self {
        Self::AsWritten
    }
}

choice! {
    /// Which event each activity is.
    ///
    /// ```
    /// use practice_cycle::import::Activities;
    /// let coded: Activities = serde_json::from_str(r#"{"codes":{"data":{"fields":{"prefix":"data."}}}}"#)?;
    /// assert!(matches!(coded, Activities::Codes { .. }));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[derive(Debug, Clone, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "ImportActivities", deny_unknown_fields))]
    pub enum Activities {
        /// By the words of the log, as they stand there.
        Named(BTreeMap<String, Activity>),
        /// Each activity is the code of an event, and the data are found in the same way, but for those that are named.
        Codes {
            /// The data.
            data: Value,
            /// Codes of which something else is said.
            #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
            except: BTreeMap<String, Activity>,
        },
    }
}

choice! {
    /// What an activity is.
    ///
    /// ```
    /// use practice_cycle::import::Activity;
    /// assert_eq!(serde_json::from_str::<Activity>(r#""leave_out""#)?, Activity::LeaveOut);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[derive(Debug, Clone, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "ImportActivity", deny_unknown_fields))]
    pub enum Activity {
        /// An event.
        Event {
            /// Its kind.
            #[serde(deserialize_with = "kind")]
            r#type: Kind,
            /// Its data, as it is stored.
            data: Value,
        },
        /// None: its rows are left out, and counted.
        LeaveOut,
    }
}

/// A kind of event. In a mapping, which people write, a code that there is not is a mistake, and not what a newer version wrote.
fn kind<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Kind, D::Error> {
    let code = String::deserialize(deserializer)?;
    let unknown = "expected the code of an event; `practice-cycle schema import_mapping` lists them";
    Kind::from_code(&code).ok_or_else(|| D::Error::custom(unknown))
}

choice! {
    /// Where a value comes from. Space around what stands in a column is taken away, and nothing is left of an empty one: a field that
    /// may be left out is, and one that may not is missing.
    ///
    /// What stands in a column becomes a number where the field takes one, and a list of one where it takes a list.
    ///
    /// ```
    /// use practice_cycle::import::Value;
    /// let space: Value = serde_json::from_str(r#"{"lookup":{"column":"place","table":"spaces"}}"#)?;
    /// assert!(matches!(space, Value::Lookup { .. }));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[derive(Debug, Clone, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "ImportValue", deny_unknown_fields))]
    pub enum Value {
        /// What stands in a column.
        Column(String),
        /// The same in every row.
        Constant(serde_json::Value),
        /// What a table has for what stands in a column.
        Lookup {
            /// The column.
            column: String,
            /// The name of the table.
            table: String,
            /// What it is where the table has nothing. Left out: the row is refused.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            otherwise: Option<String>,
        },
        /// A reference made of what stands in columns: the same for the same, and it does not say what stood there. Nothing, where one
        /// of them is empty.
        ///
        /// The prefix, a hyphen, and 20 hexadecimal digits of a digest. Whoever can guess what stood there can find it by trying,
        /// unless there is a key ([`Mapping::with_key`](super::Mapping::with_key)).
        Reference {
            /// The columns.
            columns: Vec<String>,
            /// The name of a table that has something for what stands in each, of which the reference is made.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            table: Option<String>,
            /// What the reference begins with, and what keeps references of different kinds apart.
            prefix: String,
        },
        /// Several values that stand in one column.
        List {
            /// The column.
            column: String,
            /// What stands between them. Left out: each attribute of XES with that key is one.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            separator: Option<String>,
            /// The name of a table that has something for each.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            table: Option<String>,
            /// Makes a reference of each, as `reference` does.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            prefix: Option<String>,
        },
        /// A day.
        Day {
            /// The column.
            column: String,
            /// How it is written, as `strftime` writes it: the first that fits.
            formats: Vec<String>,
        },
        /// An instant that stands in a column, written as times are.
        Time(String),
        /// An object, by the names of its fields.
        Parts(BTreeMap<String, Value>),
        /// A list, item by item.
        Items(Vec<Value>),
        /// Every field from the column that is called by its path, with points between: `data.terms.lead`. Of a part with variants, the
        /// column of its own path holds the code of the variant. Values of a list stand in one column, in the order of its items, and
        /// `-` where an item has none; of a list in a list, with commas between.
        Fields {
            /// What the names of these columns begin with.
            prefix: String,
            /// What stands between the values of a list. Left out: a space.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            separator: Option<String>,
            /// What the names begin with of those columns that hold references. The last word in them is the reference, as the export
            /// writes first what it is of.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            references: Option<String>,
        },
    }
}

object! {
    /// Rows that are left out on purpose.
    ///
    /// ```
    /// use practice_cycle::import::LeaveOut;
    /// let tests: LeaveOut = serde_json::from_str(r#"{"column":"state","values":["test"],"because":"entries of the training"}"#)?;
    /// assert_eq!(tests.values, ["test"]);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[derive(Debug, Clone, PartialEq, Eq)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "ImportLeaveOut", deny_unknown_fields))]
    pub struct LeaveOut {
        /// The column.
        pub column: String,
        /// What stands there in such rows.
        pub values: Vec<String>,
        /// Why they are left out, for whoever reads the count of them.
        pub because: String,
    }
}

object! {
    /// Something that the mapping states, and not the log. Columns are those of the first row of the cycle.
    ///
    /// ```
    /// use practice_cycle::import::Stated;
    /// let opened: Stated = serde_json::from_str(
    ///     r#"{"type":"cycle_opened","by":{"constant":"p-1"},"data":{"constant":{"cycle":"cy-1","format":1,"clinician":"p-1","team":"t-1"}}}"#,
    /// )?;
    /// assert!(opened.at.is_none());
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[derive(Debug, Clone, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "ImportStated", deny_unknown_fields))]
    pub struct Stated {
        /// The kind of event.
        #[serde(deserialize_with = "kind")]
        pub r#type: Kind,
        /// The reference of whoever did it.
        pub by: Value,
        /// Its data.
        pub data: Value,
        /// When it occurred and was recorded. Left out: when the first row of the cycle occurred.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub at: Option<Value>,
    }
}

object! {
    /// How somebody who acts in a row, and of whom nothing was said so far, enters the cycle: as the row occurred.
    ///
    /// ```
    /// use practice_cycle::import::Entering;
    /// let entering: Entering = serde_json::from_str(
    ///     r#"{"role":{"lookup":{"column":"resource","table":"roles"}},"by":{"constant":"p-1"}}"#,
    /// )?;
    /// assert!(serde_json::to_string(&entering)?.contains("roles"));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[derive(Debug, Clone, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "ImportEntering", deny_unknown_fields))]
    pub struct Entering {
        /// The role.
        pub role: Value,
        /// The reference of whoever recorded that.
        pub by: Value,
    }
}

/// The JSON Schema of mappings, so that editors complete them.
///
/// ```
/// let schema = practice_cycle::import::schema();
/// assert_eq!(schema.pointer("/$id").unwrap(), "urn:practice-cycle:import-mapping");
/// ```
#[cfg(feature = "schemars")]
#[must_use]
pub fn schema() -> schemars::Schema {
    let mut schema = crate::json_schema::derived::read::<RawMapping>("urn:practice-cycle:import-mapping");
    if let Some(format) = schema.pointer_mut("/properties/format") {
        *format = serde_json::json!({"description": "The format of the mapping: 1.", "const": 1});
    }
    schema
}
