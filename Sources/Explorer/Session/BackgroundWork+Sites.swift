import Measures

extension BackgroundWork {
  /// Looks at every neuron of every site.
  func overlook(
    _ subject: SiteOverview.Subject, _ comparison: Comparison?, entropies: [Double?]?, of reading: Reading,
    describe: @escaping @Sendable (any Error) -> String
  ) {
    run(comparing, in: pending, of: reading) {
      do {
        let stage = reading.stages[subject.stage]
        return .overlooked(
          try SiteOverview(subject, stage: stage, comparison: comparison, entropies: entropies))
      } catch {
        return .failed(describe(error))
      }
    }
  }
}
