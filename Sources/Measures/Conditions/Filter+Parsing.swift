import NeuronPreferences
import Settings

extension Filter {
  /// How filters are written, for help and messages.
  public static let examples = "tag=NN moved>.1 q<.05 wins2<300 token~film|movie !mark"

  /// The word that divides sets of conditions.
  private static let or = "or"

  /// Reads conditions separated by blanks; nil if there is none.
  ///
  /// A condition is a field, a sign and a value: a statistic and a number (`mass<1`, `wins2>=300`, `moved1-3>.1`), or
  /// words (`state=forgotten|lostwins`, `tag=NN`, `class=noun`, `token~film`, `note~copula`, `list=copulas`,
  /// `site=blocks.3.*`), several of them with `|` between. `=` wants the whole word, `~` a part of it, and `*` stands
  /// for anything. `mark` and `note` stand alone; any other word by itself is part of a token. `!` before a condition
  /// or its sign turns it around; blanks within a value stand in double quotes. `or` between conditions begins another
  /// set of them: `list=a !mark or note` are the unmarked ones of a list and those with a note.
  ///
  /// - Throws: ``FilterError``.
  public init?(_ text: String, in context: FilterContext) throws(FilterError) {
    let words = try FilterWords(text).words
    guard !words.isEmpty else { return nil }
    var alternatives: [[Term]] = [[]]
    for (place, word) in words.enumerated() {
      if word.text.lowercased() == Self.or {
        guard !alternatives[alternatives.count - 1].isEmpty, place < words.count - 1 else {
          throw FilterError(term: word.text, column: word.column, reason: .nothingBesideOr)
        }
        alternatives.append([])
        continue
      }
      do throws(TermReader.Fault) {
        alternatives[alternatives.count - 1].append(try TermReader(context: context).term(word.text))
      } catch {
        throw FilterError(term: word.text, column: word.column, reason: error.reason)
      }
    }
    self.init(anyOf: alternatives, text: text.split(separator: " ").joined(separator: " "))
  }

  /// Fields whose values are words, and what each is; those with numbers are in ``Measure/names``.
  package static let wordFields: [(name: String, summary: String)] = [
    ("tag", "the tag of most of its mass: tag=NN"),
    ("class", "class of half of its mass: class=noun"),
    ("token", "one of its first tokens: token~film"), ("state", "what became of it: state=moved"),
    ("note", "a note on it: note, note~copula"), ("mark", "it is marked: mark, !mark"),
    ("list", "a list of marks: list=copulas"), ("site", "its site: site=blocks.3.*"),
  ]

  /// The names of all fields with what each is.
  package static let fields: [(name: String, summary: String)] =
    wordFields
    + Measure.names.filter { name in
      !["tokens", "marked"].contains(name.name) && !wordFields.contains { $0.name == name.name }
    }
}

/// Reads one condition.
struct TermReader {
  /// What is wrong with it.
  struct Fault: Error {
    let reason: FilterError.Reason
  }

  let context: FilterContext

  func term(_ text: String) throws(Fault) -> Filter.Term {
    let isNegated = text.hasPrefix("!") && text.count > 1
    let word = isNegated ? String(text.dropFirst()) : text
    switch word {
    case "mark", "marked": return Filter.Term(.marked, isNegated: isNegated)
    case "unmarked": return Filter.Term(.marked, isNegated: !isNegated)
    case "note", "noted": return Filter.Term(.note(nil), isNegated: isNegated)
    default: break
    }
    guard let (name, sign, value) = Self.split(word) else {
      return Filter.Term(.token(TextPattern(word, isWhole: false), stage: nil), isNegated: isNegated)
    }
    guard !value.isEmpty else { throw Fault(reason: .missingValue(field: name)) }
    let subject = try subject(name, sign, value)
    if case .measure = subject { return Filter.Term(subject, isNegated: isNegated) }
    return Filter.Term(subject, isNegated: isNegated != (sign == .notEqual))
  }

  /// "mass<1" as its three parts; nil where there is no sign behind a name.
  private static func split(_ word: String) -> (name: String, sign: Filter.Sign, value: String)? {
    guard let start = word.firstIndex(where: { "<>=!~".contains($0) }), start > word.startIndex else {
      return nil
    }
    let rest = word[start...]
    guard let sign = Filter.Sign.allCases.first(where: { rest.hasPrefix($0.rawValue) }) else { return nil }
    return (String(word[..<start]), sign, String(rest.dropFirst(sign.rawValue.count)))
  }

