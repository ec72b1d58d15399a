import Corpora
import Experiments
import Explorer
import LanguageModels
import NcursesTerminal
import NeuronPreferences
import Pruning
import Settings
import Sites
import TerminalUI

@testable import txray

/// An error of every kind, as it might happen: what the documentation lists, and what tests render.
///
/// A case that is missing here fails `MessageTests`.
struct MessageSamples {
  /// What the errors are about.
  let title: String
  let errors: [any Error]

  static let all: [MessageSamples] = [
    MessageSamples(title: "Results and arguments", errors: commands),
    MessageSamples(title: "run.toml, themes and other settings", errors: settings),
    MessageSamples(title: "Files of any kind", errors: files),
    MessageSamples(title: "Texts and vocabularies", errors: corpora),
    MessageSamples(title: "Safetensors files", errors: tensorFiles),
    MessageSamples(title: "PyTorch files", errors: pyTorchFiles),
    MessageSamples(title: "GGUF files", errors: ggufFiles),
    MessageSamples(title: "Transformers", errors: transformers),
    MessageSamples(title: "Checkpoints and training", errors: models),
    MessageSamples(title: "Tokenizers", errors: tokenizers),
    MessageSamples(title: "Runs", errors: runs),
    MessageSamples(title: "Snapshots", errors: snapshots),
    MessageSamples(title: "Recordings made in PyTorch", errors: recordings),
    MessageSamples(title: "Tables of the published code", errors: tables),
    MessageSamples(title: "Marks", errors: marks),
    MessageSamples(title: "Pruning", errors: pruning),
    MessageSamples(title: "The explorer", errors: explorer),
  ]

  private static let commands: [any Error] = [
    OutputError.unwritable(code: 28), OutputError.readerGone,
    txray.CommandError.unknownNeuron("lstm.0:999", path: "snapshot.safetensors", sites: "lstm.0:200"),
    txray.CommandError.unknownToken("kubrick", path: "snapshot.safetensors"),
    txray.CommandError.otherNeurons("a.safetensors", sites: "lstm.0:200", "b.safetensors"),
    txray.CommandError.untested(conditions: "q<.05"),
    txray.CommandError.notSubmitted(status: 127, said: ""),
    txray.CommandError.notSubmitted(status: 1, said: ""),
    TokenIDFile.Flaw.notANumber(path: "ids.txt", line: 3, found: "film"),
    TokenIDFile.Flaw.outOfRange(path: "ids.txt", line: 3, id: 10_000, vocabularySize: 10_000),
  ]

  private static let settings: [any Error] = [
    SettingsError.syntax(path: "run.toml", line: 3, column: 7, reason: "expected a value"),
    SettingsError.unknownKey(path: "run.toml", line: 3, key: "bbtt", suggestion: "bptt"),
    SettingsError.wrongType(
      path: "run.toml", line: 3, key: "hidden", expected: "an integer", found: "a string"),
    SettingsError.missingKey(path: "run.toml", line: 3, key: "path"),
    SettingsError.invalidValue(path: "run.toml", line: 3, key: "epochs", reason: "at least 1 is needed"),
    ThemeError.notFound(name: "solarised", folders: ["themes"], suggestion: "solarized"),
    ThemeError.notFound(name: "mine", folders: ["themes", "~/.config/txray/themes"], suggestion: nil),
    ThemeError.inheritanceCycle(["dawn", "dusk", "dawn"]),
  ]

  private static let corpora: [any Error] =
    [
      CorpusError.empty(path: "film.txt"),
      CorpusError.missingColumn(path: "film.csv", column: "text", available: ["id", "review"]),
      CorpusError.duplicateToken(path: "vocabulary.txt", line: 9, token: "film", firstLine: 4),
      CorpusError.emptyToken(path: "vocabulary.txt", line: 9),
      CorpusError.spaceInToken(path: "vocabulary.txt", line: 9, token: "a film"),
      CorpusError.noUnknownToken(path: "vocabulary.txt", token: "UNK"),
      CorpusError.unknownWord(path: "film.txt", vocabulary: "vocabulary.txt", line: 3, word: "film"),
      CorpusError.badVocabulary(path: "vocabulary.json"),
      CorpusError.badTagger(path: "own.tagger", byteOffset: 40),
      CorpusError.textsDiffer(path: "treebank.conllu", byteOffset: 3),
    ] + records.map { CorpusError.badRecord(path: "film.csv", line: 2, reason: $0) }

  private static let records: [RecordFault] = [
    .tooLong(limit: 1 << 20), .unclosedQuote, .textAfterQuote(column: 12), .fieldCount(expected: 3, found: 2),
    .notAnObject, .malformedJSON(column: 12), .notText(column: "text"),
    .notANumber(column: "label", value: "good"), .tagCount(words: 5, tags: 4),
    .badWord(column: "text", value: "a film"), .conlluColumns(found: 8), .conlluID("1.x"), .conlluForm,
  ]

