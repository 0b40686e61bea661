#include "fixture.h"

#include <string.h>

#define RADIO                                                                                      \
    "{'type': 'radiogroup', 'name': 'r', 'title': 'R', 'choices': [1, '2', 'x', 'dont_know'], "    \
    "'showOtherItem': true}"
#define CHECK                                                                                      \
    "{'type': 'checkbox', 'name': 'c', 'title': 'C', 'choices': ['a', 'b', 3, 'dont_know'], "      \
    "'showOtherItem': true, 'showNoneItem': true, 'maxSelectedChoices': 2}"
#define RATE "{'type': 'rating', 'name': 's', 'title': 'S', 'rateMin': 0, 'rateMax': 10}"
#define MATRIX                                                                                     \
    "{'type': 'matrix', 'name': 'm', 'title': 'M', 'columns': [1, 2, 'dont_know'], 'rows': "       \
    "['one', 'two']}"
#define DROP                                                                                       \
    "{'type': 'matrixdropdown', 'name': 'd', 'title': 'D', 'rows': ['x', 'y'], 'columns': "        \
    "[{'name': 'then', 'title': 'Then', 'cellType': 'rating'}, {'name': 'now', 'title': 'Now', "   \
    "'cellType': 'radiogroup', 'choices': ['lo', 'hi']}]}"
#define TEXT "{'type': 'text', 'name': 't', 'title': 'T', 'maxLength': 5}"
#define NUMBER                                                                                     \
    "{'type': 'text', 'name': 'n', 'title': 'N', 'inputType': 'number', 'min': 0, 'max': 10, "     \
    "'step': 1}"
#define DECIMAL "{'type': 'text', 'name': 'n', 'title': 'N', 'inputType': 'number'}"
#define STEP(size)                                                                                 \
    "{'type': 'text', 'name': 'n', 'title': 'N', 'inputType': 'number', 'min': 1, 'step': " size "}"
#define DATE                                                                                       \
    "{'type': 'text', 'name': 'dt', 'title': 'DT', 'inputType': 'date', 'min': '2026-01-01', "     \
    "'max': '2026-12-31'}"
#define COMMENT "{'type': 'comment', 'name': 'k', 'title': 'K'}"
#define BOOLEAN "{'type': 'boolean', 'name': 'b', 'title': 'B'}"
#define RANKING "{'type': 'ranking', 'name': 'o', 'title': 'O', 'choices': ['p', 'q', 'w']}"

