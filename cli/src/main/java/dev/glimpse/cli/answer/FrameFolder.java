package dev.glimpse.cli.answer;

import dev.glimpse.cli.fault.CommandException;
import dev.glimpse.runtime.chat.Content;
import dev.glimpse.runtime.chat.ImageOptions;
import dev.glimpse.runtime.chat.VideoFrame;
import dev.glimpse.vision.video.FrameSampling;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// Reads a video that is a folder of frames.
public final class FrameFolder {
    private FrameFolder() {}

    /// Reads the frames that shall be seen, in the order of their names' characters. Hidden files
    /// and folders within are passed over.
    ///
    /// @param sampling how many of a second the folder has, and how many are seen at most
    /// @throws CommandException if the folder cannot be read or has no frame
    public static List<NamedImage> read(Path folder, FrameSampling sampling) {
        List<Path> files = files(folder);
        if (files.isEmpty()) {
            throw CommandException.badInput(
                    "video " + folder + " is a folder without files; put its frames there");
        }
        return sampling.spread(files.size()).stream()
                .map(index ->
                        ImageFiles.read(files.get(index).toString(), InputStream.nullInputStream()))
                .toList();
    }

    private static List<Path> files(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw CommandException.badInput(
                    "video " + folder + " is no folder; give one with its frames as image files");
        }
        try (var files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !String.valueOf(file.getFileName()).startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw CommandException.badInput(
                    "video " + folder + " cannot be read: " + e.getMessage(), e);
        }
    }

    /// The frames as a part of a message.
    ///
    /// @param options how each is seen
    public static Content.Video content(
            List<NamedImage> frames, FrameSampling sampling, ImageOptions options) {
        var timed = new ArrayList<VideoFrame>();
        for (NamedImage frame : frames) {
            var time =
                    Duration.ofNanos(Math.round(timed.size() * 1e9 / sampling.framesPerSecond()));
            timed.add(new VideoFrame(frame.content(options), time));
        }
        return new Content.Video(timed, OptionalInt.empty());
    }
}
