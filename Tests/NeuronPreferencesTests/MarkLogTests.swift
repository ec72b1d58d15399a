import Foundation
import NeuronPreferences
import Prerequisites
import Sites
import Testing

@Suite struct MarkLogTests {
  private let sixty = NeuronID(site: "lstm.0", index: 60)
  private let seven = NeuronID(site: "lstm.0", index: 7)

  private func content(_ path: String) throws -> String {
    try String(contentsOfFile: path, encoding: .utf8)
  }

  private func append(_ text: String, to path: String) throws {
    let handle = try #require(FileHandle(forWritingAtPath: path))
    try handle.seekToEnd()
    try handle.write(contentsOf: Data(text.utf8))
    try handle.close()
  }

  @Test func linesHaveTheAgreedForm() throws {
    try withScratchFolder { folder in
      let path = folder + "/marks.jsonl"
      var log = try MarkLog(path: path)
      #expect(log.events.isEmpty)
      let time = "2020-08-03T12:00:00Z"
      try log.append(MarkEvent(.mark, sixty, reason: "forgotten", time: time, user: "ada"))
      try log.append(MarkEvent(.note, sixty, text: "fires on \"the\"\n", time: time, user: "ada"))
      #expect(
        try content(path) == """
          {"time":"2020-08-03T12:00:00Z","user":"ada","neuron":"lstm.0:60","action":"mark","reason":"forgotten"}
          {"time":"2020-08-03T12:00:00Z","user":"ada","neuron":"lstm.0:60","action":"note","text":"fires on \\"the\\"\\n"}

          """)
      #expect(log.marked == [sixty])
      #expect(log.state(of: sixty).mark?.reason == "forgotten")
      #expect(log.state(of: sixty).notes.map(\.text) == ["fires on \"the\"\n"])
      #expect(try MarkLog(path: path).events == log.events)
      try log.append(MarkEvent(.unmark, sixty))
      #expect(log.marked.isEmpty)
      #expect(!log.state(of: sixty).isMarked)
      #expect(log.state(of: sixty).notes.count == 1)
      #expect(!log.state(of: seven).isMarked && log.state(of: seven).notes.isEmpty)
    }
  }

  @Test func namedListsStandBesideTheMarks() throws {
    try withScratchFolder { folder in
      let path = folder + "/marks.jsonl"
      var log = try MarkLog(path: path)
      let time = "2020-08-03T12:00:00Z"
      try log.append([
        MarkEvent(.mark, seven), MarkEvent(.mark, sixty, list: "dull \"ones\"", time: time, user: "ada"),
      ])
      #expect(
        try content(path).hasSuffix(
          #""user":"ada","neuron":"lstm.0:60","action":"mark","list":"dull \"ones\""}"# + "\n"))
      #expect(log.marked == [seven])
      #expect(log.lists == ["dull \"ones\"": [sixty]])
      #expect(try MarkLog(path: path).events == log.events)
      try log.append(MarkEvent(.unmark, sixty, list: "dull \"ones\""))
      #expect(log.lists.isEmpty)
      #expect(log.marked == [seven])
    }
  }

  @Test func notesCanBeTakenBack() throws {
    try withScratchFolder { folder in
      var log = try MarkLog(path: folder + "/marks.jsonl")
      try log.append(["a", "b", "a"].map { MarkEvent(.note, sixty, text: $0) })
      try log.append([MarkEvent(.unnote, sixty, text: "a"), MarkEvent(.unnote, sixty, text: "never written")])
      #expect(log.state(of: sixty).notes.map(\.text) == ["a", "b"])
      #expect(try MarkLog(path: log.path).state(of: sixty) == log.state(of: sixty))
    }
  }

  @Test func timeIsUTC() throws {
    let time = MarkEvent.now()
    let date = try #require(ISO8601DateFormatter().date(from: time))
    #expect(abs(date.timeIntervalSinceNow) < 5)
  }

  @Test func twoTerminalsSeeEachOther() throws {
    try withScratchFolder { folder in
      let path = folder + "/marks.jsonl"
      var first = try MarkLog(path: path)
      var second = try MarkLog(path: path)
      try first.append(MarkEvent(.mark, sixty))
      #expect(try second.refresh())
      #expect(try !second.refresh())
      #expect(second.marked == [sixty])
      try second.append([MarkEvent(.mark, seven), MarkEvent(.unmark, sixty)])
      #expect(try first.refresh())
      #expect(first.marked == [seven])
      #expect(first.events == second.events)
    }
  }

  @Test func nothingIsLostAmongManyWriters() async throws {
    let folder = NSTemporaryDirectory() + "txray-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/marks.jsonl"
    try await withThrowingTaskGroup(of: Void.self) { group in
      for writer in 0..<8 {
        group.addTask {
          var log = try MarkLog(path: path)
          for index in 0..<25 {
            try log.append(MarkEvent(.mark, NeuronID(site: "lstm.\(writer)", index: index)))
          }
        }
      }
      try await group.waitForAll()
    }
    let log = try MarkLog(path: path)
    #expect(log.marked.count == 200)
    #expect(log.events.count == 200)
    #expect(log.faults.isEmpty)
  }

  @Test func damagedLinesAreNamedAndPassedOver() throws {
    try withScratchFolder { folder in
      let path = folder + "/marks.jsonl"
      let good = #"{"time":1596456000,"neuron":"lstm.0:60","action":"mark","extra":[{"a":null}]}"#
      try Data("\(good)\nnonsense\n\n{\"action\":\"mark\"}\r\n{\"neuron\":\"x\",\"action\":\"mark\"}\n".utf8)
        .write(to: URL(fileURLWithPath: path))
      let log = try MarkLog(path: path)
      #expect(log.marked == [sixty])
      #expect(log.faults == [2, 4, 5])
    }
  }

  @Test func aTornLineIsHealedByTheNextAppend() throws {
    try withScratchFolder { folder in
      let path = folder + "/marks.jsonl"
      var log = try MarkLog(path: path)
      try log.append(MarkEvent(.mark, sixty))
      let line = try content(path)
      for count in 1..<line.utf8.count - 1 {
        try Data((line + String(line.prefix(count))).utf8).write(to: URL(fileURLWithPath: path))
        var reader = try MarkLog(path: path)
        #expect(reader.faults == [2])
        try reader.append(MarkEvent(.mark, seven))
        #expect(reader.marked == [sixty, seven])
        #expect(reader.faults == [2])
        #expect(try MarkLog(path: path).events == reader.events)
      }
    }
  }

  @Test func aLineWithoutItsEndCountsOnce() throws {
    try withScratchFolder { folder in
      let path = folder + "/marks.jsonl"
      try Data(#"{"neuron":"lstm.0:60","action":"mark"}"#.utf8).write(to: URL(fileURLWithPath: path))
      var log = try MarkLog(path: path)
      #expect(log.events.count == 1)
      #expect(try !log.refresh())
      try log.append(MarkEvent(.mark, seven))
      #expect(log.events.count == 2)
      #expect(log.faults.isEmpty)
      try append("broken\n", to: path)
      try log.refresh()
      #expect(log.faults == [3])
      #expect(try MarkLog(path: path).faults == [3])
    }
  }

  @Test func aHalfWrittenLineIsTakenInWhenItIsWhole() throws {
    try withScratchFolder { folder in
      let path = folder + "/marks.jsonl"
      let line = #"{"neuron":"lstm.0:60","action":"mark"}"# + "\n"
      try Data(line.prefix(20).utf8).write(to: URL(fileURLWithPath: path))
      var log = try MarkLog(path: path)
      #expect(log.faults == [1])
      try append(String(line.dropFirst(20)), to: path)
      #expect(try log.refresh())
      #expect(log.marked == [sixty])
      #expect(log.faults.isEmpty)
    }
  }

  @Test func aReplacedFileIsReadAgain() throws {
    try withScratchFolder { folder in
      let path = folder + "/marks.jsonl"
      var log = try MarkLog(path: path)
      try log.append([MarkEvent(.mark, sixty), MarkEvent(.mark, seven)])
      try Data(#"{"neuron":"lstm.0:7","action":"mark"}"#.utf8).write(
        to: URL(fileURLWithPath: path), options: .atomic)
      try log.refresh()
      #expect(log.marked == [seven])
      try FileManager.default.removeItem(atPath: path)
      #expect(try log.refresh())
      #expect(log.marked.isEmpty)
    }
  }

  @Test func readOnlyRunsSaySo() throws {
    try ReadOnlyFolder.with { folder in
      let path = folder + "/marks.jsonl"
      var log = try MarkLog(path: path)
      #expect(throws: MarksError.readOnly(path: path)) { try log.append(MarkEvent(.mark, sixty)) }
      #expect(log.marked.isEmpty)
    }
    try withScratchFolder { folder in
      #expect(throws: MarksError.file(.isFolder(path: folder))) {
        try MarkLog(path: folder)
      }
    }
  }
}
