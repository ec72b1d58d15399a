import Foundation
import Glibc
import NeuronPreferences
import Prerequisites
import Sites
import Statistics
import Testing

/// Marks and prunings that are killed, meet a full disk or a run that can't be written to, or each other.
@Suite struct PruningFaultTests {
  private static let seed = UInt64(ProcessInfo.processInfo.environment["TXRAY_SEED"] ?? "") ?? 20_261_123

  /// Starts the program without waiting for it; its output goes nowhere.
  private func start(_ arguments: [String], errors: Pipe? = nil, in folder: TemporaryFolder) throws -> Process
  {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: CommandRun.executable)
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(
      ["XDG_STATE_HOME": folder.file("state"), "XDG_CONFIG_HOME": folder.file("config")]) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = errors ?? Pipe()
    try process.run()
    return process
  }

  /// Marks all twelve neurons and takes the marks away, over and over.
  private func markingScript(_ folder: TemporaryFolder, rounds: Int) throws -> String {
    try folder.write(
      "script", String(repeating: "g" + String(repeating: " space", count: 12) + "\n", count: rounds))
    return folder.file("script")
  }

  /// Waits until something holds, at most twenty seconds.
  private func wait(_ condition: () -> Bool) {
    let end = Date() + 20
    while !condition(), Date() < end { usleep(1000) }
  }

  /// Whether a process has a handler for a signal.
  private func listens(_ process: Process, to signal: Int32) -> Bool {
    let line = lines("/proc/\(process.processIdentifier)/status").first { $0.hasPrefix("SigCgt:") }
    let mask = line.flatMap { UInt64($0.dropFirst(7).filter(\.isHexDigit), radix: 16) } ?? 0
    return mask >> UInt64(signal - 1) & 1 == 1
  }

  private func lines(_ path: String) -> [String] {
    let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").map(String.init)
  }

  /// Two terminals mark at once and are killed at any moment: what each has written is what it would have
  /// written undisturbed, up to there, and the next mark is kept.
  @Test func noMarkIsLostWhenTwoWritersAreKilled() throws {
    let run = try SmallRun.make()
    let script = try markingScript(run, rounds: 400)
    var random = SplitMix64(seed: Self.seed)
    var (tries, killed, kept) = (0, 0, 0)
    while tries < 30 {
      tries += 1
      try? FileManager.default.removeItem(atPath: run.file("marks.jsonl"))
      let writers = try (0..<2).map { _ in try start(["explore", run.path, "--script", script], in: run) }
      // Every other time they are at it for certain, however slow the machine.
      if tries % 2 == 0 { wait { !lines(run.file("marks.jsonl")).isEmpty } }
      usleep(UInt32(30_000 + random.next(below: 250_000)))
      for writer in writers {
        if writer.isRunning { killed += 1 }
        kill(writer.processIdentifier, SIGKILL)
      }
      for writer in writers { writer.waitUntilExit() }
      var log = try MarkLog(path: run.file("marks.jsonl"))
      #expect(log.faults.count <= 2, "try \(tries), seed \(Self.seed)")
      #expect(log.events.count >= lines(run.file("marks.jsonl")).count - 2)
      kept += log.events.count
      let before = log.events.count
      try log.append(MarkEvent(.note, NeuronID(site: "lstm.0", index: 1), text: "still here"))
      let after = try MarkLog(path: run.file("marks.jsonl"))
      #expect(after.events.count == before + 1)
      #expect(after.events.last?.text == "still here")
      #expect(!run.files.contains { $0.hasSuffix(".tmp") })
    }
    print("marks: \(tries) tries, \(killed) writers killed, \(kept) marks read back, seed \(Self.seed)")
    #expect(killed > tries, "most were killed at work")
    #expect(kept > 0)
  }

  /// Of one writer, exactly what it had marked, in order.
  @Test func aKilledWriterLeavesABeginningOfItsMarks() throws {
    let run = try SmallRun.make()
    let script = try markingScript(run, rounds: 40)
    let whole = try start(["explore", run.path, "--script", script], in: run)
    whole.waitUntilExit()
    func events() throws -> [String] {
      try MarkLog(path: run.file("marks.jsonl")).events.map { "\($0.action) \($0.neuron)" }
    }
    let expected = try events()
    #expect(expected.count == 40 * 12)
    var random = SplitMix64(seed: Self.seed &+ 1)
    for attempt in 0..<20 {
      try? FileManager.default.removeItem(atPath: run.file("marks.jsonl"))
      let writer = try start(["explore", run.path, "--script", script], in: run)
      usleep(UInt32(30_000 + random.next(below: 200_000)))
      kill(writer.processIdentifier, SIGKILL)
      writer.waitUntilExit()
      let found = try events()
      #expect(found == Array(expected.prefix(found.count)), "try \(attempt), seed \(Self.seed)")
    }
  }

  private let long = ["--neurons", "0-5", "--mode", "recurrent", "--controls", "100000", "--resamples", "20"]

  @Test func aKilledPruningLeavesNoHalfFile() throws {
    let run = try SmallRun.make()
    var random = SplitMix64(seed: Self.seed &+ 2)
    for controls in ["2", "100000"] {
      let arguments =
        [
          "prune", run.path, "--neurons", "0-5", "--mode", "recurrent", "--controls", controls, "--resamples",
          "20",
        ]
      for attempt in 0..<10 {
        try? FileManager.default.removeItem(atPath: run.file("reports"))
        let process = try start(arguments, in: run)
        usleep(UInt32(random.next(below: 150_000)))
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        for name in run.files where name.hasPrefix("reports/") {
          // Whole, or a temporary of another name that nobody takes for a result.
          #expect(name.hasSuffix(".json"), "\(name), try \(attempt), seed \(Self.seed)")
          #expect(throws: Never.self) {
            try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: run.file(name))))
          }
        }
      }
    }
    let again = try CommandRun("prune", run.path, "--neurons", "0-5", "--controls", "2")
    #expect(again.status == 0, "\(again.errors)")
  }

  @Test(arguments: [SIGINT, SIGTERM])
  func anInterruptedPruningStopsAtOnce(signal: Int32) throws {
    let run = try SmallRun.make()
    for attempt in 0..<5 {
      let errors = Pipe()
      let process = try start(["prune", run.path] + long, errors: errors, in: run)
      // Once it listens, at some moment of reading or scoring.
      wait { listens(process, to: signal) }
      usleep(UInt32(50_000 * attempt))
      let sent = Date()
      kill(process.processIdentifier, signal)
      let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      process.waitUntilExit()
      #expect(Date().timeIntervalSince(sent) < 2)
      #expect(process.terminationStatus == 130)
      #expect(text == "txray: stopped; nothing was written\n")
      #expect(!run.files.contains { $0.hasPrefix("reports/") })
    }
  }

  /// The same pruning twice at once: both say the same, one file is kept.
  @Test func twoPruningsAtOnceAgree() throws {
    let run = try SmallRun.make()
    let outputs = try (0..<4).map { _ -> Pipe in
      let process = Process()
      process.executableURL = URL(fileURLWithPath: CommandRun.executable)
      process.arguments = ["prune", run.path, "--neurons", "3-7", "--controls", "3", "--format", "json"]
      let pipe = Pipe()
      process.standardOutput = pipe
      try process.run()
      return pipe
    }.map { $0.fileHandleForReading.readDataToEndOfFile() }
    #expect(!outputs[0].isEmpty)
    #expect(Set(outputs).count == 1)
    #expect(run.files.filter { $0.hasPrefix("reports/") }.count == 1)
  }

  // MARK: Disks

  /// Mounts something for the length of `body`; without the right to, the test is skipped.
  private func withMount(_ arguments: [String], at path: String, _ body: () throws -> Void) throws {
    let mounted = try CommandRun(list: ["mount"] + arguments + [path], program: "/usr/bin/env")
    guard mounted.status == 0 else {
      try Prerequisite.missing("nothing can be mounted here (needs root): \(mounted.errors)")
    }
    defer { _ = try? CommandRun(list: ["umount", "-l", path], program: "/usr/bin/env") }
    try body()
  }

  @Test func aFullDiskIsNamed() throws {
    let run = try SmallRun.make()
    let disk = try TemporaryFolder()
    try FileManager.default.createDirectory(atPath: run.file("reports"), withIntermediateDirectories: true)
    try withMount(["-t", "tmpfs", "-o", "size=4k", "none"], at: run.file("reports")) {
      // The result is told all the same.
      let result = try CommandRun("prune", run.path, "--neurons", "0-3", "--controls", "60")
      #expect(result.status == 0)
      #expect(result.output.contains("4 of 12 neurons pruned"))
      #expect(result.errors.contains("can't be kept"), "\(result.errors)")
      #expect(!run.files.contains { $0.hasPrefix("reports/") })
    }
    try withMount(["-t", "tmpfs", "-o", "size=4k", "none"], at: disk.path) {
      for kind in ["torch-prune", "baked", "structural"] {
        let result = try CommandRun(
          "prune", run.path, "--neurons", "0-3", "--export", kind, "--output", disk.file("out"))
        #expect(result.status == 74)
        #expect(result.saysOneLine && result.errors.contains("No space left"), "\(result.errors)")
        #expect(disk.files.isEmpty)
      }
      // Marks until the disk is full, and beyond: what was kept stays whole.
      for path in [run.file("marks.jsonl"), disk.file("marks.jsonl")] {
        try Data().write(to: URL(fileURLWithPath: path))
      }
      try withMount(["--bind", disk.file("marks.jsonl")], at: run.file("marks.jsonl")) {
        try fillWithMarks(run)
      }
    }
  }

  private func fillWithMarks(_ run: TemporaryFolder) throws {
    let script = try markingScript(run, rounds: 20)
    try run.write(
      "script",
      try String(contentsOfFile: script, encoding: .utf8) + ":size 240x24\n:save-display /dev/stdout\n")
    let marking = try CommandRun(
      list: ["explore", run.path, "--script", run.file("script")],
      environment: ["XDG_STATE_HOME": run.file("state")])
    let said = marking.output + marking.errors
    #expect(said.contains("The mark is not kept") || said.contains("No space left"), "\(said)")
    let log = try MarkLog(path: run.file("marks.jsonl"))
    #expect(log.faults.isEmpty)
    #expect((10...100).contains(log.events.count), "\(log.events.count)")
  }

  @Test func aReadOnlyRunIsStillScored() throws {
    let run = try SmallRun.make()
    let script = try TemporaryFolder()
    try script.write("script", ":size 240x24\nspace\n:save-display /dev/stdout\n")
    try withMount(["--bind", run.path], at: run.path) {
      let readOnly = try CommandRun(
        list: ["mount", "-o", "remount,bind,ro", run.path], program: "/usr/bin/env")
      guard readOnly.status == 0 else {
        try Prerequisite.missing("no folder can be made read-only here: \(readOnly.errors)")
      }
      let result = try CommandRun("prune", run.path, "--neurons", "0-3", "--controls", "2")
      #expect(result.status == 0)
      #expect(result.output.contains("4 of 12 neurons pruned"))
      #expect(result.errors.contains("can't be kept"))
      let marking = try CommandRun(
        list: ["explore", run.path, "--script", script.file("script")],
        environment: ["XDG_STATE_HOME": script.file("state")])
      let said = marking.output + marking.errors
      #expect(said.contains("can't be written to"), "\(said)")
    }
    #expect(!run.files.contains { $0.hasPrefix("reports/") || $0 == "marks.jsonl" })
  }
}

