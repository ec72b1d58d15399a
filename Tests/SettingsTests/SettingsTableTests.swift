import Foundation
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
    let path = NSTemporaryDirectory() + "settings-\(UUID().uuidString).toml"
    try Data([0x61, 0x3D, 0x22, 0xC3, 0xA9, 0xFF, 0x22]).write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    #expect(throws: SettingsError.notUTF8(path: path, offset: 5)) { try SettingsTable(contentsOf: path) }
    #expect(throws: SettingsError.unreadable(path: path + "x", code: ENOENT)) {
      try SettingsTable(contentsOf: path + "x")
    }
  }

  @Test func findsQuotedAndIndentedKeys() throws {
    let table = try SettingsTable(parsing: "\n  \"text\" = 3\n", path: "t")
    #expect(table.line(of: "text") == 2)
  }
}
