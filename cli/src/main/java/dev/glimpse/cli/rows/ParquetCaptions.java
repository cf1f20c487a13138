package dev.glimpse.cli.rows;

import dev.glimpse.cli.parquet.ParquetColumn;
import dev.glimpse.cli.parquet.ParquetWriter;
import dev.glimpse.cli.rows.CaptionRow.Captioned;
import dev.glimpse.cli.rows.CaptionRow.Failed;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/// Parquet with a row an image: `image`, `width`, `height`, `pixels`, `error` and then `caption`,
/// or a column a question; empty where there is no such value.
///
/// @param questions as the user wrote them; empty for a caption
public record ParquetCaptions(List<String> questions) implements WholeFile.Form {
    public ParquetCaptions {
        questions = List.copyOf(questions);
    }

    @Override
    public void write(OutputStream stream, WholeFile.AllRows rows) throws IOException {
        var columns = new Columns(questions.isEmpty() ? List.of("caption") : questions);
        var writer = new ParquetWriter(stream, columns.all());
        rows.forEach(row -> {
            columns.add(row);
            try {
                writer.endRow();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        writer.finish();
    }

    private static final class Columns {
        private final ParquetColumn image = ParquetColumn.texts("image");
        private final ParquetColumn width = ParquetColumn.integers("width");
        private final ParquetColumn height = ParquetColumn.integers("height");
        private final ParquetColumn pixels = ParquetColumn.texts("pixels");
        private final ParquetColumn error = ParquetColumn.texts("error");
        private final List<ParquetColumn> answers = new ArrayList<>();

        /// @param names of the answers' columns; those that another column has are numbered
        Columns(List<String> names) {
            var taken = new HashSet<>(List.of("image", "width", "height", "pixels", "error"));
            for (String name : names) {
                String own = name;
                for (int number = 2; !taken.add(own); number++) {
                    own = name + " (" + number + ")";
                }
                answers.add(ParquetColumn.texts(own));
            }
        }

        List<ParquetColumn> all() {
            var all = new ArrayList<>(List.of(image, width, height, pixels, error));
            all.addAll(answers);
            return all;
        }

        void add(CaptionRow row) {
            image.add(row.image());
            switch (row.outcome()) {
                case Failed(String reason) -> {
                    List.of(width, height, pixels).forEach(ParquetColumn::addNone);
                    error.add(reason);
                    answers.forEach(ParquetColumn::addNone);
                }
                case Captioned captioned -> {
                    width.add(captioned.pixels().width());
                    height.add(captioned.pixels().height());
                    pixels.add(captioned.pixels().digest());
                    error.addNone();
                    for (int i = 0; i < answers.size(); i++) {
                        answers.get(i).add(captioned.answers().get(i));
                    }
                }
            }
        }
    }
}
