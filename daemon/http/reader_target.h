/*
 * The request target: RFC 9112 section 3.2, origin and absolute form.
 */
#ifndef SURVEYD_HTTP_READER_TARGET_H
#define SURVEYD_HTTP_READER_TARGET_H

#include "http/reader.h"

/* Splits a target into path and query, and takes the host of an absolute one. NULL if it is good,
   else what is wrong with it (static). The slices point into `target`, or to static storage. */
const char *http_reader_parse_target(struct base_text target, struct http_request *request);

/* host [":" port]: a registered name, an IPv4 address, or an IPv6 address in brackets. */
bool http_reader_is_authority(struct base_text text);

#endif
