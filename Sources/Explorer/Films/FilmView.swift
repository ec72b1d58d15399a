import Measures
import NeuronPreferences
import TerminalUI

extension ViewDescription {
  /// One neuron over all stages.
  public static let film = ViewDescription(
    "film", key: "F", summary: "the neuron over all stages",
    caption: { state, _ in FilmView.caption(state) }, draw: FilmView.draw(_:into:in:appearance:),
    needs: { $0.needFilm() },
    hints: { _ in
      [
        CommandHint("step", "next stage", 8), CommandHint("step-back", "stage before", 7),
        CommandHint("play", "play", 8), CommandHint("against-first", "against the first", 6),
        CommandHint("down", "neuron", 6), CommandHint("zoom", "detail", 5), CommandHint("mark", "mark", 4),
        CommandHint("back", "table", 9), CommandHint("help", "help", 9),
      ]
    },
    click: { state, event, region in FilmView.click(&state, event, in: region) })
}

/// A line for each of a neuron's strongest tokens and tags, with its share of the mass from the first stage to the last.
enum FilmView {
  /// Where the stages stand in the lines.
  struct Strip {
    let stages: Int
    /// The columns of all stages together.
    let room: Rect

    private static let nameWidth = 12
    private static let shareWidth = 10

    init(_ state: ExplorerState, in region: Rect) {
      stages = state.run.stages.count
      let rest = region.splitLeft(min(Self.nameWidth, region.width / 3)).rest
      room = rest.splitRight(min(Self.shareWidth, rest.width / 3)).rest.splitRight(1).rest
    }

    /// Columns that one stage has where all have at least one.
    private var wide: Int { max(1, min(4, room.width / max(1, stages))) }
    /// Columns in use.
    var width: Int { min(room.width, stages * wide) }

    /// The stages of a column.
    func stages(ofColumn column: Int) -> Range<Int> {
      guard stages > room.width else { return column / wide..<column / wide + 1 }
      return column * stages / width..<max(column * stages / width + 1, (column + 1) * stages / width)
    }

    /// The first column of a stage.
    func column(of stage: Int) -> Int {
      stages > room.width ? min(width - 1, (stage * width + width - 1) / stages) : stage * wide
    }

    /// A value for each column: the mean of its stages.
    func values(_ shares: [Double]) -> [Double?] {
      (0..<width).map { column in
        let stages = stages(ofColumn: column)
        return shares[stages].reduce(0, +) / Double(stages.count)
      }
    }
  }

  static func caption(_ state: ExplorerState) -> String {
    let name = state.run.sites.neuron(atRow: state.detailNeuron)
    let count = Figure.counted(state.run.stages.count, "stage")
    let playing = state.playing == nil ? "" : ", playing"
    return "What \(name) prefers over \(count), by share of mass\(playing)"
  }

  static func draw(_ state: ExplorerState, into grid: inout Grid, in region: Rect, appearance: Appearance) {
    guard let film = state.film, film.row == state.detailNeuron else {
      let isAwaited = state.filmFault == nil || state.requestedFilm != state.detailNeuron
      let lines = isAwaited ? ["Reading all stages"] : ["This neuron can't be read at every stage"]
      return EmptyView.draw(lines, into: &grid, in: region, appearance: appearance)
    }
    let strip = Strip(state, in: region)
    guard strip.width > 0, region.height > 1 else { return }
    drawMarkers(state, strip, into: &grid, in: region.row(0), appearance: appearance)
    let ends = DetailStages.ends(state)
    let wins = ends.map { Figure.count(film.wins[$0]) }.joined(separator: appearance.glyphs.arrow)
    let most = film.wins.max() ?? 0
    drawLine(
      state.policyKind.verb, film.wins.map(Double.init), scale: Double(most), wins, role: .bar, strip,
      into: &grid,
      in: region.row(1), appearance: appearance)
    let body = region.splitTop(2).rest
    let (upper, lower) = body.splitBottom(film.tags.isEmpty ? 0 : min(film.tags.count + 1, body.height / 3))
    for (tracks, part, role) in [
      (film.tokens, upper, Role.text), (film.tags, lower.splitTop(lower.height > 3 ? 1 : 0).rest, .title),
    ] {
      let scale = tracks.flatMap(\.shares).max() ?? 0
      for (track, y) in zip(tracks, 0..<part.height) {
        let shares = ends.map { Figure.percent(track.shares[$0]) }.joined(separator: appearance.glyphs.arrow)
        drawLine(
          track.name, track.shares, scale: scale, shares, role: role, strip, into: &grid, in: part.row(y),
          appearance: appearance)
      }
    }
  }

  /// "film        ▁▁▂▃▅▇▇█     2%→31%"
  private static func drawLine(
    _ name: String, _ values: [Double], scale: Double, _ numbers: String, role: Role, _ strip: Strip,
    into grid: inout Grid, in line: Rect, appearance: Appearance
  ) {
    let (label, rest) = line.splitLeft(strip.room.x - line.x)
    grid.write(StyledText(" " + name, appearance[role]), in: label.splitRight(1).rest)
    let (curve, end) = rest.splitLeft(strip.width)
    Sparkline(strip.values(values), style: appearance[.bar], range: 0...max(scale, .leastNormalMagnitude))
      .draw(into: &grid, in: curve, appearance: appearance)
    grid.write(StyledText(numbers, appearance[.dim]), in: end, alignment: .right)
  }

  /// The stage shown, and the two compared.
  private static func drawMarkers(
    _ state: ExplorerState, _ strip: Strip, into grid: inout Grid, in line: Rect, appearance: Appearance
  ) {
    grid.write(StyledText(" stage", appearance[.dim]), in: line.splitLeft(strip.room.x - line.x).left)
    let glyphs = appearance.glyphs
    let marks =
      (state.pair.map { [($0.from, glyphs.openQuote), ($0.to, glyphs.closeQuote)] } ?? [])
      + [(state.shownStage, glyphs.descending)]
    for (stage, mark) in marks {
      grid.write(
        mark, at: Point(x: strip.room.x + strip.column(of: stage), y: line.y),
        style: appearance[.stage(stage)],
        clip: line)
    }
    let shown = "\(state.shownStage + 1)/\(strip.stages)"
    grid.write(StyledText(shown, appearance[.dim]), in: line, alignment: .right)
  }

  /// A click on the strip shows that stage.
  static func click(_ state: inout ExplorerState, _ event: MouseEvent, in region: Rect) -> [Effect] {
    let strip = Strip(state, in: region)
    let column = event.position.x - strip.room.x
    guard (0..<strip.width).contains(column) else { return [] }
    return state.step(to: strip.stages(ofColumn: column).lowerBound)
  }
}
