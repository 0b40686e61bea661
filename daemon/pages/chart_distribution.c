#include "chart.h"
#include "markup.h"

#define ROW_HEIGHT 58.0
#define BAR_HEIGHT 28.0
#define LABEL_HEIGHT 20.0
#define LEGEND_LINE 20.0
#define SWATCH 11.0
#define CHARACTER_WIDTH 8.8 /* wide enough for the largest size that the style sheet sets */
#define GAP 1.0             /* between segments */

static bool has_bar(const struct pages_report_point *point)
{
    return point->published && point->percent && point->n > 0;
}

static const char *left_out(const struct pages_report_view *view,
                            const struct pages_report_question *question)
{
    return question->is_sensitive ? pages_chart_sensitive(view) : pages_chart_suppressed(view);
}

static double total_percent(const struct pages_report_question *question,
                            const struct pages_report_point *point)
{
    double total = 0;
    for (size_t i = 0; i < question->category_count; i++)
        total += point->percent[i];
    return total;
}

void pages_chart_halves(const struct pages_report_question *question,
                        const struct pages_report_point *point, double *ret_left, double *ret_right)
{
    *ret_left = *ret_right = 0;
    if (!has_bar(point))
        return;
    size_t half = question->category_count / 2;
    for (size_t i = 0; i < question->category_count; i++) {
        if (i < half)
            *ret_left += point->percent[i];
        else
            *ret_right += point->percent[i];
    }
    if (question->category_count % 2 == 1) {
        *ret_left += point->percent[half] / 2.0;
        *ret_right -= point->percent[half] / 2.0;
    }
}

static const char *describe(const struct pages_report_view *view,
                            const struct pages_report_question *question)
{
    struct base_buffer text;
    base_buffer_init(&text, view->arena);
    for (size_t i = 0; i < question->point_count; i++) {
        const struct pages_report_point *point = &question->points[i];
        base_buffer_format(&text, "%s%s: ", i > 0 ? ". " : "",
                           pages_chart_cycle(view, point->cycle, 200));
        if (!point->published) {
            base_buffer_string(&text, left_out(view, question));
            continue;
        }
        base_buffer_string(&text, pages_report_answers(view, point->n));
        for (size_t j = 0; has_bar(point) && j < question->category_count; j++)
            base_buffer_format(&text, ", %s %s", question->categories[j],
                               pages_percent(view->arena, view->words, point->percent[j]));
    }
    return base_buffer_view(&text).data;
}

/* Where each entry of the legend stands: as many on a line as fit. */
static double lay_out_legend(const struct pages_report_view *view,
                             const struct pages_report_question *question, size_t index,
                             double *ret_x)
{
    double x = 0;
    double y = 0;
    for (size_t i = 0; i <= index; i++) {
        size_t characters = base_text_characters(base_text_of(question->categories[i]));
        double width = SWATCH + 6 + (double)characters * CHARACTER_WIDTH + 10;
        if (x > 0 && x + width > view->width) {
            x = 0;
            y += LEGEND_LINE;
        }
        *ret_x = x;
        x += width;
    }
    return y;
}

static void print_legend(const struct pages_report_view *view,
                         const struct pages_report_question *question, double y)
{
    for (size_t i = 0; i < question->category_count; i++) {
        struct pages_colour colour =
            pages_chart_colour(i, question->category_count, question->diverging);
        double x = 0;
        double line = y + lay_out_legend(view, question, i, &x);
        pages_print(view->out,
                    "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.0f\" height=\"%.0f\" rx=\"2\" "
                    "fill=\"%s\"/><text x=\"%.1f\" y=\"%.1f\">%s</text>\n",
                    x, line + 2, SWATCH, SWATCH, colour.fill, x + SWATCH + 6, line + 12,
                    question->categories[i]);
    }
}

