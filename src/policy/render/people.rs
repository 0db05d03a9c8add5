//! People, as they stand in sentences.

use super::fields::{Aspect, listed};
use super::messages::fields as say;
use crate::code::Code;
use crate::message::{Row, Said};
use crate::people::{Role, Side};
use crate::permitted::with_article;

/// Somebody of some kind: `a parent`, `somebody from the family`, `somebody with the statutory mandate`.
pub(crate) fn somebody(aspect: Aspect, code: &str) -> Said {
    match aspect {
        Aspect::Themselves => format!("`{code}`").into(),
        Aspect::Role => a_role(code),
        Aspect::Side => say::somebody_from(side(code)).into(),
        Aspect::Mandate if code == "yes" => say::with_mandate().into(),
        Aspect::Mandate => say::without_mandate().into(),
    }
}

/// The first of several of some kind, of whom there is nobody: `nobody from the family`.
pub(crate) fn nobody(aspect: Aspect, code: &str) -> Said {
    match aspect {
        Aspect::Themselves | Aspect::Role => somebody(aspect, code),
        Aspect::Side => say::nobody_from(side(code)).into(),
        Aspect::Mandate if code == "yes" => say::nobody_with_mandate().into(),
        Aspect::Mandate => say::nobody_without_mandate().into(),
    }
}

pub(crate) fn side(code: &str) -> Said {
    Side::from_code(code).map_or_else(|| code.into(), Said::from)
}

pub(crate) fn role_label(code: &str) -> Said {
    Role::from_code(code).map_or_else(|| code.into(), Said::from)
}

/// Somebody in a role: `a parent`, `an independent advocate`, `the police`.
pub(crate) fn a_role(code: &str) -> Said {
    match Role::from_code(code) {
        Some(role) => Said::Code { list: "permitted::Those", code: role.code(), label: with_article(role) },
        None => code.into(),
    }
}

/// That the parties of some sides, all of them or any, are still there.
pub(crate) fn parties(sides: Vec<Said>, row: Row, are_there: bool) -> Said {
    let are_several = sides.len() > 1 && row == Row::And;
    let sides = listed(row, sides);
    let said = match (are_several, are_there) {
        (true, true) => say::parties_there(sides),
        (true, false) => say::parties_not_there(sides),
        (false, true) => say::party_there(sides),
        (false, false) => say::party_not_there(sides),
    };
    said.into()
}
