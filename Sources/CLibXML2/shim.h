#pragma once
#include <libxml/parser.h>
#include <libxml/xmlversion.h>
