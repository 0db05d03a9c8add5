//! The same pattern in Cedar, as a question of authorisation: may this person do that? People are members of their side.

use std::collections::HashSet;

use cedar_policy::{
    Authorizer, Context, Decision, Entities, Entity, EntityId, EntityTypeName, EntityUid, PolicySet, Request,
    RestrictedExpression,
};
use practice_cycle::code::Code;
use practice_cycle::history::History;
use practice_cycle::moment::Moment;
use practice_cycle::people::Side;

use crate::asked::Asked;
use crate::entries::{EVENT, Facts, SIDE, WHAT};

const TARGET: Option<f64> = Some(50.0);

pub(crate) fn asked<'a>(version: &str, history: &'a History, facts: &[Facts<'a>]) -> Vec<Asked<'a>> {
    let [before, again] = [(); 2].map(|()| Cedar::new(history));
    let requests: Vec<Request> = facts.iter().map(|facts| before.names.request(facts)).collect();
    let entries = facts.len();
    vec![
        Asked::peer(format!("{version}: a request of the entry, built before"), TARGET, entries, move |place| {
            before.fits(&requests[place])
        }),
        Asked::peer(format!("{version}: a request of the entry, built each time"), None, entries, move |place| {
            again.fits(&again.names.request(&Facts::of(history, &history.entries()[place])))
        }),
    ]
}

struct Cedar {
    authorizer: Authorizer,
    policies: PolicySet,
    people: Entities,
    names: Names,
}

/// The names of types, and what every entry is done to, read once.
struct Names {
    person: EntityTypeName,
    side: EntityTypeName,
    action: EntityTypeName,
    cycle: EntityUid,
}

impl Cedar {
    fn new(history: &History) -> Self {
        let written = format!(
            r#"permit(principal in Side::"{SIDE}", action == Action::"{EVENT}", resource) when {{ context.what == "{WHAT}" }};"#
        );
        let names = Names::new();
        let sides = Side::ALL.iter().map(|side| Entity::new_no_attrs(uid(&names.side, side.code()), HashSet::new()));
        let people = history.cycle().people(Moment::LATEST).map(|(person, held)| {
            let theirs = Side::ALL.iter().filter(|side| held.is_on(**side)).map(|side| uid(&names.side, side.code()));
            Entity::new_no_attrs(uid(&names.person, person.as_str()), theirs.collect())
        });
        let people = Entities::from_entities(sides.chain(people), None).unwrap();
        Self { authorizer: Authorizer::new(), policies: written.parse().unwrap(), people, names }
    }

    fn fits(&self, request: &Request) -> bool {
        self.authorizer.is_authorized(request, &self.policies, &self.people).decision() == Decision::Allow
    }
}

impl Names {
    fn new() -> Self {
        let [person, side, action, cycle] = ["Person", "Side", "Action", "Cycle"].map(|name| name.parse().unwrap());
        Self { person, side, action, cycle: uid(&cycle, "invented") }
    }

    fn request(&self, facts: &Facts<'_>) -> Request {
        let what = RestrictedExpression::new_string(facts.what.to_owned());
        let context = Context::from_pairs([("what".to_owned(), what)]).unwrap();
        let (person, action) = (uid(&self.person, facts.by), uid(&self.action, facts.event));
        Request::new(person, action, self.cycle.clone(), context, None).unwrap()
    }
}

fn uid(of: &EntityTypeName, id: &str) -> EntityUid {
    EntityUid::from_type_name_and_id(of.clone(), EntityId::new(id))
}
