package dev.glimpse.evaluation.table;

import java.util.List;
import java.util.function.Consumer;

/// A table that was read whole; a row's place is its number.
///
/// @param rows in order, each at the place of its number from 0
record RowsInMemory(List<TableRow> rows) implements Table {
    RowsInMemory {
        rows = List.copyOf(rows);
    }

    @Override
    public void forEach(Consumer<? super TableRow> consumer) {
        rows.forEach(consumer);
    }

    @Override
    public TableRow at(long place) {
        return rows.get(Math.toIntExact(place));
    }
}
