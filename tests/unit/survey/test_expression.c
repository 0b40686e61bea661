#include "fixture.h"

#include <string.h>

#include "survey/expression.h"

static const char answers_text[] =
    "{'yes': true, 'no': false, 'one': 1, 'five': 5, 'half': 2.5, 'zero': 0, 'minus': -3,"
    " 'five_text': '5', 'comma': '3,5', 'leading': '05', 'true_text': 'true', 'word': 'Gnosjö',"
    " 'hexadecimal': '0x1F', 'padded': ' ab ', 'long_number': '1234567890123456',"
    " 'blank': '', 'space': ' ', 'list': ['a', 'b', 3], 'empty_list': [], 'null': null,"
    " 'nested': {'row': 4, 'text': 'x', 'deep': {'now': 2, 'then': 1}}, 'hollow': {'a': ''},"
    " 'date': '2026-11-20', 'sentence': 'The quick Brown fox', 'numbers': [1, 2, 3],"
    " 'texts': ['1', '2'], 'single': ['a'], 'upper': 'ÅSA', 'actor_type': 'company'}";

/* Conditions and whether they hold on the answers above. */
static const struct {
    const char *source;
    bool holds;
} cases[] = {
    /* equality of texts */
    {"{word} = 'Gnosjö'", true},
    {"{word} == 'gnosjö'", true},
    {"{word} = 'GNOSJÖ'", true},
    {"{word} = ' Gnosjö '", true},
    {"{word} = 'Gnosj'", false},
    {"{word} != 'Gnosjö'", false},
    {"{word} <> 'other'", true},
    {"{upper} = 'åsa'", true},
    {"{word} = \"Gnosjö\"", true},
    {"'a' = 'A'", true},
    {"'a' = 'b'", false},
    /* numbers and numerals */
    {"{five} = 5", true},
    {"{five} = '5'", true},
    {"{five} = 5.0", true},
    {"{five} = '5.0'", true},
    {"{five} = ' 5 '", true},
    {"{five_text} = 5", true},
    {"{five_text} = '5'", true},
    {"{five_text} > 4", true},
    {"{five_text} < 10", true},
    {"{five_text} < '10'", true},
    {"{half} = 2.5", true},
    {"{half} = '2.5'", true},
    {"{half} < '3.'", true},
    {"{half} > '.5'", true},
    {"{half} > '.'", false},
    {"{half} < '0x10'", true},
    {"{half} < '0x'", false},
    {"{hexadecimal} = 31", true},
    {"{padded} = 'ab'", true},
    {"{padded} contains 'b '", false},
    {"{long_number} = 1234567890123456", true},
    {"{long_number} > '1'", true},
    {"{long_number} < '9'", true}, /* an identifier, so compared as a text */
    {"{comma} = 3.5", true},
    {"{comma} > 3", true},
    {"{leading} = 5", true},
    {"{leading} = '05'", true},
    {"{leading} = '5'", false},
    {"{minus} = -3", true},
    {"{minus} < 0", true},
    {"{zero} = 0", true},
    {"{zero} = ''", false},
    {"{zero} = false", true},
    {"{one} = true", true},
    {"{five} = true", false},
    {"{five} != 4", true},
    {"{five} != '5'", false},
    {"1 = 1", true},
    {"1 = 2", false},
    {"1e2 = 100", true},
    /* order */
    {"{five} > 4", true},
    {"{five} > 5", false},
    {"{five} >= 5", true},
    {"{five} <= 5", true},
    {"{five} < 5", false},
    {"{five} <= 4", false},
    {"{five} >= 6", false},
    {"{date} < '2026-12-01'", true},
    {"{date} >= '2026-11-20'", true},
    {"{date} > '2026-11-20'", false},
    {"'b' > 'a'", true},
    {"'a' < 'ab'", true},
    {"{word} > 5", false},
    {"{word} < 5", false},
    {"{word} <= 5", false},
    {"{list} > 1", false},
    /* no answer */
    {"{nothing} = 1", false},
    {"{nothing} = ''", true},
    {"{nothing} = 0", false},
    {"{nothing} = false", false},
    {"{nothing} != 1", true},
    {"{nothing} > 0", false},
    {"{nothing} < 1", false},
    {"{nothing} <= 1", false},
    {"{nothing} >= {missing}", true},
    {"{nothing} = {missing}", true},
    {"{null} = 1", false},
    {"{null} empty", true},
    {"{nothing} contains 'a'", false},
    {"{nothing} notcontains 'a'", true},
    {"{nothing} anyof ['a']", false},
    {"{nothing} allof ['a']", false},
    {"{nothing} anyof []", true},
    /* booleans */
    {"{yes} = true", true},
    {"{yes} = 'true'", true},
    {"{yes} = TRUE", true},
    {"{yes} = false", false},
    {"{no} = false", true},
    {"{no} = 'False'", true},
    {"{no} != true", true},
    {"{true_text} = true", true},
    {"{true_text} = 'true'", true},
    {"{yes} = 1", true},
    {"{no} = 0", true},
    {"{yes}", true},
    {"{no}", false},
    {"{one}", true},
    {"{five}", false},
    {"{word}", false},
    {"{nothing}", false},
    {"true", true},
    {"false", false},
    /* empty */
    {"{blank} empty", true},
    {"{space} empty", true}, /* blanks will not be kept */
    {"{empty_list} empty", true},
    {"{hollow} empty", true},
    {"{nested} empty", false},
    {"{zero} empty", false},
    {"{no} empty", false},
    {"{nothing} notempty", false},
    {"{word} notempty", true},
    {"{zero} notempty", true},
    {"{list} NOTEMPTY", true},
    /* references into matrices */
    {"{nested.row} = 4", true},
    {"{nested.row} > 4", false},
    {"{nested.text} = 'x'", true},
    {"{nested.deep.now} > {nested.deep.then}", true},
    {"{nested.deep.now} = 2", true},
    {"{nested.absent} empty", true},
    {"{word.row} empty", true},
    {"{ five } = 5", true},
    {"{actor_type} = 'company'", true},
    /* contains */
    {"{list} contains 'a'", true},
    {"{list} contains 'A'", true},
    {"{list} contains 'c'", false},
    {"{list} contains 3", true},
    {"{list} contains '3'", true},
    {"{list} contains ['a', 'b']", true},
    {"{list} contains ['a', 'c']", false},
    {"{list} notcontains 'c'", true},
    {"{list} notcontains 'a'", false},
    {"{list} notcontains ['a', 'c']", true},
    {"{sentence} contains 'quick brown'", true},
    {"{sentence} contains 'slow'", false},
    {"{sentence} notcontains 'slow'", true},
    {"{sentence} notcontains 'FOX'", false},
    {"{upper} contains 'å'", true},
    {"{five} contains 5", true},
    {"{empty_list} contains 'a'", false},
    {"{empty_list} notcontains 'a'", true},
    {"{nested} contains 'x'", false},
    /* anyof, allof */
    {"{list} anyof ['x', 'b']", true},
    {"{list} anyof ['x', 'y']", false},
    {"{list} anyof []", true},
    {"{empty_list} anyof ['a']", false},
    {"{word} anyof ['gnosjö', 'värnamo']", true},
    {"{word} anyof ['värnamo']", false},
    {"{five} anyof [1, 5]", true},
    {"{five_text} anyof [1, 5]", true},
    {"{list} anyof 'b'", true},
    {"{list} allof ['a', 'b']", true},
    {"{list} allof ['a', 'b', '3']", true},
    {"{list} allof ['a', 'x']", false},
    {"{single} allof ['a', 'b']", false},
    {"{numbers} allof ['1', '2']", true},
    {"{texts} anyof [2]", true},
    /* equality of lists, in any order */
    {"{list} = ['b', 3, 'a']", true},
    {"{list} = ['a', 'b']", false},
    {"{list} != ['a', 'b']", true},
    {"{texts} = [2, 1]", true},
    {"{single} = 'a'", false},
    {"{nested.deep} = {nested.deep}", true},
    {"{nested} = {nested.deep}", false},
    /* and, or, not */
    {"{yes} = true and {five} = 5", true},
    {"{yes} = true and {five} = 4", false},
    {"{yes} = false or {five} = 5", true},
    {"{yes} = false or {five} = 4", false},
    {"{no} = true and {no} = true or {yes} = true", true},
    {"{yes} = true or {no} = true and {no} = true", true},
    {"({yes} = true or {no} = true) and {no} = true", false},
    {"{yes} AND {one}", true},
    {"{yes} and {no} or {yes}", true},
    {"{one}=1 and {five}=5 and {half}=2.5 and {zero}=0", true},
    {"{one}=1 and {five}=5 and {half}=2.5 and {zero}=1", false},
    {"{one}=0 or {five}=0 or {half}=0 or {zero}=0", true},
    {"not ({five} = 5)", false},
    {"not {five} = 4", true},
    {"not {five} = 4 and {yes}", true},
    {"not {five} = 5 or {yes}", true},
    {"!({five} = 4)", true},
    {"! ({five} = 5)", false},
    {"!({five} = 5) and {no}", false},
    {"!({five} = 5) or {yes}", true},
    {"!{no}", true},
    {"!{yes}", false},
    {"!{nothing} empty", false},
    {"not not {yes}", true},
    {"((({yes})))", true},
    {"({five} > 4 and ({word} = 'x' or {list} contains 'b'))", true},
    /* spelling */
    {"{five}=5", true},
    {"\t{five}\n=\r 5 ", true},
    {"{sentence} = 'The quick Brown fox'", true},
    {"'it\\'s' = \"it\\'s\"", true},
    {"{word} = '{five}'", false},
};

