import Explorer
import Foundation
import SyntheticRuns
import TerminalUI
import Testing

/// Nothing stands on the screen that help does not explain.
@Suite struct HelpTests {
  @Test(arguments: [Repertoire.unicode, .ascii])
  func everySymbolIsExplained(repertoire: Repertoire) throws {
    let folder = try SyntheticRun.copy(tagged: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let session = try TestSession.make(130, 40, repertoire: repertoire, run: Run.open([folder]))
    session.press("?")
    session.handle(.resize(Size(width: 130, height: 300)))
    let help = session.screen
    session.press("esc")
    session.handle(.resize(Size(width: 130, height: 40)))
    var seen: Set<Character> = []
    for keys in ["", "space v j", "S j", "S L", "L M", "M P", "P C", "C m x", "T r", "i f i l m enter", "?"] {
      session.press(keys)
      for character in session.screen where !character.isLetter && !character.isNumber {
        // Lines between things, and the dots and blocks of plots, speak for themselves.
        let scalar = character.unicodeScalars.first?.value ?? 0
        let isDrawn = (0x2500...0x257F).contains(scalar) || (0x2800...0x28FF).contains(scalar)
        if !isDrawn, scalar > 0x7F { seen.insert(character) }
      }
    }
    #expect(repertoire == .ascii ? seen.isEmpty : seen.count > 10)
    for symbol in seen { #expect(help.contains(symbol), "\(symbol) is not explained") }
  }
}
