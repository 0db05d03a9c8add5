//! What every page has around it.

use maud::{DOCTYPE, Markup, html};
use practice_cycle::id::PersonId;

use crate::app::App;
use crate::csrf::FIELD;
use crate::settings::SignIn;
use crate::store::May;

/// What stands around a page.
#[derive(Debug, Clone)]
pub(super) struct Frame {
    person: PersonId,
    administers: bool,
    opens: bool,
    /// Whether people pick themselves from a list.
    picks: bool,
    token: String,
    /// The place of the last news before the page was made.
    news: i64,
}

impl Frame {
    /// The frame of a page for somebody.
    pub(super) async fn of(app: &App, person: &PersonId) -> Result<Self, crate::store::StoreError> {
        let access = app.store.access(None, person).await?;
        Ok(Self {
            person: person.clone(),
            administers: access.may(May::Administer),
            opens: access.may(May::Open),
            picks: matches!(app.settings.sign_in, SignIn::Development { .. }),
            token: app.tokens.of(person),
            news: app.store.last_news().await?,
        })
    }

    /// Whether they may put another pack in force.
    pub(super) fn administers(&self) -> bool {
        self.administers
    }

    /// Whether they may open a cycle.
    pub(super) fn opens(&self) -> bool {
        self.opens
    }

    /// The field by which it is known that a form comes from one of these pages.
    pub(super) fn token(&self) -> Markup {
        html! { input type="hidden" name=(FIELD) value=(self.token); }
    }

    /// A whole page. `here` is the address of the part of the site that it belongs to.
    pub(super) fn page(&self, title: &str, here: &str, main: &Markup) -> Markup {
        let links = [("/", "Cycles", true), ("/week", "Due this week", true), ("/rules", "Rules", self.administers)];
        let header = html! {
            nav aria-label="Parts of the site" {
                ul {
                    @for (to, name, _) in links.iter().filter(|(.., is_shown)| *is_shown) {
                        li { a href=(to) aria-current=[(*to == here).then_some("page")] { (name) } }
                    }
                }
            }
            p .who {
                "Signed in as " b { (self.person) }
                @if self.picks { " · " a href="/sign-in" { "somebody else" } }
            }
        };
        whole(title, &header, main, Some(self.news))
    }
}

/// A whole page. Where `news` is a place, the script listens for what is told after it.
pub(super) fn whole(title: &str, header: &Markup, main: &Markup, news: Option<i64>) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en-GB" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) " – Case system" }
                link rel="stylesheet" href="/style.css";
                link rel="icon" href="data:,";
                script src="/page.js" defer {}
            }
            body data-news=[news] {
                a .skip href="#main" { "Skip to the content" }
                header { div .wide { p .name { a href="/" { "Case system" } } (header) } }
                @if news.is_some() { section #news .wide aria-label="News" aria-live="polite" {} }
                main #main .wide tabindex="-1" { (main) }
                footer { div .wide {
                    p { "Readings speak of patterns of work, and are never used to appraise anybody. Nothing here is legal advice." }
                } }
            }
        }
    }
}
