//! The voices of observers: which observations count, which do not and why, and what each observer's amount to.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::observations::{Excluded, Noted, Observations, SetAside};
use super::parameters::Parameters;
use crate::boundary::{DrawnBy, Indicator, Lean, Row, Sign};
use crate::code::CodeSet;
use crate::id::{EntryNumber, PersonId};
use crate::moment::Moment;
use crate::people::{Role, Side};
use crate::signs::{Occasion, Scales, Sums, Voice, day_of, place, place_of};
use crate::space::Space;

/// What one person noted while they stood on one side.
#[derive(Debug, Clone)]
pub(super) struct Stand {
    pub(super) side: Side,
    pub(super) voice: Voice<Indicator>,
    /// When and in which role something last showed to them; of two roles at one instant the later in the list of roles.
    last_present: Option<(Moment, Role)>,
    last_noted: Option<(Moment, Role)>,
    /// The spaces and rows in which they noted anything that counts.
    pub(super) spaces: CodeSet<Space>,
    pub(super) rows: CodeSet<Row>,
}

impl Stand {
    /// The role in which something last showed to them, or they last looked.
    pub(super) fn role(&self) -> Option<Role> {
        self.last_present.or(self.last_noted).map(|(_, role)| role)
    }
}

/// The voices of people by the side on which they stood, kept up to date observation by observation.
#[derive(Debug, Clone, Default)]
pub(super) struct Voices(Vec<Vec<Stand>>); // By seat.

impl Voices {
    /// Notes an observation that is not set aside.
    pub(super) fn note(&mut self, noted: &Noted<'_>, parameters: &Parameters) -> Option<&mut Stand> {
        let Sign::Figure1(indicator) = noted.data.sign else { return None };
        if noted.seat >= self.0.len() {
            self.0.resize_with(noted.seat + 1, Vec::new);
        }
        let stands = self.0.get_mut(noted.seat)?;
        let side = noted.role.side();
        let place = stands.iter().position(|stand| stand.side == side).unwrap_or_else(|| {
            let (spaces, rows) = (CodeSet::none(), CodeSet::none());
            stands.push(Stand { side, voice: Voice::default(), last_present: None, last_noted: None, spaces, rows });
            stands.len() - 1
        });
        let stand = stands.get_mut(place)?;
        stand.voice.note((noted.occasion, place_of(indicator)?), noted.sight(parameters));
        stand.last_noted = stand.last_noted.max(Some((noted.at, noted.role)));
        if noted.is_present() {
            stand.last_present = stand.last_present.max(Some((noted.at, noted.role)));
        }
        stand.spaces.insert(noted.data.space);
        stand.rows.insert(indicator.row());
        Some(stand)
    }

    pub(super) fn settle(&mut self, half_life: f64) {
        self.0.iter_mut().flatten().for_each(|stand| stand.voice.settle(half_life));
    }

    /// What somebody noted from the side from which something last showed to them: they have their voice from there. An absence
    /// noted from elsewhere moves nobody, or it would take away what they saw.
    pub(super) fn of(&self, seat: usize) -> Option<&Stand> {
        let last = |stand: &&Stand| (stand.last_present, stand.last_noted);
        self.0.get(seat)?.iter().max_by_key(last)
    }

    /// One voice each.
    pub(super) fn each(&self) -> impl Iterator<Item = &Stand> {
        (0..self.0.len()).filter_map(|seat| self.of(seat))
    }
}

/// One observer.
#[derive(Debug)]
pub(super) struct Seen<'a> {
    pub(super) seat: usize,
    pub(super) person: &'a PersonId,
    /// The role in which something last showed to them, or they last looked.
    pub(super) role: Role,
    /// Their scales on the day of the reading.
    pub(super) scales: Scales<Lean>,
    pub(super) leans: Option<Lean>,
    pub(super) entries: Vec<EntryNumber>,
    pub(super) left_at: Option<Moment>,
}

/// What is tallied apart, by observer.
#[derive(Debug, Default)]
pub(super) struct Separate {
    voices: HashMap<usize, Voice<Indicator>, RandomState>,
    pub(super) entries: Vec<EntryNumber>,
}

impl Separate {
    fn note(&mut self, noted: &Noted<'_>, place: u32, parameters: &Parameters) {
        self.entries.push(noted.number);
        let voice = self.voices.entry(noted.seat).or_default();
        voice.note((noted.occasion, place), noted.sight(parameters));
    }

    /// How far each side showed, and how much there is to go by.
    fn sums(&mut self, scales: impl Fn(&Voice<Indicator>) -> Scales<Lean>, half_life: f64) -> (Sums<Lean>, Sums<Lean>) {
        let (mut showed, mut weight) = (Sums::default(), Sums::default());
        for voice in self.voices.values_mut() {
            voice.settle(half_life);
            let scales = scales(voice);
            showed.add_all(&scales.showed);
            weight.add_all(&scales.weight);
        }
        (showed, weight)
    }

