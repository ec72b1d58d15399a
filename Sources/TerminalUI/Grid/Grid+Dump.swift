extension Grid {
  /// The screen as text for golden files: the rows, then a map with one letter a cell for its style (a space for
  /// the plain one), then what the letters mean. Every row stands between bars, so that spaces at its end show.
  public func dump() -> String {
    var letters: [Style: Character] = [.plain: " "]
    var legend: [String] = []
    let names = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
    var text: [String] = []
    var map: [String] = []
    for y in 0..<size.height {
      text.append("|" + row(y).map(\.text).joined() + "|")
      map.append(
        "|"
          + String(
            row(y).map { cell in
              if let letter = letters[cell.style] { return letter }
              let letter = legend.count < names.count ? names[legend.count] : "?"
              letters[cell.style] = letter
              legend.append("\(letter) = \(cell.style.description)")
              return letter
            }) + "|")
    }
    return (text + map + legend).joined(separator: "\n") + "\n"
  }
}
