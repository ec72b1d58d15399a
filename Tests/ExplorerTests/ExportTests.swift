import Foundation
import Measures
import NeuronPreferences
import Synchronization
import SyntheticRuns
import TerminalUI
import Testing

@testable import Explorer

/// What leaves the screen: tables in files, and the command line that opens what is seen.
@Suite struct ExportTests {
  private func path(_ ending: String) -> String {
    NSTemporaryDirectory() + "/txray-\(UUID().uuidString).\(ending)"
  }

  /// The text of a file written after some keys.
  private func exported(
    _ ending: String, keys: String, rows: String = "", run: Run? = nil, size: (Int, Int) = (80, 24)
  ) throws -> String {
    let file = path(ending)
    defer { try? FileManager.default.removeItem(atPath: file) }
    let session = try TestSession.make(size.0, size.1, run: run ?? Run.open([SyntheticRun.taggedFolder]))
    session.press(keys)
    session.press(":")
    session.type("export \(file)\(rows)")
    session.press("enter")
    #expect(session.state.message?.isError == false, "\(session.state.message?.text ?? "")")
    return try String(contentsOf: URL(fileURLWithPath: file), encoding: .utf8)
  }

  private func table(_ text: String, separator: Character) -> [[String]] {
    text.split(separator: "\n").filter { !$0.hasPrefix("# ") }
      .map { $0.split(separator: separator, omittingEmptySubsequences: false).map(String.init) }
  }

  @Test func whatIsSeenIsWrittenWithItsColumnsUnderItsFacts() throws {
    let text = try exported("tsv", keys: "f")
    let lines = table(text, separator: "\t")
    #expect(lines.map { $0[0] } == ["neuron", "lstm.0:17", "lstm.0:3"])
    #expect(lines[0].prefix(5) == ["neuron", "marked", "wins@2", "tokens@2-3", "moved@2-3"])
    #expect(lines.allSatisfy { $0.count == lines[0].count } && lines[1][5] == "forgotten")
    for fact in [
      "# view: table", "# pair: 2-3", "# stage 1: pretrain", "# policy: max1",
      "# where: state=forgotten|lostwins", "# sorted by: wins@2, largest first", "up to 19 relabellings",
      "# opened by: txray explore ",
    ] {
      #expect(text.contains(fact), "\(fact) in \(text)")
    }
  }

  @Test func theColumnsChosenAreTheColumnsWritten() throws {
    let text = try exported(
      "csv", keys: ": c o l u m n s space t a g - m o v e d space t a g space w i n s 1 enter", rows: " 3")
    let lines = table(text, separator: ",")
    #expect(lines[0] == ["neuron", "marked", "tag-moved@2-3", "tag@2-3", "wins@1"])
    #expect(lines.count == 4 && text.contains("# rows: the first 3 of 24 neurons"))
    #expect(lines.dropFirst().allSatisfy { Double($0[2]) != nil || $0[2].isEmpty })
  }