/* Answers that are right: what is kept of them, and codes and values as they are stored. */
static const struct {
    const char *elements, *answers, *kept, *codes, *values;
} good[] = {
    {RADIO, "{}", "{}", "-99 -77", "{}"},
    {RADIO, "{'r': 1}", "{'r':1}", "1 -77", "{}"},
    {RADIO, "{'r': '1'}", "{'r':1}", "1 -77", "{}"},
    {RADIO, "{'r': 1.0}", "{'r':1}", "1 -77", "{}"},
    {RADIO, "{'r': 2}", "{'r':'2'}", "2 -77", "{}"},
    {RADIO, "{'r': ' x '}", "{'r':'x'}", "3 -77", "{}"},
    {RADIO, "{'r': 'dont_know'}", "{'r':'dont_know'}", "-88 -77", "{}"},
    {RADIO, "{'r': 'other', 'r-Comment': ' own\\r\\nwords '}",
     "{'r':'other','r-Comment':'own\\nwords'}", "96 1", "{'r_other':'own\\nwords'}"},
    {RADIO, "{'r': 1, 'r-Comment': 'dropped'}", "{'r':1}", "1 -77", "{}"},
    {RADIO, "{'r': null, 'r-Comment': ''}", "{}", "-99 -77", "{}"},
    {RADIO, "{'r': ''}", "{}", "-99 -77", "{}"},
    /* columns of the checkbox: a, b, 3, other_yes, none, other */
    {CHECK, "{}", "{}", "-99 -99 -99 -99 -99 -77", "{}"},
    {CHECK, "{'c': []}", "{}", "-99 -99 -99 -99 -99 -77", "{}"},
    {CHECK, "{'c': ['b', 'a']}", "{'c':['a','b']}", "1 1 0 0 0 -77", "{}"},
    {CHECK, "{'c': ['3', 3]}", "{'c':[3]}", "0 0 1 0 0 -77", "{}"},
    {CHECK, "{'c': 'b'}", "{'c':['b']}", "0 1 0 0 0 -77", "{}"},
    {CHECK, "{'c': ['none']}", "{'c':['none']}", "0 0 0 0 1 -77", "{}"},
    {CHECK, "{'c': ['dont_know']}", "{'c':['dont_know']}", "-88 -88 -88 -88 -88 -77", "{}"},
    {CHECK, "{'c': ['other', 'a'], 'c-Comment': 'w'}", "{'c':['a','other'],'c-Comment':'w'}",
     "1 0 0 1 0 1", "{'c_other':'w'}"},
    {RATE, "{'s': 0}", "{'s':0}", "0", "{}"},
    {RATE, "{'s': '10'}", "{'s':10}", "10", "{}"},
    {MATRIX, "{'m': {'two': '2'}}", "{'m':{'two':2}}", "-99 2", "{}"},
    {MATRIX, "{'m': {'two': 'dont_know', 'one': 1}}", "{'m':{'one':1,'two':'dont_know'}}", "1 -88",
     "{}"},
    {MATRIX, "{'m': {'two': null}}", "{}", "-99 -99", "{}"},
    {DROP, "{'d': {'x': {'then': 1, 'now': 'hi'}, 'y': {'now': 'lo'}}}",
     "{'d':{'x':{'now':'hi','then':1},'y':{'now':'lo'}}}", "1 2 -99 1", "{}"},
    {DROP, "{'d': {'x': {}, 'y': null}}", "{}", "-99 -99 -99 -99", "{}"},
    {TEXT, "{'t': ' åäö\\n.'}", "{'t':'åäö .'}", "1", "{'t':'åäö .'}"},
    {TEXT, "{'t': 'a\\u0007b'}", "{'t':'ab'}", "1", "{'t':'ab'}"},
    {TEXT, "{'t': '  '}", "{}", "-99", "{}"},
    {TEXT, "{'t': '\\u0001'}", "{}", "-99", "{}"},
    {TEXT, "{'t': '\\u00a0\\u3000'}", "{}", "-99", "{}"},
    {TEXT, "{'t': '\\ufeff a\\u00a0b\\u202f'}", "{'t':'a\u00a0b'}", "1", "{'t':'a\u00a0b'}"},
    {RADIO, "{'r': null, 'r-Comment': '\\u00a0'}", "{}", "-99 -77", "{}"},
    {NUMBER, "{'n': 10}", "{'n':10}", "1", "{'n':10}"},
    {NUMBER, "{'n': ' 3 '}", "{'n':3}", "1", "{'n':3}"},
    {NUMBER, "{'n': 3.0}", "{'n':3}", "1", "{'n':3}"},
    {DECIMAL, "{'n': '-2,5'}", "{'n':-2.5}", "1", "{'n':-2.5}"},
    {DECIMAL, "{'n': '1e3'}", "{'n':1000}", "1", "{'n':1000}"},
    {STEP("2"), "{'n': 4}", "{'n':4}", "1", "{'n':4}"},
    {STEP("0.1"), "{'n': 1.3}", "{'n':1.3}", "1", "{'n':1.3}"},
    {DECIMAL, "{'n': -0.0}", "{'n':0}", "1", "{'n':0}"},
    {DECIMAL, "{'n': '1 250'}", "{'n':1250}", "1", "{'n':1250}"},
    {DECIMAL, "{'n': '1\\u00a0250\\u202f000,5'}", "{'n':1250000.5}", "1", "{'n':1250000.5}"},
    {DECIMAL, "{'n': '\\u22123,5'}", "{'n':-3.5}", "1", "{'n':-3.5}"},
    /* a decimal comma in Swedish */
    {DECIMAL, "{'n': '1,250'}", "{'n':1.25}", "1", "{'n':1.25}"},
    {DATE, "{'dt': '2026-02-28'}", "{'dt':'2026-02-28'}", "1", "{'dt':'2026-02-28'}"},
    {DATE, "{'dt': ' 2026-12-31 '}", "{'dt':'2026-12-31'}", "1", "{'dt':'2026-12-31'}"},
    {COMMENT, "{'k': 'a\\r\\nb\\rc\\td'}", "{'k':'a\\nb\\nc d'}", "1", "{'k':'a\\nb\\nc d'}"},
    {BOOLEAN, "{'b': true}", "{'b':true}", "1", "{}"},
    {BOOLEAN, "{'b': 'false'}", "{'b':false}", "0", "{}"},
    {BOOLEAN, "{}", "{}", "-99", "{}"},
    {RANKING, "{'o': ['w', 'p', 'q']}", "{'o':['w','p','q']}", "2 3 1", "{}"},
    {RANKING, "{'o': []}", "{}", "-99 -99 -99", "{}"},
    {RANKING, "{'o': [null, null]}", "{}", "-99 -99 -99", "{}"},
    /* conditions */
    {BOOLEAN ", {'type': 'text', 'name': 'v', 'title': 'V', 'visibleIf': '{b} = true', "
             "'isRequired': true}",
     "{'b': false, 'v': 'dropped'}", "{'b':false}", "0 -77", "{}"},
    {BOOLEAN ", {'type': 'text', 'name': 'v', 'title': 'V', 'requiredIf': '{b} = true'}",
     "{'b': false}", "{'b':false}", "0 -99", "{}"},
    {BOOLEAN ", {'type': 'panel', 'visibleIf': '{b} = true', 'elements': [{'type': 'text', "
             "'name': 'v', 'title': 'V', 'isRequired': true}]}",
     "{}", "{}", "-99 -77", "{}"},
    {"{'type': 'html', 'name': 'h', 'html': 'x'}, " BOOLEAN, "{'b': true}", "{'b':true}", "1",
     "{}"},
};

