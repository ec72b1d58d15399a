/// What a cell shows on a terminal that has ASCII only, at the same width.
enum Transliteration {
  /// ASCII of the same number of columns: a look-alike where there is one, "?" otherwise.
  static func ascii(for cell: CellText) -> CellText {
    if TerminalText.isPrintableASCII(cell.text) { return cell }
    guard let base = cell.text.unicodeScalars.first else { return CellText(text: " ", width: cell.width) }
    if base.isASCII { return CellText(text: String(base), width: 1) }
    let shown = lookAlikes[base] ?? "?"
    return CellText(text: shown, width: 1)
  }

  private static let lookAlikes: [Unicode.Scalar: String] = {
    let groups: [(String, String)] = [
      ("…", "~"), ("–—−─━", "-"), ("│┃", "|"), ("┌┐└┘├┤┬┴┼╭╮╰╯", "+"), ("·•", "."), ("‹«←◂", "<"),
      ("›»→▸", ">"), ("↑▲△", "^"), ("↓▼▽", "v"), ("●◆■", "*"), ("○◇□", "o"), ("×", "x"), ("±", "+"),
      ("‘’", "'"), ("“”", "\""), ("█▉▊▋▌", "#"), ("▍▎▏", "-"),
    ]
    var table: [Unicode.Scalar: String] = [:]
    for (scalars, ascii) in groups {
      for scalar in scalars.unicodeScalars { table[scalar] = ascii }
    }
    return table
  }()
}
