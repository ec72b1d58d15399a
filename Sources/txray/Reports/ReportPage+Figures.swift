import Experiments
import NeuronPreferences
import Statistics
import TerminalUI

extension ReportPage {
  /// Classes of colour, for stages in their order.
  private static let kinds = ["one", "two", "three", "four", "five"]

  private static func kind(_ index: Int) -> String { kinds[index % kinds.count] }

  /// The colour of a stage, the same in every drawing.
  private func kind(of label: String) -> String {
    Self.kind(report.stages.firstIndex { $0.label == label } ?? 0)
  }

  /// The most dots or lines in one drawing. More would only make the file larger.
  private static let markLimit = 3000

  /// Every n-th neuron, so that no more than the limit are drawn, with a remark that says so.
  private func thinned(_ neurons: [NeuronTransfer]) -> (neurons: [NeuronTransfer], remark: String) {
    guard neurons.count > Self.markLimit else { return (neurons, "") }
    let step = (neurons.count + Self.markLimit - 1) / Self.markLimit
    return (
      stride(from: 0, to: neurons.count, by: step).map { neurons[$0] },
      " One in \(step) of \(grouped(neurons.count)) neurons is drawn."
    )
  }

  // MARK: All stages

  /// Activation mass by rank.
  var rankFigure: String {
    let ranks = report.stages.flatMap(\.ranks)
    guard ranks.contains(where: { $0.mass > 0 }) else { return "" }
    var plot = SVGPlot(
      x: PlotAxis("rank of the neuron", covering: ranks.map { Double($0.rank) }, scale: .logarithmic),
      y: PlotAxis("activation mass", covering: ranks.map(\.mass), scale: .logarithmic), height: 280)
    for (index, stage) in report.stages.enumerated() {
      plot.line(
        stage.ranks.filter { $0.mass > 0 }.map { (Double($0.rank), $0.mass) }, kind: Self.kind(index),
        label: stage.label)
    }
    return figure(
      plot.drawing("Activation mass by rank, a line for each stage"),
      legend: report.stages.enumerated().map { (Self.kind($0.offset), $0.element.label) },
      caption:
        "Activation mass, the sum of a neuron's recorded activations, by falling rank, both on logarithmic "
        + "axes. A line that falls steeply says that few neurons do most of the work; one that ends further right, "
        + "that more neurons are in use. Counted over the whole text of each stage, so there is no sampling of "
        + "neurons in it; compare heights only between stages of about as many tokens.")
  }

  // MARK: RQ1

  /// Perplexity by epoch, and beside it how far neurons move between stages.
  var learningFigures: String {
    var drawings: [String] = []
    if let curve = report.training.first(where: { $0.epochs.contains { $0.perplexity != nil } }) {
      let points = curve.epochs.compactMap { epoch in epoch.perplexity.map { (x: Double(epoch.epoch), y: $0) }
      }
      var plot = SVGPlot(
        x: PlotAxis("epoch", covering: points.map(\.x)),
        y: PlotAxis("held-out perplexity", covering: points.map(\.y)), width: 360, height: 260)
      plot.line(points, kind: "one")
      for point in points {
        plot.dot(point.x, point.y, kind: "one", label: "epoch \(Int(point.x)): \(fixed(point.y, 2))")
      }
      drawings.append(plot.drawing("Held-out perplexity by epoch"))
    }
    var steps: [(epoch: Double, label: String, excess: Estimate)] = []
    for epoch in report.epochs {
      guard let effect = epoch.meanEffect else { continue }
      steps.append((Double(epoch.epoch), "epoch \(epoch.epoch - 1) to \(epoch.epoch)", effect))
    }
    let isByEpoch = !steps.isEmpty
    for section in isByEpoch ? [] : report.sections(.learning) {
      let comparison = section.comparison
      guard let epoch = report.stages.first(where: { $0.label == comparison.b })?.epoch,
        let excess = comparison.meanEffect
      else { continue }
      steps.append((Double(epoch), "\(comparison.a) to \(comparison.b)", excess))
    }
    if !steps.isEmpty {
      let values = [0] + steps.map(\.excess.low) + steps.map(\.excess.high)
      let epochs = report.training.first?.epochs.map { Double($0.epoch) } ?? []
      var plot = SVGPlot(
        x: PlotAxis(isByEpoch ? "epoch" : "epoch of the later stage", covering: epochs + steps.map(\.epoch)),
        y: PlotAxis("mean move beyond chance", covering: values), width: 360, height: 260)
      for step in steps {
        let x = step.epoch
        plot.line([(x, step.excess.low), (x, step.excess.high)], kind: "two")
        plot.dot(x, step.excess.value, kind: "two", label: "\(step.label): \(interval(step.excess, signed))")
      }
      drawings.append(plot.drawing("Mean move beyond chance between stages"))
    }
    guard !drawings.isEmpty else { return "" }
    return figure(
      element("div", ["class": "pair"], drawings.joined()),
      caption:
        "Left, where a training is recorded: perplexity on held-out text, lower is better. Right: how far "
        + "neurons moved since the \(isByEpoch ? "epoch" : "stage") before, as the mean share of what chance would leave in common that is gone, "
        + "over neurons with enough \(wording.events) at both; 0 means no more than relabelled documents do. Bars: 95% bootstrap intervals over neurons."
        + (isByEpoch ? "" : " Stages lie epochs apart, so a larger move may also be a longer way."))
  }