/// The pruning view over a real model.
@Suite struct ExplorerPruningTests {
  @Test func showsWhatTheCommandPrints() throws {
    let run = try SmallRun.make()
    let folder = try TemporaryFolder()
    try folder.write("script", ":size 130x40\n:go 3\nspace\n:go 7\nspace\nX\n:save-display /dev/stdout\n")
    let shown = try CommandRun(
      list: ["explore", run.path, "--script", folder.file("script")],
      environment: ["XDG_STATE_HOME": folder.file("state"), "XDG_CONFIG_HOME": folder.file("config")])
    #expect(shown.status == 0, "\(shown.errors)")
    #expect(shown.output.contains("2 of 12 pruned · readout · finetune"), "\(shown.output)")
    let printed = try CommandRun("prune", run.path, "--marked", "--format", "json")
    struct Report: Decodable {
      struct Split: Decodable {
        struct Measured: Decodable { let scores: [String: Double] }
        let pruned: Measured
        let percentiles: [String: [String: Double]]
      }
      let splits: [Split]
    }
    let heldOut = try #require(
      JSONDecoder().decode(Report.self, from: Data(printed.output.utf8)).splits.last)
    let line = try #require(shown.output.split(separator: "\n").first { $0.contains("loss ") })
    let loss = try #require(heldOut.pruned.scores["loss"])
    let shownLoss = try #require(
      line.split(separator: " ").compactMap { Double($0) }.dropFirst().first)
    #expect(abs(shownLoss - loss) < 0.00051, "\(line)")
    // What the explorer scored was kept, so that the command had nothing left to do.
    #expect(run.files.filter { $0.hasPrefix("reports/") }.count == 1)
  }
}
