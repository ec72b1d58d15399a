import Files
import Testing

@Suite struct JSONScannerTests {
  private func read<Value>(
    _ text: String, loneSurrogates: JSONScanner.LoneSurrogates = .refused,
    _ body: (inout JSONScanner) throws(JSONFlaw) -> Value
  ) -> Result<Value, JSONFlaw> {
    var text = text
    return text.withUTF8 { bytes in
      var scanner = JSONScanner(UnsafeRawBufferPointer(bytes), loneSurrogates: loneSurrogates)
      do throws(JSONFlaw) {
        let value = try body(&scanner)
        try scanner.end()
        return .success(value)
      } catch {
        return .failure(error)
      }
    }
  }

  @Test func valuesKeepTheirTextAndOrder() throws {
    let text = #" {"a": [1, -2.5e3, true, null], "b": {"c": "x\ny"}, "a": false} "#
    let value = try read(text) { (scanner) throws(JSONFlaw) in try scanner.value() }.get()
    guard case .object(let members) = value else {
      Issue.record("not an object: \(value)")
      return
    }
    #expect(members.map(\.key) == ["a", "b", "a"])
    #expect(value["a"] == .bool(false))
    #expect(value["b"]?["c"]?.text == "x\ny")
    #expect(members[0].value == .array([.number("1"), .number("-2.5e3"), .bool(true), .null]))
  }

  @Test(arguments: [
    ("01", JSONFlaw.textAfterEnd), ("+1", .expected("value")), ("nan", .expected("value")),
    ("inf", .expected("value")), ("1.", .endOfText), ("1.x", .expected("digit")), ("-", .endOfText),
    ("1e", .endOfText), ("tru", .expected("true or false")), ("nul", .expected("value")),
    ("[1,]", .expected("value")),
    ("{\"a\" 1}", .expected(":")), ("{\"a\":1", .endOfText), ("\"\u{1}\"", .badString),
    ("\"\\q\"", .badString),
    ("\"abc", .endOfText), ("\"\\u12", .endOfText), ("[1] 2", .textAfterEnd), ("", .endOfText),
  ])
  func brokenTextIsRefused(text: String, flaw: JSONFlaw) {
    #expect(read(text) { (scanner) throws(JSONFlaw) in try scanner.value() } == .failure(flaw))
    let skipped = read(text) { (scanner) throws(JSONFlaw) in try scanner.skipValue() }
    guard case .failure(flaw) = skipped else {
      Issue.record("skipping \(text) gave \(skipped)")
      return
    }
  }

  @Test func nestingIsBoundedHoweverItIsRead() {
    let deep = String(repeating: "[", count: 100_000)
    #expect(read(deep) { (scanner) throws(JSONFlaw) in try scanner.value() } == .failure(.tooDeep))
    let fits =
      String(repeating: "[", count: JSONScanner.depthLimit)
      + String(repeating: "]", count: JSONScanner.depthLimit)
    guard case .success = read(fits, { (scanner) throws(JSONFlaw) in try scanner.value() }) else {
      Issue.record("the limit itself is refused")
      return
    }
  }

  @Test func ofAKeyThatComesTwiceTheLastCounts() throws {
    let value = try Array(#"{"a":1,"b":2,"a":3}"#.utf8).withUnsafeBytes { bytes in
      var scanner = JSONScanner(bytes)
      return try scanner.value()
    }
    #expect(value["a"] == .number("3") && value["b"] == .number("2") && value["c"] == nil)
  }

  @Test func surrogates() {
    func string(_ text: String, _ rule: JSONScanner.LoneSurrogates) -> Result<String, JSONFlaw> {
      read(text, loneSurrogates: rule) { (scanner) throws(JSONFlaw) in try scanner.string() }
    }
    #expect(string(#""\ud83d\ude00""#, .refused) == .success("😀"))
    #expect(string(#""\ud83d""#, .refused) == .failure(.badString))
    #expect(string(#""\ud83dx\ude00""#, .replaced) == .success("\u{FFFD}x\u{FFFD}"))
    #expect(string(#""\ud83d\u0041""#, .replaced) == .success("\u{FFFD}A"))
  }

  /// Keys that String calls equal are told apart as bytes.
  @Test func bytesOfStringsAreKept() throws {
    let composed = try read("\"\u{E0}\"") { (scanner) throws(JSONFlaw) in try scanner.stringBytes() }.get()
    let decomposed = try read("\"a\u{300}\"") { (scanner) throws(JSONFlaw) in try scanner.stringBytes() }
      .get()
    #expect(composed == [0xC3, 0xA0])
    #expect(decomposed == [0x61, 0xCC, 0x80])
  }

  @Test func countsAreWholeAndFit() {
    func integer(_ text: String) -> Result<Int, JSONFlaw> {
      read(text) { (scanner) throws(JSONFlaw) in try scanner.integer() }
    }
    #expect(integer("9223372036854775807") == .success(.max))
    for text in ["9223372036854775808", "-1", "1.0", "1e3"] {
      #expect(integer(text) == .failure(.badInteger))
    }
  }
}
