#ifndef CTEXTWIDTH_H
#define CTEXTWIDTH_H

#include <stdint.h>

/// The columns one Unicode scalar takes on a terminal: libc's `wcwidth` under the locale of the
/// process or, where that locale does not know the scalar (the C locale knows ASCII alone), under
/// C.UTF-8. 0 for combining marks and other invisible scalars, -1 for controls and unassigned ones.
/// Safe from any thread.
int text_width_of_scalar(uint32_t scalar);

#endif
