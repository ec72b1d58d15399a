import Testing

@testable import Settings

/// The reader against TOML 1.0, and against texts that are meant to break it.
@Suite struct TOMLReaderTests {
  private func read(_ text: String) throws -> SettingsTable { try SettingsTable(parsing: text, path: "t") }

  private func flaw(_ text: String) throws -> (flaw: TOMLFlaw, line: Int, column: Int)? {
    var reader = TOMLReader(text)
    do throws(TOMLFlaw) {
      _ = try reader.table()
      return nil
    } catch {
      return (error, reader.line, reader.column)
    }
  }

  @Test(arguments: [
    (#""a\tb\u00e9\U0001F600\\\"""#, "a\tbé😀\\\""), (#"'C:\no\escape'"#, #"C:\no\escape"#),
    ("\"\"\"\none\n  two \\\n   three\"\"\"", "one\n  two three"), ("'''\n'quoted' \\n'''", "'quoted' \\n"),
    ("\"\"\"two quotes\"\"\"\"\"", "two quotes\"\""), ("\"\"", ""), ("''", ""),
    ("\"\"\"\r\na\r\nb\"\"\"", "a\nb"),
  ])
  func strings(text: String, value: String) throws {
    #expect(try read("a = \(text)").string("a") == value)
  }

  @Test(arguments: [
    ("0", 0), ("+7", 7), ("-17", -17), ("1_000_000", 1_000_000), ("0xDEAD_beef", 0xDEAD_BEEF),
    ("0o755", 0o755),
    ("0b1101", 0b1101), ("9223372036854775807", Int.max), ("-9223372036854775808", Int.min),
  ])
  func integers(text: String, value: Int) throws {
    #expect(try read("a = \(text)").integer("a") == value)
  }

  @Test(arguments: [
    ("3.14", 3.14), ("-0.01", -0.01), ("5e+22", 5e22), ("1e06", 1e6), ("6.626e-34", 6.626e-34),
    ("9_0.2_5", 90.25),
    ("inf", Double.infinity), ("-inf", -Double.infinity), ("1e999", Double.infinity),
  ])
  func numbers(text: String, value: Double) throws {
    #expect(try read("a = \(text)").double("a") == value)
  }

  @Test func keysArraysAndTables() throws {
    let root = try read(
      """
      a.b . "c.d" = [1, 2, # comment
        3,
      ]
      point = { x = 1, y = { z = true } }
      [x.y.'z w']   # x and x.y are implied
      [x]
      day = 1979-05-27
      now = 1979-05-27 07:32:00Z
      [[list]]
      [list.inner]
      deep = "first"
      [[list]]
      [list.inner]
      deep = "second"

      """)
    #expect(try root.table("a")?.table("b")?.integers("c.d") == [1, 2, 3])
    #expect(try root.table("point")?.table("y")?.bool("z") == true)
    #expect(try root.table("x")?.table("y")?.keys == ["z w"])
    #expect(try root.tables("list").map { try $0.table("inner")?.string("deep") } == ["first", "second"])
    #expect(
      throws: SettingsError.wrongType(
        path: "t", line: 8, key: "x.now", expected: "a string", found: "a date or time")
    ) { try root.table("x")?.string("now") }
  }

  /// The example of TOML 1.0's own text.
  @Test func headersGoDeeperThanDottedKeys() throws {
    let root = try read("[fruit]\napple.color = 1\n[fruit.apple.texture]\nsmooth = true")
    let apple = try #require(try root.table("fruit")?.table("apple"))
    #expect(try apple.integer("color") == 1)
    #expect(try apple.table("texture")?.bool("smooth") == true)
  }

