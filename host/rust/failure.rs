//! Failures of a call itself, as opposed to those of the contract that it ran.

use std::fmt::Display;

pub use crate::bridge::ffi::{Failure, FailureKind};

pub type Result<T> = std::result::Result<T, Failure>;

impl Failure {
    pub fn new(kind: FailureKind, message: impl Display) -> Self {
        Failure { kind, message: message.to_string() }
    }

    pub fn invalid_argument(message: impl Display) -> Self {
        Self::new(FailureKind::InvalidArgument, message)
    }

    pub fn corrupt_data(message: impl Display) -> Self {
        Self::new(FailureKind::CorruptData, message)
    }

    pub fn failed_precondition(message: impl Display) -> Self {
        Self::new(FailureKind::FailedPrecondition, message)
    }

    pub fn internal(message: impl Display) -> Self {
        Self::new(FailureKind::Internal, message)
    }
}

/// An outcome of the bridge, which carries its failure inside.
pub trait Outcome: Default + Send {
    fn failed(failure: Failure) -> Self;
}

macro_rules! outcomes {
    ($($outcome:ident),*) => {
        $(impl Outcome for crate::bridge::ffi::$outcome {
            fn failed(failure: Failure) -> Self {
                Self { failure, ..Default::default() }
            }
        })*
    };
}

outcomes!(
    InvokeOutcome,
    RecordedInvocation,
    InvokeSimulation,
    FootprintSimulation,
    FeeOutcome,
    RentFeeOutcome,
    RentSizeOutcome
);

impl Outcome for Failure {
    fn failed(failure: Failure) -> Self {
        failure
    }
}
