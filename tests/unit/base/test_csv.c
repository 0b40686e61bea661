#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/csv.h"

/* Reads everything into one string: fields in [brackets], records ended by "|". */
static enum base_status read_all(struct base_arena *arena, struct base_text text, char separator,
                                 const struct base_csv_limits *limits, const char **ret_seen,
                                 struct base_csv_error *reterr)
{
    struct base_csv_reader reader;
    struct base_csv_record record;
    struct base_buffer seen;
    enum base_status status;

    base_buffer_init(&seen, arena);
    base_csv_reader_init(&reader, arena, text, separator, limits);
    while ((status = base_csv_next(&reader, &record, reterr)) == STATUS_OK && record.count > 0) {
        for (size_t i = 0; i < record.count; i++)
            base_buffer_format(&seen, "[%.*s]", (int)record.fields[i].length,
                               record.fields[i].length > 0 ? record.fields[i].data : "");
        base_buffer_string(&seen, "|");
    }
    *ret_seen = seen.length > 0 ? seen.data : "";
    if (status != STATUS_OK) {
        struct base_csv_error again;
        assert_int_equal(base_csv_next(&reader, &record, &again), status);
        assert_int_equal(again.line, reterr->line);
        assert_string_equal(again.message, reterr->message);
    }
    return status;
}

static void reads_what_rfc_4180_allows(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *seen;
    } cases[] = {
        {"", ""},
        {"a", "[a]|"},
        {"a\n", "[a]|"},
        {"a\r\n", "[a]|"},
        {"a,b\r\nc,d\r\n", "[a][b]|[c][d]|"},
        {"a,b\nc,d", "[a][b]|[c][d]|"},
        {"a,b\r\nc,d\ne,f", "[a][b]|[c][d]|[e][f]|"},
        {"a,\n,b\n", "[a][]|[][b]|"},
        {"a,", "[a][]|"},
        {",", "[][]|"},
        {"\n", "[]|"},
        {"\"\"\n", "[]|"},
        {"\"\"", "[]|"},
        {"x\n\ny\n", "[x]|[]|[y]|"},
        {"\"a,b\",c\n", "[a,b][c]|"},
        {"\"a \"\"b\"\"\"\n", "[a \"b\"]|"},
        {"\"\"\"\"\n", "[\"]|"},
        {"\"a\r\nb\",c\n", "[a\r\nb][c]|"},
        {" a ,\" b \"\n", "[ a ][ b ]|"},
        {"\xef\xbb\xbfkey,organisation\n", "[key][organisation]|"},
        {"\xef\xbb\xbf\"key\"\n", "[key]|"},
        {"\xef\xbb\xbf", ""},
        {"\xc3\xa5,\xf0\x9f\x9a\x80\n", "[\xc3\xa5][\xf0\x9f\x9a\x80]|"},
        {"a;b,c;d\n", "[a;b][c;d]|"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        BASE_ARENA_SCOPED *arena = base_arena_new();
        struct base_csv_error error = {0};
        const char *seen;
        assert_int_equal(read_all(arena, base_text_of(cases[i].text), ',', &base_csv_limits_table,
                                  &seen, &error),
                         STATUS_OK);
        assert_string_equal(seen, cases[i].seen);
    }
}