static const struct survey_respondent nobody = {.open_link = false};

static enum base_status validate(struct base_arena *arena, const char *elements,
                                 const char *answers, const struct survey_respondent *respondent,
                                 int language, struct survey_problems *problems,
                                 const struct survey_questionnaire **ret_questionnaire,
                                 struct survey_response *ret_response)
{
    const struct survey_programme *programme = fixture_programme(arena);
    *ret_questionnaire = fixture_good_questionnaire(arena, programme, elements);
    survey_problems_init(problems, arena);
    return survey_answers_validate(arena, programme, *ret_questionnaire, respondent,
                                   fixture_json(arena, answers), language, problems, ret_response);
}

static const char *codes_text(struct base_arena *arena, const struct survey_response *response)
{
    struct base_buffer buffer;
    base_buffer_init(&buffer, arena);
    for (size_t i = 0; i < response->code_count; i++) {
        base_buffer_format(&buffer, "%s%d", i > 0 ? " " : "", response->codes[i]);
    }
    return base_buffer_view(&buffer).data;
}

static void expect(const char *answers, const char *what, const char *got, const char *wanted)
{
    if (strcmp(got, wanted) != 0) {
        fail_msg("%s: %s should be %s, but is %s", answers, what, wanted, got);
    }
}

static void test_right_answers(void **state)
{
    (void)state;
    for (size_t i = 0; i < LENGTH(good); i++) {
        BASE_ARENA_SCOPED *arena = base_arena_new();
        struct survey_problems problems;
        struct survey_response response;
        const struct survey_questionnaire *questionnaire;
        enum base_status status = validate(arena, good[i].elements, good[i].answers, &nobody, 0,
                                           &problems, &questionnaire, &response);
        fixture_print(&problems);
        if (status != STATUS_OK) {
            fail_msg("%s should be right", good[i].answers);
        }
        const char *kept = fixture_text(arena, response.answers);
        expect(good[i].answers, "what is kept", kept, good[i].kept);
        expect(good[i].answers, "codes", codes_text(arena, &response), good[i].codes);
        expect(good[i].answers, "values", fixture_text(arena, response.values), good[i].values);
        assert_int_equal(response.code_count, questionnaire->column_count);
        assert_false(response.consent_refused);
        struct json_object *again = survey_answers_decode(arena, questionnaire, response.codes,
                                                          response.code_count, response.values);
        expect(good[i].answers, "the round trip", fixture_text(arena, again), kept);
    }
}

#define REQUIRED(type) "{'type': '" type "', 'name': 'q', 'title': 'Q', 'isRequired': true"

