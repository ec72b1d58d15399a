extension ExplorerSession {
  /// Plays a script. After every line all effects are waited for, so that what comes next finds them done.
  ///
  /// - Returns: whether the script ended by quitting.
  /// - Throws: `ScriptError.refused` for a command that could not be done.
  @discardableResult
  public func play(_ script: Script) throws(ScriptError) -> Bool {
    waitUntilIdle()
    for (line, step) in script.steps {
      switch step {
      case .keys(let keys):
        for key in keys {
          send(.key(key))
          waitUntilIdle()
        }
      case .size(let size): send(.resize(size))
      case .command(let action):
        send(action)
        waitUntilIdle()
        if let message = state.message, message.isError {
          throw .refused(path: script.path, line: line, message: message.text)
        }
      }
      if takeRequests().contains(.quit) { return true }
    }
    return false
  }
}