static void refuses_the_rest_with_its_place(void **state)
{
    (void)state;
    static const struct {
        struct base_text text;
        size_t line;
        size_t field;
        const char *part; /* of the message */
    } cases[] = {
        {BASE_TEXT("a,b\nc\n"), 2, 0, "fewer"},
        {BASE_TEXT("a,b\n\nc,d\n"), 2, 0, "empty"},
        {BASE_TEXT("a,b\nc,d,e\n"), 2, 0, "more"},
        {BASE_TEXT("a,b\nc,d\"e\n"), 2, 2, "inside"},
        {BASE_TEXT("a,b\nc,\"d\"e\n"), 2, 2, "after the closing quote"},
        {BASE_TEXT("a,b\nc,\"d\" \n"), 2, 2, "after the closing quote"},
        {BASE_TEXT("a,b\nc,\"d\n\n\n"), 2, 2, "never closed"},
        {BASE_TEXT("\""), 1, 1, "never closed"},
        {BASE_TEXT("\"\"\""), 1, 1, "never closed"},
        {BASE_TEXT("a\rb\n"), 1, 1, "carriage return"},
        {BASE_TEXT("a\r"), 1, 1, "carriage return"},
        {BASE_TEXT("\"a\"\rb"), 1, 1, "carriage return"},
        {BASE_TEXT("\"a\nb\",c\nd\xe5,e\n"), 3, 1, "UTF-8"},
        {BASE_TEXT("a,\xc0\xaf\n"), 1, 2, "UTF-8"},
        {BASE_TEXT("a,b\0c\n"), 1, 2, "NUL"},
        {BASE_TEXT("a,\"b\0\"\n"), 1, 2, "NUL"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        BASE_ARENA_SCOPED *arena = base_arena_new();
        struct base_csv_error error = {0};
        const char *seen;
        assert_int_equal(read_all(arena, cases[i].text, ',', &base_csv_limits_table, &seen, &error),
                         STATUS_MALFORMED);
        assert_int_equal(error.line, cases[i].line);
        assert_int_equal(error.field, cases[i].field);
        assert_non_null(strstr(error.message, cases[i].part));
    }
}

static void keeps_to_every_limit(void **state)
{
    (void)state;
    const struct base_csv_limits limits = {
        .bytes = 40, .records = 3, .fields = 3, .field_bytes = 5};
    static const struct {
        const char *text;
        enum base_status status;
        size_t line;
    } cases[] = {
        {"a\nb\nc\n", STATUS_OK, 0},
        {"a\nb\nc\nd\n", STATUS_TOO_LARGE, 4},
        {"a,b,c\n", STATUS_OK, 0},
        {"a,b,c,d\n", STATUS_TOO_LARGE, 1},
        {"12345\n", STATUS_OK, 0},
        {"123456\n", STATUS_TOO_LARGE, 1},
        {"\"1234\"\"\"\n", STATUS_OK, 0},
        {"\"12345\"\"\"\n", STATUS_TOO_LARGE, 1},
        {"12345,12345,12345\n12345,12345,12345\n1234", STATUS_MALFORMED, 3},
        {"12345,12345,12345\n12345,12345,12345\n12345", STATUS_TOO_LARGE, 1},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        BASE_ARENA_SCOPED *arena = base_arena_new();
        struct base_csv_error error = {0};
        const char *seen;
        assert_int_equal(read_all(arena, base_text_of(cases[i].text), ',', &limits, &seen, &error),
                         cases[i].status);
        assert_int_equal(error.line, cases[i].line);
    }
}

static void takes_another_separator(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct base_csv_error error;
    const char *seen;
    assert_int_equal(read_all(arena, BASE_TEXT("a;b,c\r\n\"d;e\";f\r\n"), ';',
                              &base_csv_limits_table, &seen, &error),
                     STATUS_OK);
    assert_string_equal(seen, "[a][b,c]|[d;e][f]|");
}

static void grows_beyond_the_first_fields(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct base_buffer text;
    base_buffer_init(&text, arena);
    for (int i = 0; i < 100; i++)
        base_buffer_format(&text, "%s%d", i > 0 ? "," : "", i);
    struct base_csv_reader reader;
    struct base_csv_record record;
    struct base_csv_error error;
    base_csv_reader_init(&reader, arena, base_buffer_view(&text), ',', &base_csv_limits_table);
    assert_int_equal(base_csv_next(&reader, &record, &error), STATUS_OK);
    assert_int_equal(record.count, 100);
    assert_true(base_text_equal_string(record.fields[0], "0"));
    assert_true(base_text_equal_string(record.fields[99], "99"));
    assert_int_equal(record.line, 1);
}

static void tells_the_line_on_which_a_record_begins(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct base_csv_reader reader;
    struct base_csv_record record;
    struct base_csv_error error;
    base_csv_reader_init(&reader, arena, BASE_TEXT("a,b\r\n\"c\r\nd\",e\r\nf,g\r\n"), ',',
                         &base_csv_limits_table);
    static const size_t lines[] = {1, 2, 4};
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(base_csv_next(&reader, &record, &error), STATUS_OK);
        assert_int_equal(record.count, 2);
        assert_int_equal(record.line, lines[i]);
    }
    assert_int_equal(base_csv_next(&reader, &record, &error), STATUS_OK);
    assert_int_equal(record.count, 0);
}