  @Test func numbersHaveTheirFullPrecisionInJSON() throws {
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(exported("json", keys: "a").utf8)) as? [String: Any])
    let rows = try #require(object["rows"] as? [[String: Any]])
    #expect(rows.count == SyntheticRun.neuronCount && object["columns"] is [String])
    #expect((object["facts"] as? [String: String])?["pair"] == "2-3")
    let gained = try #require(rows.first { $0["neuron"] as? String == "lstm.0:8" })
    #expect(gained["state@2-3"] as? String == "gained" && gained["moved@2-3"] is NSNull)
    #expect(gained["wins@3"] as? Int == 358)
  }

  private func text(of table: ExportedTable, as format: ExportFormat) throws -> String {
    var text = ""
    try table.write(as: format) { text += $0 }
    return text
  }

  /// A million neurons with a thousand columns never stand in memory together, nor are numbers worded for other programs.
  @Test(arguments: ExportFormat.allCases)
  func aRowIsMadeWhenItIsWritten(format: ExportFormat) throws {
    let log = Mutex((made: 0, written: 0, worded: 0, most: 0))
    let table = ExportedTable(
      facts: [], columns: [ExportedTable.Column(name: "n", title: "n", isNumber: true)], rowCount: 100
    ) { place in
      log.withLock { log in
        log.made += 1
        log.most = max(log.most, log.made - log.written)
      }
      return [
        .number(Double(1000 + place)) { number in
          log.withLock { $0.worded += 1 }
          return String(Int(number))
        }
      ]
    }
    var text = ""
    try table.write(as: format) { line in
      text += line
      if line.contains("10") || line.contains("11") { log.withLock { $0.written += 1 } }
    }
    let (made, written, worded, most) = log.withLock { $0 }
    #expect(made == 100 && written == 100 && most <= 1 && text.contains("1099"))
    #expect(worded == ([.markdown, .latex].contains(format) ? 100 : 0))
    if format == .json { #expect((try JSONSerialization.jsonObject(with: Data(text.utf8))) is [String: Any]) }
  }

  @Test func aRowThatIsDamagedLeavesNoFile() throws {
    let file = path("tsv")
    let table = ExportedTable(
      facts: [], columns: [ExportedTable.Column(name: "n", title: "n", isNumber: false)], rowCount: 9
    ) { place throws(SnapshotError) in
      if place == 5 { throw .noTags(path: "damaged") }
      return [.text("row")]
    }
    let output = OutputFile(path: file, command: "export", isReplacing: false)
    let result = Export(file: output, format: .tsv, content: .table(table)).write { "\($0)" }
    guard case .failed(let text) = result else {
      Issue.record("\(result)")
      return
    }
    #expect(text.contains("damaged") && !FileManager.default.fileExists(atPath: file))
  }

  @Test func tablesForPapersAreEscaped() throws {
    let columns = [
      ExportedTable.Column(name: "tokens", title: "tokens 1→2", isNumber: false),
      ExportedTable.Column(name: "q", title: "q", isNumber: true),
    ]
    let table = ExportedTable(
      facts: [("run", "a_b")], columns: columns,
      rows: [[.text("a|b \\ 5% & $ _\tx<y"), .number(0.25) { _ in ".250" }]])
    #expect(
      try text(of: table, as: .latex)
        == """
        % run: a_b
        \\begin{tabular}{lr}
        \\toprule
        tokens 1$\\rightarrow$2 & q \\\\
        \\midrule
        a\\ensuremath{|}b \\textbackslash{} 5\\% \\& \\$ \\_ x\\ensuremath{<}y & .250 \\\\
        \\bottomrule
        \\end{tabular}

        """)
    #expect(
      try text(of: table, as: .markdown)
        == "run: a\\_b\n\n| tokens 1→2 | q |\n| --- | ---: |\n| a\\|b \\\\ 5% & $ \\_ x\\<y | .250 |\n")
    let quoted = ExportedTable(facts: [], columns: columns, rows: [[.text("a,\"b\""), .text("c")]])
    #expect(try text(of: quoted, as: .csv) == "tokens,q\n\"a,\"\"b\"\"\",c\n")
  }

  @Test(arguments: [
    ("S", "union@2-3"), ("L", "length@2"), ("M", "mass@2"), ("P", "tag"), ("enter", "feature"),
  ])
  func everyTableOfAViewCanBeWritten(key: String, column: String) throws {
    let lines = table(try exported("tsv", keys: key), separator: "\t")
    #expect(lines[0].contains(column) && lines.count > 3, "\(lines[0])")
    #expect(lines.allSatisfy { $0.count == lines[0].count })
  }

  /// The plot shows two stages of a run that may have a thousand.
  @Test func lengthsAreThoseOfTheStagesDrawn() throws {
    let lines = table(try exported("tsv", keys: "L"), separator: "\t")
    #expect(lines[0] == ["neuron", "marked", "length@2", "length@3"])
  }

  /// The screen shows each stage beside the text that it read; the file named the text of the shown stage alone.
  @Test func everyTextThatTagsAreHeldAgainstIsWritten() throws {
    let folder = try SyntheticRun.copy(tagged: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let only = try Run.open(["\(folder)/snapshots/pretrain.safetensors"])
    let one = table(try exported("tsv", keys: "P", run: only), separator: "\t")
    #expect(one[0] == ["tag", "text", "mass@1"])
    try SyntheticRun.addFirings(to: folder)
    let first = try Run.open(["\(folder)/snapshots/pretrain.safetensors"])
    let other = try Run.open(["\(folder)/snapshots/firings/fine-tune.safetensors"])
    let stages = first.stages + other.stages
    #expect(!stages[0].snapshot.hasSameText(as: stages[1].snapshot))
    let run = try Run(name: "two texts", stages: stages, folder: first.folder)
    let two = table(try exported("tsv", keys: "P 1", run: run), separator: "\t")
    #expect(two[0] == ["tag", "text@1", "mass@1", "text@2", "mass@2"])
    let tables = try stages.map { try TagShares(try #require($0.snapshot.tags)).shares }
    for line in two.dropFirst() {
      let shares = tables.map { table in table.first { $0.name == line[0] } }
      #expect(line[1] == shares[0].map { "\($0.corpus)" } && line[3] == shares[1].map { "\($0.corpus)" })
    }
  }

  @Test func aFileIsNotWrittenOverUnasked() throws {
    let file = path("tsv")
    defer { try? FileManager.default.removeItem(atPath: file) }
    try Data("mine".utf8).write(to: URL(fileURLWithPath: file))
    let session = try TestSession.make(80, 24)
    session.send(.export(file, isReplacing: false))
    session.waitUntilIdle()
    #expect(session.state.message?.isError == true && session.state.message?.text.contains("export!") == true)
    #expect(try String(contentsOf: URL(fileURLWithPath: file), encoding: .utf8) == "mine")
    session.press(":")
    session.type("export! \(file)")
    session.press("enter")
    #expect(session.state.message?.isError == false)
    #expect(try String(contentsOf: URL(fileURLWithPath: file), encoding: .utf8) != "mine")
    session.press(":")
    session.type("save-display \(file)")
    session.press("enter")
    #expect(
      session.state.message?.text == "\(file) is there already: \"save-display! FILE\" writes over it")
    #expect(try String(contentsOf: URL(fileURLWithPath: file), encoding: .utf8).hasPrefix("# run"))
    session.press(":")
    session.type("save-display! \(file)")
    session.press("enter")
    #expect(try String(contentsOf: URL(fileURLWithPath: file), encoding: .utf8).hasPrefix(" txray wikipedia"))
    #expect(session.state.message?.isError == false)
  }

  /// What is written straight through replaces nothing.
  @Test func devicesAreWrittenTo() throws {
    let session = try TestSession.make(80, 24)
    session.send(.saveDisplay("/dev/null", isReplacing: false))
    #expect(session.state.message?.text == "The screen is in /dev/null")
  }

  @Test(arguments: [("", "table.xls"), ("C", "table.tsv"), ("X", "table.tsv")])
  func whatCannotBeWrittenIsRefused(key: String, name: String) throws {
    let session = try TestSession.make(80, 24)
    session.press(key)
    session.send(.export("/nowhere/\(name)", isReplacing: false))
    session.waitUntilIdle()
    #expect(session.state.message?.isError == true)
  }

  /// What `:link` says opens the same screen, and says the same of it.
  @Test(arguments: [
    "", "j j", "[ [ tab", "f", "& w i n s > 4 0 0 enter", "& t o k e n ~ \" a space b \" enter",
    ": s o r t space m a s s 1 enter r G", "S", "d", "d d", "enter", "enter d", "t c o m e d y enter",
    "P tab j", "m j j",
  ])
  func aLinkOpensWhatIsSeen(keys: String) throws {
    let session = try TestSession.make(120, 40, run: Run.open([SyntheticRun.taggedFolder]))
    session.press(keys)
    let link = session.state.link
    #expect(link.hasPrefix("txray explore /"), "\(link)")
    let words = Self.words(link)
    let run = try Run.open([words[2]])
    let opened = ExplorerSession(
      run: run, size: Size(width: 120, height: 40),
      appearance: Appearance(capabilities: Capabilities(colorDepth: .colors256, repertoire: .unicode)),
      permutations: 19, place: try OpeningPlace(Self.options(words), in: run))
    opened.waitUntilIdle()
    #expect(opened.state.link == link)
    session.send(.redraw)
    session.press("h l")
    opened.press("h l")
    let (before, after) = (session.draw().lines, opened.draw().lines)
    // What has been tested on the way is known there only.
    if !["f", "m j j", "t c o m e d y enter", "[ [ tab"].contains(keys) {
      #expect(before.dropFirst(2).dropLast(2) == after.dropFirst(2).dropLast(2))
    }
  }

  /// A line as a shell cuts it.
  private static func words(_ line: String) -> [String] {
    var (words, word, isQuoted) = ([String](), "", false)
    for character in line {
      if character == "'" {
        isQuoted.toggle()
      } else if character == " ", !isQuoted {
        words.append(word)
        word = ""
      } else {
        word.append(character)
      }
    }
    return words + [word]
  }

  private static func options(_ words: [String]) -> OpeningPlace.Words {
    var place = OpeningPlace.Words()
    var rest = words.dropFirst(3)
    while let option = rest.popFirst() {
      switch option {
      case "--pair": place.pair = rest.popFirst()
      case "--stage": place.stage = rest.popFirst().flatMap { Int($0) }
      case "--where": place.conditions = rest.popFirst()
      case "--token": place.token = rest.popFirst()
      case "--sort": place.sort = rest.popFirst()
      case "--neuron": place.neuron = rest.popFirst()
      case "--view": place.views += [rest.popFirst() ?? ""]
      case "--zoom": place.isZoomed = true
      default: Issue.record("\(option)")
      }
    }
    return place
  }

  @Test func aPlaceThatIsNotThereIsRefused() throws {
    let run = try Run.open([SyntheticRun.taggedFolder])
    func fault(_ set: (inout OpeningPlace.Words) -> Void) -> OpeningError? {
      var words = OpeningPlace.Words()
      set(&words)
      do throws(OpeningError) {
        _ = try OpeningPlace(words, in: run)
        return nil
      } catch {
        return error
      }
    }
    #expect(fault { $0.pair = "1-9" } == .command(.measure(.noSuchStage("9", count: 3))))
    #expect(fault { $0.stage = 0 } == .command(.measure(.noSuchStage("0", count: 3))))
    #expect(fault { $0.neuron = "99" } == .command(.noSuchNeuron("99")))
    #expect(fault { $0.sort = "weight" } != nil && fault { $0.conditions = "mass<" } != nil)
    guard case .noSuchView("scater", "scatter", _) = fault({ $0.views = ["scater"] }) else {
      Issue.record("another error")
      return
    }
    #expect(fault { $0.views = ["contexts", "scatter"] } == nil)
  }

  @Test func copyingAsksTheTerminal() throws {
    let session = try TestSession.make(80, 24)
    session.press("m y")
    guard case .copy(let text)? = session.takeRequests().last else {
      Issue.record("nothing was copied")
      return
    }
    #expect(text.hasPrefix("lstm.0:16\tfine-tune\tof 43%\t"))
  }
}
