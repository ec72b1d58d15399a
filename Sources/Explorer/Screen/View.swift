/// A way to look at the neurons of a run. The selected neuron and the filter are the same in all of them.
public enum View: String, CaseIterable, Hashable, Sendable {
  /// The table.
  case table
  /// How far each neuron moved against how many tokens it prefers.
  case scatter
  /// The length of each neuron from stage to stage.
  case lengths
  /// Activation mass by rank, the stages overlaid.
  case ranks
  /// Shares of tags in the text and in what neurons prefer.
  case tags
  /// Loss and scores by epoch.
  case curves
  /// A text of the user's own: who fires at each word, stage by stage.
  case ownText
  /// What the model loses without the marked neurons.
  case pruning
}