/* Answers with a mistake, the problem that must be reported, and the field it leads to. */
static const struct {
    const char *elements, *answers, *pointer, *code, *field;
} bad[] = {
    {RADIO, "[]", "", "wrong_type", NULL},
    {RADIO, "{'r': 9}", "/r", "not_a_choice", "r"},
    {RADIO, "{'r': 'X'}", "/r", "not_a_choice", "r"},
    {RADIO, "{'r': [1]}", "/r", "not_a_choice", "r"},
    {RADIO, "{'r': true}", "/r", "not_a_choice", "r"},
    {RADIO, "{'r': 'other'}", "/r-Comment", "other_missing", "r-Comment"},
    {RADIO, "{'r': 'other', 'r-Comment': ' '}", "/r-Comment", "other_missing", "r-Comment"},
    {RADIO, "{'r': 'other', 'r-Comment': 5}", "/r-Comment", "wrong_type", "r-Comment"},
    {RADIO, "{'x': 1}", "/x", "unknown_name", NULL},
    {RADIO, "{'x/y': 1}", "/x~1y", "unknown_name", NULL},
    {RADIO, "{'actor_type': 'company'}", "/actor_type", "unknown_name", NULL},
    {RATE, "{'s-Comment': 'x'}", "/s-Comment", "unknown_name", NULL},
    {"{'type': 'html', 'name': 'h', 'html': 'x'}, " RATE, "{'h': 1}", "/h", "unknown_name", NULL},
    {CHECK, "{'c': ['a', 'zz']}", "/c/1", "not_a_choice", "c"},
    {CHECK, "{'c': ['a', 'b', 3]}", "/c", "too_many", "c"},
    {CHECK, "{'c': ['a', 'none']}", "/c", "exclusive", "c"},
    {CHECK, "{'c': ['dont_know', 'a']}", "/c", "exclusive", "c"},
    {CHECK, "{'c': {'a': 1}}", "/c", "not_a_choice", "c"},
    {CHECK, "{'c': ['other']}", "/c-Comment", "other_missing", "c-Comment"},
    {"{'type': 'checkbox', 'name': 'c', 'title': 'C', 'choices': [1, 2, 3], "
     "'minSelectedChoices': 2}",
     "{'c': [1]}", "/c", "too_few", "c"},
    {"{'type': 'checkbox', 'name': 'c', 'title': 'C', 'choices': [1, 2, 3], 'validators': "
     "[{'type': 'answercount', 'minCount': 2, 'maxCount': 2}]}",
     "{'c': [1, 2, 3]}", "/c", "too_many", "c"},
    {RATE, "{'s': 11}", "/s", "not_a_choice", "s"},
    {RATE, "{'s': 5.5}", "/s", "not_a_choice", "s"},
    {MATRIX, "{'m': 1}", "/m", "wrong_type", "m.one"},
    {MATRIX, "{'m': {'three': 1}}", "/m/three", "unknown_row", "m.one"},
    {MATRIX, "{'m': {'two': 7}}", "/m/two", "not_a_choice", "m.two"},
    {DROP, "{'d': {'x': 1}}", "/d/x", "wrong_type", "d.x.then"},
    {DROP, "{'d': {'x': {'then': 9}}}", "/d/x/then", "not_a_choice", "d.x.then"},
    {DROP, "{'d': {'x': {'later': 1}}}", "/d/x/later", "unknown_column", "d.x.then"},
    {DROP, "{'d': {'z': {}}, 'd2': 1}", "/d2", "unknown_name", NULL},
    {TEXT, "{'t': 'åäöåäö'}", "/t", "too_long", "t"},
    {TEXT, "{'t': 5}", "/t", "wrong_type", "t"},
    {NUMBER, "{'n': 11}", "/n", "out_of_range", "n"},
    {NUMBER, "{'n': -1}", "/n", "out_of_range", "n"},
    {NUMBER, "{'n': 2.5}", "/n", "not_whole", "n"},
    {STEP("2"), "{'n': 3}", "/n", "wrong_step", "n"},
    {STEP("0.5"), "{'n': 1.25}", "/n", "wrong_step", "n"},
    {NUMBER, "{'n': 'many'}", "/n", "not_a_number", "n"},
    {NUMBER, "{'n': '1,2,3'}", "/n", "not_a_number", "n"},
    {NUMBER, "{'n': [1]}", "/n", "wrong_type", "n"},
    {DECIMAL, "{'n': '12 5'}", "/n", "not_a_number", "n"},
    {DECIMAL, "{'n': '1 2500'}", "/n", "not_a_number", "n"},
    {"{'type': 'text', 'name': 'n', 'title': 'N', 'inputType': 'number', 'validators': [{'type': "
     "'numeric', 'minValue': 5}]}",
     "{'n': 4}", "/n", "out_of_range", "n"},
    {DATE, "{'dt': '2026-02-29'}", "/dt", "not_a_date", "dt"},
    {DATE, "{'dt': '2025-12-31'}", "/dt", "out_of_range", "dt"},
    {DATE, "{'dt': '2027-01-01'}", "/dt", "out_of_range", "dt"},
    {DATE, "{'dt': 20260101}", "/dt", "wrong_type", "dt"},
    {"{'type': 'text', 'name': 't', 'title': 'T', 'validators': [{'type': 'regex', 'regex': "
     "'^\\\\d{3}$'}]}",
     "{'t': '12'}", "/t", "pattern", "t"},
    {"{'type': 'text', 'name': 't', 'title': 'T', 'validators': [{'type': 'text', 'minLength': "
     "3}]}",
     "{'t': 'åä'}", "/t", "too_short", "t"},
    {"{'type': 'text', 'name': 't', 'title': 'T', 'validators': [{'type': 'text', 'maxLength': "
     "3}]}",
     "{'t': 'åäöå'}", "/t", "too_long", "t"},
    {"{'type': 'comment', 'name': 't', 'title': 'T', 'validators': [{'type': 'text', "
     "'allowDigits': false}]}",
     "{'t': 'a1'}", "/t", "pattern", "t"},
    {BOOLEAN, "{'b': 'on'}", "/b", "not_a_choice", "b"},
    {BOOLEAN, "{'b': 1}", "/b", "not_a_choice", "b"},
    {RANKING, "{'o': ['p', 'q']}", "/o/2", "incomplete", "o.3"},
    {RANKING, "{'o': ['p', null, 'w']}", "/o/1", "incomplete", "o.2"},
    {RANKING, "{'o': ['p', 'p', 'w']}", "/o/1", "duplicate", "o.2"},
    {RANKING, "{'o': ['p', 'z', 'w']}", "/o/1", "not_a_choice", "o.2"},
    {RANKING, "{'o': ['p', 'q', 'w', 'p']}", "/o/3", "duplicate", "o.4"},
    {RANKING, "{'o': 'p'}", "/o", "wrong_type", "o.1"},
    /* what must be answered */
    {REQUIRED("radiogroup") ", 'choices': [1, 2]}", "{}", "/q", "required", "q"},
    {REQUIRED("dropdown") ", 'choices': [1, 2]}", "{'q': ''}", "/q", "required", "q"},
    {REQUIRED("checkbox") ", 'choices': [1, 2]}", "{'q': []}", "/q", "required", "q"},
    {REQUIRED("rating") "}", "{'q': null}", "/q", "required", "q"},
    {REQUIRED("text") "}", "{'q': ' '}", "/q", "required", "q"},
    {REQUIRED("text") "}", "{'q': '\\u0001'}", "/q", "required", "q"},
    {REQUIRED("text") "}", "{'q': '\\u00a0 \\u2003'}", "/q", "required", "q"},
    {REQUIRED("text") ", 'inputType': 'number'}", "{}", "/q", "required", "q"},
    {REQUIRED("text") ", 'inputType': 'date'}", "{}", "/q", "required", "q"},
    {REQUIRED("comment") "}", "{}", "/q", "required", "q"},
    {REQUIRED("boolean") "}", "{}", "/q", "required", "q"},
    {REQUIRED("ranking") ", 'choices': [1, 2]}", "{}", "/q", "required", "q.1"},
    {REQUIRED("matrix") ", 'columns': [1, 2], 'rows': ['a', 'b']}", "{}", "/q", "required", "q.a"},
    {"{'type': 'matrix', 'name': 'q', 'title': 'Q', 'eachRowRequired': true, 'columns': [1, 2], "
     "'rows': ['a', 'b']}",
     "{'q': {'a': 1}}", "/q/b", "required", "q.b"},
    {REQUIRED("matrixdropdown") ", 'rows': ['a'], 'columns': [{'name': 'then', 'title': 'T', "
                                "'cellType': 'rating'}, {'name': 'now', 'title': 'N', "
                                "'cellType': 'rating'}]}",
     "{}", "/q", "required", "q.a.then"},
    {"{'type': 'matrixdropdown', 'name': 'q', 'title': 'Q', 'rows': ['a'], 'columns': [{'name': "
     "'then', 'title': 'T', 'cellType': 'rating'}, {'name': 'now', 'title': 'N', 'cellType': "
     "'rating', 'isRequired': true}]}",
     "{'q': {'a': {'then': 1}}}", "/q/a/now", "required", "q.a.now"},
    {BOOLEAN ", {'type': 'text', 'name': 'v', 'title': 'V', 'requiredIf': '{b} = true'}",
     "{'b': true}", "/v", "required", "v"},
    {BOOLEAN ", {'type': 'text', 'name': 'v', 'title': 'V', 'visibleIf': '{b} = true', "
             "'isRequired': true}",
     "{'b': true}", "/v", "required", "v"},
};

