import Foundation
import PackagePlugin

/// Writes the commit that is built into the program: before every build, so that it is never an earlier one.
///
/// SwiftPM's own `Context.gitInformation` won't do: it is cached with the manifest and names an old commit.
/// Nothing is downloaded, and without git, or outside of a repository, the commit is "unknown".
@main
struct RecordCommit: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    let folder = context.pluginWorkDirectoryURL.appending(path: "Commit")
    // The file is replaced only where it says something else, so that nothing is compiled for nothing.
    let script = """
      commit=$(git --no-optional-locks -C "$1" describe --always --exclude '*' --abbrev=12 \\
        --dirty=' with changes' 2>/dev/null) || commit=unknown
      line="/// The commit that was built.
      enum Commit { static let text = \\"commit $commit\\" }"
      mkdir -p "$2"
      [ "$line" = "$(cat "$2/Commit.swift" 2>/dev/null)" ] || printf '%s\\n' "$line" > "$2/Commit.swift"
      """
    return [
      .prebuildCommand(
        displayName: "Recording the commit", executable: URL(filePath: "/bin/sh"),
        arguments: [
          "-c", script, "sh", target.directoryURL.path(percentEncoded: false),
          folder.path(percentEncoded: false),
        ],
        outputFilesDirectory: folder)
    ]
  }
}