  @Test(arguments: [
    ("a = 1\na = 2", TOMLFlaw.definedTwice("a"), 2), ("[a]\n[a]", .definedTwice("a"), 2),
    ("a.b = 1\n[a]", .definedTwice("a"), 2), ("a = [1]\n[[a]]", .definedTwice("a"), 2),
    ("a = {b = 1}\n[a.c]", .notATable("a"), 2), ("a = 1\na.b = 2", .notATable("a"), 2),
    ("[t]\nx = 1\n[u]\nt.x = 1\n[t.x.y]", .notATable("x"), 5), ("a = \"\n\"", .badString, 1),
    ("a = \"\\q\"", .badString, 1), ("a = \"\\ud800\"", .badString, 1), ("# \u{1}", .controlCharacter, 1),
    ("a = 01", .badValue, 1), ("a = 1__0", .badValue, 1), ("a = 0x+5", .badValue, 1),
    ("a = .5", .badValue, 1),
    ("a = 5.", .badValue, 1), ("a = yes", .badValue, 1), ("a = 9223372036854775808", .integerTooLarge, 1),
    ("a =", .expected("a value"), 1), ("a", .expected("="), 1), ("= 1", .expected("a key"), 1),
    ("[a]\nb.c = 1\n[a.b]", .definedTwice("b"), 3), ("[[a] ]", .expected("]]"), 1),
    ("a = 1_e5", .badValue, 1), ("a = 1e_5", .badValue, 1),
    ("[a", .expected("]"), 1), ("[[a]", .expected("]]"), 1), ("a = [1", .expected(", or ]"), 1),
    ("a = {b = 1", .expected(", or }"), 1), ("a = 1 b = 2", .expected("the end of the line"), 1),
    ("a = 1\rb = 2", .expected("the end of the line"), 1),
  ])
  func mistakesAreNamed(text: String, expected: TOMLFlaw, line: Int) throws {
    let found = try #require(try flaw(text))
    #expect(found.flaw == expected && found.line == line, "\(found)")
  }

  /// Two bytes that ended the program by an assertion of the parser that was used before.
  @Test func aBracketAndAControlCharacter() throws {
    let found = try #require(try flaw("[\u{7F}"))
    #expect(found.flaw == .expected("a key") && found.line == 1 && found.column == 2)
  }

  /// Each overflowed the stack of the parser that was used before.
  @Test(arguments: [
    String(repeating: "a.", count: 200_000) + "a = 1", "[" + String(repeating: "a.", count: 200_000) + "a]",
    "a = " + String(repeating: "[", count: 400_000), "a = " + String(repeating: "{a=", count: 100_000),
    "a = [" + String(repeating: "{a.a=[", count: 50_000),
  ])
  func deepNestingIsRefused(text: String) throws {
    #expect(try flaw(text)?.flaw == .tooDeep)
  }

  @Test func nestingUpToTheLimitIsRead() throws {
    let depth = TOMLReader.depthLimit
    #expect(try flaw(Array(repeating: "a", count: depth - 1).joined(separator: ".") + " = 1") == nil)
    #expect(
      try flaw("a = " + String(repeating: "[", count: depth - 1) + String(repeating: "]", count: depth - 1))
        == nil)
  }

  /// Every prefix and every changed byte of a real file: an error or a table, never a trap.
  @Test func damagedTextsAreReadOrRefused() throws {
    let text =
      "[corpora.facts]\npath = \"a\\u00e9\" # c\n[[s]]\nx = {y = [1.5e3, 0x1F], 'z' = '''q'''}\nd = 1979-05-27T07:32:00Z\n"
    let bytes = Array(text.utf8)
    var refused = 0
    for length in bytes.indices where try flaw(String(decoding: bytes[..<length], as: UTF8.self)) != nil {
      refused += 1
    }
    for place in bytes.indices {
      for other in [0, 0x0A, 0x22, 0x2E, 0x5B, 0x5C, 0x5D, 0x7B, 0x7D, 0x7F, 0xC3] as [UInt8] {
        var changed = bytes
        changed[place] = other
        if try flaw(String(decoding: changed, as: UTF8.self)) != nil { refused += 1 }
      }
    }
    #expect(refused > bytes.count * 4, "\(refused)")
  }
}
