//! What a calibration counts.

use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::share::{Share, rounded};
use crate::code::{Code, codes};

codes! {
    /// Whether the unseen position of a team has a majority for a reading to find.
    ///
    /// ```
    /// use practice_cycle::{code::Code, simulation::TrueMajority};
    /// assert_eq!(TrueMajority::ALL.len(), 3);
    /// ```
    pub enum TrueMajority {
        Clear = "clear", "a clear majority";
        Slight = "slight", "a slight majority";
        None = "none", "no majority at all";
    }
}

/// Readings that claim something: how firmly, and how often they were right.
///
/// ```
/// use practice_cycle::simulation::Claims;
/// assert_eq!(Claims::default().claimed(), None, "of no readings at all");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Claims {
    /// In how many of them the side that is claimed holds the true majority; never, where there is none.
    pub right: Share,
    /// In how many of them it is at least the largest of the three.
    pub largest: Share,
    /// The sum of their firmness, in millionths: whole numbers do not depend on the order in which threads add them.
    millionths: u64,
}

impl Claims {
    /// How firmly they claim it, on average; `None` of no readings.
    #[must_use]
    pub fn claimed(&self) -> Option<f64> {
        let of = self.right.of;
        (of > 0).then(|| self.millionths as f64 / 1e6 / f64::from(of))
    }

    pub(super) fn note(&mut self, claim: Claim) {
        self.right.note(claim.is_right);
        self.largest.note(claim.is_largest);
        self.millionths += millionths(claim.firmness);
    }

    fn add(&mut self, other: &Claims) {
        self.right.add(other.right);
        self.largest.add(other.largest);
        self.millionths += other.millionths;
    }
}

impl Serialize for Claims {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Claims", 4)?;
        fields.serialize_field("readings", &self.right.of)?;
        fields.serialize_field("claimed", &self.claimed().map(rounded))?;
        fields.serialize_field("right", &self.right)?;
        fields.serialize_field("largest", &self.largest)?;
        fields.end()
    }
}

/// What one reading says of the likeliest side.
#[derive(Debug, Clone, Copy)]
pub(super) struct Claim {
    pub(super) firmness: f64,
    pub(super) is_right: bool,
    pub(super) is_largest: bool,
}

fn millionths(part: f64) -> u64 {
    (part * 1e6).round() as u64
}

/// How many tenths there are of a firmness from 0 to 1.
const TENTHS: usize = 10;

/// The readings of some teams, and what they say.
///
/// ```
/// use practice_cycle::simulation::Readings;
/// assert_eq!((Readings::default().teams, Readings::default().by_tenths().count()), (0, 0));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Readings {
    /// How many teams were read.
    pub teams: u32,
    /// Of how many of them too little was noted: some gate is shut.
    pub gates_shut: u32,
    /// How many are contested.
    pub contested: u32,
    /// How many are mixed.
    pub mixed: u32,
    /// How many are not firm enough for a lean.
    pub not_firm: u32,
    /// Those that lean to a side.
    pub leans: Claims,
    /// All whose gates are open, whatever the verdict, by the tenth in which the firmness of the likeliest side lies.
    tenths: [Claims; TENTHS],
}

impl Readings {
    /// By tenths of firmness, the lowest first: from where, up to where, and the claims in it. The last holds 1, too. All readings
    /// whose gates are open are there, whatever their verdict, with their likeliest side; tenths without readings are left out.
    pub fn by_tenths(&self) -> impl Iterator<Item = (f64, f64, &Claims)> {
        let bounds = (0..TENTHS).map(|tenth| (tenth as f64 / TENTHS as f64, (tenth + 1) as f64 / TENTHS as f64));
        bounds.zip(&self.tenths).map(|((from, to), claims)| (from, to, claims)).filter(|(.., claims)| claims.right.of > 0)
    }

    pub(super) fn note_open(&mut self, claim: Claim) {
        let tenth = (millionths(claim.firmness) * TENTHS as u64 / 1_000_000) as usize;
        if let Some(claims) = self.tenths.get_mut(tenth.min(TENTHS - 1)) {
            claims.note(claim);
        }
    }

    pub(super) fn add(&mut self, other: &Readings) {
        self.teams += other.teams;
        self.gates_shut += other.gates_shut;
        self.contested += other.contested;
        self.mixed += other.mixed;
        self.not_firm += other.not_firm;
        self.leans.add(&other.leans);
        self.tenths.iter_mut().zip(&other.tenths).for_each(|(claims, other)| claims.add(other));
    }
}

impl Serialize for Readings {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(serde::Serialize)]
        struct Tenth<'r> {
            from: f64,
            to: f64,
            claims: &'r Claims,
        }
        let tenths: Vec<Tenth<'_>> = self.by_tenths().map(|(from, to, claims)| Tenth { from, to, claims }).collect();
        let mut fields = serializer.serialize_struct("Readings", 7)?;
        fields.serialize_field("teams", &self.teams)?;
        fields.serialize_field("gates_shut", &self.gates_shut)?;
        fields.serialize_field("contested", &self.contested)?;
        fields.serialize_field("mixed", &self.mixed)?;
        fields.serialize_field("not_firm", &self.not_firm)?;
        fields.serialize_field("leans", &self.leans)?;
        fields.serialize_field("by_firmness", &tenths)?;
        fields.end()
    }
}

/// How often something is said to move, of teams whose position stands still.
///
/// ```
/// use practice_cycle::simulation::FalseDrift;
/// assert_eq!(FalseDrift::default().moving.of, 0);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct FalseDrift {
    /// Of how many there was too little to look for a change.
    pub too_little: u32,
    /// How many are said to move, of those in which a change was looked for.
    pub moving: Share,
}

impl FalseDrift {
    pub(super) fn add(&mut self, other: &FalseDrift) {
        self.too_little += other.too_little;
        self.moving.add(other.moving);
    }
}

/// All that is counted of one manner of observing at one dependence.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Counts {
    pub(super) readings: [Readings; TrueMajority::ALL.len()],
    pub(super) drift: FalseDrift,
}

impl Counts {
    pub(super) fn of_mut(&mut self, majority: TrueMajority) -> Option<&mut Readings> {
        self.readings.get_mut(majority.index())
    }

    pub(super) fn add(&mut self, other: &Counts) {
        self.readings.iter_mut().zip(&other.readings).for_each(|(readings, other)| readings.add(other));
        self.drift.add(&other.drift);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tenth_begins_where_the_one_before_ends() {
        let mut readings = Readings::default();
        for firmness in [0.0, 0.0999, 0.1, 0.7999, 0.8, 0.95, 1.0] {
            readings.note_open(Claim { firmness, is_right: firmness > 0.5, is_largest: true });
        }
        let found: Vec<(f64, f64, u32, u32)> =
            readings.by_tenths().map(|(from, to, claims)| (from, to, claims.right.of, claims.right.count)).collect();
        assert_eq!(found, [(0.0, 0.1, 2, 0), (0.1, 0.2, 1, 0), (0.7, 0.8, 1, 1), (0.8, 0.9, 1, 1), (0.9, 1.0, 2, 2)]);
    }

    #[test]
    fn claims_are_averaged() {
        let mut claims = Claims::default();
        claims.note(Claim { firmness: 0.8, is_right: true, is_largest: true });
        claims.note(Claim { firmness: 0.9, is_right: false, is_largest: true });
        let mut twice = claims;
        twice.add(&claims);
        assert_eq!((claims.claimed(), twice.claimed()), (Some(0.85), Some(0.85)));
        assert_eq!((twice.right, twice.largest), (Share { count: 2, of: 4 }, Share { count: 4, of: 4 }));
    }
}
