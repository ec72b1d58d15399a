// swift-tools-version: 6.1
import PackageDescription

// The map of these targets, with the reason for every dependency, is drawn in
// Sources/txray/txray.docc/Architecture.md.

let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let tomlKit: Target.Dependency = .product(name: "TOMLKit", package: "TOMLKit")

let package = Package(
  name: "txray",
  products: [
    .executable(name: "txray", targets: ["txray"])
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
    .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"),
  ],
  targets: [
    // C: the only doors to ncursesw, BLAS and zlib, and loops that need wide vectors.
    .target(name: "CNcurses", linkerSettings: [.linkedLibrary("ncursesw"), .linkedLibrary("tinfo")]),
    .target(name: "CBLAS", linkerSettings: [.linkedLibrary("blis")]),
    .target(name: "CKernels"),
    .target(name: "CTextWidth"),
    // The English tagger's weights, embedded in the program.
    .target(name: "CEnglishTagger", exclude: ["english.tagger", "LICENSE-english.tagger.md"]),
    .target(name: "CZlib", linkerSettings: [.linkedLibrary("z")]),

    .target(name: "Settings", dependencies: [tomlKit]),
    .target(name: "Kernels", dependencies: ["CBLAS", "CKernels"]),
    .target(name: "Files", dependencies: ["CZlib"]),
    .target(name: "SeededRandom"),
    .target(name: "Sites"),
    .target(name: "Corpora", dependencies: ["CEnglishTagger", "Files", "SeededRandom"]),
    .target(name: "TensorFiles", dependencies: ["CZlib", "Files"]),
    .target(name: "LanguageModels", dependencies: ["Kernels", "Sites", "TensorFiles"]),
    .target(name: "NeuronPreferences", dependencies: ["Files", "SeededRandom", "Sites", "TensorFiles"]),
    .target(
      name: "Pruning",
      dependencies: [
        "Files", "Kernels", "LanguageModels", "NeuronPreferences", "SeededRandom", "Sites", "TensorFiles",
      ]),
    .target(
      name: "Experiments",
      dependencies: [
        "Corpora", "Files", "Kernels", "LanguageModels", "NeuronPreferences", "Pruning", "SeededRandom",
        "Settings", "Sites", "TensorFiles",
      ]),
    .target(name: "TerminalUI", dependencies: ["CTextWidth", "Settings"]),
    .target(name: "NcursesTerminal", dependencies: ["CNcurses", "TerminalUI"]),
    .target(name: "Explorer", dependencies: ["NeuronPreferences", "Settings", "Sites", "TerminalUI"]),
    .executableTarget(
      name: "txray",
      dependencies: [
        "Corpora", "Experiments", "Explorer", "Files", "Kernels", "LanguageModels", "NcursesTerminal",
        "NeuronPreferences", "Pruning", "Settings", "Sites", "TensorFiles", "TerminalUI", argumentParser,
      ]),

    .testTarget(name: "SettingsTests", dependencies: ["Settings"]),
    .testTarget(name: "KernelsTests", dependencies: ["Kernels"]),
    .testTarget(name: "FilesTests", dependencies: ["Files", "ScratchFiles"]),
    .testTarget(name: "CorporaTests", dependencies: ["Corpora", "Files", "ScratchFiles", "SeededRandom"]),
    .testTarget(
      name: "TensorFilesTests", dependencies: ["CZlib", "ScratchFiles", "TensorFiles"],
      resources: [.copy("Reference")]),
    .testTarget(
      name: "LanguageModelsTests", dependencies: ["Kernels", "LanguageModels", "TensorFiles"],
      resources: [.copy("Reference")]),
    .testTarget(
      name: "NeuronPreferencesTests",
      dependencies: ["NeuronPreferences", "SeededRandom", "Sites", "TensorFiles"],
      exclude: ["Reference"]),
    .testTarget(
      name: "PruningTests",
      dependencies: [
        "Files", "Kernels", "LanguageModels", "NeuronPreferences", "Pruning", "SeededRandom", "Sites",
      ],
      resources: [.copy("Reference")]),
    .testTarget(
      name: "ExperimentsTests",
      dependencies: [
        "Corpora", "Experiments", "Files", "Kernels", "LanguageModels", "NeuronPreferences", "Pruning",
        "Settings", "Sites",
      ],
      resources: [.copy("Reference")]),
    .testTarget(
      name: "TerminalUITests", dependencies: ["SeededRandom", "Settings", "TerminalUI"],
      exclude: ["Goldens", "Reference"]),
    .testTarget(name: "NcursesTerminalTests", dependencies: ["CNcurses", "NcursesTerminal", "TerminalUI"]),
    .testTarget(
      name: "ExplorerTests",
      dependencies: [
        "Explorer", "NeuronPreferences", "SeededRandom", "Settings", "Sites", "SyntheticRuns", "TerminalUI",
      ],
      exclude: ["Golden"]),
    .testTarget(
      name: "txrayTests",
      dependencies: [
        "CPseudoTerminal", "NcursesTerminal", "NeuronPreferences", "SeededRandom", "Sites", "SyntheticRuns",
        "TerminalUI", "txray",
      ]),
    .target(
      name: "SyntheticRuns", dependencies: ["NeuronPreferences", "SeededRandom", "Sites"],
      path: "Tests/SyntheticRuns"),
    .target(name: "ScratchFiles", dependencies: ["CZlib"], path: "Tests/ScratchFiles"),
    .target(
      name: "CPseudoTerminal", dependencies: ["CNcurses"],
      path: "Tests/CPseudoTerminal", linkerSettings: [.linkedLibrary("util")]),
  ],
  swiftLanguageModes: [.v6]
)
