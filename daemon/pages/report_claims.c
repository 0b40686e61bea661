#include <math.h>
#include <string.h>

#include "chart.h"
#include "markup.h"

static const enum pages_word questions[PAGES_CLAIM_COUNT] = {
    [PAGES_CLAIM_UNDERSTANDING] = CLAIM_UNDERSTANDING,
    [PAGES_CLAIM_ACTORS] = CLAIM_ACTORS,
    [PAGES_CLAIM_COLLABORATION] = CLAIM_COLLABORATION,
    [PAGES_CLAIM_ASSIGNMENTS] = CLAIM_ASSIGNMENTS,
    [PAGES_CLAIM_SPREAD] = CLAIM_SPREAD,
};

/* The verdict of a claim in its own words, where it has any. */
static const enum pages_word own_words[PAGES_CLAIM_COUNT][PAGES_VERDICT_LEVEL + 1] = {
    [PAGES_CLAIM_UNDERSTANDING] =
        {[PAGES_VERDICT_GREW] = VERDICT_CLOSER, [PAGES_VERDICT_FELL] = VERDICT_APART},
    [PAGES_CLAIM_ACTORS] = {[PAGES_VERDICT_GREW] = VERDICT_JOINED,
                            [PAGES_VERDICT_NO_CLEAR_CHANGE] = VERDICT_NOBODY_JOINED},
};

/* A sign for each verdict beside its words, so that the five can be taken in at a glance. */
static const struct {
    enum pages_word words;
    const char *class_name;
    const char *sign;
} verdicts[] = {
    [PAGES_VERDICT_CANNOT_SAY] = {VERDICT_CANNOT_SAY, "unknown", "?"},
    [PAGES_VERDICT_GREW] = {VERDICT_GREW, "grew", "▲"},
    [PAGES_VERDICT_FELL] = {VERDICT_FELL, "fell", "▼"},
    [PAGES_VERDICT_NO_CLEAR_CHANGE] = {VERDICT_NO_CLEAR_CHANGE, "same", "="},
    [PAGES_VERDICT_LEVEL] = {VERDICT_LEVEL, "level", "•"},
};

static const enum pages_word reasons[] = {
    [PAGES_REASON_NONE] = REASON_NO_ANSWERS,
    [PAGES_REASON_NOT_ASKED] = REASON_NOT_ASKED,
    [PAGES_REASON_NO_ANSWERS] = REASON_NO_ANSWERS,
    [PAGES_REASON_ONE_CYCLE] = REASON_ONE_CYCLE,
    [PAGES_REASON_FEW] = REASON_FEW,
    [PAGES_REASON_SENSITIVE] = REASON_SENSITIVE,
    [PAGES_REASON_UNGUARDED] = REASON_UNGUARDED,
    [PAGES_REASON_UNLINKED] = REASON_UNLINKED,
    [PAGES_REASON_CEILING] = REASON_CEILING,
    [PAGES_REASON_GUARD] = REASON_GUARD,
    [PAGES_REASON_COVERAGE] = REASON_COVERAGE,
};