  private func subject(
    _ name: String, _ sign: Filter.Sign, _ value: String
  ) throws(Fault) -> Filter.Subject {
    let (field, numbers) = Measure.split(name)
    let isText = Filter.wordFields.contains { $0.name == field }
    try require(sign, of: name, isAmong: isText ? [.equal, .notEqual, .contains] : Filter.Sign.numeric)
    let pattern = TextPattern(value, isWhole: sign != .contains)
    switch field {
    case "token": return .token(pattern, stage: numbers == nil ? nil : try stage(name))
    case "note": return .note(pattern)
    case "list":
      try require(value, of: name, isAmong: context.lists, sign)
      return .list(pattern)
    case "site": return .site(pattern)
    case "mark", "marked":
      throw Fault(reason: .wrongSign(field: name, sign: sign.rawValue, allowed: []))
    case "tag":
      // A text's own tags may be called as a class is: `NOUN` of Universal Dependencies.
      let isTag = context.tags.contains { $0.lowercased() == value.lowercased() }
      if !isTag, sign != .contains, let classes = classes(value) {
        return .tagClass(classes, stage: try stage(name))
      }
      try require(value, of: name, isAmong: context.tags, sign)
      return .tag(pattern, stage: try stage(name))
    case "class":
      guard let classes = classes(value) else {
        throw unknown(value, of: name, among: TagClass.allCases.map(\.abbreviation) + ["mixed"])
      }
      return .tagClass(classes, stage: try stage(name))
    case "state": return .verdict(try pair(name), try verdicts(value, of: name))
    default: return try measure(name, sign, value)
    }
  }

  private func measure(
    _ name: String, _ sign: Filter.Sign, _ value: String
  ) throws(Fault) -> Filter.Subject {
    let measure = try named(name)
    guard measure.isNumber else {
      throw Fault(reason: .wrongSign(field: name, sign: sign.rawValue, allowed: []))
    }
    guard let bound = Double(value.hasPrefix(".") ? "0" + value : value), bound.isFinite else {
      throw Fault(reason: .notANumber(field: name, value: value))
    }
    return .measure(measure, sign, bound)
  }

  private func named(_ name: String) throws(Fault) -> Measure {
    do throws(MeasureError) {
      return try Measure(name: name, in: context.stages)
    } catch {
      guard case .unknownMeasure(let word, _) = error else { throw Fault(reason: .stages(error)) }
      throw Fault(
        reason: .unknownField(word, suggestion: nearest(to: word, among: Filter.fields.map(\.name))))
    }
  }

  /// The stage that a field's name asks for.
  private func stage(_ name: String) throws(Fault) -> Int {
    let (_, numbers) = Measure.split(name)
    guard case .wins(let stage) = try named("wins" + (numbers.map { "@\($0)" } ?? "")) else {
      return context.stages.shown
    }
    return stage
  }

  /// The pair that it asks for.
  private func pair(_ name: String) throws(Fault) -> StagePair {
    guard let pair = try named(name).pair else { throw Fault(reason: .stages(.oneStageOnly)) }
    return pair
  }

  private func verdicts(_ value: String, of field: String) throws(Fault) -> [Verdict] {
    var verdicts: [Verdict] = []
    for name in value.split(separator: "|", omittingEmptySubsequences: false) {
      guard let verdict = Verdict(name: String(name)) else {
        throw unknown(String(name), of: field, among: Verdict.allCases.map(\.name))
      }
      verdicts.append(verdict)
    }
    return verdicts
  }

  /// Classes by abbreviation or name, nil among them for "mixed"; nil where one is none.
  private func classes(_ value: String) -> [TagClass?]? {
    var classes: [TagClass?] = []
    for name in value.lowercased().split(separator: "|", omittingEmptySubsequences: false) {
      if name == "mixed" {
        classes.append(nil)
      } else if let kind = TagClass.allCases.first(where: {
        [$0.abbreviation, $0.rawValue].contains(String(name))
      }) {
        classes.append(kind)
      } else {
        return nil
      }
    }
    return classes
  }

  private func require(
    _ sign: Filter.Sign, of field: String, isAmong allowed: [Filter.Sign]
  ) throws(Fault) {
    guard allowed.contains(sign) else {
      throw Fault(
        reason: .wrongSign(field: field, sign: sign.rawValue, allowed: allowed.map(\.rawValue)))
    }
  }

  /// Words that a run has none of are more likely misspelt than meant; patterns may fit none.
  private func require(
    _ value: String, of field: String, isAmong known: [String], _ sign: Filter.Sign
  ) throws(Fault) {
    guard sign != .contains, !known.isEmpty else { return }
    for name in value.split(separator: "|") where !name.contains("*") {
      guard known.contains(where: { $0.lowercased() == name.lowercased() }) else {
        throw unknown(String(name), of: field, among: known)
      }
    }
  }

  private func unknown(_ value: String, of field: String, among known: [String]) -> Fault {
    Fault(
      reason: .unknownValue(
        field: field, value: value, suggestion: nearest(to: value, among: known), known: known))
  }
}

extension Filter.Sign {
  /// Those between numbers.
  static let numeric: [Filter.Sign] = [.atLeast, .atMost, .notEqual, .equal, .above, .below]
}
