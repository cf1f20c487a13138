package dev.glimpse.cli.answer;

import dev.glimpse.cli.fault.CommandException;
import dev.glimpse.runtime.chat.Content;
import dev.glimpse.runtime.chat.ImageOptions;
import dev.glimpse.runtime.chat.VideoFrame;
import dev.glimpse.runtime.chat.VideoSource;
import dev.glimpse.vision.fault.ImageException;
import dev.glimpse.vision.video.FrameSampling;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// A video that the user knows by its path: a file, or a folder of frames.
public sealed interface NamedVideo {

    /// A file, which is read when the question is answered.
    record OfFile(Path path, FrameSampling sampling) implements NamedVideo {
        @Override
        public Content content(ImageOptions options, OptionalInt framesPerPack) {
            return new Content.VideoFile(
                    new VideoSource.OnDisk(path), sampling, options, framesPerPack);
        }

        @Override
        public RuntimeException blame(ImageException fault) {
            return CommandException.badInput("video " + path + ": " + fault.getMessage(), fault);
        }
    }

    /// A folder's frames that shall be seen.
    record OfFrames(List<NamedImage> frames, FrameSampling sampling) implements NamedVideo {
        @Override
        public Content content(ImageOptions options, OptionalInt framesPerPack) {
            var timed = new ArrayList<VideoFrame>();
            for (NamedImage frame : frames) {
                double seconds = timed.size() / sampling.framesPerSecond();
                timed.add(
                        new VideoFrame(
                                frame.content(options),
                                Duration.ofNanos(Math.round(seconds * 1e9))));
            }
            return new Content.Video(timed, framesPerPack);
        }

        @Override
        public RuntimeException blame(ImageException fault) {
            return NamedImage.blame(frames, fault);
        }
    }

    /// Reads what there is at a path; of a folder the files in the order of their names'
    /// characters, without hidden ones and folders.
    ///
    /// @param sampling which frames are seen; of a folder, how many of a second it has
    /// @throws CommandException if there is nothing, it cannot be read, or has no frame
    static NamedVideo read(Path path, FrameSampling sampling) {
        if (Files.isRegularFile(path)) {
            return new OfFile(path, sampling);
        }
        if (!Files.isDirectory(path)) {
            throw CommandException.badInput(
                    "video " + path + " does not exist; give a file, or a folder of frames");
        }
        List<Path> files = files(path);
        if (files.isEmpty()) {
            throw CommandException.badInput(
                    "video " + path + " is a folder without files; put its frames there");
        }
        return new OfFrames(
                sampling.spread(files.size()).stream()
                        .map(index ->
                                ImageFiles.read(
                                        files.get(index).toString(), InputStream.nullInputStream()))
                        .toList(),
                sampling);
    }

    private static List<Path> files(Path folder) {
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

    /// The video as a part of a message.
    ///
    /// @param options how each frame is seen
    Content content(ImageOptions options, OptionalInt framesPerPack);

    /// The same fault with the video's name, or that of a frame: the runtime does not know names.
    RuntimeException blame(ImageException fault);
}
