// Whatever ends the process, the terminal is left as it was found.
//
// Swift's own crash handler would print its backtrace into the alternate screen and wait at a prompt in
// raw mode, so the handlers here stand before it: they write the bytes that curses would have written
// (prepared when the terminal was opened), restore the line settings and let the signal take its course.
// A handler calls nothing but write, tcsetattr, sigaction and raise.

#include "terminal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>

volatile sig_atomic_t terminal_resized = 0;
volatile sig_atomic_t terminal_stopped = 0;
volatile sig_atomic_t terminal_continued = 0;

static volatile sig_atomic_t armed = 0;
static int guarded_fd = -1;
static struct termios found;
static char reset_bytes[512];
static size_t reset_count = 0;

static const int fatal_signals[] = {
    SIGILL,  SIGTRAP, SIGSEGV, SIGBUS,  SIGABRT, SIGFPE,  SIGSYS,    SIGTERM, SIGINT,  SIGHUP,
    SIGQUIT, SIGXFSZ, SIGXCPU, SIGPIPE, SIGALRM, SIGUSR1, SIGUSR2, SIGVTALRM, SIGPROF, SIGPOLL, SIGPWR};
static const int noted_signals[] = {SIGWINCH, SIGTSTP, SIGCONT};
enum {
  FATAL_COUNT = sizeof fatal_signals / sizeof *fatal_signals,
  NOTED_COUNT = sizeof noted_signals / sizeof *noted_signals
};
static struct sigaction fatal_before[FATAL_COUNT];
static struct sigaction noted_before[NOTED_COUNT];
static char *alternate_stack = NULL;
enum { ALTERNATE_STACK_SIZE = 64 * 1024 };

static void write_fully(int fd, const char *bytes, size_t count) {
  while (count > 0) {
    ssize_t written = write(fd, bytes, count);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    bytes += written;
    count -= (size_t)written;
  }
}

static void restore_terminal(void) {
  if (!armed) return;
  armed = 0;
  write_fully(guarded_fd, reset_bytes, reset_count);
  // A process of the background would be stopped by tcsetattr for ever.
  if (tcgetpgrp(guarded_fd) == getpgrp() || tcgetpgrp(guarded_fd) < 0) tcsetattr(guarded_fd, TCSANOW, &found);
}

static terminal_fault_handler fault_handler = NULL;

void terminal_set_fault_handler(terminal_fault_handler handler) {
  fault_handler = handler;
}

static void die(int number, siginfo_t *info, void *context) {
  restore_terminal();
  if (number == SIGBUS && fault_handler != NULL) fault_handler(number, info, context);
  struct sigaction plain = {.sa_handler = SIG_DFL};
  sigaction(number, &plain, NULL);
  raise(number);  // blocked while this handler runs: delivered when it returns
}

static void note(int number) {
  int before = errno;
  if (number == SIGWINCH) terminal_resized = 1;
  if (number == SIGTSTP) terminal_stopped = 1;
  if (number == SIGCONT) terminal_continued = 1;
  terminal_poke();
  errno = before;
}

static int collect(int byte) {
  if (reset_count < sizeof reset_bytes) reset_bytes[reset_count++] = (char)byte;
  return byte;
}

static void collect_capability(const char *name) {
  char *bytes = tigetstr(name);
  if (bytes != NULL && bytes != (char *)-1) tputs(bytes, 1, collect);
}

static void collect_bytes(const char *bytes) {
  while (*bytes) collect(*bytes++);
}

void terminal_guard_remember(int fd) {
  guarded_fd = fd;
  if (tcgetattr(fd, &found) != 0) memset(&found, 0, sizeof found);
}

void terminal_guard_watch(void) {
  struct sigaction noted = {.sa_handler = note, .sa_flags = SA_ONSTACK | SA_RESTART};
  for (int i = 0; i < NOTED_COUNT; i++) sigaction(noted_signals[i], &noted, &noted_before[i]);
}

void terminal_guard_unwatch(void) {
  for (int i = 0; i < NOTED_COUNT; i++) sigaction(noted_signals[i], &noted_before[i], NULL);
}

void terminal_guard_arm(void) {
  static int registered = 0;
  if (!registered) registered = atexit(restore_terminal) == 0;
  reset_count = 0;
  collect_capability("sgr0");
  collect_capability("op");
  if (tigetstr("kmous") > (char *)0) collect_bytes("\033[?1000l\033[?1006l\033[?2004l");
  collect_capability("rmkx");
  collect_capability("cnorm");
  collect_capability("rmcup");

  if (alternate_stack == NULL) alternate_stack = malloc(ALTERNATE_STACK_SIZE);
  if (alternate_stack != NULL) {
    stack_t stack = {.ss_sp = alternate_stack, .ss_size = ALTERNATE_STACK_SIZE};
    sigaltstack(&stack, NULL);
  }
  struct sigaction fatal = {.sa_sigaction = die, .sa_flags = SA_SIGINFO | SA_ONSTACK};
  sigfillset(&fatal.sa_mask);
  for (int i = 0; i < FATAL_COUNT; i++) sigaction(fatal_signals[i], &fatal, &fatal_before[i]);
  // What the parent chose to ignore stays ignored (nohup).
  for (int i = 0; i < FATAL_COUNT; i++)
    if (fatal_before[i].sa_handler == SIG_IGN) sigaction(fatal_signals[i], &fatal_before[i], NULL);
  armed = 1;
}

void terminal_guard_disarm(void) {
  if (!armed) return;
  armed = 0;
  for (int i = 0; i < FATAL_COUNT; i++) sigaction(fatal_signals[i], &fatal_before[i], NULL);
}
