// swift-tools-version: 6.1
import PackageDescription

// The map of these targets, with the reason for every dependency, is drawn in
// Sources/txray/txray.docc/Architecture.md.

let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
  name: "txray",
  products: [
    .executable(name: "txray", targets: ["txray"])
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"),
  ],
  targets: [
    // C: the only doors to ncursesw, BLAS and zlib, and loops that need wide vectors.
    .target(name: "CNcurses", linkerSettings: [.linkedLibrary("ncursesw"), .linkedLibrary("tinfo")]),
    .target(name: "CBLAS", linkerSettings: [.linkedLibrary("blis")]),
    .target(name: "CKernels"),
    .target(name: "CSHA256"),
    .target(name: "CTextWidth"),
    // The English tagger's weights, embedded in the program.
    .target(name: "CEnglishTagger", exclude: ["english.tagger", "LICENSE-english.tagger.md"]),
    // The PyTorch recorder, embedded in the program that prints it.
    .target(name: "CRecorder", exclude: ["txray_recorder.py"]),
    .target(name: "CMappedFiles"),
    .target(name: "CZlib", linkerSettings: [.linkedLibrary("z")]),

    .target(name: "Settings", dependencies: ["Files"]),
    .target(name: "Kernels", dependencies: ["CBLAS", "CKernels"]),
    .target(name: "Files", dependencies: ["CMappedFiles", "CSHA256", "CZlib"]),
    .target(name: "Statistics"),
    .target(name: "Sites"),
    .target(name: "Runs", dependencies: ["Files", "Settings"]),
    .target(name: "Corpora", dependencies: ["Files"]),
    .target(name: "Tagging", dependencies: ["CEnglishTagger", "Corpora", "Files", "Statistics"]),
    .target(name: "TensorFiles", dependencies: ["CZlib", "Files"]),
    .target(
      name: "LanguageModels", dependencies: ["Files", "Kernels", "Sites", "Statistics", "TensorFiles"]),
    // Relabelling documents some thousand times takes minutes otherwise, and the tests do it often.
    .target(
      name: "NeuronPreferences", dependencies: ["Files", "Sites", "Statistics", "TensorFiles"],
      swiftSettings: [.unsafeFlags(["-O"], .when(configuration: .debug))]),
    .target(
      name: "Recordings", dependencies: ["Files", "NeuronPreferences", "Sites", "TensorFiles", "Tokenizers"]),
    .target(
      name: "Pruning",
      dependencies: [
        "Files", "Kernels", "LanguageModels", "NeuronPreferences", "Sites", "Statistics", "TensorFiles",
        "Transformers",
      ]),
    .target(
      name: "Experiments",
      dependencies: [
        "Corpora", "Files", "Kernels", "LanguageModels", "Measures", "NeuronPreferences", "Pruning",
        "Recordings", "Runs", "Settings", "Sites", "Statistics", "Tagging", "TensorFiles", "Tokenizers",
        "Transformers",
      ]),
    .target(name: "Measures", dependencies: ["NeuronPreferences", "Settings", "Sites"]),
    .target(name: "TerminalUI", dependencies: ["CTextWidth", "Files", "Settings"]),
    .target(name: "NcursesTerminal", dependencies: ["CNcurses", "TerminalUI"]),
    .target(
      name: "Explorer",
      dependencies: [
        "Files", "Measures", "NeuronPreferences", "Runs", "Settings", "Sites", "Statistics", "TerminalUI",
      ]),
    .executableTarget(
      name: "txray",
      dependencies: [
        "Corpora", "CRecorder", "Experiments", "Explorer", "Files", "Kernels", "LanguageModels", "Measures",
        "NcursesTerminal", "NeuronPreferences", "Pruning", "Recordings", "Runs", "Settings", "Sites",
        "Statistics", "Tagging", "TensorFiles", "TerminalUI", "Tokenizers", "Transformers", argumentParser,
      ],
      plugins: ["RecordCommit"]),
    // Before each build, writes which commit it is; reads .git and nothing else.
    .plugin(name: "RecordCommit", capability: .buildTool(), path: "Sources/RecordCommit"),

    .target(name: "Transformers", dependencies: ["Files", "Kernels", "Sites", "TensorFiles"]),
    .target(name: "CUTF8Proc", linkerSettings: [.linkedLibrary("utf8proc")]),
    .target(name: "Tokenizers", dependencies: ["CUTF8Proc", "Files"]),
    .testTarget(name: "SettingsTests", dependencies: ["Files", "ScratchFiles", "Settings"]),
    .testTarget(name: "KernelsTests", dependencies: ["Kernels", "Statistics"]),
    .testTarget(name: "FilesTests", dependencies: ["Files", "ScratchFiles"]),
    .testTarget(name: "StatisticsTests", dependencies: ["Statistics"]),
    .testTarget(name: "MeasuresTests", dependencies: ["Measures", "NeuronPreferences", "SyntheticRuns"]),
    .testTarget(name: "RunsTests", dependencies: ["Files", "Runs", "ScratchFiles", "Settings"]),
    .testTarget(
      name: "CorporaTests", dependencies: ["Corpora", "Files", "Prerequisites", "ScratchFiles", "Statistics"]),
    .testTarget(
      name: "TaggingTests",
      dependencies: ["Corpora", "Prerequisites", "ScratchFiles", "Statistics", "Tagging"]),
    .testTarget(
      name: "TensorFilesTests",
      dependencies: ["CZlib", "Files", "Prerequisites", "ScratchFiles", "TensorFiles"],
      resources: [.copy("Reference")]),
    .testTarget(
      name: "LanguageModelsTests", dependencies: ["Kernels", "LanguageModels", "Statistics", "TensorFiles"],
      resources: [.copy("Reference")]),
    .testTarget(
      name: "NeuronPreferencesTests",
      dependencies: ["NeuronPreferences", "Prerequisites", "Sites", "Statistics", "TensorFiles"],
      exclude: ["Reference"]),
    .testTarget(
      name: "RecordingsTests",
      dependencies: [
        "Kernels", "NeuronPreferences", "Recordings", "ScratchFiles", "Sites", "TensorFiles", "Transformers",
      ],
      exclude: ["Reference"]),
    .testTarget(
      name: "PruningTests",
      dependencies: [
        "Files", "Goldens", "Kernels", "LanguageModels", "NeuronPreferences", "Prerequisites", "Pruning",
        "Sites", "Statistics", "TensorFiles", "Transformers",
      ],
      exclude: ["check_baked_folder.py"], resources: [.copy("Reference")]),
    .testTarget(
      name: "ExperimentsTests",
      dependencies: [
        "Corpora", "Experiments", "Files", "Kernels", "LanguageModels", "NeuronPreferences", "Pruning",
        "Recordings", "Runs", "Settings", "Sites", "Statistics", "Tagging", "TensorFiles", "Tokenizers",
        "Transformers",
      ],
      resources: [.copy("Reference")]),
    .testTarget(
      name: "TerminalUITests", dependencies: ["Goldens", "Settings", "Statistics", "TerminalUI"],
      exclude: ["Goldens", "Reference"]),
    .testTarget(
      name: "NcursesTerminalTests",
      dependencies: ["CNcurses", "NcursesTerminal", "Prerequisites", "TerminalUI"]),
    .testTarget(
      name: "ExplorerTests",
      dependencies: [
        "Explorer", "Goldens", "Measures", "NeuronPreferences", "Runs", "ScratchFiles", "Settings", "Sites",
        "Statistics", "SyntheticRuns", "TerminalUI",
      ],
      exclude: ["Goldens"]),
    .testTarget(
      name: "txrayTests",
      dependencies: [
        "Corpora", "CPseudoTerminal", "Experiments", "Explorer", "Files", "Goldens", "LanguageModels",
        "Measures", "NcursesTerminal", "NeuronPreferences", "Prerequisites", "Pruning", "Recordings",
        "Settings", "Sites", "Statistics", "SyntheticRuns", "TensorFiles", "TerminalUI", "Tokenizers",
        "Transformers", "txray", argumentParser,
      ],
      exclude: ["FailingCalls", "Hostile", "Strangers"]),
    .testTarget(
      name: "TransformersTests",
      dependencies: ["Kernels", "ScratchFiles", "Sites", "TensorFiles", "Transformers"],
      exclude: ["make_expectations.py", "make_held.py", "make_logit_effects.py"],
      resources: [.copy("Reference")]),
    .testTarget(
      name: "TokenizersTests", dependencies: ["Files", "ScratchFiles", "Statistics", "Tokenizers"],
      exclude: ["kinds.py", "make_expectations.py", "make_scripts.py"], resources: [.copy("Reference")]),
    .target(
      name: "SyntheticRuns", dependencies: ["NeuronPreferences", "Sites", "Statistics"],
      path: "Tests/SyntheticRuns"),
    .target(name: "Goldens", path: "Tests/Goldens"),
    .target(name: "Prerequisites", path: "Tests/Prerequisites"),
    .target(name: "ScratchFiles", dependencies: ["CZlib"], path: "Tests/ScratchFiles"),
    .target(
      name: "CPseudoTerminal", dependencies: ["CNcurses"],
      path: "Tests/CPseudoTerminal", linkerSettings: [.linkedLibrary("util")]),
  ],
  swiftLanguageModes: [.v6]
)
