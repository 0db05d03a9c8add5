//! The rules of a pack by name, and which of them depend on one another in a circle.

use std::collections::HashMap;

use super::SourceRule;

/// The rules that there are, by the ids they have and those they had before.
pub(crate) struct Names<'r> {
    places: HashMap<&'r str, usize>,
    rules: &'r [SourceRule],
}

impl<'r> Names<'r> {
    pub(crate) fn of(rules: &'r [SourceRule]) -> Self {
        let mut places = HashMap::with_capacity(rules.len());
        // What a rule is called counts before what another was called.
        for (place, rule) in rules.iter().enumerate() {
            places.entry(rule.form.id.as_str()).or_insert(place);
        }
        for (place, rule) in rules.iter().enumerate() {
            for old in &rule.form.formerly {
                places.entry(old.as_str()).or_insert(place);
            }
        }
        Self { places, rules }
    }

    /// The place of the rule that has, or had, this id.
    pub(crate) fn place(&self, id: &str) -> Option<usize> {
        self.places.get(id).copied()
    }

    /// The rule that has, or had, this id.
    pub(crate) fn find(&self, id: &str) -> Option<&'r SourceRule> {
        self.rules.get(self.place(id)?)
    }

    /// The ids that rules have now.
    pub(crate) fn ids(&self) -> impl Iterator<Item = &'r str> {
        self.rules.iter().map(|rule| rule.form.id.as_str())
    }
}

/// For each place, the circle that it stands in: two places lead to one another where they stand in the same. Each place names
/// those that it leads to. (S. R. Kosaraju's two passes: each way is walked once forwards and once back.)
pub(crate) fn circles(leads_to: &[Vec<usize>]) -> Vec<usize> {
    let mut back = vec![Vec::new(); leads_to.len()];
    for (from, to) in leads_to.iter().enumerate() {
        for &to in to {
            if let Some(back) = back.get_mut(to) {
                back.push(from);
            }
        }
    }
    let all: Vec<usize> = (0..leads_to.len()).collect();
    let (order, _) = walked(leads_to, &all);
    let last_first: Vec<usize> = order.into_iter().rev().collect();
    walked(&back, &last_first).1
}

/// Walks from each place, in an order, wherever nobody has been: in which order places are done with, and from which each was
/// reached first.
fn walked(leads_to: &[Vec<usize>], starts: &[usize]) -> (Vec<usize>, Vec<usize>) {
    const NOWHERE: usize = usize::MAX;
    let mut reached_from = vec![NOWHERE; leads_to.len()];
    let mut done = Vec::with_capacity(leads_to.len());
    for &start in starts {
        let mut under_way = vec![(start, 0)];
        if reached_from.get(start) != Some(&NOWHERE) {
            continue;
        }
        while let Some((at, next)) = under_way.pop() {
            if let Some(from) = reached_from.get_mut(at) {
                *from = start;
            }
            match leads_to.get(at).and_then(|to| to.get(next)) {
                Some(&to) => {
                    under_way.push((at, next + 1));
                    if reached_from.get(to) == Some(&NOWHERE) {
                        under_way.push((to, 0));
                    }
                }
                None => done.push(at),
            }
        }
    }
    (done, reached_from)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As slowly as it is defined: two places stand in one circle if each can be reached from the other.
    #[test]
    fn a_circle_is_where_each_leads_to_the_other() {
        for drawn in 0_usize..400 {
            let places = 1 + drawn % 7;
            let leads = |from: usize, to: usize| (drawn * 31 + from * 17 + to * 7 + drawn / 3 * from).is_multiple_of(5);
            let leads_to: Vec<Vec<usize>> =
                (0..places).map(|from| (0..places).filter(|&to| leads(from, to)).collect()).collect();
            let mut reaches: Vec<Vec<bool>> =
                (0..places).map(|from| (0..places).map(|to| from == to || leads(from, to)).collect()).collect();
            for by in 0..places {
                for from in 0..places {
                    for to in 0..places {
                        reaches[from][to] |= reaches[from][by] && reaches[by][to];
                    }
                }
            }
            let circles = circles(&leads_to);
            for from in 0..places {
                for to in 0..places {
                    let together = reaches[from][to] && reaches[to][from];
                    assert_eq!(circles[from] == circles[to], together, "{from} and {to} in {leads_to:?}");
                }
            }
        }
    }
}
