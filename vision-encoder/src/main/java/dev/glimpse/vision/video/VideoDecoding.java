package dev.glimpse.vision.video;

import com.google.errorprone.annotations.MustBeClosed;
import dev.glimpse.vision.fault.EncoderException;
import dev.glimpse.vision.fault.ImageException;
import dev.glimpse.vision.image.ImageLimits;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One video file being read by FFmpeg, in a process of its own: what a file from a stranger may do
/// to a decoder ends that process alone. The file is read as a container of video and nothing else
/// (no playlists, no other files, no network).
///
/// All frames together have no more pixels than an image may have; larger ones are reduced.
/// Thread-safe; [#close()] ends it at any point.
public final class VideoDecoding implements AutoCloseable {
    private static final String PROGRAM = "dev.glimpse.vision.video.ffmpeg.FrameExtraction";
    private static final String LIBRARY_CACHE = "org.bytedeco.javacpp.cachedir";

    /// A video of hours is skipped through in seconds.
    private static final long LONGEST_SECONDS = 120;

    private final Process process;
    private final FrameChoice choice;
    private final ImageLimits limits;
    private final CompletableFuture<Boolean> timer =
            new CompletableFuture<Boolean>()
                    .completeOnTimeout(true, LONGEST_SECONDS, TimeUnit.SECONDS);

    private VideoDecoding(Process process, FrameChoice choice, ImageLimits limits) {
        this.process = process;
        this.choice = choice;
        this.limits = limits;
        var _ = timer.thenRun(process::destroyForcibly);
    }

    /// Starts to read.
    ///
    /// @param limits of each frame as it is in the file, and of all together as they are given out
    /// @throws EncoderException if no process can be started
    @MustBeClosed
    public static VideoDecoding start(Path file, FrameChoice choice, ImageLimits limits) {
        if (!Files.isRegularFile(file)) {
            throw new ImageException(
                    ImageException.Kind.DAMAGED,
                    "video " + file + " does not exist or is no file; check the path");
        }
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0"));
        Optional.ofNullable(System.getProperty(LIBRARY_CACHE))
                .ifPresent(folder -> command.add("-D" + LIBRARY_CACHE + "=" + folder));
        command.addAll(List.of("-cp", classPath(), PROGRAM));
        command.addAll(
                List.of(
                        file.toAbsolutePath().toString(),
                        Integer.toString(limits.maxSide()),
                        Long.toString(limits.maxPixels())));
        command.addAll(choice.words());
        try {
            Process process = new ProcessBuilder(command).redirectError(Redirect.DISCARD).start();
            return new VideoDecoding(process, choice, limits);
        } catch (IOException e) {
            throw new EncoderException("no process to read a video can be started: " + e, e);
        }
    }

    /// Everything this process was started with; modules are plain jars there.
    static String classPath() {
        String modules = System.getProperty("jdk.module.path", "");
        String classes = System.getProperty("java.class.path", "");
        return Stream.of(modules.split(File.pathSeparator), classes.split(File.pathSeparator))
                .flatMap(Stream::of)
                .filter(entry -> !entry.isEmpty())
                .flatMap(VideoDecoding::withJars)
                .collect(Collectors.joining(File.pathSeparator));
    }

    /// A folder on the module path has jars, or is a module.
    private static Stream<String> withJars(String entry) {
        return entry.endsWith(".jar") ? Stream.of(entry) : Stream.of(entry, entry + "/*");
    }

    /// Waits for the frames.
    ///
    /// @return one or more, in order
    /// @throws ImageException if the file is no video, damaged, of a kind that is not read, beyond
    ///   a limit, takes too long to read, or this was closed
    /// @throws EncoderException if there is no FFmpeg for this platform
    public List<SampledFrame> frames() {
        try (var in = new DataInputStream(new BufferedInputStream(process.getInputStream()))) {
            return FrameWire.read(in, choice.maxFrames(), limits.maxPixels());
        } catch (IOException e) {
            throw new ImageException(
                    ImageException.Kind.DAMAGED,
                    timer.isDone()
                            ? "video took longer than "
                                    + LONGEST_SECONDS
                                    + " s to read; send a shorter or smaller one"
                            : "video is damaged: reading it ended the process that read it; send"
                                    + " another file",
                    e);
        } finally {
            close();
        }
    }

    /// Ends the process. Idempotent.
    @Override
    public void close() {
        timer.cancel(false);
        process.destroyForcibly();
    }
}