static bool evaluate(struct base_arena *arena, const char *source, struct json_object *answers)
{
    const struct survey_expression *expression = NULL;
    struct base_failure failure;
    if (survey_expression_parse(arena, base_text_of(source), &expression, &failure) != STATUS_OK) {
        fail_msg("%s: %s", source, failure.text);
    }
    return survey_expression_holds(expression, answers);
}

static void test_conditions_hold_as_in_surveyjs(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct json_object *answers = fixture_json(arena, answers_text);
    assert_true(LENGTH(cases) >= 120);
    for (size_t i = 0; i < LENGTH(cases); i++) {
        if (evaluate(arena, cases[i].source, answers) != cases[i].holds) {
            fail_msg("%s should %shold", cases[i].source, cases[i].holds ? "" : "not ");
        }
    }
}

static void test_no_answers_at_all(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    assert_true(evaluate(arena, "{a} empty and {a.b.c} empty", NULL));
    assert_false(evaluate(arena, "{a} = 1", NULL));
    assert_false(evaluate(arena, "{a}", fixture_json(arena, "[]")));
}

/* Conditions that cannot be parsed, and the character at which the message points. */
static const struct {
    const char *source;
    int character;
    const char *word; /* that the message has */
} bad[] = {
    {"", 1, "ends here"},
    {"   ", 4, "ends here"},
    {"{a} =", 6, "ends here"},
    {"{a} = 'x", 7, "never closed"},
    {"{a = 1", 1, "never closed"},
    {"{} = 1", 1, "empty"},
    {"{a.b.c.d} = 1", 1, "{name.row}"},
    {"{a..b} = 1", 1, "{name.row}"},
    {"{a} = yes", 7, "'yes'"},
    {"a = 1", 1, "{a}"},
    {"{a} = 1 = 2", 9, "two things"},
    {"({a} = 1", 1, "never closed"},
    {"{a} = 1)", 8, "end was expected"},
    {"({a} = 1 {b}", 10, "\"and\", \"or\""},
    {"({a}) = 1", 7, "parentheses"},
    {"{a} = 1 and", 12, "ends here"},
    {"and {a} = 1", 1, "not understood"},
    {"{a} = 1 {b} = 2", 9, "\"and\", \"or\""},
    {"{a} = [1, 2", 7, "never closed"},
    {"{a} = [1 2]", 10, "comma"},
    {"{a} = [1,]", 10, "go on"},
    {"{a} = [{b}]", 8, "expected"},
    {"{a} = [[1]]", 8, "expected"},
    {"{a} = 12abc", 7, "no number"},
    {"{a} = 1.2.3", 7, "no number"},
    {"{a} = -", 7, "no number"},
    {"!{a} = 1", 2, "parentheses"},
    {"iif({a}, 1, 2) = 1", 1, "functions"},
    {"{a} = today()", 7, "functions"},
    {"{a} + 1 = 2", 5, "+ 1 = 2"},
    {"{a} && {b}", 5, "&& {b}"},
    {"{a} = 'x\"y'", 9, "quotation mark"},
    {"{å} = 'ä' {c}", 11, "{c}"},
    {"{a} = €", 7, "expected"},
};

