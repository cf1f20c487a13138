package dev.glimpse.evaluation.dataset;

import dev.glimpse.evaluation.fault.DatasetException;
import dev.glimpse.evaluation.question.VideoClip;
import dev.glimpse.evaluation.table.TableRow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Finds the video that a row names: in its column `prefix` below the data's folder, as
/// VLMEvalKit's TSV has it, or where the archives of MVBench lay it when unpacked.
final class VideoCell {
    /// Where videos may lie, below the folder of the data; `%s` is the row's prefix.
    private static final List<String> PLACES =
            List.of("%s", "video/%s", "video/data0613/%s", "data0613/%s", "", "video", "videos");

    private VideoCell() {}

    /// Whether the row is about a video.
    static boolean named(TableRow row) {
        return !PandasText.missing(row.cell("video"));
    }

    /// The video, if the row is about one.
    ///
    /// @param data the file of questions, or their folder
    /// @throws DatasetException if it is not there, or its bounds are no numbers
    static Optional<VideoClip> of(TableRow row, Path data) {
        if (!named(row)) {
            return Optional.empty();
        }
        Path place = place(row, data.toAbsolutePath().normalize());
        boolean frames = Files.isDirectory(place);
        return Optional.of(
                new VideoClip(
                        place,
                        frames ? VideoClip.Kind.FRAMES : VideoClip.Kind.FILE,
                        row.cell("bound").equalsIgnoreCase("true")
                                ? Optional.of(
                                        new VideoClip.Part(
                                                seconds(row, "start"), seconds(row, "end")))
                                : Optional.empty()));
    }

    private static Path place(TableRow row, Path data) {
        Path base = Files.isDirectory(data) ? data : data.resolveSibling("");
        String prefix = row.cell("prefix").replaceFirst("^(\\./)?video/", "");
        for (String place : PLACES) {
            Path folder = base.resolve(place.replace("%s", prefix));
            Path video = folder.resolve(row.cell("video")).normalize();
            if (Files.exists(video)) {
                return video;
            }
        }
        throw new DatasetException(
                row.where()
                        + ": video \""
                        + row.cell("video")
                        + "\" is neither in "
                        + base.resolve("video").resolve(prefix).normalize()
                        + " nor in "
                        + base);
    }

    private static double seconds(TableRow row, String column) {
        return row.number(column, "a question with bound True needs seconds there");
    }
}
