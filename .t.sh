cd /tmp/zb; export CARGO_PROFILE_DEV_DEBUG=0 CARGO_PROFILE_TEST_DEBUG=0 CARGO_INCREMENTAL=1
cargo test --all-features "$@" 2>&1 | grep -v "^\s*Compiling\|Finished\|^$"