static const struct survey_problem *find(const struct survey_problems *problems,
                                         const char *pointer, const char *code)
{
    for (size_t i = 0; i < problems->count; i++) {
        if (strcmp(problems->list[i].pointer, pointer) == 0 &&
            strcmp(problems->list[i].code, code) == 0) {
            return &problems->list[i];
        }
    }
    return NULL;
}

static void test_wrong_answers(void **state)
{
    (void)state;
    for (size_t i = 0; i < LENGTH(bad); i++) {
        for (int language = 0; language < 2; language++) {
            BASE_ARENA_SCOPED *arena = base_arena_new();
            struct survey_problems problems;
            struct survey_response response;
            const struct survey_questionnaire *questionnaire;
            enum base_status status = validate(arena, bad[i].elements, bad[i].answers, &nobody,
                                               language, &problems, &questionnaire, &response);
            const struct survey_problem *problem = find(&problems, bad[i].pointer, bad[i].code);
            if (status != STATUS_INVALID || problem == NULL) {
                fixture_print(&problems);
                fail_msg("%s: no %s at %s", bad[i].answers, bad[i].code, bad[i].pointer);
            }
            if (problems.count != 1 && strcmp(bad[i].pointer, "/d2") != 0) {
                fixture_print(&problems);
                fail_msg("%s: one problem was expected", bad[i].answers);
            }
            if (bad[i].field == NULL) {
                assert_null(problem->field);
            } else {
                assert_string_equal(problem->field, bad[i].field);
                assert_non_null(problem->item);
            }
            assert_string_equal(problem->file, "");
            assert_null(strchr(problem->message, '{'));
        }
    }
}

