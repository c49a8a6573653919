/* Places of names and cells, for messages of whoever reads them as text. */
#include "internal.h"

size_t hqcsv_cell_column(struct hqcsv_block *block, size_t row, size_t column)
{
	struct csv_block *b = csv_own(block);
	return csv_place_of(b, csv_span(b, row, column).from).column;
}

void hqcsv_column_place(const struct hqcsv *csv, size_t column, size_t *line, size_t *at)
{
	*line = csv->columns[column].line;
	*at = csv->columns[column].column;
}
