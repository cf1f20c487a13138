package dev.glimpse.cli.caption;

import dev.glimpse.cli.answer.NamedImage;
import dev.glimpse.cli.fault.CommandException;
import dev.glimpse.cli.rows.CaptionRow;
import dev.glimpse.cli.rows.CaptionRow.Failed;
import dev.glimpse.cli.rows.CaptionRow.Outcome;
import dev.glimpse.cli.rows.RowOutput;
import dev.glimpse.cli.source.ImageSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Takes images through the captioner, several at once, and writes their rows in the images' order.
/// Confined to one thread, which reads the files; the workers are its own.
public final class CaptionRun {
    /// Images read and not yet written, for each that is worked on: one that takes long holds up
    /// the rows of those behind it, not the work on them.
    private static final int AHEAD = 2;

    private final Captioner captioner;
    private final RowOutput output;
    private final Progress progress;
    private final Queue<Pending> pending = new ArrayDeque<>();

    private record Pending(String image, Future<Optional<Outcome>> outcome) {}

    public CaptionRun(Captioner captioner, RowOutput output, Progress progress) {
        this.captioner = captioner;
        this.output = output;
        this.progress = progress;
    }

    /// Captions the images, until all have their rows or the run is stopped.
    ///
    /// @param parallel images worked on at once
    public void run(List<ImageSource> images, int parallel) {
        var threads = Thread.ofPlatform().name("glimpse-caption-", 0).factory();
        try (ExecutorService workers = Executors.newFixedThreadPool(parallel, threads)) {
            try {
                captionAll(images, workers, AHEAD * parallel);
            } finally {
                workers.shutdownNow(); // what is still inside is not wanted
            }
        }
    }

    /// What the run did.
    ///
    /// @param images all that were asked for
    /// @param earlier done by earlier runs
    /// @param earlierFailed of those
    public Summary summary(int images, int earlier, int earlierFailed) {
        return new Summary(
                images,
                progress.done(),
                progress.failed(),
                earlier,
                earlierFailed,
                captioner.duplicates(),
                captioner.cutOff(),
                progress.seconds());
    }

    private void captionAll(List<ImageSource> images, ExecutorService workers, int most) {
        for (ImageSource image : images) {
            if (pending.size() == most && !writeOldest()) {
                return;
            }
            pending.add(new Pending(image.name(), begin(image, workers)));
        }
        boolean going = true;
        while (going && !pending.isEmpty()) {
            going = writeOldest();
        }
    }

    private Future<Optional<Outcome>> begin(ImageSource image, ExecutorService workers) {
        NamedImage read;
        try {
            read = image.read();
        } catch (CommandException e) {
            return CompletableFuture.completedFuture(
                    Optional.of(new Failed(String.valueOf(e.getMessage()))));
        }
        var named = new NamedImage(image.name(), read.file());
        return workers.submit(() -> captioner.caption(named));
    }

    /// @return whether the run goes on
    private boolean writeOldest() {
        Pending oldest = pending.remove();
        Optional<Outcome> outcome = await(oldest.outcome());
        if (outcome.isEmpty()) {
            return false;
        }
        var row = new CaptionRow(oldest.image(), outcome.get());
        output.write(row);
        progress.count(row.failed());
        return true;
    }

    private static Optional<Outcome> await(Future<Optional<Outcome>> outcome) {
        try {
            return outcome.get();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }
}
