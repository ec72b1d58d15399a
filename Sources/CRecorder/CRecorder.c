#include "CRecorder.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

/* Embedded, not a resource bundle: the program can be copied alone and still hand out the recorder. */
static const unsigned char bytes[] = {
#embed "txray_recorder.py"
};

const unsigned char *recorder_bytes(void) { return bytes; }
unsigned long recorder_byte_count(void) { return sizeof bytes; }