/* The sentence of a headline, by what it measures and by verdict from GREW to LEVEL. */
#define SENTENCES (PAGES_VERDICT_LEVEL - PAGES_VERDICT_GREW + 1)
static const enum pages_word general[SENTENCES] = {SAY_GREW, SAY_FELL, SAY_NO_CLEAR, SAY_LEVEL};
static const struct {
    enum pages_measure measure;
    enum pages_word sentences[SENTENCES];
} told[] = {
    {PAGES_MEASURE_DISTANCE,
     {SAY_DISTANCE_GREW, SAY_DISTANCE_FELL, SAY_DISTANCE_NO_CLEAR, SAY_LEVEL}},
    {PAGES_MEASURE_CONCORDANCE,
     {SAY_CONCORDANCE_GREW, SAY_CONCORDANCE_FELL, SAY_CONCORDANCE_NO_CLEAR, SAY_CONCORDANCE_LEVEL}},
    {PAGES_MEASURE_NEW_TYPES,
     {SAY_TYPES_GREW, SAY_TYPES_FELL, SAY_TYPES_NO_CLEAR, SAY_TYPES_LEVEL}},
    {PAGES_MEASURE_OBSERVED_TYPES,
     {SAY_TYPES_GREW, SAY_TYPES_FELL, SAY_TYPES_NO_CLEAR, SAY_TYPES_LEVEL}},
    {PAGES_MEASURE_EFFECTIVE_TYPES,
     {SAY_EFFECTIVE_GREW, SAY_EFFECTIVE_FELL, SAY_EFFECTIVE_NO_CLEAR, SAY_TYPES_LEVEL}},
    {PAGES_MEASURE_NEW_ORGANISATIONS,
     {SAY_ORGANISATIONS_GREW, SAY_FELL, SAY_ORGANISATIONS_NO_CLEAR, SAY_LEVEL}},
    {PAGES_MEASURE_DENSITY,
     {SAY_DENSITY_GREW, SAY_DENSITY_FELL, SAY_DENSITY_NO_CLEAR, SAY_DENSITY_LEVEL}},
    {PAGES_MEASURE_ASSIGNMENT_DONE,
     {SAY_DONE_GREW, SAY_DONE_FELL, SAY_DONE_NO_CLEAR, SAY_DONE_LEVEL}},
    {PAGES_MEASURE_APPLIED,
     {SAY_APPLIED_GREW, SAY_APPLIED_FELL, SAY_APPLIED_NO_CLEAR, SAY_APPLIED_LEVEL}},
    {PAGES_MEASURE_TOLD, {SAY_TOLD_GREW, SAY_TOLD_FELL, SAY_TOLD_NO_CLEAR, SAY_TOLD_LEVEL}},
};

static const char *const pictures[] = {
    [PAGES_PICTURE_NONE] = NULL,
    [PAGES_PICTURE_RESPONSE] = "response",
    [PAGES_PICTURE_FLOW] = "flow",
    [PAGES_PICTURE_DIVERSITY] = "diversity",
    [PAGES_PICTURE_CONVERGENCE] = "convergence",
    [PAGES_PICTURE_PAIRS] = "pairs",
    [PAGES_PICTURE_NETWORK] = "network",
    [PAGES_PICTURE_SHARES] = "shares",
    [PAGES_PICTURE_TREND] = "trend",
    [PAGES_PICTURE_BREAKDOWN] = "breakdown",
    [PAGES_PICTURE_QUESTIONS] = "questions",
};

static bool has_headline(const struct pages_claim *claim)
{
    return claim->headline.analysis != NULL && claim->headline.published;
}

static const char *verdict_words(const struct pages_report_view *view,
                                 const struct pages_claim *claim)
{
    enum pages_word own = own_words[claim->kind][claim->verdict];
    return pages_word(view->words, own ? own : verdicts[claim->verdict].words);
}

static const char *sentence(const struct pages_report_view *view, const struct pages_claim *claim)
{
    if (claim->verdict == PAGES_VERDICT_CANNOT_SAY)
        return pages_report_phrase(view, reasons[claim->reason],
                                   pages_report_number(view, view->report->minimum_group_size),
                                   NULL);
    const enum pages_word *sentences = general;
    for (size_t i = 0; i < sizeof(told) / sizeof(told[0]); i++) {
        if (told[i].measure == claim->headline.measure)
            sentences = told[i].sentences;
    }
    return PAGES_REPORT_FILL(view, sentences[claim->verdict - PAGES_VERDICT_GREW],
                             pages_report_number(view, claim->headline.from),
                             pages_report_number(view, claim->headline.to),
                             pages_figure_value(view, &claim->headline));
}

static void write_subject(const struct pages_report_view *view, const struct pages_figure *figure)
{
    if (!figure->subject)
        return;
    pages_print(view->out, "<p class=\"subject\">%s <q lang=\"%s\">%s</q></p>\n",
                pages_word(view->words, CLAIM_ABOUT), view->report->language, figure->subject);
}

