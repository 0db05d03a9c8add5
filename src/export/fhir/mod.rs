//! A cycle as resources of HL7 FHIR R5 (5.0.0), for systems of health services beside those of social care.
//!
//! FHIR describes the care of patients. A cycle is the working agreement between two professions, so that most of it has no place there;
//! what has one is written, what has none is named ([`Lost`]) with each resource that it would belong to.
//!
//! | Here | In FHIR | What is lost |
//! |---|---|---|
//! | the cycle | `CareTeam`: `identifier`, `status`, `period`, `managingOrganization` (the team, and what it became) | joining, the boundary, concerns, consents, discussions, decisions, practice with families, corrections |
//! | somebody who takes part | `CareTeam.participant`: `member`, `role` (those held, or held last), `coveragePeriod` | members of the family, roles through time, registration |
//! | a case about which a contract was invited | `EpisodeOfCare`: `identifier`, `status`, `type` (kinds of case), `patient`, `careManager` (the clinician), `careTeam`, `period` | legal status, who leads in the case; cases about which nothing was invited |
//! | a contract | `Task`: `identifier`, `groupIdentifier` (the cycle) | the stages before |
//! | its stage | `Task.status`, as far as FHIR distinguishes stages; `businessStatus`, exactly | |
//! | where it came from | `Task.intent`: `proposal` (an offer of the clinician), `plan` (an invitation), `order` (an instruction by a court); `requester`; `authoredOn` | |
//! | the space | `Task.code` | what was asked for, where another was settled; reframes |
//! | the case | `Task.for` | |
//! | a contract that it arose from | `Task.basedOn` | changes and requests that it arose from |
//! | the parties agreed | `Task.owner` (the clinical one), `Task.performer` (both, by side) | parties replaced |
//! | the focus | `Task.reason` | its words |
//! | the goal | `Task.description`, where [words](Options::words) are asked for and the reader may read them | |
//! | the planned end | `Task.requestedPeriod.end` | |
//! | the stream, the version of the terms, who leads, who takes each task, the plan it serves, the day of the next review | `Task.input` | other versions, gaps, safeguarding, how the family will be helped to understand, roles that flexed |
//! | sessions under it | `Task.output` | interventions, sessions cancelled |
//! | why it stands so | `Task.statusReason` | its words |
//! | ratings, views, outcomes | nowhere | all of them: each is one person's account |
//!
//! | Stage | `Task.status` | | Stage | `Task.status` |
//! |---|---|---|---|---|
//! | invited | `requested` | | lapsed | `in-progress` |
//! | reframed, negotiating | `received` | | declined | `rejected` |
//! | agreed, postponed | `accepted` | | completed; ended since its goal was met early | `completed` |
//! | active | `in-progress` | | withdrawn, ended, revoked | `cancelled` |
//! | suspended | `on-hold` | | | |
//!
//! # What to know
//! - **A case is no patient.** `EpisodeOfCare.patient` has to be given, so a cycle as a whole can be none: there is one episode for each
//!   case. `patient` and `Task.for` hold the reference of the case, or, without pseudonyms and words, its number in the bundle, of a system of its own; whoever receives them puts the child, or the children, in its place.
//! - **The planned end** is not in `Task.restriction`, which FHIR allows only of a task that fulfils a request which is a resource, too
//!   (`tsk-1`).
//! - **References** are logical ones: the identifier of a person, team or case, in a system below [`Options::base`], and no name. With
//!   [`Options::rename`] each is a pseudonym. The `id` of a resource is made of its identifier.
//! - **Words** are left out unless asked for, and so is what the [`reader`](crate::reader) is not shown.
//! - **Times** are instants in UTC, days those of London. A [view](crate::history::View) gives both as of a time, and as known at one.
//!
//! Source: HL7, *FHIR Release 5*, [Task](https://hl7.org/fhir/R5/task.html), [EpisodeOfCare](https://hl7.org/fhir/R5/episodeofcare.html),
//! [CareTeam](https://hl7.org/fhir/R5/careteam.html).

