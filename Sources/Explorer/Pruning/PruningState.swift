/// Where the pruning view stands.
struct PruningState: Sendable {
  /// How neurons are taken out.
  var way: PruningWay
  /// What is known, of the marks and way below.
  var outcome: PruningOutcome?
  /// The marked rows that are, or were, scored.
  var rows: Set<Int> = []
  /// How they were taken out.
  var scoredWay: PruningWay
  /// The number of the latest request.
  var request = 0
  /// Whether it is being worked on.
  var isRunning = false
  /// Why it can't be scored.
  var fault: String?

  /// Nothing scored yet.
  init(way: PruningWay) { (self.way, scoredWay) = (way, way) }
}
