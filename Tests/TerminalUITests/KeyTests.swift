import TerminalUI
import Testing

@Suite struct KeyTests {
  @Test(arguments: [
    ("g", Key.character("g")), ("G", .character("G")), ("space", .character(" ")), ("ctrl-d", .control("d")),
    ("f12", .function(12)), ("alt-x", .alt("x")), ("pageup", .pageUp), ("shift-tab", .backTab),
    ("esc", .escape),
    ("-", .character("-")), ("ctrl-[", .control("[")), ("é", .character("é")), ("alt-space", .alt(" ")),
  ])
  func namesReadBack(name: String, key: Key) {
    #expect(Key(name: name) == key)
    #expect(key.name == name)
  }

  @Test(arguments: ["", " ", "ctrl-", "ctrl-dd", "f0", "f99", "nonsense", "ctrl-é"])
  func whatIsNoKeyIsRefused(name: String) { #expect(Key(name: name) == nil) }

  @Test func sequencesAreSeparatedBySpaces() {
    #expect(Key.sequence("g G  Ctrl-W") == [.character("g"), .character("G"), .control("w")])
    #expect(Key.sequence("g wrong") == nil && Key.sequence(" ") == nil)
  }
}
