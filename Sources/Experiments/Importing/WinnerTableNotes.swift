import NeuronPreferences

/// What was noticed while a ``WinnerTable`` was read.
public struct WinnerTableNotes: Sendable {
  /// Why a row says nothing about any neuron.
  public enum Flaw: String, CaseIterable, Sendable {
    /// More fields than the header has names.
    case tooManyFields = "too many fields"
    /// Fewer fields than the header has names.
    case tooFewFields = "too few fields"
    /// An empty token.
    case noToken = "empty token"
    /// The activation is no finite number.
    case noActivation = "activation is no number"
    /// The neuron is no whole number from 0.
    case noNeuron = "neuron is no number"
  }

  /// Rows below the header.
  public internal(set) var rows = 0
  /// Rows that count.
  public internal(set) var imported = 0
  /// How many rows were left out for which reason, with the line where the first of them begins.
  public private(set) var skipped: [Flaw: (count: Int, firstLine: Int)] = [:]
  /// The size of the model: given, or the smallest that fits the rows.
  public internal(set) var neurons = 0
  /// Rows whose token pandas takes for a missing value, so that the published code loses or trips over them.
  public private(set) var wordsReadAsMissing = 0
  /// Rows whose largest activation is negative.
  public internal(set) var negativeActivations = 0
  /// Whether all tokens are numbers: the published code then compares them as numbers, `007` with `7`.
  public private(set) var allTokensAreNumbers = false

  mutating func skip(_ flaw: Flaw, _ line: Int) {
    skipped[flaw] = (count: (skipped[flaw]?.count ?? 0) + 1, firstLine: skipped[flaw]?.firstLine ?? line)
  }

  /// Looks at the tokens that were found.
  mutating func note(_ tokens: FeatureRows) {
    wordsReadAsMissing = zip(tokens.names, tokens.frequency).reduce(0) {
      $0 + (Self.missing.contains($1.0) ? $1.1 : 0)
    }
    allTokensAreNumbers = tokens.names.allSatisfy { Double($0) != nil }
  }

  /// The words that `pandas.read_csv` takes for missing values by default.
  private static let missing: Set<String> = [
    "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN", "<NA>", "N/A",
    "NA", "NULL", "NaN", "None", "n/a", "nan", "null",
  ]
}

/// Why a ``WinnerTable`` could not be read.
public enum WinnerTableError: Error, Equatable, Sendable {
  /// A neuron that the model doesn't have, or more than can be collected.
  case neuronOutOfRange(path: String, line: Int, neuron: String, neurons: Int)
  /// No row says which neuron won.
  case nothingToImport(path: String, rows: Int)
  /// No name for a site: empty, or with blanks, colons or commas.
  case unfitSite(String)
}
