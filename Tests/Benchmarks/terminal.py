"""A pseudo-terminal with a program in it, for benchmarks that count bytes and times."""
import fcntl, os, pty, select, signal, struct, termios, time


class Terminal:
    """A program in a terminal of its own."""

    def __init__(self, command, folder, width, height, state):
        self.start = time.monotonic()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            for name in ("COLORTERM", "TMUX", "NO_COLOR"):
                os.environ.pop(name, None)
            os.environ.update(TERM="xterm-256color", LC_ALL="C.UTF-8", XDG_STATE_HOME=state, XDG_CONFIG_HOME=state)
            os.chdir(folder)
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))
            os.execvp(command[0], command)

    def settle(self, quiet, patience=0):
        """Bytes until nothing has come for so long, and when the first and the last of them came."""
        count, first, last = 0, None, None
        while select.select([self.fd], [], [], quiet if first else max(quiet, patience))[0]:
            try:
                data = os.read(self.fd, 1 << 16)
            except OSError:
                break
            if not data:
                break
            last = time.monotonic()
            first = first or last
            count += len(data)
            # Real terminals answer when they are asked how they are.
            for _ in range(data.count(b"\x1b[5n")):
                os.write(self.fd, b"\x1b[0n")
        return count, first, last

    def press(self, key, quiet):
        self.start = time.monotonic()
        os.write(self.fd, key)
        return self.settle(quiet)

    def end(self):
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.fd)
