// Waiting, and keys.

#include "terminal.h"

#include <errno.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

static long long milliseconds_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

/// Tells curses the size that the terminal has now; 1 if it could be asked. The size may be the same and the
/// screen still spoilt: it was made smaller and larger again before we looked.
static int take_size(void) {
  struct winsize size;
  if (ioctl(terminal_output_fd, TIOCGWINSZ, &size) != 0 || size.ws_row == 0 || size.ws_col == 0) return 0;
  resize_term(size.ws_row, size.ws_col);
  clearok(curscr, TRUE);
  return 1;
}

/// After SIGCONT without terminal_suspend (the process was stopped by SIGSTOP): the shell has taken the line
/// settings and the screen.
static void take_back(void) {
  reset_prog_mode();
  clearok(curscr, TRUE);
  refresh();
}

int terminal_wait(int milliseconds) {
  long long deadline = milliseconds < 0 ? -1 : milliseconds_now() + milliseconds;
  for (;;) {
    int result = 0;
    if (terminal_continued) {
      terminal_continued = 0;
      take_back();
      terminal_resized = 1;
    }
    if (terminal_resized) {
      terminal_resized = 0;
      if (take_size()) result |= TERMINAL_WAIT_RESIZE;
    }
    if (terminal_stopped) {
      terminal_stopped = 0;
      result |= TERMINAL_WAIT_STOP;
    }
    if (terminal_wake_taken()) result |= TERMINAL_WAIT_WAKE;

    long long left = deadline < 0 ? -1 : deadline - milliseconds_now();
    if (result != 0 || (deadline >= 0 && left < 0)) left = 0;
    struct pollfd watched[2] = {{terminal_input_fd, POLLIN, 0}, {terminal_wake_fd(), POLLIN, 0}};
    int ready = poll(watched, 2, (int)left);
    if (ready < 0 && errno != EINTR) return result | TERMINAL_WAIT_CLOSED;
    if (ready > 0 && watched[1].revents != 0) terminal_wake_drain();
    if (ready > 0 && (watched[0].revents & POLLIN)) {
      int waiting = 0;
      if (ioctl(terminal_input_fd, FIONREAD, &waiting) == 0 && waiting == 0) {
        return result | TERMINAL_WAIT_CLOSED;  // readable without bytes: the end
      }
      return result | TERMINAL_WAIT_INPUT;
    }
    if (ready > 0 && watched[0].revents != 0) return result | TERMINAL_WAIT_CLOSED;
    if (result != 0) return result;
    if (deadline >= 0 && milliseconds_now() >= deadline) return TERMINAL_WAIT_TIMEOUT;
  }
}

int terminal_await_input(int milliseconds) {
  struct pollfd watched = {terminal_input_fd, POLLIN, 0};
  return poll(&watched, 1, milliseconds) > 0 && (watched.revents & POLLIN) != 0;
}

static uint32_t key_of_code(wint_t code) {
  switch (code) {
    case KEY_UP: return TERMINAL_KEY_UP;
    case KEY_DOWN: return TERMINAL_KEY_DOWN;
    case KEY_LEFT: return TERMINAL_KEY_LEFT;
    case KEY_RIGHT: return TERMINAL_KEY_RIGHT;
    case KEY_SR: return TERMINAL_KEY_SHIFT_UP;
    case KEY_SF: return TERMINAL_KEY_SHIFT_DOWN;
    case KEY_PPAGE: return TERMINAL_KEY_PAGE_UP;
    case KEY_NPAGE: return TERMINAL_KEY_PAGE_DOWN;
    case KEY_HOME: case KEY_A1: return TERMINAL_KEY_HOME;
    case KEY_END: case KEY_C1: return TERMINAL_KEY_END;
    case KEY_ENTER: return TERMINAL_KEY_ENTER;
    case KEY_BTAB: return TERMINAL_KEY_BACK_TAB;
    case KEY_BACKSPACE: return TERMINAL_KEY_BACKSPACE;
    case KEY_DC: return TERMINAL_KEY_DELETE;
    case KEY_IC: return TERMINAL_KEY_INSERT;
    case TERMINAL_CODE_PASTE_START: return TERMINAL_KEY_PASTE_START;
    case TERMINAL_CODE_PASTE_END: return TERMINAL_KEY_PASTE_END;
    default: return code > KEY_F(0) && code <= KEY_F(63) ? TERMINAL_KEY_F0 + (code - KEY_F(0)) : TERMINAL_KEY_UNKNOWN;
  }
}

struct terminal_input terminal_read(void) {
  struct terminal_input input = {TERMINAL_NOTHING, 0};
  wint_t code = 0;
  switch (wget_wch(terminal_input_pad, &code)) {
    case OK:
      input.kind = TERMINAL_SCALAR;
      input.value = (uint32_t)code;
      break;
    case KEY_CODE_YES:
      input.kind = TERMINAL_KEY;
      input.value = key_of_code(code);
      break;
    default: break;
  }
  return input;
}
