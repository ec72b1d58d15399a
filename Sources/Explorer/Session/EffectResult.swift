import Measures
import Runs

/// What became of an effect.
public indirect enum EffectResult: Sendable {
  /// What came of work on the reading of that number: of no use once another one is looked at.
  case ofReading(Int, EffectResult)
  /// The snapshots of all stages under another policy are open.
  case opened([Stage])
  /// The snapshots of all stages under another policy can't be opened, for the reason given.
  case notOpened(String)
  /// What was asked of a policy that is not looked at.
  case openedAside(SetAside, AsideRequest)
  /// Two stages are compared.
  case compared(Comparison)
  /// Two stages can't be compared, or not be held against chance, for the reason given.
  case notCompared(ComparedPair, String)
  /// A question about preferences is answered.
  case ranked(Ranking)
  /// All neurons of a stage have been read for plots.
  case summarised(StageSummary, stage: Int)
  /// The lengths of the table's neurons have been read.
  case measuredLengths(LengthSummary)
  /// What became of the neurons of every site; none, and why, where they can't be read.
  case overlooked(SiteOverview?, SiteOverview.Subject, fault: String?)
  /// The neuron of a row over all stages; none, and why, where it can't be read.
  case filmed(NeuronFilm?, row: Int, fault: String?)
  /// The time of that number has passed.
  case waited(number: Int)
  /// The training's metrics; none, and why, where they can't be read.
  case metrics(TrainingMetrics, fault: String?)
  /// The rows of the table, as the request of that number asked for them.
  case arranged([Int32], request: Int)
  /// The search of that number came to a row of the table, or to none.
  case found(Int?, request: Int)
  /// The text of that request has been read, or could not be, for the reason given.
  case textRead(Result<TextReading, TextReading.Fault>, request: Int)
  /// What is known of the pruning of that request, or why it can't be; the last of its results says so.
  case pruned(Result<PruningOutcome, PruningOutcome.Fault>, request: Int, isLast: Bool)
  /// Marks as they stand in the file.
  case marks(MarkedNeurons)
  /// Something was done that is worth a line.
  case done(String)
  /// Something could not be done.
  case failed(String)
}
