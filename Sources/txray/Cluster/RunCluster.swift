import Experiments
import Files
import Kernels
import Runs

/// A run as its cluster sees it: its folder by an absolute path, the settings, and what does the work.
struct RunCluster {
  let folder: RunFolder
  let settings: ClusterSettings
  let pipeline: RunPipeline

  /// - Parameter adapt: the settings of run.toml, as the command line changes them.
  /// - Throws: `SettingsError`.
  init(
    _ run: String, _ adapt: (ClusterSettings) -> ClusterSettings, workers: Workers = Workers(threads: 1),
    tell: @escaping (RunEvent) -> Void = { _ in }
  ) throws {
    folder = RunFolder(realPath(run) ?? run)
    let description = try RunDescription(folder)
    settings = adapt(description.cluster)
    pipeline = RunPipeline(
      description, folder: folder, program: ProgramVersion.program, workers: workers, tell: tell,
      isCancelled: { Interruption.happened })
  }
}
