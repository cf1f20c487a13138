package dev.glimpse.runtime.decode;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Decides what the next batch computes. Pure.
///
/// Where the model reads text from a batch of embeddings too, text and images are one prompt, and
/// share batches with answers. Elsewhere a batch has tokens or rows of images, never both, and the
/// two take turns while both are wanted; so does, with all else, an image whose rows see each
/// other.
///
/// Answers that are being written get their next token in every batch that may have tokens; where
/// there are such, prompts get at most `prefillRows` rows beside them. Prompts share them evenly,
/// and a short one leaves over what it does not need: a long one holds up nobody.
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
        /// Text and images of its prompt, in any kind of batch.
        FUSED,
        /// Rows of an image, each of which sees those before it.
        IMAGE,
        /// An image whose rows see each other: all in one batch, and nothing else.
        WHOLE_IMAGE
    }

    /// @param slot whose rows
    /// @param rows how many there are of this kind
    /// @param textRows of these, how many come before the first of an image
    record Demand(int slot, Kind kind, int rows, int textRows) {
        boolean isApart() {
            return kind == Kind.IMAGE || kind == Kind.WHOLE_IMAGE;
        }
    }

    /// @param rows how many of a slot's rows go into the batch
    record Share(int slot, int rows) {}

    /// What a batch is made of.
    enum Contents {
        TOKENS,
        /// Rows of images, and tokens as rows like these.
        FUSED,
        IMAGES,
        /// One image, whose rows see each other.
        WHOLE_IMAGE;

        /// Whether it is a batch of embeddings.
        boolean areEmbeddings() {
            return this != TOKENS;
        }

        /// Whether rows see only those before them.
        boolean areCausal() {
            return this != WHOLE_IMAGE;
        }

        /// Whether answers had to wait.
        boolean areApart() {
            return this == IMAGES || this == WHOLE_IMAGE;
        }
    }

    record Plan(Contents contents, List<Share> shares) {}

    /// @param demands one a slot, the oldest first; at least one
    /// @param apartWasLast whether the last batch was one that answers had to wait for
    Plan plan(List<Demand> demands, boolean apartWasLast) {
        boolean answering = demands.stream().anyMatch(demand -> demand.kind() == Kind.ANSWER);
        List<Demand> apart = demands.stream().filter(Demand::isApart).toList();
        List<Demand> together = demands.stream().filter(demand -> !demand.isApart()).toList();
        int prompts = answering ? Math.min(prefillRows, batchRows) : batchRows;
        if (apart.isEmpty() || (!together.isEmpty() && apartWasLast)) {
            return together(together, prompts);
        }
        if (apart.getFirst().kind() == Kind.WHOLE_IMAGE) {
            var whole = apart.getFirst();
            return new Plan(Contents.WHOLE_IMAGE, List.of(new Share(whole.slot(), whole.rows())));
        }
        var shares = new ArrayList<Share>();
        fill(
                apart.stream().filter(demand -> demand.kind() == Kind.IMAGE).toList(),
                prompts,
                shares);
        return new Plan(Contents.IMAGES, List.copyOf(shares));
    }

    private Plan together(List<Demand> demands, int prompts) {
        var shares = new ArrayList<Share>();
        fill(
                demands.stream().filter(demand -> demand.kind() == Kind.ANSWER).toList(),
                batchRows,
                shares);
        int room = Math.min(prompts, batchRows - shares.size());
        fill(
                demands.stream().filter(demand -> demand.kind() != Kind.ANSWER).toList(),
                room,
                shares);
        boolean images = false;
        for (Demand demand : demands) {
            images |=
                    shares.stream()
                            .anyMatch(share ->
                                    share.slot() == demand.slot()
                                            && share.rows() > demand.textRows());
        }
        return new Plan(images ? Contents.FUSED : Contents.TOKENS, List.copyOf(shares));
    }

    /// Serves those who want little first, each with an even part of what is left.
    private static void fill(List<Demand> demands, int room, List<Share> shares) {
        int left = room;
        int unserved = demands.size();
        for (Demand demand :
                demands.stream().sorted(Comparator.comparingInt(Demand::rows)).toList()) {
            int rows = Math.min(demand.rows(), Math.ceilDiv(left, unserved));
            if (rows > 0) {
                shares.add(new Share(demand.slot(), rows));
                left -= rows;
            }
            unserved--;
        }
    }
}
