// wcwidth is hidden from Swift (it needs _XOPEN_SOURCE), so it is reached through here.
#define _GNU_SOURCE
#include "CTextWidth.h"

#include <locale.h>
#include <pthread.h>
#include <wchar.h>

static locale_t utf8_locale = (locale_t)0;
static pthread_once_t utf8_once = PTHREAD_ONCE_INIT;

static void open_utf8_locale(void) {
  utf8_locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
}

int text_width_of_scalar(uint32_t scalar) {
  int width = wcwidth((wchar_t)scalar);
  if (width >= 0) return width;
  pthread_once(&utf8_once, open_utf8_locale);
  if (utf8_locale == (locale_t)0) return -1;
  locale_t before = uselocale(utf8_locale);
  width = wcwidth((wchar_t)scalar);
  uselocale(before);
  return width;
}
