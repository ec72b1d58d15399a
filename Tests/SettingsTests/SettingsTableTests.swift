import Files
import ScratchFiles
import Settings
import Testing

@Suite struct SettingsTableTests {
  let text = """
    seed = 7
    rate = 2
    name = "wiki"   # a comment

    [model]
    hidden = 200
    tied = true

    [[stages]]
    name = "one"
    [[stages]]
    name = "two"
    layers = [0, 1]
    """

  @Test func readsTypedValues() throws {
    let root = try SettingsTable(parsing: text, path: "run.toml")
    #expect(try root.integer("seed") == 7)
    #expect(try root.double("rate") == 2)
    #expect(try root.string("name") == "wiki")
    #expect(try root.string("absent") == nil)
    let model = try #require(try root.table("model"))
    #expect(try model.bool("tied") == true)
    let stages = try root.tables("stages")
    #expect(try stages.map { try $0.string("name") } == ["one", "two"])
    #expect(try stages[1].integers("layers") == [0, 1])
  }

  @Test func namesTheLineOfAWrongType() throws {
    let model = try #require(try SettingsTable(parsing: text, path: "run.toml").table("model"))
    #expect(
      throws: SettingsError.wrongType(
        path: "run.toml", line: 6, key: "model.hidden", expected: "a string", found: "an integer")
    ) { try model.string("hidden") }
  }

  @Test func suggestsTheKeyThatWasMeant() throws {
    let stage = try SettingsTable(parsing: text, path: "run.toml").tables("stages")[1]
    #expect(
      throws: SettingsError.unknownKey(
        path: "run.toml", line: 13, key: "stages[1].layers", suggestion: "layer")
    ) { try stage.rejectUnknownKeys(allowed: ["name", "layer"]) }
    #expect(nearest(to: "zzz", among: ["name", "layer"]) == nil)
  }

  @Test func reportsSyntaxWithItsPlace() throws {
    let error = #expect(throws: SettingsError.self) {
      try SettingsTable(parsing: "a = 1\nb = = 2\n", path: "run.toml")
    }
    guard case .syntax(_, let line, _, _) = error else {
      Issue.record("expected a syntax error, got \(String(describing: error))")
      return
    }
    #expect(line == 2)
  }

  @Test func reportsBytesThatAreNotUTF8() throws {
    let file = try TemporaryFile([0x0A, 0x61, 0x3D, 0x22, 0xC3, 0xA9, 0xFF, 0x22])
    #expect(throws: FileError.notUTF8(path: file.path, byteOffset: 6, line: 2)) {
      try SettingsTable(contentsOf: file.path)
    }
    #expect(throws: FileError.notFound(path: file.path + "x")) {
      try SettingsTable(contentsOf: file.path + "x")
    }
  }

  /// Read to its end before: a device without an end took all memory.
  @Test func filesWithoutAnEndAreRefused() throws {
    #expect(throws: FileError.tooLarge(path: "/dev/zero", limit: SettingsTable.sizeLimit)) {
      try SettingsTable(contentsOf: "/dev/zero")
    }
  }

  @Test func findsQuotedAndIndentedKeys() throws {
    let table = try SettingsTable(parsing: "\n  \"text\" = 3\n", path: "t")
    #expect(table.line(of: "text") == 2)
  }
}
