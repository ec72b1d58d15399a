import Measures

extension Wording {
  /// One line on the name of a statistic: what was wrong, and what to do.
  public static func text(_ error: MeasureError) -> String {
    switch error {
    case .unknownMeasure(let name, let suggestion?):
      "There is no column \"\(name)\": did you mean \(suggestion)?"
    case .unknownMeasure(let name, nil):
      "There is no column \"\(name)\": \(Measure.names.map(\.name).joined(separator: ", "))"
    case .noSuchStage(let number, let count):
      count == 1
        ? "There is no stage \(number): this run has one"
        : "There is no stage \(number): they are 1 to \(count)"
    case .notAPair(let text): "\"\(text)\" is not two stages: write 1-2"
    case .oneStageOnly: "This run has one stage: nothing to compare it with"
    case .notADirection(let text): "\"\(text)\" is no direction: write wins:asc or wins:desc"
    }
  }

  /// The same for a filter, with the place of the condition.
  public static func text(_ error: FilterError) -> String {
    let place = error.column > 1 ? " (from character \(error.column))" : ""
    return "\"\(error.term)\"\(place): \(text(error.reason))"
  }

  private static func text(_ reason: FilterError.Reason) -> String {
    switch reason {
    case .unknownField(let name, let suggestion?): "there is no field \(name); did you mean \(suggestion)?"
    case .unknownField(let name, nil):
      "there is no field \(name); there are \(Filter.fields.map(\.name).joined(separator: ", "))"
    case .stages(let error): text(error).prefix(1).lowercased() + text(error).dropFirst()
    case .wrongSign(let field, _, []): "\(field) takes no sign; write \(field), or !\(field)"
    case .wrongSign(let field, let sign, let allowed):
      "\(field) is not compared by \(sign) but by \(allowed.joined(separator: " "))"
    case .missingValue(let field):
      "nothing stands behind the sign; \(field) needs something to be compared with"
    case .notANumber(let field, let value): "\(field) is a number, and \"\(value)\" is none"
    case .unknownValue(let field, let value, let suggestion?, _):
      "no \(field) is called \(value); did you mean \(suggestion)?"
    case .unknownValue(let field, let value, nil, let known):
      "no \(field) is called \(value); there are \(known.prefix(12).joined(separator: ", "))"
        + (known.count > 12 ? " and others" : "")
    case .nothingBesideOr: "conditions stand before and behind \"or\": mark or note"
    case .openQuote: "the quotation marks don't end"
    }
  }
}
