package dev.glimpse.runtime.encode;

import com.google.errorprone.annotations.MustBeClosed;
import dev.glimpse.runtime.cpu.ComputeTurn;
import dev.glimpse.runtime.fault.ModelClosedException;
import dev.glimpse.vision.EncodeOptions;
import dev.glimpse.vision.FramePack;
import dev.glimpse.vision.ImageBatch;
import dev.glimpse.vision.VisionEncoder;
import dev.glimpse.vision.image.RgbImage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;

/// The platform thread that owns a vision encoder, so that an image being encoded never stops other
/// users' tokens. What waits when a graph is done goes through the next one with what is under way,
/// slices of one size together; on a CPU, decoding has its turn between two graphs.
///
/// Thread-safe by one lock, which guards the queue and is never held while computing.
final class VisionThread implements AutoCloseable {
    /// Slices that lie as patches before images wait as pixels: about 80 MB of SigLIP's.
    private static final int MOST_SLICES = 32;

    private final VisionEncoder encoder;
    private final ComputeTurn turn;
    private final Thread thread;
    private final Object lock = new Object();
    private final Queue<ImageTask> waiting = new ArrayDeque<>();
    private boolean closed;

    /// What the batch has. Confined to the thread.
    private final Set<ImageTask> underWay = new LinkedHashSet<>();

    private VisionThread(VisionEncoder encoder, ComputeTurn turn) {
        this.encoder = encoder;
        this.turn = turn;
        thread = Thread.ofPlatform().name("glimpse-vision").daemon().unstarted(this::run);
    }

    /// Starts a thread for an encoder, which it closes in the end.
    @MustBeClosed
    @SuppressWarnings("MustBeClosed") // the caller owns what is returned
    static VisionThread start(VisionEncoder encoder, ComputeTurn turn) {
        var vision = new VisionThread(encoder, turn);
        vision.thread.start();
        return vision;
    }

    /// The encoder, for what is thread-safe of it.
    VisionEncoder encoder() {
        return encoder;
    }

    /// Has an image encoded, after or beside what came before. Once the thread is closed, it fails
    /// with [ModelClosedException].
    void submit(ImageTask task) {
        synchronized (lock) {
            if (!closed) {
                waiting.add(task);
                lock.notifyAll();
                return;
            }
        }
        task.fail(closedException());
    }

    private void run() {
        try (ImageBatch<ImageTask> batch = encoder.batch()) {
            while (true) {
                List<ImageTask> begun = take(MOST_SLICES - batch.slices());
                if (begun.isEmpty() && underWay.isEmpty()) {
                    return;
                }
                begun.forEach(task -> begin(task, batch));
                giveUpAbandoned(batch);
                if (!underWay.isEmpty()) {
                    advance(batch);
                }
            }
        }
    }

    /// What waits, for as many slices as there is room; an image has one at least. With nothing
    /// under way it waits for an image.
    ///
    /// @return nothing if there is no room or no image, or the thread is closed
    private List<ImageTask> take(int slices) {
        var taken = new ArrayList<ImageTask>();
        synchronized (lock) {
            boolean interrupted = false;
            while (underWay.isEmpty() && waiting.isEmpty() && !closed) {
                try {
                    lock.wait();
                } catch (InterruptedException _) {
                    interrupted = true; // nobody's wish: only close ends the thread
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            while (taken.size() < slices && !waiting.isEmpty()) {
                ImageTask task = waiting.remove();
                taken.add(task);
                if (task.work() instanceof ImageTask.Pack) {
                    break; // it takes a graph of its own, as long as one of theirs
                }
            }
        }
        return taken;
    }

    private void begin(ImageTask task, ImageBatch<ImageTask> batch) {
        if (task.isAbandoned()) {
            task.giveUp();
            return;
        }
        try {
            switch (task.work()) {
                case ImageTask.Image(RgbImage pixels, EncodeOptions options) -> {
                    turn.take(() -> {
                        batch.add(task, pixels, options);
                        return task;
                    });
                    underWay.add(task);
                }
                case ImageTask.Pack(FramePack frames) ->
                        turn.take(() -> encoder.encode(frames, task::isAbandoned))
                                .ifPresentOrElse(task::finish, task::giveUp);
            }
        } catch (RuntimeException | Error e) {
            task.fail(e);
        }
    }

    private void giveUpAbandoned(ImageBatch<ImageTask> batch) {
        for (ImageTask task : List.copyOf(underWay)) {
            if (task.isAbandoned()) {
                underWay.remove(task);
                batch.remove(task);
                task.giveUp();
            }
        }
    }

    private void advance(ImageBatch<ImageTask> batch) {
        try {
            for (ImageBatch.Outcome<ImageTask> outcome : turn.take(batch::advance)) {
                ImageTask task = outcome.key();
                underWay.remove(task);
                switch (outcome) {
                    case ImageBatch.Done<ImageTask> done -> task.finish(done.image());
                    case ImageBatch.Failed<ImageTask> failed -> task.fail(failed.cause());
                }
            }
        } catch (RuntimeException | Error e) {
            // No image's own fault, then: none of them can be known to be whole.
            for (ImageTask task : underWay) {
                batch.remove(task);
                task.fail(e);
            }
            underWay.clear();
        }
    }

    private static ModelClosedException closedException() {
        return new ModelClosedException("the model was closed before the image was encoded");
    }

    /// Drops waiting images, waits for those that are under way, and frees the encoder. Idempotent.
    @Override
    public void close() {
        List<ImageTask> dropped;
        synchronized (lock) {
            closed = true;
            dropped = List.copyOf(waiting);
            waiting.clear();
            lock.notifyAll();
        }
        dropped.forEach(task -> task.fail(closedException()));
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        encoder.close();
    }
}
