import Measures
import Settings

/// Where a session begins, as a command line says it: what `:link` writes.
public struct OpeningPlace: Sendable {
  /// The words of a command line, nil where nothing is said.
  public struct Words: Equatable, Sendable {
    /// Two stages: "1-5".
    public var pair: String?
    /// The stage shown, from 1.
    public var stage: Int?
    /// Conditions on the neurons listed.
    public var conditions: String?
    /// A token whose neurons are listed.
    public var token: String?
    /// A column, with ":asc" or ":desc" behind it for a direction.
    public var sort: String?
    /// A neuron by name or number.
    public var neuron: String?
    /// A view, and a page of the detail.
    public var views: [String] = []
    /// Whether the detail has the whole screen.
    public var isZoomed = false

    /// Nothing said.
    public init() {}
  }

  /// Whether nothing is said, so that a session goes on where the last one ended.
  let isEmpty: Bool
  let pair: StagePair?
  let stage: Int?
  let filter: Filter?
  let token: String?
  let sort: Sort?
  let row: Int?
  let view: ViewDescription?
  let page: DetailPage?
  let isZoomed: Bool

  /// Reads the words for a run.
  ///
  /// - Throws: ``OpeningError``.
  public init(_ words: Words, in run: Run) throws(OpeningError) {
    let count = run.stages.count
    isEmpty = words == Words()
    do throws(MeasureError) {
      pair = if let text = words.pair { try StagePair(numbers: text, stages: count) } else { nil }
      if let stage = words.stage, !(1...count).contains(stage) {
        throw .noSuchStage("\(stage)", count: count)
      }
    } catch {
      throw .command(.measure(error))
    }
    stage = words.stage.map { $0 - 1 }
    let last = count - 1
    let meant = pair ?? ExplorerState.openingPair(run.stages)
    let shown = stage ?? last
    do throws(FilterError) {
      filter =
        if let text = words.conditions {
          try Filter(text, in: FilterContext(run.stages, shown: shown, pair: meant))
        } else { nil }
    } catch {
      throw .filter(error)
    }
    token = words.token
    let context = MeasureContext(shown: shown, pair: meant, stages: count)
    do throws(MeasureError) {
      sort = if let text = words.sort { try Sort(text, in: context) } else { nil }
    } catch {
      throw .command(.measure(error))
    }
    if let name = words.neuron {
      guard let row = RowSearch.neuron(name, sites: run.sites) else { throw .command(.noSuchNeuron(name)) }
      self.row = row
    } else {
      row = nil
    }
    var (view, page): (ViewDescription?, DetailPage?) = (nil, nil)
    for name in words.views {
      let known = ViewDescription.all.first { $0.name == name }
      let named = DetailPage(rawValue: name == "contexts" ? DetailPage.activity.rawValue : name)
      guard known != nil || named != nil else {
        let names = ViewDescription.all.map(\.name) + DetailPage.allCases.map(\.rawValue)
        throw .noSuchView(name, suggestion: nearest(to: name, among: names), known: names)
      }
      (view, page) = (known ?? view, named ?? page)
    }
    (self.view, self.page) = (view, page)
    isZoomed = words.isZoomed
  }
}

/// Why a session can't begin where it was asked to.
public enum OpeningError: Error, Equatable, Sendable {
  /// Stages, a column or a neuron that the run has not.
  case command(CommandError)
  /// Conditions that can't be read.
  case filter(FilterError)
  /// No view and no page of the detail has this name; `suggestion` is the nearest one.
  case noSuchView(String, suggestion: String?, known: [String])
}

extension ExplorerState {
  /// Begins where a command line says.
  mutating func take(_ place: OpeningPlace) -> [Effect] {
    if let pair = place.pair {
      self.pair = pair
      table.sort.measure = table.sort.measure.following(pair)
    }
    if let stage = place.stage { shownStage = stage }
    if let filter = place.filter { table.filter = filter }
    if let sort = place.sort { table.sort = sort }
    if let row = place.row {
      (neuron, detailNeuron) = (row, row)
      table.startsAtTop = false
    }
    if let view = place.view { self.view = view }
    if let page = place.page { detailPage = page }
    isZoomed = place.isZoomed || (place.page != nil && layout.detail.isEmpty)
    return place.token.map { [.rank(.token($0), stage: shownStage)] } ?? []
  }
}
