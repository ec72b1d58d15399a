#include "CEnglishTagger.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

/* Embedded, not a resource bundle: the program can be copied alone, nothing is searched for at start, and the
   pages are read from the executable only when the tagger is used. */
static const unsigned char bytes[] = {
#embed "english.tagger"
};

const unsigned char *english_tagger_bytes(void) { return bytes; }
unsigned long english_tagger_byte_count(void) { return sizeof bytes; }
