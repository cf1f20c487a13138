package dev.glimpse.cli.caption;

import dev.glimpse.cli.rows.PixelIdentity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/// Answers by what was asked about which pixels, so that nothing is asked twice. Thread-safe: a
/// question that is being answered on another thread is waited for.
final class KnownAnswers {
    private final Map<Asked, CompletableFuture<Optional<List<String>>>> known =
            new ConcurrentHashMap<>();
    private final AtomicInteger reused = new AtomicInteger();

    /// Prompts about pixels.
    record Asked(PixelIdentity pixels, List<String> prompts) {
        Asked {
            prompts = List.copyOf(prompts);
        }
    }

    /// Notes what an earlier run was told.
    void put(Asked asked, List<String> answers) {
        known.put(asked, CompletableFuture.completedFuture(Optional.of(answers)));
    }

    /// What is known, else what `answering` says. What it throws is not kept.
    ///
    /// @param answering gives nothing where the run is being stopped
    Optional<List<String>> get(Asked asked, Supplier<Optional<List<String>>> answering) {
        var mine = new CompletableFuture<Optional<List<String>>>();
        var theirs = known.putIfAbsent(asked, mine);
        if (theirs != null) {
            Optional<List<String>> answers = await(theirs);
            reused.incrementAndGet();
            return answers;
        }
        try {
            Optional<List<String>> answers = answering.get();
            mine.complete(answers);
            return answers;
        } catch (RuntimeException | Error e) {
            known.remove(asked, mine);
            mine.completeExceptionally(e);
            throw e;
        }
    }

    private static Optional<List<String>> await(CompletableFuture<Optional<List<String>>> theirs) {
        try {
            return theirs.join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw e;
            }
        }
    }

    /// How often an answer was known.
    int reused() {
        return reused.get();
    }
}
