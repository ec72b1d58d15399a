import ArgumentParser
import Corpora
import Experiments
import Files
import Glibc
import LanguageModels
import NeuronPreferences
import Pruning
import Settings
import TensorFiles

/// The one line and the exit code that an error ends the program with.
///
/// All wording of errors is here and in the other files of this folder; libraries throw facts.
struct FailureReport {
  /// What was wrong, where, and what to do; nil if the argument parser words it.
  let message: String?
  let code: ExitStatus
  private let error: any Error

  /// The documented exit codes.
  enum ExitStatus: Int32 {
    case usage = 64
    case badData = 65
    case notFound = 66
    case bug = 70
    case readWrite = 74
    case interrupted = 130
  }

  init(_ error: any Error) {
    self.error = error
    let worded: (String, ExitStatus)? =
      switch error {
      case let error as SettingsError: words(error)
      case let error as FileError: words(error)
      case let error as CorpusError: words(error)
      case let error as TensorFileError: words(error)
      case let error as CheckpointError: words(error)
      case let error as TrainingError: words(error)
      case let error as RunError: words(error)
      case let error as TokenIDFile.Flaw: words(error)
      case let error as WinnerTableError: words(error)
      case let error as SnapshotError: words(error)
      case let error as CollectionError: words(error)
      case let error as ParentError: words(error)
      case let error as MarksError: words(error)
      case let error as PruningError: words(error)
      case let error as PruningStudyError: words(error)
      case let error as CommandError: words(error)
      case let error as ReportError: words(error)
      default: explorerWords(error)
      }
    message = worded?.0
    code = worded?.1 ?? .bug
  }

  /// The line for an error, wherever it is shown.
  static func text(_ error: any Error) -> String { FailureReport(error).message ?? "\(error)" }

  /// Prints the line and ends the program.
  func exit<Root: ParsableCommand>(as root: Root.Type) -> Never {
    guard let message else { root.exit(withError: error) }
    StandardStream.error.write("txray: \(message)\n")
    Glibc.exit(code.rawValue)
  }
}

/// The operating system's words for an error number.
func systemMessage(_ code: Int32) -> String { String(cString: strerror(code)) }

/// The code for a failed operation on a path.
func status(_ code: Int32) -> FailureReport.ExitStatus { code == ENOENT ? .notFound : .readWrite }
