export CARGO_MANIFEST_DIR=/tmp/lead
rustc --edition 2024 --crate-type rlib --crate-name doctest_bundle_2024 -L dependency=/work/main/target/debug/deps $(grep -o 'rustdoc --edition.*' /tmp/v.log | head -1 | grep -oE -- '--extern [^ ]+' ) doctest_bundle_2024.rs -o /tmp/dt/libdoctest_bundle_2024.rlib