static void test_messages(void **state)
{
    static const struct {
        const char *elements, *answers, *swedish, *english;
    } cases[] = {
        {"{'type': 'radiogroup', 'name': 'q', 'title': {'sv': 'Hur nöjd är du?', 'en': 'How "
         "satisfied are you?'}, 'isRequired': true, 'choices': [1, 2]}",
         "{}", "Välj ett svar på ”Hur nöjd är du?”",
         "Select an answer to “How satisfied are you?”"},
        {"{'type': 'matrix', 'name': 'q', 'title': 'Q', 'eachRowRequired': true, 'columns': [1, "
         "2], 'rows': [{'value': 'a', 'text': {'sv': 'Målen', 'en': 'The goals'}}]}",
         "{}", "Välj ett svar för ”Målen”", "Select an answer for “The goals”"},
        {NUMBER, "{'n': 20}", "Skriv ett tal från 0 till 10 som svar på ”N”",
         "Enter a number from 0 to 10 for “N”"},
        {"{'type': 'text', 'name': 'n', 'title': 'N', 'inputType': 'number', 'min': 0.5}",
         "{'n': 0}", "Skriv ett tal som är 0,5 eller mer som svar på ”N”",
         "Enter a number that is 0.5 or more for “N”"},
        {DATE, "{'dt': '2027-01-01'}", "Ange ett datum från 2026-01-01 till 2026-12-31 för ”DT”",
         "Enter a date from 2026-01-01 to 2026-12-31 for “DT”"},
        {TEXT, "{'t': 'longer'}", "Korta ditt svar på ”T” till högst 5 tecken",
         "Shorten your answer to “T” to 5 characters or fewer"},
        {CHECK, "{'c': ['a', 'b', 3]}", "Välj högst 2 svar på ”C”",
         "Select no more than 2 answers to “C”"},
        {RADIO, "{'r': 'other'}", "Beskriv vad du menar med ”Annat” i ditt svar på ”R”",
         "Describe what you mean by “Other” in your answer to “R”"},
        {RANKING, "{'o': ['p', 'p', 'q']}",
         "”p” har fått fler än en plats i ”O”; ge varje alternativ en plats",
         "“p” has more than one place in “O”; give each option one place"},
        {"{'type': 'text', 'name': 't', 'title': 'T', 'validators': [{'type': 'regex', 'text': "
         "{'sv': 'Tre siffror, tack', 'en': 'Three digits, please'}, 'regex': '^\\\\d{3}$'}]}",
         "{'t': 'x'}", "Tre siffror, tack", "Three digits, please"},
        {"{'type': 'checkbox', 'name': 'c', 'title': 'C', 'choices': [1, 2, 3], 'validators': "
         "[{'type': 'answercount', 'maxCount': 1, 'text': 'Bara ett'}]}",
         "{'c': [1, 2]}", "Bara ett", "Bara ett"},
    };
    (void)state;
    for (size_t i = 0; i < LENGTH(cases); i++) {
        for (int language = 0; language < 2; language++) {
            BASE_ARENA_SCOPED *arena = base_arena_new();
            struct survey_problems problems;
            struct survey_response response;
            const struct survey_questionnaire *questionnaire;
            assert_int_equal(validate(arena, cases[i].elements, cases[i].answers, &nobody, language,
                                      &problems, &questionnaire, &response),
                             STATUS_INVALID);
            assert_string_equal(problems.list[0].message,
                                language == 0 ? cases[i].swedish : cases[i].english);
        }
    }
}

static void test_all_problems_at_once_in_order(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct survey_problems problems;
    struct survey_response response;
    const struct survey_questionnaire *questionnaire;
    assert_int_equal(validate(arena, RADIO ", " NUMBER ", " MATRIX,
                              "{'n': 'x', 'm': {'one': 9, 'two': 9}, 'r': 9, 'zz': 1}", &nobody, 0,
                              &problems, &questionnaire, &response),
                     STATUS_INVALID);
    assert_int_equal(problems.count, 5);
    assert_string_equal(problems.list[0].pointer, "/r");
    assert_string_equal(problems.list[1].pointer, "/n");
    assert_string_equal(problems.list[2].pointer, "/m/one");
    assert_string_equal(problems.list[3].pointer, "/m/two");
    assert_string_equal(problems.list[4].pointer, "/zz");
}

