extension ExplorerState {
  /// Asks for what plots of whole stages show, unless it is there.
  func needSummary() -> [Effect] { summary == nil ? [.summarise] : [] }
}
