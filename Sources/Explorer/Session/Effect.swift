import Measures
import Runs

/// Work that the reducer asks for. Its result comes back as `Action.finished`.
public enum Effect: Sendable {
  /// Open the snapshots of all stages under a policy.
  case openPolicy(PolicyFiles)
  /// Open the snapshots of a policy that is not looked at, and compare stages of it.
  case openAside(AsideRequest)
  /// Compare two stages.
  case compare(ComparedPair)
  /// Compare two stages and hold the distances against so many relabellings.
  case test(ComparedPair, permutations: Int)
  /// Look through all neurons of a stage for what they prefer.
  case rank(Ranking.Question, stage: Int)
  /// Read all neurons of a stage for the plots of whole stages.
  case summarise(stage: Int)
  /// Read the lengths of the table's neurons at two stages.
  case measureLengths(LengthSummary.Subject, rows: [Int32])
  /// Look at every neuron of every site, with the comparison of the stages, and the entropies if they are known.
  case overlook(SiteOverview.Subject, Comparison?, entropies: [Double?]?)
  /// Read a neuron over all stages.
  case film(row: Int)
  /// Let so much time pass.
  case wait(milliseconds: Int, number: Int)
  /// Read the training's metrics.
  case readMetrics
  /// Sort and filter.
  case arrange(ArrangementRequest)
  /// Find a row.
  case find(RowSearch)
  /// Append marks to the file.
  case appendMarks([MarkChange])
  /// Read the marks that others have made.
  case readMarks
  /// Write the screen as text.
  case saveDisplay(OutputFile)
  /// Write what a view shows as a table.
  case export(Export)
  /// Write neurons with their evidence to a page.
  case report(NeuronReport, OutputFile)
  /// Find out what every stage makes of a text.
  case readText(String, request: Int)
  /// Find out what a pruning does.
  case prune(PruningRequest)
  /// Give up what was asked for before the request of that number.
  case stopPruning(number: Int)
  /// Something for whoever owns the terminal.
  case terminal(TerminalRequest)
}
