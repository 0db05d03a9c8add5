//! `practice-cycle` for browsers and Node.js.
