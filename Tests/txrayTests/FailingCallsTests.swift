import Foundation
import Prerequisites
import Testing

/// Every command that writes, with one of its system calls failing: it completes, or ends with the code for a failed
/// read or write, and leaves nothing half-written.
///
/// Without `TXRAY_EVERY_CALL=1` only some of the calls fail, so that the tests stay short.
@Suite struct FailingCallsTests {
  private static let failures = ["open", "read", "write", "short", "fsync", "rename", "mmap"]

  /// The library that lets calls fail, built once.
  private static let library: Result<String, any Error> = Result {
    let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("FailingCalls/failing_calls.c").path
    let library = NSTemporaryDirectory() + "txray-failing-calls-\(getpid()).so"
    for compiler in ["clang", "cc", "gcc"] {
      let built = try CommandRun(
        list: [compiler, "-shared", "-fPIC", "-O1", source, "-o", library, "-ldl"], program: "/usr/bin/env")
      if built.status == 0 { return library }
    }
    try Prerequisite.missing("no C compiler builds the library that lets calls fail")
  }

  /// The numbers of the calls that fail, until there is no such call.
  private static var numbers: [Int] {
    if ProcessInfo.processInfo.environment["TXRAY_EVERY_CALL"] == "1" { return Array(1...100_000) }
    return [1, 2, 4, 7, 12, 20, 33, 54, 88]
  }

  @Test(arguments: WritingCommand.all)
  func nothingIsLeftHalfWritten(command: WritingCommand) throws {
    let library = try Self.library.get()
    let whole = try command.undisturbed()
    var (failed, completed, refused) = (0, 0, 0)
    for call in Self.failures {
      for number in Self.numbers {
        let run = try command.prepared()
        let mark = run.path + ".failed"
        defer { try? FileManager.default.removeItem(atPath: mark) }
        let before = try WritingCommand.content(run)
        let outcome = try CommandRun(
          list: command.list(run),
          environment: [
            "LD_PRELOAD": library, "FAIL_CALL": call, "FAIL_AT": "\(number)", "FAIL_UNDER": run.path,
            "FAIL_MARK": mark,
          ])
        guard FileManager.default.fileExists(atPath: mark) else { break }
        failed += 1
        if outcome.status == 0 { completed += 1 } else { refused += 1 }
        let what = "\(command.name), \(call) \(number): \(outcome.status) \(outcome.errors)"
        // 66: where it can't be seen whether a file is there, it is taken as there, and then not found.
        #expect([0, 66, 74].contains(outcome.status), "\(what)")
        #expect(outcome.status == 0 || outcome.errors.contains("txray: "), "\(what)")
        let damages = try WritingCommand.damages(run, before: before, whole: whole)
        #expect(damages.isEmpty, "\(what)\n\(damages.joined(separator: "\n"))")
      }
    }
    print("\(command.name): \(failed) failing calls, \(completed) completed, \(refused) refused")
    #expect(refused > 0)
  }
}
