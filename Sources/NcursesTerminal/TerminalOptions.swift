/// How a terminal is to be opened.
public struct TerminalOptions: Sendable {
  /// Draw with ASCII characters only, whatever the locale.
  public var isASCIIOnly = false
  /// Report clicks and the wheel.
  public var isMouseOn = true
  /// TERM, COLORTERM, NO_COLOR; the locale in LC_ALL, LC_CTYPE or LANG; TMUX and STY.
  public var environment: [String: String]
  /// Where keys come from.
  public var input: Int32
  /// Where the screen goes.
  public var output: Int32

  /// Makes options for standard input and output, or the descriptors given.
  public init(environment: [String: String], input: Int32 = 0, output: Int32 = 1) {
    self.environment = environment
    self.input = input
    self.output = output
  }

  /// The terminfo types to try, best first.
  ///
  /// COLORTERM promises 24-bit colour that the usual xterm entries do not describe: ncurses then needs an
  /// entry that does. Only real xterms are switched over; tmux and screen translate colours themselves.
  package var candidateTypes: [String] {
    let asked = environment["TERM"].flatMap { $0.isEmpty ? nil : $0 } ?? "unknown"
    let promised = environment["COLORTERM"] ?? ""
    let isXterm = asked == "xterm" || asked == "xterm-256color"
    let isDirect = isXterm && (promised == "truecolor" || promised == "24bit") && wantsColor
    return (isDirect ? ["xterm-direct256"] : []) + [asked]
  }

  /// Whether colours may be used at all (NO_COLOR unset or empty: no-color.org).
  package var wantsColor: Bool { (environment["NO_COLOR"] ?? "").isEmpty }

  /// The locale for characters, by the precedence of POSIX.
  package var locale: String {
    ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty } ?? "C"
  }
}
