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
    .target(name: "SeededRandom"),
    .target(name: "Corpora", dependencies: ["CEnglishTagger", "CZlib", "SeededRandom", "TensorFiles"]),
    .target(name: "TensorFiles", dependencies: ["CZlib"]),
    .target(name: "LanguageModels", dependencies: ["Kernels", "Corpora", "TensorFiles"]),
    .target(name: "NeuronPreferences", dependencies: ["Corpora", "SeededRandom", "TensorFiles"]),
    .target(name: "Pruning", dependencies: ["LanguageModels", "NeuronPreferences", "SeededRandom"]),
    .target(
      name: "Experiments",
      dependencies: ["LanguageModels", "NeuronPreferences", "Pruning", "SeededRandom", "Settings"]),
    .target(name: "TerminalUI", dependencies: ["CTextWidth", "Settings"]),
    .target(name: "NcursesTerminal", dependencies: ["TerminalUI", "CNcurses"]),
    .target(name: "Explorer", dependencies: ["NeuronPreferences", "TerminalUI", "Settings"]),
    .executableTarget(
      name: "txray",
      dependencies: ["Experiments", "Explorer", "NcursesTerminal", argumentParser]),

    .testTarget(name: "SettingsTests", dependencies: ["Settings"]),
    .testTarget(name: "KernelsTests", dependencies: ["Kernels"]),
    .testTarget(name: "CorporaTests", dependencies: ["Corpora", "CZlib", "SeededRandom"]),
    .testTarget(
      name: "TensorFilesTests", dependencies: ["CZlib", "TensorFiles"], resources: [.copy("Reference")]),
    .testTarget(
      name: "LanguageModelsTests", dependencies: ["LanguageModels"], resources: [.copy("Reference")]),
    .testTarget(
      name: "NeuronPreferencesTests", dependencies: ["NeuronPreferences", "SeededRandom"],
      exclude: ["Reference"]),
    .testTarget(
      name: "PruningTests", dependencies: ["Pruning", "SeededRandom"], resources: [.copy("Reference")]),
    .testTarget(
      name: "ExperimentsTests", dependencies: ["Experiments"], resources: [.copy("Reference")]),
    .testTarget(
      name: "TerminalUITests", dependencies: ["SeededRandom", "TerminalUI"],
      exclude: ["Goldens", "Reference"]),
    .testTarget(name: "NcursesTerminalTests", dependencies: ["CNcurses", "NcursesTerminal"]),
    .testTarget(
      name: "ExplorerTests", dependencies: ["Explorer", "SeededRandom", "SyntheticRuns"], exclude: ["Golden"]),
    .testTarget(
      name: "txrayTests",
      dependencies: [
        "CPseudoTerminal", "Explorer", "NcursesTerminal", "SeededRandom", "SyntheticRuns", "txray",
      ]),
    .target(
      name: "SyntheticRuns", dependencies: ["NeuronPreferences", "SeededRandom"], path: "Tests/SyntheticRuns"),
    .target(
      name: "CPseudoTerminal", dependencies: ["CNcurses"], path: "Tests/CPseudoTerminal",
      linkerSettings: [.linkedLibrary("util")]),
  ],
  swiftLanguageModes: [.v6]
)
