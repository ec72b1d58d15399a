#define _GNU_SOURCE
#include "CPseudoTerminal.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <pthread.h>
#include <pty.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

int run_probe(char *const argv[]);

const char *const pseudo_terminal_probe = "probe";

int pseudo_terminal_open(int width, int height, int *master, int *slave) {
  struct winsize size = {.ws_row = (unsigned short)height, .ws_col = (unsigned short)width};
  if (openpty(master, slave, NULL, NULL, &size) != 0) return errno;
  fcntl(*master, F_SETFD, FD_CLOEXEC);
  fcntl(*slave, F_SETFD, FD_CLOEXEC);
  return 0;
}

static void default_signals(void) {
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
}

static void run_job(const char *path, char *const argv[], char *const envp[]) {
  setpgid(0, 0);
  signal(SIGTTOU, SIG_IGN);
  tcsetpgrp(0, getpid());
  default_signals();
  if (path == pseudo_terminal_probe) {
    environ = (char **)envp;
    exit(run_probe(argv));
  }
  execve(path, argv, envp);
  _exit(127);
}

/// Waits for the job as a shell does, until the pipes are closed by the test.
static void run_shell(int reports, int commands, const char *path, char *const argv[], char *const envp[]) {
  signal(SIGTTOU, SIG_IGN);
  signal(SIGPIPE, SIG_DFL);
  pid_t job = fork();
  if (job == 0) {
    close(reports);
    close(commands);
    run_job(path, argv, envp);
  }
  setpgid(job, job);
  tcsetpgrp(0, job);
  char byte = 0;
  for (;;) {
    int status = 0;
    pid_t changed = waitpid(job, &status, WUNTRACED);
    if (changed < 0 && errno == EINTR) continue;
    if (changed < 0) break;
    tcsetpgrp(0, getpgrp());
    struct pseudo_terminal_report report = {job, WIFSTOPPED(status) != 0, status};
    if (write(reports, &report, sizeof report) < 0 || !report.stopped) break;
    while (read(commands, &byte, 1) < 0 && errno == EINTR) {}
    tcsetpgrp(0, job);
    kill(-job, SIGCONT);
  }
  // The terminal stays open, so that the test can look at how it was left.
  while (read(commands, &byte, 1) < 0 && errno == EINTR) {}
  _exit(0);
}

int pseudo_terminal_start(
    const char *path, char *const argv[], char *const envp[], int width, int height,
    struct pseudo_terminal *terminal) {
  int master = -1, slave = -1, reports[2], commands[2];
  int error = pseudo_terminal_open(width, height, &master, &slave);
  if (error != 0) return error;
  if (pipe2(reports, O_CLOEXEC) != 0 || pipe2(commands, O_CLOEXEC) != 0) return errno;
  pid_t shell = fork();
  if (shell < 0) return errno;
  if (shell == 0) {
    setsid();
    ioctl(slave, TIOCSCTTY, 0);
    for (int fd = 0; fd < 3; fd++) dup2(slave, fd);
    // Other tests' terminals must not be held open here.
    for (int fd = 3; fd < 1024; fd++)
      if (fd != reports[1] && fd != commands[0]) close(fd);
    run_shell(reports[1], commands[0], path, argv, envp);
  }
  close(slave);
  close(reports[1]);
  close(commands[0]);
  *terminal = (struct pseudo_terminal){master, reports[0], commands[1], shell};
  return 0;
}

int pseudo_terminal_resize(int master, int width, int height) {
  struct winsize size = {.ws_row = (unsigned short)height, .ws_col = (unsigned short)width};
  return ioctl(master, TIOCSWINSZ, &size) == 0 ? 0 : errno;
}

void pseudo_terminal_end(struct pseudo_terminal *terminal) {
  close(terminal->commands);
  close(terminal->master);
  kill(terminal->shell, SIGKILL);
  waitpid(terminal->shell, NULL, 0);
  close(terminal->reports);
}

int pseudo_terminal_is_sane(int master) {
  struct termios settings;
  if (tcgetattr(master, &settings) != 0) return 0;
  tcflag_t wanted = ICANON | ECHO | ISIG;
  return (settings.c_lflag & wanted) == wanted && (settings.c_oflag & OPOST) && (settings.c_iflag & ICRNL);
}

static locale_t utf8 = (locale_t)0;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void open_utf8(void) { utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0); }

int pseudo_terminal_width(uint32_t scalar) {
  pthread_once(&once, open_utf8);
  locale_t before = uselocale(utf8);
  int width = wcwidth((wchar_t)scalar);
  uselocale(before);
  return width;
}
