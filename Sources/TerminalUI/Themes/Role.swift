/// What a piece of the screen means; a theme says how each looks.
public enum Role: String, CaseIterable, Sendable {
  case text, dim, border
  case borderFocus = "border.focus"
  case title, selection
  case selectionUnfocused = "selection.unfocused"
  case mark, match, key, header, sort, error, warn, ok, bar
  case heat0 = "heat.0"
  case heat1 = "heat.1"
  case heat2 = "heat.2"
  case heat3 = "heat.3"
  case heat4 = "heat.4"
  case stage1 = "stage.1"
  case stage2 = "stage.2"
  case stage3 = "stage.3"
  case activationPositive = "activation.positive"
  case activationNegative = "activation.negative"
  case stateShared = "state.shared"
  case stateForgotten = "state.forgotten"
  case stateGained = "state.gained"
  case stateNever = "state.never"
  case stateDisplaced = "state.displaced"
  case stateInsufficient = "state.insufficient"

  /// The role of stage `index`, counted from 0; stages beyond the third take the three in turn.
  public static func stage(_ index: Int) -> Role {
    [.stage1, .stage2, .stage3][((index % 3) + 3) % 3]
  }

  /// The role of a value from 0 (cold) to 1 (hot); values outside and NaN count as the nearest end.
  public static func heat(_ value: Double) -> Role {
    let steps: [Role] = [.heat0, .heat1, .heat2, .heat3, .heat4]
    guard value > 0 else { return .heat0 }
    return steps[min(4, Int(min(value, 1) * 5))]
  }

  /// The place among all roles.
  var index: Int { Role.indices[self] ?? 0 }

  private static let indices = Dictionary(
    uniqueKeysWithValues: allCases.enumerated().map { ($1, $0) })
}
