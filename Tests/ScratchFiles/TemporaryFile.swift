import Foundation

/// A file that lives as long as the test.
public final class TemporaryFile {
  /// Where it is.
  public let path: String

  /// Writes the bytes to a file of its own.
  public init(_ bytes: [UInt8], suffix: String = ".txt") throws {
    path = FileManager.default.temporaryDirectory.path + "/txray-\(UUID().uuidString)\(suffix)"
    try Data(bytes).write(to: URL(fileURLWithPath: path))
  }

  /// Writes the text to a file of its own.
  public convenience init(_ text: String, suffix: String = ".txt") throws {
    try self.init(Array(text.utf8), suffix: suffix)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }
}
