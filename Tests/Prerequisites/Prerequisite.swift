import Foundation
import Testing

/// What a test needs of the machine it runs on.
package enum Prerequisite {
  /// Skips the test that calls it, and says why. With `CI=true` everything has to be there: it fails.
  package static func missing(
    _ reason: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Never {
    print("skipped: \(reason)")
    if ProcessInfo.processInfo.environment["CI"] == "true" {
      Issue.record("with CI=true nothing may be missing: \(reason)", sourceLocation: sourceLocation)
    }
    try Test.cancel(Comment(rawValue: reason))
  }

  /// Skips the test that calls it, and says why, also with `CI=true`: what is missing is not the project's to give.
  package static func notGiven(_ reason: String) throws -> Never {
    print("skipped: \(reason)")
    try Test.cancel(Comment(rawValue: reason))
  }

  /// A program of the machine.
  ///
  /// - Returns: its path. Without the program, the test is skipped.
  package static func program(
    _ path: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> String {
    guard FileManager.default.isExecutableFile(atPath: path) else {
      try missing("\(path) is not installed", sourceLocation: sourceLocation)
    }
    return path
  }
}