    pub(super) fn of_figure(&mut self, day: i32, half_life: f64) -> (Sums<Lean>, Sums<Lean>) {
        self.sums(|voice| voice.scales(day, half_life), half_life)
    }

    pub(super) fn of_own(&mut self, day: i32, half_life: f64) -> (Sums<Lean>, Sums<Lean>) {
        self.sums(|voice| voice.scales_of_own(day, half_life), half_life)
    }
}

/// Everything that counts at one time.
#[derive(Debug, Default)]
pub(super) struct Gathered<'a> {
    /// The day of the reading.
    pub(super) day: i32,
    pub(super) half_life: f64,
    pub(super) voices: Voices,
    /// Those who noted something that counts, in the order of their first entries, which names do not touch.
    pub(super) observers: Vec<Seen<'a>>,
    pub(super) counted: Vec<Noted<'a>>,
    pub(super) excluded: Vec<Excluded>,
    pub(super) self_report: Separate,
    pub(super) own: Separate,
    pub(super) alerts: Vec<Noted<'a>>,
}

pub(super) fn gather<'a>(all: &Observations<'a>, as_of: Moment, parameters: &Parameters) -> Gathered<'a> {
    let (day, half_life) = (day_of(as_of), parameters.half_life_days());
    let mut gathered = Gathered { day, half_life, ..Gathered::default() };
    // Names that were redacted are one.
    let mut names: HashMap<Option<&str>, u32, RandomState> = HashMap::default();
    for noted in all.in_scope() {
        // An alert does not grow old: whether it was answered is for people to say.
        if noted.is_alert() {
            gathered.alerts.push(*noted);
        }
        match (noted.aside, &noted.data.sign) {
            (None, _) => _ = gathered.voices.note(noted, parameters),
            (Some(SetAside::SelfReport), Sign::Figure1(indicator)) => {
                place_of(*indicator).into_iter().for_each(|place| gathered.self_report.note(noted, place, parameters));
            }
            (Some(SetAside::OwnIndicator), Sign::Own { name, leans }) => {
                let next = names.len() as u32;
                let row = *names.entry(name.words()).or_insert(next);
                gathered.own.note(noted, place(row, *leans), parameters);
            }
            (Some(_), _) => {}
        }
    }
    gathered.voices.settle(half_life);
    let mut places: Vec<Option<usize>> = vec![None; all.people.len()];
    for noted in all.in_scope() {
        let stand = gathered.voices.of(noted.seat);
        let moved = || stand.is_some_and(|stand| stand.side != noted.role.side()).then_some(SetAside::AnotherSide);
        if let Some(why) = noted.aside.or_else(moved) {
            gathered.excluded.push(Excluded { entry: noted.number, why });
            continue;
        }
        let (Some(stand), Some(&person), Some(place)) = (stand, all.people.get(noted.seat), places.get_mut(noted.seat))
        else {
            continue;
        };
        let place = *place.get_or_insert_with(|| {
            let scales = stand.voice.scales(day, half_life);
            gathered.observers.push(Seen {
                seat: noted.seat,
                person,
                role: stand.role().unwrap_or(noted.role),
                scales,
                leans: scales.leans(),
                entries: Vec::new(),
                left_at: all.roster.left_at(noted.seat as u32, as_of),
            });
            gathered.observers.len() - 1
        });
        gathered.observers.get_mut(place).into_iter().for_each(|seen| seen.entries.push(noted.number));
        gathered.counted.push(*noted);
    }
    gathered
}

impl<'a> Gathered<'a> {
    /// The voice of an observer.
    pub(super) fn stand(&self, seen: &Seen<'_>) -> Option<&Stand> {
        self.voices.of(seen.seat)
    }

    /// What counts and was there, with the side it leans to.
    pub(super) fn drawn(&self) -> impl Iterator<Item = (Lean, DrawnBy, EntryNumber)> + '_ {
        let present = self.counted.iter().filter(|noted| noted.is_present());
        present.map(|noted| (noted.data.sign.lean(), noted.data.drawn_by, noted.number))
    }

    /// What counts and was looked for and not there.
    pub(super) fn absent(&self) -> impl Iterator<Item = &Noted<'a>> {
        self.counted.iter().filter(|noted| !noted.is_present())
    }

    /// The units of observers in which a sign was noted both as present and as absent: whose, when, and which.
    pub(super) fn noted_both_ways(&self) -> Vec<(usize, Occasion, u32)> {
        let of = |seen: &Seen<'_>| {
            let units = self.stand(seen).into_iter().flat_map(|stand| stand.voice.units());
            let both = units.filter(|(.., unit)| unit.present && unit.absent);
            both.map(|(occasion, place, _)| (seen.seat, occasion, place)).collect::<Vec<_>>()
        };
        self.observers.iter().flat_map(of).collect()
    }
}

/// The indicator that an observation of the figure is about.
pub(super) fn indicator_of(noted: &Noted<'_>) -> Option<Indicator> {
    if let Sign::Figure1(indicator) = noted.data.sign { Some(indicator) } else { None }
}
