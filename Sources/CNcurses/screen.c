// Opening, drawing, closing.

#include "terminal.h"

#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>

WINDOW *terminal_input_pad = NULL;
int terminal_input_fd = -1;
int terminal_output_fd = -1;

static SCREEN *screen = NULL;
static FILE *input_stream = NULL;
static FILE *output_stream = NULL;
static int has_colors_now = 0;
static int has_modes = 0;
static int mouse_is_on = 0;

static int text_is_utf8(void) {
  return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

int terminal_set_locale(const char *name) {
  if (setlocale(LC_CTYPE, name) == NULL) {
    int would_be_utf8 = strcasestr(name, "utf-8") != NULL || strcasestr(name, "utf8") != NULL;
    setlocale(LC_CTYPE, would_be_utf8 ? "C.UTF-8" : "C");
  }
  return text_is_utf8();
}

/// 0 if curses can draw on terminals of this type.
static enum terminal_status check_type(const char *type, int output) {
  int error = 0;
  // Less than 0: there is no terminfo at all.
  if (setupterm(type, output, &error) != OK) return error <= 0 ? TERMINAL_UNKNOWN_TYPE : TERMINAL_FAILED;
  char *placing = tigetstr("cup");
  del_curterm(cur_term);
  return placing == NULL || placing == (char *)-1 ? TERMINAL_INCAPABLE : TERMINAL_OPEN;
}

static void close_streams(void) {
  if (input_stream != NULL) fclose(input_stream);
  if (output_stream != NULL) fclose(output_stream);
  input_stream = output_stream = NULL;
}

/// A stream of its own, so that closing it leaves the caller's descriptor open.
static FILE *open_stream(int fd, const char *mode) {
  int copy = dup(fd);
  FILE *stream = copy < 0 ? NULL : fdopen(copy, mode);
  if (stream == NULL && copy >= 0) close(copy);
  return stream;
}

/// raw() makes all keys input. Ctrl-\ is given back its meaning, so that a program that no longer listens can be
/// ended from its own terminal; Ctrl-C and Ctrl-Z stay keys.
static void keep_quit_key(void) {
  struct termios settings;
  if (tcgetattr(terminal_output_fd, &settings) != 0) return;
  settings.c_lflag |= ISIG;
  settings.c_cc[VINTR] = settings.c_cc[VSUSP] = _POSIX_VDISABLE;
  tcsetattr(terminal_output_fd, TCSANOW, &settings);
  def_prog_mode();
}

static enum terminal_status open_known(const char *type, int input, int output, int wants_colors) {
  input_stream = open_stream(input, "r");
  output_stream = open_stream(output, "w");
  if (input_stream == NULL || output_stream == NULL) {
    close_streams();
    return TERMINAL_FAILED;
  }
  terminal_input_fd = input;
  terminal_output_fd = output;
  terminal_prepare_wake();
  terminal_guard_remember(output);
  terminal_guard_watch();
  use_tioctl(TRUE);
  set_escdelay(25);
  screen = newterm(type, output_stream, input_stream);
  if (screen == NULL) {
    terminal_guard_unwatch();
    close_streams();
    return TERMINAL_FAILED;
  }
  terminal_guard_arm();
  raw();
  noecho();
  nonl();
  keep_quit_key();
  curs_set(0);
  leaveok(stdscr, TRUE);
  idlok(stdscr, TRUE);
  has_colors_now = wants_colors && has_colors() && start_color() == OK;
  if (has_colors_now) use_default_colors();
  terminal_input_pad = newpad(1, 1);
  if (terminal_input_pad == NULL) {
    terminal_close();
    return TERMINAL_FAILED;
  }
  keypad(terminal_input_pad, TRUE);
  nodelay(terminal_input_pad, TRUE);
  // The terminals that have a mouse are those that know these modes. Curses' own mouse is not used: it drops
  // a click that is followed by a key in the same burst.
  char *mouse = tigetstr("kmous");
  has_modes = mouse != NULL && mouse != (char *)-1;
  mouse_is_on = 0;
  keyok(KEY_MOUSE, FALSE);
  if (has_modes) {
    define_key("\033[200~", TERMINAL_CODE_PASTE_START);
    define_key("\033[201~", TERMINAL_CODE_PASTE_END);
    terminal_put_modes(1);
  }
  return TERMINAL_OPEN;
}

enum terminal_status terminal_open(const char *type, int input, int output, int wants_colors) {
  if (screen != NULL) return TERMINAL_BUSY;
  enum terminal_status status = check_type(type, output);
  int is_described = status == TERMINAL_UNKNOWN_TYPE && terminal_describe(type);
  if (is_described) status = check_type(type, output);
  if (status == TERMINAL_OPEN) status = open_known(type, input, output, wants_colors);
  if (is_described) terminal_undescribe();
  return status;
}

static void put_text(const char *text) {
  terminal_write(text, strlen(text));
}

void terminal_put_modes(int on) {
  if (!has_modes) return;
  put_text(on ? "\033[?2004h" : "\033[?2004l");
  if (mouse_is_on) put_text(on ? "\033[?1000;1006h" : "\033[?1006;1000l");
}

void terminal_set_mouse(int on) {
  if (!has_modes || on == mouse_is_on) return;
  mouse_is_on = on;
  put_text(on ? "\033[?1000;1006h" : "\033[?1006;1000l");
}

void terminal_close(void) {
  if (screen == NULL) return;
  terminal_put_modes(0);
  if (!isendwin()) endwin();
  terminal_guard_disarm();
  terminal_guard_unwatch();
  if (terminal_input_pad != NULL) delwin(terminal_input_pad);
  terminal_input_pad = NULL;
  delscreen(screen);
  screen = NULL;
  close_streams();
}

int terminal_colors(void) {
  return has_colors_now ? COLORS : 0;
}

int terminal_has_direct_colors(void) {
  if (!has_colors_now || COLORS <= 256) return 0;
  // The capability comes as a flag, a number or a string.
  char *bits = tigetstr("RGB");
  return tigetflag("RGB") > 0 || tigetnum("RGB") > 0 || (bits != NULL && bits != (char *)-1);
}

int terminal_indexed_colors(void) {
  if (!terminal_has_direct_colors()) return COLORS < 16 ? 16 : COLORS;  // bright ones as bold: terminal_put
  int indexed = tigetnum("CO");
  return indexed > 0 ? indexed : 8;
}

int terminal_is_xterm_like(void) {
  return has_modes;
}

void terminal_size(int *width, int *height) {
  getmaxyx(stdscr, *height, *width);
}

static attr_t curses_attributes(unsigned attributes) {
  attr_t set = A_NORMAL;
  if (attributes & TERMINAL_BOLD) set |= A_BOLD;
  if (attributes & TERMINAL_DIM) set |= A_DIM;
  if (attributes & TERMINAL_ITALIC) set |= A_ITALIC;
  if (attributes & TERMINAL_UNDERLINE) set |= A_UNDERLINE;
  if (attributes & TERMINAL_REVERSE) set |= A_REVERSE;
  return set;
}

void terminal_put(
    int x, int y, const uint32_t *scalars, int length, unsigned attributes, int foreground, int background) {
  wchar_t text[CCHARW_MAX + 1] = {0};
  for (int i = 0; i < length && i < CCHARW_MAX; i++) text[i] = (wchar_t)scalars[i];
  attr_t set = curses_attributes(attributes);
  int pair = 0;
  if (has_colors_now && (foreground >= 0 || background >= 0)) {
    // A terminal of eight colours shows the bright ones as bold.
    if (COLORS < 16 && foreground >= 8) {
      foreground -= 8;
      set |= A_BOLD;
    }
    if (COLORS < 16 && background >= 8) background -= 8;
    pair = alloc_pair(foreground, background);
    if (pair < 0) pair = 0;
  }
  cchar_t cell;
  if (setcchar(&cell, text, set, 0, &pair) == OK) mvadd_wchnstr(y, x, &cell, 1);
}

void terminal_show(void) {
  refresh();
}

void terminal_redraw(void) {
  clearok(curscr, TRUE);
}

void terminal_write(const char *bytes, size_t count) {
  while (count > 0) {
    ssize_t written = write(terminal_output_fd, bytes, count);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    bytes += written;
    count -= (size_t)written;
  }
}

int terminal_cell(int x, int y, uint32_t *scalars, unsigned *attributes, int *foreground, int *background) {
  cchar_t cell;
  wchar_t text[CCHARW_MAX + 1] = {0};
  attr_t set = 0;
  short short_pair = 0;
  int pair = 0;
  if (mvin_wch(y, x, &cell) != OK || getcchar(&cell, text, &set, &short_pair, &pair) != OK) return -1;
  int count = 0;
  while (count < CCHARW_MAX && text[count] != 0) {
    scalars[count] = (uint32_t)text[count];
    count++;
  }
  *attributes = (set & A_BOLD ? TERMINAL_BOLD : 0) | (set & A_DIM ? TERMINAL_DIM : 0)
              | (set & A_ITALIC ? TERMINAL_ITALIC : 0) | (set & A_UNDERLINE ? TERMINAL_UNDERLINE : 0)
              | (set & A_REVERSE ? TERMINAL_REVERSE : 0);
  *foreground = *background = -1;
  if (pair > 0) extended_pair_content(pair, foreground, background);
  return count;
}