static void print_segment(const struct pages_report_view *view,
                          const struct pages_report_question *question, size_t index, int percent,
                          double x, double y, double width)
{
    struct pages_colour colour =
        pages_chart_colour(index, question->category_count, question->diverging);
    const char *words = pages_percent(view->arena, view->words, percent);
    pages_print(view->out,
                "<g><title>%s: %s</title><rect x=\"%.2f\" y=\"%.1f\" width=\"%.2f\" "
                "height=\"%.0f\" fill=\"%s\"/>",
                question->categories[index], words, x, y, width > 2 * GAP ? width - GAP : width,
                BAR_HEIGHT, colour.fill);
    if (width >= 38)
        pages_print(view->out,
                    "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\" fill=\"%s\">%s</text>",
                    x + width / 2, y + BAR_HEIGHT / 2 + 4.5, colour.text, words);
    else if (width >= 19)
        pages_print(view->out,
                    "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\" fill=\"%s\">%d</text>",
                    x + width / 2, y + BAR_HEIGHT / 2 + 4.5, colour.text, percent);
    base_buffer_string(view->out, "</g>\n");
}

static void print_bar(const struct pages_report_view *view,
                      const struct pages_report_question *question,
                      const struct pages_report_point *point, double y)
{
    double total = total_percent(question, point);
    if (!(total > 0))
        return;
    double scale = view->width / total;
    double x = 0;
    if (question->diverging) {
        double left = 0;
        double right = 0;
        pages_chart_halves(question, point, &left, &right);
        scale = view->width / (view->left_percent + view->right_percent);
        x = (view->left_percent - left) * scale;
    }
    for (size_t i = 0; i < question->category_count; i++) {
        double width = point->percent[i] * scale;
        if (width > 0)
            print_segment(view, question, i, point->percent[i], x, y, width);
        x += width;
    }
}

static void print_row(const struct pages_report_view *view, const char *id,
                      const struct pages_report_question *question,
                      const struct pages_report_point *point, double y)
{
    struct base_buffer *out = view->out;
    double bar = y + LABEL_HEIGHT;
    if (!point->published) {
        pages_chart_heading(view, y, point->cycle, "");
        pages_chart_hatched(view, id, 0.5, bar, view->width - 1, BAR_HEIGHT);
        pages_print(out, "<text x=\"8\" y=\"%.1f\" class=\"over\"", bar + BAR_HEIGHT / 2 + 4.5);
        pages_chart_mark(view);
        pages_print(out, ">%s</text>\n", left_out(view, question));
        return;
    }
    const char *words = pages_report_answers(view, point->n);
    /* The bar says the share itself. */
    const char *mean = point->is_share ? NULL : pages_report_mean(view, point);
    if (mean)
        words = base_arena_format(view->arena, "%s, %s", words,
                                  pages_report_phrase(view, REPORT_MEAN_OF, mean, NULL));
    pages_chart_heading(view, y, point->cycle, words);
    if (has_bar(point))
        print_bar(view, question, point, bar);
}

void pages_chart_distribution(const struct pages_report_view *view, const char *id,
                              const struct pages_report_question *question)
{
    double x = 0;
    double rows = (double)question->point_count * ROW_HEIGHT;
    double legend = lay_out_legend(view, question, question->category_count - 1, &x) + LEGEND_LINE;
    pages_chart_open(view, id, "bars", view->width, rows + legend,
                     pages_report_phrase(view, REPORT_CHART_DISTRIBUTION, question->text, NULL),
                     describe(view, question));
    /* Under the bars: it shows between them and hides no figure. */
    if (question->diverging) {
        double centre =
            view->width * view->left_percent / (view->left_percent + view->right_percent);
        pages_print(view->out,
                    "<path d=\"M%.1f %.1fV%.1f\" stroke=\"currentColor\" stroke-width=\"1.2\" "
                    "stroke-dasharray=\"3 3\" stroke-opacity=\".6\"/>\n",
                    centre, LABEL_HEIGHT - 3, rows - 6);
    }
    for (size_t i = 0; i < question->point_count; i++)
        print_row(view, id, question, &question->points[i], (double)i * ROW_HEIGHT);
    print_legend(view, question, rows);
    pages_chart_close(view);
}