#define NET                                                                                        \
    "{'type': 'matrix', 'name': 'net', 'title': 'Net', 'x-rows': 'organisations', "                \
    "'eachRowRequired': true, 'columns': [0, 1, 2]}"

static void test_the_own_organisation_is_left_out(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct survey_problems problems;
    struct survey_response response;
    const struct survey_questionnaire *questionnaire;
    const struct survey_programme *programme = fixture_programme(arena);
    struct survey_respondent respondent = {
        .organisation = survey_programme_organisation(programme, BASE_TEXT("gnosjo"))};
    questionnaire = fixture_good_questionnaire(arena, programme, NET);
    survey_problems_init(&problems, arena);
    assert_int_equal(
        survey_answers_validate(arena, programme, questionnaire, &respondent,
                                fixture_json(arena, "{'net': {'north-forge': 2, 'gnosjo': 1}}"), 0,
                                &problems, &response),
        STATUS_OK);
    assert_string_equal(codes_text(arena, &response), "2 -77");
    assert_string_equal(fixture_text(arena, response.answers), "{'net':{'north-forge':2}}");
    assert_ptr_equal(response.organisation, respondent.organisation);
    assert_string_equal(response.actor_type->value, "municipality");
    /* Somebody without an organisation is asked about all. */
    survey_problems_init(&problems, arena);
    assert_int_equal(survey_answers_validate(arena, programme, questionnaire, &nobody,
                                             fixture_json(arena, "{'net': {'north-forge': 2}}"), 0,
                                             &problems, &response),
                     STATUS_INVALID);
    assert_string_equal(problems.list[0].field, "net.gnosjo");
}

static void test_the_open_link(void **state)
{
    static const struct survey_respondent open = {.open_link = true};
    static const struct {
        const char *answers, *pointer, *code;
    } cases[] = {
        {"{'organisation': 'gnosjo'}", "/actor_type", "required"},
        {"{'organisation': 'gnosjo', 'actor_type': 'x'}", "/actor_type", "not_a_choice"},
        {"{'organisation': 'gnosjo', 'actor_type': 5}", "/actor_type", "required"},
        {"{'actor_type': 'company'}", "/organisation", "required"},
        {"{'actor_type': 'company', 'organisation': 'x'}", "/organisation", "not_a_choice"},
        {"{'actor_type': 'company', 'organisation': 'late'}", "/organisation", "not_a_choice"},
        {"{'actor_type': 'company', 'organisation': 'gnosjo'}", "/organisation", "contradiction"},
    };
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct survey_problems problems;
    struct survey_response response;
    const struct survey_questionnaire *questionnaire;
    assert_int_equal(validate(arena, BOOLEAN ", " NET,
                              "{'b': true, 'actor_type': 'municipality', 'organisation': "
                              "'gnosjo', 'net': {'north-forge': 0}}",
                              &open, 0, &problems, &questionnaire, &response),
                     STATUS_OK);
    assert_string_equal(response.actor_type->value, "municipality");
    assert_string_equal(response.organisation->value, "gnosjo");
    assert_string_equal(codes_text(arena, &response), "1 0 -77");
    assert_string_equal(fixture_text(arena, response.answers),
                        "{'actor_type':'municipality','b':true,'net':{'north-forge':0},"
                        "'organisation':'gnosjo'}");
    for (size_t i = 0; i < LENGTH(cases); i++) {
        assert_int_equal(validate(arena, BOOLEAN, cases[i].answers, &open, 0, &problems,
                                  &questionnaire, &response),
                         STATUS_INVALID);
        const struct survey_problem *problem = find(&problems, cases[i].pointer, cases[i].code);
        assert_non_null(problem);
        assert_string_equal(problem->field, cases[i].pointer + 1);
    }
}

/* "1,250" is more than a thousand to those who read English, and little more than one to others. */
static void test_a_comma_is_not_guessed(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct survey_problems problems;
    struct survey_response response;
    const struct survey_questionnaire *questionnaire;
    assert_int_equal(validate(arena, DECIMAL, "{'n': '1,250'}", &nobody, 1, &problems,
                              &questionnaire, &response),
                     STATUS_INVALID);
    assert_true(fixture_has(&problems, "/n", "not_a_number"));
    static const char *const clear[] = {"{'n': '0,250'}", "{'n': '2,5'}", "{'n': '1250,125'}"};
    for (size_t i = 0; i < LENGTH(clear); i++) {
        assert_int_equal(
            validate(arena, DECIMAL, clear[i], &nobody, 1, &problems, &questionnaire, &response),
            STATUS_OK);
    }
}

