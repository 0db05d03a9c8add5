//! Around the circle: several ideas about a question, whether the first of them holds the record, and how risk and steps are carried. All
//! of it is invented.
#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "in the helpers of tests, where a slip is a failed test"
)]

#[path = "circle/anchoring.rs"]
mod anchoring;
#[path = "circle/hypotheses.rs"]
mod hypotheses;
#[cfg(feature = "proptest")]
#[path = "circle/laws.rs"]
mod laws;
#[path = "circle/sharing.rs"]
mod sharing;

use practice_cycle::cycle::Act;
use practice_cycle::history::{History, View};
use practice_cycle::moment::Moment;
use practice_cycle::reader::Reader;

/// Told in the order of time, an hour after another, from 2 March 2026, 8 in the morning.
#[derive(Clone, Default)]
struct Told(History);

fn moment(hour: usize) -> String {
    format!("2026-03-{:02}T{:02}:00:00Z", 2 + hour / 12, 8 + hour % 12)
}

impl Told {
    /// `parent for worker` is done by the parent, and written down by the worker.
    fn act(by: &str, kind: &str, data: &str, occurred: usize, recorded: usize) -> Act {
        let (by, wrote) =
            by.split_once(" for ").map_or((by, String::new()), |(by, wrote)| (by, format!(r#","recorded_by":"{wrote}""#)));
        let (occurred, recorded) = (moment(occurred), moment(recorded));
        let times = format!(r#""occurred_at":"{occurred}","recorded_at":"{recorded}""#);
        let line = format!(r#"{{"type":"{kind}",{times},"by":"{by}"{wrote},"data":{data}}}"#);
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("{line}: {error}"))
    }

    #[track_caller]
    fn then(mut self, by: &str, kind: &str, data: &str) -> Self {
        let hour = self.hour();
        let act = Self::act(by, kind, data, hour, hour);
        self.0.record(act).unwrap_or_else(|refusal| panic!("{kind} {data}: {refusal}"));
        self
    }

    /// The hour of the next entry.
    fn hour(&self) -> usize {
        self.0.entries().len()
    }

    /// The number of the last entry.
    fn last(&self) -> u32 {
        self.0.entries().last().unwrap().number().get()
    }

    /// Somebody on each side: seven entries.
    fn opened() -> Self {
        let opened = r#"{"cycle":"invented","format":1,"clinician":"clinician","team":"t-1"}"#;
        let told = Self::default().then("clinician", "cycle_opened", opened);
        [
            ("worker", "social_worker", ""),
            ("manager", "manager", r#","registered":"registered""#),
            ("colleague", "social_worker", ""),
            ("school", "school", ""),
            ("parent", "parent", ""),
            ("child", "child", ""),
        ]
        .into_iter()
        .fold(told, |told, (person, role, more)| {
            told.then("clinician", "person_entered", &format!(r#"{{"person":"{person}","role":"{role}"{more}}}"#))
        })
    }

    /// The eighth entry: a discussion of what explains what is seen, with all of them.
    fn discussed() -> Self {
        Self::opened().discussion("di-1", "what_explains", "")
    }

    #[track_caller]
    fn discussion(self, id: &str, question: &str, more: &str) -> Self {
        self.discussion_with(id, question, r#""worker","manager","clinician","school","parent""#, more)
    }

    #[track_caller]
    fn discussion_with(self, id: &str, question: &str, present: &str, more: &str) -> Self {
        let data = format!(
            r#"{{"discussion":"{id}","case":"case-204","question":"{question}","space":"network_meeting","present":[{present}]{more}}}"#
        );
        self.then("worker", "discussion_held", &data)
    }

    #[track_caller]
    fn idea(self, id: &str, order: &str) -> Self {
        self.idea_by("worker", id, order, "di-1")
    }

    #[track_caller]
    fn idea_by(self, by: &str, id: &str, order: &str, discussion: &str) -> Self {
        let data = format!(r#"{{"hypothesis":"{id}","discussion":"{discussion}","order":"{order}","words":"MARKER idea"}}"#);
        self.then(by, "hypothesis_put", &data)
    }

    /// A statement of an opinion that the worker said, about something or nothing.
    #[track_caller]
    fn said(self, id: &str, about: &str) -> Self {
        self.said_by("worker", id, "opinion", about)
    }

    #[track_caller]
    fn said_by(self, by: &str, id: &str, kind: &str, about: &str) -> Self {
        let author = by.split(' ').next().unwrap();
        let data = format!(
            r#"{{"statement":"{id}","discussion":"di-1","kind":"{kind}","about":[{about}],"author":"{author}","words":"MARKER said"}}"#
        );
        self.then(by, "statement_made", &data)
    }

    /// Weighs a piece, which is stated first if it is new: `hy-1 --, hy-2 +`.
    #[track_caller]
    fn weighed(self, by: &str, piece: &str, found: &str, ratings: &str) -> Self {
        let told = if self.has_stated(piece) { self } else { self.said(piece, "") };
        let data = weighing(told.hour(), piece, found, ratings);
        told.then(by, "evidence_weighed", &data)
    }

    fn has_stated(&self, piece: &str) -> bool {
        let stated = |entry: &practice_cycle::cycle::Entry| {
            serde_json::to_value(entry).unwrap()["data"]["statement"].as_str() == Some(piece)
        };
        self.0.entries().iter().any(stated)
    }

    fn view(&self) -> View<'_> {
        self.0.view(Moment::LATEST, Moment::LATEST)
    }

    fn reader(&self, person: &str) -> Reader {
        Reader::of(&self.view(), &person.parse().unwrap())
    }
}

/// The data of a weighing, whose ratings are written as they stand in the table.
fn weighing(number: usize, piece: &str, found: &str, ratings: &str) -> String {
    let rating = |rated: &str| {
        let (hypothesis, mark) = rated.trim().split_once(' ').unwrap();
        let rating = match mark {
            "++" => "strongly_consistent",
            "+" => "consistent",
            "0" => "does_not_help",
            "-" => "inconsistent",
            "--" => "strongly_inconsistent",
            other => panic!("no rating: {other}"),
        };
        format!(r#"{{"hypothesis":"{hypothesis}","rating":"{rating}"}}"#)
    };
    let ratings: Vec<String> = ratings.split(',').map(rating).collect();
    format!(r#"{{"weighing":"we-{number}","piece":"{piece}","ratings":[{}],"found":"{found}"}}"#, ratings.join(","))
}

const EVERYBODY: [&str; 8] = ["clinician", "worker", "manager", "colleague", "school", "parent", "child", "somebody-else"];
