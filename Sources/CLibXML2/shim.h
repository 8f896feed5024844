#pragma once
#include <libxml/xmlversion.h>
// Without this libxml/encoding.h includes ICU's headers, which clash with Foundation's copy of them in one program.
// It hides two members of xmlCharEncodingHandler: never allocate or size that structure here.
#undef LIBXML_ICU_ENABLED
#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/relaxng.h>
#include <libxml/tree.h>

// A variable that Swift would take for one that changes.
static inline const char *chatconv_libxml2_version(void) { return xmlParserVersion; }
