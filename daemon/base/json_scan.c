#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"

/* A key of an object that is still open, or just being closed; its escapes are decoded. */
struct scan_key {
    uint64_t hash;
    struct base_text text;
    size_t offset;
};

struct scan {
    struct base_text document;
    const struct base_json_limits *limits;
    size_t at;
    size_t depth;

    /* The keys of all open objects, the innermost object's last. At most one per five bytes of a
       document whose size was checked before. */
    struct scan_key *keys;
    size_t key_count;
    size_t key_capacity;
    struct base_arena *decoded; /* decoded keys; made when the first key has an escape */

    enum base_status status;
    size_t error_offset;
    const char *message;
};

const struct base_json_limits base_json_limits_submission = {(size_t)256 * 1024, 16, 512};
const struct base_json_limits base_json_limits_file = {(size_t)4 * 1024 * 1024, 64, 65536};

static bool fail_as(struct scan *scan, enum base_status status, size_t offset, const char *message)
{
    scan->status = status;
    scan->error_offset = offset;
    scan->message = message;
    return false;
}

static bool fail(struct scan *scan, size_t offset, const char *message)
{
    return fail_as(scan, STATUS_MALFORMED, offset, message);
}

/* The next byte, -1 at the end. */
static int peek(const struct scan *scan)
{
    return scan->at < scan->document.length ? (unsigned char)scan->document.data[scan->at] : -1;
}

static void skip_blanks(struct scan *scan)
{
    int c = peek(scan);
    while (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
        scan->at++;
        c = peek(scan);
    }
}