mod data;
mod lost;
mod names;
mod resource;
mod team;
mod episode;
mod task;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use serde::Serialize;

pub use data::{Base, BaseError, CodeableConcept, CodeableReference, Coding, DateTime, Identifier, Period, Reference};
pub use lost::Lost;
pub use names::Rename;
pub use resource::{CareTeam, EpisodeOfCare, Input, Output, Participant, Performer, Resource, Task, Value};

use crate::export::Format;
use crate::export::case::Case;
use crate::export::error::Error;
use crate::export::object::ObjectType;
use crate::history::View;
use crate::overview::Overview;
use crate::reader::Reader;
use names::Names;

/// How a cycle is written.
///
/// ```
/// use practice_cycle::export::fhir::Options;
/// let options = Options { base: "https://records.example".parse()?, ..Options::default() };
/// assert!(!options.words && options.rename.is_none());
/// # Ok::<(), practice_cycle::export::fhir::BaseError>(())
/// ```
#[derive(Clone, Default)]
pub struct Options<'o> {
    /// The address below which systems and resources are named.
    pub base: Base,
    /// Gives pseudonyms to references, if they are to have some.
    pub rename: Option<Rename<'o>>,
    /// Whether the goal of a contract is written, where the reader may read it.
    pub words: bool,
    /// Whether cases are called by numbers of this bundle alone, so that they have a system of their own: of two bundles, the first
    /// case of each is not the same.
    pub numbered_cases: bool,
}

impl std::fmt::Debug for Options<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { base, rename, words, numbered_cases } = self;
        f.debug_struct("Options")
            .field("base", base)
            .field("renames", &rename.is_some())
            .field("words", words)
            .field("numbered_cases", numbered_cases)
            .finish()
    }
}

/// A resource, and what would belong to it and has no place there.
///
/// ```
/// use practice_cycle::export::fhir::{Exported, Lost};
/// fn lacks_its_reviews(exported: &Exported) -> bool { exported.lost.contains(&Lost::Reviews) }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Exported {
    /// The resource.
    pub resource: Resource,
    /// What was recorded and is not in it.
    pub lost: BTreeSet<Lost>,
}

/// The resources of a cycle, as of a time and as known at one, as far as a reader is shown it: one `CareTeam`, an `EpisodeOfCare` for
/// each case about which a contract was invited, a `Task` for each contract. None of a cycle that was not opened by then.
///
/// Takes the time and the memory of an [`Overview`].
///
/// ```
/// use practice_cycle::export::fhir::{self, Lost, Resource};
/// use practice_cycle::{history::History, moment::Moment, reader::Reader};
/// let history = History::read(std::fs::read("examples/data/turnover.jsonl")?.as_slice())?;
/// let view = history.view(Moment::LATEST, Moment::LATEST);
/// let resources = fhir::resources(&view, &Reader::nobody(&view), &fhir::Options::default());
/// let addresses: Vec<String> = resources.iter().map(|it| it.resource.address()).collect();
/// assert!(addresses[0].starts_with("CareTeam/"));
///
/// let task = serde_json::to_value(&resources.last().unwrap().resource)?;
/// assert_eq!((&task["status"], &task["code"]["coding"][0]["code"]), (&"in-progress".into(), &"joint_session".into()));
/// assert!(resources.last().unwrap().lost.contains(&Lost::PartiesReplaced));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn resources(view: &View<'_>, reader: &Reader, options: &Options<'_>) -> Vec<Exported> {
    let overview = Overview::of(view);
    let Some(opened) = &overview.attachment.opened else { return Vec::new() };
    let names = Names::new(options, &opened.data().cycle);
    let team = Resource::CareTeam(Box::new(team::care_team(&overview, opened, &names)));
    let mut exported = vec![Exported { resource: team, lost: team::lost(view, &overview, reader) }];
    exported.extend(overview.cases.iter().filter_map(|case| {
        let resource = Resource::EpisodeOfCare(Box::new(episode::episode(&overview, case, &names)?));
        Some(Exported { resource, lost: episode::lost(case) })
    }));
    let of = task::Of { overview: &overview, names: &names, reader, words: options.words };
    exported.extend(overview.contracts.iter().map(|contract| {
        let task = of.task(contract);
        let lost = of.lost(contract, &task);
        Exported { resource: Resource::Task(Box::new(task)), lost }
    }));
    exported
}

