package dev.glimpse.http.embeddings;

import dev.glimpse.http.fault.ErrorType;
import dev.glimpse.http.generate.ServedModel;
import dev.glimpse.http.wire.MediaType;
import dev.glimpse.http.wire.RequestBody;
import dev.glimpse.http.wire.RequestTrace;
import dev.glimpse.runtime.ImageEmbeddings;
import dev.glimpse.runtime.Usage;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.IOException;

/// Answers `POST /v1/embeddings/image`. Thread-safe: its fields are.
public final class EmbeddingsEndpoint implements Handler {
    private final ServedModel model;
    private final EmbeddingsBody body;

    /// An endpoint of a model.
    public EmbeddingsEndpoint(ServedModel model) {
        this.model = model;
        this.body = new EmbeddingsBody(model.limits());
    }

    @Override
    public void handle(Context ctx) {
        RequestTrace trace = RequestTrace.of(ctx.req());
        MediaType type = MediaType.parse(ctx.contentType());
        EmbeddingsBody.SHAPE.checkType(type);
        try (RequestBody bytes = model.bodies().read(ctx.req())) {
            EmbeddingsBody.Request request = body.read(type, bytes.bytes());
            bytes.discard();
            ImageEmbeddings embeddings = model.generations().embed(request.images(), ctx.req());
            int tokens = EmbeddingsReply.tokens(embeddings);
            trace.usage(new Usage(tokens, tokens, 0));
            var reply = new EmbeddingsReply(model.id(), request.pooled(), request.base64());
            ctx.contentType(MediaType.JSON);
            reply.write(embeddings, ctx.res().getOutputStream());
        } catch (IOException _) {
            trace.outcome(ErrorType.CLIENT_CLOSED);
        }
    }
}