  /// Shares of the text and of the activation mass by part of speech.
  func tagFigure(_ tags: TagReport) -> String {
    let shown = Array(tags.tags.prefix(12))
    let values = shown.flatMap { [$0.corpus] + $0.mass }.map { $0 * 100 }
    let series = tags.stages.count + 1
    var plot = SVGPlot(
      x: PlotAxis("share (%)", covering: values + [0]), rows: shown.map(\.tag),
      rowHeight: Double(8 * series + 8))
    let thickness = 0.8 / Double(series)
    for (row, tag) in shown.enumerated() {
      for (index, share) in ([tag.corpus] + tag.mass).enumerated() {
        let name = index == 0 ? "text" : tags.stages[index - 1]
        plot.bar(
          row, to: share * 100, offset: 0.1 + Double(index) * thickness, thickness: thickness,
          kind: index == 0 ? "none" : kind(of: name), label: "\(tag.tag), \(name): \(percent(share))")
      }
    }
    return figure(
      plot.drawing("Shares of parts of speech"),
      legend: [("none", "share of the text")]
        + tags.stages.map { (kind(of: $0), "share of activation mass, \($0)") },
      caption:
        "Parts of speech on \(tags.corpus), the most frequent of \(tags.tags.count) first. A bar of mass that "
        + "is longer than the text's says that neurons fire stronger at that part of speech than at others. Tags come "
        + "from a tagger with about one word in twenty wrong, unless the text brought its own. How much the distance "
        + "between mass and text depends on the documents read stands in the text above.")
  }

  // MARK: RQ2

  /// Union length against the distance beyond chance: a dot a neuron.
  func scatter(_ comparison: ComparisonReport) -> String {
    let tested = comparison.transfer.neurons.filter(\.isTested)
    guard !tested.isEmpty else { return "" }
    let (drawn, remark) = thinned(tested)
    var plot = SVGPlot(
      x: PlotAxis(
        "union length: distinct tokens preferred at either stage",
        covering: drawn.map { Double($0.lengthUnion) },
        scale: .logarithmic),
      y: PlotAxis("move beyond chance", covering: drawn.compactMap(\.effect?.value) + [0]))
    plot.line([(1, 0), (1e12, 0)], kind: "none dashed")
    let moved = { (neuron: NeuronTransfer) in neuron.verdict == .moved }
    for neuron in drawn.filter({ !moved($0) }) + drawn.filter(moved) {
      guard let effect = neuron.effect else { continue }
      plot.dot(
        Double(neuron.lengthUnion), effect.value, kind: moved(neuron) ? "two" : "none",
        label:
          "\(neuron.neuron): \(interval(effect, signed)) beyond chance, distance \(fixed(neuron.hellinger ?? 0, 3)), "
          + "q \(fixed(neuron.q ?? 1, 3)), \(wording.events) \(neuron.countA) and \(neuron.countB)")
    }
    let names = comparison.movers.prefix(5).map(\.neuron)
    for neuron in names {
      plot.note(Double(neuron.lengthUnion), neuron.effect?.value ?? 0, "\(neuron.neuron)")
    }
    return figure(
      plot.drawing("Move beyond chance against union length"),
      legend: [
        ("two", "moved (q at most \(fixed(report.method.falseDiscoveryRate, 2)))"),
        ("none", "kept, or left open"),
      ],
      caption:
        "\(comparison.a) to \(comparison.b): each dot is one of \(comparison.tested) neurons with enough \(wording.events) at "
        + "both stages. Up: its preferences moved further than relabelled documents do (dashed line: as far). Right: it "
        + "prefers more different tokens. Among the coloured ones at most "
        + "\(percent(report.method.falseDiscoveryRate, 0)) are expected to be there by chance; grey ones may have moved "
        + "less than can be seen. Point at a dot for its numbers.\(remark)")
  }

