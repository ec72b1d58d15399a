#ifndef TXRAY_CNCURSES_H
#define TXRAY_CNCURSES_H
#define NCURSES_WIDECHAR 1
#include <curses.h>
#endif
