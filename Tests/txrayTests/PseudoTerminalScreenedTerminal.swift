import CPseudoTerminal
import Foundation
import NcursesTerminal
import TerminalUI

/// An `NcursesTerminal` of this process on a pseudo-terminal, beside a screen that shows what it writes.
final class PseudoTerminalScreenedTerminal {
  let terminal: NcursesTerminal
  private(set) var screen: PseudoTerminalScreen
  private(set) var received: [UInt8] = []
  let master: Int32
  private let slave: Int32
  private let reader: PseudoTerminalReader
  private var marks = 0

  init(
    _ environment: [String: String], width: Int = 80, height: Int = 24,
    configure: (inout TerminalOptions) -> Void = { _ in },
    onFallback: (String, String) -> Void = { _, _ in }
  ) throws {
    var master: Int32 = -1
    var slave: Int32 = -1
    let error = pseudo_terminal_open(Int32(width), Int32(height), &master, &slave)
    if error != 0 { throw POSIXError(POSIXErrorCode(rawValue: error) ?? .EIO) }
    (self.master, self.slave) = (master, slave)
    reader = PseudoTerminalReader(master)
    screen = PseudoTerminalScreen(width: width, height: height)
    var options = TerminalOptions(
      environment: ["LC_ALL": "C.UTF-8"].merging(environment) { $1 }, input: slave, output: slave)
    configure(&options)
    do {
      terminal = try NcursesTerminal(options, onFallback: onFallback)
    } catch {
      close(slave)
      reader.waitUntilClosed()
      close(master)
      throw error
    }
  }

  deinit {
    terminal.close()
    close(slave)
    // The thread must not read from a descriptor of the same number that somebody else opens next.
    reader.waitUntilClosed()
    close(master)
  }

  /// Takes all that was written into `screen`, and returns how many bytes that was.
  @discardableResult
  func catchUp() -> Int {
    marks += 1
    let mark = "\u{1B}]99;\(marks)\u{07}"
    _ = write(slave, mark, mark.utf8.count)
    let bytes = reader.take(through: Array(mark.utf8))
    received += bytes
    screen.feed(bytes)
    return bytes.count
  }

  func draw(_ grid: Grid) -> Int {
    terminal.draw(grid)
    return catchUp()
  }

  func type(_ text: String) { _ = write(master, text, text.utf8.count) }
}

/// Reads a descriptor on a thread of its own, so that whoever writes to it never waits.
final class PseudoTerminalReader: @unchecked Sendable {
  private let condition = NSCondition()
  private var bytes: [UInt8] = []
  private let closed = DispatchSemaphore(value: 0)

  init(_ descriptor: Int32) {
    Thread.detachNewThread {
      var chunk = [UInt8](repeating: 0, count: 1 << 16)
      while case let count = read(descriptor, &chunk, chunk.count), count > 0 { self.append(chunk[..<count]) }
      self.closed.signal()
    }
  }

  /// Waits until the other end has been closed.
  func waitUntilClosed() { closed.wait() }

  private func append(_ chunk: ArraySlice<UInt8>) {
    condition.withLock { bytes += chunk }
    condition.broadcast()
  }

  /// Waits for `mark` and returns what came before it.
  func take(through mark: [UInt8]) -> [UInt8] {
    condition.lock()
    defer { condition.unlock() }
    let end = Date().addingTimeInterval(10)
    while !bytes.suffix(mark.count).elementsEqual(mark) {
      if !condition.wait(until: end) { return bytes }
    }
    defer { bytes = [] }
    return bytes.dropLast(mark.count)
  }
}
