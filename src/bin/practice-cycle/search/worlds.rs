//! Where things happen: one world for all rules, or one for each made of the stories about it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use practice_cycle::policy::Pack;
use practice_cycle::search::{Stories, World, WorldError};

use crate::failure::Failure;
use crate::input;

/// The stories by which the packs that come with the program are tested.
const OWN: [(&str, &str); 8] = [
    ("article", include_str!("../../../../tests/scenarios/article.json")),
    ("england-statutory", include_str!("../../../../tests/scenarios/england-statutory.json")),
    ("local-practice", include_str!("../../../../tests/scenarios/local-practice.json")),
    ("connected-practice", include_str!("../../../../tests/scenarios/connected-practice.json")),
    ("open-hypotheses", include_str!("../../../../tests/scenarios/open-hypotheses.json")),
    ("partnership", include_str!("../../../../tests/scenarios/partnership.json")),
    ("programme", include_str!("../../../../tests/scenarios/programme.json")),
    ("shared-risk", include_str!("../../../../tests/scenarios/shared-risk.json")),
];

pub(crate) enum Worlds {
    One(Box<World>),
    Stories(Box<Stories>),
}

impl Worlds {
    /// The world that is given; or the stories that are, or those of the packs whose rules are asked.
    pub(crate) fn of(pack: &Pack, stories: Option<&Path>, world: Option<&Path>) -> Result<Self, Failure> {
        if let Some(path) = world {
            let wrong = |why| Failure::World { path: path.to_path_buf(), why };
            return Ok(Self::One(Box::new(World::read(&input::text(path)?).map_err(wrong)?)));
        }
        let of_packs: BTreeSet<&str> = pack.rules().iter().map(|rule| rule.pack().0).collect();
        if let Some(path) = stories {
            let path = || path.to_path_buf();
            let stories = Stories::read(&input::text(&path())?).map_err(|why| Failure::World { path: path(), why })?;
            if !of_packs.contains(stories.pack()) && stories.pack() != pack.name() {
                let (of, asked) = (stories.pack().to_owned(), pack.name().to_owned());
                return Err(Failure::OtherPack { path: path(), of, asked });
            }
            return Ok(Self::Stories(Box::new(stories)));
        }
        let mut all: Option<Stories> = None;
        for (name, written) in OWN.iter().filter(|(name, _)| of_packs.contains(name)) {
            let path = PathBuf::from(format!("the stories of {name}"));
            let more = Stories::read(written).map_err(|why| Failure::World { path, why })?;
            all = Some(all.map_or_else(|| more.clone(), |all| all.and(more.clone())));
        }
        let none =
            || Failure::usage(format!("there are no stories of `{}`; give some by --stories, or a --world", pack.name()));
        Ok(Self::Stories(Box::new(all.ok_or_else(none)?)))
    }

    /// The world in which to ask about some rules; none where no story speaks of them.
    pub(crate) fn world(&self, pack: &Pack, rules: &[&str]) -> Result<Option<World>, WorldError> {
        match self {
            Worlds::One(world) => Ok(Some((**world).clone())),
            Worlds::Stories(stories) => {
                // A story may know a rule by an id that it had before.
                let formerly = rules.iter().filter_map(|id| pack.rule(id)).flat_map(|rule| rule.formerly());
                let ids: Vec<&str> = rules.iter().copied().chain(formerly.map(|id| id.as_str())).collect();
                stories.world(&ids)
            }
        }
    }
}
