import Experiments
import NeuronPreferences
import TerminalUI

extension ReportWording {
  var stageTable: TextTable {
    TextTable(
      header: ["stage", "epoch", "text", "tokens", "unknown", "active", "enough", "length"],
      rows: report.stages.map { stage in
        [
          stage.label, stage.epoch.map(String.init) ?? "–", stage.corpus,
          grouped(stage.tokens), percent(stage.unknownShare), "\(stage.active) of \(stage.neurons)",
          grouped(stage.supported), stage.length.map { fixed($0.median, 0) } ?? "–",
        ]
      })
  }

  /// Distances between stages beside the perplexities that they lie between.
  var learningTable: TextTable {
    let perplexities = Dictionary(
      uniqueKeysWithValues: (report.training.first { $0.epochs.contains { $0.perplexity != nil } }?.epochs
        ?? [])
        .map { ($0.epoch, $0.perplexity) })
    func perplexity(_ label: String) -> String {
      guard let epoch = report.stages.first(where: { $0.label == label })?.epoch,
        let value = perplexities[epoch] ?? nil
      else { return "–" }
      return fixed(value, 1)
    }
    return TextTable(
      header: ["from", "to", "perplexity", "neurons", "distance", "beyond chance", "moved"],
      rows: report.sections(.learning).map { section in
        let comparison = section.comparison
        return [
          comparison.a, comparison.b,
          "\(perplexity(comparison.a))→\(perplexity(comparison.b))",
          "\(comparison.tested)", comparison.meanHellinger.map { fixed($0.value, 3) } ?? "–",
          comparison.meanEffect.map { signed($0.value) } ?? "–", "\(comparison.moved)",
        ]
      })
  }

  /// The epochs of pretraining that were collected.
  var epochTable: TextTable {
    TextTable(
      header: ["epoch", "perplexity", "neurons", "beyond chance", "tags of tokens"],
      rows: report.epochs.map { epoch in
        [
          "\(epoch.epoch)", epoch.perplexity.map { fixed($0, 1) } ?? "–",
          epoch.meanEffect == nil ? "–" : "\(epoch.tested)",
          epoch.meanEffect.map { interval($0, signed) } ?? "–", epoch.information.map(share) ?? "–",
        ]
      })
  }

  /// The most frequent tags.
  func tagTable(_ tags: TagReport, most: Int) -> TextTable {
    TextTable(
      header: ["tag", "text"] + tags.stages,
      rows: tags.tags.prefix(most).map { tag in
        [tag.tag, percent(tag.corpus)] + tag.mass.map { percent($0) }
      })
  }

  /// The neurons that moved most, with words.
  func moverTable(_ comparison: ComparisonReport, words: Int) -> TextTable {
    TextTable(
      header: ["neuron", "beyond", events, "length", "from", "to"],
      rows: comparison.movers.map { mover in
        let neuron = mover.neuron
        return [
          "\(neuron.neuron)", neuron.effect.map { signed($0.value) } ?? "–",
          "\(neuron.countA)→\(neuron.countB)",
          "\(neuron.lengthA)→\(neuron.lengthB)",
          joined(mover.from, words), joined(mover.to, words),
        ]
      })
  }

  /// Forgotten and gained neurons.
  func lostTable(_ comparison: ComparisonReport, words: Int) -> TextTable {
    TextTable(
      header: ["neuron", "verdict", "wins", "mass", "length", "tokens"],
      rows: comparison.lost.map { lost in
        let neuron = lost.neuron
        let isLoss = neuron.verdict.isLoss
        return [
          "\(neuron.neuron)", neuron.verdict.rawValue, "\(neuron.countA)→\(neuron.countB)",
          fixed(isLoss ? neuron.massA : neuron.massB, 1),
          "\(isLoss ? neuron.lengthA : neuron.lengthB)", joined(lost.tokens, words),
        ]
      })
  }

  /// The neurons that face unknown input most.
  func unknownTable(_ unknown: UnknownInput, most: Int) -> TextTable {
    TextTable(
      header: ["neuron", events, "unknown before", "unknown after", "95% interval"],
      rows: unknown.neurons.prefix(most).map { neuron in
        [
          "\(neuron.neuron)", "\(neuron.wins)", neuron.before.map { percent($0) } ?? "–",
          percent(neuron.after.value), "\(percent(neuron.after.low)) to \(percent(neuron.after.high))",
        ]
      })
  }

  private func joined(_ tokens: [String], _ most: Int) -> String {
    tokens.prefix(most).map { TerminalText.truncated($0, to: 14, sign: "…") }
      .joined(separator: " ")
  }
}
