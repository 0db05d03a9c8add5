//! People in English.

use super::fields::{Aspect, listed};
use crate::code::Code;
use crate::people::{Role, Side};

/// Somebody of some kind: `a parent`, `somebody from the family`, `somebody with the statutory mandate`.
pub(crate) fn somebody(aspect: Aspect, code: &str) -> String {
    match aspect {
        Aspect::Themselves => format!("`{code}`"),
        Aspect::Role => a_role(code),
        Aspect::Side => format!("somebody from {}", side(code)),
        Aspect::Mandate if code == "yes" => "somebody with the statutory mandate".to_owned(),
        Aspect::Mandate => "somebody without the statutory mandate".to_owned(),
    }
}

pub(crate) fn side(code: &str) -> String {
    Side::from_code(code).map_or(code, |one| one.label()).to_owned()
}

pub(crate) fn role_label(code: &str) -> String {
    Role::from_code(code).map_or(code, |one| one.label()).to_owned()
}

/// Somebody in a role: `a parent`, `an independent advocate`, `the police`.
pub(crate) fn a_role(code: &str) -> String {
    let label = role_label(code);
    match Role::from_code(code) {
        Some(Role::Court | Role::Police | Role::Clinician) => format!("the {label}"),
        Some(Role::OtherPartner) => "another partner agency".to_owned(),
        _ if label.starts_with(['a', 'e', 'i', 'o', 'u']) => format!("an {label}"),
        _ => format!("a {label}"),
    }
}

/// That the parties of some sides are still there.
pub(crate) fn parties(sides: &[String], and: &str, are_there: bool) -> String {
    let sides: Vec<String> = sides.iter().map(|side| side.replace('"', "")).collect();
    let not = if are_there { "" } else { " not" };
    match (sides.as_slice(), and) {
        ([_, _, ..], "and") => {
            let all = if are_there { "" } else { " all" };
            format!("the parties to the contract from {} are{not}{all} still there", listed(&sides, and))
        }
        _ => format!("the party to the contract from {} is{not} still there", listed(&sides, and)),
    }
}
