import Measures

extension ExplorerState {
  /// Asks for the neuron of the detail over all stages, once.
  mutating func needFilm() -> [Effect] {
    guard run.neuronCount > 0, detailNeuron != requestedFilm else { return [] }
    requestedFilm = detailNeuron
    (film, filmFault) = (nil, nil)
    return [.film(row: detailNeuron)]
  }

  /// Shows a stage and compares it with the one before it, or with the first.
  mutating func step(to stage: Int) -> [Effect] {
    guard run.stages.indices.contains(stage) else {
      message = .info(stage < 0 ? "This is the first stage" : "This is the last stage")
      return []
    }
    show(stage: stage)
    let from = comparesWithFirst ? 0 : stage - 1
    guard from >= 0, from < stage else { return [] }
    return compare(StagePair(from: from, to: stage))
  }

  /// Compares every stage with the first from now on, or with the one before it again.
  mutating func toggleAgainstFirst() -> [Effect] {
    comparesWithFirst.toggle()
    message = .info(
      "Stages are compared with \(comparesWithFirst ? "the first" : "the one before") while you step")
    return step(to: shownStage)
  }

  /// Steps through the stages by itself, from the one shown or, at the end, from the first; again, stops.
  mutating func play() -> [Effect] {
    guard run.stages.count > 1 else {
      message = .error(Wording.text(MeasureError.oneStageOnly))
      return []
    }
    if isStopping {
      isStopping = false
      return []
    }
    let start = shownStage == run.stages.count - 1 ? step(to: 0) : []
    playNumber += 1
    playing = playNumber
    return start + [.wait(milliseconds: Self.frameTime, number: playNumber)]
  }

  /// The next stage of what is played.
  mutating func playOn(_ number: Int) -> [Effect] {
    guard playing == number else { return [] }
    let effects = step(to: shownStage + 1)
    guard shownStage < run.stages.count - 1 else {
      playing = nil
      return effects
    }
    return effects + [.wait(milliseconds: Self.frameTime, number: number)]
  }

  /// Takes in a neuron over all stages, or why it can't be read; one that has been left is of no use.
  mutating func take(_ film: NeuronFilm?, ofRow row: Int, fault: String?) {
    guard row == requestedFilm else { return }
    (self.film, filmFault) = (film, fault)
    if let fault { message = .error(fault) }
  }

  /// How long a stage is shown, in milliseconds.
  private static let frameTime = 400
}
