import Measures
import TerminalUI

extension ViewDescription {
  /// What the model loses without the marked neurons.
  public static let pruning = ViewDescription(
    "pruning", key: "X", summary: "what pruning the marked neurons does",
    caption: { _, _ in
      "What the model loses without the marked neurons"
    },
    draw: PruningView.draw, opened: { $0.openPruning() }, hints: PruningView.hints,
    stop: { $0.pruning.isRunning ? $0.stopPruning() : nil },
    words: [
      ("readout", "pruning: neurons read as zero in the layer above"),
      ("recurrent", "pruning: neurons are held at zero at every step"),
      ("structural", "pruning: neurons are removed from the model"),
      ("beats", "pruning: how many random masks do worse"),
      ("matched", "random masks of about the same activation mass"),
    ],
    symbols: { glyphs in
      [
        (
          "\(PruningStrip.shades(glyphs).joined()) \(PruningStrip.bar(glyphs))",
          "pruning: random masks, the unpruned model"
        )
      ]
    })
}

/// What taking the marked neurons out does: scores before and after, among those of random masks.
enum PruningView {
  static func draw(_ state: ExplorerState, into grid: inout Grid, in region: Rect, appearance: Appearance) {
    guard !state.marks.rows.isEmpty || state.pruning.outcome != nil else {
      return EmptyView.draw(
        [
          "Nothing is marked.",
          "\(key("mark", state)) marks a neuron, \(key("mark-all", state)) all shown;",
          "then \(key("pruning", state)) shows what the model loses", "without them.",
        ],
        into: &grid, in: region, appearance: appearance)
    }
    let lines = lines(state, width: region.width - 1, appearance: appearance)
    for (line, y) in zip(lines, 0..<region.height) {
      grid.write(line, in: region.row(y).splitLeft(1).rest, base: appearance[.text])
    }
  }

  fileprivate static func hints(_ state: ExplorerState) -> [CommandHint] {
    [
      CommandHint("prune", "score anew", 8), CommandHint("prune-mode", "mode", 8),
      CommandHint("down", "neuron", 5), CommandHint("mark", "mark", 7), CommandHint("undo", "undo", 6),
      CommandHint("back", state.pruning.isRunning ? "stop" : "table", 9), CommandHint("help", "help", 9),
    ]
  }

  private static func key(_ command: String, _ state: ExplorerState) -> String {
    state.keymap.keys(for: command).first?.shownName ?? ":\(command)"
  }

  // MARK: Lines, the most telling first

  private static func lines(
    _ state: ExplorerState, width: Int, appearance: Appearance
  ) -> [StyledText] {
    var lines = [heading(state, appearance)]
    if let fault = state.pruning.fault {
      lines += StyledText.wrapped(fault, width: width, appearance[.error])
    }
    if state.pruningIsOutdated, !state.pruning.isRunning {
      let text =
        state.pruning.outcome == nil
        ? "\(key("prune", state)) scores the model without them"
        : "The marks or the mode have changed: \(key("prune", state)) scores them anew"
      lines += StyledText.wrapped(text, width: width, appearance[.warn])
    }
    guard let outcome = state.pruning.outcome else { return lines }
    for split in outcome.splits { lines += self.lines(split, width: width, appearance: appearance) }
    let glyphs = appearance.glyphs
    lines.append(StyledText(""))
    lines += StyledText.wrapped(legend(outcome, glyphs), width: width, appearance[.dim])
    for note in outcome.notes { lines += StyledText.wrapped(note, width: width, appearance[.warn]) }
    return lines
  }

  /// "● pruned, │ unpruned, among ▒ 20 random masks of the same size. ..."
  private static func legend(_ outcome: PruningOutcome, _ glyphs: Glyphs) -> String {
    let scores = outcome.splits.flatMap(\.scores)
    let (random, matched) = (scores.map(\.random.count).max() ?? 0, scores.map(\.matched.count).max() ?? 0)
    let masks = Figure.counted(random, "random mask")
    let others = matched > 0 ? ", and of \(matched) with about the same activation mass (matched)," : ""
    return
      "\(glyphs.marked) pruned, \(PruningStrip.bar(glyphs)) unpruned, among \(PruningStrip.shades(glyphs)[1]) \(masks) "
      + "of the same size. beats: how many of these\(others) do worse; near 50% the choice is no better than chance"
  }

