import Foundation
import TerminalUI
import Testing

/// Widths beside those of tmux, as `Reference/record-tmux-columns.py` recorded them: columns, a tab, the text as
/// the grid holds it.
@Suite struct TmuxColumnsTests {
  private static let tokens = [
    "film", "电影院", "「日本語」", "ﾊﾝｶｸ", "ｆｕｌｌ", "한국어", "\u{1112}\u{1161}\u{11AB}", "é", "e\u{301}te\u{301}",
    "Zürich", "مرحبا",
    "مُحَمَّد", "שָׁלוֹם", "กำลังใจ", "ที่นี่", "नमस्ते", "क्षत्रिय", "বাংলা", "தமிழ்", "తెలుగు", "മലയാളം", "ភាសាខ្មែរ", "မြန်မာ", "བོད་སྐད",
    "Ελληνικά", "Кириллица", "й\u{306}", "👍", "👍🏽", "❤", "❤️", "☎️", "👨‍👩‍👧‍👦", "🏳️‍🌈", "👩🏽‍🚀", "🇩🇪", "🇩🇪🇫🇷", "1️⃣", "#️⃣", "🏴󠁧󠁢󠁳󠁣󠁴󠁿",
    "©®™", "½⅓", "─│┌┐", "█▌▏", "⣿⡀", "→←↑", "“quoted”", "…", "\u{A0}x", "\u{AD}x", "\u{3000}x", "a\u{200B}b",
    "a\u{200C}b", "\u{FEFF}a", "\u{202E}abc", "\u{1B}[31m", "a\u{0}b", "\u{85}", "\u{301}", "\u{E000}", "𝒜𝓫",
    "𠀀𠀁", "ﷺ", "a\u{20DD}",
    "Z\u{351}\u{352}\u{353}\u{354}\u{355}\u{356}", "\u{FFFD}", "\u{10FFFF}", "ǆ", "ﬁ", "\u{2028}",
  ]

  private static var recorded: [Substring] {
    get throws {
      let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Reference/tmux-columns.txt")
      return try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
    }
  }

  @Test func tokensTakeTheColumnsThatTmuxGivesThem() throws {
    let recorded = try Self.recorded.map { $0.split(separator: "\t", maxSplits: 1).map(String.init) }
    #expect(recorded.count == Self.tokens.count)
    for (token, line) in zip(Self.tokens, recorded) {
      var grid = Grid(size: Size(width: 60, height: 1))
      grid.write(token, at: Point(x: 0, y: 0))
      #expect(grid.lines[0].unicodeScalars.elementsEqual(line[1].unicodeScalars), "\(token.debugDescription)")
      #expect(TerminalText.width(of: token) == Int(line[0]), "\(token.debugDescription)")
    }
  }
}
