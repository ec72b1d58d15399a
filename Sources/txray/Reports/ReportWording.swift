import Experiments
import NeuronPreferences
import Statistics

/// What a report's numbers say, in sentences, for the page and for the terminal.
struct ReportWording {
  let report: RunReport

  var title: String { "\(report.name): what its neurons keep, forget and gain" }

  /// How to read everything that follows.
  var introduction: [String] {
    let method = report.method
    return [
      "A neuron is shown as what it prefers: the tokens at which it is recorded. \(policies) Its distance between two "
        + "stages is Hellinger's, from 0, the same preferences, to 1, nothing in common (mode "
        + "\(method.metric.rawValue)). A distance is large by mere chance where a "
        + "neuron has few records. So neurons with fewer than \(method.minimumSupport) are set apart, and "
        + "preferences are held against up to \(grouped(method.permutations)) relabellings of the documents, at "
        + "\(method.minimumSupport) records of either stage: \"beyond chance\" is the share of what chance would leave in "
        + "common that is gone, from 0 to 1. A neuron has moved if that is more than "
        + "\(percent(method.criteria.effectBoundOnOneText, 0)), or "
        + "\(percent(method.criteria.effectBoundBetweenTexts, 0)) between different texts, and at most "
        + "\(percent(method.falseDiscoveryRate, 0)) of those said to have moved are expected to be false; it is kept if "
        + "its interval lies below that; else it is left open. It lost its wins, or won more, if they became "
        + "\(fixed(method.criteria.winsFactor, 0)) times as few or as many, tested in the same way."
        + (method.statistic == .either
          ? " A neuron may also have moved by winning at words new to it, which a distance hardly shows."
          : ""),
      "Brackets hold 95% bootstrap intervals (\(method.resamples) resamples): of neurons, which says how much a "
        + "number depends on the neurons the model happens to have, or of document blocks, how much on the text. "
        + "Training was done once: other seeds would give other neurons, and no interval here covers that.",
    ]
  }

  /// What a neuron is judged on: "wins", or "firings" where any number of neurons may be recorded at a token.
  var events: String {
    let kind = report.stages.first.flatMap { CollectionPolicy($0.judgedPolicy) }?.kind
    return kind?.needsThresholds == true ? "firings" : "wins"
  }

  /// What counts as a record, for counting and for judging.
  private var policies: String {
    guard let stage = report.stages.first else { return "" }
    func meaning(_ policy: String) -> String {
      let summary = CollectionPolicy(policy)?.kind.summary ?? "what it says"
      return "\(policy) \(summary.hasPrefix("records") ? "" : "records ")\(summary)"
    }
    if stage.policy == stage.judgedPolicy {
      return "All of it, counts and verdicts, is under one policy: \(meaning(stage.policy))."
    }
    return
      "Wins, states and parts of speech are counted under \(stage.policy), preferences are judged under "
      + "\(stage.judgedPolicy): \(meaning(stage.policy)); \(meaning(stage.judgedPolicy))."
  }

  // MARK: RQ1

  func learning(_ section: RunReport.Section) -> String {
    let comparison = section.comparison
    let tested = "\(count(comparison.tested, "neuron")) with enough \(events) at both"
    return "\(comparison.a) to \(comparison.b): \(states(comparison)). Of "
      + "\(tested), \(comparison.moved) moved beyond chance"
      + (comparison.movedShare.map { " (\(interval($0, percent)))" } ?? "")
      + mean(comparison) + "." + wins(comparison) + displaced(comparison)
  }

  /// How perplexity and distances fall side by side.
  var convergence: String? {
    guard let curve = report.training.first(where: { $0.epochs.contains { $0.perplexity != nil } }),
      let first = curve.epochs.first, let last = curve.epochs.last, let from = first.perplexity,
      let to = last.perplexity
    else { return nil }
    let isByEpoch = report.epochs.contains { $0.meanEffect != nil }
    let moves =
      isByEpoch
      ? report.epochs.compactMap(\.meanEffect)
      : report.sections(.learning).compactMap(\.comparison.meanEffect)
    var text =
      "Held-out perplexity falls from \(fixed(from, 1)) after epoch \(first.epoch) to \(fixed(to, 1)) after epoch "
      + "\(last.epoch)"
    if let first = moves.first, let last = moves.last, moves.count > 1 {
      text +=
        "; the mean move beyond chance from one \(isByEpoch ? "epoch" : "stage") to the next goes from "
        + "\(signed(first.value)) to \(signed(last.value))"
    }
    if let convergence = report.convergence {
      text +=
        "; over \(convergence.steps) steps the rank correlation of both is \(fixed(convergence.rankCorrelation, 2))"
    }
    return text + "."
  }