static void test_mistakes_are_pointed_at(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    for (size_t i = 0; i < LENGTH(bad); i++) {
        const struct survey_expression *expression = NULL;
        struct base_failure failure = {.status = STATUS_OK};
        enum base_status status =
            survey_expression_parse(arena, base_text_of(bad[i].source), &expression, &failure);
        if (status != STATUS_MALFORMED || expression != NULL) {
            fail_msg("%s should not be accepted", bad[i].source);
        }
        const char *start = base_arena_format(arena, "character %d: ", bad[i].character);
        if (strncmp(failure.text, start, strlen(start)) != 0 ||
            strstr(failure.text, bad[i].word) == NULL) {
            fail_msg("%s: expected \"%s...%s\", got \"%s\"", bad[i].source, start, bad[i].word,
                     failure.text);
        }
    }
}

static void test_limits(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const struct survey_expression *expression;
    struct base_failure failure;
    struct base_buffer long_one, deep;
    base_buffer_init(&long_one, arena);
    for (int i = 0; i < 500; i++) {
        base_buffer_string(&long_one, "{a}=1 or ");
    }
    assert_int_equal(
        survey_expression_parse(arena, base_buffer_view(&long_one), &expression, &failure),
        STATUS_MALFORMED);
    assert_non_null(strstr(failure.text, "4096"));
    for (int depth = 31; depth <= 33; depth++) {
        base_buffer_init(&deep, arena);
        for (int i = 0; i < depth; i++) {
            base_buffer_string(&deep, "(");
        }
        base_buffer_string(&deep, "{a}");
        for (int i = 0; i < depth; i++) {
            base_buffer_string(&deep, ")");
        }
        assert_int_equal(
            survey_expression_parse(arena, base_buffer_view(&deep), &expression, &failure),
            depth <= 32 ? STATUS_OK : STATUS_MALFORMED);
    }
    base_buffer_init(&deep, arena);
    for (int i = 0; i < 1000; i++) {
        base_buffer_string(&deep, "not ");
    }
    base_buffer_string(&deep, "{a}");
    assert_int_equal(survey_expression_parse(arena, base_buffer_view(&deep), &expression, &failure),
                     STATUS_MALFORMED);
}