static void test_consent(void **state)
{
    static const char elements[] =
        "{'type': 'boolean', 'name': 'ok', 'title': 'OK?', 'x-role': 'consent', 'isRequired': "
        "true}, {'type': 'text', 'name': 't', 'title': 'T', 'isRequired': true}";
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct survey_problems problems;
    struct survey_response response;
    const struct survey_questionnaire *questionnaire;
    assert_int_equal(validate(arena, elements, "{'ok': false, 'zz': 1, 't': 'secret'}", &nobody, 0,
                              &problems, &questionnaire, &response),
                     STATUS_OK);
    assert_true(response.consent_refused);
    assert_string_equal(fixture_text(arena, response.answers), "{}");
    assert_string_equal(fixture_text(arena, response.values), "{}");
    assert_string_equal(codes_text(arena, &response), "-99 -99");
    assert_int_equal(
        validate(arena, elements, "{'t': 'x'}", &nobody, 0, &problems, &questionnaire, &response),
        STATUS_INVALID);
    assert_int_equal(validate(arena, elements, "{'ok': 'true', 't': 'x'}", &nobody, 0, &problems,
                              &questionnaire, &response),
                     STATUS_OK);
    assert_false(response.consent_refused);
}

static void test_a_form_and_json_are_one(void **state)
{
    static const char elements[] =
        RADIO ", " CHECK ", " RATE ", " MATRIX ", " DROP ", " TEXT ", " NUMBER ", " DATE
              ", " COMMENT ", " BOOLEAN ", " RANKING;
    static const char body[] =
        "r=other&r-Comment=x&c=b&c=a&s=7&m.one=1&m.two=dont_know&d.x.then=3&d.x.now=hi&t=+abc"
        "&n=4&dt=2026-05-01&k=a%0D%0Ab&b=false&o.1=w&o.2=q&o.3=p&_submission=1";
    static const char json[] =
        "{'r': 'other', 'r-Comment': 'x', 'c': ['a', 'b'], 's': 7, 'm': {'one': 1, 'two': "
        "'dont_know'}, 'd': {'x': {'then': 3, 'now': 'hi'}}, 't': 'abc', 'n': 4, 'dt': "
        "'2026-05-01', 'k': 'a\\nb', 'b': false, 'o': ['w', 'q', 'p']}";
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct survey_problems problems;
    struct survey_response by_json, by_form;
    const struct survey_questionnaire *questionnaire;
    assert_int_equal(
        validate(arena, elements, json, &nobody, 0, &problems, &questionnaire, &by_json),
        STATUS_OK);
    const struct survey_field *fields = NULL;
    size_t count = 0;
    struct base_failure failure;
    assert_int_equal(survey_fields_decode(arena, base_text_of(body), &fields, &count, &failure),
                     STATUS_OK);
    assert_int_equal(
        survey_answers_validate(arena, fixture_programme(arena), questionnaire, &nobody,
                                survey_answers_from_fields(arena, questionnaire, fields, count), 0,
                                &problems, &by_form),
        STATUS_OK);
    assert_string_equal(fixture_text(arena, by_form.answers), fixture_text(arena, by_json.answers));
    assert_string_equal(codes_text(arena, &by_form), codes_text(arena, &by_json));
    assert_string_equal(fixture_text(arena, by_form.values), fixture_text(arena, by_json.values));
    struct json_object *again = survey_answers_decode(arena, questionnaire, by_form.codes,
                                                      by_form.code_count, by_form.values);
    assert_string_equal(fixture_text(arena, again), fixture_text(arena, by_form.answers));
}

static void test_codes_of_another_version(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const struct survey_questionnaire *questionnaire =
        fixture_good_questionnaire(arena, fixture_programme(arena), RADIO ", " RATE);
    static const int few[] = {1, -77};
    static const int strange[] = {55, 1, -5};
    assert_string_equal(
        fixture_text(arena, survey_answers_decode(arena, questionnaire, few, 2, NULL)), "{'r':1}");
    assert_string_equal(
        fixture_text(arena, survey_answers_decode(arena, questionnaire, strange, 3, NULL)), "{}");
    assert_string_equal(
        fixture_text(arena, survey_answers_decode(arena, questionnaire, few, 0, NULL)), "{}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_right_answers),
        cmocka_unit_test(test_wrong_answers),
        cmocka_unit_test(test_messages),
        cmocka_unit_test(test_all_problems_at_once_in_order),
        cmocka_unit_test(test_the_own_organisation_is_left_out),
        cmocka_unit_test(test_the_open_link),
        cmocka_unit_test(test_a_comma_is_not_guessed),
        cmocka_unit_test(test_consent),
        cmocka_unit_test(test_a_form_and_json_are_one),
        cmocka_unit_test(test_codes_of_another_version),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
