//! What is read is noted before it is shown: once for a page of many cycles, and where a form is drawn again, too.

use axum::http::StatusCode;
use case_system::store::{ANYBODY, EVERYWHERE, May};
use practice_cycle::cycle::Offer;

use crate::common::pages::Pages;
use crate::common::{Service, is_postgres, opening, person};

/// How often somebody was shown something of a cycle, as it was noted.
async fn noted(pages: &Pages, who: &str, cycle: &str, what: &str) -> usize {
    let all = pages.service.app.store.reads_by(&person(who)).await.unwrap();
    all.iter().filter(|read| read.cycle.as_str() == cycle && read.what == what).count()
}

/// From now on no reading of a cycle can be noted.
async fn deny(pages: &Pages, cycle: &str) {
    let statement = if is_postgres() {
        format!("ALTER TABLE reads ADD CONSTRAINT deny CHECK (cycle <> '{cycle}') NOT VALID")
    } else {
        format!(
            "CREATE TRIGGER deny BEFORE INSERT ON reads WHEN NEW.cycle = '{cycle}' BEGIN SELECT RAISE(ABORT, 'denied'); END"
        )
    };
    pages.service.sql(&statement).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_of_many_cycles_makes_one_note_of_all_or_shows_none() {
    let service = Service::with_cycle().await;
    service.open("cy-2").await;
    service.grant(EVERYWHERE, "worker", May::Administer, "").await;
    let pages = Pages::of(service);
    assert_eq!(pages.get("worker", "/").await.status, StatusCode::OK);
    assert_eq!((noted(&pages, "worker", "cy-1", "list").await, noted(&pages, "worker", "cy-2", "list").await), (1, 1));
    deny(&pages, "cy-2").await;
    let list = pages.get("worker", "/").await;
    let preview = pages.send("worker", "/rules", &[("shipped", "article"), ("do", "preview")]).await;
    for page in [list, preview] {
        assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE, "{}", page.body);
        assert!(!page.body.contains("cy-1"), "{}", page.body);
    }
    assert_eq!(noted(&pages, "worker", "cy-1", "list").await, 1, "of the second, nothing was shown");
    assert_eq!(noted(&pages, "worker", "cy-1", "preview of rules").await, 0);
    pages.monitor.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_that_is_drawn_again_is_noted_and_one_that_is_recorded_is_not() {
    const INVITE: &str = "/cycles/cy-1/acts/contract_invited";
    const TYPED: [(&str, &str); 4] =
        [("data.contract", "c-1"), ("data.space", "team_meeting"), ("occurred_at", "2026-04-06T10:30:00"), ("by", "worker")];
    let pages = Pages::of(Service::with_cycle().await);
    assert_eq!(pages.send("worker", INVITE, &TYPED).await.status, StatusCode::SEE_OTHER);
    assert_eq!(noted(&pages, "worker", "cy-1", "form").await, 0);
    let more: &[_] = &[&TYPED[..], &[("more", "data.words")]].concat();
    for (place, fields) in [&TYPED[2..], more].into_iter().enumerate() {
        let again = pages.send("worker", INVITE, fields).await;
        assert!(again.body.contains("<select"), "it shows who is in the cycle: {}", again.body);
        assert_eq!(noted(&pages, "worker", "cy-1", "form").await, place + 1);
    }
    deny(&pages, "cy-1").await;
    let refused = pages.send("worker", INVITE, &TYPED[2..]).await;
    assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(!refused.body.contains("manager"), "{}", refused.body);
    pages.monitor.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_preview_of_rules_looks_at_a_hundred_cycles_at_once() {
    let service = Service::new().await;
    for number in 0..101 {
        let cycle = format!("cy-{number:03}");
        let offer: Offer = serde_json::from_value(opening(&cycle)).unwrap();
        service.app.cycles.offer(&cycle.parse().unwrap(), offer, None).await.unwrap();
    }
    for may in [May::Read, May::Administer] {
        service.grant(EVERYWHERE, "manager", may, "").await;
    }
    service.grant(EVERYWHERE, "manager", May::Record, ANYBODY).await;
    let pages = Pages::of(service);
    for (from, which) in [("0", "cycles 1 to 100 of the 101"), ("100", "cycles 101 to 101 of the 101")] {
        let seen = pages.send("manager", "/rules", &[("shipped", "article"), ("do", "preview"), ("from", from)]).await;
        assert_eq!(seen.status, StatusCode::OK, "{}", seen.body);
        assert!(seen.body.contains(which), "{}", seen.body);
        assert_eq!(seen.body.contains("name=\"from\" value=\"100\""), from == "0", "there is more to look at, once");
    }
    let all = pages.service.app.store.reads_by(&person("manager")).await.unwrap();
    assert_eq!(all.iter().filter(|read| read.what == "preview of rules").count(), 101);
    pages.monitor.stop().await;
}
