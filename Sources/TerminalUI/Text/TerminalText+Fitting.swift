extension TerminalText {
  /// `text` cut to at most `width` columns between grapheme clusters, the last column holding `sign`
  /// where something was cut. Controls stay as they are: the grid shows them safely.
  public static func truncated(_ text: String, to width: Int, sign: String) -> String {
    guard width > 0 else { return "" }
    if text.utf8.count <= width, isPrintableASCII(text) { return text }
    let limit = width - self.width(of: sign)
    var used = 0
    var cut: String.Index? = nil
    for index in text.indices {
      let next = used + self.width(of: text[index...index])
      if next > limit, cut == nil { cut = index }
      if next > width { return limit < 0 ? "" : text[..<(cut ?? index)] + sign }
      used = next
    }
    return text
  }

  /// `text` cut or padded with spaces to exactly `width` columns.
  public static func fitted(
    _ text: String, to width: Int, alignment: Alignment = .left, sign: String
  ) -> String {
    let cut = truncated(text, to: width, sign: sign)
    let (before, after) = alignment.padding(width - self.width(of: cut))
    return String(repeating: " ", count: before) + cut + String(repeating: " ", count: after)
  }
}
