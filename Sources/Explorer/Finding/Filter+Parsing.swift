import NeuronPreferences

extension Filter {
  /// How filters are written, for help and messages.
  static let examples = "state=forgotten mass<1 wins@2>=300 moved>.3 marked film"

  /// Reads conditions separated by blanks; nil if there is none.
  ///
  /// A condition is a statistic, a sign and a number (`mass<1`, `wins@2>=300`); `state=` or `state!=` and
  /// a state, or several with `|` between them; `marked` or `!marked`; or any other word, which some top token must contain.
  ///
  /// - Throws: `CommandError`.
  init?(_ text: String, shown: Int, pair: StagePair?, stages: Int) throws(CommandError) {
    var terms: [Term] = []
    for word in text.split(separator: " ") {
      terms.append(try Self.term(String(word), shown: shown, pair: pair, stages: stages))
    }
    guard !terms.isEmpty else { return nil }
    self.terms = terms
    self.text = text.split(separator: " ").joined(separator: " ")
  }

  private static func term(
    _ word: String, shown: Int, pair: StagePair?, stages: Int
  ) throws(CommandError) -> Term {
    if word == "marked" { return .marked(true) }
    if word == "!marked" || word == "unmarked" { return .marked(false) }
    if word.hasPrefix("token~") { return .token(String(word.dropFirst(6)).lowercased()) }
    guard let (name, sign, value) = split(word) else { return .token(word.lowercased()) }
    let measure = try Measure(name: name, shown: shown, pair: pair, stages: stages)
    guard measure.isNumber else { throw .badTerm(word) }
    if case .verdict(let pair) = measure {
      let names = value.split(separator: "|", omittingEmptySubsequences: false)
      let verdicts = names.compactMap { Verdict(name: String($0)) }
      guard verdicts.count == names.count, sign == .equal || sign == .notEqual else { throw .badTerm(word) }
      return .verdict(pair, verdicts, isNegated: sign == .notEqual)
    }
    guard let bound = Double(value.hasPrefix(".") ? "0" + value : value), bound.isFinite else {
      throw .badTerm(word)
    }
    return .measure(measure, sign, bound)
  }

  /// "mass<1" as its three parts; nil where there is no sign after a name.
  private static func split(_ word: String) -> (name: String, sign: Comparison, value: String)? {
    guard let start = word.firstIndex(where: { "<>=!".contains($0) }), start > word.startIndex else {
      return nil
    }
    let rest = word[start...]
    guard let sign = Comparison.allCases.first(where: { rest.hasPrefix($0.rawValue) }) else { return nil }
    return (String(word[..<start]), sign, String(rest.dropFirst(sign.rawValue.count)))
  }
}
