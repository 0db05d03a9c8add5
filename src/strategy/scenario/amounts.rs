//! Numbers of a scenario: chances, rates, lengths.

use crate::policy::Known;
use crate::simulation::{Amount, Chance, Distribution, Factor, FactorOf, Length, LengthUnit, Rate, RatePer, Source};
use crate::strategy::numbers::Numbers;

/// Amounts out of numbers, of which 0 makes nothing: no chance, no rate, no time.
pub(super) struct Amounts<'n>(pub(super) Numbers<'n>);

impl<'n> Amounts<'n> {
    pub(super) fn new(numbers: &'n [u8]) -> Self {
        Self(Numbers::new(numbers))
    }

    fn source(&mut self) -> Source {
        if self.0.chance(1) {
            Source::Work { work: "An invented count".to_owned(), known: self.0.word::<Known>() }
        } else {
            Source::Illustrative
        }
    }

    pub(super) fn amount(&mut self, values: &[f64]) -> Amount {
        Amount { value: self.0.one(values), source: self.source() }
    }

    fn factors(&mut self) -> Vec<Factor> {
        let count = usize::from(self.0.chance(2));
        let factor = |amounts: &mut Self| {
            let per = amounts.0.word::<FactorOf>();
            // Of what there can be several, each makes it rarer: contracts of which each makes more of them would never end.
            let many = matches!(per, FactorOf::OpenContracts | FactorOf::Vacancies);
            let factors: &[f64] = if many { &[1.0, 0.5, 0.0] } else { &[1.0, 0.5, 2.0, 0.0] };
            Factor { per, factor: amounts.0.one(factors), source: amounts.source() }
        };
        (0..count).map(|_| factor(self)).collect()
    }

    pub(super) fn chance(&mut self) -> Chance {
        Chance { times: self.factors(), ..self.plain_chance() }
    }

    /// A chance that depends on nothing.
    pub(super) fn plain_chance(&mut self) -> Chance {
        let value = self.0.one(&[0.0, 1.0, 0.5, 0.1, 0.9, 0.7]);
        Chance { value, source: self.source(), times: Vec::new() }
    }

    /// Two chances of which at most one comes.
    pub(super) fn either(&mut self) -> (Chance, Chance) {
        let (one, other) = self.0.one(&[(0.0, 0.0), (0.5, 0.5), (0.2, 0.3), (1.0, 0.0), (0.0, 1.0)]);
        let chance = |value| Chance::illustrative(value);
        (chance(one), chance(other))
    }

    pub(super) fn rate(&mut self) -> Rate {
        Rate {
            value: self.0.one(&[0.0, 1.0, 0.2, 2.0]),
            per: self.0.one(&[RatePer::Week, RatePer::Month, RatePer::Year, RatePer::Day]),
            source: self.source(),
            times: self.factors(),
            through_the_year: if self.0.chance(1) {
                Some(std::array::from_fn(|_| self.0.one(&[1.0, 0.0, 2.0])))
            } else {
                None
            },
        }
    }

    /// How long something takes, which may be no time at all.
    pub(super) fn length(&mut self) -> Length {
        let units = [
            LengthUnit::Hours,
            LengthUnit::Days,
            LengthUnit::WorkingDays,
            LengthUnit::Days,
            LengthUnit::Minutes,
            LengthUnit::Weeks,
        ];
        let unit = self.0.one(&units);
        Length { is: self.distribution(0.0), unit, source: self.source() }
    }

    /// How long it is until something comes again: days, so that it does not come all the time.
    pub(super) fn interval(&mut self) -> Length {
        let unit = self.0.one(&[LengthUnit::Weeks, LengthUnit::WorkingDays, LengthUnit::Days]);
        Length { is: self.distribution(1.0), unit, source: self.source() }
    }

    fn distribution(&mut self, least: f64) -> Distribution {
        let value = least + self.0.one(&[0.0, 1.0, 2.0, 6.0]);
        match self.0.below(8) {
            0 | 1 => Distribution::Fixed { value },
            2 => Distribution::Uniform { from: least, to: value },
            3 => Distribution::Exponential { mean: value + 1.0 },
            4 => Distribution::Lognormal { median: value + 1.0, sigma: self.0.one(&[0.5, 1.0, 2.0]) },
            5 => Distribution::Weibull { shape: self.0.one(&[1.0, 0.5, 3.0]), scale: value + 1.0 },
            6 => Distribution::Gamma { shape: self.0.one(&[1.0, 0.5, 3.0]), scale: value + 1.0 },
            _ => Distribution::Empirical { values: vec![least, value, value + 2.0] },
        }
    }
}
