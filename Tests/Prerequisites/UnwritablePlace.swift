import Foundation
import Glibc
import Testing

/// A place where nobody can make a file, root included: it lies below a file instead of a folder.
package final class UnwritablePlace {
  private let path: String

  /// Makes one.
  package init() throws {
    path = NSTemporaryDirectory() + "/txray-unwritable-\(UUID().uuidString)"
    try Data().write(to: URL(fileURLWithPath: path))
  }

  deinit { unlink(path) }

  /// A path there.
  package func file(_ name: String) -> String { "\(path)/\(name)" }
}

/// A folder that may be read and not written, also by root.
package enum ReadOnlyFolder {
  /// Gives `body` such a folder. Root may write anywhere, so this thread accesses files as another user
  /// meanwhile.
  package static func with(_ body: (_ path: String) throws -> Void) throws {
    let path = NSTemporaryDirectory() + "/txray-read-only-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    chmod(path, 0o555)
    defer {
      chmod(path, 0o755)
      try? FileManager.default.removeItem(atPath: path)
    }
    guard geteuid() == 0 else { return try body(path) }
    guard let symbol = dlsym(nil, "setfsuid") else {
      try Prerequisite.missing("root can write everywhere here")
    }
    typealias Change = @convention(c) (uid_t) -> CInt
    let change = unsafeBitCast(symbol, to: Change.self)
    _ = change(65534)
    defer { _ = change(0) }
    try body(path)
  }
}
