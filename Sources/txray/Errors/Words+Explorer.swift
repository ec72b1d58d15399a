import Explorer
import Measures
import NcursesTerminal
import TerminalUI

/// Wording of the explorer's errors; nil for other errors.
func explorerWords(_ error: any Error) -> (String, FailureReport.ExitStatus)? {
  switch error {
  case let error as RunOpeningError: words(error)
  case let error as ScriptError: words(error)
  case let error as OpeningError: words(error)
  case let error as FilterError: ("\(Wording.text(error)) (see txray compare --help)", .usage)
  case let error as ThemeError: words(error)
  case let error as TerminalOpeningError: words(error)
  case let error as OwnTextError: words(error)
  case let error as CopyError: words(error)
  case MemoryError.otherVersion: ("it was kept by another version of txray", .badData)
  default: nil
  }
}

func words(_ error: RunOpeningError) -> (String, FailureReport.ExitStatus) {
  switch error {
  case .notFound(let path): return ("\(path): there is no such run or snapshot", .notFound)
  case .noRunNamed(let folder):
    return ("\(folder): no run.toml here; name a run: txray explore RUN", .notFound)
  case .noStages(let path, let missing):
    let made = missing.isEmpty ? "" : " (\(missing.joined(separator: ", ")))"
    return ("\(path): no snapshots in it yet\(made); make them: txray run \(path)", .notFound)
  case .noSuchPolicy(let kind, let path, let known):
    let there = known.isEmpty ? "they have one kind only" : "there are \(known.joined(separator: ", "))"
    return ("\(path): not all stages were collected under \(kind); \(there)", .notFound)
  case .differentNeurons(let first, let sites, let other, let otherSites):
    return (
      "\(other): it has neurons \(otherSites), but \(first) has \(sites); compare stages of one model",
      .badData
    )
  }
}

func words(_ error: OpeningError) -> (String, FailureReport.ExitStatus) {
  switch error {
  case .command(let error): (Wording.text(error), .usage)
  case .filter(let error): (Wording.text(error), .usage)
  case .noSuchView(let name, let suggestion?, _):
    ("there is no view \"\(name)\"; did you mean \(suggestion)?", .usage)
  case .noSuchView(let name, nil, let known):
    ("there is no view \"\(name)\"; there are \(known.joined(separator: ", "))", .usage)
  }
}

func words(_ error: ScriptError) -> (String, FailureReport.ExitStatus) {
  switch error {
  case .badLine(let path, let line, let reason): return ("\(path):\(line): \(Wording.text(reason))", .badData)
  case .refused(let path, let line, let message): return ("\(path):\(line): \(message)", .badData)
  }
}

func words(_ error: ThemeError) -> (String, FailureReport.ExitStatus) {
  switch error {
  case .notFound(let name, _, let suggestion?):
    return ("there is no theme \"\(name)\"; did you mean \(suggestion)?", .notFound)
  case .notFound(let name, let folders, nil):
    return ("there is no theme \"\(name)\" in \(folders.joined(separator: " or "))", .notFound)
  case .inheritanceCycle(let names):
    return ("themes inherit from one another in a circle: \(names.joined(separator: ", "))", .badData)
  }
}

func words(_ error: TerminalOpeningError) -> (String, FailureReport.ExitStatus) {
  switch error {
  case .notATerminal(let stream):
    let name = stream == .input ? "input" : "output"
    return (
      "explore needs a terminal, and standard \(name) is none; --script FILE plays keys without one", .usage
    )
  case .unknownType(let asked, let tried):
    return (
      "neither terminal type \"\(asked)\" nor \(tried) is known here; set TERM or install ncurses-term",
      .usage
    )
  case .incapableType(let type):
    return (
      "a terminal of type \"\(type)\" can't place the cursor; set TERM, for example to xterm-256color", .usage
    )
  case .failed: return ("the terminal can't be opened", .readWrite)
  }
}

func words(_ error: OwnTextError) -> (String, FailureReport.ExitStatus) {
  switch error {
  case .notUTF8(let path): ("\(path): it is not UTF-8 text", .badData)
  case .empty(let path): ("\(path): there is no text in it", .badData)
  case .otherWords(let stage): ("\(stage) splits text into other words than the first stage", .badData)
  }
}

func words(_ error: CopyError) -> (String, FailureReport.ExitStatus) {
  switch error {
  case .tooLong(let bytes, let limit):
    (
      "not copied: \(grouped(bytes)) bytes, and terminals take \(grouped(limit)) at most; write it to a file",
      .readWrite
    )
  case .unsupported: ("not copied: this terminal gives no access to a clipboard", .readWrite)
  }
}
