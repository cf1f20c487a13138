package dev.glimpse.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {

    @Test
    void wordsStandOnTheLeftNumbersOnTheRight() {
        var rows = List.of(List.of("a", "12 B", "x"), List.of("long 图", "1,234", "yy"));
        var table = Table.fitting(rows);

        assertThat(rows.stream().map(table::aligned))
                .containsExactly("a        12 B  x", "long 图  1,234  yy");
    }

    @Test
    void pipedCellsAreSeparatedByOneTabEach() {
        assertThat(Table.separated(List.of("a\tb", "c\nd", ""))).isEqualTo("a b\tc d\t");
    }
}
