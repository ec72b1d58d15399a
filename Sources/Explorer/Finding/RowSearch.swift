import Measures
import NeuronPreferences
import Sites

/// A search for the next row that shows what was typed.
public struct RowSearch: Sendable {
  /// Tells requests apart.
  let number: Int
  let text: String
  /// The rows in the order of the table.
  let rows: [Int32]
  /// Where to begin; this place is looked at first.
  let start: Int
  let isBackward: Bool
  let sites: SiteList
  let stages: [Stage]
  /// Notes by row, which are searched too.
  let notes: [Int: [String]]

  /// The place in the table of the next match, going around the end; nil if nothing matches.
  ///
  /// A neuron's name or number comes before tokens: it matches only that neuron.
  func firstMatch(isCancelled: () -> Bool = { false }) -> Int? {
    guard !rows.isEmpty else { return nil }
    if let wanted = Self.neuron(text, sites: sites) {
      if let place = rows.firstIndex(of: Int32(wanted)) { return place }
    }
    let pattern = TextPattern(text, isWhole: false)
    let matcher = TokenMatcher(pattern, stages: stages)
    for step in rows.indices {
      if step % 1024 == 1023, isCancelled() { return nil }
      let offset = isBackward ? start - step : start + step
      let place = ((offset % rows.count) + rows.count) % rows.count
      let row = Int(rows[place])
      if notes[row]?.contains(where: pattern.matches) == true || matcher.matches(row) { return place }
    }
    return nil
  }

  /// The row of the neuron called `text`: "lstm.0:60", or "60" where there is one site.
  static func neuron(_ text: String, sites: SiteList) -> Int? {
    if let id = NeuronID(text) { return sites.row(of: id) }
    guard let number = Int(text), let site = sites.sites.first, sites.sites.count == 1 else { return nil }
    return sites.row(of: NeuronID(site: site.name, index: number))
  }
}
