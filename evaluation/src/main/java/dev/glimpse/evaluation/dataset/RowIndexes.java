package dev.glimpse.evaluation.dataset;

import dev.glimpse.evaluation.table.TableRow;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Says what the rows of one file are called: by their own column; the second of a name gets a
/// number, since `question_id` need not be unique; rows without a name are counted from 0. `241.0`,
/// which pandas makes of whole numbers beside missing ones, is `241`. Answers to instructions
/// (AlpacaEval) have no names; each is called by a digest of its instruction, since files have them
/// in different orders. Used for each row in order, once; confined to one thread.
final class RowIndexes {
    private static final List<String> COLUMNS =
            List.of("index", "question_id", "pid", "id", "doc_id");

    private static final Set<String> OUTPUTS =
            Set.of("output", "output_1", "output_2", "preference");

    /// Of a digest; enough to tell a few thousand instructions apart.
    private static final int DIGITS = 12;

    private final Set<String> seen = new HashSet<>();
    private int rows;

    String of(TableRow row) {
        String name = name(row);
        String index = name.isEmpty() ? String.valueOf(rows) : name;
        rows++;
        String unique = index;
        for (int copy = 2; !seen.add(unique); copy++) {
            unique = index + "/" + copy;
        }
        return unique;
    }

    private static String name(TableRow row) {
        String instruction = row.cell("instruction");
        boolean answered = row.cells().keySet().stream().anyMatch(OUTPUTS::contains);
        if (answered && !instruction.isBlank()) {
            return Digest.sha256(instruction).substring(0, DIGITS);
        }
        return row.first(COLUMNS).replaceFirst("^(\\d+)\\.0+$", "$1");
    }
}
