import Dispatch
import Glibc
import Measures
import Runs
import Statistics
import Synchronization

/// Runs effects away from the interface; results go to the inbox.
final class BackgroundWork: Sendable {
  /// What is told when a result is there.
  typealias Wake = @Sendable () -> Void

  let inbox = Inbox()
  private let wake: Wake
  let pending = DispatchGroup()
  /// Work that takes longer than any frame waits.
  private let slow = DispatchGroup()
  // Sorting must not wait for a long comparison, nor marks for either.
  let comparing = DispatchQueue(label: "txray.comparing")
  private let testing = DispatchQueue(label: "txray.testing", qos: .utility)
  // Nor a first test for one against many relabellings.
  private let refining = DispatchQueue(label: "txray.refining", qos: .utility)
  private let arranging = DispatchQueue(label: "txray.arranging")
  private let reading = DispatchQueue(label: "txray.reading")
  private let pruning = DispatchQueue(label: "txray.pruning", qos: .utility)
  private let files = DispatchQueue(label: "txray.files")
  private let isStopped = Atomic<Bool>(false)
  private let latestArrangement = Atomic<Int>(0)
  private let latestText = Atomic<Int>(0)
  private let latestSearch = Atomic<Int>(0)
  private let latestPruning = Atomic<Int>(0)

  /// One processor is left to the interface where there are more than two.
  private static var threads: Int {
    let processors = sysconf(Int32(_SC_NPROCESSORS_ONLN))
    return max(min(2, processors), processors - 1)
  }

  init(wake: @escaping Wake) { self.wake = wake }

  /// Waits until nothing quick is under way, at most so many milliseconds.
  func wait(milliseconds: Int) { _ = pending.wait(timeout: .now() + .milliseconds(milliseconds)) }

  /// Waits until no test is under way, at most so many milliseconds.
  func waitForTests(milliseconds: Int) { _ = slow.wait(timeout: .now() + .milliseconds(milliseconds)) }

  /// Gives up what has not begun, and waits for what is written to files. Other work may still be at it when this
  /// returns: nobody will see what it comes to.
  func stop() {
    isStopped.store(true, ordering: .relaxed)
    stopPruning(before: .max)
    files.sync {}
  }

  /// Waits until nothing is under way.
  func wait() {
    pending.wait()
    slow.wait()
  }

  /// Opens the snapshots of all stages under a policy.
  func open(_ files: PolicyFiles, labels: [String], describe: @escaping @Sendable (any Error) -> String) {
    run(arranging, in: pending) {
      do {
        return .opened(try Run.stages(files.paths, labels: labels))
      } catch {
        return .notOpened(describe(error))
      }
    }
  }

  /// Compares stages under a policy that is not looked at, and opens them first where none are given.
  func open(
    _ request: AsideRequest, stages: [Stage]?, labels: [String],
    describe: @escaping @Sendable (any Error) -> String
  ) {
    let threads = Self.threads
    run(testing, in: request.permutations > 0 ? slow : pending) {
      do {
        return .openedAside(
          try SetAside(request, stages: stages, labels: labels, threads: threads), request)
      } catch {
        return .notOpened(describe(error))
      }
    }
  }

  /// Compares two stages; `describe` words what goes wrong.
  func compare(
    _ compared: ComparedPair, of reading: Reading, permutations: Int = 0,
    describe: @escaping @Sendable (any Error) -> String
  ) {
    let queue =
      switch permutations {
      case 0: comparing
      case ...SequentialPermutations.firstLook: testing
      default: refining
      }
    let threads = Self.threads
    run(queue, in: permutations > 0 ? slow : pending, of: reading) {
      do {
        return .compared(
          try Comparison(compared, stages: reading.stages, permutations: permutations, threads: threads))
      } catch {
        return .notCompared(
          compared, "Stages \(compared.pair.text(arrow: " and ")) can't be compared: \(describe(error))")
      }
    }
  }

  /// Looks through all neurons of a stage.
  func rank(
    _ question: Ranking.Question, stage: Int, of reading: Reading,
    describe: @escaping @Sendable (any Error) -> String
  ) {
    run(arranging, in: pending, of: reading) {
      do {
        return .ranked(try Ranking(question, stage: stage, of: reading.stages, reading: reading.number))
      } catch {
        return .failed(describe(error))
      }
    }
  }

  /// Reads all neurons of a stage for plots.
  func summarise(_ stage: Int, of reading: Reading, describe: @escaping @Sendable (any Error) -> String) {
    run(comparing, in: pending, of: reading) {
      do {
        return .summarised(try StageSummary(reading.stages[stage].snapshot), stage: stage)
      } catch {
        return .failed(describe(error))
      }
    }
  }