/* Every line that is wrong is told, and those after it are read. */
static void goes_on_with_the_next_line(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    static const struct base_csv_limits limits = {1000, 100, 3, 8};
    struct base_text text = BASE_TEXT("a,b\n"
                                      "1\n"           /* 2: too few */
                                      "1,2,3\n"       /* 3: too many */
                                      "1,x\"y\n"      /* 4: a quote inside */
                                      "\"x\"y,1\n"    /* 5: text after a quote */
                                      "\"x\"y\n"      /* 6: the same as the last field */
                                      "1,\xff\n"      /* 7: no UTF-8 */
                                      "1,234567890\n" /* 8: too long */
                                      "1,2\r3,4\r\n"  /* 9: a lone carriage return */
                                      "1,2,3,4,5\n"   /* 10: too many for any line */
                                      "good,1\n"
                                      "\"1\n2\n\"x,2\n" /* 12 to 14: text after a quote */
                                      "1,\"never closed\n1,2\n");
    static const size_t lines[] = {2, 3, 4, 5, 6, 7, 8, 9, 10, 14, 15};
    struct base_csv_reader reader;
    struct base_csv_record record;
    struct base_csv_error error;
    size_t wrong = 0, good = 0;
    base_csv_reader_init(&reader, arena, text, ',', &limits);
    assert_false(base_csv_skip(&reader));
    for (;;) {
        if (base_csv_next(&reader, &record, &error) != STATUS_OK) {
            assert_true(wrong < sizeof(lines) / sizeof(lines[0]));
            assert_int_equal(error.line, lines[wrong++]);
            assert_true(base_csv_skip(&reader));
            assert_false(base_csv_skip(&reader));
            continue;
        }
        if (record.count == 0)
            break;
        good += record.line == 1 || record.line == 11;
        assert_int_equal(record.count, 2);
    }
    assert_int_equal(wrong, sizeof(lines) / sizeof(lines[0]));
    assert_int_equal(good, 2);
}

static void writes_what_it_reads(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const struct base_text fields[] = {BASE_TEXT("plain"),  BASE_TEXT(""),        BASE_TEXT("a,b"),
                                       BASE_TEXT("a;b"),    BASE_TEXT("\"x\""),   BASE_TEXT("l\nm"),
                                       BASE_TEXT("l\r\nm"), BASE_TEXT(" blank"),  BASE_TEXT("\""),
                                       BASE_TEXT("blank "), BASE_TEXT("\xc3\xa5")};
    const size_t count = sizeof(fields) / sizeof(fields[0]);
    struct base_buffer buffer;
    base_buffer_init(&buffer, arena);
    base_csv_add_record(&buffer, fields, count);
    assert_string_equal(buffer.data,
                        "plain,,\"a,b\",\"a;b\",\"\"\"x\"\"\",\"l\nm\",\"l\r\nm\",\" blank\","
                        "\"\"\"\",\"blank \",\xc3\xa5\r\n");
    struct base_csv_reader reader;
    struct base_csv_record record;
    struct base_csv_error error;
    base_csv_reader_init(&reader, arena, base_buffer_view(&buffer), ',', &base_csv_limits_table);
    assert_int_equal(base_csv_next(&reader, &record, &error), STATUS_OK);
    assert_int_equal(record.count, count);
    for (size_t i = 0; i < count; i++)
        assert_true(base_text_equal(record.fields[i], fields[i]));
}

static void a_byte_order_mark_in_a_field_stays(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct base_buffer buffer;
    base_buffer_init(&buffer, arena);
    base_csv_add_record(&buffer, &BASE_TEXT("\xef\xbb\xbfkey"), 1);
    struct base_csv_reader reader;
    struct base_csv_record record;
    struct base_csv_error error;
    base_csv_reader_init(&reader, arena, base_buffer_view(&buffer), ',', &base_csv_limits_table);
    assert_int_equal(base_csv_next(&reader, &record, &error), STATUS_OK);
    assert_true(base_text_equal_string(record.fields[0], "\xef\xbb\xbfkey"));
}

static void an_empty_only_field_does_not_vanish(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct base_buffer buffer;
    base_buffer_init(&buffer, arena);
    base_csv_add_record(&buffer, &BASE_TEXT(""), 1);
    assert_string_equal(buffer.data, "\"\"\r\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_what_rfc_4180_allows),
        cmocka_unit_test(refuses_the_rest_with_its_place),
        cmocka_unit_test(keeps_to_every_limit),
        cmocka_unit_test(takes_another_separator),
        cmocka_unit_test(grows_beyond_the_first_fields),
        cmocka_unit_test(tells_the_line_on_which_a_record_begins),
        cmocka_unit_test(goes_on_with_the_next_line),
        cmocka_unit_test(writes_what_it_reads),
        cmocka_unit_test(a_byte_order_mark_in_a_field_stays),
        cmocka_unit_test(an_empty_only_field_does_not_vanish),
    };
    return cmocka_run_group_tests_name("base.csv", tests, NULL, NULL);
}
