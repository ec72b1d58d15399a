import Measures
import NeuronPreferences
import Runs
import TerminalUI

/// Everything the screen depends on, besides theme and terminal.
///
/// Only `reduce` changes it, and views only read it.
public struct ExplorerState: Sendable {
  /// The run being looked at.
  public internal(set) var run: Run
  /// Which key does what.
  public let keymap: Keymap
  /// Names of themes, for completion.
  public let themes: [String]
  /// The theme chosen; another may be shown while one is being chosen.
  var themeName: String
  /// Relabellings that distances are held against.
  public let permutations: Int
  /// Stages with more entries than this are held against chance only when asked for.
  var entryLimit = Comparison.entryLimit
  /// The extent of the screen.
  public internal(set) var size: Size

  /// Row of the selected neuron in the snapshots; kept whatever the table shows.
  public internal(set) var neuron = 0
  /// Row of the neuron in the detail. It follows the selected one when the keys rest, so that running
  /// through the table over a slow line costs two rows a step.
  var detailNeuron = 0
  /// The stage shown, counted from 0.
  public internal(set) var shownStage: Int
  /// The stages compared; nil in a run of one stage.
  public internal(set) var pair: StagePair?
  /// Whether the detail shows stages beside each other.
  public internal(set) var isSideBySide = true
  /// Whether the detail has the whole screen.
  public internal(set) var isZoomed = false

  /// Which contexts are shown.
  var contextChoice = ContextChoice.strongest
  /// How the neurons are looked at.
  public internal(set) var view = ViewDescription.table
  /// How far a view that is longer than the screen is scrolled.
  var viewOffset = 0
  /// What plots of whole stages show, by stage.
  var summaries: [Int: StageSummary] = [:]
  /// The stages whose summary has been asked for.
  var requestedSummaries: Set<Int> = []
  /// The selected neuron's place by mass; nil before the plot of masses asks for it.
  var massRank: MassRank?
  /// What the plot of lengths shows; nil before it is asked for.
  var lengths: LengthSummary?
  /// What of it has been asked for last.
  var requestedLengths: LengthSummary.Subject?
  /// A neuron over all stages; nil before the view asks for it.
  var film: NeuronFilm?
  /// The row of the neuron last asked for over all stages.
  var requestedFilm: Int?
  /// Why it can't be read there; nil where it can, or is still being read.
  var filmFault: String?
  /// The overview of sites.
  var siteTable = SiteTable()
  /// Whether stepping compares with the first stage rather than with the one before.
  var comparesWithFirst = false
  /// The number of what is being played; nil while nothing is.
  var playing: Int?
  /// How often something has been played.
  var playNumber = 0
  /// Whether the key being pressed has stopped what was played.
  var isStopping = false
  /// The training's metrics; nil before they are asked for.
  var metrics: TrainingMetrics?

  /// What has been compared so far.
  public internal(set) var comparisons: [ComparedPair: Comparison] = [:]
  /// The pairs of ``comparisons``, the one taken in first in front.
  var comparisonOrder: [ComparedPair] = []
  /// The bytes that comparisons may take before the oldest are forgotten.
  var comparisonMemory = Self.comparisonMemory
  /// What has been opened and compared under policies that are not looked at now, by their kinds.
  var setAside: [String: SetAside] = [:]
  /// The policy that was looked at before conditions led to another one.
  var policyToReturn: String?
  /// What was asked for last of a policy that is not looked at.
  var requestedAside: AsideRequest?
  /// Marks and notes.
  public internal(set) var marks = MarkedNeurons()
  /// The pairs that are to be compared.
  var comparing = PairRequests()
  /// The pairs that are to be held against chance, with few relabellings.
  var testing = PairRequests()
  /// Those that are to be held against all of them.
  var refining = PairRequests()
  var history = MarkHistory()

