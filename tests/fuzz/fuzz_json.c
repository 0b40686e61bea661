/*
 * The JSON scan: what it passes, json-c parses, and the canonical form of that is a document that
 * the scan passes too and that is its own canonical form. What it refuses has a place and a reason.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Canonical forms may be longer than what they come from ("1e15"), so this has room to spare. */
static const struct base_json_limits generous = {(size_t)64 * 1024 * 1024, 16, 512};

static void check_refused(struct base_text document, enum base_status status,
                          const struct base_json_error *error)
{
    assert(status == STATUS_MALFORMED || status == STATUS_TOO_LARGE);
    assert(error->offset <= document.length && error->message != NULL);
    assert(error->line >= 1 && error->column >= 1);
}

static void check_passed(struct base_arena *arena, struct base_text document)
{
    struct json_object *root;
    struct base_json_error error;
    assert(base_json_parse(arena, document, &base_json_limits_submission, &root, &error) ==
           STATUS_OK);
    struct base_text canonical = base_json_canonical(arena, root);
    struct base_text written = base_json_write(arena, root);
    assert(canonical.length == written.length);
    const struct base_text forms[] = {canonical, written};
    for (size_t i = 0; i < 2; i++) {
        struct json_object *again;
        assert(base_json_parse(arena, forms[i], &generous, &again, &error) == STATUS_OK);
        assert(base_text_equal(base_json_canonical(arena, again), canonical));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct base_text document = {(const char *)data, size};
    struct base_json_error error = {0};
    enum base_status status = base_json_scan(document, &base_json_limits_submission, &error);
    if (status != STATUS_OK) {
        check_refused(document, status, &error);
        return 0;
    }
    BASE_ARENA_SCOPED *arena = base_arena_new();
    check_passed(arena, document);
    return 0;
}