  /// What winners tell of tags beside tokens, stage by stage, beside the untrained network.
  var information: String? {
    let stages = report.stages.compactMap { stage in
      stage.information.map { "\(share($0)) at \(stage.label)" }
    }
    guard !stages.isEmpty else { return nil }
    let untrained =
      report.epochs.first { $0.epoch == 0 }?.information
      ?? report.stages.first { $0.epoch == 0 }?.information
    return
      "What the winning neuron tells of the part of speech, as a share of what it tells of the token, is "
      + "\(list(stages)). "
      + (untrained.map { "The untrained network has \(share($0)): only what is beyond that was learnt." }
        ?? "An untrained network has some of that: [epochs] in run.toml takes its snapshot, to see how much.")
  }

  /// What tags get of what winners tell of tokens.
  func share(_ information: TagInformation) -> String { interval(information.ratio) { fixed($0, 2) } }

  func tags(_ tags: TagReport) -> String {
    let distances = zip(tags.stages, tags.distances).compactMap { stage, distance in
      distance.map { "\(interval($0) { fixed($0, 4) }) at \(stage)" }
    }
    return
      "On \(tags.corpus), the distance of the parts of speech's shares of activation mass from their "
      + "shares of the text is \(list(distances)) (0: neurons fire alike at all of them)."
  }

  // MARK: RQ2

  func domain(_ section: RunReport.Section) -> [String] {
    let comparison = section.comparison
    var paragraphs = [
      "From \(comparison.a) to \(comparison.b) the weights stay and the text changes: "
        + "\(states(comparison)). Of \(count(comparison.tested, "neuron")) with enough \(events) on both texts, "
        + "\(comparison.count(.kept)) transfer, \(comparison.moved) moved"
        + (comparison.movedShare.map { " (\(interval($0, percent)))" } ?? "")
        + " and \(comparison.count(.shared)) are left open: they have too few \(events) to tell"
        + mean(comparison)
        + "." + wins(comparison)
    ]
    if let unknown = section.unknown {
      paragraphs.append(
        "\(percent(unknown.shareB)) of the new text's tokens are unknown to the vocabulary, against "
          + "\(percent(unknown.shareA)) of the old one's. Of \(count(unknown.judged, "neuron")) with enough \(events) on "
          + "the new text, \(unknown.facing) face unknown input: they are recorded at unknown tokens more often than the "
          + "text has them, by more than its documents vary. Of those with enough \(events) on both texts, "
          + "\(unknown.facingMoved) of \(unknown.facingTested) that face unknown input moved, and "
          + "\(unknown.otherMoved) of the \(unknown.otherTested) others (Fisher's exact p \(fixed(unknown.p, 2)))."
      )
    }
    return paragraphs
  }

  // MARK: RQ3

  func tuning(_ section: RunReport.Section) -> [String] {
    let comparison = section.comparison
    let lengths = section.lengths
    var paragraphs = [
      "From \(comparison.a) to \(comparison.b): \(states(comparison)). "
        + (comparison.isSameText
          ? "Both stages read the same text, so what changed is the weights' doing."
          : "The stages read different texts, so a change may be the text's as well as the weights'.")
        + wins(comparison) + " Of "
        + "\(comparison.tested) with enough \(events) at both, \(comparison.moved) moved beyond chance"
        + (comparison.movedShare.map { " (\(interval($0, percent)))" } ?? "")
        + ", \(comparison.count(.kept)) are kept and \(comparison.count(.shared)) left open"
        + mean(comparison) + "."
        + displaced(comparison)
    ]
    if let before = lengths.tested.before, let after = lengths.tested.after, let shift = lengths.medianShift,
      let ratio = lengths.winsRatio
    {
      paragraphs.append(
        "Of the \(before.count) with enough \(events) at both, \(lengths.tested.shorter) prefer fewer tokens than before"
          + ", \(lengths.tested.longer) more, \(lengths.tested.same) as many; median length "
          + "\(quartiles(before)) before, \(quartiles(after)) after; median change "
          + "\(interval(shift) { fixed($0, 0) }). Length grows with \(events), of which the median neuron has "
          + "\(fixed(ratio.median, 2)) times as many as before; among as many \(events) \(comparison.specialised) became more "
          + "special and \(comparison.generalised) more general, by length and entropy both. Of all \(comparison.states.shared) shared neurons, as "
          + "the method counts them: \(lengths.all.shorter) shorter, \(lengths.all.longer) longer, "
          + "\(lengths.all.same) the same.")
    }
    return paragraphs
  }

