package dev.glimpse.evaluation.dataset;

import dev.glimpse.evaluation.table.TableRow;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Says what the rows of one file are called: by their own column; the second of a name gets a
/// number, since `question_id` need not be unique; rows without a name are counted from 0. `241.0`,
/// which pandas makes of whole numbers beside missing ones, is `241`. Used for each row in order,
/// once; confined to one thread.
final class RowIndexes {
    private static final List<String> COLUMNS =
            List.of("index", "question_id", "pid", "id", "doc_id");

    private final Set<String> seen = new HashSet<>();
    private int rows;

    String of(TableRow row) {
        String name = row.first(COLUMNS).replaceFirst("^(\\d+)\\.0+$", "$1");
        String index = name.isEmpty() ? String.valueOf(rows) : name;
        rows++;
        String unique = index;
        for (int copy = 2; !seen.add(unique); copy++) {
            unique = index + "/" + copy;
        }
        return unique;
    }
}
