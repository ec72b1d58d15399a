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
        let overview = try SiteOverview(subject, stage: stage, comparison: comparison, entropies: entropies)
        return .overlooked(overview, subject, fault: nil)
      } catch {
        return .overlooked(nil, subject, fault: describe(error))
      }
    }
  }
}
