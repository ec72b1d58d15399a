import Foundation
import Statistics
import Testing

/// Every command that writes, killed at random moments: nothing is lost, nothing half-written, and the next run goes on.
///
/// `TXRAY_KILLS=500 swift test --filter KillTests` kills so often over all commands; without it, 20 times.
@Suite struct KillTests {
  private static var kills: Int {
    ProcessInfo.processInfo.environment["TXRAY_KILLS"].flatMap { Int($0) } ?? 20
  }

  /// Starts a command and kills it after a while; false if it had ended by itself.
  private func kill(_ arguments: [String], after seconds: Double) throws -> Bool {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: CommandRun.executable)
    process.arguments = arguments
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    usleep(UInt32(seconds * 1e6))
    Glibc.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    return process.terminationReason == .uncaughtSignal
  }

  @Test func nothingIsLost() throws {
    let seed = UInt64(Date().timeIntervalSince1970)
    print("kills: seed \(seed)")
    var random = SplitMix64(seed: seed)
    var (killed, lost) = (0, 0)
    let commands = WritingCommand.all
    var ready: [(whole: [String: Data], seconds: Double)] = []
    for command in commands {
      let start = Date()
      let whole = try command.undisturbed()
      ready.append((whole, Date().timeIntervalSince(start)))
    }
    var turn = 0
    while killed < Self.kills {
      let (command, (whole, seconds)) = (commands[turn % commands.count], ready[turn % commands.count])
      turn += 1
      let run = try command.prepared()
      // One run is killed a few times in a row, each going on where the last one stopped.
      for _ in 0..<3 where killed < Self.kills {
        let before = try WritingCommand.content(run)
        let moment = seconds * Double(random.next(below: 1000)) / 1000
        guard try kill(command.list(run), after: moment) else { break }
        killed += 1
        let damages = try WritingCommand.damages(run, before: before, whole: whole)
        lost += damages.isEmpty ? 0 : 1
        #expect(damages.isEmpty, "\(command.name) after \(moment) s: \(damages)")
      }
      let outcome = try CommandRun(list: command.list(run))
      #expect(outcome.status == 0, "\(command.name): \(outcome.errors)")
      let content = try WritingCommand.content(run)
      for (name, bytes) in whole where !name.hasSuffix(".jsonl") {
        let now = content[name]
        if now != bytes { lost += 1 }
        #expect(now == bytes, "\(command.name): \(name) after it was killed and run again")
      }
    }
    print("kills: \(killed) over \(commands.map(\.name).joined(separator: ", ")), \(lost) lost")
    #expect(lost == 0)
  }
}