  private static func heading(_ state: ExplorerState, _ appearance: Appearance) -> StyledText {
    let pruning = state.pruning
    let rows = pruning.outcome == nil && !pruning.isRunning ? state.marks.rows : pruning.rows
    let way = pruning.outcome == nil && !pruning.isRunning ? pruning.way : pruning.scoredWay
    let dot = " \(appearance.glyphs.separator) "
    var line = StyledText(
      "\(Figure.grouped(rows.count)) of \(Figure.grouped(state.run.neuronCount)) pruned", appearance[.mark]
    )
    line.append("\(dot)\(way.rawValue)", appearance[.text])
    if pruning.isRunning {
      line.append("\(dot)\(Figure.percent(pruning.outcome?.progress ?? 0)) done", appearance[.key])
    } else if let progress = pruning.outcome?.progress, progress < 1 {
      line.append(
        "\(dot)stopped at \(Figure.percent(progress)), \(key("prune", state)) starts again",
        appearance[.warn])
    }
    if let model = pruning.outcome?.model { line.append("\(dot)\(model)", appearance[.dim]) }
    return line
  }

  private static func lines(
    _ split: PruningOutcome.Split, width: Int, appearance: Appearance
  ) -> [StyledText] {
    var title = StyledText(split.name, appearance[.title])
    title.append(" \(split.corpus), \(Figure.counted(split.documents, "doc"))", appearance[.dim])
    let columns = Columns(width: width)
    // Over the last column, where there is room for it.
    if title.width + 6 <= columns.beats.lowerBound {
      title.append(String(repeating: " ", count: columns.beats.lowerBound - title.width), appearance[.dim])
      title.append(columns.hasMatched ? " beats matched" : " beats", appearance[.dim])
    }
    return [title]
      + split.scores.map { score in
        var line = StyledText([])
        func add(_ text: String, upTo end: Int, _ style: Style) {
          let room = end - line.width
          let text = TerminalText.truncated(text, to: room, sign: appearance.glyphs.ellipsis)
          line.append(
            text + String(repeating: " ", count: max(0, room - TerminalText.width(of: text))), style)
        }
        add(score.name, upTo: columns.before, appearance[.text])
        add(figure(score.unpruned, score, appearance.glyphs), upTo: columns.arrow, appearance[.text])
        add(appearance.glyphs.arrow + " ", upTo: columns.after, appearance[.dim])
        add(
          figure(score.pruned, score, appearance.glyphs), upTo: columns.change,
          appearance[role(score)])
        if columns.hasChange {
          add(change(score), upTo: columns.strip, appearance[.dim])
        }
        line =
          line
          + PruningStrip(score).line(
            width: columns.beats.lowerBound - columns.strip - 1, appearance: appearance)
        add("", upTo: columns.beats.lowerBound, appearance[.text])
        add(
          right(percent(score.beatsRandom, of: score.random, appearance.glyphs), 6),
          upTo: columns.beats.lowerBound + 6,
          appearance[.text])
        if columns.hasMatched {
          add(
            right(percent(score.beatsMatched, of: score.matched, appearance.glyphs), 8),
            upTo: columns.beats.upperBound,
            appearance[.dim])
        }
        return line
      }
  }

  /// Where things stand in a line of a score.
  private struct Columns {
    let before = 11
    let arrow = 17
    let after = 19
    let change: Int
    let strip: Int
    let beats: Range<Int>
    let hasChange: Bool
    let hasMatched: Bool

    init(width: Int) {
      hasChange = width >= 66
      hasMatched = width >= 54
      change = 25
      strip = hasChange ? 40 : 25
      let beatsWidth = hasMatched ? 15 : 6
      let start = max(strip + 2, width - beatsWidth)
      beats = start..<start + beatsWidth
    }
  }

  private static func role(_ score: PruningOutcome.Score) -> Role {
    guard let change = score.change, change.lowerBound > 0 || change.upperBound < 0 else { return .text }
    return (change.lowerBound > 0) == score.isHigherBetter ? .ok : .error
  }

  private static func figure(_ value: Double?, _ score: PruningOutcome.Score, _ glyphs: Glyphs) -> String {
    guard let value else { return glyphs.missing }
    if value >= 10 { return Figure.quantity(value) }
    let text = Figure.fixed(value, decimals: 3)
    return text.hasPrefix("0") ? String(text.dropFirst()) : text
  }

  /// The interval of the change: "-.012..+.003".
  private static func change(_ score: PruningOutcome.Score) -> String {
    guard let change = score.change else { return "" }
    func text(_ value: Double) -> String {
      if abs(value) >= 10 { return (value < 0 ? "-" : "+") + Figure.quantity(abs(value)) }
      let digits = Figure.fixed(abs(value), decimals: abs(value) < 1 ? 3 : 2)
      return (value < 0 ? "-" : "+") + (digits.hasPrefix("0") ? String(digits.dropFirst()) : digits)
    }
    return "\(text(change.lowerBound))..\(text(change.upperBound))"
  }

  /// How many are beaten; of fewer than five it says nothing.
  private static func percent(_ value: Double?, of masks: [Double], _ glyphs: Glyphs) -> String {
    guard masks.count >= 5 else { return glyphs.missing }
    return value.map { Figure.fixed($0, decimals: 0) + "%" } ?? glyphs.missing
  }

  private static func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - TerminalText.width(of: text))) + text
  }
}