static int hex_value(int c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The code unit of the four digits after "\u"; -1 if they are not there. */
static long unit_at(struct base_text text, size_t offset)
{
    if (text.length < offset + 4) {
        return -1;
    }
    long unit = 0;
    for (size_t i = offset; i < offset + 4; i++) {
        int value = hex_value((unsigned char)text.data[i]);
        if (value < 0) {
            return -1;
        }
        unit = unit << 4 | value;
    }
    return unit;
}

static bool is_high_surrogate(long unit)
{
    return unit >= 0xd800 && unit <= 0xdbff;
}
static bool is_low_surrogate(long unit)
{
    return unit >= 0xdc00 && unit <= 0xdfff;
}

/* At the backslash. */
static bool scan_escape(struct scan *scan)
{
    size_t start = scan->at;
    scan->at++;
    int c = peek(scan);
    if (c < 0) {
        return fail(scan, start, "the string does not end; a closing quote is missing");
    }
    scan->at++;
    if (c != 'u') {
        return strchr("\"\\/bfnrt", c) != NULL && c != 0
                   ? true
                   : fail(scan, start,
                          "unknown escape; allowed are \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u "
                          "with four hexadecimal digits");
    }
    long unit = unit_at(scan->document, scan->at);
    if (unit < 0) {
        return fail(scan, start, "\\u must be followed by four hexadecimal digits");
    }
    scan->at += 4;
    if (unit == 0) {
        return fail(scan, start, "the character U+0000 is not allowed in a text");
    }
    if (is_low_surrogate(unit)) {
        return fail(scan, start, "half a surrogate pair; the high half must come first");
    }
    if (is_high_surrogate(unit)) {
        bool escaped = peek(scan) == '\\' && scan->at + 1 < scan->document.length &&
                       scan->document.data[scan->at + 1] == 'u';
        if (!escaped || !is_low_surrogate(unit_at(scan->document, scan->at + 2))) {
            return fail(scan, start, "half a surrogate pair; the low half must follow");
        }
        scan->at += 6;
    }
    return true;
}

/* At the opening quote. `*ret_raw` is what stands between the quotes. */
static bool scan_string(struct scan *scan, struct base_text *ret_raw, bool *ret_escaped)
{
    size_t opening = scan->at++;
    *ret_escaped = false;
    for (;;) {
        int c = peek(scan);
        if (c < 0) {
            return fail(scan, opening, "the string does not end; a closing quote is missing");
        }
        if (c == '"') {
            break;
        }
        if (c < 0x20) {
            return fail(scan, scan->at,
                        "a control character in a string; write it as an escape such as \\n");
        }
        if (c == '\\') {
            *ret_escaped = true;
            if (!scan_escape(scan)) {
                return false;
            }
            continue;
        }
        size_t length = base_text_utf8_sequence(
            (struct base_text){scan->document.data + scan->at, scan->document.length - scan->at});
        if (length == 0) {
            return fail(scan, scan->at, "not well-formed UTF-8; save the text as UTF-8");
        }
        scan->at += length;
    }
    *ret_raw = (struct base_text){scan->document.data + opening + 1, scan->at - opening - 1};
    scan->at++;
    return true;
}

static size_t put_character(char *out, unsigned long code)
{
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    size_t length = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    for (size_t i = length - 1; i > 0; i--) {
        out[i] = (char)(0x80 | (code & 0x3f));
        code >>= 6;
    }
    static const unsigned char marks[5] = {0, 0, 0xc0, 0xe0, 0xf0};
    out[0] = (char)(marks[length] | code);
    return length;
}

/* Decodes the escapes of a string that scan_string has passed. No escape is shorter than what it
   stands for, so the raw length is room enough. */
static struct base_text decode_escapes(struct scan *scan, struct base_text raw)
{
    static const char names[] = "\"\\/bfnrt";
    static const char values[] = "\"\\/\b\f\n\r\t";
    if (scan->decoded == NULL) {
        scan->decoded = base_arena_new();
    }
    char *decoded = base_arena_alloc(scan->decoded, raw.length);
    size_t length = 0;
    for (size_t at = 0; at < raw.length;) {
        if (raw.data[at] != '\\') {
            decoded[length++] = raw.data[at++];
            continue;
        }
        char c = raw.data[at + 1];
        at += 2;
        if (c != 'u') {
            decoded[length++] = values[strchr(names, c) - names];
            continue;
        }
        unsigned long code = (unsigned long)unit_at(raw, at);
        at += 4;
        if (is_high_surrogate((long)code)) {
            unsigned long low = (unsigned long)unit_at(raw, at + 2);
            code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
            at += 6;
        }
        length += put_character(decoded + length, code);
    }
    return (struct base_text){decoded, length};
}

static uint64_t hash_of(struct base_text text)
{
    uint64_t hash = 14695981039346656037u;
    for (size_t i = 0; i < text.length; i++) {
        hash = (hash ^ (unsigned char)text.data[i]) * 1099511628211u;
    }
    return hash;
}

static void remember_key(struct scan *scan, struct base_text text, size_t offset)
{
    if (scan->key_count == scan->key_capacity) {
        size_t capacity = scan->key_capacity == 0 ? 64 : scan->key_capacity * 2;
        struct scan_key *keys = reallocarray(scan->keys, capacity, sizeof(*keys));
        if (keys == NULL) {
            abort();
        }
        scan->keys = keys;
        scan->key_capacity = capacity;
    }
    scan->keys[scan->key_count++] = (struct scan_key){hash_of(text), text, offset};
}

static int compare_texts(const struct scan_key *a, const struct scan_key *b)
{
    if (a->hash != b->hash) {
        return a->hash < b->hash ? -1 : 1;
    }
    if (a->text.length != b->text.length) {
        return a->text.length < b->text.length ? -1 : 1;
    }
    return a->text.length == 0 ? 0 : memcmp(a->text.data, b->text.data, a->text.length);
}

static int compare_keys(const void *left, const void *right)
{
    const struct scan_key *a = left;
    const struct scan_key *b = right;
    int order = compare_texts(a, b);
    return order != 0 ? order : (a->offset > b->offset) - (a->offset < b->offset);
}

/* Sorting instead of a hash table: keys chosen to collide cannot make it slow. */
static bool forget_keys(struct scan *scan, size_t first)
{
    size_t count = scan->key_count - first;
    scan->key_count = first;
    if (count < 2) {
        return true;
    }
    struct scan_key *keys = scan->keys + first;
    qsort(keys, count, sizeof(*keys), compare_keys);
    size_t doubled = SIZE_MAX;
    for (size_t i = 1; i < count; i++) {
        if (compare_texts(&keys[i - 1], &keys[i]) == 0 && keys[i].offset < doubled) {
            doubled = keys[i].offset;
        }
    }
    return doubled == SIZE_MAX ||
           fail(scan, doubled, "this key is in the object already; each key may stand there once");
}

static size_t scan_digits(struct scan *scan)
{
    size_t start = scan->at;
    while (peek(scan) >= '0' && peek(scan) <= '9') {
        scan->at++;
    }
    return scan->at - start;
}

static bool scan_number_grammar(struct scan *scan, bool *ret_whole)
{
    size_t start = scan->at;
    if (peek(scan) == '-') {
        scan->at++;
    }
    bool zero = peek(scan) == '0';
    size_t digits = scan_digits(scan);
    if (digits == 0) {
        return fail(scan, start, "a minus sign must be followed by a digit");
    }
    if (zero && digits > 1) {
        return fail(scan, start, "a number must not start with a needless zero");
    }
    *ret_whole = true;
    if (peek(scan) == '.') {
        scan->at++;
        *ret_whole = false;
        if (scan_digits(scan) == 0) {
            return fail(scan, start, "a decimal point must be followed by a digit");
        }
    }
    if (peek(scan) == 'e' || peek(scan) == 'E') {
        scan->at++;
        *ret_whole = false;
        if (peek(scan) == '+' || peek(scan) == '-') {
            scan->at++;
        }
        if (scan_digits(scan) == 0) {
            return fail(scan, start, "an exponent must have a digit");
        }
    }
    return true;
}

static bool scan_number(struct scan *scan)
{
    size_t start = scan->at;
    bool whole;
    if (!scan_number_grammar(scan, &whole)) {
        return false;
    }
    struct base_text numeral = {scan->document.data + start, scan->at - start};
    int64_t integer;
    double number;
    if (whole) {
        return base_text_integer(numeral, &integer) ||
               fail(scan, start, "the integer does not fit into 64 bits");
    }
    return base_text_number(numeral, &number) ||
           fail(scan, start, "the number is too large for a double");
}

static bool scan_word(struct scan *scan)
{
    static const struct base_text words[] = {BASE_TEXT("true"), BASE_TEXT("false"),
                                             BASE_TEXT("null")};
    struct base_text rest = {scan->document.data + scan->at, scan->document.length - scan->at};
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (base_text_starts_with(rest, words[i])) {
            scan->at += words[i].length;
            return true;
        }
    }
    if (peek(scan) == -1) {
        return fail(scan, scan->at, "the document ends where a value should be");
    }
    if (base_text_starts_with(rest, BASE_TEXT("\xef\xbb\xbf"))) {
        return fail(scan, scan->at, "a byte order mark; save the text as UTF-8 without one");
    }
    return fail(scan, scan->at,
                "a value should be here: an object, an array, a string in double quotes, a "
                "number, true, false or null");
}

