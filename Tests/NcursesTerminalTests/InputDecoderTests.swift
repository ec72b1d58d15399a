import CNcurses
import NcursesTerminal
import Prerequisites
import TerminalUI
import Testing

@Suite struct InputDecoderTests {
  private func events(_ text: String) -> [InputEvent] {
    var decoder = InputDecoder()
    var events: [InputEvent] = []
    for scalar in text.unicodeScalars { decoder.add(.scalar(scalar), now: .now, to: &events) }
    decoder.finishBurst(&events)
    return events
  }

  @Test(arguments: [
    ("\u{1B}", [Key.escape]), ("\u{1B}\u{1B}", [.escape, .escape]), ("\u{1B}j", [.alt("j")]),
    ("\u{1B}\r", [.escape, .enter]),
    ("\u{1B}[", [.alt("[")]), ("\u{1B}O", [.alt("O")]), ("\u{1B}[12;34Xj", [.character("j")]),
    ("\u{1B}OZj", [.character("j")]), ("\u{3}\u{1C}\u{0}", [.control("c"), .control("\\"), .control("@")]),
    ("e\u{301}x", [.character("e\u{301}"), .character("x")]), ("\n\r\t", [.enter, .enter, .tab]),
    (" ", [.character(" ")]),
  ])
  func scalarsBecomeKeys(text: String, keys: [Key]) {
    #expect(events(text) == keys.map(InputEvent.key))
  }

  @Test func anEndlessSequenceIsGivenUp() {
    #expect(events("\u{1B}[" + String(repeating: "1", count: 200)).count > 100)
  }

  @Test func aSequenceCutInTwoIsStillOne() {
    var decoder = InputDecoder()
    var events: [InputEvent] = []
    for part in ["\u{1B}[<0;5", ";3Mj"] {
      for scalar in part.unicodeScalars { decoder.add(.scalar(scalar), now: .now, to: &events) }
      decoder.finishBurst(&events)
    }
    #expect(events == [.mouse(MouseEvent(.click, at: Point(x: 4, y: 2))), .key(.character("j"))])
  }

  @Test func reportsOfOldTerminalsAreReadToo() {
    #expect(
      events("\u{1B}[M !!\u{1B}[M#!!\u{1B}[M`%$j") == [
        .mouse(MouseEvent(.click, at: Point(x: 0, y: 0))),
        .mouse(MouseEvent(.scrollUp, at: Point(x: 4, y: 3))),
        .key(.character("j")),
      ])
  }

  @Test func longPastesAreCutAndReadInLinearTime() {
    var decoder = InputDecoder()
    var events: [InputEvent] = []
    let start = ContinuousClock.now
    let time = processorTime {
      decoder.add(.key(TERMINAL_KEY_PASTE_START.rawValue), now: start, to: &events)
      for _ in 0..<200_000 { decoder.add(.scalar("x"), now: start, to: &events) }
      decoder.add(.key(TERMINAL_KEY_PASTE_END.rawValue), now: start, to: &events)
    }
    #expect(events == [.paste(String(repeating: "x", count: InputDecoder.pasteLimit))])
    #expect(time < .seconds(2))
  }
}
