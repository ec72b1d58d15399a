/// One line of text in several styles.
public struct StyledText: Hashable, Sendable, ExpressibleByStringInterpolation {
  /// The stretches, left to right.
  public var spans: [Span]

  /// Makes a line of `spans`.
  public init(_ spans: [Span]) { self.spans = spans }

  /// Makes a line of one stretch.
  public init(_ text: String, _ style: Style = .plain) { spans = [Span(text, style)] }

  /// Makes a plain line.
  public init(stringLiteral text: String) { self.init(text) }

  /// The columns it takes.
  public var width: Int { spans.reduce(0) { $0 + TerminalText.width(of: $1.text) } }

  /// The text alone.
  public var text: String { spans.map(\.text).joined() }

  /// Adds `text` at the end.
  public mutating func append(_ text: String, _ style: Style = .plain) { spans.append(Span(text, style)) }

  /// Two lines one after the other.
  public static func + (first: StyledText, second: StyledText) -> StyledText {
    StyledText(first.spans + second.spans)
  }

  /// This line cut to `width` columns, the last one holding `sign` where something was cut.
  public func truncated(to width: Int, sign: String) -> StyledText {
    guard self.width > width else { return self }
    var left = width
    var kept: [Span] = []
    for (index, span) in spans.enumerated() {
      let rest = spans[(index + 1)...].reduce(0) { $0 + TerminalText.width(of: $1.text) }
      let spanWidth = TerminalText.width(of: span.text)
      // The sign belongs to the span in which the text runs out; padding the rest forces the cut there.
      if spanWidth + min(rest, 1) <= left {
        kept.append(span)
        left -= spanWidth
      } else {
        let padded = rest > 0 ? span.text + " " : span.text
        kept.append(Span(TerminalText.truncated(padded, to: left, sign: sign), span.style))
        break
      }
    }
    return StyledText(kept)
  }
}