static void collect(struct base_text reference, void *context)
{
    struct base_buffer *buffer = context;
    base_buffer_text(buffer, reference);
    base_buffer_string(buffer, ";");
}

static void test_references_in_order(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const struct survey_expression *expression = NULL;
    struct base_failure failure;
    assert_int_equal(
        survey_expression_parse(arena, BASE_TEXT("{b} = 1 and not ({a.row} > {c.d.now} or {b})"),
                                &expression, &failure),
        STATUS_OK);
    struct base_buffer buffer;
    base_buffer_init(&buffer, arena);
    survey_expression_references(expression, collect, &buffer);
    assert_string_equal(base_buffer_view(&buffer).data, "b;a.row;c.d.now;b;");
}

static void test_json_form(void **state)
{
    static const struct {
        const char *source, *json;
    } forms[] = {
        {"{a} = 'x'", "['=',['a'],'x']"},
        {"{a.b} >= 1.5 and {c} empty", "['and',['>=',['a','b'],1.5],['empty',['c']]]"},
        {"{a} and {b} and not {c}", "['and',['true',['a']],['true',['b']],['not',['true',['c']]]]"},
        {"{a} anyof ['x', 2, true]", "['anyof',['a'],{'list':['x',2,true]}]"},
        {"{a}<>1 or {a}<=1 or {a}<1 or {a}>1",
         "['or',['!=',['a'],1],['<=',['a'],1],['<',['a'],1],['>',['a'],1]]"},
        {"{a} contains 'x' or {a} notcontains 'y' or {a} allof [] or {a} notempty",
         "['or',['contains',['a'],'x'],['notcontains',['a'],'y'],['allof',['a'],{'list':[]}],"
         "['notempty',['a']]]"},
    };
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    for (size_t i = 0; i < LENGTH(forms); i++) {
        const struct survey_expression *expression = NULL;
        struct base_failure failure;
        assert_int_equal(
            survey_expression_parse(arena, base_text_of(forms[i].source), &expression, &failure),
            STATUS_OK);
        struct json_object *json = base_json_own(arena, survey_expression_json(expression));
        assert_string_equal(fixture_text(arena, json), forms[i].json);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_conditions_hold_as_in_surveyjs),
        cmocka_unit_test(test_no_answers_at_all),
        cmocka_unit_test(test_mistakes_are_pointed_at),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_references_in_order),
        cmocka_unit_test(test_json_form),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
