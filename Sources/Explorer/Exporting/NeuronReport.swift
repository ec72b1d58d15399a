import Glibc
import Measures
import NeuronPreferences

/// Neurons with the evidence that their details show, as one page for reading and passing on: both ends of the compared
/// pair beside each other. It is read and written in the background, a neuron at a time.
public struct NeuronReport: Sendable {
  /// The neurons by row of the snapshots, in order.
  let rows: [Int]
  /// The stages compared, or the only one.
  let ends: [Int]
  /// What is counted: wins or firings.
  let policy: CollectionPolicy.Kind
  let facts: [(name: String, value: String)]
  let source: MeasureSource

  /// So many tokens, tags, changes and contexts of each kind.
  private static let (tokens, tags, changes, contexts) = (20, 10, 10, 8)

  /// Writes the page, and says what came of it.
  func write(to file: OutputFile, describe: (any Error) -> String) -> EffectResult {
    file.write(describe: describe) { sink in
      try write { try sink.write($0) }
      return "\(Figure.counted(rows.count, "neuron")) written to \(file.path)"
    }
  }

  /// Hands the page on, a part at a time. O(entries of the neurons).
  ///
  /// - Throws: `SnapshotError` if a row is damaged, and what `put` throws.
  func write(_ put: (String) throws -> Void) throws {
    let title = "\(Figure.counted(rows.count, "neuron")) of \(facts.first?.value ?? "a run")"
    try put(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\"/>\n"
        + "<meta name=\"viewport\" content=\"width=device-width\"/>\n"
        + "\(HTML.element("title", title))\n<style>\n\(HTML.style)</style>\n\(HTML.element("h1", title))\n<dl>\n"
    )
    for fact in facts { try put(HTML.element("dt", fact.name) + HTML.element("dd", fact.value) + "\n") }
    try put("</dl>\n")
    for row in rows { try put(section(row)) }
    try put("</html>\n")
  }

  private var pair: StagePair? { ends.count == 2 ? StagePair(from: ends[0], to: ends[1]) : nil }

  private func section(_ row: Int) throws(SnapshotError) -> String {
    let name = source.stages[0].snapshot.sites.neuron(atRow: row).description
    let verdict = pair.map { "  \(source.verdict(of: row, pair: $0).word) \($0.text(arrow: "→"))" } ?? ""
    var text = "<section>\n" + HTML.element("h2", name + verdict) + "\n"
    text += HTML.element("p", EvidenceLine.text(ofRow: row, pair, in: source, policy: policy)) + "\n"
    if let reason = source.marks.reasons[row] {
      text += HTML.element("p", "marked because: \(reason)") + "\n"
    }
    for note in source.marks.notes[row] ?? [] { text += HTML.element("p", "note: \(note)") + "\n" }
    text += "<div class=\"stages\">\n"
    var largest: Float = 0
    for stage in ends {
      largest = max(largest, try shown(row, stage, .strongest).first?.context.activation.magnitude ?? 0)
    }
    for stage in ends { text += try column(row, stage, scale: largest) }
    if let pair { text += try changes(row, pair) }
    return text + "</div>\n</section>\n"
  }

  /// What it is and prefers at a stage.
  private func column(_ row: Int, _ stage: Int, scale: Float) throws(SnapshotError) -> String {
    let (label, snapshot) = (source.stages[stage].label, source.stages[stage].snapshot)
    var text = "<div>\n" + HTML.element("h3", "\(stage + 1) \(label)") + "\n"
    let summary = try PreferenceSummary(snapshot, row: row)?.text ?? "no \(policy.events)"
    text += HTML.element("p", summary) + "\n"
    if let moments = snapshot.moments {
      let bins = moments.histogram(ofRow: row).map { log1p(Double($0)) }
      text += HTML.histogram(bins, label: "histogram of activations, log of the number of tokens")
    }
    text +=
      HTML.element("p", ActivityFacts.of(row, in: snapshot).joined(separator: "; "), class: "dim") + "\n"
    text += try preferences(.token, row, snapshot, limit: Self.tokens)
    if snapshot.tags != nil { text += try preferences(.tag, row, snapshot, limit: Self.tags) }
    for choice in [ContextChoice.strongest, .sample] {
      let contexts = try shown(row, stage, choice).prefix(Self.contexts)
      guard !contexts.isEmpty else { continue }
      text += HTML.element("p", "fired, \(choice.title)", class: "dim") + "\n"
      for context in contexts { text += line(context, snapshot.tokens, scale) }
    }
    return text + "</div>\n"
  }

