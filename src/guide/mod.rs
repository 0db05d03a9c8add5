//! A guide in nine chapters, for those who come to this crate from practice, from engineering or from research. The programs in it are
//! run as tests.
//!
//! | Chapter | For whoever asks |
//! |---|---|
//! | [`diffuse`] | what *diffuse* means here, and why a family therapist may read it the wrong way round |
//! | [`joining_is_no_gate`] | why somebody who has not joined can make a contract |
//! | [`what_happened`] | why something improper can be recorded, and what is refused all the same |
//! | [`embedding`] | how the crate is built into a system, in five steps |
//! | [`writing_a_pack`] | how a service writes its own rules, and tests them |
//! | [`reading_an_assessment`] | what a reading of the boundary says, and what it does not |
//! | [`running_an_experiment`] | how two scenarios are compared |
//! | [`reviewers`] | what a reviewer of such a study will ask, and where the answers are |
//! | [`hosting`](crate::hosting) | everything that a system around it has to see to |

#[doc = include_str!("diffuse.md")]
pub mod diffuse {}
#[doc = include_str!("joining_is_no_gate.md")]
pub mod joining_is_no_gate {}
#[doc = include_str!("what_happened.md")]
pub mod what_happened {}
#[doc = include_str!("embedding.md")]
pub mod embedding {}
#[doc = include_str!("writing_a_pack.md")]
pub mod writing_a_pack {}
#[doc = include_str!("reading_an_assessment.md")]
pub mod reading_an_assessment {}
#[doc = include_str!("running_an_experiment.md")]
pub mod running_an_experiment {}
#[doc = include_str!("reviewers.md")]
pub mod reviewers {}