  // MARK: Parts

  private func states(_ comparison: ComparisonReport) -> String {
    let states = comparison.states
    return
      "of \(count(states.total, "neuron")), \(states.shared) prefer something at both, \(states.forgotten) only "
      + "before, \(states.gained) only after, \(states.never) at neither"
  }

  /// The mean move of the tested neurons.
  private func mean(_ comparison: ComparisonReport) -> String {
    guard let mean = comparison.meanEffect else { return "" }
    let spread = comparison.effects.map {
      ", a quarter of them by \(signed($0.third)) or more, half by \(signed($0.median)) or more"
    }
    return "; mean move beyond chance \(interval(mean, signed))" + (spread ?? "")
  }

  /// Who lost wins and who came to more.
  private func wins(_ comparison: ComparisonReport) -> String {
    let (none, few) = (comparison.count(.forgotten), comparison.count(.lostWins))
    let (new, more) = (comparison.count(.gained), comparison.count(.wonMore))
    return " \(count(none + few, "neuron")) lost all or most of \(none + few == 1 ? "its" : "their") wins "
      + "(\(none) forgotten), and "
      + "\(new + more) came to them (\(new) gained)."
      + (comparison.limited > 0
        ? " \(count(comparison.limited, "neuron")) stood out as far as the relabellings can tell, which among so many "
          + "is not far enough: more of them (--permutations) may tell." : "")
  }

  private func displaced(_ comparison: ComparisonReport) -> String {
    let displaced = comparison.count(.displaced)
    guard displaced > 0 else { return "" }
    return " \(count(displaced, "neuron")) lost or won most of "
      + "\(displaced == 1 ? "its" : "their") wins while doing what "
      + "\(displaced == 1 ? "it" : "they") did before: displaced by others, not changed."
  }

  func skipped(_ pair: RunReport.SkippedPair) -> String {
    let reason =
      switch pair.reason {
      case .sites: "they have different neurons"
      case .unrelated: "they come from different trainings, so neuron numbers don't mean the same"
      case .tokenizers: "different tokenizers cut their texts, so tokens of one name need not be the same"
      }
    return "\(pair.a) and \(pair.b) are not compared: \(reason)."
  }
}

/// A share in percent.
func percent(_ share: Double) -> String { percent(share, 1) }

func percent(_ share: Double, _ digits: Int) -> String { fixed(share * 100, digits) + "%" }

/// A difference, with its sign.
func signed(_ value: Double) -> String { (value < 0 ? "" : "+") + fixed(value, 4) }

/// An estimate with its interval.
func interval(_ estimate: Estimate, _ format: (Double) -> String) -> String {
  "\(format(estimate.value)) [\(format(estimate.low)), \(format(estimate.high))]"
}

/// A median with its quartiles.
func quartiles(_ quartiles: Quartiles) -> String {
  "\(fixed(quartiles.median, 0)) (quartiles \(fixed(quartiles.first, 0)) and \(fixed(quartiles.third, 0)))"
}

private func count(_ number: Int, _ what: String) -> String {
  "\(grouped(number)) \(what)\(number == 1 ? "" : "s")"
}

private func list(_ parts: [String]) -> String {
  guard parts.count > 1, let last = parts.last else { return parts.first ?? "not known" }
  return parts.dropLast().joined(separator: ", ") + " and " + last
}
