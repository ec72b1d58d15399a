// A small program on CNcurses, run as a job: it shows its size and what it reads, and ends as it is told.

#include <CNcurses.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void put_text(int y, const char *text) {
  for (int x = 0; text[x] != 0; x++) {
    uint32_t scalar = (uint32_t)(unsigned char)text[x];
    terminal_put(x, y, &scalar, 1, TERMINAL_BOLD, 1, -1);
  }
}

static void show_size(void) {
  char text[64];
  int width = 0, height = 0;
  terminal_size(&width, &height);
  snprintf(text, sizeof text, "size %dx%d ", width, height);
  put_text(0, text);
  terminal_show();
}

static int overflow_stack(volatile char *above) {
  volatile char frame[4096];
  frame[0] = above[0];
  return overflow_stack(frame) + frame[0];
}

/// Ends the way the key asks for; returns for keys that ask for nothing.
static void obey(uint32_t key) {
  volatile int *volatile nowhere = NULL;
  char start = 0;
  switch (key) {
    case 'q': terminal_close(); exit(0);
    case 'x': exit(3);  // without closing
    case 's': *nowhere = 1; break;
    case 'o': overflow_stack(&start); break;
    case 't': __builtin_trap();
    case 'a': abort();
    case 'l': for (;;) pause();  // listens no more
    case 'z': terminal_suspend(); break;
    default: break;
  }
}

int run_probe(char *const argv[]) {
  const char *type = argv[1] != NULL ? argv[1] : "xterm-256color";
  terminal_set_locale("C.UTF-8");
  int status = terminal_open(type, 0, 1, 1);
  if (status != 0) return 64 + status;
  terminal_set_mouse(1);
  show_size();
  for (;;) {
    int happened = terminal_wait(-1);
    if (happened & TERMINAL_WAIT_STOP) terminal_suspend();
    if (happened & TERMINAL_WAIT_CLOSED) {
      terminal_close();
      return 4;
    }
    struct terminal_input input;
    while (happened & TERMINAL_WAIT_INPUT && (input = terminal_read()).kind != TERMINAL_NOTHING)
      if (input.kind == TERMINAL_SCALAR) obey(input.value);
    show_size();
  }
}
