import ArgumentParser
import Experiments
import NeuronPreferences
import Pruning
import Transformers

/// The run, and which of its neurons.
struct ChoiceOptions: ParsableArguments {
  @Argument(help: "The run's folder.", completion: .directory) var run: String
  @Flag(help: "Those marked in the explorer.") var marked = false
  @Option(help: ArgumentHelp("Those on a named list of marks.", valueName: "name")) var list: String?
  @Option(
    help: ArgumentHelp(
      "These: lstm.0:3,lstm.0:10-19, or numbers alone where there is one site.", valueName: "list"))
  var neurons: String?
  @Option(
    help: ArgumentHelp(
      "These attention heads of a transformer: 3.2,4.0 is head 2 of layer 3 and head 0 of layer 4.",
      valueName: "list"))
  var heads: String?
  @Option(
    help: """
      Those that are shared, forgotten (that lost all or most of their wins, by the test), gained (that came to \
      them) or never; repeat it for several.
      """)
  var state: [TransferState] = []
  @Option(
    name: .customLong("where"),
    help: ArgumentHelp(
      """
      Those that meet all conditions, such as 'class=noun moved>.1 q<.05'; txray compare --help explains them. Stages \
      have the explorer's numbers; where none is named, --to is meant.
      """, valueName: "conditions"))
  var conditions: String?
  @Option(help: "Only the first by forgotten, least-mass, most-mass, largest-distance or random.")
  var by: NeuronRanking?
  @Option(help: "How many of them.") var top: Int?

  /// What is scored, with the sites of heads where heads are chosen and nobody names others.
  func plan(_ scoring: PruneScoringOptions) -> PruningPlan {
    var plan = scoring.plan
    if heads != nil, plan.sites == nil { plan.sites = Transformer.headSites }
    return plan
  }

  /// Whether no neurons were chosen.
  var isEmpty: Bool {
    !marked && list == nil && neurons == nil && heads == nil && state.isEmpty && conditions == nil
      && by == nil
      && top == nil
  }

  func validate() throws {
    let isPicked = !state.isEmpty || conditions != nil || by != nil || top != nil
    if [marked, list != nil, neurons != nil, heads != nil, isPicked].count(where: { $0 }) > 1 {
      throw ValidationError(
        "choose neurons in one way: --marked, --list, --neurons, --heads, or --state, --where, --by")
    }
    if (by == nil) != (top == nil) { throw ValidationError("--by and --top belong together") }
    if let top, top < 1 { throw ValidationError("--top takes a number of at least 1") }
  }

  func choice() -> NeuronChoice {
    if marked || list != nil { return .marked(list: list) }
    if let neurons { return .listed(neurons) }
    if let heads { return .heads(heads) }
    return .picked(states: state, conditions: conditions, ranking: by, count: top)
  }
}

/// What a pruning is scored on and held against.
struct PruneScoringOptions: ParsableArguments {
  @Option(help: "What is done to the neurons; readout, or zero for a transformer, by default.")
  var mode: PruningMode?
  @Option(
    help: """
      Where neurons of a transformer are taken out: names of sites with * for any, separated by commas; those of its \
      stage by default.
      """)
  var sites: String?
  @Option(help: "Random masks of each kind; 0 for none.") var controls = 20
  @Option(
    help:
      "The checkpoint or model, by name; the last one the run trains, or that of its last stage, by default.")
  var checkpoint: String?
  @Option(help: "The corpus it was trained on, by its name in run.toml.") var train: String?
  @Option(help: "The corpus it was not trained on.") var heldOut: String?
  @Option(help: "The earlier stage that neurons are picked by; the one before --to by default.")
  var from: String?
  @Option(help: "The later stage; the checkpoint's last one by default.") var to: String?
  @Option(help: "Documents of each corpus at most, drawn by chance; 0 for all.") var documents = 1000
  @Option(help: "Resamples of the documents for the intervals.") var resamples = 1000
  @Option(help: "Epochs of fine-tuning under the mask, scored besides; 0 for none.") var recover = 0
  @Option(help: "The most relabellings for what is tested.") var permutations = ChangeCriteria.permutations
  @Option(help: "What everything random derives from.") var seed: UInt64 = 0
  @OptionGroup var threading: ThreadOptions

  func validate() throws {
    for (name, value, least) in [
      ("--controls", controls, 0), ("--documents", documents, 0), ("--resamples", resamples, 1),
      ("--recover", recover, 0),
      ("--permutations", permutations, 1),
    ] where value < least {
      throw ValidationError("\(name) takes a number of at least \(least)")
    }
    if permutations > ChangeCriteria.permutationLimit {
      throw ValidationError("--permutations takes a number of at most \(ChangeCriteria.permutationLimit)")
    }
  }

  var plan: PruningPlan {
    var plan = PruningPlan()
    plan.checkpoint = checkpoint
    plan.train = train
    plan.heldOut = heldOut
    plan.from = from
    plan.to = to
    plan.mode = mode
    plan.sites = sites
    plan.controls = controls
    plan.resamples = resamples
    plan.documents = documents == 0 ? nil : documents
    plan.seed = seed
    plan.permutations = permutations
    plan.recoveryEpochs = recover
    return plan
  }
}
