import CPseudoTerminal
import Foundation

/// A program running in a terminal of its own, as a person would run it.
final class PseudoTerminalSession {
  enum Ending: Equatable {
    case exited(Int32)
    case killed(by: Int32)
    case stopped
    /// Nothing of it within the time given.
    case stillRunning
  }

  /// Whether the terminal answers when it is asked how it is, as real ones do.
  var answersStatus = true
  /// What the terminal shows.
  private(set) var screen: PseudoTerminalScreen
  /// How many bytes the program has written.
  private(set) var bytesReceived = 0
  /// All of them, for a look at what was sent.
  private(set) var received: [UInt8] = []
  private var terminal = pseudo_terminal()
  private var job: Int32 = 0

  /// The `txray` that was built with these tests.
  static var txray: String {
    var folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    for bundle in Bundle.allBundles where bundle.bundlePath.hasSuffix(".xctest") {
      folder = bundle.bundleURL.deletingLastPathComponent()
    }
    return folder.appendingPathComponent("txray").path
  }

  /// Starts `executable`, or the probe of CPseudoTerminal if it is nil.
  init(
    _ executable: String?, _ arguments: [String] = [], environment: [String: String] = [:], width: Int = 80,
    height: Int = 24
  ) throws {
    screen = PseudoTerminalScreen(width: width, height: height)
    var variables = [
      "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin", "HOME": NSTemporaryDirectory(),
      // What one test leaves behind must not open another.
      "XDG_STATE_HOME": NSTemporaryDirectory() + "/txray-state-\(UUID().uuidString)",
    ]
    variables.merge(environment) { $1 }
    let words = [executable ?? "probe"] + arguments
    var argumentPointers = words.map { strdup($0) } + [nil]
    var variablePointers = variables.map { strdup("\($0)=\($1)") } + [nil]
    defer { for pointer in argumentPointers + variablePointers { free(pointer) } }
    let error: Int32
    if let executable {
      error = pseudo_terminal_start(
        executable, &argumentPointers, &variablePointers, Int32(width), Int32(height), &terminal)
    } else {
      error = pseudo_terminal_start(
        pseudo_terminal_probe, &argumentPointers, &variablePointers, Int32(width), Int32(height), &terminal)
    }
    if error != 0 { throw POSIXError(POSIXErrorCode(rawValue: error) ?? .EIO) }
  }

  deinit { pseudo_terminal_end(&terminal) }

  /// Types.
  func send(_ text: String) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let written = bytes.withUnsafeBytes { write(terminal.master, $0.baseAddress, $0.count) }
      guard written > 0 else { return }
      bytes = bytes.dropFirst(written)
    }
  }

  /// What another program writes to the same terminal.
  func overwrite(with text: String) { screen.feed(Array(text.utf8)[...]) }

  func resize(width: Int, height: Int) {
    screen.resize(width: width, height: height)
    _ = pseudo_terminal_resize(terminal.master, Int32(width), Int32(height))
  }

  /// Reads what comes until nothing has come for `quiet` seconds, at most `limit`; returns the bytes read.
  @discardableResult
  func settle(quiet: Double = 0.15, limit: Double = 10) -> Int {
    let before = bytesReceived
    let end = Date().addingTimeInterval(limit)
    while Date() < end, read(within: quiet) {}
    return bytesReceived - before
  }

  /// Reads until the screen fulfils `condition`; false if it does not within `limit` seconds.
  func wait(limit: Double = 10, until condition: (PseudoTerminalScreen) -> Bool) -> Bool {
    let end = Date().addingTimeInterval(limit)
    while !condition(screen) {
      if Date() > end { return false }
      _ = read(within: 0.05)
    }
    return true
  }

  /// Reads until some line holds `text`.
  func wait(for text: String, limit: Double = 10) -> Bool {
    wait(limit: limit) { screen in screen.lines.contains { $0.contains(text) } }
  }

  /// Reads one chunk into the screen; false if none came in time.
  private func read(within seconds: Double) -> Bool {
    guard let bytes = receive(within: seconds) else { return false }
    show(bytes)
    return true
  }

  /// Shows bytes, and answers what they ask.
  private func show(_ bytes: ArraySlice<UInt8>) {
    screen.feed(bytes)
    let questions = screen.takeStatusQuestions()
    if answersStatus { for _ in 0..<questions { send("\u{1B}[0n") } }
  }

  /// Reads one chunk; nil if none came in time.
  func receive(within seconds: Double) -> ArraySlice<UInt8>? {
    var watched = pollfd(fd: terminal.master, events: Int16(POLLIN), revents: 0)
    guard poll(&watched, 1, Int32(seconds * 1000)) > 0, watched.revents & Int16(POLLIN) != 0 else {
      return nil
    }
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    let count = Glibc.read(terminal.master, &chunk, chunk.count)
    guard count > 0 else { return nil }
    bytesReceived += count
    received += chunk[..<count]
    return chunk[..<count]
  }

  /// Waits for the job to stop or end, reading what it writes meanwhile.
  func waitForEnd(limit: Double = 10) -> Ending {
    let end = Date().addingTimeInterval(limit)
    while Date() < end {
      _ = read(within: 0.01)
      var watched = pollfd(fd: terminal.reports, events: Int16(POLLIN), revents: 0)
      guard poll(&watched, 1, 10) > 0 else { continue }
      var report = pseudo_terminal_report()
      guard Glibc.read(terminal.reports, &report, MemoryLayout.size(ofValue: report)) > 0 else { break }
      settle(quiet: 0.05)
      job = report.job
      if report.stopped == 1 { return .stopped }
      let signal = report.status & 0x7F
      return signal == 0 ? .exited(report.status >> 8 & 0xFF) : .killed(by: signal)
    }
    return .stillRunning
  }

  /// Lets a stopped job go on, as `fg` does.
  func continueJob() { _ = write(terminal.commands, "c", 1) }

  /// Sends a signal to the foreground: what `kill` does from another terminal.
  func signal(_ number: Int32) {
    let group = tcgetpgrp(terminal.master)
    if group > 0 { kill(-group, number) }
  }

  /// Whether the terminal is as a shell wants it: line editing, echo, main screen, cursor, no mouse reports.
  var isSane: Bool {
    pseudo_terminal_is_sane(terminal.master) == 1 && !screen.isAlternate && screen.isCursorVisible
      && screen.modes.isDisjoint(with: [1000, 1002, 1003, 1006, 2004]) && screen.look == .init()
  }
}