  private static let runs: [any Error] = [
    RunError.stale(path: "checkpoints/pretrain.safetensors", setting: "pretrain"),
    RunError.missingModel(name: "tuned", path: "/models/tuned"),
    RunError.missingModel(
      name: "base", path: "weights/base.gguf", obtain: "pip install --target weights --no-deps base-model"),
    RunError.unfitKey(stage: "zero-shot", key: "sites", kind: .recurrent),
    RunError.missingKey(stage: "zero-shot", key: "corpus", kind: .transformer),
    RunError.noVocabulary(model: "base", path: "/models/lstm.pt"),
    RunError.noLabels(corpus: "reviews", path: "reviews.tsv"),
    RunError.oneClass(corpus: "reviews", path: "reviews.tsv", positiveAbove: 0.5, labels: [1, 2]),
    RunError.oneClass(corpus: "reviews.tsv", path: "reviews.tsv", positiveAbove: 0.5, labels: [1, 2]),
    RunError.unknownClass(path: "reviews.tsv", line: 7, label: "good", classes: 5, hasNames: false),
    RunError.unknownClass(path: "reviews.tsv", line: 7, label: "good", classes: 5, hasNames: true),
    RunError.classCount(path: "classes.txt", names: 4, outputs: 5),
    RunError.interrupted(checkpoint: "pretrain", savedEpochs: 3),
    RunDraftError.exists(path: "my-run/run.toml"),
    RunDraftError.noModel(stage: "tuned", path: "models/tuned"),
    RunDraftError.noCorpus(path: "reviews.jsonl"),
    RunDraftError.corpusUnnamed(stage: "tuned"),
    RunDraftError.sameName("base"),
    RunDraftError.badName("a/b"),
    RunDraftError.noSuchStage("tune", option: "--parent", known: ["base", "tuned"]),
    RunDraftError.noSuchRevision("v2", path: "hub/models--org--name", known: ["1a2b3c"]),
    RunDraftError.noTokenizer(stage: "base", path: "models/base"),
    RunDraftError.noSuchColumn("review", path: "reviews.jsonl", known: ["text", "label"]),
    RunDraftError.adapterAlone(stage: "tuned", path: "models/adapter"),
    ReportError.missingSnapshot(stage: "zero-shot", path: "snapshots/zero-shot.safetensors"),
    ReportError.nothingToCompare(path: "run", stages: 1),
  ]

  private static let tables: [any Error] = [
    WinnerTableError.neuronOutOfRange(path: "table.tsv", line: 3, neuron: "2000", neurons: 1500),
    WinnerTableError.nothingToImport(path: "table.tsv", rows: 1200),
    WinnerTableError.unfitSite("lstm 0"),
  ]

  private static let marks: [any Error] = [
    MarksError.readOnly(path: "run/marks.jsonl"),
    MarksError.file(.io(path: "run/marks.jsonl", operation: .write, code: 28)),
  ]

  private static let pruning: [any Error] = [
    PruningError.noSuchNeuron(NeuronID(site: "lstm.0", index: 999), sites: "lstm.0:200"),
    PruningError.differentSites(mask: "lstm.0:200", model: "lstm.0:650"),
    PruningError.unprunableLayers(sites: "lstm.0:200,lstm.0.reverse:200"), PruningError.unprunableHead,
    PruningError.nothingChosen("mass<-1"), PruningError.badList("mass"),
    PruningError.notAMask(path: "mask.safetensors", tensor: "lstm.0"), PruningError.interrupted,
    PruningStudyError.noSuchCorpus("valid", path: "run.toml", known: ["facts", "reviews"]),
    PruningStudyError.noSuchStage("later", path: "run.toml", known: ["pretrain", "finetune"]),
    PruningStudyError.unspecified("--held-out", path: "run.toml"),
    PruningStudyError.needsTwoStages(path: "run.toml"),
    PruningStudyError.differentNeurons(
      snapshot: "snapshots/zero-shot.safetensors", sites: "lstm.0:200",
      checkpoint: "checkpoints/finetune.safetensors", modelSites: "lstm.0:650"),
    PruningStudyError.nothingChosen("the marks", path: "run.toml"),
    PruningStudyError.noSuchList("later", path: "marks.jsonl", known: []),
    PruningStudyError.nothingToScore(path: "checkpoints/encoder.safetensors"),
    PruningStudyError.onlyRecorded(model: "tuned"),
    PruningStudyError.nothingPrunable(sites: "blocks.*.hook_resid_post", path: "models/tuned"),
    PruningStudyError.noHeads(path: "checkpoints/finetune.safetensors"),
    PruningError.unfitMode(.structural, modes: PruningMode.ofTransformers),
    PruningError.unfitExport(.structural),
    PruningError.badHead("3:2"),
    PruningError.noSuchHead("3.12", layers: 6, heads: 12),
    PruningStudyError.noDocuments(corpus: "reviews", path: "reviews.tsv"),
    PruningStudyError.noRecovery(path: "checkpoints/pretrain.safetensors"),
  ]
}
