//! Several explanations, and evidence weighed against each of them.

use crate::code::codes;
use crate::declare::data;
use crate::field::fields;
use crate::id::{DiscussionId, HypothesisId, StatementId, WeighingId};
use crate::strict::object;
use crate::text::Text;

codes! {
    /// Whether a hypothesis was the first explanation that came to mind, or came later (Ignite, on Keddell's research: the anchor
    /// hypothesis).
    ///
    /// ```
    /// use practice_cycle::{deliberating::Order, code::Code};
    /// assert_eq!(Order::First.label(), "the first idea");
    /// ```
    pub enum Order {
        First = "first", "the first idea";
        Later = "later", "a later idea";
    }
}

data! {
    /// Somebody put an explanation beside the others.
    HypothesisPut in ("practice_cycle::deliberating"): r#"{"hypothesis":"hy-1","discussion":"di-1","order":"first","words":"He stays at home to look after his mother."}"# {
        /// Its own reference.
        hypothesis: HypothesisId,
        /// The discussion in which it was put.
        discussion: DiscussionId,
        /// Whether it was the first idea.
        order: Order,
        /// The explanation.
        words: Text,
    }
}

codes! {
    /// How a piece of evidence stands to a hypothesis (Heuer, *Psychology of Intelligence Analysis*, chapter 8, on competing
    /// hypotheses).
    ///
    /// ```
    /// use practice_cycle::{deliberating::Rating, code::Code};
    /// assert_eq!(Rating::DoesNotHelp.label(), "does not help to tell the ideas apart");
    /// assert!(Rating::Inconsistent.is_against() && !Rating::DoesNotHelp.is_against());
    /// ```
    pub enum Rating {
        StronglyConsistent = "strongly_consistent", "strongly consistent";
        Consistent = "consistent", "consistent";
        DoesNotHelp = "does_not_help", "does not help to tell the ideas apart";
        Inconsistent = "inconsistent", "inconsistent";
        StronglyInconsistent = "strongly_inconsistent", "strongly inconsistent";
    }
}

impl Rating {
    /// Whether the evidence speaks against the hypothesis.
    #[must_use]
    pub const fn is_against(self) -> bool {
        match self {
            Rating::Inconsistent | Rating::StronglyInconsistent => true,
            Rating::StronglyConsistent | Rating::Consistent | Rating::DoesNotHelp => false,
        }
    }
}

codes! {
    /// How a piece of evidence was come by.
    ///
    /// ```
    /// use practice_cycle::{deliberating::HowFound, code::Code};
    /// assert_eq!(HowFound::LookedFor.label(), "looked for");
    /// ```
    pub enum HowFound {
        CameUp = "came_up", "came up";
        LookedFor = "looked_for", "looked for";
    }
}

object! {
    /// How one piece of evidence was rated against one hypothesis.
    ///
    /// ```
    /// use practice_cycle::deliberating::{Rated, Rating};
    /// let rated: Rated = serde_json::from_str(r#"{"hypothesis":"hy-1","rating":"inconsistent"}"#)?;
    /// assert_eq!(rated.rating, Rating::Inconsistent);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[derive(Debug, Clone, PartialEq, Eq, Hash)]
    pub struct Rated {
        /// The hypothesis.
        pub hypothesis: HypothesisId,
        /// How the evidence stands to it.
        pub rating: Rating,
    }
}

fields!(struct Rated { hypothesis, rating });

data! {
    /// Somebody weighed a piece of evidence: something that was said in a discussion, against each explanation that they rate it for.
    /// Each person weighs for themself; the ratings of several people are never combined. Who weighs the same piece again puts the
    /// new rating in the place of their earlier one.
    EvidenceWeighed in ("practice_cycle::deliberating"): r#"{"weighing":"we-1","piece":"st-1","ratings":[{"hypothesis":"hy-1","rating":"inconsistent"},{"hypothesis":"hy-2","rating":"consistent"}],"found":"looked_for"}"# {
        /// Its own reference.
        weighing: WeighingId,
        /// The piece of evidence.
        piece: StatementId,
        /// How it stands to each explanation that was rated: at least one, and each once.
        ratings: Vec<Rated>,
        /// How the piece was come by.
        found: HowFound,
        /// Why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<Text>,
    }
}

data! {
    /// A hypothesis was set aside, for a reason. It stays in the record, and can be kept again.
    HypothesisSetAside in ("practice_cycle::deliberating"): r#"{"hypothesis":"hy-1","reason":"His aunt has looked after her since May."}"# {
        /// The hypothesis.
        hypothesis: HypothesisId,
        /// Why.
        reason: Text,
    }
}

data! {
    /// A hypothesis was looked at again and kept.
    HypothesisKept in ("practice_cycle::deliberating"): r#"{"hypothesis":"hy-2","reason":"Nothing speaks against it so far."}"# {
        /// The hypothesis.
        hypothesis: HypothesisId,
        /// Why.
        reason: Text,
    }
}

data! {
    /// A hypothesis was put in other words, in the light of what was found.
    HypothesisReshaped in ("practice_cycle::deliberating"): r#"{"hypothesis":"hy-2","words":"He stays away on the days of one lesson."}"# {
        /// The hypothesis.
        hypothesis: HypothesisId,
        /// Its new words.
        words: Text,
    }
}
