/*
 * JSON: a strict scan of what comes from outside, then json-c.
 *
 * json-c accepts much that RFC 8259 does not (duplicate keys, NaN, saturated integers, overlong
 * UTF-8, NUL in keys), so nothing from outside reaches it before base_json_scan has passed it.
 */
#ifndef SURVEYD_BASE_JSON_H
#define SURVEYD_BASE_JSON_H

#include <json-c/json.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"

struct base_json_limits {
    size_t bytes;   /* of the whole document */
    size_t depth;   /* of nested arrays and objects */
    size_t members; /* of one object, and elements of one array */
};

/* A submission: 256 KiB, depth 16, 512 members. A file of a programme: 4 MiB, depth 64, 65,536. */
extern const struct base_json_limits base_json_limits_submission;
extern const struct base_json_limits base_json_limits_file;

/* Where and why a document was refused. `line` and `column` count from 1, `column` in bytes. */
struct base_json_error {
    size_t offset;
    size_t line;
    size_t column;
    const char *message; /* static storage: what is wrong, and what would be right */
};

/* STATUS_OK if `document` is one RFC 8259 value in well-formed UTF-8, within the limits, without
   duplicate keys, without U+0000 in a string, with every number finite as a double and every
   integer (no fraction, no exponent) within int64_t; STATUS_TOO_LARGE over a limit, else
   STATUS_MALFORMED. Pure; `reterr` is written only on failure. */
BASE_MUST_CHECK enum base_status base_json_scan(struct base_text document,
                                                const struct base_json_limits *limits,
                                                struct base_json_error *reterr);

/* Scans, then parses. `*ret_root` is owned by the arena (put when it is freed). A document `null`
   is STATUS_OK with `*ret_root` NULL, as json-c represents it. */
BASE_MUST_CHECK enum base_status base_json_parse(struct base_arena *arena,
                                                 struct base_text document,
                                                 const struct base_json_limits *limits,
                                                 struct json_object **ret_root,
                                                 struct base_json_error *reterr);

/* Hands a json-c object's reference to the arena, and returns the object. */
struct json_object *base_json_own(struct base_arena *arena, struct json_object *object);

/* The member `key` of an object; NULL if it is no object, or has no such member, or it is null. */
struct json_object *base_json_get(struct json_object *object, const char *key);

/* The string as a slice valid while the object lives; data NULL if `object` is no string. */
struct base_text base_json_text(struct json_object *object);

/* A new number that is written as the shortest numeral that reads back the same; a number with an
   integral value below 2^53 is written without fraction. The caller owns the reference. */
struct json_object *base_json_number(double value);

/* One line of JSON, keys in the order of insertion; on the arena. */
struct base_text base_json_write(struct base_arena *arena, struct json_object *object);

/* One line of JSON with the keys of every object in ascending byte order and integral numbers
   written without fraction: equal values give equal bytes. Used for digests and versions. */
struct base_text base_json_canonical(struct base_arena *arena, struct json_object *object);

/* Appends the RFC 6901 pointer `parent`/`token` ("~" and "/" escaped); on the arena. */
const char *base_json_pointer(struct base_arena *arena, const char *parent, const char *token);
const char *base_json_pointer_index(struct base_arena *arena, const char *parent, size_t index);

#endif
