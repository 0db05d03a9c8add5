//! The description of the API, held to a validator that is not ours (PyPI's `openapi-spec-validator`), and to the routes that there are.

mod common;

use std::process::Command;

use axum::http::StatusCode;
use common::{Service, act};
use serde_json::json;

/// A Python in which the validator is installed; nothing, where it cannot be had.
fn python() -> Option<String> {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("openapi-python");
    let python = folder.join("bin/python").display().to_string();
    let has = |python: &str| {
        let check = Command::new(python).args(["-c", "import openapi_spec_validator"]).output();
        check.is_ok_and(|it| it.status.success())
    };
    if !has(&python) {
        Command::new("python3").args(["-m", "venv"]).arg(&folder).output().ok()?;
        Command::new(&python).args(["-m", "pip", "install", "-q", "openapi-spec-validator"]).output().ok()?;
    }
    has(&python).then_some(python)
}

#[tokio::test]
async fn a_validator_that_is_not_ours_accepts_the_description() {
    let service = Service::new().await;
    let answer = service.get("worker", "/openapi.json").await;
    assert_eq!(answer.status, StatusCode::OK);
    let Some(python) = python() else {
        println!("skipped: no Python with `openapi-spec-validator` can be had");
        assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "nothing is skipped in CI");
        return;
    };
    let file = service.folder.path().join("openapi.json");
    std::fs::write(&file, &answer.body).unwrap();
    let check = |file: &std::path::Path| {
        let run =
            Command::new(&python).args(["-m", "openapi_spec_validator", "--schema", "3.1"]).arg(file).output().unwrap();
        (run.status.success(), String::from_utf8_lossy(&run.stdout).into_owned())
    };
    let (is_valid, said) = check(&file);
    assert!(is_valid, "{said}");

    // And it does look: a parameter without a place is no parameter.
    let broken = answer.body.replacen(r#""in":"path""#, r#""in":"nowhere""#, 1);
    assert_ne!(broken, answer.body);
    std::fs::write(&file, broken).unwrap();
    assert!(!check(&file).0);
}

#[tokio::test]
async fn every_path_of_the_description_is_a_route_and_every_reference_leads_somewhere() {
    let service = Service::with_cycle().await;
    let opening = act("portfolio_opened", 0, "worker", json!({ "portfolio": "pf-1", "format": 1, "owner": "worker" }));
    assert_eq!(service.post("worker", "/api/portfolio/acts", &opening).await.status, StatusCode::CREATED);
    let document = service.get("worker", "/openapi.json").await.json();
    let paths = document["paths"].as_object().unwrap();
    assert_eq!(paths.len(), 13);
    for (path, methods) in paths {
        let path = path.replace("{cycle}", "cy-1").replace("{kind}", "person_left");
        for method in methods.as_object().unwrap().keys() {
            let answer = match method.as_str() {
                "get" => {
                    service
                        .get("worker", &format!("{path}{}", if path.ends_with("export") { "?format=csv" } else { "" }))
                        .await
                }
                _ => service.post("worker", &path, &json!({})).await,
            };
            let expected = if method == "get" { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
            assert_eq!(answer.status, expected, "{method} {path}: {}", answer.body);
            assert!(
                methods[method]["responses"][answer.status.as_str()].is_object(),
                "{method} {path} says nothing of {expected}"
            );
        }
    }
    let written = document.to_string();
    let mut references = 0;
    for reference in written.split(r##""$ref":"#"##).skip(1) {
        let pointer = reference.split('"').next().unwrap();
        assert!(document.pointer(pointer).is_some(), "{pointer}");
        references += 1;
    }
    assert!(references > 100, "{references}");
}
