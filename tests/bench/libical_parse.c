/* The peer in C: libical's full parse of one file. Prints the number of VEVENTs. */
#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>

static char *whole(const char *path)
{
    FILE *file = fopen(path, "rb");
    long size;
    char *text;

    if (!file || fseek(file, 0, SEEK_END) || (size = ftell(file)) < 0 || fseek(file, 0, SEEK_SET))
        return NULL;
    text = malloc((size_t)size + 1);
    if (text && fread(text, 1, (size_t)size, file) != (size_t)size) {
        free(text);
        text = NULL;
    }
    fclose(file);
    if (text)
        text[size] = '\0';
    return text;
}

int main(int count, char **words)
{
    char *text = count == 2 ? whole(words[1]) : NULL;
    icalcomponent *calendar = text ? icalparser_parse_string(text) : NULL;

    if (!calendar) {
        fprintf(stderr, "usage: libical_parse FILE.ics\n");
        return 1;
    }
    printf("%d\n", icalcomponent_count_components(calendar, ICAL_VEVENT_COMPONENT));
    return 0;
}
