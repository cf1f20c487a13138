package dev.glimpse.cli.caption;

import dev.glimpse.cli.rows.CaptionRow;
import dev.glimpse.cli.source.ImageSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// What earlier runs did: rows in, what is left to do out.
public final class EarlierRows implements Consumer<CaptionRow> {
    private final Map<String, Boolean> failedByImage = new HashMap<>();
    private final Captioner captioner;

    /// @param captioner learns their answers
    public EarlierRows(Captioner captioner) {
        this.captioner = captioner;
    }

    @Override
    public void accept(CaptionRow row) {
        failedByImage.put(row.image(), row.failed());
        captioner.remember(row);
    }

    /// Images that have no row yet, in their order.
    public List<ImageSource> left(List<ImageSource> images) {
        return images.stream().filter(image -> !failedByImage.containsKey(image.name())).toList();
    }

    /// How many of the images have a row that says why there is no caption.
    public int failed(List<ImageSource> images) {
        return (int)
                images.stream()
                        .filter(image -> failedByImage.getOrDefault(image.name(), false))
                        .count();
    }
}
