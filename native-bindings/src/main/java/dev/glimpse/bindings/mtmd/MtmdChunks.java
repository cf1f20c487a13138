package dev.glimpse.bindings.mtmd;

import dev.glimpse.bindings.fault.NativeCallException;
import dev.glimpse.bindings.ffi.Llama;
import dev.glimpse.bindings.ffi.mtmd_decoder_pos;
import dev.glimpse.bindings.handle.Lease;
import dev.glimpse.bindings.handle.NativeHandle;
import dev.glimpse.bindings.library.LoggedErrors;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/// A prepared image: `mtmd_input_chunks`, with the pixels of its slices. Confined like its context.
public final class MtmdChunks extends NativeHandle {
    private final MtmdContext context;
    private final Lease lease;
    private final List<MtmdChunk> chunks;

    /// @throws NativeCallException if the chunks cannot be used; then nothing is held
    MtmdChunks(MtmdContext context, MemorySegment address) {
        List<MtmdChunk> read = read(context, address);
        super("prepared image", address);
        this.context = context;
        this.lease = context.lease();
        this.chunks = read;
    }

    /// The runs in prompt order.
    public List<MtmdChunk> list() {
        return chunks;
    }

    /// Encodes a slice.
    ///
    /// @return `rows * embeddingSize` floats, row by row
    public float[] encode(int index) {
        if (index < 0
                || index >= chunks.size()
                || !(chunks.get(index) instanceof MtmdChunk.Image image)) {
            throw new IllegalArgumentException(
                    "chunk " + index + " is no image; there are " + chunks.size() + " chunks");
        }
        MemorySegment chunk = Llama.mtmd_input_chunks_get(address(), index);
        try (var errors = LoggedErrors.collect()) {
            int status = Llama.mtmd_encode_chunk(context.nativeContext(), chunk);
            context.rethrowFromProbe();
            if (status != 0) {
                throw new NativeCallException(
                        "mtmd_encode_chunk returned " + status + ": " + errors.text());
            }
        }
        long bytes = (long) image.rows() * context.embeddingSize() * Float.BYTES;
        return Llama.mtmd_get_output_embd(context.nativeContext())
                .reinterpret(bytes)
                .toArray(ValueLayout.JAVA_FLOAT);
    }

    private static List<MtmdChunk> read(MtmdContext context, MemorySegment address) {
        long count = Llama.mtmd_input_chunks_size(address);
        var chunks = new ArrayList<MtmdChunk>();
        for (int index = 0; index < count; index++) {
            MemorySegment chunk = Llama.mtmd_input_chunks_get(address, index);
            int type = Llama.mtmd_input_chunk_get_type(chunk);
            if (type == Llama.MTMD_INPUT_CHUNK_TYPE_TEXT()) {
                chunks.add(text(chunk));
            } else if (type == Llama.MTMD_INPUT_CHUNK_TYPE_IMAGE()) {
                chunks.add(image(context, chunk, index));
            } else {
                throw new NativeCallException(
                        "chunk of type " + type + " where images are expected");
            }
        }
        return List.copyOf(chunks);
    }

    private static MtmdChunk text(MemorySegment chunk) {
        try (var arena = Arena.ofConfined()) {
            MemorySegment count = arena.allocate(ValueLayout.JAVA_LONG);
            MemorySegment tokens = Llama.mtmd_input_chunk_get_tokens_text(chunk, count);
            int[] ids =
                    tokens.reinterpret(count.get(ValueLayout.JAVA_LONG, 0) * Integer.BYTES)
                            .toArray(ValueLayout.JAVA_INT);
            var list = new ArrayList<Integer>(ids.length);
            for (int id : ids) {
                if (id < 0) {
                    throw new NativeCallException(
                            "libmtmd marks images with a token that the text model does not have;"
                                    + " are the two files of one model?");
                }
                list.add(id);
            }
            return new MtmdChunk.Text(list);
        }
    }

    private static MtmdChunk image(MtmdContext context, MemorySegment chunk, int index) {
        int rows = Math.toIntExact(Llama.mtmd_input_chunk_get_n_tokens(chunk));
        return new MtmdChunk.Image(
                index,
                rows,
                Llama.mtmd_input_chunk_get_n_pos(chunk),
                !Llama.mtmd_decode_use_non_causal(context.nativeContext(), chunk),
                context.multimodalPositions() ? positions(chunk, rows) : List.of());
    }

    private static List<MtmdChunk.Position> positions(MemorySegment chunk, int rows) {
        MemorySegment image = Llama.mtmd_input_chunk_get_tokens_image(chunk);
        var positions = new ArrayList<MtmdChunk.Position>(rows);
        try (var arena = Arena.ofConfined()) {
            for (int row = 0; row < rows; row++) {
                MemorySegment place = Llama.mtmd_image_tokens_get_decoder_pos(arena, image, 0, row);
                positions.add(
                        new MtmdChunk.Position(
                                mtmd_decoder_pos.t(place),
                                mtmd_decoder_pos.y(place),
                                mtmd_decoder_pos.x(place)));
            }
        }
        return positions;
    }

    @Override
    protected void free(MemorySegment address) {
        Llama.mtmd_input_chunks_free(address);
        lease.close();
    }
}
