import Measures
import NeuronPreferences

extension ExplorerState {
  /// Takes in the result of an effect.
  mutating func take(_ result: EffectResult) -> [Effect] {
    switch result {
    case .ofReading(let number, let result): return number == run.reading.number ? take(result) : []
    case .opened(let stages): return read(stages)
    case .notOpened(let text): return giveUpFilter(because: text)
    case .openedAside(let aside, let request): return take(aside, of: request)
    case .compared(let comparison): return take(comparison)
    case .notCompared(let compared, let text):
      comparing.end(compared)
      testing.end(compared)
      refining.end(compared)
      message = .error(text)
    case .ranked(let ranking): return take(ranking)
    case .summarised(let summary, let stage): summaries[stage] = summary
    case .measuredLengths(let lengths):
      if lengths.subject == requestedLengths { self.lengths = lengths }
    case .overlooked(let overview, let subject, let fault): take(overview, of: subject, fault: fault)
    case .filmed(let film, let row, let fault): take(film, ofRow: row, fault: fault)
    case .waited(let number): return playOn(number)
    case .metrics(let metrics, let fault):
      self.metrics = metrics
      if let fault { message = .error(fault) }
    case .arranged(let rows, let request):
      if request == arrangementRequest { take(rows: rows) }
    case .found(let place, let request):
      if request == searchRequest { take(match: place) }
    case .textRead(let result, let request): take(result, request: request)
    case .pruned(let result, let request, let isLast): take(result, request: request, isLast: isLast)
    case .marks(let marks): self.marks = marks
    case .done(let text): message = .info(text)
    case .failed(let text): message = .error(text)
    }
    return []
  }
}