  /// The neurons last asked for by what they prefer.
  var ranking: Ranking?
  /// What pruning the marked neurons does.
  var pruning: PruningState
  /// The user's own text.
  var ownText = OwnText()
  var table: TableState
  /// Columns as they were chosen; nil for those that come with the program.
  var columns: ColumnChoice?
  /// The list in which columns are chosen, while it is open.
  var chooser: ColumnChooser?
  /// What the shares of tokens and tags are shares of.
  var shareKind = ShareKind.mass
  /// Which page of the detail has been asked for.
  var detailPage = DetailPage.preferences
  var visited = PlaceHistory()
  /// How many half pages of the detail's lists are scrolled away.
  var detailOffset = 0

  var prompt: Prompt?
  /// What was typed before, by prompt, the oldest first.
  var typedLines: [Prompt.Kind: [String]] = [:]
  var lastSearch: String?
  /// How many lines of help are scrolled away; nil where help is closed.
  var helpOffset: Int?
  /// The line for the user.
  public internal(set) var message: Message?
  var isMouseOn: Bool
  /// The number of the latest request of each kind, so that older answers can be told.
  var arrangementRequest = 0
  var searchRequest = 0

  /// The state in which a run is opened, and what has to be done first.
  public static func opening(
    _ run: Run, size: Size, keymap: Keymap = .standard, themes: [String] = [],
    themeName: String = Theme.builtIn.name, isMouseOn: Bool = true,
    permutations: Int = ChangeCriteria.permutations,
    memory: ExplorerMemory? = nil, place: OpeningPlace? = nil
  ) -> (state: ExplorerState, effects: [Effect]) {
    var state = ExplorerState(
      run: run, size: size, keymap: keymap, themes: themes, themeName: themeName,
      isMouseOn: isMouseOn, permutations: permutations)
    if let memory {
      state.take(memory)
      // What was remembered of the run would answer what a place leaves open: the pair that its words mean.
      if place?.isEmpty ?? true, let own = memory.memory(of: run.key) { state.take(own) }
    }
    let asked = place.map { state.take($0) } ?? []
    let first = state.need(state.pair.map { [ComparedPair($0)] } ?? [])
    let effects =
      [.readMarks] + first + state.view.opened(&state) + state.needsInSight() + state.rearrange() + asked
    return (state, effects)
  }

  private init(
    run: Run, size: Size, keymap: Keymap, themes: [String], themeName: String, isMouseOn: Bool,
    permutations: Int
  ) {
    self.run = run
    pruning = PruningState(way: PruningWay.all(of: run.sites)[0])
    self.size = size
    self.keymap = keymap
    self.themes = themes
    self.themeName = themeName
    self.isMouseOn = isMouseOn
    self.permutations = permutations
    let last = run.stages.count - 1
    shownStage = last
    pair = Self.openingPair(run.stages)
    table = TableState(sort: Self.openingSort(pair, stage: last))
  }

  private static func openingSort(_ pair: StagePair?, stage: Int) -> Sort {
    Sort(pair.map { .moved($0) } ?? .wins(stage), descending: true)
  }

  /// What a table is sorted by that nobody has sorted.
  var openingSort: Sort { Self.openingSort(pair, stage: shownStage) }

  /// The neurons that the table shows, by row of the snapshots, in order.
  public var rowsShown: [Int] { table.rows.map { Int($0) } }

  /// The values of measures as they stand.
  var source: MeasureSource {
    MeasureSource(stages: run.stages, comparisons: comparisons, marks: marks, ranking: ranking)
  }

  /// What has been compared of two stages by tokens.
  public func comparison(_ pair: StagePair) -> Comparison? { comparisons[ComparedPair(pair)] }

  /// What names of statistics mean where they name no stage.
  var measureContext: MeasureContext {
    MeasureContext(shown: shownStage, pair: pair, stages: run.stages.count)
  }

  /// Where filters are read. O(tags of all stages).
  var filterContext: FilterContext {
    FilterContext(run.stages, shown: shownStage, pair: pair, lists: marks.lists.keys.sorted())
  }

  /// What became of a neuron between the stages compared; nil in a run of one stage.
  func verdict(of row: Int) -> Verdict? { pair.map { source.verdict(of: row, pair: $0) } }

  /// The screen's regions.
  var layout: ScreenLayout {
    ScreenLayout(
      size: size, isZoomed: isZoomed, isPlot: view.isPlot, hasPrompt: prompt != nil || message != nil,
      stages: run.stages.count)
  }
}
