import TerminalUI

extension ExplorerState {
  /// Applies an action, and returns what has to be done because of it.
  public mutating func reduce(_ action: Action) -> [Effect] { perform(action) + needsInSight() }

  /// Applies an action; what has come into sight by it is asked for by ``reduce(_:)``.
  mutating func perform(_ action: Action) -> [Effect] {
    // A search that is still being typed has not arrived anywhere.
    guard action.isJump, prompt == nil else { return apply(action) }
    let before = place
    let effects = apply(action)
    note(leaving: before)
    return effects
  }

  private mutating func apply(_ action: Action) -> [Effect] {
    switch action {
    case .key(let key): return press(key)
    case .paste(let text): return paste(text)
    case .mouse(let event): return use(event)
    case .resize(let size):
      self.size = size
      for view in ViewDescription.all { view.cursor(self).keepInSight(&self) }
    case .finished(let result): return take(result)
    case .rest: detailNeuron = neuron

    case .move(let lines): cursor.move(&self, lines)
    case .moveAcross(let steps): cursor.moveAcross(&self, steps)
    case .scroll(let halfPages): cursor.scroll(&self, halfPages)
    case .top: cursor.top(&self)
    case .bottom: cursor.bottom(&self)
    case .goTo(let name): return goTo(name)

    case .showStage(let stage): show(stage: stage)
    case .flipStage(let steps): show(stage: wrapped(shownStage + steps, run.stages.count))
    case .compare(let pair): return compare(pair)
    case .flipPair(let steps): return flipPair(steps)
    case .step(let steps): return step(to: shownStage + steps)
    case .toggleAgainstFirst: return toggleAgainstFirst()
    case .play: return play()
    case .changePolicy: return changePolicy()
    case .toggleSideBySide: isSideBySide.toggle()
    case .toggleZoom:
      if !isZoomed, let effects = view.entered(&self) { return effects }
      isZoomed.toggle()
      keepCursorInSight()
    case .showContexts(let token): showContexts(at: token)
    case .openView(let view): return open(view)
    case .back: return goBack()

    case .sort(let name): return sort(by: name)
    case .moveSort(let steps): return view.ordered(&self, .column(steps)) ?? moveSort(steps)
    case .reverseSort:
      if let effects = view.ordered(&self, .reverse) { return effects }
      table.sort.isDescending.toggle()
      return rearrange()
    case .filter(let text): return filter(text)
    case .list(let list): return show(list)

    case .openPrompt(let kind): open(kind)
    case .search(let text): return search(text, from: table.selected, isNew: true)
    case .searchAgain(let step): return searchAgain(step)

    case .findToken(let name): return [.rank(.token(name), stage: shownStage)]
    case .readText(let text): return read(text)
    case .selectStrongest: selectStrongest()
    case .findSimilar(let stage): return findSimilar(to: stage)

    case .revisit(let isForward): return revisit(forward: isForward)
    case .toggleColumnChooser: toggleColumnChooser()
    case .setColumns(let names): setColumns(names)
    case .setShares(let kind):
      shareKind = kind ?? shareKind.next
      detailOffset = 0
      message = .info(shareKind.explanation)
    case .turnDetailPage(let page): turnDetailPage(to: page)

    case .toggleRange: toggleRange()
    case .toggleMark: return toggleMark()
    case .markAll: return markAll()
    case .unmarkShown: return unmarkShown()
    case .unmarkAll: return unmarkAll()
    case .note(let text): return note(text)
    case .markBecause(let reason): return mark(because: reason)
    case .saveMarks(let name): return saveMarks(as: name)
    case .loadMarks(let name): return loadMarks(name)
    case .prune: return prune()
    case .changePruningWay: return changePruningWay()
    case .stopPruning: return stopPruning()
    case .undo: return undo()
    case .redo: return redo()

    case .toggleHelp: helpOffset = helpOffset == nil ? 0 : nil
    case .theme(let name):
      themeName = name
      return [.terminal(.setTheme(name))]
    case .saveDisplay(let path, let isReplacing):
      return [.saveDisplay(OutputFile(path: path, command: "save-display", isReplacing: isReplacing))]
    case .export(let text, let isReplacing): return export(text, isReplacing: isReplacing)
    case .report(let path, let isReplacing): return report(path, isReplacing: isReplacing)
    case .showLink: return showLink()
    case .copy: return copy()
    case .toggleMouse:
      isMouseOn.toggle()
      message = .info(isMouseOn ? "The mouse is on" : "The mouse is off: the terminal selects text again")
      return [.terminal(.setMouse(isMouseOn))]
    case .redraw: return [.terminal(.redraw)]
    case .suspend: return [.terminal(.suspend)]
    case .leave: return leave()
    case .quit: return [.terminal(.quit)]
    }
    return []
  }

  /// What a key does now.
  private mutating func press(_ key: Key) -> [Effect] {
    message = nil
    // Any key stops what is played, and the one that plays does no more than that.
    isStopping = playing != nil
    playing = nil
    // A terminal sends Esc and a key pressed soon after as that key with Alt.
    if case .alt(let character) = key, keymap.action(for: key) == nil {
      return press(.escape) + press(.character(character))
    }
    if prompt != nil { return type(key) }
    if chooser != nil { return choose(key) }
    guard let action = keymap.action(for: key) else {
      message = .info("\(key.name) does nothing here; ? explains the keys")
      return []
    }
    if helpOffset != nil { return performInHelp(action) }
    return perform(action)
  }

  /// In help the moving keys scroll it, and those that leave close it.
  private mutating func performInHelp(_ action: Action) -> [Effect] {
    let page = max(1, layout.body.height / 2)
    switch action {
    case .move(let lines): scrollHelp(lines)
    case .scroll(let halfPages): scrollHelp(halfPages * page)
    case .top: helpOffset = 0
    case .bottom: scrollHelp(1 << 20)
    case .toggleHelp, .back, .toggleZoom: helpOffset = nil
    case .quit, .leave: helpOffset = nil
    case .suspend, .redraw: return perform(action)
    default:
      helpOffset = nil
      return perform(action)
    }
    return []
  }

  mutating func scrollHelp(_ lines: Int) {
    let region = HelpView.region(layout)
    let last = max(0, HelpView.sheet(self).height(width: region.width) - region.height)
    helpOffset = max(0, min((helpOffset ?? 0) + lines, last))
  }

  /// Closes one thing at a time: the detail on the whole screen, then a filter or list.
  private mutating func goBack() -> [Effect] {
    message = nil
    if helpOffset != nil {
      helpOffset = nil
    } else if table.rangeStart != nil {
      table.rangeStart = nil
    } else if isZoomed {
      isZoomed = false
      keepCursorInSight()
    } else if let effects = view.stop(&self) {
      return effects
    } else if view != .table {
      return open(.table)
    } else if table.list != .all {
      return leaveList() + returnToPolicy()
    } else if table.filter != nil {
      return show(.all) + returnToPolicy()
    }
    return []
  }

  /// Closes what is open; the program where nothing is but the table.
  private mutating func leave() -> [Effect] {
    isZoomed || view != .table ? goBack() : [.terminal(.quit)]
  }

  /// `value` brought into 0..<count by going around.
  func wrapped(_ value: Int, _ count: Int) -> Int { ((value % count) + count) % count }
}