  /// Reads a neuron over all stages.
  func film(_ row: Int, of reading: Reading, describe: @escaping @Sendable (any Error) -> String) {
    run(arranging, in: pending, of: reading) {
      do {
        return .filmed(try NeuronFilm(ofRow: row, in: reading.stages), row: row, fault: nil)
      } catch {
        return .filmed(nil, row: row, fault: "The neuron can't be read at every stage: \(describe(error))")
      }
    }
  }

  /// Lets so many milliseconds pass.
  func wait(_ milliseconds: Int, number: Int) {
    slow.enter()
    arranging.asyncAfter(deadline: .now() + .milliseconds(milliseconds)) { [self] in
      defer { slow.leave() }
      guard !isStopped.load(ordering: .relaxed) else { return }
      inbox.put(.waited(number: number))
      wake()
    }
  }

  /// Reads the lengths of the table's neurons.
  func measureLengths(_ subject: LengthSummary.Subject, rows: [Int32], of reading: Reading) {
    run(arranging, in: pending, of: reading) {
      .measuredLengths(LengthSummary(subject, rows: rows, stages: reading.stages))
    }
  }

  /// Has a text read by the models of all stages; one that a later one has overtaken is dropped.
  func readText(
    _ text: String, request: Int, with read: @escaping @Sendable (String) throws -> TextReading,
    describe: @escaping @Sendable (any Error) -> String
  ) {
    latestText.store(request, ordering: .relaxed)
    run(reading, in: pending) { [self] in
      guard latestText.load(ordering: .relaxed) == request else { return nil }
      do {
        return .textRead(.success(try read(text)), request: request)
      } catch {
        let fault = error as? TextReading.Fault ?? TextReading.Fault(describe(error))
        return .textRead(.failure(fault), request: request)
      }
    }
  }

  /// Scores a pruning, bringing what is known as it grows; one that a later one has overtaken is given up.
  func prune(
    _ request: PruningRequest, with score: @escaping ExplorerSession.Surroundings.Prune,
    describe: @escaping @Sendable (any Error) -> String
  ) {
    stopPruning(before: request.number)
    let number = request.number
    run(pruning, in: slow) { [self] in
      let isOvertaken: @Sendable () -> Bool = { [self] in latestPruning.load(ordering: .relaxed) != number }
      guard !isOvertaken() else { return nil }
      do {
        let outcome = try score(request, isOvertaken) { [inbox, wake] outcome in
          inbox.put(.pruned(.success(outcome), request: number, isLast: false))
          wake()
        }
        return .pruned(.success(outcome), request: number, isLast: true)
      } catch {
        guard !isOvertaken() else { return nil }
        let fault = error as? PruningOutcome.Fault ?? PruningOutcome.Fault(describe(error))
        return .pruned(.failure(fault), request: number, isLast: true)
      }
    }
  }

  /// Gives up every pruning asked for before the request of that number.
  func stopPruning(before number: Int) { latestPruning.store(number, ordering: .relaxed) }

  /// Sorts and filters; a request that a later one has overtaken is dropped.
  func arrange(_ request: ArrangementRequest) {
    latestArrangement.store(request.number, ordering: .relaxed)
    run(arranging, in: pending) { [self] in
      guard latestArrangement.load(ordering: .relaxed) == request.number else { return nil }
      return .arranged(request.rows(), request: request.number)
    }
  }

  /// Searches; a search that a later one has overtaken is given up.
  func find(_ search: RowSearch) {
    latestSearch.store(search.number, ordering: .relaxed)
    run(arranging, in: pending) { [self] in
      let isOvertaken = { [self] in latestSearch.load(ordering: .relaxed) != search.number }
      if isOvertaken() { return nil }
      return .found(search.firstMatch(isCancelled: isOvertaken), request: search.number)
    }
  }

  /// Runs work that touches files, one piece after the other.
  func runOnFiles(_ work: @escaping @Sendable () -> EffectResult?) { run(files, in: pending, work) }

  /// Runs work on a queue; the result of work on a reading says which one it was.
  func run(
    _ queue: DispatchQueue, in group: DispatchGroup, of reading: Reading? = nil,
    _ work: @escaping @Sendable () -> EffectResult?
  ) {
    queue.async(group: group) { [self] in
      if queue !== files, isStopped.load(ordering: .relaxed) { return }
      guard let result = work() else { return }
      inbox.put(reading.map { .ofReading($0.number, result) } ?? result)
      wake()
    }
  }
}