static bool scan_value(struct scan *scan);

static bool enter(struct scan *scan)
{
    if (scan->depth == scan->limits->depth) {
        return fail_as(scan, STATUS_TOO_LARGE, scan->at, "nested too deeply");
    }
    scan->depth++;
    scan->at++;
    skip_blanks(scan);
    return true;
}

/* After an element: at a comma goes on to the next element, at `closing` ends. */
static bool scan_next(struct scan *scan, int closing, const char *message, bool *ret_more)
{
    skip_blanks(scan);
    int c = peek(scan);
    if (c != ',' && c != closing) {
        return fail(scan, scan->at, message);
    }
    scan->at++;
    *ret_more = c == ',';
    if (*ret_more) {
        skip_blanks(scan);
        if (peek(scan) == closing) {
            return fail(scan, scan->at, "nothing follows the comma; take the comma out");
        }
    }
    return true;
}

static bool scan_array(struct scan *scan)
{
    if (!enter(scan)) {
        return false;
    }
    bool more = peek(scan) != ']';
    if (!more) {
        scan->at++;
    }
    for (size_t count = 0; more; count++) {
        if (count == scan->limits->members) {
            return fail_as(scan, STATUS_TOO_LARGE, scan->at, "the array has too many elements");
        }
        if (!scan_value(scan) ||
            !scan_next(scan, ']', "after an element, a comma or ] should be here", &more)) {
            return false;
        }
    }
    scan->depth--;
    return true;
}

