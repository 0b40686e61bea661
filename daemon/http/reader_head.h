/*
 * The head of a request: what its lines mean, once reader.c has cut them.
 */
#ifndef SURVEYD_HTTP_READER_HEAD_H
#define SURVEYD_HTTP_READER_HEAD_H

#include "http/reader.h"

#define HTTP_READER_METHOD_BYTES 16
#define HTTP_READER_VERSION_BYTES 8

/* Notes what to answer; always false, so that a check can end with it. `reason` is static. */
bool http_reader_refuse(struct http_reader *reader, int status, const char *reason);

/* Each takes a line without its CRLF, and is false after http_reader_refuse. */
bool http_reader_request_line(struct http_reader *reader, struct base_text line);
bool http_reader_field_line(struct http_reader *reader, struct base_text line);

/* Checks a trailer field as strictly as any other, and drops it. */
bool http_reader_trailer_line(struct http_reader *reader, struct base_text line);

/* After the last field: Host, the framing of the body, Connection, Expect.
   `*ret_expects_continue` says whether the client waits for "100 Continue". */
bool http_reader_end_of_head(struct http_reader *reader, bool *ret_expects_continue);

#endif
