/* surveyctl open-link: the link and QR code for the wall. */
#include <stdio.h>
#include <string.h>

#include "base/token.h"
#include "file.h"
#include "pages/qr.h"
#include "surveyctl.h"

static enum base_status write_svg(struct surveyctl *surveyctl, const char *path, const char *link,
                                  struct base_failure *reterr)
{
    size_t length = strlen(path);
    struct base_text svg;

    if (length < 5 || strcmp(path + length - 4, ".svg") != 0)
        return base_failure_set(reterr, STATUS_USAGE,
                                "--qr writes SVG; give it a name that ends in .svg, not \"%s\"",
                                path);
    enum base_status status = pages_qr_svg(surveyctl->arena, link, NULL, &svg, reterr);
    if (status == STATUS_OK)
        status = file_write_private(path, svg, reterr);
    return status;
}

static enum base_status print_code(struct surveyctl *surveyctl, const char *link,
                                   struct base_failure *reterr)
{
    struct base_text lines;
    enum base_status status = pages_qr_terminal(surveyctl->arena, link, &lines, reterr);

    if (status == STATUS_OK)
        fwrite(lines.data, 1, lines.length, stdout);
    return status;
}

static enum base_status run(struct surveyctl *surveyctl, struct base_failure *reterr)
{
    const char *base_url = NULL;
    const char *qr = NULL;
    bool terminal = false;
    const struct base_option options[] = {
        BASE_OPTION_TEXT("base-url", "URL", &base_url,
                         "The address that participants see. Left out: server.public-url."),
        BASE_OPTION_TEXT("qr", "FILE.svg", &qr, "Also write the QR code, as SVG."),
        BASE_OPTION_FLAG("terminal", &terminal, "Also draw the QR code here."),
    };
    const struct base_programme_keys *keys;
    const char *name;
    enum base_status status;

    if (!surveyctl_parse(surveyctl, options, 3, &name, &status, reterr))
        return status;
    status = surveyctl_base_url(surveyctl, base_url, &base_url, reterr);
    if (status == STATUS_OK)
        status = surveyctl_find_keys(surveyctl, name, &keys, reterr);
    if (status != STATUS_OK)
        return status;
    const char *code = base_token_open_code(surveyctl->arena, keys);
    const char *link = base_arena_format(surveyctl->arena, "%s/o/%s/%s", base_url, name, code);
    if (qr != NULL)
        status = write_svg(surveyctl, qr, link, reterr);
    if (status != STATUS_OK)
        return status;
    printf("%s\n", link);
    return terminal ? print_code(surveyctl, link, reterr) : STATUS_OK;
}

const struct surveyctl_command surveyctl_open_link = {
    .words = "open-link",
    .operands = "PROGRAMME",
    .summary = "Print the link for the wall (and its QR code).",
    .details = "Anybody who has it can answer while a cycle is open, any number of times; the\n"
               "form asks for the actor type. Nobody is linked over the cycles. The link stays\n"
               "the same. Needs no database.",
    .example =
        "  surveyctl open-link competence-provision --base-url https://survey.example.org \\\n"
        "      --qr wall.svg --terminal",
    .run = run,
};