static bool scan_member(struct scan *scan)
{
    if (peek(scan) != '"') {
        return fail(scan, scan->at, "a key should be here: a string in double quotes");
    }
    size_t offset = scan->at;
    struct base_text key;
    bool escaped;
    if (!scan_string(scan, &key, &escaped)) {
        return false;
    }
    remember_key(scan, escaped ? decode_escapes(scan, key) : key, offset);
    skip_blanks(scan);
    if (peek(scan) != ':') {
        return fail(scan, scan->at, "after a key, a colon should be here");
    }
    scan->at++;
    skip_blanks(scan);
    return scan_value(scan);
}

static bool scan_object(struct scan *scan)
{
    if (!enter(scan)) {
        return false;
    }
    size_t first_key = scan->key_count;
    bool more = peek(scan) != '}';
    if (!more) {
        scan->at++;
    }
    for (size_t count = 0; more; count++) {
        if (count == scan->limits->members) {
            return fail_as(scan, STATUS_TOO_LARGE, scan->at, "the object has too many members");
        }
        if (!scan_member(scan) ||
            !scan_next(scan, '}', "after a member, a comma or } should be here", &more)) {
            return false;
        }
    }
    scan->depth--;
    return forget_keys(scan, first_key);
}

static bool scan_value(struct scan *scan)
{
    int c = peek(scan);
    if (c == '{') {
        return scan_object(scan);
    }
    if (c == '[') {
        return scan_array(scan);
    }
    if (c == '"') {
        struct base_text raw;
        bool escaped;
        return scan_string(scan, &raw, &escaped);
    }
    if (c == '-' || (c >= '0' && c <= '9')) {
        return scan_number(scan);
    }
    return scan_word(scan);
}

static bool scan_document(struct scan *scan)
{
    if (scan->document.length > scan->limits->bytes) {
        return fail_as(scan, STATUS_TOO_LARGE, scan->limits->bytes, "the document is too long");
    }
    skip_blanks(scan);
    if (!scan_value(scan)) {
        return false;
    }
    skip_blanks(scan);
    return scan->at == scan->document.length ||
           fail(scan, scan->at, "nothing but blanks may follow the end of the document");
}

enum base_status base_json_scan(struct base_text document, const struct base_json_limits *limits,
                                struct base_json_error *reterr)
{
    struct scan scan = {.document = document, .limits = limits, .status = STATUS_OK};
    bool passed = scan_document(&scan);
    free(scan.keys);
    base_arena_free(scan.decoded);
    if (passed) {
        return STATUS_OK;
    }
    if (reterr != NULL) {
        *reterr = (struct base_json_error){
            .offset = scan.error_offset, .line = 1, .column = 1, .message = scan.message};
        for (size_t i = 0; i < scan.error_offset; i++) {
            bool newline = document.data[i] == '\n';
            reterr->line += newline;
            reterr->column = newline ? 1 : reterr->column + 1;
        }
    }
    return scan.status;
}