static void write_headline(const struct pages_report_view *view, const struct pages_claim *claim,
                           const char *id)
{
    const struct pages_figure *figure = &claim->headline;
    const char *value = pages_figure_value(view, figure);
    if (!has_headline(claim) || !value)
        return;
    base_buffer_string(view->out, "<div class=\"headline\">\n");
    pages_print(view->out, "<p class=\"figure\"><span>%s</span> <strong>%s</strong></p>\n",
                pages_figure_name(view, figure), value);
    pages_chart_figure(view, id, figure);
    const char *details = pages_figure_details(view, figure);
    const char *why = pages_figure_no_interval(view, figure);
    if (*details || why)
        pages_print(view->out, "<p class=\"details\">%s%s%s</p>\n", details,
                    *details && why ? " · " : "", why ? why : "");
    base_buffer_string(view->out, "</div>\n");
    write_subject(view, figure);
}

static void write_guard(const struct pages_report_view *view, const struct pages_guard *guard)
{
    static const struct {
        enum pages_word words;
        const char *class_name;
        const char *sign;
    } marks[] = {
        [PAGES_GUARD_UNKNOWN] = {GUARD_MARK_UNKNOWN, "unknown", "?"},
        [PAGES_GUARD_HOLDS] = {GUARD_MARK_HOLDS, "holds", "✓"},
        [PAGES_GUARD_WARNS] = {GUARD_MARK_WARNS, "warns", "!"},
    };
    const char *value = pages_figure_value(view, &guard->figure);
    const char *details = pages_figure_details(view, &guard->figure);
    pages_print(view->out,
                "<li class=\"%s\"><span class=\"sign\" aria-hidden=\"true\">%s</span>"
                "<span class=\"unseen\">%s: </span><span>%s",
                marks[guard->verdict].class_name, marks[guard->verdict].sign,
                pages_word(view->words, marks[guard->verdict].words),
                pages_figure_name(view, &guard->figure));
    if (value)
        pages_print(view->out, ": <strong>%s</strong>", value);
    if (*details)
        pages_print(view->out, " <span class=\"details\">(%s)</span>", details);
    pages_print(view->out, ". %s</span></li>\n", pages_figure_reading(view, guard));
}

/* Those who are behind the headline of those who could be; a guard may have told of them. */
static const char *people(const struct pages_report_view *view, const struct pages_claim *claim)
{
    if (claim->people < 0 || claim->of_people <= 0)
        return NULL;
    for (size_t i = 0; i < claim->guard_count; i++) {
        if (claim->guards[i].figure.measure == PAGES_MEASURE_FOLLOWED)
            return NULL;
    }
    if (claim->people >= claim->of_people)
        return pages_report_phrase(view, CLAIM_PEOPLE_ALL, pages_report_number(view, claim->people),
                                   NULL);
    return PAGES_REPORT_FILL(view, CLAIM_PEOPLE, pages_report_number(view, claim->people),
                             pages_report_number(view, claim->of_people),
                             pages_report_number(view, claim->of_people - claim->people));
}

/* Who answered the survey at all. */
static const char *response(const struct pages_report_view *view, const struct pages_claim *claim)
{
    if (claim->invited <= 0 || claim->responded < 0)
        return NULL;
    const char *cycle = pages_report_number(view, claim->headline.to);
    const char *invited = pages_report_number(view, claim->invited);
    if (claim->responded >= claim->invited)
        return PAGES_REPORT_FILL(view, CLAIM_RESPONSE_ALL, cycle, invited);
    return PAGES_REPORT_FILL(view, CLAIM_RESPONSE, cycle,
                             pages_report_number(view, claim->responded), invited,
                             pages_report_number(view, claim->invited - claim->responded));
}

static void write_people(const struct pages_report_view *view, const char *words)
{
    if (words)
        pages_print(view->out,
                    "<li class=\"people\"><span class=\"sign\" aria-hidden=\"true\">n</span>"
                    "<span>%s</span></li>\n",
                    words);
}

