import Foundation

/// A folder that exists while `body` runs.
public func withScratchFolder(_ body: (String) throws -> Void) throws {
  let folder = NSTemporaryDirectory() + "txray-" + UUID().uuidString
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  try body(folder)
}
