package dev.glimpse.evaluation.run;

import dev.glimpse.evaluation.fault.AnswerException;
import dev.glimpse.evaluation.fault.DatasetException;
import dev.glimpse.evaluation.fault.RunException;
import dev.glimpse.evaluation.question.Question;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// Asks all questions that have no row yet, and writes a row for each.
///
/// Questions are asked on virtual threads named `glimpse-evaluation-N`. What counts the rows is
/// guarded by this object's lock, which is held while a row is written and progress is told, never
/// while a question is asked.
public final class EvaluationRun {
    private static final double NANOS = 1e9;

    private final RunFolder folder;
    private final Asker asker;
    private final RunSettings settings;
    private final Stop stop;
    private final Consumer<? super RunProgress> progress;
    private final long start = System.nanoTime();
    private final int total;
    private final Queue<Question> waiting = new ConcurrentLinkedQueue<>();
    private double credit;
    private int failed;
    private int done;
    private int asked;
    private int failuresInRow;

    private EvaluationRun(
            RunFolder folder, List<Question> questions, Asker asker, Conduct conduct) {
        this.folder = folder;
        this.asker = asker;
        this.settings = conduct.settings();
        this.stop = conduct.stop();
        this.progress = conduct.progress();
        this.total = questions.size();
        var answered = new HashSet<String>();
        for (AnswerRow row : folder.rows()) {
            answered.add(row.index());
            count(row);
        }
        questions.stream().filter(q -> !answered.contains(q.index())).forEach(waiting::add);
    }

    /// How a run is led.
    ///
    /// @param stop ends it early
    /// @param progress is told after each row, by one thread at a time
    public record Conduct(
            RunSettings settings, Stop stop, Consumer<? super RunProgress> progress) {}

    /// Asks until all questions have a row or the end is asked for.
    ///
    /// @return whether all have one
    /// @throws RunException if none can be asked, or too many fail in a row
    public static boolean ask(
            RunFolder folder, List<Question> questions, Asker asker, Conduct conduct) {
        var run = new EvaluationRun(folder, questions, asker, conduct);
        if (!run.waiting.isEmpty()) {
            asker.check();
        }
        run.work();
        return run.waiting.isEmpty() && run.done >= run.total;
    }

    private void work() {
        var threads = Thread.ofVirtual().name("glimpse-evaluation-", 0).factory();
        try (var executor = Executors.newThreadPerTaskExecutor(threads)) {
            List<Future<?>> workers =
                    IntStream.range(0, settings.parallel())
                            .<Future<?>>mapToObj(_ -> executor.submit(this::askAll))
                            .toList();
            for (Future<?> worker : workers) {
                await(worker);
            }
        }
    }

    private void await(Future<?> worker) {
        try {
            worker.get();
        } catch (ExecutionException e) {
            stop.request();
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("a worker of the run broke", e.getCause());
        } catch (InterruptedException _) {
            stop.request();
            Thread.currentThread().interrupt();
        }
    }

    private void askAll() {
        try {
            while (!stop.requested()) {
                Question question = waiting.poll();
                if (question == null || !askOne(question)) {
                    return;
                }
            }
        } catch (RuntimeException | Error e) {
            stop.request();
            throw e;
        }
    }

    /// @return whether to go on
    private boolean askOne(Question question) {
        long begun = System.nanoTime();
        for (int attempt = 1; ; attempt++) {
            try {
                Asked answer = asker.ask(question);
                var cost =
                        new AnswerRow.Cost(
                                attempt,
                                seconds(begun),
                                answer.promptTokens(),
                                answer.completionTokens(),
                                answer.examplesDropped());
                write(new AnswerRow(question.index(), answer.outcome(), cost));
                return true;
            } catch (AnswerException e) {
                boolean again =
                        e.kind() == AnswerException.Kind.PASSING && attempt < settings.attempts();
                if (e.kind() == AnswerException.Kind.STOPPED
                        || (again && !stop.pause(settings.pauseAfter(attempt)))) {
                    return false;
                }
                if (!again) {
                    fail(question, attempt, begun, String.valueOf(e.getMessage()));
                    return true;
                }
            } catch (DatasetException e) {
                fail(question, attempt, begun, String.valueOf(e.getMessage()));
                return true;
            }
        }
    }

    private void fail(Question question, int attempts, long begun, String why) {
        var cost = new AnswerRow.Cost(attempts, seconds(begun), 0, 0);
        write(new AnswerRow(question.index(), new AnswerRow.Failed(why), cost));
    }

    private static double seconds(long begun) {
        return (System.nanoTime() - begun) / NANOS;
    }

    private synchronized void write(AnswerRow row) {
        folder.append(row);
        count(row);
        asked++;
        failuresInRow = row.failed() ? failuresInRow + 1 : 0;
        progress.accept(
                new RunProgress(
                        done,
                        total,
                        credit,
                        failed,
                        asked,
                        Duration.ofNanos(System.nanoTime() - start)));
        if (row.outcome() instanceof AnswerRow.Failed(String why)
                && failuresInRow >= settings.failuresInRow()) {
            throw new RunException(
                    failuresInRow
                            + " questions failed in a row, the last: "
                            + why
                            + ". Mend it and ask them again");
        }
    }

    private void count(AnswerRow row) {
        done++;
        switch (row.outcome()) {
            case AnswerRow.Answered answered -> credit += answered.mark().credit();
            case AnswerRow.Failed _ -> failed++;
        }
    }
}
