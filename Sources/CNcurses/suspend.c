// Stopping and going on.

#include "terminal.h"

void terminal_suspend(void) {
  terminal_put_modes(0);
  endwin();
  terminal_guard_disarm();
  terminal_guard_unwatch();
  // The rest of the group first (a pipeline, a wrapper that waits for us), then this process, by raise:
  // that has stopped it for certain when it returns.
  signal(SIGTSTP, SIG_IGN);
  kill(0, SIGTSTP);
  signal(SIGTSTP, SIG_DFL);
  raise(SIGTSTP);
  terminal_guard_watch();
  terminal_guard_arm();
  terminal_stopped = terminal_continued = 0;
  clearok(curscr, TRUE);
  refresh();
  terminal_put_modes(1);
  terminal_resized = 1;
  terminal_poke();
}