  private func shown(
    _ row: Int, _ stage: Int, _ choice: ContextChoice
  ) throws(SnapshotError) -> [ShownContext] {
    try ShownContext.chosen(choice, of: row, in: source.stages[stage].snapshot)
  }

  private func preferences(
    _ feature: FeatureKind, _ row: Int, _ snapshot: Snapshot, limit: Int
  ) throws(SnapshotError) -> String {
    let ranked = try snapshot.ranked(feature, ofRow: row, by: .mass, limit: limit)
    let names = feature == .token ? snapshot.tokens : snapshot.tags
    let kind = feature == .token ? "tokens" : "tags"
    let shown = ranked.length > ranked.top.count ? "the first \(ranked.top.count) of " : ""
    var text = "<table>\n"
    text += HTML.element("caption", "\(shown)\(ranked.length) \(kind): % of activation mass, times, largest")
    for entry in ranked.top {
      text += HTML.row(
        [names?.name(of: entry.preference.feature) ?? ""],
        numbers: [
          entry.value.map(Figure.percent) ?? "", Figure.count(entry.preference.count),
          Figure.activation(entry.preference.maximum),
        ], share: entry.value ?? 0)
    }
    return text + "</table>\n"
  }

  /// "one of the best film of the year", every token shaded by its activation.
  private func line(_ shown: ShownContext, _ names: FeatureTable, _ scale: Float) -> String {
    let context = shown.context
    let words = context.tokens.indices.map { place in
      let share = scale > 0 ? Double(context.activations[place].magnitude / scale) : 0
      let element = place == context.center ? "b" : "span"
      return "<\(element) style=\"--heat-share:\(Figure.fixed(min(max(share, 0), 1), decimals: 2))\">"
        + HTML.text(names.name(of: Int(context.tokens[place]))) + "</\(element)>"
    }
    let times = shown.times > 1 ? "\(shown.times)× " : ""
    return "<p class=\"context\">" + words.joined(separator: " ")
      + " <small class=\"dim\">\(times)\(Figure.activation(context.activation))</small></p>\n"
  }

  /// What it lost and what it gained, beside each other.
  private func changes(_ row: Int, _ pair: StagePair) throws(SnapshotError) -> String {
    let (before, after) = (source.stages[pair.from].snapshot, source.stages[pair.to].snapshot)
    var kinds = [FeatureKind.token]
    if before.tags != nil, after.tags != nil { kinds.append(.tag) }
    var (lost, gained) = ("", "")
    for kind in kinds {
      let changes = try PreferenceChange.lostAndGained(kind, row: row, from: before, to: after)
      lost += table(changes.lost)
      gained += table(changes.gained)
    }
    let arrow = pair.text(arrow: "→")
    return "<div>\n" + HTML.element("h3", "lost \(arrow)") + "\n\(lost)</div>\n<div>\n"
      + HTML.element("h3", "gained \(arrow)") + "\n\(gained)</div>\n"
  }

  private func table(_ changes: [PreferenceChange]) -> String {
    guard !changes.isEmpty else { return HTML.element("p", "nothing", class: "dim") + "\n" }
    let rows = changes.prefix(Self.changes).map { change in
      HTML.row(
        [change.name],
        numbers: [
          "\(Figure.percent(change.before)) → \(Figure.percent(change.after))",
          "\(Figure.count(change.countBefore)) → \(Figure.count(change.countAfter))",
        ], share: abs(change.change))
    }
    return "<table>\n" + HTML.element("caption", "% of activation mass, times") + rows.joined() + "</table>\n"
  }
}
