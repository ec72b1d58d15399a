// Terminal types that the program itself describes, for servers whose terminfo doesn't.

#include "terminal.h"

#include <stdlib.h>
#include <string.h>

/// A terminal type and its compiled entry, in the form that TERMINFO may have in place of a folder (`b64:...`, see
/// infocmp -Q2).
struct terminal_description {
  const char *name;
  const char *entry;
};

/// Ends in a description without a name. `.ci/portable` links them in; other builds have none.
extern const struct terminal_description terminal_descriptions[] __attribute__((weak));

/// The user's own TERMINFO while another is in force.
static char *own_terminfo = NULL;

int terminal_describe(const char *type) {
  if (&terminal_descriptions[0] == NULL) return 0;
  for (const struct terminal_description *known = terminal_descriptions; known->name != NULL; known++) {
    if (strcmp(known->name, type) != 0) continue;
    const char *before = getenv("TERMINFO");
    own_terminfo = before == NULL ? NULL : strdup(before);
    return setenv("TERMINFO", known->entry, 1) == 0;
  }
  return 0;
}

void terminal_undescribe(void) {
  if (own_terminfo == NULL) {
    unsetenv("TERMINFO");
  } else {
    setenv("TERMINFO", own_terminfo, 1);
  }
  free(own_terminfo);
  own_terminfo = NULL;
}