  /// Shares of unknown tokens, with intervals, against the text's own.
  func unknownFigure(_ unknown: UnknownInput, _ section: RunReport.Section) -> String {
    let shown = Array(unknown.neurons.prefix(15))
    let values = shown.flatMap { [$0.after.high, $0.before ?? 0] }.map { $0 * 100 }
    var plot = SVGPlot(
      x: PlotAxis(
        "unknown tokens among the neuron's \(wording.events) (%)",
        covering: values + [0, unknown.shareB * 100]),
      rows: shown.map { "\($0.neuron)" })
    plot.line([(unknown.shareB * 100, 0), (unknown.shareB * 100, Double(shown.count))], kind: "none dashed")
    for (row, neuron) in shown.enumerated() {
      let middle = Double(row) + 0.5
      let kind = neuron.isFacing ? "two" : "none"
      plot.line([(neuron.after.low * 100, middle), (neuron.after.high * 100, middle)], kind: kind)
      if let before = neuron.before {
        plot.dot(
          before * 100, middle, kind: "one", label: "\(section.comparison.a): \(percent(before))", radius: 3)
      }
      plot.dot(
        neuron.after.value * 100, middle, kind: kind,
        label:
          "\(section.comparison.b): \(interval(neuron.after) { percent($0) }) of \(neuron.wins) \(wording.events)"
      )
    }
    return figure(
      plot.drawing("Unknown tokens among \(wording.events)"),
      legend: [
        ("two", "\(section.comparison.b), more than the text has"),
        ("none", "\(section.comparison.b), not clearly more"),
        ("one", section.comparison.a),
      ],
      caption:
        "The \(shown.count) neurons with most unknown tokens among what they are recorded at, of \(unknown.judged) with enough "
        + "\(wording.events). Dashed: the share of unknown tokens in the new text as a whole (\(percent(unknown.shareB))). Bars: 95% "
        + "bootstrap intervals over document blocks, one neuron at a time: of many neurons that only follow the text, "
        + "about one in forty lies clearly above it by chance.")
  }

  // MARK: RQ3

  /// Length before and after, a line a neuron.
  func lengthFigure(_ comparison: ComparisonReport) -> String {
    let all = comparison.transfer.neurons.filter(\.verdict.isComparable)
    guard !all.isEmpty else { return "" }
    let (drawn, remark) = thinned(all)
    var plot = SVGPlot(
      x: PlotAxis(
        "length: distinct tokens preferred",
        covering: drawn.flatMap { [Double($0.lengthA), Double($0.lengthB)] }, scale: .logarithmic),
      rows: [comparison.a, "", "", "", "", comparison.b], rowHeight: 40)
    for neuron in drawn.sorted(by: { abs($0.lengthShift) < abs($1.lengthShift) }) {
      let kind = neuron.lengthShift < 0 ? "one" : neuron.lengthShift > 0 ? "two" : "none"
      plot.line(
        [(Double(neuron.lengthA), 0.5), (Double(neuron.lengthB), 5.5)], kind: "thin \(kind)",
        label:
          "\(neuron.neuron): \(neuron.lengthA) to \(neuron.lengthB) tokens, \(wording.events) \(neuron.countA) to \(neuron.countB)"
      )
    }
    return figure(
      plot.drawing("Length before and after"),
      legend: [("one", "shorter: specialised"), ("two", "longer: more general"), ("none", "the same")],
      caption:
        "Each line is a neuron with enough \(wording.events) at both stages, from its length at \(comparison.a) (top) to that at "
        + "\(comparison.b) (bottom), on a logarithmic axis. Lengths grow with \(wording.events): a neuron that has more of them also "
        + "meets more different tokens, without having become more general; point at a line for its \(wording.events).\(remark)"
    )
  }
}
