import ArgumentParser
import Corpora
import Experiments
import Files
import Glibc
import LanguageModels
import NeuronPreferences
import Pruning
import Recordings
import Settings
import TensorFiles
import Tokenizers
import Transformers

/// The one line and the exit code that an error ends the program with.
///
/// All wording of errors is here and in the other files of this folder; libraries throw facts.
struct FailureReport {
  /// What was wrong, where, and what to do; nil if the argument parser words it, or if nothing is to be said.
  let message: String?
  let code: ExitStatus
  private let error: any Error

  /// The documented exit codes.
  enum ExitStatus: Int32, CaseIterable {
    case usage = 64
    case badData = 65
    case notFound = 66
    case bug = 70
    case readWrite = 74
    case interrupted = 130
    case readerGone = 141

    /// What the documentation says of it.
    var meaning: String {
      switch self {
      case .usage: "wrong usage: the arguments, or something they name, can't be meant"
      case .badData: "bad input data: a file has other content than it should"
      case .notFound: "input not found: no such file, or nothing of that name in it"
      case .bug: "our bug: an error that nobody foresaw"
      case .readWrite: "read or write failed: the operating system refused"
      case .interrupted: "interrupted by Ctrl-C or a signal to end"
      case .readerGone: "the reader of the results went away, as `head` does; nothing is said"
      }
    }
  }

  init(_ error: any Error) {
    self.error = error
    let worded: (String, ExitStatus)? =
      switch error {
      case let error as SettingsError: words(error)
      case let error as FileError: words(error)
      case let error as CorpusError: words(error)
      case let error as TensorFileError: words(error)
      case let error as TransformerError: words(error)
      case let error as CollectedModelError: words(error)
      case let error as CheckpointError: words(error)
      case let error as TrainingError: words(error)
      case let error as RunError: words(error)
      case let error as RunDraftError: words(error)
      case let error as TokenIDFile.Flaw: words(error)
      case let error as TokenizerError: words(error)
      case let error as WinnerTableError: words(error)
      case let error as SnapshotError: words(error)
      case let error as MergeError: words(error)
      case let error as CollectionError: words(error)
      case let error as RecordingError: words(error)
      case let error as ParentError: words(error)
      case let error as StageModelError: words(error)
      case let error as MarksError: words(error)
      case let error as PruningError: words(error)
      case let error as PruningStudyError: words(error)
      case let error as CommandError: words(error)
      case let error as ReportError: words(error)
      case let error as OutputError: words(error)
      default: explorerWords(error)
      }
    message = worded?.0
    code = worded?.1 ?? .bug
  }

  /// The line for an error, wherever it is shown.
  static func text(_ error: any Error) -> String { FailureReport(error).message ?? "\(error)" }

  /// Says what happened and ends the program.
  func exit<Root: ParsableCommand>(as root: Root.Type) -> Never {
    if let message {
      if !message.isEmpty { MessageStream.say("txray: \(message)") }
      Glibc.exit(code.rawValue)
    }
    // Help and version are results; a mistake in the arguments is a message.
    let (parserCode, text) = (root.exitCode(for: error).rawValue, root.fullMessage(for: error))
    guard parserCode == ExitCode.success.rawValue else {
      for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
        MessageStream.say(String(line))
      }
      Glibc.exit(parserCode == ExitStatus.usage.rawValue ? parserCode : ExitStatus.bug.rawValue)
    }
    do {
      if !text.isEmpty { try Output.write { try $0.document(text + "\n") } }
    } catch {
      FailureReport(error).exit(as: root)
    }
    Glibc.exit(parserCode)
  }
}

/// The operating system's description of an error number.
func systemMessage(_ code: Int32) -> String { String(cString: strerror(code)) }

/// The code for a failed operation on a path.
func status(_ code: Int32) -> FailureReport.ExitStatus { code == ENOENT ? .notFound : .readWrite }
