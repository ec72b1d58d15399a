/// Names that no model needs and an attacker does. Nothing is ever called, so naming them does no harm here;
/// but a file that names them is meant to harm whoever opens it with Python, and its user should know.
enum ForbiddenGlobals {
  private static let modules: Set<String> = [
    "os", "posix", "nt", "subprocess", "sys", "shutil", "socket", "pty", "runpy", "importlib", "ctypes",
    "pickle", "_pickle", "cPickle", "marshal", "webbrowser",
  ]
  private static let builtins: Set<String> = [
    "eval", "exec", "execfile", "compile", "open", "__import__", "input", "breakpoint", "apply", "file",
  ]

  static func contains(module: String, name: String) -> Bool {
    let top = module.prefix { $0 != "." }
    return modules.contains(String(top))
      || ["builtins", "__builtin__", "__builtins__"].contains(module)
        && builtins.contains(String(name.prefix { $0 != "." }))
  }
}
