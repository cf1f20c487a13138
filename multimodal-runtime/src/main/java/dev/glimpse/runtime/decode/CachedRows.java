package dev.glimpse.runtime.decode;

import dev.glimpse.bindings.fault.NativeCallException;
import dev.glimpse.bindings.llama.KvMemory;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/// The sequences of a context and which cells of the KV cache each holds. Sequences that begin
/// alike share cells: a cell is free again when the last of them is gone. Confined to the decode
/// thread.
///
/// llama.cpp does this bookkeeping too; it is repeated here because a batch for which there is no
/// room must be known before it is computed.
final class CachedRows {
    private final KvMemory memory;
    private final int capacity;
    private final Deque<Integer> freeIds = new ArrayDeque<>();
    private int used;

    /// @param sequences ids there are
    /// @param capacity cells of the KV cache
    CachedRows(KvMemory memory, int sequences, int capacity) {
        this.memory = memory;
        this.capacity = capacity;
        for (int id = 0; id < sequences; id++) {
            freeIds.add(id);
        }
    }

    /// A row that has been computed, and by how many sequences it is held.
    private static final class Cell {
        private final RowKey key;
        private int holders = 1;

        Cell(RowKey key) {
            this.key = key;
        }
    }

    /// The cells that some sequences hold together, shared ones once.
    static final class Held {
        private final Set<Cell> cells = Collections.newSetFromMap(new IdentityHashMap<>());

        /// Adds the first `rows` cells of a sequence.
        void add(Sequence sequence, int rows) {
            cells.addAll(sequence.cells.subList(0, rows));
        }

        int count() {
            return cells.size();
        }
    }

    /// Rows one behind the other, under an id of the context.
    final class Sequence {
        private final int id;
        private final List<Cell> cells = new ArrayList<>();

        private Sequence(int id) {
            this.id = id;
        }

        int id() {
            return id;
        }

        int rows() {
            return cells.size();
        }

        /// What its rows were computed from.
        List<RowKey> keys() {
            return cells.stream().map(cell -> cell.key).toList();
        }

        /// Bytes of its state, as [#save()] gives it.
        long stateBytes() {
            return memory.stateBytes(id);
        }

        /// A copy of its state.
        byte[] save() {
            return memory.save(id);
        }

        /// A row that the last batch computed.
        void add(RowKey key) {
            cells.add(new Cell(key));
            used++;
        }

        /// How many of its rows a prompt begins with; see [PromptRows#common(int, IntFunction)].
        int common(PromptRows prompt) {
            return prompt.common(rows(), row -> cells.get(row).key);
        }

        /// Whether another one begins with all of its rows.
        boolean isBeginningOf(Sequence other) {
            if (rows() > other.rows()) {
                return false;
            }
            for (int row = 0; row < rows(); row++) {
                if (!cells.get(row).key.equals(other.cells.get(row).key)) {
                    return false;
                }
            }
            return true;
        }

        /// Whether a prompt is all there, from its first row to its last.
        boolean holds(PromptRows prompt) {
            if (rows() < prompt.size()) {
                return false;
            }
            for (int row = 0; row < prompt.size(); row++) {
                if (!cells.get(row).key.equals(prompt.key(row))) {
                    return false;
                }
            }
            return true;
        }

        /// Forgets the rows behind the first ones, if there are any. Only where the model can.
        ///
        /// @param position of what follows those that stay
        void truncate(int rows, int position) {
            if (rows >= rows()) {
                return;
            }
            memory.remove(id, position, KvMemory.END);
            List<Cell> behind = cells.subList(rows, rows());
            behind.forEach(this::leave);
            behind.clear();
        }

        private void leave(Cell cell) {
            cell.holders--;
            if (cell.holders == 0) {
                used--;
            }
        }

        /// Forgets it; the cells that no other holds are free.
        void release() {
            memory.remove(id, 0, KvMemory.END);
            cells.forEach(this::leave);
            cells.clear();
            freeIds.push(id);
        }
    }

    /// An empty sequence; there must be a free id.
    Sequence open() {
        return new Sequence(freeIds.remove());
    }

    /// A sequence that begins with the first `rows` rows of another.
    ///
    /// @param position of what follows them
    Sequence fork(Sequence source, int rows, int position) {
        var fork = open();
        if (rows > 0) {
            memory.copy(source.id, fork.id, 0, position);
            for (Cell cell : source.cells.subList(0, rows)) {
                cell.holders++;
                fork.cells.add(cell);
            }
        }
        return fork;
    }

    /// A sequence that was saved, in cells of its own; there must be as many free ones, and a free
    /// id.
    ///
    /// @param keys of its rows
    /// @throws NativeCallException if it could not be restored; nothing of it stays
    Sequence restore(List<RowKey> keys, byte[] state) {
        var sequence = open();
        try {
            memory.load(sequence.id, state);
        } catch (RuntimeException | Error e) {
            sequence.release();
            throw e;
        }
        keys.forEach(sequence::add);
        return sequence;
    }

    /// Sequences that may be opened.
    int freeSequences() {
        return freeIds.size();
    }

    /// Cells that are held.
    int used() {
        return used;
    }

    /// Cells there are.
    int capacity() {
        return capacity;
    }
}
