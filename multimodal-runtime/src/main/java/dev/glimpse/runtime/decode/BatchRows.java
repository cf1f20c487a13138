package dev.glimpse.runtime.decode;

import com.google.errorprone.annotations.MustBeClosed;
import dev.glimpse.bindings.fault.NativeCallException;
import dev.glimpse.bindings.gguf.GgufFile;
import dev.glimpse.bindings.llama.Batch;
import dev.glimpse.bindings.llama.EmbeddingBatch;
import dev.glimpse.bindings.llama.LlamaContext;
import dev.glimpse.bindings.llama.LlamaModel;
import dev.glimpse.bindings.llama.TokenBatch;
import dev.glimpse.bindings.llama.TokenTable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The rows of the batch in the making, in one of the two kinds that llama.cpp takes: tokens, or
/// embeddings. With a [TokenTable] text goes into both kinds, so that a prompt of text and images
/// is one batch; without, into a batch of tokens alone. Rows on a canvas are embeddings always.
/// Confined to the decode thread.
final class BatchRows implements AutoCloseable {
    private final TokenBatch tokens;
    private final EmbeddingBatch embeddings;
    private final @Nullable TokenTable table;
    private final boolean severalPositions;
    private final boolean canvas;
    private final float[] imageRow;
    private Batch current;

    private BatchRows(
            LlamaModel model,
            TokenBatch tokens,
            EmbeddingBatch embeddings,
            @Nullable TokenTable table) {
        this.tokens = tokens;
        this.embeddings = embeddings;
        this.table = table;
        severalPositions = model.positionsPerToken() > 1;
        canvas = model.isOnCanvas();
        imageRow = new float[embeddings.width()];
        current = tokens;
    }

    /// Batches of a context, fused where that gives the same logits.
    ///
    /// @throws NativeCallException if the model needs a table of tokens, and the file has none
    @MustBeClosed
    static BatchRows open(LlamaModel model, LlamaContext context) {
        GgufFile file = GgufFile.read(model.file());
        boolean fused = FusedArchitectures.contains(file) && TokenTable.isReadable(model, file);
        return open(
                model, context, fused || model.isOnCanvas() ? Optional.of(file) : Optional.empty());
    }

    /// As [#open(LlamaModel, LlamaContext)], with text and images apart for every model that can.
    @MustBeClosed
    static BatchRows apart(LlamaModel model, LlamaContext context) {
        return model.isOnCanvas() ? open(model, context) : open(model, context, Optional.empty());
    }

    @MustBeClosed
    @SuppressWarnings("MustBeClosed") // the returned rows own all of it
    private static BatchRows open(
            LlamaModel model, LlamaContext context, Optional<GgufFile> fusedFrom) {
        TokenTable table = fusedFrom.map(file -> TokenTable.open(model, file)).orElse(null);
        TokenBatch tokens = null;
        try {
            tokens = TokenBatch.open(context);
            return new BatchRows(model, tokens, EmbeddingBatch.open(context), table);
        } catch (RuntimeException | Error e) {
            if (tokens != null) {
                tokens.close();
            }
            if (table != null) {
                table.close();
            }
            throw e;
        }
    }

    /// Whether text and images may share a batch.
    boolean fused() {
        return table != null;
    }

    /// Begins a batch.
    ///
    /// @param embeddings whether rows of images are coming
    void begin(boolean embeddings) {
        current = embeddings || canvas ? this.embeddings : tokens;
        current.clear();
    }

    /// Appends a row of a prompt.
    ///
    /// @return its row in the batch
    int addPrompt(PromptRows prompt, int row, int sequence) {
        boolean output = prompt.isOutput(row);
        RowKey key = prompt.key(row);
        if (!prompt.isImage(row)) {
            return addToken(key, sequence, output);
        }
        prompt.copyImageRow(row, imageRow);
        int added = embeddings.add(imageRow, 0, key.place().order(), sequence, output);
        return placed(added, key.place());
    }

    /// Appends a token, of a prompt or of an answer.
    ///
    /// @return its row in the batch
    int addToken(RowKey key, int sequence, boolean output) {
        int position = key.place().order();
        if (current == tokens) {
            return tokens.add(key.token(), position, sequence, output);
        }
        if (table == null) {
            throw new IllegalStateException("a token in a batch of embeddings");
        }
        int added = embeddings.add(table, key.token(), position, sequence, output);
        return placed(added, key.place());
    }

    private int placed(int row, Place place) {
        if (severalPositions) {
            embeddings.place(row, new int[] {place.order(), place.y(), place.x(), place.other()});
        }
        return row;
    }

    /// What was begun and added.
    Batch batch() {
        return current;
    }

    @Override
    public void close() {
        tokens.close();
        embeddings.close();
        if (table != null) {
            table.close();
        }
    }
}
