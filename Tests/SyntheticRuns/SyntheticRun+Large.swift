import Foundation
import NeuronPreferences
import Sites

extension SyntheticRun {
  /// Writes a run of two stages with so many neurons, each with a few tokens, to walk through.
  package static func writeLarge(to path: String, neurons: Int) throws {
    try FileManager.default.createDirectory(atPath: path + "/snapshots", withIntermediateDirectories: true)
    guard let sites = SiteList([("lstm.0", neurons)]) else { throw CocoaError(.featureUnsupported) }
    let plan = try CollectionPlan(sites: sites, vocabularySize: words.count, tagCount: 0)
    var description = ""
    for (stage, label) in labels.prefix(2).enumerated() {
      var occurrences: [Occurrence] = []
      for row in 0..<neurons {
        for place in 0..<3 {
          let token = (row * 7 + place * (stage + 3)) % words.count
          let activation = 0.25 + Double((row * 31 + place) % 64) / 128
          occurrences.append(
            Occurrence(row: row, token: token, tag: nil, activation: activation, document: place))
        }
      }
      let origin = SnapshotOrigin(stage: label, lineage: ["synthetic"])
      try SnapshotDraft(origin: origin, plan: plan, vocabulary: words, occurrences: occurrences)
        .write(to: "\(path)/snapshots/\(label).safetensors")
      description += "[[stages]]\nname = \"\(label)\"\n"
    }
    try description.write(toFile: path + "/run.toml", atomically: true, encoding: .utf8)
  }
}
