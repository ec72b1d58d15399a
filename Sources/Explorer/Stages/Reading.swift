import Measures

/// The stages of a run under one kind of policy.
struct Reading: Sendable {
  /// Tells readings apart, so that what was computed of another one can be told.
  let number: Int
  /// The stages, in the order they are shown.
  let stages: [Stage]
}
