import Foundation

/// Notes which tokens of which document came when.
final class ChunkOrder: @unchecked Sendable {
  private var seen: [Int: [Int]] = [:]
  private let lock = NSLock()

  func note(_ document: Int, _ tokens: Range<Int>) {
    lock.lock()
    defer { lock.unlock() }
    seen[document, default: []] += tokens
  }

  func tokens(of document: Int) -> [Int] { seen[document] ?? [] }
}
