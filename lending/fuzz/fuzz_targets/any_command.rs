#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| lending_fuzz::run_bytes(bytes));