static void write_bearing(const struct pages_report_view *view, const struct pages_claim *claim)
{
    const char *behind = people(view, claim);
    const char *answered = response(view, claim);
    if (claim->guard_count == 0 && !behind && !answered)
        return;
    pages_print(view->out, "<div class=\"bearing\">\n<h4>%s</h4>\n<ul class=\"guards\">\n",
                pages_word(view->words, CLAIM_BEARS));
    for (size_t i = 0; i < claim->guard_count; i++)
        write_guard(view, &claim->guards[i]);
    write_people(view, behind);
    write_people(view, answered);
    base_buffer_string(view->out, "</ul>\n</div>\n");
}

static void write_answer(const struct pages_report_view *view, const struct pages_claim *claim,
                         size_t index, const char *id)
{
    struct base_buffer *out = view->out;
    pages_print(out, "<div>\n<h3 id=\"%s\">%s</h3>\n", id,
                pages_word(view->words, questions[claim->kind]));
    pages_print(out,
                "<p class=\"verdict %s\"><span class=\"sign\" aria-hidden=\"true\">%s</span>"
                "%s</p>\n<p>%s</p>\n",
                verdicts[claim->verdict].class_name, verdicts[claim->verdict].sign,
                verdict_words(view, claim), sentence(view, claim));
    write_headline(view, claim, base_arena_format(view->arena, "headline-%zu", index + 1));
    if (pages_report_has_picture(view, claim->picture))
        pages_print(out, "<p class=\"more\"><a href=\"#%s\">%s</a></p>\n", pictures[claim->picture],
                    pages_word(view->words, CLAIM_PICTURE));
    base_buffer_string(out, "</div>\n");
}

static void write_claim(const struct pages_report_view *view, const struct pages_claim *claim,
                        size_t index)
{
    const char *id = base_arena_format(view->arena, "claim-%zu", index + 1);
    base_buffer_string(view->out, "<article class=\"card claim\"");
    pages_chart_mark(view);
    pages_print(view->out, " aria-labelledby=\"%s\">\n", id);
    write_answer(view, claim, index, id);
    write_bearing(view, claim);
    base_buffer_string(view->out, "</article>\n");
}

/* The claims are about cycles that are over, as soon as one is; the last one that is open. */
static const struct pages_report_response *open_beside_over(const struct pages_report *report)
{
    const struct pages_report_response *open = NULL;
    bool is_any_over = false;
    for (size_t i = 0; i < report->response_count; i++) {
        const struct pages_report_response *response = &report->responses[i];
        if (response->state == PAGES_RESPONSE_OPEN && !response->is_empty)
            open = response;
        is_any_over =
            is_any_over || (response->state == PAGES_RESPONSE_CLOSED && !response->is_empty);
    }
    return is_any_over ? open : NULL;
}

static void write_open(const struct pages_report_view *view)
{
    const struct pages_report_response *open = open_beside_over(view->report);
    if (!open)
        return;
    int answers = (open->published ? open->responded : 0) +
                  (open->open_responses > 0 ? open->open_responses : 0);
    const char *cycle = pages_report_number(view, open->cycle);
    int least = view->report->minimum_group_size;
    const char *words = answers >= least ? PAGES_REPORT_FILL(view, CLAIMS_OPEN, cycle,
                                                             pages_report_answers(view, answers))
                                         : PAGES_REPORT_FILL(view, CLAIMS_OPEN_FEW, cycle);
    pages_report_paragraph(view, "note", (struct pages_sentence){.words = words});
}

void pages_report_claims(const struct pages_report_view *view)
{
    if (view->report->claim_count == 0)
        return;
    pages_report_section_open(view, "claims", CLAIMS_TITLE, CLAIMS_INTRODUCTION);
    write_open(view);
    base_buffer_string(view->out, "<div class=\"claims\">\n");
    for (size_t i = 0; i < view->report->claim_count; i++)
        write_claim(view, &view->report->claims[i], i);
    base_buffer_string(view->out, "</div>\n");
    pages_report_section_close(view);
}
