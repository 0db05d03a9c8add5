//! Parts of the page of a cycle.

use maud::{Markup, html};
use practice_cycle::boundary::Lean;
use practice_cycle::id::CycleId;
use practice_cycle::picture::Vocabulary;
use practice_cycle::policy::Severity;
use practice_cycle::reading::Readings;

use super::super::asked::Times;
use super::super::cycles::address;
use super::super::text::{Outline, capitalised, prose, time};
use super::super::week::about;
use super::acts::Acts;
use crate::api::views::{FindingsAnswer, Found};
use crate::shown::Shown;

/// The times of a page, for the address of what belongs to it.
pub(super) fn query(times: &Times, more: &[(&str, &str)]) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    if let Some(day) = times.day {
        query.append_pair("on", &day.to_string());
    }
    if times.as_known {
        query.append_pair("known", "yes");
    }
    query.extend_pairs(more);
    let query = query.finish();
    if query.is_empty() { query } else { format!("?{query}") }
}

/// A picture that is wider than a phone: it can be moved, by the keyboard too, and opened by itself.
pub(super) fn figure(from: &str, label: &str, says: &str) -> Markup {
    html! {
        figure {
            div .moves role="region" aria-label=(label) tabindex="0" { img src=(from) alt=(says) width="1100" loading="lazy"; }
            figcaption { (says) " " a href=(from) { "Open the picture by itself" } }
        }
    }
}

/// Where the contracts stand, with the next steps of each.
pub(super) fn contracts(text: &[Outline], acts: Option<&Acts<'_>>) -> Markup {
    let all = text.iter().find(|one| one.line == "Contracts").map(|one| one.under.as_slice()).unwrap_or_default();
    html! {
        section #contracts aria-labelledby="contracts-head" {
            h2 #contracts-head { "Where the contracts stand" }
            @if all.is_empty() { p { "Nobody has invited a contract yet." } }
            @for contract in all {
                @let (id, stage) = contract.line.split_once(": ").unwrap_or((contract.line.as_str(), ""));
                article .card {
                    h3 { (id) " " span .tag { (stage) } }
                    @if let Some(acts) = acts { (acts.of_contract(id)) }
                    (Outline::list(&contract.under))
                }
            }
        }
    }
}

/// What the rules find, with what to do about it, and what is due.
pub(super) fn findings(found: &FindingsAnswer) -> Markup {
    let (pack, version) = &found.pack;
    html! {
        section #findings aria-labelledby="findings-head" {
            h2 #findings-head { "Findings, and what to do" }
            p .quiet {
                "By the rules of the pack " (pack) ", version " (version) ". They speak of the work, and not of the worth of anybody."
            }
            @if found.findings.is_empty() { p { "The rules find nothing." } }
            @for one in &found.findings { (finding(one)) }
            h3 { "Due" }
            @if found.due.is_empty() { p { "Nothing is due." } }
            @else {
                ul .cards {
                    @for due in &found.due {
                        li {
                            p .lead { (capitalised(&due.title)) }
                            p {
                                @if !due.duty.about.is_empty() { (capitalised(&about(&due.duty.about))) " · " }
                                @match due.due { Some(at) => { "due by " (time(at)) } None => "at some time" }
                                " · " span .quiet { "rule " (due.duty.key.rule) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A finding: its text says in lines that begin with `=` how it was counted, what would help, and where the rule comes from.
fn finding(found: &Found) -> Markup {
    let lines = found.text.lines().filter_map(|line| line.trim().strip_prefix("= ")?.split_once(": "));
    let (help, rest): (Vec<_>, Vec<_>) = lines.partition(|(name, _)| *name == "help");
    let finding = &found.finding;
    let is_error = finding.severity == Severity::Error;
    let weight = if is_error { "does not meet the rule" } else { "ask about it" };
    html! {
        article .card.finding {
            h3 { (capitalised(&finding.title)) }
            p {
                span .tag .bad[is_error] { (weight) }
                @if finding.is_excused() { " " span .tag { "excused" } }
                @if !finding.duty.about.is_empty() { " " (capitalised(&about(&finding.duty.about))) }
                " · " span .quiet { "rule " (finding.rule) }
            }
            @if !help.is_empty() {
                p .do { b { "What to do: " } (capitalised(&help.iter().map(|(_, what)| *what).collect::<Vec<&str>>().join("; "))) "." }
            }
            dl { @for (name, what) in rest { div { dt { (capitalised(name)) } dd { (what) } } } }
            details {
                summary { "Beside the entries that it names" }
                pre .moves tabindex="0" role="region" aria-label=(format!("{} beside the entries that it names", finding.rule)) { (found.text) }
            }
        }
    }
}

/// The boundary, with what it is not for, and in both vocabularies.
pub(super) fn boundary(readings: &Readings, shown: &Shown<'_>, cycle: &CycleId, times: &Times) -> Markup {
    let picture = |words: &[(&str, &str)]| format!("{}/boundary.svg{}", address(cycle), query(times, words));
    let said = [&readings.boundary, &readings.drift].map(|reading| reading.text_for(shown.reader()));
    let sides =
        [("too close", Lean::Enmeshed), ("near enough, and apart enough", Lean::Healthy), ("too far away", Lean::Diffuse)];
    html! {
        section #boundary aria-labelledby="boundary-head" {
            h2 #boundary-head { "The boundary, as observers saw it" }
            p .caution {
                b { "Read with care. " }
                "This is a pattern of work as some people saw it, by numbers that nobody has validated. It is for talking together, "
                "and never for appraising a person."
            }
            div .moves tabindex="0" role="region" aria-label="What the sides of the boundary are called" {
                table {
                    caption { "One word, " i { "diffuse" } ", names opposite ends in the article and in Minuchin’s work" }
                    thead { tr { th scope="col" { "Here" } th scope="col" { "In the article" } th scope="col" { "In Minuchin’s words" } } }
                    tbody {
                        @for (here, lean) in sides {
                            tr { th scope="row" { (here) } td { (Vocabulary::Article.of(lean)) } td { (Vocabulary::Minuchin.of(lean)) } }
                        }
                    }
                }
            }
            (figure(
                &picture(&[]),
                "Picture of the boundary",
                "The boundary through time, in the words of the article: three tallies, and the observations that they rest on. \
                 The same stands below in words.",
            ))
            p { a href=(picture(&[("words", "minuchin")])) { "The same picture in Minuchin’s words" } }
            @for text in &said { div .reading { (prose(text)) } }
        }
    }
}
