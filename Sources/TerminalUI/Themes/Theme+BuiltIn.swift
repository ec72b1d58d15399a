extension Theme {
  /// The default, `terminal-16`: the user's own palette. It is compiled in, so that the program works
  /// without the themes folder; `themes/terminal-16.toml` says the same.
  public static let builtIn = Theme(name: "terminal-16") { role in
    switch role {
    case .text: RoleStyle()
    case .dim: RoleStyle(.default, .dim, mono: .dim)
    case .border: RoleStyle(.default, .dim, mono: .dim)
    case .borderFocus: RoleStyle(.named(.cyan), mono: .bold)
    case .title: RoleStyle(.named(.cyan), .bold, mono: .bold)
    case .selection: RoleStyle(.default, .reverse, mono: .reverse)
    case .selectionUnfocused: RoleStyle(.default, .underline, mono: .underline)
    case .mark: RoleStyle(.named(.magenta), .bold, mono: .bold)
    case .match: RoleStyle(.named(.black), on: .named(.yellow), mono: [.bold, .underline])
    case .key: RoleStyle(.named(.cyan), .bold, mono: .bold)
    case .header: RoleStyle(.default, .underline, mono: .underline)
    case .sort: RoleStyle(.named(.yellow), [.bold, .underline], mono: [.bold, .underline])
    case .error: RoleStyle(.named(.brightRed), .bold, mono: [.bold, .reverse])
    case .warn: RoleStyle(.named(.yellow), mono: .bold)
    case .ok: RoleStyle(.named(.green))
    case .bar: RoleStyle(.named(.blue))
    case .heat0: RoleStyle(.default, .dim, mono: .dim)
    case .heat1: RoleStyle(.named(.blue))
    case .heat2: RoleStyle(.named(.green))
    case .heat3: RoleStyle(.named(.yellow), mono: .bold)
    case .heat4: RoleStyle(.named(.brightRed), .bold, mono: [.bold, .underline])
    case .stage1: RoleStyle(.named(.blue))
    case .stage2: RoleStyle(.named(.yellow))
    case .stage3: RoleStyle(.named(.magenta))
    case .activationPositive: RoleStyle(.named(.green))
    case .activationNegative: RoleStyle(.named(.red), mono: .underline)
    case .stateShared: RoleStyle()
    case .stateForgotten: RoleStyle(.named(.red), mono: .bold)
    case .stateGained: RoleStyle(.named(.green), mono: .italic)
    case .stateNever: RoleStyle(.default, .dim, mono: .dim)
    case .stateDisplaced: RoleStyle(.named(.yellow), mono: .underline)
    case .stateInsufficient: RoleStyle(.default, [.dim, .italic], mono: .dim)
    }
  }
}
