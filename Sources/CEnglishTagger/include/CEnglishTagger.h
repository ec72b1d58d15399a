#ifndef TXRAY_CENGLISHTAGGER_H
#define TXRAY_CENGLISHTAGGER_H

/* The weights of the English tagger (english.tagger), as they stand on disk. */
const unsigned char *english_tagger_bytes(void);
unsigned long english_tagger_byte_count(void);

#endif
