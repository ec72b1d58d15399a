import TerminalUI

/// Pieces of a page for browsers.
enum HTML {
  /// Text that stands for itself: markup as it is spelled, and what a browser would not show, or would obey, by its name.
  /// O(text).
  static func text(_ text: String) -> String {
    var written = ""
    for scalar in TerminalText.escaped(text).unicodeScalars {
      switch scalar {
      case "&": written += "&amp;"
      case "<": written += "&lt;"
      case ">": written += "&gt;"
      case "\"": written += "&quot;"
      case "'": written += "&#39;"
      default: written.unicodeScalars.append(scalar)
      }
    }
    return written
  }

  /// An element that holds text.
  static func element(_ name: String, _ text: String, class kind: String? = nil) -> String {
    "<\(name)\(kind.map { " class=\"\($0)\"" } ?? "")>\(Self.text(text))</\(name)>"
  }

  /// A row of a table: texts, then numbers to the right; the share draws a bar behind the first text.
  static func row(_ texts: [String], numbers: [String], share: Double) -> String {
    let width = Figure.fixed(max(0, min(share, 1)) * 100, decimals: 1)
    let bar = " style=\"--share:\(width)%\""
    return "<tr>"
      + texts.enumerated().map { "<td\($0 == 0 ? bar : "")>\(text($1))</td>" }.joined()
      + numbers.map { "<td class=\"number\">\(text($0))</td>" }.joined() + "</tr>\n"
  }

  /// A histogram of which every bar is as high as its share of the highest.
  static func histogram(_ bins: [Double], label: String) -> String {
    let highest = max(bins.max() ?? 0, .leastNonzeroMagnitude)
    let bars = bins.enumerated().map { place, bin in
      let height = Figure.fixed(bin / highest * 40, decimals: 1)
      return bin > 0 ? "<path d=\"M\(place * 6 + 2 ) 42v-\(height)\"/>" : ""
    }
    return "<svg viewBox=\"0 0 \(bins.count * 6) 43\" role=\"img\" aria-label=\"\(text(label))\">"
      + bars.joined() + "</svg>\n"
  }

  /// How all of it looks, by day and by night, on a screen and on paper.
  static let style = """
    :root{color-scheme:light dark;--bar:#9bc2ef;--heat:255 150 0;--dim:#666}
    @media(prefers-color-scheme:dark){:root{--bar:#27496d;--dim:#999}}
    body{font:14px/1.45 system-ui,sans-serif;max-width:74rem;margin:2rem auto;padding:0 1rem}
    h2{margin:2.5rem 0 0;border-top:1px solid;padding-top:.6rem}h3{margin:.8rem 0 .2rem}
    dl{display:grid;grid-template-columns:max-content auto;gap:0 1rem}dt,.dim,caption{color:var(--dim)}dd{margin:0}
    .stages{display:grid;grid-template-columns:repeat(auto-fit,minmax(26rem,1fr));gap:0 2rem}
    table{border-collapse:collapse;width:100%;margin-bottom:.6rem}caption{text-align:left}
    td:first-child{background:linear-gradient(var(--bar),var(--bar)) no-repeat 0/var(--share,0%) 100%}
    td{padding:0 .4rem}.number{text-align:right;font-variant-numeric:tabular-nums}
    .context b,.context span{background:rgb(var(--heat)/calc(var(--heat-share,0)*60%))}.context{margin:.1rem 0}
    svg{width:100%;height:4rem;stroke:currentcolor;stroke-width:4}section{break-inside:avoid}

    """
}
