/// The marks that screens are drawn with, each one column wide, for either repertoire.
public struct Glyphs: Hashable, Sendable {
  /// Ends a text that was cut.
  public let ellipsis: String
  /// Lines, corners and crossings of boxes.
  public let lines: LineGlyphs
  /// A bar's cells from one eighth (or what there is between empty and full) to full.
  public let bars: [String]
  /// A sparkline's cells from lowest to highest.
  public let sparks: [String]
  /// A marked row.
  public let marked: String
  /// A row with a note.
  public let noted: String
  /// A marked row with a note.
  public let markedAndNoted: String
  /// The row or item under the cursor.
  public let pointer: String
  /// The sorted column's arrow, ascending and descending.
  public let ascending: String
  /// The sorted column's arrow, descending.
  public let descending: String
  /// From one stage to the next.
  public let arrow: String
  /// Between parts of a line.
  public let separator: String
  /// No value here.
  public let missing: String
  /// Before and after a highlighted token.
  public let openQuote: String
  /// After a highlighted token.
  public let closeQuote: String
  /// The point under the cursor of a plot.
  public let cursor: String
  /// Points of a plot by group, distinct without colour.
  public let points: [String]

  /// The glyphs of a repertoire.
  public static func of(_ repertoire: Repertoire) -> Glyphs { repertoire == .unicode ? unicode : ascii }

  /// Block elements, box drawing, arrows.
  public static let unicode = Glyphs(
    ellipsis: "…", lines: .unicode, bars: ["▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"],
    sparks: ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"], marked: "●", noted: "¶", markedAndNoted: "◆",
    pointer: "▸", ascending: "↑",
    descending: "↓", arrow: "→", separator: "·", missing: "–", openQuote: "‹", closeQuote: "›",
    cursor: "◉", points: ["●", "○", "◆", "◇", "▲", "△", "■", "□"])

  /// ASCII only.
  public static let ascii = Glyphs(
    ellipsis: "~", lines: .ascii, bars: ["-", "#"], sparks: ["_", ".", "-", "=", "+", "*", "%", "#"],
    marked: "*", noted: "n", markedAndNoted: "N", pointer: ">", ascending: "^", descending: "v", arrow: ">",
    separator: "|", missing: "-",
    openQuote: "<", closeQuote: ">", cursor: "@", points: ["o", "x", "+", "*", "#", "%", "&", "$"])
}
