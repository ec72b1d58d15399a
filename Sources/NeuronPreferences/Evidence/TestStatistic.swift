/// What is compared between the stages as they are and as relabelled.
public enum TestStatistic: String, Sendable, CaseIterable, Codable {
  /// The distance of as many wins drawn of either stage.
  case distance
  /// The distance or the share of wins that went to features new to the neuron, whichever stands out more.
  ///
  /// Each is measured in its own spread under relabelling, and the larger of the two taken for every relabelling
  /// alike, so that p stays what it says. A shift spread over many words hardly moves a distance, for which all
  /// rare words count alike, but shows in words that were never won before and now are more than once.
  case either
}
