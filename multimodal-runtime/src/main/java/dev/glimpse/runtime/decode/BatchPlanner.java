package dev.glimpse.runtime.decode;

import java.util.ArrayList;
import java.util.List;

/// Decides what the next batch computes. Pure.
///
/// A batch has tokens or rows of images, never both. Answers that are being written get their next
/// token in every batch of tokens; where there are such, prompts get at most `prefillRows` rows
/// beside them, in the order of arrival. Batches of tokens and of images take turns while both are
/// wanted.
///
/// @param batchRows rows a batch may have
/// @param prefillRows rows of prompts in a batch while answers are being written
record BatchPlanner(int batchRows, int prefillRows) {

    /// What a slot could have computed next.
    enum Kind {
        /// The next token of its answer.
        ANSWER,
        /// Text of its prompt.
        TEXT,
        /// Rows of an image, each of which sees those before it.
        IMAGE,
        /// An image whose rows see each other: all in one batch, and nothing else.
        WHOLE_IMAGE
    }

    /// @param slot whose rows
    /// @param rows how many there are of this kind
    record Demand(int slot, Kind kind, int rows) {}

    /// @param rows how many of a slot's rows go into the batch
    record Share(int slot, int rows) {}

    /// @param images whether these are rows of images
    /// @param causal whether rows see only those before them
    record Plan(boolean images, boolean causal, List<Share> shares) {}

    /// @param demands one a slot, the oldest first; at least one
    /// @param imagesWereLast whether the last batch was one of images
    Plan plan(List<Demand> demands, boolean imagesWereLast) {
        boolean answering = demands.stream().anyMatch(demand -> demand.kind() == Kind.ANSWER);
        List<Demand> images = demands.stream().filter(BatchPlanner::isImage).toList();
        boolean tokensWanted = images.size() < demands.size();
        int prompts = answering ? Math.min(prefillRows, batchRows) : batchRows;
        if (images.isEmpty() || (tokensWanted && imagesWereLast)) {
            return tokens(demands, prompts);
        }
        if (images.getFirst().kind() == Kind.WHOLE_IMAGE) {
            var whole = images.getFirst();
            return new Plan(true, false, List.of(new Share(whole.slot(), whole.rows())));
        }
        var shares = new ArrayList<Share>();
        fill(
                images.stream().filter(demand -> demand.kind() == Kind.IMAGE).toList(),
                prompts,
                shares);
        return new Plan(true, true, List.copyOf(shares));
    }

    private static boolean isImage(Demand demand) {
        return demand.kind() == Kind.IMAGE || demand.kind() == Kind.WHOLE_IMAGE;
    }

    private Plan tokens(List<Demand> demands, int prompts) {
        var shares = new ArrayList<Share>();
        fill(
                demands.stream().filter(demand -> demand.kind() == Kind.ANSWER).toList(),
                batchRows,
                shares);
        int room = Math.min(prompts, batchRows - shares.size());
        fill(demands.stream().filter(demand -> demand.kind() == Kind.TEXT).toList(), room, shares);
        return new Plan(false, true, List.copyOf(shares));
    }

    private static void fill(List<Demand> demands, int room, List<Share> shares) {
        int left = room;
        for (Demand demand : demands) {
            int rows = Math.min(left, demand.rows());
            if (rows > 0) {
                shares.add(new Share(demand.slot(), rows));
                left -= rows;
            }
        }
    }
}