/// A `Bundle` of the type `collection`: the resources of each cycle, and last of all an `OperationOutcome` that names what is lost, each
/// with the number of resources that lack it. Written as it comes: no more than the resources of one cycle are held at once.
///
/// Times, reader, words and pseudonyms are those of the [options](crate::export::Options); what is derived is left out.
///
/// ```
/// use practice_cycle::{export::{Exporter, Options, fhir}, history::History};
/// let history = History::read(std::fs::read("examples/data/turnover.jsonl")?.as_slice())?;
/// let mut written = Vec::new();
/// let mut exporter = Exporter::new(fhir::Json::new(&mut written, fhir::Base::default()), Options::new());
/// exporter.add(&history)?;
/// exporter.finish()?;
/// let bundle: serde_json::Value = serde_json::from_slice(&written)?;
/// assert_eq!(bundle["entry"][0]["resource"]["resourceType"], "CareTeam");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Json<W> {
    to: W,
    base: Base,
    has_entries: bool,
    lost: BTreeMap<Lost, u64>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Entry<'r> {
    full_url: String,
    resource: &'r Resource,
}

impl<W: Write> Json<W> {
    /// Writes to something that should be buffered.
    #[must_use]
    pub const fn new(to: W, base: Base) -> Self {
        Self { to, base, has_entries: false, lost: BTreeMap::new() }
    }

    fn entry(&mut self, entry: &impl Serialize) -> io::Result<()> {
        let before: &[u8] = if std::mem::replace(&mut self.has_entries, true) { b",\n" } else { BEGINNING };
        self.to.write_all(before)?;
        serde_json::to_writer(&mut self.to, entry).map_err(io::Error::from)
    }
}

const BEGINNING: &[u8] = b"{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":[\n";

impl<W: Write> Format for Json<W> {
    fn add(&mut self, case: &Case<'_>) -> Result<(), Error> {
        let rename = |of: ObjectType, reference: &str| case.object(of, reference).name.to_owned();
        let words = case.options().has_words();
        let numbered_cases = !words && case.options().pseudonyms().is_none();
        let options = Options { base: self.base.clone(), rename: Some(&rename), words, numbered_cases };
        for Exported { resource, lost } in resources(case.view(), case.reader(), &options) {
            let full_url = format!("{}/{}", self.base.as_str(), resource.address());
            self.entry(&Entry { full_url, resource: &resource })?;
            for lost in lost {
                *self.lost.entry(lost).or_default() += 1;
            }
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<(), Error> {
        let issues: Vec<serde_json::Value> = std::mem::take(&mut self.lost)
            .into_iter()
            .map(|(lost, resources)| {
                let coding = serde_json::json!({ "system": self.base.of_codes("lost"), "code": lost.code(), "display": lost.to_string() });
                let resources = if resources == 1 { "1 resource".to_owned() } else { format!("{resources} resources") };
                let diagnostics = format!("left out of {resources}: {lost}");
                let details = serde_json::json!({ "coding": [coding] });
                serde_json::json!({ "severity": "information", "code": "informational", "details": details, "diagnostics": diagnostics })
            })
            .collect();
        if !issues.is_empty() {
            let outcome = serde_json::json!({ "resourceType": "OperationOutcome", "id": "lost", "issue": issues });
            let full_url = format!("{}/OperationOutcome/lost", self.base.as_str());
            self.entry(&serde_json::json!({ "fullUrl": full_url, "resource": outcome }))?;
        }
        // FHIR has no empty lists.
        let end: &[u8] =
            if self.has_entries { b"\n]}\n" } else { b"{\"resourceType\":\"Bundle\",\"type\":\"collection\"}\n" };
        self.to.write_all(end)?;
        Ok(self.to.flush()?)
    }
}
