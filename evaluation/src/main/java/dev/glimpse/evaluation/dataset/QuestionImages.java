package dev.glimpse.evaluation.dataset;

import dev.glimpse.evaluation.fault.DatasetException;
import dev.glimpse.evaluation.question.ImageSource;
import dev.glimpse.evaluation.table.Table;
import dev.glimpse.evaluation.table.TableRow;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads the images of questions when they are needed. Rows that were read last are remembered,
/// since rotations of a question share their image. Thread-safe by a lock that is held while
/// reading.
public final class QuestionImages {
    private static final int REMEMBERED = 4;

    private final Table table;
    private final Map<Long, List<byte[]>> rows =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Long, List<byte[]>> eldest) {
                    return size() > REMEMBERED;
                }
            };

    QuestionImages(Table table) {
        this.table = table;
    }

    /// The bytes of an image file, as they are in the data: never recompressed.
    ///
    /// @throws DatasetException if they cannot be read or are not base64
    public byte[] read(ImageSource source) {
        return switch (source) {
            case ImageSource.InFile(var file) -> {
                try {
                    yield Files.readAllBytes(file);
                } catch (IOException e) {
                    throw new DatasetException(
                            "image " + file + " cannot be read: " + e.getMessage(), e);
                }
            }
            case ImageSource.InTable(long row, int number) -> row(row).get(number).clone();
        };
    }

    private synchronized List<byte[]> row(long place) {
        List<byte[]> known = rows.get(place);
        if (known == null) {
            TableRow row = table.at(place);
            known = ImageCell.texts(row).stream().map(text -> decode(text, row.where())).toList();
            rows.put(place, known);
        }
        return known;
    }

    private static byte[] decode(String text, String where) {
        String base64 = text.startsWith("data:") ? text.substring(text.indexOf(',') + 1) : text;
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new DatasetException(where + ": the image is not base64: " + e.getMessage(), e);
        }
    }
}
